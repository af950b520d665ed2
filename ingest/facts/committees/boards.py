"""Committees described in tables: one a row, one a column (a table on its side), whatever the headers are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.facts.committees.bodies import (
    KEYS,
    NEEDED,
    TELLING,
    aliases,
    body_name,
    is_body,
    key_of,
    level_of,
    name_fact,
)
from ingest.facts.committees.sections import Body
from ingest.facts.listings.columns import own_key
from ingest.facts.listings.entries import Entry, listing, tables
from ingest.facts.records import Fact
from ingest.model import Block, BlockKind, Cell, Document

_LABEL_WORDS = 4


def boards(document: Document) -> list[Body]:
    """Every committee a table describes. A table counts when its headers say two things that bodies have."""
    found: list[Body] = []
    for rows in tables(document.blocks):
        if across := list(_across(rows)):
            found += across
        else:
            found += _down(document, rows)
    return [body for body in found if body.kept]


def _down(document: Document, rows: Sequence[Block]) -> Iterator[Body]:
    headings = [b for b in document.blocks if b.kind is BlockKind.HEADING]
    above = [h for h in headings if h.place.start < rows[0].place.start]
    band: Fact | None = None
    for entry in listing(replace(document, blocks=tuple(rows)), KEYS, NEEDED).entries:
        name = entry.facts["name"]
        if len({fact.quote for fact in entry.facts.values()}) == 1:
            band = Fact(level_of(name.quote), name.quote, name.place)  # « Palier tactique » across the whole table
        elif entry.facts.keys() & TELLING:
            body = _body(name, band if band and band.value else _level(entry, above))
            for key, fact in entry.facts.items():
                _put(body, key, fact)
            yield body


def _body(name: Fact, level: Fact | None) -> Body:
    """In a table, the header says that the name is a body's when the words do not."""
    return Body(name_fact(name), 0, True, level, names=list(aliases(name.quote)))


def _level(entry: Entry, above: Sequence[Block]) -> Fact | None:
    name = entry.facts["name"]
    for words in reversed(entry.around):
        if level := level_of(words):
            return Fact(level, level, name.place)
    if above and (level := level_of(above[-1].text)):
        return Fact(level, above[-1].text, above[-1].place)
    return None


def _put(body: Body, key: str, fact: Fact) -> None:
    if key == "alias":
        body.names.append(fact.value)
    elif key == "level":
        body.level = fact
    elif key != "name":
        body.add(key, fact)


def _across(rows: Sequence[Block]) -> Iterator[Body]:
    """Labels down the first column, one body in each of the others."""
    cells = [cell for row in rows for cell in row.cells if cell.text.strip()]
    columns = sorted({cell.column for cell in cells})
    if len(columns) < 2:
        return
    labels = {id(row): _at(row, columns[0]) for row in rows}
    keys = {number: _label_key(label.text) for number, label in labels.items() if label}
    if len(set(keys.values()) & NEEDED) < 2 or not set(keys.values()) & TELLING:
        return
    for column in columns[1:]:
        name = _top(rows, column, keys)
        if name is None:
            continue
        body = _body(name, None)
        for row in rows:
            cell, label = _at(row, column), labels[id(row)]
            if cell and label and cell.text != name.quote:
                _put(body, keys[id(row)] or own_key(label.text), Fact(cell.text, cell.text, cell.place))
        yield body


def _label_key(text: str) -> str:
    """« Avis sur le calendrier scolaire » is no label: labels are short."""
    return key_of(text) if len(text.split()) <= _LABEL_WORDS else ""


def _at(row: Block, column: int) -> Cell | None:
    return next((cell for cell in row.cells if cell.column == column and cell.text.strip()), None)


def _top(rows: Sequence[Block], column: int, keys: dict[int, str]) -> Fact | None:
    """What names a column: a body near the top, else the row whose label says « comité »."""
    named = [cell for row in rows if (cell := _at(row, column)) and keys.get(id(row), "") in ("name", "")]
    for cell in named:
        if is_body(cell.text):
            return body_name(Fact(cell.text, cell.text, cell.place))
    if len(keys) > 2 and named and any(keys.get(id(row)) == "name" and _at(row, column) for row in rows):
        return Fact(named[0].text, named[0].text, named[0].place)
    return None
