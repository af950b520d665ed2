"""Terms are read from tables, from « terme : définition » and from lists, by what headers mean."""

from __future__ import annotations

import pytest

from ingest.facts.records import Term
from ingest.kinds import glossary
from ingest.layout.building import Builder, Draft
from ingest.model import Description, Document, Kind

ABOUT = Description(document="lexique.md", title="Lexique", kind=Kind.GLOSSARY)


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


def listed(*headers: str) -> Document:
    """A list of things, each with a name, what it is and more, as a catalogue or a directory has."""
    builder = Builder("catalogue.xlsx", "xlsx")
    for thing in ("Barque", "Canot", "Voilier"):
        said = [thing, f"{thing} à louer à la journée.", *("x" for _ in headers[2:])]
        builder.row([Draft(n, text, header=head) for n, (text, head) in enumerate(zip(said, headers, strict=True), 1)])
    return builder.document()


@pytest.mark.parametrize(
    "headers",
    [
        ("Nom de l'offre", "Description"),
        ("Nom", "Description", "Coût"),
        ("Terme du contrat", "Description", "Coût", "Délai", "Statut", "Contact"),
        ("Service", "Ce que comprend le service"),
    ],
)
def test_a_list_of_things_is_no_glossary(headers: tuple[str, ...]) -> None:
    """A name and a description define no term, unless the document says that it is about terms."""
    catalogue = listed(*headers)
    assert glossary.recognise(catalogue) == 0.0
    assert not glossary.extract(catalogue, Description(document="catalogue.xlsx", title="Catalogue"))[0]


def test_a_glossary_may_head_its_columns_plainly() -> None:
    """« Nom » and « Description » are enough where ``corpus.yaml`` says that the document is a glossary."""
    assert set(terms(listed("Nom", "Description"))) == {"Barque", "Canot", "Voilier"}


def test_a_version_line_is_no_term() -> None:
    """« Version 2 – mise à jour… » tells of the document, and defines nothing."""
    builder = Builder("lexique.md", "markdown")
    builder.paragraph("Version 1.4 – mise à jour du 5 mars.")
    assert not terms(builder.document())
