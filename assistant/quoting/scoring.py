"""How well each unit meets a question, and how sure one may be that the best one answers it.

One score a unit: the weight of the question's words it covers (its own, then those of its context), how many stand
side by side as in the question, whether it holds the kind of thing asked, and how near search finds its passage.
The weights were chosen on the shipped questions and the mandate's, by cross-validation (docs/calibration.md).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from assistant.library import Library
from assistant.model import Lang, Query, Word
from assistant.quoting.evidence import (
    Weighed,
    counted_things,
    labelled,
    meets_type,
    numbered_part,
    opens_list,
    tells_of,
)
from assistant.quoting.index import Scores, UnitIndex
from assistant.quoting.moments import moment_words, other_moment
from assistant.quoting.types import needs
from assistant.quoting.units import Role, Unit
from assistant.quoting.weights import weight
from ingest.languages import ENGLISH, FRENCH, words

NAMED = 0.3  # what being in the part named adds to the words covered
PART = 0.5  # the question names the part: « à la partie C »
# Of: words covered, own words, search, neighbouring words, the type asked, terseness, label, lead-in, title, row,
# missing.
WEIGHTS = (1.0, 0.0, 0.33, 0.1, 0.65, 0.16, 0.18, -0.2, -0.1, -0.3, -0.23)
_POOL = 60
_ASKING = {
    "often": frozenset("frequence souvent periodicite often frequency combien".split()),
    "when": frozenset("quand date moment temps when date echeance".split()),
    "count": frozenset("combien nombre many number".split()),
    "money": frozenset("cout couts prix montant budget tarif combien much cost amount".split()),
    "why": frozenset("pourquoi raison but why purpose servent sert sers".split()),
    "place": frozenset("ou where endroit".split()),
    "actor": frozenset("qui who personne responsable".split()),
    "duration": frozenset("duree temps delai long combien duration".split()),
    "address": frozenset("adresse courriel email joindre address".split()),
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit and its score. ``covered`` and ``own``: shares of the question's weight; ``missing``: the weight of the
    heaviest word that even its context lacks; ``typed``: it holds what is asked; ``search``: its passage's score."""

    unit: Unit
    score: float
    covered: float
    own: float
    missing: float
    typed: bool
    search: float
    parts: tuple[float, ...] = ()  # what ``WEIGHTS`` weigh


@dataclass(frozen=True, slots=True)
class Ranking:
    index: UnitIndex
    weighed: tuple[Weighed, ...]
    needs: frozenset[str]
    candidates: tuple[Candidate, ...]  # best first

    @property
    def total(self) -> float:
        return sum(w.weight for w in self.weighed) or 1.0


def weigh(query: Query, index: UnitIndex, wanted: frozenset[str]) -> tuple[Weighed, ...]:
    """The content words with their weights; a word said twice counts once."""
    language = ENGLISH if query.words_language is Lang.EN else FRENCH
    found: dict[str, Weighed] = {}
    asking = frozenset().union(*(_ASKING.get(name, frozenset()) for name in wanted))
    asking |= moment_words(query)
    compound = _compound(query.standalone)
    part = part_asked(query)
    for word in _merged(query.content):
        if part and word.surface in _PARTS:
            continue
        met = index.find(word)
        said = word.surface if not (word.also and query.words_language is Lang.FR) else word.also[0]
        amount = weight(said, met.rarity, met.known, language, said in asking or word.surface in asking)
        amount *= _COMPOUND if word.surface in compound else 1.0
        if query.words_language is Lang.EN and not word.also and not met.known and not word.surface.isdigit():
            amount *= _UNTRANSLATED  # an English word no glossary translates: it may well be said in the French
        found.setdefault(word.stem, Weighed(word, amount, met))
    return tuple(found.values())


_UNTRANSLATED = 0.85
_OF_ITSELF = re.compile(r"\b(document|documents|demonstration|version|original|fictif\w*|vrai\w*|officiel\w*)\b")
_COMPOUND = 0.6  # « IUCPQ-UL » is one name, told in two words


def _compound(text: str) -> frozenset[str]:
    """The words of names written with a hyphen."""
    return frozenset(w for name in re.findall(r"\b\w{2,}-\w{2,}\b", text) for w in words(name))


def _merged(content: Sequence[Word]) -> list[Word]:
    """An English phrase is translated at each of its words: kept once."""
    kept: list[Word] = []
    for word in content:
        twin = next((k for k in kept if word.also and k.also == word.also and k.position + 1 == word.position), None)
        if twin is None:
            kept.append(word)
    return kept


@dataclass(frozen=True, slots=True)
class _Sums:
    """For every unit: the share of the question's weight covered, with context and in its own words; what search says
    of its passage; what being in the part named adds."""

    covered: Scores
    own: Scores
    search: Scores
    part: Scores
    total: float  # the question's weight

    @property
    def rough(self) -> Scores:
        return np.asarray(self.covered + 0.5 * self.own + 0.3 * self.search + self.part, dtype=np.float32)


