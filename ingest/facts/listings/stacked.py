"""Things told one under the other in short lines, as slides keep them: a name, often its state, then labelled values and a
word of news. « Caserne / ROUGE – 5 % / Échéance : à déterminer / Resp. : CSI / Sol contaminé. »"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from ingest.facts.listings.columns import Columns
from ingest.facts.listings.entries import Entry
from ingest.facts.listings.labels import Pair, labelled
from ingest.facts.records import Fact
from ingest.facts.values.dates import iso
from ingest.facts.values.tallies import health
from ingest.model import Block, BlockKind, Document

_NAME_WORDS, _STATE_WORDS, _TELLING, _FEWEST = 12, 6, 2, 2
_PARTS = re.compile(r"[^–—|,]*[^–—|,\s]")
_LABEL = re.compile(r"^(\S+)\s+")


def stacked(document: Document, columns: Columns, needed: frozenset[str]) -> list[Entry]:
    """The things of a document told so; none where no heading has two of them under it."""
    cards = [card for lines in _under_headings(document) for card in _cards(lines, columns)]
    stated = sum(_is_state(card[1]) for card in cards) > len(cards) / 2
    found = [entry for card in cards if (entry := _entry(card, stated, columns, needed))]
    together = [len(list(some)) for _, some in groupby(found, key=lambda entry: entry.around)]
    return found if max(together, default=0) >= _FEWEST else []


def _under_headings(document: Document) -> Iterator[list[Block]]:
    """The short lines under each heading."""
    lines: list[Block] = []
    for block in document.blocks:
        if block.kind is BlockKind.HEADING:
            yield lines
            lines = []
        elif block.kind in (BlockKind.PARAGRAPH, BlockKind.FIELD):
            lines.append(block)
    yield lines


def _cards(lines: Sequence[Block], columns: Columns) -> Iterator[list[Block]]:
    """Each run of labelled lines, after the two lines above it (the first may be of the card before)."""
    telling = [bool(_pairs(line, columns)) for line in lines]
    begins = [n for n in range(1, len(lines)) if telling[n] and not telling[n - 1]]
    for begin, following in zip(begins, (*begins[1:], len(lines) + 1), strict=False):
        above = lines[begin - 2] if begin > 1 else lines[begin - 1]
        yield [above, *lines[begin - 1 : max(begin, following - 1)]]


def _is_state(line: Block) -> bool:
    """« JAUNE – 45 % », « Pastille R – 50 % », « Terminé – 100 % »."""
    return len(line.text.split()) <= _STATE_WORDS and (bool(health(line.text)) or "%" in line.text)


def _entry(card: Sequence[Block], stated: bool, columns: Columns, needed: frozenset[str]) -> Entry | None:
    """``stated``: the cards of this document give a state, without a label, under their names."""
    name, *rest = card if stated else card[1:]
    if name.text.endswith((".", ":")) or len(name.text.split()) > _NAME_WORDS or (stated and name is rest[0]):
        return None
    entry = Entry(around=name.place.section)
    entry.add("name", "", Fact(name.text, name.text, name.place))
    if stated:
        _state(entry, rest.pop(0), columns)
    for line in rest:
        found = _pairs(line, columns)
        for pair in found:
            key = "due" if pair.key == "name" and iso(pair.fact.quote) else pair.key
            entry.add(key, pair.label, pair.fact)
        if not found and line.text.endswith("."):
            entry.add("comment", "", Fact(line.text, line.text, line.place))
    return entry if len(entry.facts.keys() & needed) >= _TELLING else None


def _pairs(line: Block, columns: Columns) -> Sequence[Pair]:
    """The labelled values of a line; « Resp. : CSI », whose label is cut short, among them."""
    found = labelled(line, columns).pairs
    short = None if found else _CUT_SHORT.match(line.text)
    if short is None or not (key := columns.key(short.group(1))):
        return found
    start, end = (line.place.start + at for at in short.span(2))
    return (Pair(key, short.group(1), Fact(short.group(2), short.group(2), replace(line.place, start=start, end=end))),)


_CUT_SHORT = re.compile(r"([^\W\d_]{2,20}\.)\s*:\s+(\S.*)$")


def _state(entry: Entry, line: Block, columns: Columns) -> None:
    """The line is what is quoted: of « Pastille R – 50 % », « R » alone would say nothing."""
    entry.add("health", "", Fact(line.text, line.text, line.place))
    for part in _PARTS.finditer(line.text):
        start, words = part.start() + len(part.group()) - len(part.group().lstrip()), part.group().strip()
        if (label := _LABEL.match(words)) and columns.key(label.group(1)) == "health" and not health(label.group(1)):
            start, words = start + label.end(), words[label.end() :]
        if "%" in words:
            at = line.place.start + start
            entry.add("progress", "", Fact(words, words, replace(line.place, start=at, end=at + len(words))))
        elif entry.facts["health"].value == line.text and (colour := health(words)):
            entry.facts["health"] = Fact(colour, line.text, line.place)
