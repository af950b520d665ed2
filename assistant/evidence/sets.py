"""Sets one may list, filter and count: the projects of a report, the offers, the committees, the rows of a table.

A condition is a column and a value that some member has and the question says; « en retard », « en octobre 2026 » are
conditions on dates. Which set and which conditions are meant is for whoever chooses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from assistant.evidence.links import Link
from assistant.known.members import Member, Set
from assistant.known.reports import Reports
from assistant.known.things import Things
from assistant.library import Library
from assistant.reading.reading import Reading
from ingest.facts.records import Sort
from ingest.model import Kind

_MEMBERS = 3  # a table of fewer rows is no set
_NEAR = 3  # first things of a sort whose tables are looked into


def sets(reading: Reading, library: Library, linked: Sequence[Link]) -> list[Set]:
    """Every set a question might mean, those of the moment it names."""
    return [
        *_projects(reading, library),
        *_of(library, Sort.OFFER),
        *_of(library, Sort.BODY),
        *_tables(library, linked),
    ]


def _projects(reading: Reading, library: Library) -> Iterator[Set]:
    reports = [r for r in Reports.of(library).all if library.description(r.document).kind is not Kind.MINUTES]
    named = [r for r in reading.moment.reports if r in reports] or reports[-1:]
    for report in named[-2:]:
        members = tuple(
            Member(thing, state)
            for thing in Things.of(library).all
            for state in thing.states
            if state.document == report.document
            and (state.period.end if state.period else "") in (report.end, "")
            and state.sort in (Sort.PROJECT, Sort.ROW)
        )
        projects = tuple(m for m in members if m.subject.sort is Sort.PROJECT)
        if projects or len(members) >= _MEMBERS:
            label = report.label or library.description(report.document).title
            yield Set(Sort.PROJECT, label, projects or members, report.document, report.end)


def _of(library: Library, sort: Sort) -> Iterator[Set]:
    found = tuple(Member(t, t.latest) for t in Things.of(library).of_sort(sort) if t.current)
    if len(found) > 1:
        yield Set(sort, library.description(found[0].subject.document).title, found, found[0].subject.document)


def _tables(library: Library, linked: Sequence[Link]) -> list[Set]:
    """The tables that hold something near the question."""
    near = {link.thing.latest.group for link in linked if link.rank < _NEAR}
    made = library.remember(("tables", library.today.isoformat()), _grouped)
    return [found for found in made if found.members[0].subject.group in near]


def _grouped(library: Library) -> list[Set]:
    groups: dict[str, list[Member]] = defaultdict(list)
    for thing in Things.of(library).of_sort(Sort.ROW, Sort.CARD):
        if thing.current and thing.latest.group:
            groups[thing.latest.group].append(Member(thing, thing.latest))
    return [
        Set(
            found[0].subject.sort,
            " – ".join(found[0].subject.name.place.section[-1:]),
            tuple(found),
            found[0].subject.document,
        )
        for found in groups.values()
        if len(found) >= _MEMBERS and (found[0].subject.sort is Sort.ROW or _catalogue(found[0], library))
    ]


def _catalogue(member: Member, library: Library) -> bool:
    return library.description(member.subject.document).kind in (Kind.SERVICE_OFFERS, Kind.PROJECT_STATUS)
