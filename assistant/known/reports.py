"""The dated documents that tell how things stand, oldest first, each under the labels people call it by."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.library import Library
from assistant.known.moments import Report, labelled
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
    for state in library.records(ProjectStatus):
        about, period = library.description(state.document), state.period
        if not about.superseded_by and period.end <= today:
            several = [period.label] if period.label != period.end else []
            found.setdefault(
                (state.document, period.end),
                labelled(state.document, period.end, [*several, about.title, state.document.rsplit(".", 1)[0]]),
            )
    for about in library.descriptions():
        dated = about.kind in (Kind.PROJECT_STATUS, Kind.MINUTES)
        end = about.period.end if about.period else about.date
        if dated and end and end <= today and not any(document == about.document for document, _ in found):
            found[about.document, end] = labelled(about.document, end, [about.title, about.document.rsplit(".", 1)[0]])
    return Reports(tuple(sorted(found.values(), key=lambda r: (r.end, r.document))))
