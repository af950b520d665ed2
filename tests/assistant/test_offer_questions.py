"""Offers by need and by condition: another word for the same thing finds it, another thing does not."""

from __future__ import annotations

import pytest

from assistant.lexicon import needs
from assistant.model import Question, Word
from assistant.offers.asking import condition_words, need_words
from assistant.offers.sieve import conditions
from assistant.understanding import understand
from ingest.languages import FRENCH
from ingest.languages.spelling import Speller

SPELLER = Speller({}, FRENCH)


def words(found: list[Word] | tuple[Word, ...]) -> list[str]:
    return [w.surface for w in found]


@pytest.mark.parametrize(
    ("said", "need"),
    [
        ("J'ai besoin d'un cours sur les données, où je demande ça ?", ["cours", "donnees"]),
        ("à qui s'adresser pour numériser de vieux rapports", ["numeriser", "vieux", "rapports"]),
        ("y a-tu quelqu'un qui peut nous aider", []),
    ],
)
def test_the_words_of_asking_are_no_part_of_the_need(said: str, need: list[str]) -> None:
    """What is left names the need, and nothing is left of a bare call for help."""
    assert words(need_words(understand(Question(said), SPELLER))) == need


@pytest.mark.parametrize(
    ("said", "status", "free", "days", "dollars", "left"),
    [
        ("quelles offres sont retirées", "retired", None, None, None, []),
        ("offres en développement", "development", None, None, None, []),
        ("services gratuits pour les chercheurs", "", True, None, None, ["chercheurs"]),
        ("offres en moins de 10 jours", "", None, 10, None, []),
        ("services livrés en moins de 2 semaines", "", None, 10, None, ["livres"]),
        ("offres à moins de 100 $", "", None, None, 100, []),
    ],
)
def test_conditions_are_read(
    said: str, status: str, free: bool | None, days: float | None, dollars: float | None, left: list[str]
) -> None:
    """Status, price and delay are limits; the other words must stand in a cell."""
    query = understand(Question(said), SPELLER)
    found = conditions(query, condition_words(query))
    assert (found.status, found.free, found.days, found.dollars) == (status, free, days, dollars)
    assert words(found.words) == left


@pytest.mark.parametrize(("one", "other"), [("doublons", "qualite"), ("graphiques", "visuel"), ("contrat", "gabarit")])
def test_words_of_one_need_meet(one: str, other: str) -> None:
    """Everyday words and the words of inventories share a need."""
    assert needs(one) & needs(other)


@pytest.mark.parametrize(("one", "other"), [("neige", "donnees"), ("traduction", "stationnement"), ("lits", "contrat")])
def test_words_of_different_needs_do_not(one: str, other: str) -> None:
    """A need is not everything."""
    assert not needs(one) & needs(other)
