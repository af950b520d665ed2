"""The port of choosing, and the fitted chooser behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.choosing import features
from assistant.choosing.ranker import Ranker, load
from assistant.choosing.rules import falls
from assistant.evidence.candidate import Candidate
from assistant.library import Library
from assistant.reading.meaning import FITTED
from assistant.reading.reading import Reading


@dataclass(frozen=True)
class Chosen:
    """A candidate and the probability that it answers, calibrated on organisations left out."""

    candidate: Candidate
    sureness: float


class Chooser(Protocol):
    """Says which candidates answer, the surest first; an empty answer is « none »."""

    def choose(self, reading: Reading, candidates: Sequence[Candidate], library: Library) -> list[Chosen]: ...


class FittedChooser:
    """A listwise ranker over ``features``, fitted by ``tools/fit.py`` on many organisations."""

    def __init__(self, model: Ranker | None = None) -> None:
        self._model = model

    def choose(self, reading: Reading, candidates: Sequence[Candidate], library: Library) -> list[Chosen]:
        """Every candidate that may stand with its probability, best first: what falls leaves its share to the rest."""
        if not candidates:
            return []
        model = self._model or load(FITTED)
        shares = model.shares(features.rows(reading, candidates))
        stands = np.array([not falls(reading, candidate, library) for candidate in candidates])
        kept = float(shares[stands].sum()) + max(0.0, 1 - float(shares.sum()))
        sure = np.where(stands, shares / max(kept, 1e-6), 0.0)
        order = np.argsort(-sure, kind="stable")
        about = _about(reading, candidates, sure)
        return [Chosen(candidates[n], float(max(sure[n], about[n]))) for n in order.tolist() if stands[n]]


def _about(reading: Reading, candidates: Sequence[Candidate], sure: NDArray[np.float64]) -> NDArray[np.float64]:
    """What all that is told of a thing has together, where the question names the thing outright: the ways of telling
    it share what is sure of it. Zero elsewhere; shape (n,)."""
    numbers = [
        c.thing.number if c.thing is not None and reading.said.exact[c.thing.number] >= 1 else -1 for c in candidates
    ]
    total: dict[int, float] = {}
    for number, share in zip(numbers, sure.tolist(), strict=True):
        total[number] = total.get(number, 0.0) + share
    return np.array([total[number] if number >= 0 else 0.0 for number in numbers])
