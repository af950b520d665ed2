"""A question → passages near it, by words, letters and meaning: each part kept apart, for whoever chooses.

The recipe was fitted on public French question sets (docs/decisions.md). Frequencies are counted over what the asker
may read, and over nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.library import Library
from assistant.model import Ranked
from ingest.index.lexical import Shares, Wanted, grams, pairs, stems
from ingest.languages import ENGLISH, FRENCH, words
from ingest.model import Passage
from ingest.ports import Reranks

Scores = NDArray[np.float32]

VECTORS = 0.6  # share of the cosine in the sum; the rest is lexical
RERANKED = 30  # candidates a cross-encoder reads, where one is set
_POOL = 100  # candidates each side brings, at least
_MENDED = 0.8  # weight of a word we guessed was meant


@dataclass(frozen=True, slots=True)
class Found:
    """A passage, its fused score in [0, 1] relative to the best of its question, and the parts of it: ``lexical``
    likewise, ``cosine`` as it is."""

    passage: Passage
    score: float
    lexical: float
    cosine: float
    reasons: tuple[str, ...] = ()


def find(
    library: Library, text: str, mended: Mapping[str, str], vector: NDArray[np.float32] | None, count: int
) -> tuple[Found, ...]:
    """The best passages for a text, best first. ``vector`` is the question's; None searches by words alone."""
    generation, readable = library.generation, library.sees
    mask = generation.mask(readable)
    allowed = None if mask is None else readable
    shares = generation.lexical(wanted(text, mended), mask)
    lexical = scaled(shares.total)
    best = _best(lexical, max(_POOL, 2 * count))
    if vector is None or not text.strip():
        return _found(library, best[:count], {n: float(lexical[n]) for n in best}, lexical, {}, shares)
    near = dict(generation.nearest(vector, max(_POOL, count), allowed))
    near |= generation.similarities(vector, [n for n in best if n not in near], allowed)
    numbers = np.array(sorted(near), np.int64)
    if not len(numbers):
        return ()
    cosines = np.array([near[n] for n in numbers.tolist()], np.float32)
    fused = (1 - VECTORS) * lexical[numbers] + VECTORS * scaled(cosines)
    order = np.lexsort((numbers, -fused))[:count]
    scores = dict(zip(numbers[order].tolist(), fused[order].tolist(), strict=True))
    return _found(library, list(scores), scores, lexical, near, shares)


def wanted(text: str, mended: Mapping[str, str]) -> Wanted:
    """What to look for: folded content words; a misspelt one also brings what it stands for."""
    said = [w for w in words(text) if _means(w)]
    weighed = [(w, 1.0) for w in said] + [(m, _MENDED) for w in said if (m := mended.get(w, ""))]
    spelt = [mended.get(w, w) for w in said]
    return Wanted(
        stems=_summed((term, weight) for word, weight in weighed for term in stems([word])),
        pairs=_summed((pair, 1.0) for pair in pairs(stems(spelt))),
        grams=_summed((gram, weight) for word, weight in weighed for gram in grams([word])),
    )


def ranked(
    library: Library, text: str, mended: Mapping[str, str], vector: NDArray[np.float32] | None, count: int
) -> tuple[Ranked, ...]:
    """The passages with why they rank, for ``repere search``; reread by a cross-encoder where one is set."""
    found = find(library, text, mended, vector, max(count, RERANKED))
    reader: object = library.encoder
    if isinstance(reader, Reranks) and found:
        read = scaled(reader.rerank(text, [f"{f.passage.context}\n{f.passage.text}".strip() for f in found]))
        again = [0.5 * f.score + 0.5 * float(r) for f, r in zip(found, read, strict=True)]
        found = tuple(found[n] for n in np.argsort(-np.array(again), kind="stable"))
    return tuple(Ranked(f.passage, min(1.0, f.score), f.reasons) for f in found[:count])


def scaled(scores: NDArray[np.floating]) -> NDArray[np.float32]:
    """From 0 (the least) to 1 (the best of this question); all zero when all are equal."""
    low, high = (float(scores.min()), float(scores.max())) if len(scores) else (0.0, 0.0)
    spread = (scores - low) / (high - low) if high > low else np.zeros_like(scores)
    return np.asarray(spread, np.float32)


def _means(word: str) -> bool:
    spoken = FRENCH.spoken.get(word, word)
    both = spoken in FRENCH.stop_words or (spoken in ENGLISH.stop_words)
    return not both and (len(word) > 1 or word.isdigit())


def _summed(found: Iterable[tuple[str, float]]) -> dict[str, float]:
    total: dict[str, float] = {}
    for key, weight in found:
        total[key] = total.get(key, 0.0) + weight
    return total


def _best(scores: Scores, count: int) -> list[int]:
    """Numbers of the best passages that share anything with the question, best first; ties by number."""
    some = np.argpartition(-scores, count)[:count] if len(scores) > count else np.arange(len(scores))
    some = np.sort(some[scores[some] > 0])
    return [int(n) for n in some[np.argsort(-scores[some], kind="stable")]]


def _found(
    library: Library,
    numbers: list[int],
    scores: Mapping[int, float],
    lexical: Scores,
    near: Mapping[int, float],
    shares: Shares,
) -> tuple[Found, ...]:
    passages = library.generation.passages_at(numbers)
    return tuple(
        Found(p, scores[n], float(lexical[n]), near.get(n, 0.0), _reasons(n, shares, near))
        for n, p in zip(numbers, passages, strict=True)
    )


def _reasons(number: int, shares: Shares, near: Mapping[int, float]) -> tuple[str, ...]:
    said = (
        f"mots {shares.parts[number]:.1f}",
        f"section {shares.wholes[number]:.1f}",
        f"suites {shares.pairs[number]:.1f}",
        f"lettres {shares.grams[number]:.1f}",
    )
    return (*said, f"sens {near[number]:.2f}") if number in near else said
