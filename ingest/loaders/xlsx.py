"""Excel workbooks (.xlsx, .xlsm), by openpyxl: cached values, never formulas; what is hidden is left out and said."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ingest.errors import damaged
from ingest.layout.building import Builder, Draft, too_long
from ingest.layout.flow import Flow
from ingest.layout.normalisation import clean
from ingest.layout.office import shown
from ingest.layout.office.drawings import Drawings
from ingest.layout.office.parts import REFERENCE, main_part, related, relations, usual
from ingest.layout.tables import header_rows, headers_of
from ingest.layout.titles import said_title
from ingest.model import Document, Place
from ingest.sandbox.archives import Archive
from ingest.sandbox.heartbeat import beat
from ingest.sandbox.limits import CELL_CHARACTERS, MERGED_CELLS

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell, MergedCell
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_WHAT = "Excel (.xlsx)"
_MERGED = re.compile(rb'<mergeCell\b[^>]*?\bref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_FORMULA = re.compile(
    rb'<c\b[^>]*?\br="([A-Z]+\d+)"[^>]*>\s*<f\b(?:[^>]*/>|.*?</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>', re.DOTALL
)
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_THREAD = re.compile(
    r"^\[[^\]]{0,60}\]\s.{0,800}?\n\s*(?:Comment|Commentaire)\s*:\s*", re.DOTALL
)  # what Excel adds for old readers
Grid = dict[int, dict[int, "Draft"]]


def load(data: bytes, name: str) -> Document:
    """Every visible sheet, a ROW block per row. Raises DocumentError."""
    data = usual(data, name, _WHAT)
    archive = Archive(data, name, _WHAT)
    _check_merges(archive)
    book = _open(data, name)
    builder = Builder(name, "xlsx")
    parts = _parts(archive)
    for sheet in book.worksheets:
        beat()
        if sheet.sheet_state == "visible":
            _sheet(builder, sheet)
            _drawn(builder, archive, parts.get(sheet.title, ""), sheet.title)
        else:
            _say_hidden_sheet(builder, sheet)
    for chart in book.chartsheets:
        builder.remark(
            "drawing",
            f"La feuille « {chart.title} » n'est qu'un graphique : seules les données des autres feuilles sont lues.",
            place=Place(sheet=str(chart.title)),
        )
    _say_formulas(builder, archive)
    return builder.document(title=said_title(str(book.properties.title or "")))


def _open(data: bytes, name: str) -> Workbook:
    import openpyxl

    try:
        return openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except (MemoryError, RecursionError):
        raise too_long(name) from None
    except Exception as error:  # openpyxl raises whatever its parts raise: all of them mean the same to a reader
        raise damaged(name, _WHAT) from error


def _check_merges(archive: Archive) -> None:
    from openpyxl.utils import column_index_from_string as index

    for part in archive.names:
        if part.startswith("xl/worksheets/") and part.endswith(".xml"):
            raw = archive.read(part)
            if b"<!DOCTYPE" in raw[:4096]:
                raise damaged(archive.name, _WHAT)
            areas = (
                (index(right.decode()) - index(left.decode()) + 1) * (int(bottom) - int(top) + 1)
                for left, top, right, bottom in _MERGED.findall(raw)
                if len(left) <= 3 and len(right) <= 3
            )
            if sum(areas) > MERGED_CELLS:
                raise too_long(archive.name)


def _parts(archive: Archive) -> dict[str, str]:
    """Name of a sheet to the part that holds it."""
    main = main_part(archive, "xl/workbook.xml")
    book = archive.optional(main)
    named = {relation.id: relation.part for relation in relations(archive, main)}
    sheets = () if book is None else book.iter(f"{_MAIN}sheet")
    return {str(sheet.get("name")): named.get(str(sheet.get(f"{REFERENCE}id")), "") for sheet in sheets}


def _drawn(builder: Builder, archive: Archive, part: str, title: str) -> None:
    """The words of what is laid over a sheet: text boxes, diagrams, the titles of charts (their figures are in cells)."""
    flow, place = Flow(builder), Place(sheet=title)
    for drawing in related(archive, part, "drawing"):
        root = archive.xml(drawing)
        for shape in root.iter(f"{_DRAWN}sp"):
            for paragraph in shape.iter(f"{_A}p"):
                flow.paragraph("".join(str(text.text or "") for text in paragraph.iter(f"{_A}t")), place)
        flow.end()
        Drawings(archive, drawing).add(flow, root, place, f"feuille « {title} »", figures=False)
    flow.end()


def _sheet(builder: Builder, sheet: Worksheet) -> None:
    grid = _grid(sheet)
    hidden_rows = _hidden_rows(sheet) & grid.keys()
    hidden_columns = _hidden_columns(sheet) & {column for row in grid.values() for column in row}
    _say_hidden_lines(builder, sheet, hidden_rows, hidden_columns)
    visible = {
        row: {column: cell for column, cell in cells.items() if column not in hidden_columns}
        for row, cells in grid.items()
        if row not in hidden_rows
    }
    _rows(builder, sheet.title, visible)
    _notes(builder, sheet, hidden_rows, hidden_columns)
    _say_errors(builder, sheet)
    for margin in _margins(sheet):
        builder.margin(margin)


def _rows(builder: Builder, title: str, grid: Grid) -> None:
    texts = {row: {column: draft.text for column, draft in cells.items()} for row, cells in sorted(grid.items())}
    tops = header_rows(texts)
    headers = headers_of(texts, tops)
    group = builder.group()
    for row, cells in sorted(grid.items()):
        if row % 1000 == 0:
            beat()
        below = bool(tops) and row > max(tops)
        drafts = [
            Draft(column, d.text, d.cell, headers.get(column, "") if below else "", d.anchor)
            for column, d in sorted(cells.items())
        ]
        builder.row(drafts, group, Place(sheet=title, row=row))


def _grid(sheet: Worksheet) -> Grid:
    """Rows of non-empty cells. Only cells that exist are visited: dimensions are never believed."""
    grid: Grid = {}
    for (row, column), cell in _cells(sheet):
        if text := show(cell):
            grid.setdefault(row, {})[column] = Draft(column, text, cell.coordinate)
    for area in sheet.merged_cells.ranges:
        origin = grid.get(area.min_row, {}).get(area.min_col)
        if origin is not None:
            for row, column in area.cells:
                if (row, column) != (area.min_row, area.min_col):
                    copy = Draft(column, origin.text, None, anchor=origin.cell)
                    grid.setdefault(row, {})[column] = copy
    return grid


def _cells(sheet: Worksheet) -> list[tuple[tuple[int, int], Cell | MergedCell]]:
    """The cells that exist; openpyxl's public iterators visit the whole declared range, however large."""
    return sorted(sheet._cells.items())  # noqa: SLF001


