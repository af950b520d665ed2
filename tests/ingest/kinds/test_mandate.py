"""A mandate's labelled values become fields, wherever the label and the value stand."""

from __future__ import annotations

from ingest.facts.records import Field
from ingest.kinds import glossary, mandate
from ingest.layout.building import Builder, Draft
from ingest.model import Description, Document

ABOUT = Description(document="mandat.txt", title="Mandat")


def form() -> Document:
    builder = Builder("mandat.txt", "text")
    builder.heading("Mandat du Centre nautique")
    builder.field([Draft(1, "Date de dépôt"), Draft(2, "4 mars 2024")])
    builder.field([Draft(1, "Nom :"), Draft(2, "Ana Roy"), Draft(3, "Fonction :"), Draft(4, "directrice")])
    builder.paragraph("Numéro du mandat : 24-XY-7")
    builder.paragraph("Le centre a deux tâches : naviguer et enseigner.")
    builder.heading("Reddition de comptes")
    return builder.document()


def test_labels_and_values_are_paired() -> None:
    """Two cells, several pairs on one line, and « libellé : valeur » are all fields; a sentence is none."""
    found, remarks = mandate.extract(form(), ABOUT)
    fields = {f.label.value: f.value.value for f in found if isinstance(f, Field)}
    assert fields == {
        "Date de dépôt": "2024-03-04",
        "Nom": "Ana Roy",
        "Fonction": "directrice",
        "Numéro du mandat": "24-XY-7",
    }
    assert not remarks


def test_a_field_quotes_its_own_cell() -> None:
    """The place of a value is the place of its words."""
    read = form()
    for field in mandate.extract(read, ABOUT)[0]:
        assert isinstance(field, Field)
        assert read.text[field.value.place.start : field.value.place.end] == field.value.quote


def test_a_mandate_is_told_from_a_glossary() -> None:
    """What names mandates and what has their headings is one; another document is not."""
    assert mandate.recognise(form()) > 0.4
    assert glossary.recognise(form()) == 0.0


def test_a_mandate_without_fields_says_so() -> None:
    """Nothing found is said, with what to do."""
    builder = Builder("mandat.txt", "text")
    builder.paragraph("Le mandat est clair.")
    found, [remark] = mandate.extract(builder.document(), ABOUT)
    assert not found
    assert "corpus.yaml" in remark.advice
