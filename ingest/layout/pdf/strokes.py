"""The straight lines a PDF page draws, from its operators: what ruled tables are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ingest.layout.pdf.visibility import IDENTITY, Matrix, Operation, box, matrix_of, number, times

_PAINTS = frozenset({b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"})
_STROKES = frozenset({b"S", b"s", b"B", b"B*", b"b", b"b*"})
_MOST = 20_000  # lines of one page that are followed
_THIN = 3.0  # points: a filled rectangle no thicker is a line
_SHORT = 3.0  # points: a shorter line bounds no cell

Line = tuple[float, float, float, float]  # x1, y1, x2, y2


@dataclass(slots=True)
class _Path:
    ctm: Matrix = IDENTITY
    stack: list[Matrix] = field(default_factory=list)
    at: tuple[float, float] = (0.0, 0.0)
    start: tuple[float, float] = (0.0, 0.0)
    lines: list[Line] = field(default_factory=list)
    boxes: list[Line] = field(default_factory=list)


def straight_lines(operations: Sequence[Operation]) -> tuple[list[Line], list[Line]]:
    """(horizontal, vertical) lines in points from the lower left corner, the edges of rectangles included."""
    path = _Path()
    found: list[Line] = []
    for operands, operator in operations:
        if operator in _PAINTS:
            found += _painted(path, operator)
            path.lines, path.boxes = [], []
        elif operator == b"n":
            path.lines, path.boxes = [], []
        else:
            _follow(path, operands, operator)
        if len(found) > _MOST:
            return [], []
    flat = [line for line in found if abs(line[1] - line[3]) < 1 and abs(line[2] - line[0]) >= _SHORT]
    upright = [line for line in found if abs(line[0] - line[2]) < 1 and abs(line[3] - line[1]) >= _SHORT]
    return flat, upright


def _follow(path: _Path, operands: Any, operator: bytes) -> None:
    if operator == b"q":
        path.stack.append(path.ctm)
    elif operator == b"Q" and path.stack:
        path.ctm = path.stack.pop()
    elif operator == b"cm":
        path.ctm = times(matrix_of(operands), path.ctm)
    elif operator == b"m":
        path.at = path.start = _point(path.ctm, operands)
    elif operator == b"l":
        end = _point(path.ctm, operands)
        path.lines.append((*path.at, *end))
        path.at = end
    elif operator == b"h":
        path.lines.append((*path.at, *path.start))
    elif operator == b"re":
        x, y, width, height = (number(operands, n) for n in range(4))
        path.boxes.append(box(path.ctm, x, y, x + width, y + height))


def _painted(path: _Path, operator: bytes) -> list[Line]:
    lines = list(path.lines) if operator in _STROKES else []
    for left, low, right, top in path.boxes:
        if top - low <= _THIN and right - left > _THIN:
            middle = (top + low) / 2
            lines.append((left, middle, right, middle))
        elif right - left <= _THIN and top - low > _THIN:
            middle = (left + right) / 2
            lines.append((middle, low, middle, top))
        else:
            lines += [
                (left, low, right, low),
                (left, top, right, top),
                (left, low, left, top),
                (right, low, right, top),
            ]
    return lines


def _point(ctm: Matrix, operands: Any) -> tuple[float, float]:
    x, y = number(operands, 0), number(operands, 1)
    return ctm[0] * x + ctm[2] * y + ctm[4], ctm[1] * x + ctm[3] * y + ctm[5]
