"""Tables of any format to blocks: spans spread, forms told from lists, tables set sideways turned upright.

A grid is rows of slots, one a column. What a cell spans is filled with copies of it, so that a value never moves under
its neighbour's column; a copy is ``merged`` and cites the cell that holds the text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.layout.building import Builder, Draft
from ingest.layout.flow import is_upper
from ingest.layout.tables import header_rows, headers_of, is_figure, is_form
from ingest.model import Place
from ingest.sandbox.limits import MERGED_CELLS

COLUMNS = 200
"""Columns of a table that are read: more are no page a person reads."""

_LONG = 80  # characters: a longer text is no label


@dataclass(frozen=True, slots=True)
class Span:
    """A cell as the file has it. ``columns`` and ``rows`` are how many it covers; ``strong`` says all in bold.

    ``head`` says that the file itself calls it a header.
    """

    text: str
    columns: int = 1
    rows: int = 1
    strong: bool = False
    head: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of the grid. ``key`` names the cell that holds the text; copies of it are ``merged``."""

    text: str = ""
    key: str = ""
    merged: bool = False
    strong: bool = False
    head: bool = False


Grid = list[list[Slot]]


def spread(rows: Sequence[Sequence[Span]], name: str) -> Grid:
    """The grid of a table whose cells span columns and rows. ``name`` is the table's own, for the slots' keys."""
    grid: Grid = []
    waiting: dict[int, tuple[Slot, int]] = {}  # column: what comes down into it, and over how many more rows
    filled = 0
    for number, row in enumerate(rows):
        slots: list[Slot] = []
        for column, span in enumerate(row):
            _come_down(slots, waiting)
            slot = Slot(span.text, f"{name}-{number}-{column}", strong=span.strong or span.head, head=span.head)
            width = min(max(1, span.columns), COLUMNS - len(slots))
            copy = replace(slot, merged=True)
            for n in range(width):
                below = min(max(1, span.rows), len(rows) - number) - 1
                if below and filled < MERGED_CELLS:
                    waiting[len(slots)] = (copy, below)
                    filled += below
                slots.append(copy if n else slot)
        _come_down(slots, waiting)
        grid.append(slots)
    return grid


def _come_down(slots: list[Slot], waiting: dict[int, tuple[Slot, int]]) -> None:
    """Fills the places that a cell above covers, from where the row stands."""
    while len(slots) < COLUMNS and (found := waiting.pop(len(slots), None)) is not None:
        slot, more = found
        if more > 1:
            waiting[len(slots)] = (slot, more - 1)
        slots.append(slot)


def add_grid(
    builder: Builder,
    grid: Grid,
    places: Sequence[Place] = (),
    joiner: str = " | ",
    turn: bool = True,
    before: tuple[dict[int, str], str] = ({}, ""),
) -> tuple[dict[int, str], str]:
    """Adds a table: FIELD blocks for a form, else ROW blocks whose cells know their headers.

    ``places`` are those of the rows (one for all when it is alone). ``turn`` lets a table whose names stand in its first
    column be written upright: never where a row's text must be found again as it is printed. ``before`` is the headers
    and the group of the table that this one may go on with; its own are given back, for the next one.
    """
    places = list(places) if len(places) == len(grid) else [next(iter(places), Place())] * len(grid)
    kept = [(row, place) for row, place in zip(grid, places, strict=True) if any(slot.text for slot in row)]
    if not kept:
        return {}, ""
    rows, where = [row for row, _ in kept], [place for _, place in kept]
    pairs = None if before[0] else form_pairs(rows)
    if pairs is not None:
        _add_form(builder, pairs, where)
        return {}, ""
    if turn and is_sideways(rows):
        rows, where = _turned(rows), where[:1] * max(map(len, rows))
    return _add_rows(builder, rows, where, joiner, before)


def form_pairs(rows: Grid) -> list[list[list[Slot]]] | None:
    """The labels and values of a form, row by row (« LABEL value LABEL value »); None for another table.

    A row of one cell is a title of a part of it.
    """
    cells = [_bare(row) for row in rows]
    full = [row for row in cells if len(row) != 1]
    if not full or any(len(row) % 2 or len(row) > 8 for row in full):
        return None
    if all(len(row) == 2 for row in full):
        plain = [[slot.text for slot in row] for row in full]
        return [[row] for row in cells] if is_form(plain) or _all_named(full, bold=False) else None
    if not _all_named(full, bold=True):
        return None
    return [[row[n : n + 2] for n in range(0, len(row), 2)] for row in cells]


