"""A question → ranked passages: words, letter four-grams and vectors, scaled per query and summed.

The recipe and its weights were measured on public French question sets (docs/decisions.md): 0.8 of the best lexical
score and 0.2 of the encoder's cosine. Frequencies are counted over what the asker may read, and over nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.lexicon import translate
from assistant.model import Ranked
from ingest.index.lexical import Shares, Wanted, grams, pairs, stems
from ingest.languages import FRENCH, Language, words
from ingest.ports import Reranks

if TYPE_CHECKING:
    from ingest.index.generation import Generation
    from ingest.ports import Embedder

Allowed = Callable[[str], bool]
Scores = NDArray[np.float32]

VECTORS = 0.2  # share of the cosine in the sum; the rest is lexical
RERANKED = 30  # candidates a cross-encoder reads, where one is set
_POOL = 100  # candidates each side brings, at least
_MENDED = 0.8  # weight of a word we guessed was meant, or of a translation


def search(
    generation: Generation,
    embedder: Embedder | None,
    text: str,
    language: Language,
    count: int,
    allowed: Allowed | None = None,
) -> tuple[Ranked, ...]:
    """The best passages for a text, best first, scores in [0, 1] relative to the best of this query.

    Only passages of documents that ``allowed`` accepts are counted, compared or returned.
    """
    mask = generation.mask(allowed)
    readable = None if mask is None else allowed
    shares = generation.lexical(_wanted(generation, text, language, readable), mask)
    lexical = _scaled(shares.total)
    best = _best(lexical, max(_POOL, 2 * count))
    if embedder is None or not text.strip():
        return _ranked(generation, best[:count], lexical, shares, {})
    near = _cosines(generation, embedder.embed_query(text), best, max(_POOL, count), readable)
    numbers = np.array(sorted(near), np.int64)
    if not len(numbers):
        return ()
    fused = (1 - VECTORS) * lexical[numbers] + VECTORS * _scaled(np.array([near[n] for n in numbers.tolist()]))
    if isinstance(embedder, Reranks):
        fused = _reranked(generation, embedder, text, numbers, fused)
    order = np.lexsort((numbers, -fused))[:count]
    scores = dict(zip(numbers[order].tolist(), fused[order].tolist(), strict=True))
    return _ranked(generation, list(scores), scores, shares, near)


def _reranked(
    generation: Generation, embedder: Reranks, text: str, numbers: NDArray[np.int64], fused: Scores
) -> Scores:
    """The best candidates again, half by what was found and half by a model that reads both texts together."""
    first = np.argsort(-fused, kind="stable")[:RERANKED]
    passages = generation.passages_at([int(n) for n in numbers[first]])
    read = embedder.rerank(text, [f"{p.context}\n{p.text}".strip() for p in passages])
    again = np.array(fused, np.float32)
    # Those not read again stay below the least of those that were.
    again[first] = 1 + 0.5 * fused[first] + 0.5 * _scaled(read)
    return np.asarray(again / max(float(again.max()), 1.0), np.float32)


def _wanted(generation: Generation, text: str, language: Language, allowed: Allowed | None) -> Wanted:
    """What to look for: folded content words; a misspelt or an English one also brings what it may stand for."""
    said = [word for word in words(text) if _means(FRENCH.spoken.get(word, word), language)]
    if language is FRENCH:
        speller = generation.speller(allowed)
        meant = [speller.mend(word)[:1] for word in said]
    else:
        french = {start: words for start, _, words in translate(said)}
        meant = [french.get(position, ()) for position in range(len(said))]
    weighed = [(word, 1.0) for word in said] + [(word, _MENDED) for mended in meant for word in mended]
    spelt = [(mended or (word,))[0] for word, mended in zip(said, meant, strict=True)]
    return Wanted(
        stems=_summed((term, weight) for word, weight in weighed for term in stems([word])),
        pairs=_summed((pair, 1.0) for pair in pairs(stems(spelt))),
        grams=_summed((gram, weight) for word, weight in weighed for gram in grams([word])),
    )


def _means(word: str, language: Language) -> bool:
    return word not in language.stop_words and word not in FRENCH.stop_words and (len(word) > 1 or word.isdigit())


def _summed(pairs: Iterable[tuple[str, float]]) -> dict[str, float]:
    total: dict[str, float] = {}
    for key, weight in pairs:
        total[key] = total.get(key, 0.0) + weight
    return total


def _cosines(
    generation: Generation, vector: NDArray[np.float32], best: list[int], count: int, allowed: Allowed | None
) -> dict[int, float]:
    """The cosine of every candidate, those the words found and those the vectors find."""
    near = dict(generation.nearest(vector, count, allowed))
    missing = [number for number in best if number not in near]
    return near | generation.similarities(vector, missing, allowed)


def _scaled(scores: NDArray[np.floating]) -> NDArray[np.floating]:
    """From 0 (the least) to 1 (the best of this query); all zero when all are equal."""
    low, high = (float(scores.min()), float(scores.max())) if len(scores) else (0.0, 0.0)
    return (scores - low) / (high - low) if high > low else np.zeros_like(scores)


def _best(scores: NDArray[np.floating], count: int) -> list[int]:
    """Numbers of the best passages that share anything with the question, best first; ties by number."""
    some = np.argpartition(-scores, count)[:count] if len(scores) > count else np.arange(len(scores))
    some = np.sort(some[scores[some] > 0])
    return some[np.argsort(-scores[some], kind="stable")].tolist()  # type: ignore[no-any-return]


def _ranked(
    generation: Generation,
    numbers: Sequence[int],
    scores: dict[int, float] | NDArray[np.floating],
    shares: Shares,
    near: dict[int, float],
) -> tuple[Ranked, ...]:
    found = generation.passages_at(numbers)
    return tuple(
        Ranked(passage, min(1.0, float(scores[n])), tuple(_reasons(n, shares, near)))
        for n, passage in zip(numbers, found, strict=True)
    )


def _reasons(number: int, shares: Shares, near: dict[int, float]) -> list[str]:
    """The four lexical parts and the cosine, for ``repere search``."""
    said = [
        f"mots {shares.parts[number]:.1f}",
        f"section {shares.wholes[number]:.1f}",
        f"suites {shares.pairs[number]:.1f}",
        f"lettres {shares.grams[number]:.1f}",
    ]
    return said + ([f"sens {near[number]:.2f}"] if number in near else [])
