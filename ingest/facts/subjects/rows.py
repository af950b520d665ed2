"""Rows of any table → subjects under the heads people gave it: registers, directories, calendars, budgets."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from ingest.facts.records import Fact, Sort, Subject, Value
from ingest.facts.subjects.typed import about
from ingest.model import Block, BlockKind, Cell, Description, Document

_NO_NAME = re.compile(r"[\d\s.,:;%$€#/()+-]*")
_CODE = re.compile(r"[A-Z]{1,5}[- ]?\d{1,5}(?:[.-]\d+)?")
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}|\d{1,2}(?:er)? \w+ \d{4}")


def rows(document: Document, description: Description, covered: frozenset[int]) -> Iterator[Subject]:
    """A subject for each row that no typed record tells, named by its most telling column."""
    tables: dict[str, list[Block]] = defaultdict(list)
    for block in document.blocks:
        if block.kind is BlockKind.ROW and block.cells:
            tables[block.group].append(block)
    for group, found in tables.items():
        body = [row for row in found if any(cell.header for cell in row.cells)]
        naming = _naming(body)
        for row in body:
            told = any(cell.place.start in covered for cell in row.cells if not cell.merged)
            if not told and (subject := _subject(document, description, group, row, naming)):
                yield subject


def _naming(body: Sequence[Block]) -> int:
    """The column whose texts name the rows: different from row to row, in words, the first of those."""
    seen: dict[int, list[str]] = defaultdict(list)
    for row in body:
        for cell in row.cells:
            if not cell.merged:
                seen[cell.column].append(cell.text)
    scored = {column: _telling(texts, len(body)) - 0.04 * n for n, (column, texts) in enumerate(sorted(seen.items()))}
    return max(scored, key=lambda column: scored[column], default=0)


def _telling(texts: Sequence[str], height: int) -> float:
    words = sum(1 for t in texts if not _NO_NAME.fullmatch(t) and not _CODE.fullmatch(t) and not _DATED.fullmatch(t))
    short = sum(1 for t in texts if len(t) <= 90)
    return len(set(texts)) / max(1, height) * words / max(1, len(texts)) * short / max(1, len(texts))


def _subject(document: Document, description: Description, group: str, row: Block, naming: int) -> Subject | None:
    cells = [cell for cell in row.cells if cell.text.strip()]
    if len({cell.text for cell in cells}) < 2:
        return None
    named = next((cell for cell in cells if cell.column == naming), cells[0])
    code = next((cell for cell in cells if _CODE.fullmatch(cell.text.strip()) and cell is not named), None)
    values = tuple(_value(cell) for cell in cells if cell is not named and cell is not code)
    key = hashlib.sha256(f"{document.name}\0{row.place.start}".encode("utf-8", "replace")).hexdigest()[:14]
    above = " – ".join(dict.fromkeys([*row.place.section[-1:], row.place.sheet or ""]))
    return Subject(
        id=f"r{key}", document=document.name, sort=Sort.ROW, name=_fact(named), code=_fact(code) if code else None,
        values=values, about=about(named.text, values, above), group=f"{document.name}\0{group}",
        period=description.period,
    )  # fmt: skip


def _value(cell: Cell) -> Value:
    return Value("", cell.header, _fact(cell))


def _fact(cell: Cell) -> Fact:
    return Fact(cell.text, cell.text, cell.place)
