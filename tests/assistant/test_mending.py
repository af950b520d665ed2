"""A question as it was probably meant: courtesies aside, spelling mended, names left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.mending import mend, plainly
from assistant.model import Lang
from ingest.languages import FRENCH
from ingest.languages.spelling import Speller

SPELLER = Speller(dict.fromkeys("entrepot clinique jalon budget comite directeur".split(), 3), FRENCH)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Bonjour, qui approuve le budget ?", "qui approuve le budget ?"),
        ("s'il vous plaît, où en est le projet ?", "où en est le projet ?"),
        ("je me demandais, RSSS ?", "RSSS ?"),
        ("dites-moi donc, combien ça coûte", "combien ça coûte"),
        ("Hello, could you tell me who approves the budget?", "who approves the budget?"),
        ("Qui approuve le budget, svp ?", "Qui approuve le budget?"),
        ("Bonjour", "Bonjour"),
    ],
)
def test_courtesies_are_set_aside(said: str, meant: str) -> None:
    """What is asked stays, whatever politeness stands around it; a greeting alone stays a greeting."""
    assert plainly(said) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("comiben coûte l'entrepto", "combien"),
        ("quels projtes", "projets"),
        ("le comtié directuer", "comite"),
        ("le risuqe principal", "risque"),
        ("l'état acteul", "actuel"),
    ],
)
def test_a_slip_is_mended_to_a_word_of_the_documents_or_of_asking(typed: str, meant: str) -> None:
    """Swapped, doubled and missing letters find the word, whether the documents hold it or people ask with it."""
    assert meant in mend(typed, Lang.FR, SPELLER).text


@pytest.mark.parametrize("said", ["Le projet Justyne est-il fini ?", "La DAIB approuve quoi ?", "le site de Kuujjuaq"])
def test_names_are_left_alone(said: str) -> None:
    """A capital inside the sentence and an acronym are names: what they resemble is not what was said."""
    assert mend(said, Lang.FR, SPELLER).text == said


def test_what_else_a_word_may_have_been_is_kept() -> None:
    """The likeliest word replaces the slip, the others are remembered beside it."""
    mended = mend("koi les etablisement peuve aporter", Lang.FR, Speller({"preuve": 5, "peuvent": 1}, FRENCH))
    assert ("peuve", "peuvent") in mended.pairs
    assert "preuve" in mended.others["peuvent"]


@given(st.text(max_size=200))
def test_any_text_can_be_mended(text: str) -> None:
    """No text breaks it, and what has a word keeps one."""
    bare = plainly(text)
    assert isinstance(mend(bare, Lang.FR, SPELLER).text, str)
    assert any(c.isalnum() for c in bare) == any(c.isalnum() for c in text)
