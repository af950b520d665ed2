"""Conditions on the members of a set: a column and a value that some have and the question says, a state, a date, a part."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache, partial, reduce
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from assistant.evidence.links import Link
from assistant.known.members import Condition, Member, Set
from assistant.library import Library
from assistant.reading.reading import Reading
from assistant.telling.saying import ISO
from assistant.telling.values import done
from ingest.facts.records import Sort, Value
from ingest.facts.values.tallies import health, offer_status
from ingest.languages import ENGLISH, FRENCH, fold, stem, words

# What canonical values mean, in the words of a question: compared by the encoder, so that no list need be complete.
SENSES = {
    "health": {
        "red": "quels projets sont en difficulté, critiques, en mauvaise posture, dans le rouge",
        "yellow": "quels projets sont à surveiller, à risque, dans le jaune",
        "green": "quels projets vont bien, sont sur la bonne voie, selon le plan, dans le vert",
        "grey": "quels projets sont suspendus, en pause, arrêtés, pas commencés",
        "blue": "quels projets sont terminés, complétés, livrés",
    },
    "status": {
        "retired": "quels services ne sont plus offerts, ont été retirés, abandonnés",
        "suspended": "quels services sont suspendus, en pause pour le moment",
        "development": "quels services ne sont pas encore prêts, s'en viennent, sont en développement",
        "active": "quels services sont offerts présentement, disponibles, en vigueur",
    },
    "cost": {
        "0": "quels services sont gratuits, sans frais, ne coûtent rien",
        "": "quels services sont payants, coûtent de l'argent",
    },
}
# What a condition that is no column's is read from.
_PROVE = {"late": ("due",), "done": ("progress", "phase", "health", "status")}
_MOST = 0.6  # of the members must be told of, for none to be said
_NEAREST = 0.9  # how near the question one sense must be, from the farthest (0) to the nearest (1), to be meant without its words
_LATE = re.compile(r"\b(retards?|late|overdue|behind|delayed|depass\w+|reporte\w*|repousse\w*|postponed|glisse\w*)\b")
_DONE = re.compile(r"\b(termin\w+|finis?|finies?|finished|completed?|clos\w*|closed|livre\w*|done|acheve\w*)\b")
_FREE = re.compile(r"\b(gratuit\w*|free|sans frais|rien|no charge|no cost)\b")
_WORD = re.compile(r"[^\W\d_]{2,}")
_OF_OFFERS, _OF_OTHERS = 6, 4  # conditions tried; an offer's columns are more alike
_PARTS = 15  # headings a catalogue is divided under, at most
_LONG = 6  # words: a longer cell is no category
_READ = 400  # characters of a long cell that are looked through


def conditions(found: Set, reading: Reading, library: Library, linked: Sequence[Link] = ()) -> list[Condition]:
    """What the question says that some members have and others do not, the surest first."""
    flat = " ".join(words(reading.text))
    made = [*_by_category(found, linked), *_by_value(found, reading, library), *_by_phrase(found, reading)]
    made += [*_by_sense(found, reading, library), *_by_section(found, reading, library)]
    made += _by_unit(found, reading)
    made += _by_date(found, reading, flat, library)
    telling: dict[tuple[str, str, tuple[bool, ...]], Condition] = {}  # two that keep the same members say the same
    for condition in sorted(made, key=lambda c: -max(c.said, c.near)):
        kept = tuple(condition.holds(m) is not None for m in found.members)
        held = any(kept) or _told_of(found, condition.key) >= _MOST
        if held and not all(kept):
            alone = "" if any(kept) else fold(condition.label)
            telling.setdefault((condition.key, alone, kept), condition)
    return list(telling.values())[: _OF_OFFERS if found.what is Sort.OFFER else _OF_OTHERS]


def _told_of(found: Set, key: str) -> float:
    """The share of members of which a column is told: that none is « jaune » is not known where few have a colour."""
    keys = _PROVE.get(key, (key,))
    return sum(any(v.key in keys for v in m.subject.values) for m in found.members) / max(1, len(found.members))


def kept(found: Set, wanted: Sequence[Condition]) -> list[Member]:
    """The members that meet every condition, each with what proves it."""
    met = []
    for member in found.members:
        proofs = [condition.holds(member) for condition in wanted]
        if all(p is not None for p in proofs):
            met.append(Member(member.thing, member.subject, tuple(v for p in proofs for v in p or ())))
    return met


def either(one: Condition, other: Condition) -> Condition:
    """« retirés ou mis en pause »: two values of one column make one condition."""

    def holds(member: Member) -> tuple[Value, ...] | None:
        first = one.holds(member)
        return first if first is not None else other.holds(member)

    label = "/".join(label for label in (one.label, other.label) if label)
    return Condition(one.key, label, holds, min(one.said, other.said), min(one.near, other.near))


def _by_category(found: Set, linked: Sequence[Link]) -> Iterator[Condition]:
    """Values of its columns that are near the question in meaning."""
    groups = {m.subject.group for m in found.members}
    for link in linked:
        subject = link.thing.latest
        if subject.sort is Sort.CATEGORY and subject.group in groups:
            value = subject.values[0]
            key = value.key or fold(value.label)
            text = fold(value.words).strip(" .")
            near = 1 / (1 + link.rank) * min(1.0, max(0.0, link.score / 3))
            yield Condition(key, value.words, _same(key, text), link.cover, near)


def _by_value(found: Set, reading: Reading, library: Library) -> Iterator[Condition]:
    """Values of columns that the question says, word for word or nearly: by more than the words the set itself is called by
    (« quels projets » asks nothing of a « chargé de projet »)."""
    called = _stems(f"{found.name} {library.description(found.document).title}")
    said = set(reading.stems)
    seen: set[tuple[str, str]] = set()
    for member in found.members:
        for value in member.subject.values:
            key, text = value.key or fold(value.label), fold(value.words).strip(" .")
            if not text or (key, text) in seen or len(words(text)) > _LONG:
                continue
            seen.add((key, text))
            stems = _stems(text)
            share = len(stems & said) / len(stems) if stems else 0.0
            if share >= 1 or (share >= 0.5 and stems & said - called):
                yield Condition(key, value.words, _same(key, text), share)


def _by_phrase(found: Set, reading: Reading) -> Iterator[Condition]:
    """Words of the question that stand together in the longer cells of a column: « par le Bureau des ententes »."""
    said = set(reading.stems)
    seen: set[tuple[str, str]] = set()
    for member in found.members:
        for value in member.subject.values:
            text = value.words[:_READ]
            phrase = _together(text, said) if len(words(text)) > _LONG else ""
            key = value.key or fold(value.label)
            if phrase and key and (key, fold(phrase)) not in seen:
                seen.add((key, fold(phrase)))
                yield Condition(key, phrase, partial(_naming, key=key, stems=_stems(phrase)), 1.0)


def _together(text: str, said: set[str]) -> str:
    """The first words of a text, but one apart at most, that a question says two of at least; "" for none."""
    at = [(start, end) for start, end, stems in _cut(text) if not stems.isdisjoint(said)]
    runs = ((a, b) for a, b in pairwise(at) if len(words(text[a[1] : b[0]])) <= 1)
    first = next(runs, None)
    return text[first[0][0] : first[1][1]] if first else ""


@lru_cache(maxsize=2_000)
def _cut(text: str) -> tuple[tuple[int, int, frozenset[str]], ...]:
    """The words of a long cell that mean something: from where to where, and their stems."""
    found = ((m.start(), m.end(), _stems(m[0])) for m in _WORD.finditer(text))
    return tuple(one for one in found if one[2])


def _naming(member: Member, key: str, stems: frozenset[str]) -> tuple[Value, ...] | None:
    own = (v for v in member.subject.values if (v.key or fold(v.label)) == key)
    return tuple(v for v in own if stems <= _stems(v.words[:_READ])) or None


def _by_unit(found: Set, reading: Reading) -> Iterator[Condition]:
    """« Tant de l'heure », « par jour »: what a price is by, said of several."""
    units: dict[str, str] = {}
    for member in found.members:
        for value in member.subject.values:
            for priced in _UNIT.finditer(value.words) if value.key == "cost" else ():
                units.setdefault(stem(fold(priced[1]), FRENCH), priced[1])
    for by, unit in units.items():
        if by in reading.stems:
            yield Condition("cost", unit, partial(_priced_by, by=by), 1.0)


