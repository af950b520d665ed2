"""Acronyms are learned from prose, both ways, and only when their letters are there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.facts.acronyms import acronyms, is_acronym
from ingest.layout.building import Builder
from ingest.model import Document


def document(*paragraphs: str) -> Document:
    builder = Builder("essai.txt", "text")
    for paragraph in paragraphs:
        builder.paragraph(paragraph)
    return builder.document()


@pytest.mark.parametrize(
    ("text", "acronym", "meaning"),
    [
        ("pour le réseau des bibliothèques de quartier (RBQ).", "RBQ", "réseau des bibliothèques de quartier"),
        ("Le Bureau de l'accès (ci-après « BA ») répond.", "BA", "Bureau de l'accès"),
        (
            "confié à l'Institut de la mer – Université du Nord (IM-UN)",
            "IM-UN",
            "Institut de la mer – Université du Nord",
        ),
        ("Le CPE (centre de la petite enfance) ouvre.", "CPE", "centre de la petite enfance"),
        (
            "Le centre d'essai en milieu réel et en données (CEMRD)",
            "CEMRD",
            "centre d'essai en milieu réel et en données",
        ),
    ],
)
def test_an_acronym_and_its_long_form_are_learned(text: str, acronym: str, meaning: str) -> None:
    """The long form begins at the word that gives the first letter, wherever the acronym stands."""
    [term] = acronyms(document(text))
    assert (term.name.value, term.meaning.value, term.acronym) == (acronym, meaning, True)


@pytest.mark.parametrize("text", ["selon le plan (PDF).", "une rencontre (voir ABC) a lieu", "en 2024 (T3) le projet"])
def test_letters_that_are_not_there_teach_nothing(text: str) -> None:
    """A parenthesis in capitals is not an acronym of whatever stands before it."""
    assert acronyms(document(text)) == ()


@given(st.lists(st.text(max_size=120), max_size=5))
def test_quotes_are_the_document_s_own_words(texts: list[str]) -> None:
    """Whatever the text, name and meaning quote the span they give."""
    read = document("Le réseau des écoles du Nord (REN) existe.", *texts)
    for term in acronyms(read):
        for fact in (term.name, term.meaning):
            assert read.text[fact.place.start : fact.place.end] == fact.quote


def test_ordinary_words_are_no_acronyms() -> None:
    """« Le » and « Comité » are words."""
    assert is_acronym("CISSS")
    assert is_acronym("IUCPQ-UL")
    assert not is_acronym("Comité")
    assert not is_acronym("le")
