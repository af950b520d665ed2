"""A small network that ranks the candidates of one question against one another, « none of them » included.

Listwise: a candidate's probability is its share of the softmax over all the question's candidates and « none », fitted
so that the right ones, or « none » where nothing answers, have it (Cao et al., 2007, is the method). Fitted by
``tools/fit.py`` with torch, kept as numbers, read with numpy alone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.choosing.features import NAMES

Array = NDArray[np.float32]
Shares = NDArray[np.float32]  # of the candidates of a question, shape (n,)
FIRST, LAST = "chooser", "finals"  # files of what ranks all candidates by features, and of what ranks those read
TOP = 4  # best scores that « none » is judged by
FAR = 6.0  # standard deviations beyond which a number says no more
_FLOOR = 0.003  # added to a probability before its logarithm
_PROBABILITIES = ("own_kind", "letter", "asked", "kind_best")
_COUNTED = ("members", "met", "cells", "length", "words", "items", "values")
# What « none » is judged by: the question, and the best of each kind of evidence.
_OF_QUESTION = ("words", "stems", "english", "borrowed", "moment", "since", "moment_unknown", "unknown_code", "mended")
_ABSENT, _BEST = "first_none", "_best"


def judged(columns: Sequence[str]) -> tuple[int, ...]:
    """The columns that « none » is judged by."""
    return tuple(
        n
        for n, name in enumerate(columns)
        if name.startswith("ask ") or name.endswith(_BEST) or name in _OF_QUESTION or name == _ABSENT
    )


def prepared(rows: Array, columns: Sequence[str] = NAMES) -> Array:
    """Rows of features → what the network reads: no gaps, counts and probabilities also as logarithms."""
    logged = [n for n, name in enumerate(columns) if name.startswith("ask ") or name in _PROBABILITIES]
    counted = [n for n, name in enumerate(columns) if name in _COUNTED]
    logs = np.log(np.nan_to_num(rows[:, logged], nan=1.0) + _FLOOR)
    made = np.concatenate([np.nan_to_num(rows, nan=0.0), logs], axis=1)
    made[:, counted] = np.log1p(np.maximum(made[:, counted], 0))
    return np.asarray(made, np.float32)


@dataclass(frozen=True)
class Member:
    """One fitted network: means and deviations of what it reads, then weights and biases, candidate by candidate and
    for « none »."""

    mean: Array
    deviation: Array
    layers: tuple[tuple[Array, Array], ...]
    none: tuple[tuple[Array, Array], ...]

    def shares(self, read: Array, asked: Sequence[int]) -> Array:
        """The share of each candidate, shape (n,); what is missing to 1 is that of « none », judged by ``asked``."""
        scaled = np.clip((read - self.mean) / self.deviation, -FAR, FAR)
        scores = _through(scaled, self.layers)[:, 0]
        top = np.full(TOP, -30.0, np.float32)
        best = np.sort(scores)[::-1][:TOP]
        top[: len(best)] = best
        seen = np.concatenate([scaled[0, list(asked)], top / 5])[None, :]
        every = np.append(scores, _through(seen, self.none)[0, 0])
        powers = np.exp(every - every.max())
        return np.asarray((powers / powers.sum())[:-1], np.float32)


def _through(x: Array, layers: tuple[tuple[Array, Array], ...]) -> Array:
    for number, (weight, bias) in enumerate(layers):
        x = x @ weight.T + bias
        if number < len(layers) - 1:
            x = _gelu(x)
    return x


def _gelu(x: Array) -> Array:
    """Hendrycks and Gimpel (2016), in its tanh form."""
    return np.asarray(0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x**3))), np.float32)


@dataclass(frozen=True)
class Ranker:
    """Several networks that read these columns, whose shares are averaged."""

    members: tuple[Member, ...]
    columns: tuple[str, ...] = NAMES

    def shares(self, rows: Array) -> Array:
        """The probability that each candidate is the one that answers, shape (n,)."""
        if not len(rows):
            return np.empty(0, np.float32)
        read, asked = prepared(rows, self.columns), judged(self.columns)
        return np.asarray(np.mean([member.shares(read, asked) for member in self.members], axis=0), np.float32)

    def save(self, folder: Path, name: str = FIRST) -> None:
        """Two files: shapes and the columns it reads, and numbers at full precision."""
        folder.mkdir(exist_ok=True)
        arrays = [array for member in self.members for array in _arrays(member)]
        said = {"names": list(self.columns), "members": len(self.members), "shapes": [list(a.shape) for a in arrays]}
        (folder / f"{name}.json").write_text(json.dumps(said) + "\n", "utf-8")
        np.concatenate([array.ravel() for array in arrays]).astype("<f4").tofile(folder / f"{name}.f4")


def _arrays(member: Member) -> list[Array]:
    pairs = [array for pair in (*member.layers, *member.none) for array in pair]
    return [member.mean, member.deviation, *pairs]


@cache
def load(folder: Path, name: str = FIRST, columns: tuple[str, ...] = NAMES) -> Ranker:
    """The ranker as it was saved. FileNotFoundError when none was fitted; ValueError when it reads other columns."""
    said: dict[str, Any] = json.loads((folder / f"{name}.json").read_text("utf-8"))
    if tuple(said["names"]) != columns:
        raise ValueError("the chooser was fitted on other features: run tools/fit.py")
    flat = np.fromfile(folder / f"{name}.f4", "<f4")
    cut = np.cumsum([int(np.prod(shape)) for shape in said["shapes"]])[:-1]
    arrays = [a.reshape(s) for a, s in zip(np.split(flat, cut), said["shapes"], strict=True)]
    size = len(arrays) // said["members"]
    wide = len(judged(columns)) + TOP
    members = (_member(arrays[n * size : (n + 1) * size], wide) for n in range(said["members"]))
    return Ranker(tuple(members), columns)


def _member(arrays: list[Array], wide: int) -> Member:
    pairs = [(arrays[n], arrays[n + 1]) for n in range(2, len(arrays), 2)]
    none = next(n for n, (weight, _) in enumerate(pairs) if weight.shape[1] == wide)
    return Member(arrays[0], arrays[1], tuple(pairs[:none]), tuple(pairs[none:]))
