"""What a person sends costs what its length allows, whatever it is made of, and the same answer comes whatever runs."""

from __future__ import annotations

import itertools
import os
import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering import Assistant
from assistant.errors import MAX_QUESTION, QuestionRefused
from assistant.library import VIEWS, Memory
from assistant.model import Question
from assistant.reading import bounds

# What people paste, what patterns dread: each grown to the limit, alone and mixed with another.
PIECES = (
    " ", ",", ", ", ".", "a.\n", " : ", "(", "()", "PR-12 ", "1", "1 ", "-", "« ", "e\u0301\u0301", "mai 2025 ", "T2 ", "ab·e·",
    "l'", "/", "A", "10 $ ", "chaque mois ", "a@", "_", "😀", "\t", "le 3 mai 2025, ", "bonjour. ", "comité ", "xqzjw ",
    "et ", "; ", "deux fois par ",
)  # fmt: skip


def grown(unit: str, length: int) -> str:
    return ("Qui est " + unit * (length // len(unit) + 1))[:length]


def hostile(count: int) -> list[str]:
    """Units to repeat: each piece alone, then pairs, drawn the same way each time."""
    pairs = [one + other for one, other in itertools.permutations(PIECES, 2)]
    return [*PIECES, *random.Random(15).sample(pairs, count - len(PIECES))]


def test_three_hundred_hostile_texts_cost_linear_time(harbours: Assistant) -> None:
    """Eight times the length costs at most some ten times the time, and never over two seconds: reading, not encoding."""
    from assistant.known.moments import meant
    from assistant.known.names import Names
    from assistant.known.reports import Reports
    from assistant.reading.reading import mend, unknown_codes
    from assistant.telling.quotes import sentences
    from bots.memory.masking import mask
    from bots.rendering.plain import clean, one_line
    from ingest.facts.values.measures import measures
    from ingest.languages import FRENCH, content_words, stem

    library = harbours.library()

    def read(text: str) -> None:
        text = bounds.folded(text)
        found = mend(text, library)
        Names.of(library).said(text, [stem(w, FRENCH) for w in content_words(text, FRENCH)])
        meant(text, Reports.of(library).all, library.today)
        unknown_codes(text, library)
        measures(text), sentences(text), mask(text), one_line(clean(text))
        assert len(found) <= len(text)

    read("chauffe")
    slow = {}
    for unit in hostile(300):
        short, long = (min(_seconds(read, grown(unit, size)) for _ in range(2)) for size in (500, MAX_QUESTION))
        if long > 0.05 and long > 16 * short:
            slow[unit] = (short, long)
        assert long < 2, unit
    assert slow == {}


def _seconds(act: object, text: str) -> float:
    began = time.thread_time()
    act(text)  # type: ignore[operator]
    return time.thread_time() - began


@pytest.mark.parametrize("unit", [" ", ",", "mot{n}.\n", "allo{n} ; ", "zxq{n}k "])
def test_a_whole_answer_to_a_hostile_text_is_bounded(harbours: Assistant, unit: str) -> None:
    """In the question and in twenty earlier ones: a few seconds of processor at most, encoder included."""
    text = "".join(unit.format(n=n) for n in range(MAX_QUESTION))[: MAX_QUESTION - 10]
    began = time.thread_time()
    harbours.answer(Question(f"Qui {text}", (text,) * 20))
    assert time.thread_time() - began < 4


@given(st.text(max_size=300))
def test_folding_is_settled_and_keeps_words(text: str) -> None:
    """Folded twice is folded once; the words stay; no white space runs, no half character."""
    once = bounds.folded(text)
    assert bounds.folded(once) == once
    assert "  " not in once
    once.encode("utf-8")


@pytest.mark.alone
@pytest.mark.parametrize("text", ["", " \n\t", "a" * (MAX_QUESTION + 1), "a" * 10**6, " " * 10**6])
def test_nothing_and_too_much_are_refused(text: str) -> None:
    """Before any work."""
    began = time.perf_counter()
    with pytest.raises(QuestionRefused):
        bounds.bounded(Question(text))
    assert time.perf_counter() - began < 0.05


def test_blanks_do_not_count() -> None:
    """A question pasted from a table with its columns' spaces is not too long."""
    assert bounds.words("Qui" + " " * (2 * MAX_QUESTION) + "approuve ?") == "Qui approuve ?"


def test_earlier_questions_are_bounded_together() -> None:
    """The latest that hold are kept, in order; one of 150,000 characters ends what is kept."""
    kept = bounds.bounded(Question("et lui ?", ("x" * 150_000, "a" * 3000, "b" * 2000, "c  d"))).context
    assert kept == ("a" * 3000, "b" * 2000, "c d")
    assert sum(map(len, bounds.bounded(Question("q", ("a" * 3999,) * 20)).context)) <= bounds.CONTEXT


def test_days_asked_about_do_not_pile_up() -> None:
    """However many days people name, what is derived is kept for a few; a value is made once by many threads."""
    memory, made = Memory(), []
    views = [memory.view(("everyone", day)) for day in range(50)]
    assert sum(memory.view(("everyone", day)) is views[day] for day in range(50 - VIEWS, 50)) == VIEWS
    assert memory.view(("everyone", 0)) is not views[0]
    view, together = memory.view("x"), threading.Barrier(8)

    def ask(_: int) -> object:
        together.wait()
        return view.made("k", lambda: (time.sleep(0.01), made.append(1), object())[-1])

    with ThreadPoolExecutor(8) as threads:
        assert len(set(map(id, threads.map(ask, range(8))))) == 1
    assert made == [1]


STARTS = int(os.environ.get("REPERE_STARTS", "10"))  # 30 where a minute can be spent
QUESTIONS = (
    "Qui approuve la réparation du quai principal ?", "Où en est le Quai du Nord ?", "C'est quoi MQ ?",
    "Quel est le quorum du comité de la flotte ?", "Comment demander de la glace ?", "Quels projets sont en retard ?",
    "Qui est le gardien-chef ?", "Combien de temps pour vider les cales ?",
)  # fmt: skip


def test_fresh_starts_give_eight_clients_the_serial_answers(opens_again: object, harbours: Assistant) -> None:
    """From a fresh start, eight first questions at once: no error, and each answer is the one asked alone."""
    alone = [harbours.answer(Question(text)) for text in QUESTIONS]
    for start in range(STARTS):
        fresh = opens_again(harbours)  # type: ignore[operator]
        together = threading.Barrier(len(QUESTIONS))

        def ask(text: str) -> object:
            together.wait()  # noqa: B023 – used before the next start
            return fresh.answer(Question(text))  # noqa: B023 – used before the next start

        with ThreadPoolExecutor(len(QUESTIONS)) as threads:
            assert list(threads.map(ask, QUESTIONS)) == alone, start


@pytest.fixture
def opens_again() -> object:
    """An assistant over the same index with nothing remembered: stems and folded words are forgotten too."""
    from ingest.index.shelf import Shelf
    from ingest.languages import analysis

    def again(known: Assistant) -> Assistant:
        analysis.stem.cache_clear()
        analysis._folded.cache_clear()
        shelf = known._shelf
        assert isinstance(shelf, Shelf)
        fresh = Shelf(shelf._folder, shelf._identity)
        return Assistant(fresh, known._embedder, known.chooser, known._today)

    return again
