"""Reading → candidates: every answer that could be told of the things, sets and sentences near the question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from assistant.evidence.candidate import Candidate, Plan
from assistant.evidence.conditions import conditions, either, kept
from assistant.evidence.links import Link, links, told_by
from assistant.evidence.matrices import of_matrix
from assistant.evidence.sentences import quoted
from assistant.evidence.sets import sets
from assistant.known.borrowing import home
from assistant.known.members import Condition, Set
from assistant.known.moments import Report
from assistant.known.things import Thing, Things
from assistant.library import Library
from assistant.reading.meaning import family
from assistant.reading.reading import Reading
from assistant.telling import sets as telling_sets
from assistant.telling import values
from ingest.facts.records import Sort, Subject, Value
from ingest.languages import ENGLISH, FRENCH, stem, words

# Canonical columns → the kinds of question that ask them.
ASKED = {
    "due": ("state.due",), "progress": ("state.progress",), "health": ("state.health",), "phase": ("state.phase",),
    "risk": ("state.risk",), "lead": ("state.lead",), "budget": ("state.budget",), "milestone": ("state.next",),
    "comment": ("state.why",), "start": ("state.due",), "request": ("offer.request",), "cost": ("offer.cost",),
    "delay": ("offer.delay",), "audience": ("offer.audience",), "provider": ("offer.provider",),
    "status": ("offer.status",), "composition": ("body.members",), "chair": ("body.chair",),
    "frequency": ("body.frequency",), "quorum": ("body.quorum",), "decisions": ("body.powers",),
    "mandate": ("body.powers",), "escalation": ("body.reports",), "next_meeting": ("body.frequency",),
}  # fmt: skip
# Questions of no known kind of thing that ask what such a column holds.
_ALSO = {
    "request": ("fact.how",), "cost": ("fact.amount",), "delay": ("fact.duration",), "lead": ("fact.who",),
    "due": ("fact.when",),
}  # fmt: skip
_LIKELY = 0.3  # how surely a column must be asked for to be told first
_PROJECT = ("due", "progress", "health", "phase", "risk", "lead", "budget", "milestone", "comment")
_OFFER = ("request", "cost", "delay", "audience", "provider", "status")
_BODY = ("composition", "chair", "frequency", "quorum", "decisions", "escalation")
_CHOICES = 12  # things of a sort among which one may be asked to choose, none being named
_ALIKE, _SAME = 6, 0.95  # things that one name may mean; the share of the best's weight that they are said by
_ASKED = 0.2  # how likely a column must be asked for, to be given with each choice
_VALUES = 3  # values of a thing tried, the nearest to what is asked
_WHOLE = 4  # things of a sort whose values are tried one by one; those further are told whole


def gather(reading: Reading, library: Library) -> list[Candidate]:
    """Every candidate, each told once."""
    linked = links(reading, library)
    found = [*of_matrix(reading, linked, library), *_of_things(reading, linked)]
    found += [*_of_sets(reading, linked, library), *_which(reading, library), *quoted(reading, library)]
    return list({candidate.key: candidate for candidate in reversed(found)}.values())[::-1]


def columns(reading: Reading) -> tuple[str, ...]:
    """The columns the question asks for, the likeliest first."""
    likely = {key: family(reading.kinds, *kinds, *_ALSO.get(key, ())) for key, kinds in ASKED.items()}
    return tuple(sorted((key for key, share in likely.items() if share > _LIKELY), key=lambda key: -likely[key]))


# ---------------------------------------------------------------- things
def _of_things(reading: Reading, linked: Sequence[Link]) -> Iterator[Candidate]:
    for link in linked:
        thing = link.thing
        if thing.sort in (Sort.ACTIVITY, Sort.ROLE, Sort.CATEGORY):
            continue
        for subject, dated in _states(reading, thing):
            yield from _of_state(reading, link, subject, dated)
        if thing.sort in (Sort.PROJECT, Sort.ROW, Sort.CARD) and len(thing.states) > 1:
            yield from _changes(reading, link)


def _states(reading: Reading, thing: Thing) -> Iterator[tuple[Subject, float]]:
    """The state at the moment said, or the latest one, and how well its time suits: 1 as asked, 0 no matter, -1 not."""
    wanted = reading.moment.reports[-1:] if thing.sort in (Sort.PROJECT, Sort.ROW, Sort.CARD) else ()
    at = [s for s in thing.states if any(_in(s, report) for report in wanted)]
    if at:
        yield at[-1], 1.0
    if not at or at[-1] is not thing.latest:
        yield thing.latest, -1.0 if wanted or (reading.moment.unknown and len(thing.states) > 1) else 0.0
    if reading.moment.previous and len(thing.states) > 1:
        yield thing.states[-2], 1.0


def _in(subject: Subject, report: Report) -> bool:
    return subject.document == report.document and (
        not subject.period or subject.period.end == report.end or not subject.period.end
    )


def _of_state(reading: Reading, link: Link, subject: Subject, dated: float) -> Iterator[Candidate]:
    thing, base = link.thing, told_by(link) | {"dated": dated, "values": len(subject.values)}
    if subject.values:
        yield Candidate(
            Plan.WHOLE, _whole_kinds(thing.sort), f"whole {subject.id}", subject.document,
            partial(values.whole, thing=thing, subject=subject), thing, base,
        )  # fmt: skip
    if link.rank >= _WHOLE:
        return
    for value, kinds, near in _nearest_values(reading, subject):
        yield Candidate(
            Plan.VALUE, kinds, f"value {subject.id} {home(subject, value)} {value.fact.place.start}", home(subject, value),
            partial(values.told, thing=thing, subject=subject, chosen=_same_label(subject, value)), thing,
            base | {"label": near, "keyed": float(bool(value.key)), "asked": family(reading.kinds, *kinds) if kinds else 0.0},
        )  # fmt: skip
    for key in _missing(reading, subject):
        yield Candidate(
            Plan.LACKING, ASKED[key], f"lacking {subject.id} {key}", subject.document,
            partial(values.lacking, subject=subject, key=key), thing, base | {"asked": family(reading.kinds, *ASKED[key])},
        )  # fmt: skip


def _same_label(subject: Subject, value: Value) -> tuple[Value, ...]:
    """The value with the others under the same head (a committee's rights, one by one)."""
    if not (value.key or value.label):
        return (value,)
    return tuple(v for v in subject.values if (v.key, v.label) == (value.key, value.label))


def _whole_kinds(sort: Sort) -> tuple[str, ...]:
    return {
        Sort.PROJECT: ("state",), Sort.OFFER: ("need", "offer.request"), Sort.TERM: ("define", "acronym"),
        Sort.BODY: ("body.powers",), Sort.FIELD: ("fact.",), Sort.DUTY: ("duties.", "who."),
    }.get(sort, ("fact.", "need", "state", "offer.", "define"))  # fmt: skip


def _nearest_values(reading: Reading, subject: Subject) -> list[tuple[Value, tuple[str, ...], float]]:
    """The values whose head is nearest to what is asked: by the kind of question, or by the head's own words."""
    said = set(reading.stems)
    scored = []
    seen: set[tuple[str, str, int]] = set()
    for value in subject.values:
        mark = (value.key, value.label, 0 if value.key or value.label else value.fact.place.start)
        if mark in seen or not values.has_words(value):
            continue
        seen.add(mark)
        kinds = ASKED.get(value.key, ())
        heads = {
            stem(w, FRENCH) for w in words(value.label) if w not in FRENCH.stop_words and w not in ENGLISH.stop_words
        }
        near = len(heads & said) / len(heads) if heads else 0.0
        by_kind = family(reading.kinds, *kinds) if kinds else 0.0
        scored.append((max(by_kind, 0.6 * near, 0.01 if not value.key else 0.0), value, kinds or ("fact.",), near))
    scored.sort(key=lambda one: -one[0])
    return [(value, kinds, near) for score, value, kinds, near in scored[:_VALUES] if score > 0.02 or not value.key]


def _missing(reading: Reading, subject: Subject) -> list[str]:
    """The column asked for, where the thing has it not."""
    usual = {Sort.PROJECT: _PROJECT, Sort.OFFER: _OFFER, Sort.BODY: _BODY}.get(subject.sort, ())
    held = {v.key for v in subject.values if values.has_words(v)}
    asked = sorted(usual, key=lambda key: -family(reading.kinds, *ASKED[key]))[:1]
    return [key for key in asked if key not in held and family(reading.kinds, *ASKED[key]) > 0.25]


def _changes(reading: Reading, link: Link) -> Iterator[Candidate]:
    """What moved between the moments named, since the one named, or since the report before; and over all of them."""
    states = link.thing.states
    named = [s for s in states if any(_in(s, report) for report in reading.moment.reports)]
    keys = tuple(k for k in _PROJECT if family(reading.kinds, *ASKED[k]) > 0.3)
    spans = {(0, len(states) - 1), (len(states) - 2, len(states) - 1)}
    if named:
        first, last = states.index(named[0]), states.index(named[-1])
        spans |= (
            {(first, last)} if last > first else {(first, len(states) - 1)} | ({(first - 1, first)} if first else set())
        )
    for first, last in sorted(span for span in spans if span[1] > span[0]):
        suits = float(bool(named) and (states[first] in named or states[last] in named))
        if named and reading.moment.onward and states[first] not in named:
            suits = -1.0  # « depuis juin » is not what moved before June
        yield Candidate(
            Plan.CHANGE, ("change",), f"change {states[first].id} {states[last].id}", states[last].document,
            partial(values.history, states=states[first : last + 1], keys=keys), link.thing,
            told_by(link) | {"dated": suits, "values": len(states[last].values), "members": last - first,
                             "share": float(first == len(states) - 2)},
        )  # fmt: skip


def _which(reading: Reading, library: Library) -> Iterator[Candidate]:
    """Asking back: where a kind of thing is meant and none of it is named, or where what is said names several."""
    for sort, keys in ((Sort.BODY, _BODY), (Sort.PROJECT, _PROJECT), (Sort.OFFER, _OFFER)):
        found = [t for t in Things.of(library).of_sort(sort) if t.current]
        key = max(keys, key=lambda k: family(reading.kinds, *ASKED[k]))
        asked, alike = family(reading.kinds, *ASKED[key]), _alike(found, reading)
        if 1 < len(found) <= _CHOICES and asked > _ASKED and len(alike) != 1:
            yield _asked_back(reading, found, key)
        if 1 < len(alike) <= _ALIKE and len(alike) < len(found):
            yield _asked_back(reading, alike, key if asked > _ASKED else "")


def _alike(found: Sequence[Thing], reading: Reading) -> list[Thing]:
    """Those whose names hold what was said as well as any other, where none is said whole: « le panier », of two."""
    weight, exact = reading.said.weight, reading.said.exact
    best = max((float(weight[t.number]) for t in found), default=0.0)
    if not best or any(exact[t.number] >= 1 for t in found):
        return []
    return [t for t in found if float(weight[t.number]) >= _SAME * best]


def _asked_back(reading: Reading, found: Sequence[Thing], key: str) -> Candidate:
    """The things to choose from, those of which the value asked for is told first."""
    telling = [t for t in found if any(v.key == key for v in t.latest.values)]
    asked = family(reading.kinds, *ASKED[key]) if key else 0.0
    sort, names = found[0].sort, " ".join(str(t.number) for t in found)
    return Candidate(
        Plan.WHICH, ASKED[key] if key else (), f"which {sort} {key} {names}", found[0].latest.document,
        partial(values.which, things=[*telling, *(t for t in found if t not in telling)], key=key), None,
        {"members": len(found), "cover": max(float(reading.said.cover[t.number]) for t in found),
         "exact": max(float(reading.said.exact[t.number]) for t in found), "asked": asked,
         "held": len(telling) / len(found)},
    )  # fmt: skip


# ---------------------------------------------------------------- sets
def _of_sets(reading: Reading, linked: Sequence[Link], library: Library) -> Iterator[Candidate]:
    asking = family(reading.kinds, "list.", "count.", "change")
    for found in sets(reading, library, linked):
        wanted = conditions(found, reading, library, linked)
        known = found.what in (Sort.PROJECT, Sort.OFFER, Sort.BODY)
        if not wanted and not (known and asking > 0.1):
            continue
        chosen: list[list[Condition]] = [*([c] for c in wanted), *_pairs(wanted), []]
        for some in chosen:
            if some or known:
                yield _listed(reading, found, some)


def _pairs(wanted: Sequence[Condition]) -> Iterator[list[Condition]]:
    """Two conditions at once; two values of one column are either of them."""
    for n, one in enumerate(wanted[:3]):
        for other in wanted[n + 1 : 3]:
            if one.key != other.key:
                yield [one, other]
            elif (one.said >= 1) == (other.said >= 1):  # a value that is said is not joined to one that is merely near
                yield [either(one, other)]


def _listed(reading: Reading, found: Set, some: list[Condition]) -> Candidate:
    met = kept(found, some)
    what = {Sort.PROJECT: "projects", Sort.OFFER: "offers", Sort.BODY: "bodies"}.get(found.what, "")
    kinds = (f"list.{what}", f"count.{what}") if what else ("fact.list", "fact.count", "list.", "count.")
    mark = " ".join(sorted(f"{c.key}={c.label}" for c in some))
    heads = {stem(w, FRENCH) for w in words(found.name) if w not in FRENCH.stop_words}
    features = {
        "members": len(found.members), "met": len(met), "share": len(met) / max(1, len(found.members)),
        "conditions": len(some), "cond_said": min((c.said for c in some), default=0.0),
        "cond_near": min((c.near for c in some), default=0.0),
        "cond_value": float(any(c.key not in ("late", "health", "due", "done", "cost", "status") for c in some)),
        "title": len(heads & set(reading.stems)) / len(heads) if heads else 0.0,
    }  # fmt: skip
    return Candidate(
        Plan.LIST, kinds, f"list {found.document} {found.name} {found.end} {mark}", found.document,
        partial(telling_sets.listed, found=found, met=met, wanted=some), None, features,
    )  # fmt: skip
