"""Which words of a document a link points at, whatever became of the document since the link was made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bots.rendering.links import fingerprint
from ingest.model import Block, Cell

Fate = Literal["", "there", "moved", "gone"]
_TELLING = 20  # characters from which the words of a cell are known again elsewhere
_SEARCHED = 400_000  # characters of a document looked through for words that moved


@dataclass(frozen=True, slots=True)
class Pointed:
    """A span of the document's text (end excluded), a cell when one was cited, and whether the words are the same.

    ``fate`` is "" when nothing was pointed at.
    """

    start: int = 0
    end: int = 0
    cell: str = ""
    fate: Fate = ""

    def part(self, start: int, text: str) -> tuple[int, int] | None:
        """The marked part of a text that begins at ``start``: offsets in the text, or None."""
        first, last = max(self.start - start, 0), min(self.end - start, len(text))
        return (first, last) if self.fate in ("there", "moved") and first < last else None


def pointed(blocks: Sequence[Block], start: int, end: int, mark: str, cell: str = "") -> Pointed:
    """The words a link points at. Without a mark the span is believed."""
    if end <= start or start < 0:
        return Pointed()
    if not mark or any(fingerprint(words) == mark for words in _words_at(blocks, start, end, cell)):
        return Pointed(start, end, cell, "there")
    if cell and end - start < _TELLING:  # « Rouge » of another cell is not the « Rouge » that was cited
        return Pointed(fate="gone")
    for first, last in _elsewhere(blocks, end - start, mark):
        return Pointed(first, last, "", "moved")
    return Pointed(fate="gone")


def _words_at(blocks: Sequence[Block], start: int, end: int, cell: str) -> Iterator[str]:
    for block in blocks:
        if block.place.start < end and start < max(block.place.end, block.place.start + 1):
            yield block.text[max(start - block.place.start, 0) : end - block.place.start]
            yield block.text
            yield from (one.text for one in block.cells if not cell or one.place.cell == cell)
            yield from _inside_cells(block.cells, start, end)


def _inside_cells(cells: Sequence[Cell], start: int, end: int) -> Iterator[str]:
    for one in cells:
        if one.place.start <= start < max(one.place.end, one.place.start + 1):
            yield one.text[start - one.place.start : end - one.place.start]


def _elsewhere(blocks: Sequence[Block], length: int, mark: str) -> Iterator[tuple[int, int]]:
    """Spans of the same length whose words bear the mark."""
    left = _SEARCHED
    for block in blocks:
        for offset in range(max(len(block.text) - length + 1, 0)):
            if (left := left - 1) < 0:
                return
            if fingerprint(block.text[offset : offset + length]) == mark:
                yield block.place.start + offset, block.place.start + offset + length
