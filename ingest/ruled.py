"""Ruled tables of a PDF, by pdfplumber; only on the pages that draw rules."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ingest.building import Builder, Draft
from ingest.model import Place
from ingest.normalisation import clean
from ingest.pages import Line, Page, Table
from ingest.tables import header_rows, headers_of, is_form

_RULES = 4  # strokes or rectangles a page needs before a table is sought
_SLACK = 3.0  # points


def has_rules(operations: Sequence[tuple[Any, bytes]]) -> bool:
    return sum(1 for _, operator in operations if operator in (b"re", b"l")) >= _RULES


def find_tables(data: bytes, pages: list[Page], numbers: frozenset[int]) -> list[Page]:
    """The same pages, with the tables found on those whose number is given. Never fails: tables are a help."""
    if not numbers:
        return pages
    try:
        return _find(data, pages, numbers)
    except Exception:  # pdfminer meets damaged files with any exception; the lines are there without it
        return pages


def _find(data: bytes, pages: list[Page], numbers: frozenset[int]) -> list[Page]:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data), pages=sorted(numbers)) as document:
        found = {page.page_number: _tables(page) for page in document.pages}
    return [replace(page, tables=_exact(page, found.get(page.number, ()))) for page in pages]


def _tables(page: Any) -> tuple[Table, ...]:
    tables = []
    height = float(page.height)
    for table in page.find_tables():
        rows = [[clean(cell or "") for cell in row] for row in table.extract()]
        rows = [row for row in rows if any(row)]
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

    return tuple(Table([[spelled(cell) for cell in row] for row in table.rows], table.box) for table in tables)


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
        if line.x is None or line.y is None:
            return False
        left, low, right, top = table.box
        return left - _SLACK <= line.x <= right + _SLACK and low - _SLACK <= line.y <= top + _SLACK


def add_table(ruled: Ruled, page: Page, table: Table) -> None:
    """In a PDF a row's cells are joined by one space: that is how the page's text, and so a quote, has them."""
    place = Place(page=page.number)
    if is_form(table.rows):
        group = ruled.builder.group()
        for label, value in table.rows:
            drafts = [Draft(1, label), Draft(2, value, header=label)]
            ruled.builder.field([draft for draft in drafts if draft.text], group, place)
        return
    texts = {n: {c: text for c, text in enumerate(row, 1) if text} for n, row in enumerate(table.rows, 1)}
    width = max(len(row) for row in table.rows)
    tops = header_rows(texts)
    goes_on = ruled.headers and ruled.width == width and page.number == ruled.page + 1 and table is page.tables[0]
    if goes_on and (not tops or headers_of(texts, tops) != ruled.headers):
        tops = ()
    else:
        ruled.headers, ruled.group = headers_of(texts, tops), ruled.builder.group()
    ruled.width, ruled.page = width, page.number
    for number, cells in texts.items():
        below = number > max(tops, default=0)
        drafts = [Draft(c, text, header=ruled.headers.get(c, "") if below else "") for c, text in cells.items()]
        ruled.builder.row(drafts, ruled.group, place, joiner=" ")