_UNIT = re.compile(r"(?:[$€]\s*(?:/\s*|par\s|l['’]|le\s|la\s|per\s|an?\s)|^par\s|^à l['’]|^per\s)\s*([^\W\d_]{2,})")


def _priced_by(member: Member, by: str) -> tuple[Value, ...] | None:
    prices = (v for v in member.subject.values if v.key == "cost")
    return tuple(v for v in prices if any(stem(fold(u[1]), FRENCH) == by for u in _UNIT.finditer(v.words))) or None


def _same(key: str, text: str) -> Callable[[Member], tuple[Value, ...] | None]:
    def holds(member: Member) -> tuple[Value, ...] | None:
        held = [
            v for v in member.subject.values if (v.key or fold(v.label)) == key and fold(v.words).strip(" .") == text
        ]
        return tuple(held) or None

    return holds


def _by_sense(found: Set, reading: Reading, library: Library) -> Iterator[Condition]:
    """Canonical values (a colour, an offer's state, no cost) whose sense is near the question's, whatever its words."""
    keys = {v.key for m in found.members for v in m.subject.values if v.key in SENSES}
    keys |= {"health"} if found.what is Sort.PROJECT else set()
    flat = " ".join(words(reading.text))
    for key in keys:
        near = {value: float(vector @ reading.vector) for value, vector in _senses(library)[key].items()}
        low, high = min(near.values()), max(near.values())
        said = {
            v for word in flat.split() if len(word) > 2 for v in (health(word), offer_status(word), price_free(word))
        } - {""}
        for value, cosine in near.items():
            share = (cosine - low) / (high - low) if high > low else 0.0
            if value == "blue" and share > _NEAREST:
                yield Condition("done", "", _finished, 0.0, share * max(0.0, high))
            if share > 0.6 or value in said:
                holds = partial(_having, key=key, value=value)
                yield Condition(key, value, holds, float(value in said), share * max(0.0, high))
        if key == "status":
            yield from _by_state(found, near)


