"""How well each unit meets a question, and how sure one may be that the best one answers it.

One score a unit: the weight of the question's words it covers (its own, then those of its context), how many stand
side by side as in the question, whether it holds the kind of thing asked, and how near search finds its passage.
The weights were chosen on the shipped questions and the mandate's, by cross-validation (docs/calibration.md).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.library import Library
from assistant.matching import likeness
from assistant.model import Lang, Query, Word
from assistant.quoting.index import Found, Scores, UnitIndex
from assistant.quoting.types import PERSON, STRICT, holds, needs
from assistant.quoting.units import Role, Unit
from assistant.quoting.weights import hollow, weight
from ingest.languages import ENGLISH, FRENCH, stem, words
from ingest.measures import Measure, Quantity, measures

NAMED = 0.3  # what being in the part named adds to the words covered
PART = 0.5  # the question names the part: « à la partie C »
# Of: words covered, own words, search, neighbouring words, the type asked, terseness, label, lead-in, title, row, missing.
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
class Weighed:
    """A content word of the question, how much it matters, and where the units have it."""

    word: Word
    weight: float
    found: Found


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
    language = ENGLISH if query.language is Lang.EN else FRENCH
    found: dict[str, Weighed] = {}
    asking = frozenset().union(*(_ASKING.get(name, frozenset()) for name in wanted))
    compound = _compound(query.standalone)
    part = part_asked(query)
    for word in _merged(query.content):
        if part and word.surface in _PARTS:
            continue
        met = index.find(word)
        said = word.surface if not (word.also and query.language is Lang.FR) else word.also[0]
        amount = weight(said, met.rarity, met.known, language, said in asking or word.surface in asking)
        amount *= _COMPOUND if word.surface in compound else 1.0
        if query.language is Lang.EN and not word.also and not met.known and not word.surface.isdigit():
            amount *= 0.5  # an English word no glossary translates: it may well be said in the French
        found.setdefault(word.stem, Weighed(word, amount, met))
    return tuple(found.values())


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


def rank(query: Query, library: Library, index: UnitIndex, old: bool = False) -> Ranking:
    """The units that meet the question best. ``old``: of superseded documents, otherwise of current ones."""
    wanted = needs(query)
    weighed = weigh(query, index, wanted)
    size = len(index)
    if not size or not weighed:
        return Ranking(index, weighed, wanted, ())
    total = sum(w.weight for w in weighed)
    covered = sum((w.weight * w.found.near for w in weighed), np.zeros(size, np.float32)) / total
    own = sum((w.weight * w.found.own for w in weighed), np.zeros(size, np.float32)) / total
    near = _search_scores(query, library, index)
    things = counted_things(query)
    label = part_asked(query)
    asked = PART * index.under(label) if label else np.zeros(size, np.float32)
    rough = covered + 0.5 * own + 0.3 * near + asked
    rough[index.old != old] = -1.0
    best = np.argsort(-rough, kind="stable")[:_POOL]
    made = [
        _candidate(index, int(n), wanted, things, weighed, covered, own, near, float(asked[n])) for n in best if rough[n] > 0
    ]
    return Ranking(index, weighed, wanted, tuple(sorted(made, key=lambda c: (-c.score, c.unit.document, c.unit.number))))


_PARTS = frozenset("partie section part annexe point article chapitre".split())
_PART = re.compile(r"\b(?:partie|section|part|annexe|point|article|chapitre) ([A-Za-z]|\d{1,2})\b")


def part_asked(query: Query) -> str | None:
    """The letter or number of the part of a document that the question (or the one before) names."""
    for text in (query.question.text, *reversed(query.question.context[-1:] if query.followup else ())):
        if (match := _PART.search(text)) is not None:
            return match[1].upper()
    return None


def _candidate(
    index: UnitIndex, number: int, wanted: frozenset[str], counted: tuple[Word, ...], weighed: Sequence[Weighed],
    covered: Scores, own: Scores, near: Scores, part: float,
) -> Candidate:  # fmt: skip
    unit = index.units[number]
    typed = meets_type(unit, wanted, counted)
    missing = max((w.weight for w in weighed if w.found.near[number] < 0.25), default=0.0)
    parts = (
        min(1.0, float(covered[number]) + (NAMED if part else 0.0)),
        float(own[number]),
        float(near[number]),
        _pairs(weighed, number),
        1.0 if typed and wanted else 0.0,
        min(1.0, 12 / max(unit.length, 6)),
        _labelled(unit, wanted, weighed, number),
        1.0 if unit.role is Role.LEAD else 0.0,
        1.0 if unit.role is Role.TITLE else 0.0,
        1.0 if index.tabled[number] else 0.0,
        missing,
    )
    score = sum(w * p for w, p in zip(WEIGHTS, parts, strict=True)) + part
    return Candidate(unit, score, parts[0], parts[1], missing, typed, parts[2], parts)



# Labels of governance prose, and what they answer.
_LABELS = {
    "frequence": "often", "periodicite": "often", "rencontres": "often", "composition": "actor", "membres": "actor",
    "quorum": "quorum", "presidence": "actor", "delai": "duration", "duree": "duration", "cout": "money", "budget": "money",
    "lieu": "place", "responsable": "actor", "droits": "decisions", "decisions": "decisions", "mandat": "mandate",
}  # fmt: skip
def _labelled(unit: Unit, wanted: frozenset[str], weighed: Sequence[Weighed], number: int) -> float:
    """« Fréquence : … » answers how often, and nothing else."""
    answers = next((_LABELS[w] for w in words(unit.label) if w in _LABELS), "")
    if not answers:
        return 0.0
    named = any(w.found.own[number] > 0.5 and likeness(w.word, said) > 0.5 for w in weighed for said in words(unit.label))
    return 1.0 if named or answers in wanted else -1.0


def meets_type(unit: Unit, wanted: frozenset[str], counted: tuple[Word, ...] = ()) -> bool:
    """Whether the unit (with what introduces it, for an actor or a moment) holds everything strict and something asked.

    ``counted``: the things whose number is asked; the number must be theirs."""
    inside = holds(unit.text)
    if "count" in wanted and counted and not any(_numbered(unit.text, word) for word in counted):
        return False
    if unit.role is Role.FIELD:
        inside |= {"actor"} if "person" in inside else set()
    around = frozenset() if unit.role is Role.FIELD else holds(f"{unit.block.lead_in} {unit.headings[-1] if unit.headings else ''}")
    if "person" in wanted and not (unit.role is Role.FIELD and PERSON.search(unit.text)):
        return False
    strict = wanted & STRICT - {"person"}
    if not strict <= inside:
        return False
    loose = wanted - STRICT
    return not loose or bool(loose & (inside | (around & {"actor", "when", "place"})))


def _numbered(text: str, word: Word) -> bool:
    """Whether the text gives a number of the thing: « cinq analystes »."""
    return any(
        m.quantity is Quantity.COUNT and m.value > 1 and likeness(word, m.unit) > 0.7 or _unit_of_time(m, word)
        for m in measures(text)
    )


def _unit_of_time(measure: Measure, word: Word) -> bool:
    return measure.quantity is Quantity.DURATION and word.stem in _TIMES


_TIMES = frozenset(stem(w, FRENCH) for w in "jour jours mois semaine semaines annee annees ans heures heure trimestres".split())
_COUNTED = re.compile(r"\b(?:combien de|combien d|nombre de|nombre d|how many|number of)\b")


def counted_things(query: Query) -> tuple[Word, ...]:
    """The content words just after « combien de »: what is counted."""
    said = " ".join(query.words)
    if (match := _COUNTED.search(said)) is None:
        return ()
    after = len(said[: match.end()].split())
    return tuple(w for w in query.content if after <= w.position < after + 3)[:2]


def _pairs(weighed: Sequence[Weighed], number: int) -> float:
    """The share of the question's neighbouring words that the unit has both of."""
    following = list(zip(weighed, weighed[1:], strict=False))
    if not following:
        return 0.0
    both = [min(a.weight, b.weight) for a, b in following if a.found.own[number] > 0.5 and b.found.own[number] > 0.5]
    return sum(both) / (sum(min(a.weight, b.weight) for a, b in following) or 1.0)


def _search_scores(query: Query, library: Library, index: UnitIndex) -> Scores:
    """For every unit, the score of the passage found that holds it."""
    scores = np.zeros(len(index), np.float32)
    spans = index.spans()
    for ranked in library.search(query.standalone, 30, query.language):
        place, document = ranked.passage.place, ranked.passage.document
        for number in spans.get(document, ()):
            unit = index.units[number]
            if unit.start < place.end and place.start < unit.end:
                scores[number] = max(scores[number], ranked.score)
    return scores


def informative(weighed: Sequence[Weighed]) -> list[Weighed]:
    return [w for w in weighed if not hollow(w.word.surface)]


def shares(candidates: Sequence[Candidate]) -> Mapping[int, float]:
    return {c.unit.number: c.score for c in candidates}
