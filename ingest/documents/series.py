"""Reports of one series: the same things told again, at other times and in other shapes, are projects.

What no document says alone is told by repetition: a table, an e-mail or a page whose rows or lines begin with the names that
dated reports tell of is a report as well, whatever its heads, its marks and its words for states.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.facts import reports
from ingest.facts.listings.entries import Entry
from ingest.facts.listings.legends import legend
from ingest.facts.listings.marked import (
    Piece,
    States,
    alone,
    entry_of,
    names_of,
    openings,
    pieces,
    repeated,
)
from ingest.facts.records import ProjectStatus, Record
from ingest.facts.values.periods import named
from ingest.kinds.project_status import COLUMNS, listed, records_of
from ingest.languages import FRENCH, content_words, fold, stem
from ingest.model import Description, Document, Kind, Period

_FEWEST = 3  # things told, for a text to be a report
_SHARED = 2  # of them that another report tells as well
_MOSTLY = 0.4  # of the texts of a report that tells things line by line
_HALF = 0.5  # of the rows of a table
_LETTERS = 3
_SPOKEN = 3  # words of a text that says something
_INSIDE = re.compile(r"\(([^()]{4,})\)")

Name = frozenset[str]


@dataclass(frozen=True, slots=True)
class Told:
    """What a series makes of a document: its description as a report, and the state of each thing it tells."""

    description: Description
    records: tuple[ProjectStatus, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A dated document that may be a report: the texts that may begin with a name, and the words of its legends."""

    document: Document
    description: Description
    pieces: tuple[Piece, ...]


def in_series(found: Sequence[tuple[Document, Description, Sequence[Record]]]) -> dict[str, Told]:
    """Document name → what it tells as a report of a series; only documents that are of no kind told otherwise."""
    known = [_names(r.name.value for r in records if isinstance(r, ProjectStatus)) for _, _, records in found]
    known = [names for names in known if len(names) >= _FEWEST]
    plain = [_Candidate(d, about, tuple(pieces(d))) for d, about, _ in found if _may_report(about)]
    states = _states([document for document, _, _ in found], plain)
    told = {c.document.name: entries for c in plain if (entries := _entries(c, states, known))}
    sets = {name: _names(names_of(entries)) for name, entries in told.items()}
    called = [_words(r.name.value) for _, _, some in found for r in some if isinstance(r, ProjectStatus)]
    called += [_words(name) for entries in told.values() for name in names_of(entries)]
    made: dict[str, Told] = {}
    for candidate in plain:
        name = candidate.document.name
        others = [*known, *(names for other, names in sets.items() if other != name)]
        if name in told and any(_shared(sets[name], names) >= _SHARED for names in others):
            made[name] = _report(candidate, told[name], called)
    return made


def _may_report(about: Description) -> bool:
    """A dated document in force of no kind, unless somebody wrote that it has none."""
    return about.kind is Kind.OTHER and "kind" in about.inferred and bool(about.date) and not about.superseded_by


def _states(documents: Sequence[Document], plain: Sequence[_Candidate]) -> States:
    """The words for states: of the legends of all, then those that come again in texts where some are known."""
    words = {
        fold(word): meaning
        for document in documents
        for word, meaning in legend(document).items()
        if len(word) >= _LETTERS
    }
    explained = States(words)
    telling = [c.pieces for c in plain if len(openings(c.pieces, explained, COLUMNS)) >= _FEWEST]
    learned = repeated((piece for some in telling for piece in some), COLUMNS)
    return States(learned | words)


def _entries(candidate: _Candidate, states: States, known: Sequence[frozenset[Name]]) -> list[Entry]:
    """The things told in the candidate's tables, when their names are known; else line by line."""
    rows = listed(candidate.document)
    names = _names(names_of(rows))
    if len(names) >= _FEWEST and any(_shared(names, some) >= max(_FEWEST, _HALF * len(names)) for some in known):
        return rows
    found = openings(candidate.pieces, states, COLUMNS)
    texts = [piece for piece in candidate.pieces if len(piece.text.split()) >= _SPOKEN]
    if len(found) < _FEWEST or len(found) < _MOSTLY * len(texts):
        return []
    day = candidate.description.date
    return [entry_of(opening, states, COLUMNS, day) for opening in found]


def _report(candidate: _Candidate, entries: list[Entry], called: Sequence[tuple[str, ...]]) -> Told:
    document, about = candidate.document, candidate.description
    period = _period(document, about)
    inferred = about.inferred | {"period", "date"} if "date" in about.inferred or not about.date else about.inferred
    described = replace(
        about,
        kind=Kind.PROJECT_STATUS,
        period=period,
        date=period.end if period and "date" in inferred else about.date,
        inferred=inferred | {"period"},
    )
    records = records_of(document, described, entries)[0]
    return Told(described, tuple(_before(record, called) for record in records))


def _before(record: ProjectStatus, called: Sequence[tuple[str, ...]]) -> ProjectStatus:
    """« Passerelle des Brumes (avant : Pont du Ravin) »: what stands aside and ends with the name of another thing is what
    this one was called."""
    aside = _INSIDE.search(record.name.value)
    said = _words(aside.group(1)) if aside else ()
    full = max((name for name in called if name and said[-len(name) :] == name), key=len, default=())
    if aside is None or len(full) < _SHARED:
        return record
    text = aside.group(1)
    starts = [m.start() for m in re.finditer(r"\w+", text) if _words(text[m.start() :]) == full]
    former = text[starts[-1] :] if starts else text
    bare = replace(record.name, value=alone(record.name.value))
    return replace(record, name=bare, formerly=(*record.formerly, former))


def _period(document: Document, about: Description) -> Period | None:
    """The day that the title says; else what a report is of."""
    said = named(about.title)
    exact = said if said and said.label != said.end and any(c.isdigit() for c in said.label.split()[0]) else None
    return exact or reports.of_titles(document, about.title, about.date)


def _names(said: Iterable[str]) -> frozenset[Name]:
    found = (frozenset(stem(word, FRENCH) for word in content_words(alone(one), FRENCH)) for one in said)
    return frozenset(name for name in found if name)


def _words(said: str) -> tuple[str, ...]:
    """The words of a name that tell it, in order."""
    return tuple(content_words(alone(said), FRENCH))


def _shared(mine: frozenset[Name], theirs: frozenset[Name]) -> int:
    """How many names of one report another has, whole or in fewer words."""
    return sum(any(name <= other or other <= name for other in theirs) for name in mine)