def rank(query: Query, library: Library, index: UnitIndex, old: bool = False) -> Ranking:
    """The units that meet the question best. ``old``: of superseded documents, otherwise of current ones."""
    wanted = needs(query)
    weighed = weigh(query, index, wanted)
    if not len(index) or not weighed:
        return Ranking(index, weighed, wanted, ())
    sums = _sums(query, library, index, weighed)
    rough = sums.rough
    rough[index.old != old] = -1.0
    if not _OF_ITSELF.search(" ".join(query.words)):
        rough[index.of_itself] = -1.0
    things = counted_things(query)
    best = [int(n) for n in np.argsort(-rough, kind="stable")[:_POOL] if rough[n] > 0]
    moment = moment_words(query)
    met = [moment if moment and not other_moment(query, index.units[n]) else frozenset[str]() for n in best]
    made = [_candidate(index, n, wanted, things, weighed, sums, told) for n, told in zip(best, met, strict=True)]
    ordered = sorted(made, key=lambda c: (-c.score, c.unit.document, c.unit.number))
    return Ranking(index, weighed, wanted, tuple(ordered))


def _sums(query: Query, library: Library, index: UnitIndex, weighed: Sequence[Weighed]) -> _Sums:
    nothing = np.zeros(len(index), np.float32)
    total = sum(w.weight for w in weighed)
    covered = sum((w.weight * w.found.near for w in weighed), nothing) / total
    own = sum((w.weight * w.found.own for w in weighed), nothing) / total
    label = part_asked(query)
    part = PART * index.under(label) if label else PART * index.series(in_french(query))
    return _Sums(covered, own, _search_scores(query, library, index), part, total)


def in_french(query: Query) -> list[str]:
    """The question's words in order, those of the glossary in French."""
    told = {word.position: word.also[0] for word in query.content if word.also}
    return [told.get(position, word) for position, word in enumerate(query.words)]


_PARTS = frozenset("partie section part annexe point article chapitre".split())
_PART = re.compile(
    r"\b(?:partie|section|part|annexe|point|article|chapitre) "
    r"([A-Z](?!['’\w])|[bcefgh](?=\s*(?:$|[?.,!;:)]))|\d{1,2}\b)"
)


def part_asked(query: Query) -> str | None:
    """The letter or number of the part of a document that the question (or the one before) names."""
    for text in (query.question.text, *reversed(query.question.context[-1:] if query.followup else ())):
        if (match := _PART.search(text)) is not None:
            return match[1].upper()
    return None


def _candidate(
    index: UnitIndex,
    number: int,
    wanted: frozenset[str],
    counted: tuple[Word, ...],
    weighed: Sequence[Weighed],
    sums: _Sums,
    told: frozenset[str],
) -> Candidate:
    """``told``: words that say which moment is asked, where the unit tells that moment in words of its own."""
    unit, part = index.units[number], float(sums.part[number])
    typed = meets_type(unit, wanted, counted) or ("purpose" in wanted and tells_of(unit, weighed))
    lacking = [w for w in weighed if w.found.near[number] < 0.25 and w.word.surface not in told]
    missing = max((w.weight for w in lacking), default=0.0)
    moment = sum(w.weight * (1 - float(w.found.near[number])) for w in weighed if w.word.surface in told) / sums.total
    parts = (
        min(1.0, float(sums.covered[number]) + moment + (NAMED if part > 0 else 0.0)),
        float(sums.own[number]),
        float(sums.search[number]),
        _pairs(weighed, number),
        1.0 if typed and wanted else 0.0,
        min(1.0, 12 / max(unit.length, 6)),
        labelled(unit, wanted, weighed, number) + opens_list(unit, weighed),
        1.0 if unit.role is Role.LEAD and not numbered_part(unit, weighed) else 0.0,
        1.0 if unit.role is Role.TITLE else 0.0,
        1.0 if index.tabled[number] else 0.0,
        missing,
    )
    score = sum(w * p for w, p in zip(WEIGHTS, parts, strict=True)) + part
    return Candidate(unit, score, parts[0], parts[1], missing, typed, parts[2], parts)


def _pairs(weighed: Sequence[Weighed], number: int) -> float:
    """The share of the question's neighbouring words that the unit has both of."""
    following = list(pairwise(weighed))
    if not following:
        return 0.0
    both = [min(a.weight, b.weight) for a, b in following if a.found.own[number] > 0.5 and b.found.own[number] > 0.5]
    return sum(both) / (sum(min(a.weight, b.weight) for a, b in following) or 1.0)


def _search_scores(query: Query, library: Library, index: UnitIndex) -> Scores:
    """For every unit, the score of the passage found that holds it."""
    scores = np.zeros(len(index), np.float32)
    spans = index.spans()
    for ranked in library.search(query.standalone, 30, query.words_language):
        place, document = ranked.passage.place, ranked.passage.document
        for number in spans.get(document, ()):
            unit = index.units[number]
            if unit.start < place.end and place.start < unit.end:
                scores[number] = max(scores[number], ranked.score)
    return scores
