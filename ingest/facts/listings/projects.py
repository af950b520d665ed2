"""What is set right in the entries of a status report before they are projects: numbers before a name, an indicator among
projects, two columns that both say a state, a column that says of which report each row is, what is told under a card or
elsewhere in the report."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.facts.listings.columns import Columns
from ingest.facts.listings.entries import Entry, tables
from ingest.facts.records import Fact
from ingest.facts.values.dates import iso
from ingest.facts.values.periods import named
from ingest.facts.values.tallies import health
from ingest.languages import FRENCH, content_words, fold, stem
from ingest.model import BlockKind, Cell, Document


def is_indicator(entry: Entry) -> bool:
    """« Rapports à temps : 88 % (cible : 95 %) »: what has a share to reach, and no day, is measured, not carried out."""
    due = entry.facts.get("due")
    return due is not None and "%" in due.quote and not iso(due.quote)


def health_beside_phase(entries: Sequence[Entry], columns: Columns, codes: Mapping[str, str]) -> None:
    """« État » and « Feu » side by side: the column whose cells are colours is the health, the other the phase."""

    def coloured(key: str) -> int:
        cells = [entry.facts[key].quote.strip() for entry in entries if key in entry.facts]
        return sum(bool(health(cell) or health(codes.get(cell.upper(), ""))) for cell in cells)

    seconds = {k for e in entries for k, label in e.labels.items() if k != "health" and columns.key(label) == "health"}
    best = max(sorted(seconds), key=coloured, default="")
    if best and coloured(best) > coloured("health") and not any("phase" in entry.facts for entry in entries):
        for entry in entries:
            for old, new in (("health", "phase"), (best, "health")):
                if old in entry.facts:
                    entry.facts[new], entry.labels[new] = entry.facts.pop(old), entry.labels.pop(old, "")


def comment_under_cards(document: Document, entries: Sequence[Entry]) -> None:
    """What stands right under a card, without a label, is told of what the card describes."""
    headings = {block.place.start for block in document.blocks if block.kind is BlockKind.HEADING}
    under = {
        (block.place.section, row.place.slide): block
        for row, block in pairwise(document.blocks)
        if row.kind is BlockKind.ROW and block.kind is BlockKind.PARAGRAPH
    }
    for entry in entries:
        name = entry.facts["name"]
        own = [fact.place for fact in entry.facts.values() if fact is not name]
        told = under.get((own[0].section, own[0].slide)) if own and name.place.start in headings else None
        if told is not None:
            entry.add("comment", "", Fact(told.text, told.text, told.place))


def settled(entries: Sequence[Entry]) -> list[Entry]:
    """A name that carries its code (« P01 – Entrepôt ») or its number (« 3. Toiture ») gives it up. A code with no mark
    after it, « P-01 Entrepôt », is one where most names begin so."""
    bare = sum(bool(_CODED_BARE.match(entry.facts["name"].quote)) for entry in entries) > len(entries) / 2
    for entry in entries:
        name = entry.facts["name"]
        coded = _CODED.match(name.quote) or (_CODED_BARE.match(name.quote) if bare else None)
        if coded and "code" not in entry.facts:
            place = replace(name.place, end=name.place.start + coded.end(1))
            entry.facts["code"] = Fact(coded.group(1), coded.group(1), place)
        else:
            coded = _NUMBERED.match(name.quote)
        if coded:
            place = replace(name.place, start=name.place.start + coded.start(2))
            entry.facts["name"] = Fact(coded.group(2), coded.group(2), place)
    return list(entries)


_CODED = re.compile(r"^\(?([A-Z]{1,6}[- ]?\d{1,4})\)?\s*[-–—:.|]\s*(.{3,})$")
_CODED_BARE = re.compile(r"^([A-Z]{1,6}-?\d{1,4})\s+(\S.{2,})$")
_NUMBERED = re.compile(r"^(\d{1,2})[.)]\s+(\S.{2,})$")


def column_of_periods(entries: Sequence[Entry], columns: Columns) -> str:
    """The key of the column that says of which quarter or month each row is, where one table holds a row a project a
    report; or ""."""
    for key in {own: None for entry in entries[:1] for own in entry.facts if not columns.has(own)}:
        cells = [(entry.facts["name"].quote, entry.facts[key].quote) for entry in entries if key in entry.facts]
        repeated = len({name for name, _ in cells}) < len(cells) == len(set(cells))
        if repeated and len(cells) == len(entries) and all(named(cell, 1) for _, cell in cells):
            return key
    return ""


def told_elsewhere(document: Document, entries: Sequence[Entry], columns: Columns) -> None:
    """What a report tells of a thing outside its table: « P-07 : arrêté le 4 juin. » under « Faits du trimestre », and the
    rows of another table that begin with its code, « P-01 | 455 000 $ | 301 000 $ »."""
    if len({entry.facts["name"].value for entry in entries}) < len(entries):
        return  # a thing told at several times in one document: of which is not said
    for block in document.blocks:
        found = _SAID_OF.match(block.text) if block.kind in (BlockKind.LIST_ITEM, BlockKind.PARAGRAPH) else None
        entry = _meant(found.group(1), entries) if found else None
        if found and entry and entry.facts["name"].place.start != block.place.start:
            start = block.place.start + found.start(2)
            place = replace(block.place, start=start, end=start + len(found.group(2)))
            entry.add("comment", "", Fact(found.group(2), found.group(2), place))
    for head, *rows in tables(document.blocks):
        titles = {cell.column: cell.text for cell in head.cells}
        keys = dict(zip(titles, columns.read(list(titles.values())), strict=True))
        for row in rows:
            entry = _coded(row.cells[0].text, entries) if row.cells else None
            for cell in row.cells[1:] if entry and keys.get(row.cells[0].column) in ("name", "code") else ():
                if entry and not any(cell.place.start == fact.place.start for fact in entry.facts.values()):
                    entry.add(keys.get(cell.column, ""), titles.get(cell.column, ""), _of_cell(cell))


def _of_cell(cell: Cell) -> Fact:
    return Fact(cell.text, cell.text, cell.place)


_SAID_OF = re.compile(r"([^:.;!?]{2,60}?)\s*:\s+(\S.{12,})$", re.DOTALL)


def _coded(said: str, entries: Sequence[Entry]) -> Entry | None:
    """The thing whose code is said; a bare number is none."""
    code = fold(said.strip())
    named = (entry for entry in entries if "code" in entry.facts and fold(entry.facts["code"].quote) == code)
    return next(named, None) if not code.isdigit() else None


def _meant(said: str, entries: Sequence[Entry]) -> Entry | None:
    """The one thing whose code is said, or whose name has every word that is."""
    if coded := _coded(said, entries):
        return coded
    words = {stem(word, FRENCH) for word in content_words(said, FRENCH)}
    named = [
        entry
        for entry in entries
        if words and words <= {stem(word, FRENCH) for word in content_words(entry.facts["name"].quote, FRENCH)}
    ]
    return named[0] if len(named) == 1 else None
