"""Which things a question names, told by words: stems, codes, acronyms, misspelt or half said.

A name's words weigh by how rare they are among the names (« comité » alone names no committee) and a name counts by
the share of its weight that was said.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.known.things import Thing, Things
from assistant.library import Library
from ingest.facts.records import Sort
from ingest.languages import FRENCH, content_words, fold, stem, words

Scores = NDArray[np.float32]
_CODE = re.compile(r"(?<![a-z0-9])([a-z]{1,6})[ -]?(\d{1,4}(?:[.-]\d{1,4})?)(?![a-z0-9])")
_CAPITALS = re.compile(r"(?<![\w'’.-])[A-Z]{2,6}(?![\w.-])")
_LONE = re.compile(r"[A-ZÀ-Ý0-9&/.-]{2,}")


@dataclass(frozen=True)
class Said:
    """For each thing, shape (n,): ``cover`` the share of its best name that was said; ``explained`` the share of the
    question that this name explains; ``weight`` what was said, in rarity; ``exact`` a code, an acronym or a whole name."""

    cover: Scores
    explained: Scores
    weight: Scores
    exact: Scores
    unknown_codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Name:
    thing: int
    stems: tuple[str, ...]
    folded: str


class Names:
    """The names of all things, made once a generation."""

    def __init__(self, things: Sequence[Thing]) -> None:
        self._count = len(things)
        self._names = [name for thing in things for name in _spelt(thing)]
        self._holders: dict[str, list[int]] = defaultdict(list)
        for number, name in enumerate(self._names):
            for one in name.stems:
                self._holders[one].append(number)
        self._rarity = _rarity(self._names)
        self._short = _shorts(things)
        self._initials = {word: number for word, number in _initials(things).items() if fold(word) not in self._short}
        self.codes = _codes(things)
        self.prefixes = frozenset(code.split("-")[0] for code in self.codes)

    @classmethod
    def of(cls, library: Library) -> Names:
        return library.remember(("names", library.today.isoformat()), lambda seen: Names(Things.of(seen).all))

    def rarity(self, one: str) -> float:
        """How rare a stem is among the names; that of a word no name has, by default."""
        return self._rarity.get(one, self._rarity.get("", 1.0))

    def holds(self, one: str) -> bool:
        """Whether some name has this stem."""
        return one in self._holders

    def said(self, text: str, stems: Sequence[str]) -> Said:
        """``stems``: those of the question's content words, mended ones included."""
        weight: dict[int, float] = defaultdict(float)
        for one in set(stems):
            for number in self._holders.get(one, ()):
                weight[number] += self._rarity[one]
        total = sum(self.rarity(one) for one in set(stems)) or 1.0
        cover, explained, absolute, exact = (np.zeros(self._count, np.float32) for _ in range(4))
        folded = f" {' '.join(words(text))} "
        for number, found in weight.items():
            name = self._names[number]
            share = found / sum(self._rarity[s] for s in set(name.stems))
            if share > cover[name.thing] or (share == cover[name.thing] and found > absolute[name.thing]):
                cover[name.thing], absolute[name.thing], explained[name.thing] = share, found, found / total
            if share > 0.99 and len(name.stems) > 1 and f" {name.folded} " in folded:
                exact[name.thing] = 1.0
        unknown = self._coded(text, exact)
        return Said(cover, np.minimum(explained, 1.0), absolute, exact, unknown)

    def _coded(self, text: str, exact: Scores) -> tuple[str, ...]:
        """Marks things whose code or acronym is written; returns codes like theirs that no thing has."""
        folded = fold(text)
        written = {f"{m[1]}-{m[2]}": m[0] for m in _CODE.finditer(folded)}
        for code in written:
            for thing in self.codes.get(code, ()):
                exact[thing] = 2.0
        for word in set(words(text)):
            for thing in self._short.get(word, ()):
                exact[thing] = max(exact[thing], 1.5)
        for word in _CAPITALS.findall(text):
            if word in self._initials:
                exact[self._initials[word]] = max(exact[self._initials[word]], 1.5)
        return tuple(
            raw for code, raw in written.items() if code not in self.codes and code.split("-")[0] in self.prefixes
        )


def _spelt(thing: Thing) -> Iterable[_Name]:
    for name in thing.names:
        found = tuple(dict.fromkeys(stem(w, FRENCH) for w in content_words(name, FRENCH)))
        if found:
            yield _Name(thing.number, found, " ".join(words(name)))


def _rarity(names: Sequence[_Name]) -> dict[str, float]:
    holders: dict[str, set[int]] = defaultdict(set)
    for name in names:
        for one in name.stems:
            holders[one].add(name.thing)
    total = max(1, len({name.thing for name in names}))
    weights = {one: math.log(1 + total / len(found)) for one, found in holders.items()}
    return weights | {"": math.log(1 + total)}


def _shorts(things: Sequence[Thing]) -> dict[str, list[int]]:
    """Acronyms (folded) → things; not those that are ordinary words."""
    found: dict[str, list[int]] = defaultdict(list)
    for thing in things:
        for name in thing.names:
            if _LONE.fullmatch(name) and not name.isdigit() and fold(name) not in FRENCH.stop_words:
                found[fold(name)].append(thing.number)
    return dict(found)


def _initials(things: Sequence[Thing]) -> dict[str, int]:
    """« CA » of the « Conseil d'administration », where one body or role alone has these initials: no document need say so."""
    found: dict[str, set[int]] = defaultdict(set)
    for thing in things:
        for name in thing.names if thing.current and thing.sort in (Sort.BODY, Sort.ROLE) else ():
            spoken = content_words(name, FRENCH)
            if len(spoken) > 1:
                found["".join(word[0] for word in spoken).upper()].add(thing.number)
    return {word: numbers.pop() for word, numbers in found.items() if len(numbers) == 1}


def _codes(things: Sequence[Thing]) -> dict[str, list[int]]:
    """« pr-06 » → things."""
    found: dict[str, list[int]] = defaultdict(list)
    for thing in things:
        for state in thing.states:
            if state.code and (match := _CODE.fullmatch(fold(state.code.quote.strip()))):
                found[f"{match[1]}-{match[2]}"].append(thing.number)
    return {code: sorted(set(numbers)) for code, numbers in found.items()}
