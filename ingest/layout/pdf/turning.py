"""A page read sideways: when most of its letters are turned by a quarter, the page is turned upright before it is read."""

from __future__ import annotations

from dataclasses import replace

from ingest.layout.pdf.pages import Line, Part
from ingest.layout.pdf.strokes import Line as Stroke

Rules = tuple[list[Stroke], list[Stroke]]
_MOST = 0.8  # share of the letters that must be turned


def turn_of(weights: dict[int, int]) -> int:
    """The quarter turn (90 or 270 degrees, counter-clockwise) of most of a page's letters, else 0.

    ``weights`` are numbers of letters by the direction they are written in.
    """
    total = sum(weights.values())
    return next((turn for turn in (90, 270) if total and weights.get(turn, 0) >= _MOST * total), 0)


def upright(lines: list[Line], turn: int, width: float, height: float) -> list[Line]:
    """The lines as they stand once the page (``width`` by ``height`` points) is turned back."""
    turned = []
    for line in lines:
        x, y = _point(line.x or 0.0, line.y or 0.0, turn, width, height)
        parts = tuple(Part(p.text, *_point(p.x, p.y, turn, width, height), p.bold) for p in line.parts)
        turned.append(replace(line, x=x, y=y, parts=parts))
    return turned


def turned_rules(rules: Rules, turn: int, width: float, height: float) -> Rules:
    """The straight lines once the page is turned back: horizontal ones become vertical."""
    flat, standing = ([_stroke(stroke, turn, width, height) for stroke in some] for some in rules)
    return standing, flat


def _stroke(stroke: Stroke, turn: int, width: float, height: float) -> Stroke:
    return (*_point(stroke[0], stroke[1], turn, width, height), *_point(stroke[2], stroke[3], turn, width, height))


def _point(x: float, y: float, turn: int, width: float, height: float) -> tuple[float, float]:
    return (round(y, 1), round(width - x, 1)) if turn == 90 else (round(height - y, 1), round(x, 1))
