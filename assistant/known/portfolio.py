"""Every report of the documents in force, put together by project and by period."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from assistant.known.things import Things
from assistant.library import Library
from ingest.facts.records import ProjectStatus
from ingest.languages import fold
from ingest.lint.rules.projects import closed
from ingest.model import Period


@dataclass(frozen=True)
class Project:
    """One project and its states, oldest first. ``key`` is the id of the first."""

    states: tuple[ProjectStatus, ...]

    @property
    def key(self) -> str:
        return self.states[0].id

    @property
    def latest(self) -> ProjectStatus:
        return self.states[-1]

    @property
    def name(self) -> str:
        return self.latest.name.value

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What it is or was called, and its code."""
        said = [name for s in reversed(self.states) for name in (s.name.value, *s.formerly)]
        codes = [s.code.quote for s in self.states if s.code]
        return tuple({fold(n): n for n in reversed([*said, *codes])}.values())

    def at(self, period: Period) -> ProjectStatus | None:
        return next((s for s in reversed(self.states) if s.period.end == period.end), None)

    def before(self, state: ProjectStatus) -> ProjectStatus | None:
        """Its state in the report just before, if it was there."""
        earlier = [s for s in self.states if s.period.end < state.period.end]
        return earlier[-1] if earlier else None


@dataclass(frozen=True)
class Portfolio:
    """Projects in the order of the last report, and the periods reported, oldest first."""

    projects: tuple[Project, ...]
    periods: tuple[Period, ...]

    @classmethod
    def of(cls, library: Library) -> Portfolio:
        """What this audience sees of the reports that had been made on the library's day."""
        day = library.today.isoformat()
        return library.remember(("portfolio", day), lambda seen: _gathered(seen, day))

    def project(self, key: str) -> Project:
        return next(p for p in self.projects if p.key == key)

    def at(self, period: Period) -> list[tuple[Project, ProjectStatus]]:
        return [(p, state) for p in self.projects if (state := p.at(period))]

    def previous(self, period: Period) -> Period | None:
        earlier = [p for p in self.periods if p.end < period.end]
        return earlier[-1] if earlier else None


def _gathered(library: Library, day: str) -> Portfolio:
    known = [r for r in library.current(ProjectStatus) if r.period.end <= day or not r.period.end]
    known.sort(key=lambda r: r.period.end)
    thing_of = Things.of(library).by_record
    groups: dict[object, list[ProjectStatus]] = defaultdict(list)
    for record in known:
        thing = thing_of.get(record.id)
        groups[thing.number if thing else record.id].append(record)
    periods = {r.period.end: r.period for r in known if r.period.end}
    projects = sorted((Project(tuple(g)) for g in groups.values()), key=lambda p: (p.latest.period.end,), reverse=True)
    return Portfolio(tuple(projects), tuple(periods[end] for end in sorted(periods)))


def late(project: Project, state: ProjectStatus) -> str:
    """« overdue » when the date has passed in the report itself, « postponed » when it moved since the one before."""
    due, before = state.facts.get("due"), project.before(state)
    if not due or not _day(due.value):
        return ""
    if due.value <= state.period.end and not closed(state):
        return "overdue"
    past = before.facts.get("due") if before else None
    return "postponed" if past and _day(past.value) and past.value < due.value else ""


def _day(value: str) -> bool:
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