def _by_state(found: Set, near: Mapping[str, float]) -> Iterator[Condition]:
    """Each state that some offer is in but that it is offered; and all of those at once: « que ne peut-on demander ? » is
    no longer, not for now or not yet."""
    low, high = min(near.values()), max(near.values())
    share = {value: (cosine - low) / (high - low) if high > low else 0.0 for value, cosine in near.items()}
    held = [v for v in near if v != "active" and any(_having(m, "status", v) for m in found.members)]
    each = [
        Condition("status", v, partial(_having, key="status", value=v), 0.0, share[v] * max(0.0, high)) for v in held
    ]
    yield from each
    if len(each) > 1:
        yield reduce(either, each)


def _senses(library: Library) -> dict[str, dict[str, NDArray[np.float32]]]:
    """The vectors of what canonical values mean, made once a generation."""
    return library.remember("senses", lambda seen: {
        key: {value: seen.embed(text) for value, text in told.items()} for key, told in SENSES.items()
    })  # fmt: skip


def price_free(word: str) -> str:
    """« 0 » for a word that says there is nothing to pay."""
    return "0" if _FREE.fullmatch(word) else ""


def _by_section(found: Set, reading: Reading, library: Library) -> Iterator[Condition]:
    """The part of a catalogue that offers stand under: « pour les voyageurs », said or near in meaning."""
    under = {above for m in found.members for above in _above(m)}
    parts = sorted(part for part in under if any(part not in _above(m) for m in found.members))
    if found.what is not Sort.OFFER or not 1 < len(parts) <= _PARTS:
        return
    said = set(reading.stems)
    vectors = library.remember(("parts", *parts), lambda seen: [seen.embed(part) for part in parts])
    near = [float(vector @ reading.vector) for vector in vectors]
    for part, cosine in zip(parts, near, strict=True):
        share = (cosine - min(near)) / (max(near) - min(near)) if max(near) > min(near) else 0.0
        stems = _stems(part)
        told = len(stems & said) / len(stems) if stems else 0.0
        if told >= 0.5 or share > _NEAREST:
            yield Condition("section", part, partial(_under, part=part), told, share * max(0.0, cosine))


