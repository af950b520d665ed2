"""Finding the things a question names: roles, activities, projects, offers, committees, terms.

Words meet softly: the same stem, the same family (formation, former), a synonym, a translation, a mended spelling.
A name's words weigh by how rare they are among the names, so that « comité » alone names no committee.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from assistant.lexicon import root, synonyms
from assistant.model import Word
from ingest.facts.records import Term
from ingest.languages import FRENCH, content_words, stem

Key = TypeVar("Key", bound=Hashable)

SAME, FAMILY, MEANT, SYNONYM = 1.0, 0.92, 0.9, 0.75


@lru_cache(maxsize=200_000)
def affinity(surface: str, other: str) -> float:
    """How near two folded French words are, in [0, 1]: stem, family, synonym, or nothing."""
    if surface == other or stem(surface, FRENCH) == stem(other, FRENCH):
        return SAME
    if root(surface) == root(other):
        return FAMILY
    return SYNONYM if root(other) in synonyms(surface) else 0.0


def likeness(word: Word, other: str) -> float:
    """The affinity of a question's word, or of anything it may stand for, with a folded corpus word."""
    near = affinity(word.surface, other)
    if near < MEANT and word.also:
        near = max(near, MEANT * max(affinity(also, other) for also in word.also))
    return near


@dataclass(frozen=True, slots=True)
class Match(Generic[Key]):
    """A name found in a question. ``score`` is the share of the name's weight that was said, in [0, 1];
    ``weight`` that share in absolute rarity; ``used`` the positions (``Word.position``) of the words that said it."""

    key: Key
    name: str
    score: float
    weight: float
    used: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Entry(Generic[Key]):
    key: Key
    name: str
    words: tuple[str, ...]


class Names(Generic[Key]):
    """Names to look for, each under a key; a key may have several names (aliases, acronyms)."""

    def __init__(self, named: Iterable[tuple[Key, Sequence[str]]], light: frozenset[str] = frozenset()) -> None:
        """``light``: roots of words that tell little (« tenir », « assurer ») and weigh half."""
        self._light = light
        self._entries = [
            _Entry(key, name, tuple(dict.fromkeys(content_words(name, FRENCH))))
            for key, names in named
            for name in names
        ]
        self._entries = [entry for entry in self._entries if entry.words]
        self._postings: dict[str, list[int]] = defaultdict(list)
        for number, entry in enumerate(self._entries):
            for word in entry.words:
                self._postings[word].append(number)
        self._rarity = self._weigh()
        self._by_family: dict[str, list[str]] = defaultdict(list)
        for word in self._postings:
            self._by_family[root(word)].append(word)
            if stem(word, FRENCH) != root(word):
                self._by_family[stem(word, FRENCH)].append(word)

    def _weigh(self) -> dict[str, float]:
        keys = Counter(
            word for word, numbers in self._postings.items() for _ in {self._entries[n].key for n in numbers}
        )
        total = max(len({entry.key for entry in self._entries}), 1)
        return {
            word: math.log(1 + total / count) * (0.5 if root(word) in self._light else 1.0)
            for word, count in keys.items()
        }

    def rarity(self, word: str) -> float:
        return self._rarity.get(word, 0.0)

    def _near(self, word: Word) -> dict[str, float]:
        """Name words near a question's word."""
        surfaces = (word.surface, *word.also)
        families = {f for s in surfaces for f in (root(s), stem(s, FRENCH), *synonyms(s))}
        candidates = {name for family in families for name in self._by_family.get(family, ())}
        return {name: near for name in candidates if (near := likeness(word, name)) > 0}

    def find(self, content: Sequence[Word], floor: float = 0.5) -> list[Match[Key]]:
        """Every key whose best name scores at least ``floor``, best first (score, then weight)."""
        said: dict[int, dict[str, tuple[float, frozenset[int]]]] = defaultdict(dict)
        for word in content:
            for name_word, near in self._near(word).items():
                for number in self._postings[name_word]:
                    best_near, positions = said[number].get(name_word, (0.0, frozenset()))
                    # « length of stay » says « durée » and « séjour » with each of its words.
                    if near > best_near or (near == best_near and word.also):
                        kept = positions if near == best_near else frozenset()
                        said[number][name_word] = (near, kept | {word.position})
        best: dict[Key, Match[Key]] = {}
        for number, found in said.items():
            match = self._match(self._entries[number], found)
            held = best.get(match.key)
            if match.score >= floor and (held is None or (match.score, match.weight) > (held.score, held.weight)):
                best[match.key] = match
        return sorted(best.values(), key=lambda m: (-m.score, -m.weight))

    def _match(self, entry: _Entry[Key], found: dict[str, tuple[float, frozenset[int]]]) -> Match[Key]:
        total = sum(self._rarity[w] for w in entry.words)
        weight = sum(self._rarity[w] * near for w, (near, _) in found.items())
        return Match(entry.key, entry.name, weight / total, weight, frozenset().union(*(p for _, p in found.values())))


def shortened(name: str, terms: Iterable[Term]) -> Iterator[str]:
    """« Mener l'EFVP » for « Mener l'évaluation des facteurs… »: people call things by their acronyms."""
    held = content_words(name, FRENCH)
    for term in terms:
        meaning = set(content_words(term.meaning.value, FRENCH))
        if term.acronym and len(meaning) > 1 and meaning <= set(held):
            rest = [word for word in held if word not in meaning]
            yield " ".join([*rest, term.name.value])
            if len(rest) == 1:
                yield term.name.value  # « mon EFVP », of « Évaluation… accompagnée »
