"""Workbooks as a person sees them, cell by cell."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
from openpyxl.comments import Comment
from openpyxl.workbook import Workbook

from ingest.loaders.xlsx import load
from ingest.model import BlockKind, Document


def read(book: Workbook) -> Document:
    out = io.BytesIO()
    book.save(out)
    return load(out.getvalue(), "a.xlsx")


def test_values_are_shown_as_a_person_sees_them() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([dt.date(2025, 6, 12), 0.45, 3.0, 1.5, True, 0.125])
    sheet["B1"].number_format, sheet["F1"].number_format = "0%", "0.0%"
    assert read(book).text == "2025-06-12 | 45 % | 3 | 1.5 | VRAI | 12,5 %"


def test_headers_are_found_below_title_rows_and_under_group_headers() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "Matrice des rôles"
    for row in (
        ["", "Centre", None, "Réseau"],
        ["Activité", "Direction", "Analyste", "Établissement"],
        ["Définir", "A", "R", "C"],
    ):
        sheet.append(row)
    sheet.append(["Adopter", "R", None, "I"])
    sheet.merge_cells("A1:D1")
    sheet.merge_cells("B2:C2")
    row = next(block for block in read(book).blocks if block.place.row == 4)
    assert [(cell.place.cell, cell.header) for cell in row.cells] == [
        ("A4", "Activité"),
        ("B4", "Centre – Direction"),
        ("C4", "Centre – Analyste"),
        ("D4", "Réseau – Établissement"),
    ]


def test_a_value_merged_down_is_spread_and_cites_the_cell_that_holds_it() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["Catégorie", "Activité"], ["Accès", "Analyser"], [None, "Autoriser"]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    last = read(book).blocks[-1]
    assert last.text == "Autoriser"
    assert (last.cells[0].text, last.cells[0].merged, last.cells[0].place.cell) == ("Accès", True, "A2")


def test_hidden_sheets_rows_and_columns_are_said_and_left_out() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["vu", "SECRET-C"], ["SECRET-L", "x"], ["vu aussi", "x"]):
        sheet.append(row)
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.create_sheet("Cachée")["A1"] = "SECRET-F"
    book["Cachée"].sheet_state = "veryHidden"
    document = read(book)
    assert document.text == "vu\nvu aussi"
    assert {remark.code for remark in document.remarks} == {"hidden-sheet", "hidden-cells"}


def test_comments_are_notes_page_headers_are_margins_and_formulas_without_value_are_said() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"], sheet["A2"] = "Budget", "=1+1"
    sheet["A1"].comment = Comment("À valider", "x")
    sheet.oddHeader.center.text = "Diffusion restreinte"
    document = read(book)
    assert [(b.kind, b.text) for b in document.blocks] == [(BlockKind.ROW, "Budget"), (BlockKind.NOTE, "À valider")]
    assert document.margins == ("Diffusion restreinte",)
    assert any(remark.code == "formula-without-value" and "A2" in remark.text for remark in document.remarks)


def test_an_error_is_no_value_and_is_said_with_its_cell() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Transport", "#REF!", "Trésorier"])
    book.active["B1"].data_type = "e"
    document = read(book)
    assert document.text == "Transport | Trésorier"
    assert any(remark.code == "error-values" and "B1 : #REF!" in remark.text for remark in document.remarks)


def test_durations_and_amounts_are_quoted_as_their_cells_show_them() -> None:
    book = openpyxl.Workbook()
    book.active.append([dt.timedelta(hours=36), dt.timedelta(hours=4, minutes=15), dt.time(8, 30), 1250.5])
    for address, style in (("A1", "[h]:mm"), ("B1", "[h]:mm"), ("C1", "hh:mm"), ("D1", '#,##0.00 "$"')):
        book.active[address].number_format = style
    assert read(book).text == "36:00 | 4:15 | 08:30 | 1 250,50 $"
