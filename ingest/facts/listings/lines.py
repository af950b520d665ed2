"""Lines that are rows: « Projet — état — % — échéance », then one thing a line with the same marks between its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.model import Block, BlockKind, Cell

_MARKS = (r"\s+[—–-]\s+", r"\s*\|\s*", r"\s*;\s+", r"\s*\t+\s*", r"\s+[•·/]\s+")
_FEWEST = 3  # parts of a line: two are a label and its value
_LONGEST = 300


def lined(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    """Runs of lines with one mark between as many parts, three at least, each line given the cells of a row.

    The first line of a run may head it. A last part may hold the mark again; a line may leave its last parts out.
    """
    lines = [line for block in blocks for line in _lines(block)]
    for block in blocks:
        yield from _run_together(block)
    for mark in _MARKS:
        run: list[Block] = []
        for line in (*lines, None):
            row = _row(line, mark, len(run[0].cells) if run else 0) if line else None
            if row is None or (run and row.place.section[:1] != run[0].place.section[:1]):
                if len(run) > 1:
                    yield run
                run = []
            if row is not None:
                run.append(row)


def _lines(block: Block) -> Iterator[Block]:
    """The lines of a block of text, each at its own place; a heading ends a run."""
    if block.cells or block.kind in (BlockKind.HEADING, BlockKind.ROW):
        yield replace(block, text="")
        return
    at = 0
    for text in block.text.split("\n"):
        start = block.place.start + at
        yield replace(block, text=text, place=replace(block.place, start=start, end=start + len(text)))
        at += len(text) + 1


def _row(line: Block, mark: str, most: int) -> Block | None:
    parts = [part for part in _parts(line.text, mark, most) if part[0] < part[1]]
    if len(parts) < _FEWEST or len(line.text) > _LONGEST:
        return None
    return replace(line, cells=tuple(_cell(line, n, *part) for n, part in enumerate(parts, 1)), kind=BlockKind.ROW)


def _parts(text: str, mark: str, most: int) -> Iterator[tuple[int, int]]:
    start = 0
    for number, found in enumerate(re.finditer(mark, text), 1):
        if most and number >= most:
            break
        yield start, found.start()
        start = found.end()
    yield start, len(text.rstrip())


def _cell(line: Block, column: int, start: int, end: int) -> Cell:
    place = replace(line.place, start=line.place.start + start, end=line.place.start + end)
    return Cell(line.text[start:end], column, place)


# Where one line ended and the next began, in lines put end to end: « 30 juin 2026 | Ascenseur du Moulin ».
_SEAM = re.compile(r"(?<=[a-zà-ÿ0-9.)])\s+(?=[A-ZÀ-Ý])")
_WIDEST = 8  # columns


def _run_together(block: Block) -> Iterator[list[Block]]:
    """Lines of one paragraph put end to end, as text wrapped by hand is: the seams tell them apart, where each comes after
    as many marks."""
    if block.cells or block.kind is not BlockKind.PARAGRAPH or "\n" in block.text:
        return
    marks = list(re.finditer(_MARKS[0].replace("-]", "]"), block.text))
    for columns in range(_FEWEST, _WIDEST):
        rows, rest = divmod(len(marks), columns - 1)
        if rest == 0 and rows > _FEWEST and (cuts := _seams(block.text, marks, columns - 1)):
            lines = [_line(block, a, b) for a, b in zip(cuts, [*cuts[1:], len(block.text)], strict=True)]
            cut = [row for line in lines if (row := _row(line, _MARKS[0].replace("-]", "]"), columns))]
            if len(cut) == rows:
                yield cut
                return


def _seams(text: str, marks: Sequence[re.Match[str]], step: int) -> list[int]:
    """Where each line begins: the last seam before the first mark, then the first seam after each ``step`` marks."""
    first = [seam.end() for seam in _SEAM.finditer(text, 0, marks[0].start())]
    begins = [first[-1] if first else 0]
    for number in range(step - 1, len(marks) - step, step):
        seam = _SEAM.search(text, marks[number].end(), marks[number + 1].start())
        if seam is None:
            return []
        begins.append(seam.end())
    return begins


def _line(block: Block, start: int, end: int) -> Block:
    place = replace(block.place, start=block.place.start + start, end=block.place.start + end)
    return replace(block, text=block.text[start:end], place=place)
