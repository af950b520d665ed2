"""What a block says beside its known labels: short labels nobody foresaw, words before a colon, a part of it as a fact."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ingest.facts.listings.columns import Columns
from ingest.facts.records import Fact
from ingest.model import Block, BlockKind, Cell

LABEL_WORDS = 4


def unforeseen(block: Block, columns: Columns) -> Iterator[tuple[str, Fact]]:
    """Short labels that are no known column's, each with its value."""
    for label, fact in labels(block):
        if len(label.split()) < LABEL_WORDS and not columns.key(label):
            yield label, fact


def labels(block: Block) -> list[tuple[str, Fact]]:
    """Labels and values of a form, or of a line of its own."""
    if block.kind is BlockKind.FIELD and any(cell.header for cell in block.cells):
        return [(cell.header.strip(" :"), said(cell)) for cell in block.cells if cell.header and cell.text.strip()]
    found = _OWN_LINE.fullmatch(block.text.rstrip())
    return [(found.group(1), part(block, *found.span(2)))] if found else []


_OWN_LINE = re.compile(r"([^\W\d_][^:\n.;,()]{1,40}?)\s*:\s+(\S[^\n]*)")


def opening(block: Block, heads: Mapping[str, int], columns: Columns) -> Fact | None:
    """« Journée bâtie pour une équipe : accueil, rédaction », first under a name: what stands before the colon is no label,
    as it is told once in the document and no column is called that."""
    label, fact = next(iter(labels(block)), ("", None))
    if fact is None or not columns.has("description") or heads[label] > 1 or columns.is_alone(label):
        return None
    at = block.text.find(label)
    end = fact.place.start + len(fact.quote) - block.place.start
    return part(block, at, end) if 0 <= at < end and block.text[:end].endswith(fact.quote) else None


def within(fact: Fact, other: Fact) -> bool:
    """Whether it stands inside another."""
    return other.place.start <= fact.place.start < other.place.end


def part(block: Block, start: int, end: int) -> Fact:
    """A part of a block's text, in characters from its start."""
    words = block.text[start:end]
    return Fact(words, words, replace(block.place, start=block.place.start + start, end=block.place.start + end))


def whole(block: Block) -> Fact:
    """A block's text."""
    return Fact(block.text, block.text, block.place)


def said(cell: Cell) -> Fact:
    """A cell's text."""
    return Fact(cell.text, cell.text, cell.place)
