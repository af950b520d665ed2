"""The two icons of the app package, drawn here: a landmark and its two bearings, as PNG bytes."""

from __future__ import annotations

import math
import struct
import zlib

# Segments of the mark, in a square of 24: a horizon, a mast, two lines that meet at its foot.
_MARK = ((4, 6.5, 20, 6.5), (12, 6.5, 12, 17.5), (7, 11.5, 12, 17.5), (17, 11.5, 12, 17.5))
_HALF = 0.9  # half the width of a line, in the same square
_TEAL, _WHITE = (11, 79, 92), (255, 255, 255)


def colour() -> bytes:
    """192 px: white on a full teal square, the mark within the middle that every shape of mask leaves."""
    size, inner = 192, 132
    margin = (size - inner) / 2
    rows = []
    for y in range(size):
        row = bytearray()
        for x in range(size):
            ink = _ink((x + 0.5 - margin) * 24 / inner, (y + 0.5 - margin) * 24 / inner, inner / 24)
            row += bytes(round(t + (w - t) * ink) for t, w in zip(_TEAL, _WHITE, strict=True)) + b"\xff"
        rows.append(bytes(row))
    return _png(size, rows)


def outline() -> bytes:
    """32 px: the mark alone, white on nothing, as Teams asks."""
    size = 32
    rows = [
        b"".join(
            bytes((*_WHITE, round(255 * _ink((x + 0.5) * 24 / size, (y + 0.5) * 24 / size, size / 24))))
            for x in range(size)
        )
        for y in range(size)
    ]
    return _png(size, rows)


def _ink(x: float, y: float, pixels: float) -> float:
    """How much of the pixel is on a line, in [0, 1]; ``pixels`` is how many make one unit of the square."""
    distance = min(_distance(x, y, *segment) for segment in _MARK)
    return min(1.0, max(0.0, (_HALF - distance) * pixels + 0.5))


def _distance(x: float, y: float, x1: float, y1: float, x2: float, y2: float) -> float:
    along = ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / ((x2 - x1) ** 2 + (y2 - y1) ** 2)
    along = min(1.0, max(0.0, along))
    return math.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1))


def _png(size: int, rows: list[bytes]) -> bytes:
    """RGBA, eight bits a channel (W3C PNG specification)."""
    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    data = zlib.compress(b"".join(b"\0" + row for row in rows), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", data) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
