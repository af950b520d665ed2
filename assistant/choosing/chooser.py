"""The port of choosing, and the fitted chooser behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from assistant.choosing import agreement, features, finalists
from assistant.choosing.features import Rows
from assistant.choosing.finalists import Reader
from assistant.choosing.ranker import LAST, Ranker, Shares, load
from assistant.choosing.rules import stands
from assistant.evidence.candidate import Candidate
from assistant.library import Library
from assistant.reading.meaning import FITTED
from assistant.reading.reading import Reading


@dataclass(frozen=True)
class Chosen:
    """A candidate and the probability that it answers, calibrated on organisations left out. ``share`` is its part of that
    probability alone, without what others that say the same add: the shares of different answers may be summed."""

    candidate: Candidate
    sureness: float
    share: float = 0.0


class Chooser(Protocol):
    """Says which candidates answer, the surest first; an empty answer is « none »."""

    def choose(self, reading: Reading, candidates: Sequence[Candidate], library: Library) -> list[Chosen]: ...


@runtime_checkable
class AsksModel(Protocol):
    """A chooser that may ask a model; ``fitted`` is the one that decides without it."""

    fitted: Chooser


class FittedChooser:
    """A listwise ranker over ``features``, then another over the best of them once they are read beside the question; both
    fitted by ``tools/fit.py`` on many organisations. Without a reader the first alone decides."""

    def __init__(self, reader: Reader | None = None, model: Ranker | None = None, final: Ranker | None = None) -> None:
        self._model, self._reader, self._final = model, reader, final

    def choose(self, reading: Reading, candidates: Sequence[Candidate], library: Library) -> list[Chosen]:
        """Every candidate that may stand with its probability, best first: what falls leaves its share to the rest."""
        if not candidates:
            return []
        model = self._model or load(FITTED)
        rows = features.rows(reading, candidates)
        stand = np.array([stands(reading, one, library) for one in candidates])
        shares = standing(model.shares(rows), stand)
        sure = own = last = shares
        if self._reader is not None:
            own, sure, last = self._read(self._reader, reading, candidates, library, rows, shares)
        order = np.lexsort((-shares, -own))
        return [Chosen(candidates[n], float(sure[n]), float(last[n])) for n in order.tolist() if stand[n]]

    def _read(
        self, reader: Reader, reading: Reading, candidates: Sequence[Candidate], library: Library, rows: Rows,
        shares: Shares,
    ) -> tuple[Shares, Shares, Shares]:  # fmt: skip
        """What the best are ranked by once read, how sure each is with what says the same, and its own share; zero for the
        others."""
        found = finalists.finals(
            finalists.asked(reading), rows, shares, finalists.kin(candidates),
            lambda number: finalists.told(reading, candidates[number], library), reader,
        )  # fmt: skip
        final = self._final or load(FITTED, LAST, finalists.NAMES)
        last = final.shares(found.rows)
        agreed = agreement.load(FITTED).sure(last, found.answers)
        spread = np.zeros((3, len(candidates)), np.float32)
        spread[:, found.numbers] = agreement.ranked(last, agreed), agreed, last
        return spread[0], spread[1], spread[2]


def standing(shares: Shares, stands: NDArray[np.bool_]) -> Shares:
    """The shares of what may stand, that of the rest being given to all that remains and to « none »."""
    kept = float(shares[stands].sum()) + max(0.0, 1 - float(shares.sum()))
    return np.asarray(np.where(stands, shares / max(kept, 1e-6), 0.0), np.float32)
