"""Boosted decision trees, read from numbers and evaluated without the library that grew them.

Grown by scikit-learn's histogram gradient boosting (``repere fit``; Ke et al., 2017, is the method); kept as one array
of nodes. A test holds the two to the same probabilities.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

NODE = np.dtype([("feature", "<i2"), ("threshold", "<f4"), ("left", "<u2"), ("right", "<u2"), ("value", "<f4"), ("missing_left", "u1"), ("leaf", "u1")])  # fmt: skip


@dataclass(frozen=True)
class Trees:
    """``nodes`` of all trees one after the other; ``roots`` where each begins, and where the last ends."""

    names: tuple[str, ...]
    nodes: NDArray[Any]
    roots: tuple[int, ...]
    base: float

    def probabilities(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """The probability of each row, shape (n,)."""
        total = np.full(len(rows), self.base, np.float64)
        for start, end in zip(self.roots, self.roots[1:], strict=False):
            total += self._tree(self.nodes[start:end], rows)
        return np.asarray(1 / (1 + np.exp(-total)), np.float32)

    @staticmethod
    def _tree(nodes: NDArray[Any], rows: NDArray[np.float32]) -> NDArray[np.float64]:
        at = np.zeros(len(rows), np.int64)
        index = np.arange(len(rows))
        while not nodes["leaf"][at].all():
            here = nodes[at]
            seen = rows[index, here["feature"]]
            missing = np.isnan(seen)
            left = np.where(missing, here["missing_left"] == 1, seen <= here["threshold"])
            at = np.where(here["leaf"] == 1, at, np.where(left, here["left"], here["right"]))
        return np.asarray(nodes["value"][at], np.float64)

    def save(self, folder: Path, name: str) -> None:
        """Two files: what the columns are, and the nodes."""
        folder.mkdir(exist_ok=True)
        said = {"names": list(self.names), "roots": list(self.roots), "base": self.base}
        (folder / f"{name}.json").write_text(json.dumps(said) + "\n", "utf-8")
        self.nodes.tofile(folder / f"{name}.nodes")


@cache
def load(folder: Path, name: str) -> Trees:
    """Trees as they were saved. Raises FileNotFoundError when they were never fitted."""
    said = json.loads((folder / f"{name}.json").read_text("utf-8"))
    nodes = np.fromfile(folder / f"{name}.nodes", NODE)
    return Trees(tuple(said["names"]), nodes, tuple(said["roots"]), float(said["base"]))


def grown(model: Any, names: tuple[str, ...]) -> Trees:
    """What a fitted ``HistGradientBoostingClassifier`` (two classes, no categories) holds, as numbers."""
    made, roots = [], [0]
    for (predictor,) in model._predictors:
        found = predictor.nodes
        nodes = np.zeros(len(found), NODE)
        for ours, theirs in (("feature", "feature_idx"), ("threshold", "num_threshold"), ("left", "left"), ("right", "right"),
                             ("value", "value"), ("missing_left", "missing_go_to_left"), ("leaf", "is_leaf")):  # fmt: skip
            nodes[ours] = found[theirs]
        made.append(nodes)
        roots.append(roots[-1] + len(nodes))
    return Trees(names, np.concatenate(made), tuple(roots), float(np.ravel(model._baseline_prediction)[0]))
