"""Which text operators of a PDF page draw words nobody sees: invisible, white on white, or minute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Operation = tuple[Any, bytes]
Matrix = tuple[float, float, float, float, float, float]
Ground = list[tuple[float, float]]  # the corners of a filled shape
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_SHOW = frozenset({b"Tj", b"TJ", b"'", b'"'})
_FILL = frozenset({b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"})
_TINY = 1.6  # points
_WHITE = 0.97
_TWICE = 1.2  # points: the same words drawn again this near make bold letters, not two words
_SPOKEN = 8  # letters of an operand, signs of its list included: shorter ones repeat in any text
_RECENT = 12  # operands remembered to see that words are drawn again
_CORNERS = 5_000
_INVISIBLE_MODES = frozenset({3, 7})


@dataclass(slots=True)
class _State:
    ctm: Matrix = IDENTITY
    white: bool = False
    mode: int = 0
    size: float = 12.0


@dataclass(slots=True)
class _Pen:
    state: _State = field(default_factory=_State)
    stack: list[_State] = field(default_factory=list)
    text: Matrix = IDENTITY
    leading: float = 0.0
    path: list[Ground] = field(default_factory=list)
    corners: Ground = field(default_factory=list)
    grounds: list[Ground] = field(default_factory=list)
    moved: bool = True
    drawn: dict[str, list[tuple[float, float]]] = field(default_factory=dict)


def needs_look(operations: Sequence[Operation]) -> bool:
    """A quick pass: nothing on most pages is invisible, white or minute."""
    recent: list[str] = []
    for operands, operator in operations:
        if operator in _SHOW:
            text = str(operands)
            if len(text) > _SPOKEN and text in recent:
                return True
            recent = [text, *recent[:_RECENT]]
        if operator == b"Tr" and number(operands, 0) in _INVISIBLE_MODES:
            return True
        if operator == b"Tf" and abs(number(operands, 1)) <= _TINY:
            return True
        if operator in (b"g", b"rg", b"k", b"sc", b"scn") and _is_white(operands, operator):
            return True
    return False


def split_hidden(operations: Sequence[Operation]) -> tuple[list[Operation], int, bool]:
    """(operations that draw what is seen, how many were dropped, whether all the text was invisible over an image)."""
    pen = _Pen()
    kept: list[Operation] = []
    hidden = invisible = shown = 0
    image = any(operator in (b"Do", b"INLINE IMAGE") for _, operator in operations)
    for operation in operations:
        operands, operator = operation
        if operator in _SHOW:
            if operator in (b"'", b'"'):
                _move(pen, 0.0, -pen.leading)
            if _hides(pen):
                hidden += 1
                invisible += pen.state.mode in _INVISIBLE_MODES
                continue
            if _doubles(pen, operands):
                continue
            shown += 1
        else:
            _follow(pen, operands, operator)
        kept.append(operation)
    if image and invisible and not shown:
        return list(operations), 0, True
    return kept, hidden, False


def _doubles(pen: _Pen, operands: Any) -> bool:
    """True when the same words were already drawn there: software makes bold letters so."""
    if not pen.moved:
        return False
    pen.moved = False
    matrix = times(pen.text, pen.state.ctm)
    here, text = (matrix[4], matrix[5]), str(operands)
    before = pen.drawn.setdefault(text, [])
    if any(abs(here[0] - x) < _TWICE and abs(here[1] - y) < _TWICE for x, y in before[-_RECENT:]):
        return True
    before.append(here)
    return False


def _hides(pen: _Pen) -> bool:
    state = pen.state
    if state.mode in _INVISIBLE_MODES:
        return True
    matrix = times(pen.text, state.ctm)
    scale = max(abs(matrix[0]) + abs(matrix[1]), abs(matrix[2]) + abs(matrix[3]))
    if abs(state.size) * scale <= _TINY:
        return True
    x, y = matrix[4], matrix[5]
    return state.white and not any(_covers(ground, x + 1, y + 2) for ground in pen.grounds)


def _covers(ground: Ground, x: float, y: float) -> bool:
    """Whether a point lies in a filled shape (or within 4 points of its box's foot: letters stand on its edge)."""
    xs, ys = [corner[0] for corner in ground], [corner[1] for corner in ground]
    if not (min(xs) <= x and x - 1 <= max(xs) and min(ys) - 2 <= y and y - 2 <= max(ys)):
        return False
    if len({round(x) for x in xs}) <= 2 and len({round(y) for y in ys}) <= 2:
        return True
    inside = False
    for (x1, y1), (x2, y2) in zip(ground, [*ground[1:], ground[0]], strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _follow(pen: _Pen, operands: Any, operator: bytes) -> None:
    state = pen.state
    if operator == b"q":
        pen.stack.append(_State(state.ctm, state.white, state.mode, state.size))
    elif operator == b"Q" and pen.stack:
        pen.state = pen.stack.pop()
    elif operator == b"cm":
        state.ctm = times(matrix_of(operands), state.ctm)
    elif operator in (b"g", b"rg", b"k", b"sc", b"scn"):
        state.white = _is_white(operands, operator)
    elif operator == b"cs":
        state.white = False
    elif operator == b"Tr":
        state.mode = int(number(operands, 0))
    else:
        _follow_text(pen, operands, operator)
        _follow_path(pen, operands, operator)


def _follow_text(pen: _Pen, operands: Any, operator: bytes) -> None:
    if operator == b"Tf":
        pen.state.size = number(operands, 1)
    elif operator == b"BT":
        pen.text, pen.moved = IDENTITY, True
    elif operator == b"Tm":
        pen.text, pen.moved = matrix_of(operands), True
    elif operator in (b"Td", b"TD"):
        if operator == b"TD":
            pen.leading = -number(operands, 1)
        _move(pen, number(operands, 0), number(operands, 1))
    elif operator == b"TL":
        pen.leading = number(operands, 0)
    elif operator == b"T*":
        _move(pen, 0.0, -pen.leading)


def _follow_path(pen: _Pen, operands: Any, operator: bytes) -> None:
    if operator == b"re" and len(pen.path) < _CORNERS:
        x, y, width, height = (number(operands, n) for n in range(4))
        pen.path.append(_corners(box(pen.state.ctm, x, y, x + width, y + height)))
    elif operator in (b"m", b"l", b"c", b"v", b"y"):
        _corner(pen, operands, operator)
    elif operator in _FILL:
        _close(pen)
        if not pen.state.white and len(pen.grounds) < _CORNERS:
            pen.grounds += pen.path
        pen.path = []
    elif operator in (b"n", b"S", b"s"):
        pen.path, pen.corners = [], []
    elif operator in (b"Do", b"INLINE IMAGE"):
        pen.grounds.append(_corners(box(pen.state.ctm, 0, 0, 1, 1)))


def _corner(pen: _Pen, operands: Any, operator: bytes) -> None:
    """One more corner of a shape drawn line by line; a curve counts for where it ends."""
    if operator == b"m":
        _close(pen)
    last = {b"c": 4, b"v": 2, b"y": 2}.get(operator, 0)
    if len(pen.corners) < _CORNERS:
        a, b, c, d, e, f = pen.state.ctm
        x, y = number(operands, last), number(operands, last + 1)
        pen.corners.append((a * x + c * y + e, b * x + d * y + f))


def _close(pen: _Pen) -> None:
    if len(pen.corners) > 2 and len(pen.path) < _CORNERS:
        pen.path.append(pen.corners)
    pen.corners = []


def _corners(sides: tuple[float, float, float, float]) -> Ground:
    left, low, right, top = sides
    return [(left, low), (right, low), (right, top), (left, top)]


def box(matrix: Matrix, x1: float, y1: float, x2: float, y2: float) -> tuple[float, float, float, float]:
    """The box (left, bottom, right, top) that a rectangle fills once transformed."""
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (x1, x2) for y in (y1, y2)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _move(pen: _Pen, x: float, y: float) -> None:
    pen.text = times((1.0, 0.0, 0.0, 1.0, x, y), pen.text)
    pen.moved = True


def times(m: Matrix, n: Matrix) -> Matrix:
    """The product of two transformations: ``m`` first, then ``n``."""
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def matrix_of(operands: Any) -> Matrix:
    """The six operands of ``cm`` or ``Tm`` as a transformation."""
    a, b, c, d, e, f = (number(operands, n) for n in range(6))
    return a, b, c, d, e, f


def number(operands: Any, index: int) -> float:
    """An operand as a number; 0 when it is missing or is not one."""
    try:
        return float(operands[index])
    except (TypeError, ValueError, IndexError, KeyError):
        return 0.0


def _is_white(operands: Any, operator: bytes) -> bool:
    try:
        values = [float(value) for value in operands]
    except (TypeError, ValueError):
        return False
    if operator == b"k" or len(values) == 4:
        return bool(values) and sum(values) <= 4 * (1 - _WHITE)
    return bool(values) and min(values) >= _WHITE
