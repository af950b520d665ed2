"""The chooser ranks the candidates of a question against one another and « none », as the library it was fitted with would."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.choosing import features, finalists, ranker
from assistant.choosing.ranker import FAR, LAST, TOP, Member, Ranker
from assistant.evidence.gathering import gather
from assistant.library import Library
from assistant.reading.meaning import FITTED
from tests.assistant.conftest import asked

ASKED = ranker.judged(features.NAMES)
WIDTH = ranker.prepared(np.zeros((1, len(features.NAMES)), np.float32)).shape[1]


def layers(source: np.random.Generator, *sizes: int) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
    """Random weights and biases from each size to the next."""
    return tuple(
        (source.normal(0, 0.3, (out, into)).astype(np.float32), source.normal(0, 0.1, out).astype(np.float32))
        for into, out in pairwise(sizes)
    )


def member(seed: int) -> Member:
    """A network nobody fitted."""
    source = np.random.default_rng(seed)
    mean, deviation = source.normal(size=WIDTH), source.uniform(0.5, 2, WIDTH)
    return Member(
        mean.astype(np.float32), deviation.astype(np.float32), layers(source, WIDTH, 12, 6, 1),
        layers(source, len(ASKED) + TOP, 7, 1),
    )  # fmt: skip


def random_rows(seed: int, count: int) -> np.ndarray:
    """Features with gaps, some far out; what is told of the question is the same in every row."""
    source = np.random.default_rng(seed)
    rows = source.uniform(0, 4, (count, len(features.NAMES))).astype(np.float32)
    rows[source.random(rows.shape) < 0.2] = np.nan
    rows[:, ASKED] = rows[:1, ASKED]
    return rows


ROWS = st.builds(random_rows, st.integers(0, 10_000), st.integers(1, 30))


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 1000), rows=ROWS)
def test_a_network_kept_as_numbers_is_what_torch_says(seed: int, rows: np.ndarray) -> None:
    """The same layers, in torch: candidates and « none » share one softmax."""
    torch = pytest.importorskip("torch")
    ours = member(seed)

    def through(x: object, some: tuple[tuple[np.ndarray, np.ndarray], ...]) -> object:
        for number, (weight, bias) in enumerate(some):
            x = torch.nn.functional.linear(x, torch.from_numpy(weight), torch.from_numpy(bias))
            if number < len(some) - 1:
                x = torch.nn.functional.gelu(x, approximate="tanh")
        return x

    read = torch.from_numpy(ranker.prepared(rows))
    scaled = ((read - torch.from_numpy(ours.mean)) / torch.from_numpy(ours.deviation)).clamp(-FAR, FAR)
    scores = through(scaled, ours.layers)[:, 0]  # type: ignore[index]
    best = torch.full((TOP,), -30.0)
    best[: min(TOP, len(rows))] = scores.sort(descending=True).values[:TOP]
    none = through(torch.cat([scaled[0, list(ASKED)], best / 5]), ours.none)
    said = torch.softmax(torch.cat([scores, none]), 0)[:-1].numpy()  # type: ignore[list-item]
    assert np.allclose(ours.shares(ranker.prepared(rows), ASKED), said, atol=1e-5)


@settings(max_examples=20, deadline=None)
@given(rows=ROWS, seed=st.integers(0, 1000))
def test_the_order_of_candidates_changes_nothing(rows: np.ndarray, seed: int) -> None:
    """Each has its share wherever it stands, and together they have no more than all."""
    made = Ranker((member(seed), member(seed + 1)))
    order = np.random.default_rng(seed).permutation(len(rows))
    shares = made.shares(rows)
    assert np.allclose(made.shares(rows[order]), shares[order], atol=1e-5)
    assert (shares >= 0).all()
    assert float(shares.sum()) <= 1.0001


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    """Through its two files."""
    made, rows = Ranker((member(1), member(2))), random_rows(3, 9)
    made.save(tmp_path)
    assert ranker.load(tmp_path).shares(rows) == pytest.approx(made.shares(rows))


def test_another_list_of_features_is_refused(tmp_path: Path) -> None:
    """A column added, removed or moved asks for another fit: numbers would be read under other names."""
    Ranker((member(1),)).save(tmp_path)
    said = (tmp_path / "chooser.json").read_text("utf-8")
    (tmp_path / "chooser.json").write_text(said.replace('"cover"', '"covered"'), "utf-8")
    with pytest.raises(ValueError, match="fit"):
        ranker.load(tmp_path)


def test_the_chooser_that_ships_reads_the_features_of_today() -> None:
    """It is opened, and knows what each number is."""
    assert ranker.load(FITTED).members
    assert ranker.load(FITTED, LAST, finalists.NAMES).members


def test_features_have_names_of_their_own() -> None:
    """No two columns are called the same: one would hide the other."""
    assert len(set(features.NAMES)) == len(features.NAMES)


@pytest.mark.parametrize(
    "said",
    [
        "Qui répare le quai principal ?",
        "Où en est PR-01 ?",
        "quels services sont gratuits",
        "Que tient la capitainerie ?",
    ],
)
def test_every_number_of_a_candidate_is_a_column(library: Library, said: str) -> None:
    """What is measured of a candidate and is no column would be lost without a word (a role's are, but for five)."""
    lost = {
        name
        for candidate in gather(asked(library, said), library)
        for name in candidate.features
        if name not in features.NAMES and not name.startswith("role_")
    }
    assert lost == set()
