"""Terms are read from tables, from « terme : définition » and from lists, by what headers mean."""

from __future__ import annotations

import pytest

from ingest.building import Builder, Draft
from ingest.kinds import glossary
from ingest.model import Description, Document
from ingest.records import Term

ABOUT = Description(document="lexique.md", title="Lexique")


def terms(document: Document) -> dict[str, tuple[str, bool]]:
    found, _ = glossary.extract(document, ABOUT)
    return {t.name.value: (t.meaning.value, t.acronym) for t in found if isinstance(t, Term)}


@pytest.mark.parametrize("headers", [("Sigle", "Signification"), ("Acronyme", "En clair"), ("Terme", "Définition")])
def test_a_table_is_read_by_its_headers(headers: tuple[str, str]) -> None:
    """The name and the meaning are where their headers say, whatever the order of the columns."""
    builder = Builder("lexique.md", "markdown")
    meaning = Draft(1, "Bureau de l'eau", header=headers[1])
    builder.row([meaning, Draft(2, "BE", header=headers[0]), Draft(3, "Water office", header="English")], group="g1")
    assert terms(builder.document()) == {"BE": ("Bureau de l'eau", True)}


def test_terms_and_definitions_are_read_from_prose() -> None:
    """« Terme : définition », with or without a dash or stars, is an entry; a heading is none."""
    builder = Builder("lexique.md", "markdown")
    builder.heading("Termes : les voici")
    builder.paragraph("**Dérive** : perte de justesse.")
    builder.item("Ancrage – fait de tenir au fond.")
    assert terms(builder.document()) == {
        "Dérive": ("perte de justesse", False),
        "Ancrage": ("fait de tenir au fond", False),
    }


def test_an_empty_glossary_says_so() -> None:
    """Nothing found is said, with how to present terms."""
    builder = Builder("lexique.md", "markdown")
    builder.paragraph("Rien ici.")
    found, [remark] = glossary.extract(builder.document(), ABOUT)
    assert not found
    assert "Terme" in remark.advice
