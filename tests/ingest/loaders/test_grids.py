"""Tables whatever their format: spans, forms, tables set sideways."""

from __future__ import annotations

import pytest

from ingest.layout.building import Builder
from ingest.layout.grids import Span, add_grid, form_pairs, is_sideways, spread
from ingest.loaders.html import load as load_html
from ingest.model import BlockKind, Document


def built(rows: list[list[Span]]) -> Document:
    builder = Builder("a", "html")
    add_grid(builder, spread(rows, "t"))
    return builder.document()


def cells(*texts: str, strong: str = "") -> list[Span]:
    return [Span(text, strong=n < len(strong) and strong[n] == "b") for n, text in enumerate(texts)]


def test_what_spans_rows_and_columns_keeps_its_neighbours_under_their_own_headers() -> None:
    page = """<table><tr><th rowspan="2">Comité</th><th colspan="2">Titulaires</th></tr>
    <tr><th>Présidence</th><th>Secrétariat</th></tr>
    <tr><td rowspan="2">Éthique</td><td>Maire</td><td>Greffe</td></tr><tr><td>Mairesse</td><td>Bureau</td></tr></table>"""
    last = load_html(page.encode(), "a.html").blocks[-1]
    assert last.text == "Mairesse | Bureau"
    assert [(cell.text, cell.header, cell.merged) for cell in last.cells] == [
        ("Éthique", "Comité", True),
        ("Mairesse", "Titulaires – Présidence", False),
        ("Bureau", "Titulaires – Secrétariat", False),
    ]


def test_a_span_down_to_the_end_and_a_huge_one_stay_within_the_table() -> None:
    page = '<table><tr><td rowspan="0">A</td><td>b</td><td colspan="9999999">c</td></tr><tr><td>d</td></tr></table>'
    document = load_html(page.encode(), "a.html")
    assert document.blocks[-1].text == "d"
    assert [cell.text for cell in document.blocks[-1].cells] == ["A", "d"]


def test_two_labels_and_values_a_row_are_fields_and_no_header() -> None:
    document = built(
        [
            cells("NUMÉRO", "A-12", "DATE", "20 mars 2025"),
            cells("MANDANT", "Agence des eaux", "MANDATAIRE", "Régie"),
            [Span("OBJET"), Span("Entretien du parc", columns=3)],
        ]
    )
    assert {block.kind for block in document.blocks} == {BlockKind.FIELD}
    assert [[cell.text for cell in block.cells] for block in document.blocks] == [
        ["NUMÉRO", "A-12"],
        ["DATE", "20 mars 2025"],
        ["MANDANT", "Agence des eaux"],
        ["MANDATAIRE", "Régie"],
        ["OBJET", "Entretien du parc"],
    ]


@pytest.mark.parametrize(
    "rows",
    [
        [cells("Nom", "Fonction", "Courriel", "Date", strong="bbbb"), cells("Roy", "Greffe", "a@b.ca", "2025")],
        [cells("Nom", "Fonction", "Code", "Date"), cells("ROY", "Greffe", "SST", "2025")],
        [cells("ROY", "Greffe"), cells("Marc", "Bureau")],
    ],
)
def test_a_table_of_people_is_no_form(rows: list[list[Span]]) -> None:
    assert form_pairs(spread(rows, "t")) is None


def test_a_table_set_sideways_is_turned_and_an_upright_one_is_not() -> None:
    sideways = [cells("Outil", "Aster", "Boréal", strong="b"), cells("Statut", "En essai", "En retrait", strong="b")]
    sideways.append(cells("Année", "2014", "2021", strong="b"))
    document = built(sideways)
    assert [block.text for block in document.blocks] == [
        "Outil | Statut | Année",
        "Aster | En essai | 2014",
        "Boréal | En retrait | 2021",
    ]
    assert [cell.header for cell in document.blocks[2].cells] == ["Outil", "Statut", "Année"]
    upright = [cells("Direction", "Budget", "Chef", strong="b"), cells("Eau", "12", "Roy", strong="b")]
    upright.append(cells("Air", "13", "Hall", strong="b"))
    assert not is_sideways(spread(upright, "t"))
