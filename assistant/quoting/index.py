"""Units by the words they hold, with a weight for where each word stands: in the unit, its lead-in, its headings."""

from __future__ import annotations

import math
import re
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.lexicon import root, synonyms
from assistant.library import Library
from assistant.matching import likeness
from assistant.model import Word
from assistant.quoting.terms import head_nouns
from assistant.quoting.units import Role, Unit, leans, units
from ingest.languages import FRENCH, content_words, fold, stem
from ingest.languages.spelling import sound
from ingest.model import BlockKind, Kind

Scores = NDArray[np.float32]

# What a word is worth away from the unit itself.
LEAD, ABOVE, HEADING, UPPER, BESIDE, TITLE = 0.75, 0.5, 0.6, 0.4, 0.35, 0.3
TOLD = 1.0  # a heading names what « Composition : … » is the composition of
# Affinities of ``assistant.matching`` told apart more sharply: « porteur » is not « portée ».
_SHARPER = {1.0: 1.0, 0.92: 0.75, 0.9: 0.85, 0.75: 0.62}
_MAX = np.float32(0.75)
_ALIKE = 0.7  # a word unknown everywhere that sounds like one of the documents'


_ITSELF = re.compile(r"(?i)\b(?:le|du|au|ce) présent document\b|this document\b")


@dataclass(frozen=True, slots=True)
class Found:
    """How a question's word meets every unit: ``near`` with context, ``own`` in its own words, both in [0, 1]."""

    near: Scores
    own: Scores
    rarity: float
    known: bool


class UnitIndex:
    """All the units a library may quote, or those of some documents. Built once a generation; then only read."""

    def __init__(self, library: Library, documents: Iterable[str]) -> None:
        self.units: list[Unit] = []
        self.replaced: list[bool] = []
        self._titles: list[str] = []
        for document in documents:
            about = library.description(document)
            found = units(document, library.blocks(document), about.kind)
            self.units += found
            self.replaced += [bool(about.superseded_by)] * len(found)
            self._titles += [about.title] * len(found)
        defining = {d.document for d in library.descriptions() if d.kind is Kind.GLOSSARY}
        self.tabled: NDArray[np.bool_] = np.array(
            [u.block.kind is BlockKind.ROW or u.document in defining for u in self.units], dtype=np.bool_
        )
        # « le présent document ne remplace pas l'original »: about the document, not about what it governs.
        self.of_itself: NDArray[np.bool_] = np.array([bool(_ITSELF.search(u.text)) for u in self.units], dtype=np.bool_)
        self.old: NDArray[np.bool_] = np.array(self.replaced, dtype=np.bool_)
        self.words: list[frozenset[str]] = [frozenset(content_words(u.text, FRENCH)) for u in self.units]
        self._postings: dict[str, dict[int, float]] = defaultdict(dict)
        self._fill()
        self._frozen = {
            w: (np.array(list(p)), np.array(list(p.values()), dtype=np.float32)) for w, p in self._postings.items()
        }
        self._own = {w: np.array([n for n, v in p.items() if v >= 1.0]) for w, p in self._postings.items()}
        self._families: dict[str, list[str]] = defaultdict(list)
        for word in self._postings:
            for key in {root(word), stem(word, FRENCH)}:
                self._families[key].append(word)
        self._sounds: dict[str, list[str]] = defaultdict(list)
        for word in self._postings:
            self._sounds[sound(word)].append(word)
        vocabulary = library.generation.vocabulary(library.sees)
        self.numbers = frozenset(w for w in vocabulary if any(c.isdigit() for c in w))
        self._heads = head_nouns(library)
        self._found: dict[Word, Found] = {}
        self.groups: list[tuple[Unit, ...]] | None = None  # lists, found when first asked for
        self._series = frozenset(u.series[0] for u in self.units if u.series[0])
        self._membership: dict[str, list[str]] = {}
        self._by_document: dict[str, list[int]] = defaultdict(list)
        for number, unit in enumerate(self.units):
            self._by_document[unit.document].append(number)

    def __len__(self) -> int:
        return len(self.units)

    def _fill(self) -> None:
        for number, unit in enumerate(self.units):
            for text, worth in self._context(number, unit):
                for word in self.words[number] if text is unit.text else content_words(text, FRENCH):
                    postings = self._postings[word]
                    if worth > postings.get(number, 0.0):
                        postings[number] = worth

    def _context(self, number: int, unit: Unit) -> Iterable[tuple[str, float]]:
        yield unit.text, 1.0
        if lead := introduced_by(self.units, number):
            yield lead, LEAD
        if above := self._above(number, unit):
            yield above, ABOVE
        for rank, heading in enumerate(reversed(unit.headings)):
            if heading != unit.text:
                yield heading, (TOLD if unit.label else HEADING) if rank == 0 else UPPER
        before = self.units[number - 1] if number else None
        if before and before.document == unit.document and before.block.id == unit.block.id:
            yield before.text, LEAD if leans(unit.text) else BESIDE
        yield self._titles[number], TITLE

    def _above(self, number: int, unit: Unit) -> str:
        """What introduces the lead-in itself: « De façon générale, le CEIAVD devra : »."""
        if not unit.block.lead_in or unit.block.lead_in.rstrip().endswith(":"):
            return ""
        for before in reversed(self.units[max(0, number - 40) : number]):
            if before.document != unit.document or before.headings != unit.headings:
                return ""
            if before.role is Role.LEAD and before.text.endswith(":") and before.length > 3:
                return before.text
        return ""

    def find(self, word: Word) -> Found:
        """Every unit's nearness to a question's word (remembered: questions share words)."""
        if word not in self._found:
            if len(self._found) > 5_000:
                self._found.clear()
            self._found[word] = self._look(word)
        return self._found[word]

    def _look(self, word: Word) -> Found:
        near, own = np.zeros(len(self.units), np.float32), np.zeros(len(self.units), np.float32)
        best = 0.0
        for said, likely in self.like(word).items():
            best = max(best, likely)
            at, worth = self._frozen[said]
            near[at] = np.maximum(near[at], worth * likely)
            inside = self._own[said]
            if len(inside):
                own[inside] = np.maximum(own[inside], likely)
        if len(word.also) > 1 and not self.holds(word.surface):
            near, own = self._several(word, near, own)
        holding = int((own >= 0.9 * best).sum()) if best else 0
        total = max(len(self.units), 2)
        rarity = math.log(total / max(holding, 1)) / math.log(total)
        return Found(near, own, min(1.0, max(0.0, rarity)), best >= 0.6)

    def _several(self, word: Word, near: Scores, own: Scores) -> tuple[Scores, Scores]:
        """A word that stands for several: a unit that has them all is nearer than one that has one."""
        each = [self.find(replace(word, surface=also, stem=stem(also, FRENCH), also=())) for also in word.also]
        count = np.float32(len(each))
        mean_near = np.sum([e.near for e in each], axis=0) / count
        mean_own = np.sum([e.own for e in each], axis=0) / count
        return _MAX * near + (1 - _MAX) * mean_near, _MAX * own + (1 - _MAX) * mean_own

    def like(self, word: Word) -> dict[str, float]:
        """Words of the units that a question's word may stand for, and how surely."""
        surfaces = (word.surface, *word.also)
        keys = {key for s in surfaces for key in (root(s), stem(s, FRENCH), *synonyms(s))}
        said = {name for key in keys for name in self._families.get(key, ())}
        found = {name: _sharper(near) for name in said if (near := likeness(word, name)) > 0}
        for surface in surfaces:
            for name in self._heads.get(surface, frozenset()) & self._frozen.keys():
                found[name] = max(_ALIKE, found.get(name, 0.0))
        if not found and len(word.surface) > 4:
            return dict.fromkeys(self._sounds.get(sound(word.surface), ()), _ALIKE)
        return found

    def holds(self, word: str) -> bool:
        return word in self._postings

    def under(self, label: str) -> Scores:
        """1 for the units under a heading numbered so (« C. Acceptation », « 9. Suivi »), 0 elsewhere."""
        start = re.compile(rf"^(?:partie |section |annexe )?{re.escape(label)}\b[.)\s–-]", re.IGNORECASE)
        inside = [any(start.match(h + " ") for h in unit.headings) for unit in self.units]
        return np.array(inside, dtype=np.float32)

    def series(self, said: Sequence[str]) -> Scores:
        """For a question that names a member of a series (« volet 2 »): 1 for its units, -1 for those of the other
        members, 0 elsewhere."""
        part = np.zeros(len(self.units), np.float32)
        for name, member in pairwise(said):
            if name in self._series and (member.isdigit() or len(member) == 1):
                asked = f"{name} {member}"
                part += np.array([0 if not m else 1 if m == asked else -1 for m in self._members(name)], np.float32)
        return part

    def units_of(self, said: Sequence[str]) -> list[Unit]:
        """The current units of the member of a series that a question names, in order; none when it names none."""
        return [self.units[n] for n in np.flatnonzero((self.series(said) > 0) & ~self.old)]

    def _members(self, name: str) -> list[str]:
        """The member of a series that each unit is of, or ""."""
        if name not in self._membership:
            told = re.compile(rf"\b{re.escape(name)} (\d{{1,2}}|[a-z])\b")
            self._membership[name] = list(_membership(self.units, told))
        return self._membership[name]

    def spans(self) -> dict[str, list[int]]:
        """The ranks of the units of each document."""
        return self._by_document


