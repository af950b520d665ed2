"""Which moment of a thing a question asks, and the words that tell that moment and no other."""

from __future__ import annotations

import pytest

from assistant.model import Question
from assistant.quoting.moments import moment_words, other_moment
from assistant.quoting.units import Role, Unit
from assistant.understanding import understand
from ingest.languages import FRENCH
from ingest.languages.spelling import Speller
from ingest.model import Block, BlockKind, Place

SPELLER = Speller({}, FRENCH)


def unit(text: str, heading: str = "") -> Unit:
    place = Place(section=(heading,) if heading else (), start=0, end=len(text))
    return Unit(0, "d", Block("b", BlockKind.PARAGRAPH, text, place), 0, len(text), text, Role.SAID)


@pytest.mark.parametrize(
    ("question", "text", "other"),
    [
        ("Quand le mandat prend-il fin ?", "Le mandat prend fin le 31 mars 2028.", False),
        ("Quand le mandat prend-il fin ?", "Durée : 36 mois, du 1er avril 2025 au 31 mars 2028.", False),
        ("Quand le mandat commence-t-il ?", "Durée : 36 mois, du 1er avril 2025 au 31 mars 2028.", False),
        ("Quand le mandat prend-il fin ?", "Le mandat est signé le 7 février 2023.", True),
        ("Quand le mandat prend-il fin ?", "L'Agence peut y mettre fin avec un préavis de 90 jours.", True),
        ("Quand le mandat a-t-il été signé ?", "Le mandat est signé le 7 février 2023.", False),
        ("Quand le mandat a-t-il été signé ?", "Le mandat prend fin le 31 mars 2028.", True),
        ("When does the mandate expire?", "Le mandat expire en mars 2028.", False),
        ("When does the mandate expire?", "Date de soumission : 23 janvier 2023", True),
        ("Quelle est la date limite du dépôt ?", "Le rapport est remis au plus tard le 30 juin.", False),
        ("Quand le mandataire a-t-il répondu ?", "Date de réponse : 2023-02-13", False),
        ("Quand le comité se réunit-il ?", "Le comité se réunit chaque mois.", False),  # no end, no start
        ("Qui met fin au mandat ?", "Le mandat est signé le 7 février 2023.", False),  # no date asked
    ],
)
def test_the_moment_told_is_the_one_asked(question: str, text: str, other: bool) -> None:
    """An end is no beginning, a signature no end; a range of dates tells both its ends."""
    assert other_moment(understand(Question(question), SPELLER), unit(text)) is other


def test_the_words_of_the_moment_are_those_that_ask_for_it() -> None:
    """They are looked for in no evidence: another form of words may tell the moment."""
    assert moment_words(understand(Question("Quand le mandat prend-il fin ?"), SPELLER)) >= {"fin"}
    assert moment_words(understand(Question("Qui met fin au mandat ?"), SPELLER)) == frozenset()
