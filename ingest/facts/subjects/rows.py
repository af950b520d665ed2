"""Rows of any table → subjects under the heads people gave it: registers, directories, calendars, budgets."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.facts.records import Fact, Sort, Subject, Value
from ingest.facts.subjects.typed import about, identity
from ingest.languages import fold
from ingest.model import Block, BlockKind, Cell, Description, Document

_NO_NAME = re.compile(r"[\d\s.,:;%$€#/()+-]*")
_CODE = re.compile(r"[A-Z]{1,5}[- ]?\d{1,5}(?:[.-]\d+)?")
_NAMES = re.compile(r"\b(?:noms?|intitules?|titres?|names?|titles?)\b")
_NAMING = re.compile(
    r"(?:noms?|intitules?|titres?|names?|titles?|objets?|sujets?|activites?|subjects?|items?|quoi|what)\b"
)
_DATED = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d{1,2}(?:er)? \w+ \d{4}|"
    r"\d{1,2}(?:er)? (?:janv|fev|mars|avril|mai|juin|juil|aout|sept|oct|nov|dec)\w*\.?(?: \d{4})?"
)
_LETTERS = 3  # of a legend, at least
_HEADED = 0.3  # what a head that says « objet » adds
_FULLEST = 0.7  # how telling a column must be to name rows that have codes of their own


def rows(document: Document, description: Description, covered: frozenset[int]) -> Iterator[Subject]:
    """A subject for each row that no typed record tells, named by its most telling column."""
    tables: dict[str, list[Block]] = defaultdict(list)
    for block in document.blocks:
        if block.kind is BlockKind.ROW and block.cells:
            tables[block.group].append(block)
    for group, found in tables.items():
        body = _headless(found) or [row for row in found if any(cell.header for cell in row.cells)]
        second = _second_of_two(body)
        naming = _naming(body) if second is None else second
        for row in body:
            told = any(cell.place.start in covered for cell in row.cells if not cell.merged)
            of = _pair(row, second - 1, second) if second is not None else None
            if not told and (subject := _subject(document, description, group, row, naming, of)):
                yield subject


def _headless(rows: Sequence[Block]) -> list[Block]:
    """« R | Réalisateur » above « A | Approbateur »: a table whose first row is one as the others, its head as much a letter
    as each of theirs, has no heads."""
    first = [next((c for c in row.cells if c.text.strip()), None) for row in rows]
    codes = [cell.text.strip() for cell in first if cell]
    if len(set(codes)) < len(rows) or len(rows) < _LETTERS or not all(len(c) == 1 and c.isalpha() for c in codes):
        return []
    return [replace(row, cells=tuple(replace(cell, header="") for cell in row.cells)) for row in rows]


def _naming(body: Sequence[Block]) -> int:
    """The column whose texts name the rows: different from row to row, in words, the first of those; the codes of rows that
    nothing else tells apart."""
    seen: dict[int, list[str]] = defaultdict(list)
    heads: dict[int, str] = {}
    for row in body:
        for cell in row.cells:
            if not cell.merged:
                seen[cell.column].append(cell.text)
                heads[cell.column] = cell.header
    scored = {
        column: _telling(texts, len(body)) - 0.04 * n + _HEADED * bool(_NAMING.match(fold(heads[column])))
        for n, (column, texts) in enumerate(sorted(seen.items()))
    }
    best = max(scored, key=lambda column: scored[column], default=0)
    codes = [c for c, texts in seen.items() if len(set(texts)) == len(body) > 1 and all(map(_CODE.fullmatch, texts))]
    return codes[0] if codes and scored[best] < _FULLEST else best


def _second_of_two(body: Sequence[Block]) -> int | None:
    """Where a first column is merged over several rows and the second says the same of each (« présidence »,
    « secrétariat »), a row is named by both, unless a head says where the names are."""
    first = min((c.column for row in body for c in row.cells if c.merged), default=None)
    if first is None or any(_NAMES.search(fold(cell.header)) for row in body for cell in row.cells):
        return None
    found = [pair for row in body if (pair := _pair(row, first, first + 1))]
    seconds = [second.text for _, second in found]
    apart = len({(one.text, second.text) for one, second in found}) == len(found) == len(body)
    return first + 1 if apart and len(set(seconds)) < len(seconds) else None


def _pair(row: Block, first: int, second: int) -> tuple[Cell, Cell] | None:
    """The cells of two columns, where the second says words of its own row."""
    cells = {cell.column: cell for cell in row.cells if cell.text.strip()}
    one, other = cells.get(first), cells.get(second)
    said = one and other and not other.merged and not _NO_NAME.fullmatch(other.text)
    return (one, other) if one and other and said else None


def _telling(texts: Sequence[str], height: int) -> float:
    words = sum(
        1 for t in texts if not _NO_NAME.fullmatch(t) and not _CODE.fullmatch(t) and not _DATED.fullmatch(fold(t))
    )
    short = sum(1 for t in texts if len(t) <= 90)
    apart, full = len(set(texts)) / max(1, height), len(texts) / max(1, height)  # a column of remarks is not full
    return apart * full * words / max(1, len(texts)) * short / max(1, len(texts))


def _subject(
    document: Document,
    description: Description,
    group: str,
    row: Block,
    naming: int,
    of: tuple[Cell, Cell] | None = None,
) -> Subject | None:
    cells = [cell for cell in row.cells if cell.text.strip()]
    if len({cell.text for cell in cells}) < 2:
        return None
    named = next((cell for cell in cells if cell.column == naming), cells[0])
    code = next((cell for cell in cells if _CODE.fullmatch(cell.text.strip()) and cell is not named), None)
    values = tuple(_value(cell) for cell in cells if cell is not named and cell is not code)
    name = replace(_fact(named), value=f"{of[0].text} – {of[1].text}") if of else _fact(named)
    above = " – ".join(dict.fromkeys([*row.place.section[-1:], row.place.sheet or ""]))
    return Subject(
        id=identity("r", document.name, row.place.start),
        document=document.name, sort=Sort.ROW, name=name, code=_fact(code) if code else None,
        values=values, about=about(name.value, values, above), group=f"{document.name}\0{group}",
        period=description.period,
    )  # fmt: skip


def _value(cell: Cell) -> Value:
    return Value("", cell.header, _fact(cell))


def _fact(cell: Cell) -> Fact:
    return Fact(cell.text, cell.text, cell.place)
