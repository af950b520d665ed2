"""Which offer meets a need told in other words than its own.

A word of the need counts for an offer as much as the nearest of the offer's words: the same word, its family, a
synonym, or a word of the same need (``lexicon/needs.txt``); weighed by how few offers it tells apart. What words leave
undecided, the search over the passages (letters and vectors) helps to settle. Weights: docs/decisions.md.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.lexicon import needs
from assistant.library import Library
from assistant.matching import likeness
from assistant.model import Lang, Word
from assistant.offers.catalogue import Catalogue, told
from ingest.facts.records import ServiceOffer
from ingest.languages import FRENCH, content_words

NEED = 0.6  # a word of the same need
SHARED = 0.8  # the same, where two words of both sides speak of that need
RARITY = 0.8  # power of a word's rarity
SEARCHED = 0.1  # share of the passage search in the sum


@dataclass(frozen=True, slots=True)
class Found:
    """``score`` in [0, 1] is the share of the need's weight that the offer meets, with the search's opinion;
    ``met`` the positions of the words met."""

    offer: ServiceOffer
    score: float
    met: frozenset[int]
    words: float
    near: bool = False  # one word at least is more than loosely of the same need


@dataclass(frozen=True)
class NeedIndex:
    """The words of each offer with their weight, and in how many offers each is found."""

    words: dict[str, dict[str, float]]
    spread: dict[str, int]

    @classmethod
    def of(cls, library: Library) -> NeedIndex:
        return library.remember("needs", lambda seen: _indexed(Catalogue.of(seen)))

    def telling(self, word: str) -> float:
        return float(math.log(1 + len(self.words) / self.spread.get(word, 1)) ** RARITY)


def _indexed(catalogue: Catalogue) -> NeedIndex:
    held: dict[str, dict[str, float]] = defaultdict(dict)
    for offer in catalogue.offers:
        for text, weight in told(offer):
            for word in content_words(text, FRENCH):
                held[offer.id][word] = max(weight, held[offer.id].get(word, 0.0))
    return NeedIndex(dict(held), Counter(word for words in held.values() for word in words))


def meeting(need: Sequence[Word], catalogue: Catalogue, library: Library, text: str, language: Lang) -> list[Found]:
    """Offers by how well they meet a need, best first."""
    index = NeedIndex.of(library)
    searched = _searched(catalogue, library, text, language)
    total = sum(_weight(word, index) for word in need) or 1.0
    found = []
    for offer in catalogue.offers:
        held = index.words.get(offer.id, {})
        shared = _shared(need, held)
        met = {w.position: worth for w in need if (worth := _worth(w, held, index, shared)) > 0}
        near = any(likeness(w, other) > NEED for w in need if w.position in met for other in held)
        words = sum(met.values()) / total
        score = (1 - SEARCHED) * words + SEARCHED * searched.get(offer.id, 0.0)
        found.append(Found(offer, score, frozenset(met), words, near))
    return sorted(found, key=lambda f: -f.score)


def _weight(word: Word, index: NeedIndex) -> float:
    """What a word of the need weighs: as its nearest word among all the offers' words, a common weight when it has none."""
    return max((index.telling(w) for w in _nearest(word, index)), default=math.log(1 + len(index.words) / 3))


def _nearest(word: Word, index: NeedIndex) -> list[str]:
    return [w for w in index.spread if _near(word, w) >= NEED]


def _worth(word: Word, held: dict[str, float], index: NeedIndex, shared: frozenset[int]) -> float:
    return max(
        (_near(word, other, shared) * weight * index.telling(other) for other, weight in held.items()), default=0.0
    )


def _shared(need: Sequence[Word], held: Mapping[str, float]) -> frozenset[int]:
    """The needs that two words of what is told, and two of the offer, both speak of: « contrat, échanger » and « entente,
    partage »."""
    told = Counter(line for w in need for line in {n for s in (w.surface, *w.also) for n in needs(s)})
    offered = Counter(line for word in held for line in needs(word))
    return frozenset(line for line, count in told.items() if count > 1 and offered[line] > 1)


def _near(word: Word, other: str, shared: frozenset[int] = frozenset()) -> float:
    near = likeness(word, other)
    if near >= NEED:
        return near
    same = max(_same_need(s, other) for s in (word.surface, *word.also))
    if same and shared and any(needs(s) & needs(other) & shared for s in (word.surface, *word.also)):
        return SHARED
    return same


@lru_cache(maxsize=200_000)
def _same_need(surface: str, other: str) -> float:
    return NEED if needs(surface) & needs(other) else 0.0


def _searched(catalogue: Catalogue, library: Library, text: str, language: Lang) -> dict[str, float]:
    """What the search over passages thinks of each offer's row, relative to the best row."""
    rows = {(o.document, o.name.place.sheet, o.name.place.row, o.name.place.section): o.id for o in catalogue.offers}
    scores: dict[str, float] = {}
    for ranked in library.search(text, 60, language):
        place = ranked.passage.place
        offer = rows.get((ranked.passage.document, place.sheet, place.row, place.section))
        if offer:
            scores[offer] = max(ranked.score, scores.get(offer, 0.0))
    best = max(scores.values(), default=1.0) or 1.0
    return {offer: score / best for offer, score in scores.items()}