def show(cell: Cell | MergedCell) -> str:
    """A cell as a person sees it: ISO dates, « 45 % », amounts with their decimals; an error value shows nothing."""
    value: Any = cell.value
    style = str(cell.number_format or "")
    if value is None or _is_error(cell):
        return ""
    if isinstance(value, bool):
        return "VRAI" if value else "FAUX"
    if isinstance(value, (int, float)):
        return clean(shown.number(value, style))
    if isinstance(value, dt.timedelta):
        return clean(shown.duration(value, style))
    if isinstance(value, (dt.date, dt.time)):
        return _moment(value, style)
    return clean(str(value)[:CELL_CHARACTERS])


def _moment(value: dt.date | dt.time, style: str) -> str:
    """A duration under a day comes as a time of day: what the format says decides."""
    if isinstance(value, dt.time) and shown.is_elapsed(style):
        length = dt.timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
        return clean(shown.duration(length, style))
    return shown.moment(value, style)


def _is_error(cell: Cell | MergedCell) -> bool:
    return getattr(cell, "data_type", "") == "e"


def _say_errors(builder: Builder, sheet: Worksheet) -> None:
    found = [(cell.coordinate, str(cell.value)) for _, cell in _cells(sheet) if _is_error(cell)]
    if found:
        cells = ", ".join(f"{where} : {what}" for where, what in found[:8]) + (" …" if len(found) > 8 else "")
        builder.remark(
            "error-values",
            f"Feuille « {sheet.title} » : des cellules affichent une erreur d'Excel ({cells}); elles sont vides pour Repère.",
            "Corrigez les formules, puis enregistrez.",
            Place(sheet=sheet.title, cell=found[0][0]),
        )


