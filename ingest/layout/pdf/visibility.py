"""Which text operators of a PDF page draw words nobody sees: invisible, white on white, or minute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Operation = tuple[Any, bytes]
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_SHOW = frozenset({b"Tj", b"TJ", b"'", b'"'})
_FILL = frozenset({b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"})
_TINY = 1.6  # points
_WHITE = 0.97
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
    path: list[tuple[float, float, float, float]] = field(default_factory=list)
    grounds: list[tuple[float, float, float, float]] = field(default_factory=list)


def needs_look(operations: Sequence[Operation]) -> bool:
    """A quick pass: nothing on most pages is invisible, white or minute."""
    for operands, operator in operations:
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
            shown += 1
        else:
            _follow(pen, operands, operator)
        kept.append(operation)
    if image and invisible and not shown:
        return list(operations), 0, True
    return kept, hidden, False


def _hides(pen: _Pen) -> bool:
    state = pen.state
    if state.mode in _INVISIBLE_MODES:
        return True
    matrix = times(pen.text, state.ctm)
    scale = max(abs(matrix[0]) + abs(matrix[1]), abs(matrix[2]) + abs(matrix[3]))
    if abs(state.size) * scale <= _TINY:
        return True
    x, y = matrix[4], matrix[5]
    return state.white and not any(
        left <= x + 1 and x <= right and low - 4 <= y <= top for left, low, right, top in pen.grounds
    )


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
        pen.text = IDENTITY
    elif operator == b"Tm":
        pen.text = matrix_of(operands)
    elif operator in (b"Td", b"TD"):
        if operator == b"TD":
            pen.leading = -number(operands, 1)
        _move(pen, number(operands, 0), number(operands, 1))
    elif operator == b"TL":
        pen.leading = number(operands, 0)
    elif operator == b"T*":
        _move(pen, 0.0, -pen.leading)


def _follow_path(pen: _Pen, operands: Any, operator: bytes) -> None:
    if operator == b"re" and len(pen.path) < 5000:
        x, y, width, height = (number(operands, n) for n in range(4))
        pen.path.append(box(pen.state.ctm, x, y, x + width, y + height))
    elif operator in _FILL:
        if not pen.state.white and len(pen.grounds) < 5000:
            pen.grounds += pen.path
        pen.path = []
    elif operator in (b"n", b"S", b"s"):
        pen.path = []
    elif operator in (b"Do", b"INLINE IMAGE"):
        pen.grounds.append(box(pen.state.ctm, 0, 0, 1, 1))


def box(matrix: Matrix, x1: float, y1: float, x2: float, y2: float) -> tuple[float, float, float, float]:
    """The box (left, bottom, right, top) that a rectangle fills once transformed."""
    a, b, c, d, e, f = matrix
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (x1, x2) for y in (y1, y2)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _move(pen: _Pen, x: float, y: float) -> None:
    pen.text = times((1.0, 0.0, 0.0, 1.0, x, y), pen.text)


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
