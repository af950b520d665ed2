"""Values of one thing: a state, an offer's card, a committee's quorum, a row; dated where a report dates them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.known.borrowing import home
from assistant.known.reports import Reports
from assistant.known.things import Thing
from assistant.library import Library
from assistant.model import Notice
from assistant.reading.meaning import family, kinds
from assistant.telling import cards
from assistant.telling.cards import proofs_of
from assistant.telling.drafting import Drafting, Proof, called
from assistant.telling.saying import ISO, bare, capital, has_words, said, without_label
from assistant.wording.dates import spoken
from assistant.wording.values import Values
from assistant.wording.values import values as wording
from ingest.facts.records import Sort, Subject, Value
from ingest.facts.values.measures import measures
from ingest.languages import fold, words
from ingest.model import Kind

STATE = ("health", "progress", "phase", "due", "milestone", "risk", "lead", "comment")
OFFER = ("description", "provider", "audience", "request", "delay", "cost", "status")
_TOLD_FIRST = {"progress": 0, "health": 1, "due": 2}
_COMPARED = 40  # values of a state that are compared with another's
_SHOWN = 8  # values of a card; more would not be read
_ORDERING, _ORDER = 5, 0.95  # words of an order, at least; how surely it must read as one: docs/decisions.md
_DAY = re.compile(r"^au (?=\d)")  # « au 14 mai 2025 »: a report that is called by its day
_OLD = 120  # days after which the last report is said to be old: a quarter and a month


def whole(draft: Drafting, thing: Thing, subject: Subject) -> None:
    """All that one needs of a thing: its card, what stands in the way first."""
    if subject.sort is Sort.OFFER:
        availability(draft, subject)
    ordering = orders(subject, draft.library) if draft.shown else ()
    told(draft, thing, subject, [v for v in card(subject) if v.fact.quote not in ordering])
    if subject.sort is Sort.OFFER and not any(v.key == "request" and has_words(v) for v in subject.values):
        lacking(draft, subject, "request")


def orders(subject: Subject, library: Library) -> frozenset[str]:
    """The values of a card that are orders to whoever reads it by machine: no one asked for them. Read once a generation."""

    def read(seen: Library) -> frozenset[str]:
        if seen.encoder is None:
            return frozenset()
        quotes = [v.fact.quote for v in card(subject) if len(words(v.fact.quote)) >= _ORDERING]
        return frozenset(quote for quote in quotes if family(kinds(quote, seen), "order") > _ORDER)

    return library.remember(("orders", subject.document, subject.id), read)


def which(draft: Drafting, things: Sequence[Thing], key: str) -> None:
    """Asks back among several things; where they have the value asked for, each is given with its own."""
    say = wording(draft.language)
    draft.suggestions += [say.ask_of.format(label=say.labels.get(key, ""), name=t.name).strip() for t in things[:3]]
    for thing in things[:_SHOWN]:
        held = [v for v in thing.latest.values if v.key == key and has_words(v)]
        parts = say.apart.join(draft.words(without_label(bare(v.fact), v)).rstrip(" ;.") for v in held)
        text = say.each.format(name=thing.name, value=parts) if parts else say.each_name.format(name=thing.name)
        draft.claim(text, [*((home(thing.latest, v), v.fact) for v in held), *proofs_of(thing.latest)])
    if draft.claims:
        first = draft.claims[0]
        draft.claims[0] = replace(first, text=f"{say.which}\n{first.text}")


def card(subject: Subject) -> list[Value]:
    """The values of a card, the usual ones of its sort first."""
    usual = {Sort.PROJECT: STATE, Sort.OFFER: OFFER}.get(subject.sort, ())
    held = [v for v in subject.values if has_words(v)]
    first = [v for key in usual for v in held if v.key == key]
    return (first if usual and first else held)[:_SHOWN]


def told(draft: Drafting, thing: Thing, subject: Subject, chosen: Sequence[Value]) -> None:
    """The values chosen: one line that answers, then a card."""
    held = [value for value in chosen if has_words(value)]
    if not held:
        return
    cards.told(draft, subject, held, when(draft, subject))
    freshness(draft, thing, subject, chosen)
    if subject.period is None:
        _disagreeing(draft, thing, subject, chosen)


def _disagreeing(draft: Drafting, thing: Thing, subject: Subject, chosen: Sequence[Value]) -> None:
    """Another document in force that measures the same value of the same thing otherwise."""
    say = wording(draft.language)
    for other in thing.states:
        if draft.library.description(other.document).superseded_by or other.period is not None:
            continue
        for value in (v for v in chosen if other.document not in (subject.document, home(subject, v))):
            for held in (v for v in other.values if v.key and v.key == value.key):
                if any(m.differs(n) for m in measures(value.fact.quote) for n in measures(held.fact.quote)):
                    title = draft.library.description(other.document).title
                    text = say.otherwise.format(title=title, value=bare(held.fact))
                    cited = (draft.cite(other.document, held.fact), draft.cite(home(subject, value), value.fact))
                    draft.notices.append(Notice("contradiction", text, cited))


def lacking(draft: Drafting, subject: Subject, key: str) -> None:
    """That a known thing does not have the value asked for."""
    label = wording(draft.language).labels.get(key, key)
    draft.claim(wording(draft.language).unsaid.format(label=label, name=called(subject)), proofs_of(subject))


def availability(draft: Drafting, subject: Subject) -> None:
    """Says that an offer is retired, suspended or not there yet."""
    status = next((v for v in subject.values if v.key == "status"), None)
    form = wording(draft.language).not_offered.get(status.fact.value) if status else None
    if status and form:
        value = said(status, draft) if draft.shown else status.fact.quote
        text = form.format(name=called(subject), value=value)
        draft.claim(text, [(home(subject, status), status.fact), *proofs_of(subject)])


def when(draft: Drafting, subject: Subject) -> str:
    """« (bulletin de mai 2025, au 31 mai 2025) » for what a report says; "" otherwise."""
    if subject.period is None or not subject.period.end:
        return ""
    say, label = wording(draft.language), label_of(draft, subject)
    end = spoken(subject.period.end, draft.language)
    return (say.on_day if _DAY.match(subject.period.label) else say.dated).format(label=label, end=end)


def label_of(draft: Drafting, subject: Subject) -> str:
    """What people call the report a subject comes from; a day where it has no other name."""
    period = subject.period
    if period is not None and period.label and period.label != period.end:
        return draft.words(_DAY.sub(wording(draft.language).day, period.label))
    report = Reports.of(draft.library).of_document(subject.document, period.end if period else "")
    return draft.words(report.label) if report and report.label else draft.library.description(subject.document).title


def freshness(draft: Drafting, thing: Thing, subject: Subject, chosen: Sequence[Value]) -> None:
    """A state that later reports leave out, an old one, a due date that has passed: said beside it."""
    if subject is not thing.latest or subject.period is None or not subject.period.end:
        return
    say, library = wording(draft.language), draft.library
    cited = tuple(draft.cite(*proof) for proof in proofs_of(subject)[:1])
    due = next((v for v in chosen if v.key == "due"), None)
    if due and ISO.fullmatch(due.fact.value) and due.fact.value < library.today.isoformat() and not done(subject):
        text = say.overdue.format(due=spoken(due.fact.value, draft.language))
        draft.notices.append(Notice("stale", text, (draft.cite(subject.document, due.fact),)))
    # Minutes that do not name a project say nothing of it: only a report that tells of all of them does.
    later = [r for r in Reports.of(library).all if r.end > subject.period.end and _reports(r.document, library)]
    if later and thing.sort is Sort.PROJECT:
        text = say.last_known.format(label=label_of(draft, subject), end=spoken(subject.period.end, draft.language))
        draft.notices.append(Notice("stale", text, cited))
    elif (library.today - date.fromisoformat(subject.period.end)).days > _OLD:
        draft.notices.append(Notice("stale", say.stale.format(end=spoken(subject.period.end, draft.language)), cited))


def _reports(document: str, library: Library) -> bool:
    return library.description(document).kind is Kind.PROJECT_STATUS


def done(subject: Subject) -> bool:
    """Whether nothing is left to do: all of it is made."""
    progress = next((v.fact.value for v in subject.values if v.key == "progress"), "")
    return progress.startswith("100")


def history(draft: Drafting, states: Sequence[Subject], keys: Iterable[str] = ()) -> None:
    """What moved over the states of one thing, oldest first; what did not, only where it was asked for."""
    moves = list(_moves(draft, states, set(keys)))
    proofs = [proof for state in (states[-1], *states[:-1]) for proof in proofs_of(state)]
    say, last = wording(draft.language), states[-1]
    names = {"before": label_of(draft, states[0]), "after": label_of(draft, last), "name": called(last)}
    if moves:
        first = min(moves, key=lambda move: (_TOLD_FIRST.get(move.key, len(_TOLD_FIRST)), len(move.path)))
        changes = say.value.format(label=first.label, value=first.path)
        draft.claim(say.changed.format(changes=changes, **names), [*first.proofs, *proofs])
        for move in (m for m in moves if m is not first):
            draft.row(capital(move.label), move.path, move.proofs)
    elif any(not _key(v) for state in states for v in state.values):
        for state in states:
            text = say.said.format(
                name=called(state), values=" ".join(bare(v.fact) for v in card(state)), when=when(draft, state)
            )
            draft.claim(cards.closed(text), [*((state.document, v.fact) for v in card(state)), *proofs_of(state)])
    else:
        draft.claim(say.nothing_moved.format(**names), proofs)


@dataclass(frozen=True)
class _Move:
    """One value over time: ``key`` its column, ``path`` what it was and became, with what proves it."""

    key: str
    label: str
    path: str
    proofs: list[Proof]


def _moves(draft: Drafting, states: Sequence[Subject], asked: set[str]) -> Iterator[_Move]:
    say = wording(draft.language)
    for mark in dict.fromkeys(_key(v) for state in states for v in state.values if _key(v)):
        steps = list(_steps(states, mark))
        moved = _moved(steps)
        if len(steps) < 2 or (asked and mark not in asked) or (len(moved) < 2 and not asked):
            continue
        told_steps = moved if len(moved) > 1 else steps[-1:]
        path = say.then.join(say.at.format(value=said(v, draft), label=label_of(draft, s)) for s, v in told_steps)
        path = path if len(moved) > 1 else say.same.format(path=path)
        path += _points(told_steps[0][1], told_steps[-1][1], say)
        label = say.labels.get(mark) or steps[-1][1].label
        yield _Move(mark, label, path, [(s.document, fact) for s, v in told_steps for fact in v.facts])


def _steps(states: Sequence[Subject], mark: str) -> Iterator[tuple[Subject, Value]]:
    """What each state says under a key; what stands for its health in one report is a phase in the next."""
    for state in states:
        held = [v for v in state.values[:_COMPARED] if _key(v) == mark and has_words(v)]
        if not held and mark == "health":
            held = [v for v in state.values if v.key == "phase" and has_words(v)]
        yield from ((state, value) for value in held)


def _moved(steps: Sequence[tuple[Subject, Value]]) -> list[tuple[Subject, Value]]:
    """The steps at which a value is another one than before."""
    kept: list[tuple[Subject, Value]] = []
    for subject, value in steps:
        if not kept or fold(kept[-1][1].fact.value) != fold(value.fact.value):
            kept.append((subject, value))
    return kept


def _points(past: Value, new: Value, say: Values) -> str:
    numbers = [v.fact.value for v in (past, new)]
    if past is new or new.key != "progress" or not all(re.fullmatch(r"\d+(\.\d+)?", n) for n in numbers):
        return ""
    return say.points.format(points=f"{float(numbers[1]) - float(numbers[0]):+g}")


def _key(value: Value) -> str:
    return value.key or fold(value.label)


__all__ = [
    "OFFER", "STATE", "availability", "card", "done", "freshness", "has_words", "history", "label_of", "lacking",
    "orders", "told", "when", "which", "whole",
]  # fmt: skip
