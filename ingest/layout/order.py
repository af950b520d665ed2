"""The order in which boxes on a page are read: by where they stand, never by how they are stored."""

from __future__ import annotations

from collections.abc import Sequence

Box = tuple[float, float, float, float]  # left, top, right, bottom; top grows downwards
_DEPTH = 40
_OVERLAP = 0.25  # share of a box that may run over its neighbour's band


def reading_order(boxes: Sequence[Box]) -> list[int]:
    """The numbers of the boxes, in reading order: bands from top to bottom, columns from left to right.

    Where both cuts are possible the wider white band wins, cut after cut: columns of cards are read one by one,
    the cells of a row one beside the other.
    """
    return _ordered(boxes, list(range(len(boxes))), 0)


def _ordered(boxes: Sequence[Box], some: list[int], depth: int) -> list[int]:
    rows, gap = _cut(boxes, some, 1)
    columns, gutter = _cut(boxes, some, 0)
    if depth > _DEPTH or len(rows) == len(columns) == 1:
        return sorted(some, key=lambda n: (boxes[n][1], boxes[n][0], n))
    chosen = columns if len(rows) == 1 or (len(columns) > 1 and gutter > gap and _tall(columns)) else rows
    return [n for part in chosen for n in _ordered(boxes, part, depth + 1)]


def _tall(columns: list[list[int]]) -> bool:
    """Columns hold several boxes each: one box beside another is a row."""
    return all(len(column) > 1 for column in columns)


def _cut(boxes: Sequence[Box], some: list[int], axis: int) -> tuple[list[list[int]], float]:
    """The boxes parted in two at the widest white band along an axis (0: columns, 1: rows), and how wide it is."""
    ranked = sorted(some, key=lambda n: (boxes[n][axis], n))
    cut, widest = 0, 0.0
    reach = boxes[ranked[0]][axis + 2] if ranked else 0.0
    for place, n in enumerate(ranked[1:], 1):
        start, end = boxes[n][axis], boxes[n][axis + 2]
        if start >= reach - _OVERLAP * (end - start) and (not cut or start - reach > widest):
            cut, widest = place, start - reach
        reach = max(reach, end)
    return ([ranked[:cut], ranked[cut:]], widest) if cut else ([ranked], 0.0)
