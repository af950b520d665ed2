"""Ruled tables of a PDF: pdfplumber makes cells of straight lines, and is the second opinion on what they hold."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from ingest.layout.building import Builder
from ingest.layout.grids import Grid, Slot, add_grid
from ingest.layout.normalisation import clean
from ingest.layout.pdf.pages import Line, Page, Table, join
from ingest.layout.pdf.strokes import Line as Stroke
from ingest.sandbox.limits import MERGED_CELLS

Rules = tuple[list[Stroke], list[Stroke]]  # horizontal and vertical lines
_SLACK = 3.0  # points
_LETTER = 0.42  # mean width of a letter, in sizes: enough to see that a piece runs over several cells
_SECOND_LOOKS = 40  # pages of one file the slower reader may be asked about


def with_tables(page: Page, rules: Rules) -> Page:
    """The page with the tables its straight lines bound; a cell's text is made of the pieces that start in it."""
    flat, upright = rules
    if len(flat) < 2 or len(upright) < 2:
        return page
    try:
        grids = _grids(page, flat, upright)
    except Exception:  # noqa: BLE001 - tables are a help: the lines are there without them
        return page
    tables = tuple(table for grid in grids if (table := _table(page, grid)) is not None)
    return replace(page, tables=tables)


def _grids(page: Page, flat: list[Stroke], upright: list[Stroke]) -> list[Any]:
    from pdfplumber import table as tables

    edges = [_edge(line, page.height, "h") for line in flat] + [_edge(line, page.height, "v") for line in upright]
    edges = tables.merge_edges(edges, _SLACK, _SLACK, _SLACK, _SLACK)
    crossings = tables.edges_to_intersections(edges, _SLACK, _SLACK)
    cells = tables.intersections_to_cells(crossings)
    found = [tables.Table(cast("Any", None), group) for group in tables.cells_to_tables(cells)]
    return [table for table in found if len(table.cells) > 1]


def _edge(line: Stroke, height: float, orientation: str) -> dict[str, Any]:
    left, right = sorted((line[0], line[2]))
    low, high = sorted((line[1], line[3]))
    top, bottom = height - high, height - low
    return {
        "x0": left,
        "x1": right,
        "top": top,
        "bottom": bottom,
        "doctop": top,
        "width": right - left,
        "height": bottom - top,
        "orientation": orientation,
        "object_type": "line",
    }


def _table(page: Page, grid: Any) -> Table | None:
    left, top, right, bottom = grid.bbox
    box = (left, page.height - bottom, right, page.height - top)
    lines = [line for line in page.lines if _inside(box, line.x, line.y)]
    rows = _rows(page, grid, lines)
    rows = [row for row in rows if any(slot.text for slot in row)]
    if not rows or max(len(row) for row in rows) < 2 or not any(sum(bool(s.text) for s in row) > 1 for row in rows):
        return None
    return Table(rows, box, sure=not any(_runs_over(page, grid, line) for line in lines))


def _rows(page: Page, grid: Any, lines: list[Line]) -> Grid:
    """The grid, each place filled by the cell that covers it: what spans rows or columns is copied, not moved."""
    slots = {cell: _slot(page, cell, lines, f"p{page.number}-{cell}") for cell in grid.cells}
    lefts = sorted({cell[0] for cell in grid.cells})
    tops = sorted({cell[1] for cell in grid.cells})
    if len(lefts) * len(tops) > MERGED_CELLS:
        return [[slots[cell] if cell else Slot() for cell in row.cells] for row in grid.rows]
    places: dict[tuple[int, int], Slot] = {}
    for cell in grid.cells:
        across = [n for n, left in enumerate(lefts) if cell[0] <= left < cell[2] - 1]
        down = [n for n, top in enumerate(tops) if cell[1] <= top < cell[3] - 1]
        for row, column in ((row, column) for row in down for column in across):
            own = (lefts[column], tops[row]) == cell[:2]
            places[row, column] = slots[cell] if own else replace(slots[cell], merged=True)
    return [
        [places.get((row, column), Slot(key=f"p{page.number}-{row}-{column}")) for column in range(len(lefts))]
        for row in range(len(tops))
    ]


