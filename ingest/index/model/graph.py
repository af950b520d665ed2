"""Writes an ONNX model by hand: the few messages of its protocol buffer that a BERT encoder needs.

The ``onnx`` package weighs more than the rest of the encoder and would be used for this alone. Field numbers are those of
``onnx.proto`` (ONNX 1.x, IR version 8); operators that are not ONNX's own come from onnxruntime's ``com.microsoft``.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

OWN = "com.microsoft"
_IR, _OPSET = 8, 17
_TYPES = {"float32": 1, "uint8": 2, "int8": 3}


def node(operator: str, inputs: Sequence[str], outputs: Sequence[str], domain: str = "", **attributes: Any) -> bytes:
    """One operation: a NodeProto. An attribute is an int, a float or a list of ints; TypeError for anything else."""
    named = b"".join(_field(1, name) for name in inputs) + b"".join(_field(2, name) for name in outputs)
    given = b"".join(_field(5, _attribute(name, value)) for name, value in attributes.items())
    return named + _field(4, operator) + given + (_field(7, domain) if domain else b"")


def tensor(name: str, array: NDArray[Any]) -> bytes:
    """One constant: a TensorProto of float32, uint8 or int8; KeyError for another type."""
    held = np.ascontiguousarray(array, array.dtype.newbyteorder("<"))
    sizes = b"".join(_number(1, size) for size in held.shape)
    return sizes + _number(2, _TYPES[held.dtype.name]) + _field(8, name) + _field(9, held.tobytes())


def value(name: str, shape: Sequence[int | str]) -> bytes:
    """A float32 input or output: a ValueInfoProto. A size that is a word is free."""
    sizes = b"".join(_field(1, _field(2, size) if isinstance(size, str) else _number(1, size)) for size in shape)
    return _field(1, name) + _field(2, _field(1, _number(1, _TYPES["float32"]) + _field(2, sizes)))


def model(nodes: Sequence[bytes], tensors: Sequence[bytes], inputs: Sequence[bytes], outputs: Sequence[bytes]) -> bytes:
    """A whole ModelProto, as onnxruntime loads it from memory. Nodes in the order they run."""
    parts = [_field(1, part) for part in nodes] + [_field(2, "encoder")] + [_field(5, part) for part in tensors]
    parts += [_field(11, part) for part in inputs] + [_field(12, part) for part in outputs]
    operators = _field(8, _number(2, _OPSET)) + _field(8, _field(1, OWN) + _number(2, 1))
    return _number(1, _IR) + _field(7, b"".join(parts)) + operators


def _attribute(name: str, given: Any) -> bytes:
    if isinstance(given, int):
        return _field(1, name) + _number(3, given) + _number(20, 2)
    if isinstance(given, float):
        return _field(1, name) + _varint(2 << 3 | 5) + struct.pack("<f", given) + _number(20, 1)
    if isinstance(given, list):
        return _field(1, name) + b"".join(_number(8, one) for one in given) + _number(20, 7)
    raise TypeError(name)


def _field(number: int, content: bytes | str) -> bytes:
    held = content.encode() if isinstance(content, str) else content
    return _varint(number << 3 | 2) + _varint(len(held)) + held


def _number(number: int, given: int) -> bytes:
    return _varint(number << 3) + _varint(given)


def _varint(given: int) -> bytes:
    """Seven bits a byte, lowest first; a negative number in 64-bit two's complement."""
    left, out = given & ((1 << 64) - 1), bytearray()
    while left > 127:
        out.append(left & 127 | 128)
        left >>= 7
    out.append(left)
    return bytes(out)
