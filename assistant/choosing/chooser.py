"""The port of choosing, and the fitted chooser behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from assistant.choosing import features, trees
from assistant.evidence.candidate import Candidate
from assistant.reading.meaning import FITTED
from assistant.reading.reading import Reading


@dataclass(frozen=True)
class Chosen:
    """A candidate and the probability that it answers, calibrated on organisations left out."""

    candidate: Candidate
    sureness: float


class Chooser(Protocol):
    """Says which candidates answer, the surest first; an empty answer is « none »."""

    def choose(self, reading: Reading, candidates: Sequence[Candidate]) -> list[Chosen]: ...


class FittedChooser:
    """Boosted trees over ``features``, fitted by ``repere fit`` on many organisations."""

    def __init__(self, model: trees.Trees | None = None) -> None:
        self._model = model

    def choose(self, reading: Reading, candidates: Sequence[Candidate]) -> list[Chosen]:
        """Every candidate with its probability, best first."""
        if not candidates:
            return []
        model = self._model or trees.load(FITTED, "chooser")
        sure = model.probabilities(features.rows(reading, candidates))
        order = np.argsort(-sure, kind="stable")
        return [Chosen(candidates[n], float(sure[n])) for n in order.tolist()]
