"""The best of a first ranking are read with the question, each of different words once, and ranked again."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.choosing import features, finalists
from assistant.choosing.chooser import FittedChooser, standing
from assistant.evidence.gathering import gather
from assistant.library import Library
from tests.assistant.choosing.test_chooser import Even
from tests.assistant.conftest import asked


class Recorder:
    """A reader that keeps what it was given and prefers the last."""

    def __init__(self) -> None:
        self.read: list[tuple[str, list[str]]] = []

    def scores(self, question: str, answers: Sequence[str]) -> np.ndarray:
        self.read.append((question, list(answers)))
        return np.arange(len(answers), dtype=np.float32)


class Reads:
    """A last ranking that gives nearly all to the finalist the reader prefers."""

    def shares(self, rows: np.ndarray) -> np.ndarray:
        read = rows[:, finalists.NAMES.index("read")]
        liked = np.exp(3 * (read - read.max()))
        return np.asarray(liked / liked.sum(), np.float32)


def finals(shares: Sequence[float], texts: Sequence[str]) -> tuple[finalists.Finals, Recorder]:
    reader = Recorder()
    rows = np.zeros((len(shares), len(features.NAMES)), np.float32)
    told = [finalists.Told(text) for text in texts]
    about = ["a" if n < 2 else n for n in range(len(shares))]
    return finalists.finals("Qui ?", rows, np.array(shares, np.float32), about, told.__getitem__, reader), reader


def test_only_the_best_are_read_the_first_of_them_first() -> None:
    shares = [0.01 * (n + 1) for n in range(20)]
    found, reader = finals(shares, [f"réponse {n}" for n in range(20)])
    assert found.numbers.tolist() == list(range(19, 19 - finalists.KEPT, -1))
    assert reader.read == [("Qui ?", [f"réponse {n}" for n in range(19, 19 - finalists.KEPT, -1)])]
    assert found.rows.shape == (finalists.KEPT, len(finalists.NAMES))


def test_what_says_the_same_is_read_once_and_its_shares_are_added() -> None:
    found, reader = finals([0.3, 0.2, 0.1], ["oui", "oui", "non"])
    assert reader.read == [("Qui ?", ["oui", "non"])]
    same = np.exp(found.rows[:, finalists.NAMES.index("same")])
    assert np.allclose(same, [0.5, 0.1], atol=1e-3)


def test_what_is_told_of_one_thing_shares_what_is_sure_of_it() -> None:
    found, _ = finals([0.3, 0.2, 0.1], ["oui", "peut-être", "non"])
    assert np.allclose(np.exp(found.rows[:, finalists.NAMES.index("kin")]), [0.5, 0.5, 0.1], atol=1e-3)


def test_what_may_not_stand_or_has_nothing_to_say_is_not_read() -> None:
    found, reader = finals([0.3, 0.0, 0.2], ["", "non", "oui"])
    assert found.numbers.tolist() == [2]
    assert reader.read == [("Qui ?", ["oui"])]
    nothing, reader = finals([0.0, 0.0], ["a", "b"])
    assert not len(nothing.numbers)
    assert not reader.read


def test_reading_decides_among_the_finalists(library: Library) -> None:
    """The first ranking prefers nothing; the answer read last, which the reader prefers, is chosen. What was not read
    comes after, with no sureness."""
    reading = asked(library, "Quel est le quorum du comité de la flotte ?")
    candidates, reader = gather(reading, library), Recorder()
    chosen = FittedChooser(reader, Even(), Reads()).choose(reading, candidates, library)  # type: ignore[arg-type]
    ((question, answers),) = reader.read
    assert question == reading.question.text
    assert finalists.told(reading, chosen[0].candidate, library).text == answers[-1]
    assert all(one.sureness == 0 for one in chosen[finalists.KEPT :])


def test_an_answer_is_read_under_its_document_and_its_thing(library: Library) -> None:
    reading = asked(library, "Quel est le quorum du comité de la flotte ?")
    words = [finalists.told(reading, one, library).text for one in gather(reading, library)]
    quorum = next(one for one in words if "quorum" in one.casefold().rpartition("|")[2])
    assert "Comité de la flotte" in quorum.partition(" | ")[0]


def test_what_falls_leaves_its_share_to_the_rest_and_to_none() -> None:
    shares = standing(np.array([0.5, 0.25], np.float32), np.array([False, True]))
    assert shares.tolist() == [0.0, 0.5]


def test_a_time_that_is_not_the_one_asked_for_is_marked() -> None:
    """Of two budgets, that of the year asked for is marked as such, and the other one as not."""
    asks = "le budget de 2026 ?"
    rows = np.zeros((2, len(features.NAMES)), np.float32)
    told = [finalists.Told("Budget 2027 | trois dollars"), finalists.Told("Budget 2026 | deux dollars")]
    found = finalists.finals(
        asks, rows, np.array([0.5, 0.3], np.float32), [0, 1], told.__getitem__, Recorder()
    )  # fmt: skip
    assert found.rows[:, finalists.NAMES.index("timely")].tolist() == [-1.0, 1.0]
