"""The dated documents that tell how things stand, oldest first, each under the labels people call it by."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from assistant.known.moments import Report, labelled
from assistant.library import Library
from ingest.facts.records import ProjectStatus
from ingest.model import Kind


@dataclass(frozen=True)
class Reports:
    """Every report of the documents in force made before the library's day."""

    all: tuple[Report, ...]

    @classmethod
    def of(cls, library: Library) -> Reports:
        return library.remember(("reports", library.today.isoformat()), _made)

    def of_document(self, document: str, end: str = "") -> Report | None:
        """The report a document is; the one of a date where one document holds several."""
        own = [r for r in self.all if r.document == document]
        return next((r for r in own if r.end == end), own[-1] if own else None)


def _made(library: Library) -> Reports:
    found: dict[tuple[str, str], Report] = {}
    today = library.today.isoformat()
    told = [s for s in library.records(ProjectStatus) if not library.description(s.document).superseded_by]
    ends: dict[str, set[str]] = defaultdict(set)
    for state in told:
        ends[state.document].add(state.period.end)
    for state in told:
        period = state.period
        if period.end <= today and (state.document, period.end) not in found:
            own = [period.label] if period.label != period.end else []
            # A document that holds several reports is called by what each of them is called, not by its own title.
            titles = [] if own and len(ends[state.document]) > 1 else _titles(state.document, library)
            found[state.document, period.end] = labelled(state.document, period.end, [*own, *titles])
    for about in library.descriptions():
        dated = about.kind in (Kind.PROJECT_STATUS, Kind.MINUTES)
        end = about.period.end if about.period else about.date
        if dated and end and end <= today and not any(document == about.document for document, _ in found):
            sitting = about.kind is Kind.MINUTES
            found[about.document, end] = labelled(about.document, end, _titles(about.document, library), sitting)
    return Reports(tuple(sorted(found.values(), key=lambda r: (r.end, r.document))))


def _titles(document: str, library: Library) -> list[str]:
    return [library.description(document).title, document.rsplit(".", 1)[0]]