def _bare(row: list[Slot]) -> list[Slot]:
    """The row without the copies that lie beside their own cell: a value may cover several columns."""
    return [slot for slot, before in zip(row, [None, *row], strict=False) if before is None or slot.key != before.key]


def _all_named(rows: Grid, bold: bool) -> bool:
    """Every label stands out (capitals, a colon, ``bold``) beside values that do not. One row alone needs all of them to.

    In two columns bold names nothing for sure: the items of many lists are so.
    """
    labels = [slot for row in rows for slot in row[::2] if slot.text]
    values = [slot for row in rows for slot in row[1::2] if slot.text]
    if len(labels) < 2 or not values or any(len(slot.text) > _LONG for slot in labels):
        return False
    plain = sum(not _stands_out(slot, bold) for slot in labels)
    loud = sum(_stands_out(slot, bold) for slot in values)
    return plain * 6 <= len(labels) and loud * 4 <= len(values) and not (len(rows) == 1 and plain + loud)


def _stands_out(slot: Slot, bold: bool) -> bool:
    text = slot.text.rstrip()
    return (
        slot.head
        or (bold and slot.strong)
        or text.endswith(":")
        or (is_upper(text) and not any(char.isdigit() for char in text))
    )


def is_sideways(rows: Grid) -> bool:
    """True when names stand down the first column, one record a column: they alone stand out, and kinds go by row."""
    if len(rows) < 2 or min(map(len, rows)) < 3 or max(map(len, rows)) != min(map(len, rows)):
        return False
    heads, rest = [row[0] for row in rows], [slot for row in rows for slot in row[1:]]
    if any(slot.merged for row in rows for slot in row) or len({slot.text for slot in heads}) < len(heads):
        return False
    if any(slot.strong for slot in rest) or not all(slot.strong and 0 < len(slot.text) <= _LONG for slot in heads):
        return False
    figures = [[is_figure(slot.text) for slot in row[1:] if slot.text] for row in rows]
    return not any(figures[0]) and any(row and all(row) for row in figures[1:]) and not all(map(any, figures[1:]))


def _turned(rows: Grid) -> Grid:
    return [list(column) for column in zip(*rows, strict=True)]


def _add_form(builder: Builder, rows: list[list[list[Slot]]], places: Sequence[Place]) -> None:
    group = builder.group()
    for row, place in zip(rows, places, strict=True):
        for pair in row:
            if len(pair) == 1:
                builder.paragraph(pair[0].text, place)
            else:
                builder.field(_pair(*pair), group, place)


def _pair(label: Slot, value: Slot) -> list[Draft]:
    """A label that several rows share is written once; the other rows' fields still know it."""
    return [*_drafts([label], {}), *(replace(draft, column=2) for draft in _drafts([value], {1: label.text}))]


def _add_rows(
    builder: Builder, rows: Grid, places: Sequence[Place], joiner: str, before: tuple[dict[int, str], str]
) -> tuple[dict[int, str], str]:
    texts = {n: {c: s.text for c, s in enumerate(row, 1) if s.text} for n, row in enumerate(rows, 1)}
    tops = header_rows(texts)
    headers, group = headers_of(texts, tops), builder.group()
    if before[0] and headers != before[0]:
        tops, (headers, group) = (), before
    for number, (row, place) in enumerate(zip(rows, places, strict=True), 1):
        below = bool(headers) and number > max(tops, default=0)
        builder.row(_drafts(row, headers if below else {}), group, place, joiner)
    return headers, group


def _drafts(row: list[Slot], headers: dict[int, str]) -> list[Draft]:
    return [
        Draft(
            column,
            slot.text,
            header=headers.get(column, ""),
            anchor=slot.key if slot.merged else None,
            key=slot.key,
        )
        for column, slot in enumerate(row, 1)
        if slot.text
    ]
