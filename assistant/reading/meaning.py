"""What a question asks, told by the examples it is nearest to: a linear reading of the encoder's vector.

The examples are data (``assistant/reading/examples``, one file a kind of question); the weights are a multinomial logistic
regression over their vectors (``repere fit``), kept as numbers beside this file and used without its library.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from assistant.library import Library

Vector = NDArray[np.float32]
EXAMPLES = Path(__file__).parent / "examples"
FITTED = Path(__file__).parent / "fitted"


@dataclass(frozen=True)
class Meaning:
    """``labels`` name the kinds; ``weights`` has shape (labels, dimension), ``bias`` (labels,)."""

    labels: tuple[str, ...]
    weights: Vector
    bias: Vector

    def read(self, vector: Vector) -> dict[str, float]:
        """Label → probability, for a question's unit vector."""
        logits = self.weights @ vector + self.bias
        powers = np.exp(logits - logits.max())
        return dict(zip(self.labels, (powers / powers.sum()).tolist(), strict=True))

    def save(self, folder: Path = FITTED) -> None:
        """Two files: the labels, and the numbers at half precision."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "meaning.json").write_text(json.dumps(list(self.labels), indent=0) + "\n", "utf-8")
        np.concatenate([self.weights, self.bias[:, None]], axis=1).astype("<f2").tofile(folder / "meaning.f2")


@cache
def fitted(folder: Path = FITTED) -> Meaning:
    """The weights of the packaged encoder. Raises FileNotFoundError when they were never fitted."""
    labels = tuple(json.loads((folder / "meaning.json").read_text("utf-8")))
    rows = np.fromfile(folder / "meaning.f2", "<f2").astype(np.float32).reshape(len(labels), -1)
    return Meaning(labels, np.ascontiguousarray(rows[:, :-1]), rows[:, -1])


def kinds(text: str, library: Library) -> dict[str, float]:
    """What a text asks: label → probability, by the fitted weights or by those the library was given."""
    return (library.head or fitted()).read(library.meaning(text))


def examples(folder: Path = EXAMPLES) -> dict[str, tuple[str, ...]]:
    """Label → its example questions, from the files named after labels."""
    found = {path.stem: path.read_text("utf-8").splitlines() for path in sorted(folder.glob("*.txt"))}
    return {label: tuple(line.strip() for line in lines if line.strip()) for label, lines in found.items()}


def family(kinds: Mapping[str, float], *labels: str) -> float:
    """The probability of labels, a name ending with a point standing for all that begin with it (« state. »)."""
    return sum(kinds[label] for label in _members(labels, tuple(kinds)))


@lru_cache(maxsize=4096)
def _members(labels: tuple[str, ...], known: tuple[str, ...]) -> tuple[str, ...]:
    whole = frozenset(labels)
    beginnings = tuple(label for label in labels if label.endswith("."))
    return tuple(label for label in known if label in whole or (beginnings and label.startswith(beginnings)))


def best(kinds: Mapping[str, float], labels: Sequence[str]) -> str:
    """The likeliest of some labels."""
    return max(labels, key=lambda label: kinds.get(label, 0.0))
