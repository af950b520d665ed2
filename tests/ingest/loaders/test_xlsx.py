"""Workbooks as a person sees them, cell by cell."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable

import openpyxl
from openpyxl.chart import BarChart
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


def rewritten(data: bytes, change: Callable[[str, bytes], bytes], **more: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, text in more.items():
            new.writestr(name.replace("__", "/") + ".xml", text)
    return out.getvalue()


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_strict_workbook_is_read() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Nom", "Rôle"])

    def strict(_: str, data: bytes) -> bytes:
        for room in (b"spreadsheetml", b"officeDocument", b"drawingml"):
            data = data.replace(
                b"schemas.openxmlformats.org/" + room + b"/2006/", b"purl.oclc.org/ooxml/" + room + b"/"
            )
        return data

    assert load(rewritten(saved(book), strict), "a.xlsx").text == "Nom | Rôle"


def test_a_text_box_and_a_chart_s_title_are_read_with_their_sheet() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Budget", 12])
    chart = BarChart()
    chart.title = "Budgets approuvés"
    book.active.add_chart(chart, "D2")

    def boxed(name: str, data: bytes) -> bytes:
        if name != "xl/drawings/drawing1.xml":
            return data
        a = "http://schemas.openxmlformats.org/drawingml/2006/main"
        box = f'<sp><txBody><a:p xmlns:a="{a}"><a:r><a:t>Version adoptée.</a:t></a:r></a:p></txBody></sp>'
        return data.replace(b"</wsDr>", f"<oneCellAnchor>{box}</oneCellAnchor></wsDr>".encode())

    document = load(rewritten(saved(book), boxed), "a.xlsx")
    assert [(block.text, block.place.sheet) for block in document.blocks] == [
        ("Budget | 12", "Sheet"),
        ("Version adoptée.", "Sheet"),
        ("Budgets approuvés", "Sheet"),
    ]


def test_a_comment_of_a_thread_is_read_without_what_excel_adds() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Budget"
    notice = "[Threaded comment]\n\nYour version of Excel allows you to read this.\n\nComment:\n    À valider"
    book.active["A1"].comment = Comment(notice, "x")
    assert read(book).blocks[-1].text == "À valider"
