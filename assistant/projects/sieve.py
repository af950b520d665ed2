"""The projects of a report that meet what a question asks: a colour, a lateness, a date, words of a column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.library import Library
from assistant.matching import likeness
from assistant.model import Query, Word
from assistant.projects.asking import Asked, leaves_colour
from assistant.projects.portfolio import Portfolio, Project, late
from assistant.quoting.terms import says
from ingest.facts.records import Fact, ProjectStatus
from ingest.languages import FRENCH, content_words, fold
from ingest.lint.rules.projects import closed
from ingest.model import Period

_TEXTUAL = ("lead", "site", "risk", "phase", "milestone", "comment")


@dataclass(frozen=True, slots=True)
class Kept:
    """A project that passed, with the facts that prove it, each with its document."""

    project: Project
    state: ProjectStatus
    proofs: tuple[tuple[str, Fact], ...] = ()
    value: str = ""  # the words of the column that met the question's


def kept(query: Query, asked: Asked, portfolio: Portfolio, period: Period, library: Library) -> list[Kept] | None:
    """Projects of one report that meet every condition; None when words of the question meet no column at all."""
    found = [Kept(p, s) for p, s in portfolio.at(period)]
    phases = _phases(query, found) if not asked.when.by else []
    words = [w for w in asked.words if not any(_says([w], phase) for phase in phases)]
    if words:
        found = _worded(words, asked.columns, found, library)
        if not found:
            return None
    elif asked.late:
        found = [k for k in found if late(k.project, k.state)]
    if not phases and (claim := claimed(" ".join(query.words))) and not asked.when.by and not asked.late:
        return [_claimed(k, claim) for k in found if _ended(k.state, claim)]
    if phases:
        found = [_proved(k, "phase") for k in found if _value(k.state, "phase") in phases]
    if asked.colours:
        found = [_proved(k, "health") for k in found if _value(k.state, "health") in asked.colours]
    if asked.when.by:
        found = [_proved(k, "due") for k in found if _by(k.state, asked)]
    if asked.late and not asked.words:
        found = [_proved(k, "due") for k in found]
    return found


def moved(query: Query, asked: Asked, portfolio: Portfolio, before: Period, after: Period) -> list[Kept]:
    """Projects whose health changed between two reports: from the first colour named, to the second or any other."""
    said = " ".join(query.words)
    origin = next((c for c in asked.colours if c != asked.target), "")
    target = "" if leaves_colour(said) else asked.target or (asked.colours[1] if len(asked.colours) > 1 else "")
    found = []
    for project, state in portfolio.at(after):
        past = project.at(before)
        if past is None or _value(past, "health") == _value(state, "health"):
            continue
        if (not origin or _value(past, "health") == origin) and (not target or _value(state, "health") == target):
            proofs = tuple((s.document, s.facts["health"]) for s in (past, state) if "health" in s.facts)
            found.append(Kept(project, state, proofs))
    return found


def gone(portfolio: Portfolio, before: Period, after: Period) -> list[Kept]:
    """Projects of the first report that the second does not name."""
    return [
        Kept(project, state, ((state.document, state.name),))
        for project, state in portfolio.at(before)
        if project.at(after) is None
    ]


def arrived(portfolio: Portfolio, before: Period, after: Period) -> list[Kept]:
    """Projects of the second report that no earlier one named."""
    return [
        Kept(project, state, ((state.document, state.name),))
        for project, state in portfolio.at(after)
        if not any(s.period.end <= before.end for s in project.states)
    ]


def _value(state: ProjectStatus, key: str) -> str:
    fact = state.facts.get(key)
    return fact.value if fact else ""


def _proved(one: Kept, key: str) -> Kept:
    fact = one.state.facts.get(key)
    return Kept(one.project, one.state, (*one.proofs, (one.state.document, fact)), one.value) if fact else one


def _by(state: ProjectStatus, asked: Asked) -> bool:
    due, limit = _value(state, "due"), asked.when.by
    if limit is None or len(due) != 10:
        return False
    if asked.when.start:
        return asked.when.start.isoformat() <= due <= limit.isoformat()
    return due > limit.isoformat() if asked.when.after else due <= limit.isoformat()


# Ways to say that a project is no more, for now or for good: a claim is right when the report says any of its kind.
_CLAIMS = tuple(
    re.compile(rf"\b(?:{words})")
    for words in (
        r"annul|cancel|abandon|retir",
        r"suspend|arret|interromp|en pause|stopped|on hold",
        r"termin|fini|finished|clos\b|close|clotur|ferme|complet|livre\b|livres\b|acheve",
    )
)
_FINISHED = _CLAIMS[2]


def claimed(said: str) -> re.Pattern[str] | None:
    """What a question says has become of projects: cancelled, stopped, finished."""
    return next((claim for claim in _CLAIMS if claim.search(said)), None)


def _ended(state: ProjectStatus, claim: re.Pattern[str]) -> bool:
    if claim is _FINISHED:
        return closed(state) or any(claim.search(fold(f.quote)) for k, f in state.facts.items() if k in _OF_STATE)
    return any(claim.search(fold(fact.quote)) for fact in state.facts.values())


_OF_STATE = ("phase", "health", "status")


def _claimed(one: Kept, claim: re.Pattern[str]) -> Kept:
    """With the cell that says so, or the progress that shows it."""
    said = [key for key, fact in one.state.facts.items() if claim.search(fold(fact.quote))]
    return _proved(one, said[0] if said else "progress")


def _phases(query: Query, found: Sequence[Kept]) -> list[str]:
    """« projets terminés », « en planification »: a phase said whole is a condition; of several, any."""
    return [p for p in {_value(k.state, "phase") for k in found} - {""} if _says(query.content, p)]


def _says(content: Iterable[Word], value: str) -> bool:
    words = content_words(value, FRENCH)
    said = list(content)
    return bool(words) and all(any(likeness(w, other) >= 0.9 for w in said) for other in words)


def _worded(words: Sequence[Word], columns: Sequence[str], found: Sequence[Kept], library: Library) -> list[Kept]:
    """Projects with one cell that holds all the words; of the column named, when the question names one."""
    named = [c for c in columns if c in _TEXTUAL]
    for keys in (named, (*_TEXTUAL, *_others(found)), ("name",)):
        kept = [k for one in found if (k := _held(one, words, keys, library))]
        if kept:
            return kept
    return []


def _others(found: Sequence[Kept]) -> list[str]:
    return list(dict.fromkeys(key for k in found for key in k.state.facts if key not in _TEXTUAL))


def _held(one: Kept, words: Sequence[Word], keys: Iterable[str], library: Library) -> Kept | None:
    for key in keys:
        fact = one.state.name if key == "name" else one.state.facts.get(key)
        if fact and all(says(fact.quote, w, library) for w in words):
            return Kept(one.project, one.state, ((one.state.document, fact),), "" if key == "name" else fact.quote)
    return None


def extreme(asked: Asked, found: Sequence[Kept]) -> list[Kept]:
    """The project that is the most, or the least, advanced; those tied with it."""
    known = [(float(k.state.facts["progress"].value), k) for k in found if _numbered(k)]
    if not known:
        return []
    ends = [amount for amount, _ in known]
    wanted = max(ends) if asked.most == "most" else min(ends)
    return [k for amount, k in known if amount == wanted]


def _numbered(one: Kept) -> bool:
    fact = one.state.facts.get("progress")
    return bool(fact and re.fullmatch(r"\d+(\.\d+)?", fact.value))
