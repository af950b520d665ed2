"""What is chosen is of the thing and the moment that the question names, however sure the ranking is of another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from assistant.answering import Assistant
from assistant.choosing.chooser import Chosen, FittedChooser
from assistant.choosing.rules import falls
from assistant.evidence.candidate import Candidate, Plan
from assistant.evidence.gathering import gather
from assistant.library import Library
from assistant.model import Question
from assistant.reading.reading import Reading
from tests.assistant.conftest import asked


class Even:
    """A ranking that prefers nothing, and leaves half to « none »."""

    members = ()

    def shares(self, rows: np.ndarray) -> np.ndarray:
        return np.full(len(rows), 0.5 / len(rows), np.float32)


def chosen(library: Library, text: str, chooser: FittedChooser | None = None) -> tuple[list[Chosen], list[Candidate]]:
    """What may be told of a question, and all that was gathered."""
    reading = asked(library, text)
    candidates = gather(reading, library)
    return (chooser or FittedChooser(model=Even())).choose(reading, candidates, library), candidates  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["Où en est PR-01 ?", "Quelle est l'échéance de PR-01 ?", "Qu'est-ce qui a changé dans PR-01 ?"]
)
def test_a_code_is_asked_of_no_other_thing(library: Library, text: str) -> None:
    """Other projects were gathered, none of them may be told."""
    found, candidates = chosen(library, text)
    gathered = {one.thing.code for one in candidates if one.thing and one.thing.code}
    assert gathered > {"PR-01"}
    assert {one.candidate.thing.code for one in found if one.candidate.thing} == {"PR-01"}


def test_a_name_said_whole_is_asked_of_no_other_of_its_sort(library: Library) -> None:
    """The quorum of the comité de la flotte is no other committee's."""
    found, _ = chosen(library, "Quel est le quorum du comité de la flotte ?")
    told = {one.candidate.thing.name for one in found if one.candidate.thing and one.candidate.thing.sort == "body"}
    assert told == {"Comité de la flotte"}


def test_a_report_named_is_told_and_no_other(library: Library) -> None:
    """In winter: no state of spring, nor any sentence of its report."""
    found, candidates = chosen(library, "Quel était l'avancement de PR-01 à l'hiver 2025 ?")
    assert "suivi-printemps.md" in {one.document for one in candidates}
    left = {one.candidate.document for one in found if one.candidate.plan is not Plan.CHANGE}
    assert "suivi-hiver.md" in left
    assert "suivi-printemps.md" not in left


def test_what_moved_between_other_moments_is_not_told(library: Library) -> None:
    """What moved from winter on may be told of the winter; a project that no report of that time names has no such change."""
    found, candidates = chosen(library, "Quel était l'avancement de PR-01 à l'hiver 2025 ?")
    assert any(one.candidate.plan is Plan.CHANGE for one in found)
    assert all(one.candidate.features["dated"] for one in found if one.candidate.plan is Plan.CHANGE)
    reading = asked(library, "Quel était l'avancement de PR-01 à l'hiver 2025 ?")
    [change, *_] = [one for one in candidates if one.plan is Plan.CHANGE]
    elsewhere = replace(change, features={**change.features, "dated": 0.0})
    assert falls(reading, elsewhere, library) == "moment"


def test_what_falls_leaves_its_share_to_the_rest_and_to_none(library: Library) -> None:
    """Nothing is chosen that was not gathered, each once, and no sureness passes from 0 to 1."""
    found, candidates = chosen(library, "Où en est PR-01 ?")
    keys = [one.candidate.key for one in found]
    assert len(set(keys)) == len(keys)
    assert set(keys) < {one.key for one in candidates}
    assert all(0 <= one.sureness <= 1 for one in found)


@pytest.mark.parametrize(
    ("text", "key"), [("Qui répare le quai principal ?", "who"), ("Où en est le projet PR-01 ?", "whole")]
)
def test_a_plain_question_has_its_plain_answer_first(library: Library, text: str, key: str) -> None:
    """As the weights that ship rank them."""
    found, _ = chosen(library, text, FittedChooser())
    assert found[0].candidate.key.startswith(key)


def test_of_nothing_nothing_is_chosen(library: Library) -> None:
    """No candidate, no choice."""
    assert FittedChooser().choose(asked(library, "Qui ?"), [], library) == []


def test_who_has_another_letter_than_the_one_written_is_never_told(library: Library) -> None:
    """« peindre les bouées : A ? » may be told of everyone, and of nobody for another letter."""
    found, candidates = chosen(library, "peindre les bouées : A ?")
    assert any(one.other_letter for one in candidates)
    assert found
    assert not any(one.candidate.other_letter for one in found)


def test_a_need_is_answered_by_no_list(library: Library) -> None:
    """Lists are gathered, and the one service is what is chosen among; a question for a list has them."""
    found, candidates = chosen(library, "J'ai besoin d'une grue pour la fin de semaine")
    assert any(one.plan is Plan.LIST for one in candidates)
    assert not any(one.candidate.plan is Plan.LIST for one in found)
    found, _ = chosen(library, "Quels services sont gratuits ?")
    assert any(one.candidate.plan is Plan.LIST for one in found)


class _Unsure:
    """Gives what a candidate says one sureness, and nothing else."""

    def __init__(self, plan: Plan, held: float, sureness: float) -> None:
        self._plan, self._held, self._sureness = plan, held, sureness

    def choose(self, reading: Reading, candidates: Sequence[Candidate], library: Library) -> list[Chosen]:
        some = [c for c in candidates if c.plan is self._plan and c.features.get("held") == self._held]
        return [Chosen(some[0], self._sureness)] if some else []


@pytest.mark.parametrize(("held", "sureness", "shown"), [(0.0, 0.8, False), (0.0, 0.9, True), (1.0, 0.8, True)])
def test_that_nobody_has_a_letter_is_said_only_when_it_is_surer(
    harbours: Assistant, held: float, sureness: float, *, shown: bool
) -> None:
    """An absence is a claim that all links under it carry."""
    asking = Assistant(harbours._shelf, harbours._embedder, _Unsure(Plan.WHO, held, sureness))
    assert asking.answer(Question("Qui est informé de réparer un quai ?")).abstained is not shown