def _slot(page: Page, cell: Any, lines: list[Line], key: str) -> Slot:
    left, top, right, bottom = cell
    box = (left - 1, page.height - bottom - 1, right - 1, page.height - top - 1)
    held = [[part for part in line.parts if _holds(box, part.x, part.y + 1)] for line in lines]
    found = ["".join(part.text for part in parts) for parts in held]
    text = clean(join([text for text in found if text.strip()] or [""], frozenset()))
    return Slot(
        text, key, strong=bool(text) and all(part.bold for parts in held for part in parts if part.text.strip())
    )


def _holds(box: tuple[float, float, float, float], x: float, y: float) -> bool:
    return box[0] <= x < box[2] and box[1] <= y < box[3]


def _inside(box: tuple[float, float, float, float], x: float | None, y: float | None) -> bool:
    if x is None or y is None:
        return False
    left, low, right, top = box
    return left - _SLACK <= x <= right + _SLACK and low - _SLACK <= y <= top + _SLACK


def _runs_over(page: Page, grid: Any, line: Line) -> bool:
    """True when a piece of the line is too long for the cell it starts in: the reader joined several cells."""
    for part in line.parts:
        for cell in grid.cells:
            left, top, right, bottom = cell
            box = (left - 1, page.height - bottom - 1, right - 1, page.height - top - 1)
            end = part.x + _LETTER * line.size * len(part.text.strip())
            if _holds(box, part.x, part.y + 1) and end > right + 0.25 * (right - left):
                return True
    return False


def second_look(data: bytes, pages: list[Page]) -> list[Page]:
    """The same pages; those whose tables could not be cut into cells for sure are read again by pdfplumber."""
    unsure = [page.number for page in pages if any(not table.sure for table in page.tables)][:_SECOND_LOOKS]
    if not unsure:
        return pages
    try:
        return _find(data, pages, frozenset(unsure))
    except Exception:  # noqa: BLE001 - pdfminer meets damaged files with any exception; the first look stands
        return pages


def _find(data: bytes, pages: list[Page], numbers: frozenset[int]) -> list[Page]:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data), pages=sorted(numbers)) as document:
        found = {page.page_number: _tables(page) for page in document.pages}
    return [replace(page, tables=_exact(page, found[page.number])) if page.number in found else page for page in pages]


def _tables(page: Any) -> tuple[Table, ...]:
    tables: list[Table] = []
    height = float(page.height)
    for table in page.find_tables():
        rows = [
            [Slot(clean(cell or ""), f"{len(tables)}-{number}-{column}") for column, cell in enumerate(row)]
            for number, row in enumerate(table.extract())
        ]
        rows = [row for row in rows if any(slot.text for slot in row)]
        if rows and max(len(row) for row in rows) >= 2:
            left, top, right, bottom = table.bbox
            tables.append(Table(rows, (left, height - bottom, right, height - top)))
    page.close()
    return tuple(tables)


def _exact(page: Page, tables: Sequence[Table]) -> tuple[Table, ...]:
    """Each cell as the page's own text spells it: readers differ in the spaces they see."""
    text = clean(" ".join(line.text for line in page.lines))
    squeezed = re.sub(r"\s", "", text)
    positions = [n for n, char in enumerate(text) if not char.isspace()]

    def spelled(cell: str) -> str:
        bare = re.sub(r"\s", "", cell)
        at = squeezed.find(bare) if bare else -1
        return text[positions[at] : positions[at + len(bare) - 1] + 1] if at >= 0 else cell

    return tuple(
        Table([[replace(slot, text=spelled(slot.text)) for slot in row] for row in table.rows], table.box)
        for table in tables
    )


class Ruled:
    """Writes tables as rows or form fields; a table that goes on over the page keeps its headers."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.headers: dict[int, str] = {}
        self.width = 0
        self.page = 0
        self.group = ""

    def holds(self, table: Table, line: Line) -> bool:
        """True when the line starts inside the table's box."""
        return _inside(table.box, line.x, line.y)


def add_table(ruled: Ruled, page: Page, table: Table) -> None:
    """In a PDF a row's cells are joined by one space: that is how the page's text, and so a quote, has them."""
    width = max(len(row) for row in table.rows)
    follows = bool(ruled.headers) and ruled.width == width and page.number == ruled.page + 1 and table is page.tables[0]
    ruled.width, ruled.page = width, page.number
    headers, ruled.group = add_grid(
        ruled.builder,
        table.rows,
        [page.place],
        joiner=" ",
        turn=False,
        before=(ruled.headers, ruled.group) if follows else ({}, ""),
    )
    ruled.headers = headers
