"""A chooser is scored on organisations it never saw, and what is written of it is what scikit-learn would say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.choosing import features
from assistant.errors import AssistantError
from assistant.evaluation import collecting, fitting
from assistant.evaluation.collecting import Tried
from assistant.evaluation.gold import Gold
from assistant.evaluation.leftout import LeftOut, _scored, holding, left_out
from assistant.evaluation.organisation import Organisation
from assistant.evaluation.parts import Part

WIDTH = len(features.NAMES)


def tried(name: str, count: int, seed: int) -> list[Tried]:
    """Questions whose right candidate is the one with a large first number; one in six has none."""
    chance = np.random.default_rng(seed)
    made = []
    for number in range(count):
        behaviour = "abstain" if number % 6 == 0 else "answer"
        rows = chance.normal(size=(8, WIDTH)).round().astype(np.float32)
        right = np.zeros(8, np.bool_)
        if behaviour == "answer":
            right[number % 8] = True
            rows[number % 8, 0] += 6
        gold = Gold(f"{name}{number}", "?", f"kind {number % 2}", "formal", (), behaviour, (), (), ())
        made.append(Tried(name, gold, rows, right, np.ones(8, np.bool_)))
    return made


@pytest.fixture(scope="module")
def everything() -> list[Tried]:
    return [one for seed, name in enumerate("abc") for one in tried(name, 30, seed)]


def test_each_organisation_is_scored_once_and_the_threshold_holds_the_bound(everything: list[Tried]) -> None:
    """All questions are there, in four parts, by organisation and kind; a lower threshold would let more wrong through."""
    found = left_out(everything, bound=0.1, rounds=6)
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

    def predict_proba(self, rows: features.Rows) -> features.Rows:
        return np.tile(np.array([0.0, 1.0], np.float32), (len(rows), 1))


def test_one_organisation_cannot_be_left_out() -> None:
    """There would be nothing to learn from."""
    with pytest.raises(ValueError, match="two organisations"):
        left_out(tried("a", 5, 0))


def test_the_chooser_that_is_written_says_what_was_fitted(everything: list[Tried], tmp_path: Path) -> None:
    """The probabilities of the numbers kept are those of scikit-learn, with values missing too."""
    rows = np.concatenate([one.rows for one in everything])
    rows[::7, ::3] = np.nan
    model, kept = fitting.classifier(everything, 6), fitting.chooser(everything, 6)
    assert np.allclose(kept.probabilities(rows), model.predict_proba(rows)[:, 1], atol=1e-5)
    kept.save(tmp_path, "chooser")
    assert fitting.digest(tmp_path) == fitting.digest(tmp_path)


def test_what_was_collected_is_found_again(everything: list[Tried], tmp_path: Path) -> None:
    """And refused when questions are others."""
    some = [one for one in everything if one.organisation == "a"]
    asked = Organisation("a", tmp_path, tuple(one.gold for one in some))
    collecting.keep(some, tmp_path / "a.npz")
    again = collecting.kept(asked, tmp_path / "a.npz")
    assert [one.gold for one in again] == [one.gold for one in some]
    assert all(np.array_equal(mine.rows, theirs.rows) for mine, theirs in zip(again, some, strict=True))
    with pytest.raises(AssistantError, match="effacez-le"):
        collecting.kept(replace(asked, gold=asked.gold[:3]), tmp_path / "a.npz")
