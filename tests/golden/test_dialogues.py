"""Conversations as people hold them: each turn leans on the ones before, or on none."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.model import Question
from ingest.languages import fold
from tests.golden.conftest import Opens

ROOT = Path(__file__).resolve().parents[2]
DIALOGUES = (
    (
        ("Qui rédige la charte de projet ?", "charge de projet"),
        ("et qui l'approuve ?", "gestionnaire du ceiavd"),
        ("qui d'autre est consulté ?", "analyste specialise"),
    ),
    (
        ("Où en est le projet Tri des demandes de consultation ?", "rouge"),
        ("et au T1 ?", "15 %"),
        ("pourquoi ?", "etiquetage"),
        ("qui le mène ?", "charge de projet"),
        ("et celui des congés ?", "prevision des conges hospitaliers"),
        ("quels projets sont en retard ?", "3 projets en retard"),
    ),
    (
        ("J'ai besoin d'un tableau de bord", "sd-05"),
        ("combien ça coûte ?", "cout : selon devis"),
        ("ça prend combien de temps ?", "40 jours"),
        ("c'est offert par qui ?", "offert par ceiavd"),
        ("et une formation en IA ?", "sd-07"),
    ),
    (
        ("Qui préside le comité aviseur ?", "daia"),
        ("il se réunit quand ?", "quatre fois par annee"),
        ("et le comité d'éthique ?", "premier jeudi"),
        ("c'est quoi son quorum ?", "trois membres"),
    ),
    (
        ("What is the status of the fall risk project?", "36%"),
        ("who leads it?", "charge de projet"),
        ("Que veut dire RSSS ?", "reseau de la sante"),
        ("et MSSS ?", "ministere de la sante"),
    ),
)


@pytest.fixture(scope="module")
def shipped(opens: Opens) -> Assistant:
    return opens(ROOT / "corpus", None)


@pytest.mark.parametrize("turns", DIALOGUES, ids=lambda turns: turns[0][0])
def test_each_turn_of_a_conversation_is_understood(shipped: Assistant, turns: tuple[tuple[str, str], ...]) -> None:
    """Pronouns, ellipsis, other moments, other things, and a new subject: each gets its own answer."""
    earlier: list[str] = []
    for said, expected in turns:
        reply = shipped.answer(Question(said, tuple(earlier)))
        assert re.search(expected, fold(reply.text)), (said, reply.text)
        earlier.append(said)
