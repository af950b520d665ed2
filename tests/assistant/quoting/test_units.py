"""Units cover what a document says, lie in one block, and are short enough to quote."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.quoting.units import LONGEST, Role, leans, units
from ingest.languages import words
from ingest.layout.building import Builder, Draft
from ingest.model import Document, Kind


def read(*paragraphs: str) -> Document:
    builder = Builder("essai.txt", "text")
    builder.heading("1. Objet")
    for paragraph in paragraphs:
        builder.paragraph(paragraph)
    return builder.document()


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8"), max_size=900), max_size=4))
def test_every_unit_is_a_span_of_one_block(texts: list[str]) -> None:
    """Whatever the text, a unit is the document's own words, inside its block, and short."""
    document = read(*texts)
    for unit in units(document.name, document.blocks, Kind.OTHER):
        assert document.text[unit.start : unit.end] == unit.text
        assert unit.block.place.start <= unit.start <= unit.end <= unit.block.place.end
        assert len(words(unit.text)) <= LONGEST or " " not in unit.text.strip()


def test_sentences_are_cut_where_they_end() -> None:
    """An abbreviation or a number does not end a sentence."""
    document = read("Le budget est de 2,1 M$ (ex. : salaires). Il est annuel. La suite vient après.")
    said = [u.text for u in units(document.name, document.blocks, Kind.OTHER) if u.role is Role.SAID]
    assert said == ["Le budget est de 2,1 M$ (ex. : salaires).", "Il est annuel.", "La suite vient après."]


def test_what_introduces_is_told_from_what_is_said() -> None:
    """A colon introduces; a heading names; an empty field and an empty box say nothing."""
    builder = Builder("essai.txt", "text")
    builder.heading("Comité")
    builder.paragraph("Le comité :")
    builder.item("avise;", lead_in="Le comité :", group="g1")
    builder.field([Draft(1, "Signature :")])
    builder.field([Draft(1, "Refusé"), Draft(2, "☐ Non")])
    roles = [u.role for u in units("essai.txt", builder.document().blocks, Kind.OTHER)]
    assert roles == [Role.TITLE, Role.LEAD, Role.SAID]


def test_a_sentence_that_leans_is_known() -> None:
    """Pronouns and « cette période » lean on the sentence before."""
    assert leans("Ils pourront collaborer.")
    assert leans("L'achat se fera durant cette période.")
    assert not leans("Le comité se réunit.")