def _above(member: Member) -> tuple[str, ...]:
    """The headings over a member's own, the document's title left out where there are several."""
    section = member.subject.name.place.section
    own = section[:-1] if section and fold(section[-1]) == fold(member.subject.name.quote) else section
    return own[-1:]


def _under(member: Member, part: str) -> tuple[Value, ...] | None:
    return () if part in _above(member) else None


def _having(member: Member, key: str, value: str) -> tuple[Value, ...] | None:
    """The values of a member under a key that are this canonical one; for no value, those that are another one."""
    own = [v for v in member.subject.values if v.key == key]
    held = [v for v in own if v.fact.value == value] if value else [v for v in own if v.fact.value not in ("0", "")]
    return tuple(held) or None


def _by_date(found: Set, reading: Reading, flat: str, library: Library) -> Iterator[Condition]:
    end = found.end or library.today.isoformat()
    if found.what is Sort.PROJECT and _LATE.search(flat):
        yield Condition("late", "late", lambda m: _late(m, end))
    if found.what is Sort.PROJECT and _DONE.search(flat):
        yield Condition("done", "", _finished)
    if reading.moment.span and not reading.moment.reports:
        first, last = (day.isoformat() for day in reading.moment.span)
        yield Condition("due", "", lambda m: _between(m, first, last))


def _late(member: Member, end: str) -> tuple[Value, ...] | None:
    """Past its date when the report was made, its date moved since the one before, or said to be late."""
    values = member.subject.values
    said = tuple(v for v in values if v.key in ("health", "phase", "status", "comment") and _LATE.search(fold(v.words)))
    due = next((v for v in values if v.key == "due" and _dated(v)), None)
    if due and due.fact.value <= end and not done(member.subject):
        return (due, *said)
    before = [
        s
        for s in member.thing.states
        if s.period and member.subject.period and s.period.end < member.subject.period.end
    ]
    old = next((v for v in before[-1].values if v.key == "due" and _dated(v)), None) if before else None
    if due and old and old.fact.value < due.fact.value:
        return (due, *said)
    return said or None


def _finished(member: Member) -> tuple[Value, ...] | None:
    full = [v for v in member.subject.values if v.key == "progress" and v.fact.value.startswith("100")]
    said = [v for v in member.subject.values if v.key in ("phase", "status", "health") and _DONE.search(fold(v.words))]
    return (*said, *full) or None


def _between(member: Member, first: str, last: str) -> tuple[Value, ...] | None:
    held = [v for v in member.subject.values if _dated(v) and first <= v.fact.value <= last]
    return tuple(held) or None


def _dated(value: Value) -> bool:
    return bool(ISO.fullmatch(value.fact.value))


@lru_cache(maxsize=20_000)
def _stems(text: str) -> frozenset[str]:
    return frozenset(
        stem(w, FRENCH)
        for w in words(text)
        if w not in FRENCH.stop_words and w not in ENGLISH.stop_words and len(w) > 1
    )
