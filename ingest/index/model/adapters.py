"""A fine-tuned variant of the encoder, as what it adds: low-rank matrices (Hu et al., 2021, LoRA) and a head that classifies.

The file is an ``.npz`` without objects, float32 or float16. For each changed matrix of layer L, named as in ``MATRICES``
(q, k, v, ao, fi, fo): ``L.NAME.a``, shape (rank, inputs), and ``L.NAME.b``, shape (outputs, rank). ``scale`` is what their
product is multiplied by (1 where absent). The head, if any: ``head.weight``, shape (labels, hidden), and ``head.bias``.
``likeness``, where it is there: two numbers, by which the cosine of the two texts of a pair is multiplied and raised.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.index.model.weights import MATRICES, Array, Shape

_FACTOR = re.compile(rf"(\d{{1,3}})\.({'|'.join(MATRICES)})\.a")


@dataclass(frozen=True, slots=True)
class Head:
    """Scores from a state: ``weight`` of shape (labels, hidden), ``bias`` of shape (labels,)."""

    weight: Array
    bias: Array

    def scores(self, states: Array) -> Array:
        """Shape (n, hidden) to (n, labels): logits."""
        scores: Array = states @ self.weight.T + self.bias
        return scores


@dataclass(frozen=True, slots=True)
class Adapter:
    """What is added to each changed matrix, shape (outputs, inputs), by layer and name; the head, where there is one; and
    what the cosine of two texts is multiplied by, then what is added to it, in a score."""

    deltas: Mapping[tuple[int, str], Array]
    head: Head | None
    likeness: tuple[float, float] = (0.0, 0.0)


def open_adapter(path: Path, shape: Shape) -> Adapter:
    """The file for an encoder of this shape. ValueError where a name or a size is not of it; OSError where unreadable."""
    with np.load(path, allow_pickle=False) as held:
        arrays = {name: held[name].astype(np.float32) for name in held.files}
    scale = arrays.pop("scale", np.float32(1))
    head = _head(arrays, shape)
    times, more = arrays.pop("likeness", np.zeros(2, np.float32)).tolist()
    deltas = {}
    for name in [name for name in arrays if name.endswith(".a")]:
        found = _FACTOR.fullmatch(name)
        if found is None or int(found[1]) >= shape.layers:
            raise ValueError(name)
        low, high = arrays.pop(name), _taken(arrays, name[:-1] + "b")
        deltas[int(found[1]), found[2]] = _sized(name, (high @ low) * scale, shape.matrix(found[2]))
    if arrays:
        raise ValueError(min(arrays))
    return Adapter(deltas, head, (times, more))


def _head(arrays: dict[str, Any], shape: Shape) -> Head | None:
    if "head.weight" not in arrays:
        return None
    bias = _taken(arrays, "head.bias")
    weight = _sized("head.weight", _taken(arrays, "head.weight"), (len(bias), shape.hidden))
    return Head(weight, bias)


def _taken(arrays: dict[str, Any], name: str) -> Any:
    if name not in arrays:
        raise ValueError(name)
    return arrays.pop(name)


def _sized(name: str, array: NDArray[Any], expected: tuple[int, int]) -> Array:
    if array.shape != expected:
        raise ValueError(f"{name} {array.shape} {expected}")
    return np.asarray(array, np.float32)
