"""BM25 over words and over letter four-grams, in arrays that a reader maps and never loads whole.

Why not a search library: what a person may not read must not change one byte of their answers, and a library counts
frequencies and mean lengths over everything it holds. Here both are counted over what the asker may read
(docs/decisions.md has the figures beside tantivy's).
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.index.arrays import mapped, save

Scores = NDArray[np.float32]
Mask = NDArray[np.bool_]

K1, B = 1.2, 0.75  # Robertson's usual values; others gained nothing (docs/decisions.md)
_LONGEST = 48  # a longer term is cut: no word is told apart after that
_PARTS = {"terms": f"S{_LONGEST}", "starts": "<i8", "rows": "<i4", "counts": "|u1", "lengths": "<f4"}


class Postings:
    """Terms of numbered rows. ``rows`` is how many rows there are."""

    def __init__(self, folder: Path, name: str) -> None:
        self._terms, self._starts, self._rows, self._counts, self._lengths = (
            mapped(folder / f"{name}.{what}", kind) for what, kind in _PARTS.items()
        )
        self.rows = len(self._lengths)

    def scores(self, query: Mapping[str, float], allowed: Mask | None = None) -> Scores:
        """BM25 of every row for weighted terms, shape (rows,). Frequencies and lengths are those of allowed rows."""
        total = np.zeros(self.rows, np.float32)
        count = self.rows if allowed is None else int(allowed.sum())
        if not count:
            return total
        lengths: Scores = self._lengths
        mean = float((lengths if allowed is None else lengths[allowed]).mean()) or 1.0
        for term, weight in query.items():
            rows, tf = self._of(term, allowed)
            if len(rows):
                rarity = np.log(1 + (count - len(rows) + 0.5) / (len(rows) + 0.5))
                norm = K1 * (1 - B + B * lengths[rows] / mean)
                total[rows] += np.float32(weight * rarity * (K1 + 1)) * tf / (tf + norm)
        return total

    def frequency(self, term: str, allowed: Mask | None = None) -> int:
        """How many rows hold a term."""
        return len(self._of(term, allowed)[0])

    def _of(self, term: str, allowed: Mask | None) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
        key = term.encode()[:_LONGEST]
        place = int(np.searchsorted(self._terms, np.bytes_(key)))
        if place == len(self._terms) or self._terms[place] != key:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        span = slice(int(self._starts[place]), int(self._starts[place + 1]))
        rows, counts = np.asarray(self._rows[span]), np.asarray(self._counts[span], np.float32)
        if allowed is None:
            return rows, counts
        kept = allowed[rows]
        return rows[kept], counts[kept]


def write_postings(folder: Path, name: str, rows: Iterable[Sequence[str]]) -> None:
    """Writes the postings of rows numbered from 0, as ``Postings`` reads them."""
    places: dict[bytes, array[int]] = {}
    counts: dict[bytes, array[int]] = {}
    lengths = array("f")
    for number, terms in enumerate(rows):
        lengths.append(len(terms))
        for term, count in Counter(t.encode()[:_LONGEST] for t in terms).items():
            places.setdefault(term, array("i")).append(number)
            counts.setdefault(term, array("B")).append(min(count, 255))
    ordered = sorted(places)
    starts = np.cumsum([0, *(len(places[term]) for term in ordered)], dtype=np.int64)
    parts: dict[str, Any] = {
        "terms": ordered,
        "starts": starts,
        "rows": _joined(places, ordered, np.int32),
        "counts": _joined(counts, ordered, np.uint8),
        "lengths": lengths,
    }
    for what, kind in _PARTS.items():
        save(folder / f"{name}.{what}", np.array(parts[what], kind))


def _joined(pieces: Mapping[bytes, array[int]], ordered: Sequence[bytes], kind: type) -> NDArray[np.generic]:
    return np.concatenate([np.frombuffer(pieces[t], kind) for t in ordered]) if ordered else np.empty(0, kind)