def _membership(units: Sequence[Unit], told: re.Pattern[str]) -> Iterator[str]:
    """For each unit, the member of a series it speaks of; an item is of the member whose paragraph introduces it."""
    opening, member = "", ""
    for unit in units:
        own = _member(unit, told)
        if own:
            opening, member = f"{unit.document} {unit.block.text}", own
        lead = unit.block.lead_in
        held = bool(lead) and opening.startswith(f"{unit.document} ") and opening.endswith(lead)
        yield own or (member if held else "")


def _member(unit: Unit, told: re.Pattern[str]) -> str:
    for text in (unit.text, unit.block.text, unit.block.lead_in, *reversed(unit.headings)):
        if found := told.search(fold(text)):
            return found[0]
    return ""


def unit_index(library: Library, wanted: Sequence[str] | None = None) -> UnitIndex:
    """Over every document, or over some when there are too many to hold."""
    if wanted is None:
        return library.remember("units", lambda seen: UnitIndex(seen, [d.document for d in seen.descriptions()]))
    names = tuple(sorted(wanted))
    kept: OrderedDict[tuple[str, ...], UnitIndex] = library.remember("some units", lambda _: OrderedDict())
    index = kept.pop(names, None) or UnitIndex(library, names)
    kept[names] = index
    while len(kept) > _KEPT:
        kept.popitem(last=False)
    return index


_KEPT = 24  # indexes of a few documents each, the last used


def introduced_by(units: Sequence[Unit], number: int) -> str:
    """The words that introduce a unit: its lead-in, or a paragraph ending with a colon just above."""
    unit = units[number]
    before = units[number - 1] if number else None
    if not unit.block.lead_in and before and before.role is Role.LEAD and before.document == unit.document:
        return before.text if before.text.rstrip().endswith(":") and unit.role is not Role.TITLE else ""
    return unit.block.lead_in


def _sharper(near: float) -> float:
    return _SHARPER.get(round(near, 2), near * near)


def is_said(unit: Unit) -> bool:
    return unit.role in (Role.SAID, Role.FIELD)