def _hidden_rows(sheet: Worksheet) -> set[int]:
    return {number for number, row in sheet.row_dimensions.items() if row.hidden or row.height == 0}


def _hidden_columns(sheet: Worksheet) -> set[int]:
    from openpyxl.utils import column_index_from_string

    hidden: set[int] = set()
    for letter, column in sheet.column_dimensions.items():
        if column.hidden:
            first = column.min or column_index_from_string(letter)
            hidden.update(range(first, (column.max or first) + 1))
    return hidden


def _say_hidden_sheet(builder: Builder, sheet: Worksheet) -> None:
    builder.remark(
        "hidden-sheet",
        f"La feuille masquée « {sheet.title} » n'est pas indexée.",
        "Affichez-la dans le classeur si elle doit servir à répondre.",
        Place(sheet=sheet.title),
    )


def _say_hidden_lines(builder: Builder, sheet: Worksheet, rows: set[int], columns: set[int]) -> None:
    from openpyxl.utils import get_column_letter

    what = [f"la ligne {row}" for row in sorted(rows)[:5]]
    what += [f"la colonne {get_column_letter(column)}" for column in sorted(columns)[:5]]
    if what:
        more = " et d'autres" if len(rows) > 5 or len(columns) > 5 else ""
        builder.remark(
            "hidden-cells",
            f"Feuille « {sheet.title} » : {', '.join(what)}{more} : masqué, donc non indexé.",
            "Affichez ces cellules dans le classeur si elles doivent servir à répondre.",
            Place(sheet=sheet.title),
        )


def _notes(builder: Builder, sheet: Worksheet, rows: set[int], columns: set[int]) -> None:
    for (row, column), cell in _cells(sheet):
        comment = getattr(cell, "comment", None)
        if comment is not None and row not in rows and column not in columns:
            place = Place(sheet=sheet.title, row=row, cell=cell.coordinate)
            builder.note(_THREAD.sub("", str(comment.text or "")), place, lead_in=show(cell))


def _margins(sheet: Worksheet) -> Iterator[str]:
    for edge in (sheet.oddHeader, sheet.oddFooter, sheet.firstHeader, sheet.firstFooter):
        for part in (edge.left, edge.center, edge.right) if edge else ():
            if text := re.sub(r"&(?:\"[^\"]*\"|K[0-9A-F]{6}|\[[^\]]*\]|\d+|[A-Z])", " ", str(part.text or "")).strip():
                yield text


def _say_formulas(builder: Builder, archive: Archive) -> None:
    found: list[str] = []
    for part in sorted(archive.names):
        if part.startswith("xl/worksheets/") and part.endswith(".xml"):
            raw = archive.read(part)
            if b"<f" in raw:
                found += [match.decode() for match in _FORMULA.findall(raw)]
    if found:
        cells = ", ".join(found[:8]) + (" …" if len(found) > 8 else "")
        builder.remark(
            "formula-without-value",
            f"Des formules n'ont pas de valeur calculée ({cells}) : ces cellules sont vides pour Repère.",
            "Ouvrez le classeur dans Excel, recalculez et enregistrez.",
        )
