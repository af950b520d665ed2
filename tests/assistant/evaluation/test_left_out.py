"""A chooser is scored on organisations it never saw, and what is written of it is what was fitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from assistant.choosing import features, finalists
from assistant.choosing.finalists import Told
from assistant.choosing.ranker import load
from assistant.errors import AssistantError
from assistant.evaluation import collecting, fitting
from assistant.evaluation.collecting import Tried
from assistant.evaluation.gold import Gold
from assistant.evaluation.leftout import LeftOut, _scored, holding, left_out
from assistant.evaluation.organisation import Organisation
from assistant.evaluation.parts import Part

WIDTH = len(features.NAMES)


def tried(name: str, count: int, seed: int) -> list[Tried]:
    """Questions whose right candidate is the one with a large first number, all else but two equal; one in six has none."""
    chance = np.random.default_rng(seed)
    made = []
    for number in range(count):
        behaviour = "abstain" if number % 6 == 0 else "answer"
        rows = np.zeros((8, WIDTH), np.float32)
        rows[:, :3] = chance.normal(size=(8, 3))
        right = np.zeros(8, np.bool_)
        if behaviour == "answer":
            right[number % 8] = True
            rows[number % 8, 0] += 6
        gold = Gold(f"{name}{number}", "?", f"kind {number % 2}", "formal", (), behaviour, (), (), ())
        answers = tuple(Told(f"réponse {n}", (("charte.md", n, n + 1),)) for n in range(8))
        made.append(
            Tried(name, gold, rows, right, np.ones(8, np.bool_), f"{number} ?", answers, tuple(map(str, range(8))))
        )
    return made


@pytest.fixture(scope="module")
def everything() -> list[Tried]:
    return [one for seed, name in enumerate("abc") for one in tried(name, 30, seed)]


def test_each_organisation_is_scored_once_and_the_threshold_holds_the_bound(everything: list[Tried]) -> None:
    """All questions are there, in four parts, by organisation and kind; a lower threshold would let more wrong through."""
    found = left_out(everything, bound=0.1, fit=partial(fitting.ranker, rounds=12))
    assert found.parts().questions == len(everything)
    assert set(found.parts_by("organisation")) == {"a", "b", "c"}
    assert set(found.parts_by("kind")) == {"kind 0", "kind 1"}
    assert found.parts().bound <= 0.1
    assert found.parts().share(Part.RIGHT) > 0.6
    assert found.reachable == 1
    assert holding(found.scored, 0.0) == 1
    assert sum(count for _, count, _ in found.curve()) == len(everything)
    assert found.as_json()["parts"]["questions"] == len(everything)


def test_what_cannot_be_told_is_never_shown(everything: list[Tried]) -> None:
    """A question without a candidate that holds is refused, however sure."""
    silent = [replace(one, held=np.zeros(8, np.bool_)) for one in everything if one.organisation == "a"]
    parts = LeftOut(tuple(_scored(silent, Sure())), 0.0).parts()
    assert parts.answered == 0
    assert parts.rightly_refused == 5


class Sure:
    """A model that is sure of everything."""

    def shares(self, rows: features.Rows) -> features.Rows:
        return np.ones(len(rows), np.float32)


def test_one_organisation_cannot_be_left_out() -> None:
    """There would be nothing to learn from."""
    with pytest.raises(ValueError, match="two organisations"):
        left_out(tried("a", 5, 0))


def test_the_chooser_that_is_written_says_what_was_fitted(everything: list[Tried], tmp_path: Path) -> None:
    """The shares of the numbers kept are those of what was fitted, with values missing too; two fits agree."""
    rows = everything[1].rows.copy()
    rows[::7, ::3] = np.nan
    made = fitting.ranker(everything, seeds=1, rounds=2)
    made.save(tmp_path)
    assert np.allclose(load(tmp_path).shares(rows), made.shares(rows), atol=1e-6)
    assert np.allclose(fitting.ranker(everything, seeds=1, rounds=2).shares(rows), made.shares(rows), atol=1e-6)


def test_nothing_is_learnt_of_nothing(everything: list[Tried]) -> None:
    """Questions without a candidate teach no choice."""
    with pytest.raises(ValueError, match="no question"):
        fitting.ranker([replace(one, held=np.zeros(8, np.bool_)) for one in everything])


def test_what_was_collected_is_found_again(everything: list[Tried], tmp_path: Path) -> None:
    """And refused when questions are others."""
    some = [one for one in everything if one.organisation == "a"]
    asked = Organisation("a", tmp_path, tuple(one.gold for one in some))
    collecting.keep(some, tmp_path / "a.npz")
    again = collecting.kept(asked, tmp_path / "a.npz")
    assert [(one.asked, one.answers, one.kin) for one in again] == [(one.asked, one.answers, one.kin) for one in some]
    assert [one.gold for one in again] == [one.gold for one in some]
    assert all(np.array_equal(mine.rows, theirs.rows) for mine, theirs in zip(again, some, strict=True))
    with pytest.raises(AssistantError, match="effacez-le"):
        collecting.kept(replace(asked, gold=asked.gold[:3]), tmp_path / "a.npz")


class Likes:
    """A reader that likes one answer."""

    def scores(self, question: str, answers: Sequence[str]) -> np.ndarray:
        return np.array([float(one == "réponse 3") for one in answers], np.float32)


def test_finalists_keep_what_is_right_of_them_and_what_reading_says(everything: list[Tried]) -> None:
    """The rows are those of the last ranking, in the order of the first; rightness follows its candidate."""
    read = collecting.read_again(everything[:5], fitting.ranker(everything, seeds=1, rounds=2), Likes())
    for one, before in zip(read, everything, strict=False):
        assert one.rows.shape == (8, len(finalists.NAMES))
        assert one.right.sum() == before.right.sum()
        assert one.rows[:, finalists.NAMES.index("read")].sum() == 1
    assert fitting.last(read, seeds=1).columns == finalists.NAMES
