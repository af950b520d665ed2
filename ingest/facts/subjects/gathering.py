"""A document's records and blocks → its subjects, each table row or card told once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.facts.listings.legends import codes, decoded
from ingest.facts.records import Fact, Record, Subject
from ingest.facts.subjects.cards import cards
from ingest.facts.subjects.categories import categories
from ingest.facts.subjects.forms import filled
from ingest.facts.subjects.plans import plans
from ingest.facts.subjects.rows import rows
from ingest.facts.subjects.typed import typed
from ingest.model import Description, Document


def subjects(document: Document, description: Description, records: Sequence[Record]) -> tuple[Subject, ...]:
    """Every subject of a document: those its typed records make, then the rows, cards, fields and plans they leave."""
    known = list(typed(records))
    covered = _covered(known)
    plain = [*rows(document, description, covered), *cards(document, description)]
    plain += [*filled(document, description, covered), *plans(document, description)]
    legend = codes(document)
    found = [decoded(subject, legend) for subject in (*plain, *known)]
    return tuple({subject.id: subject for subject in [*found, *categories(found)]}.values())


def _covered(known: Iterable[Subject]) -> frozenset[int]:
    """Where in the document's text the names and values of typed subjects begin."""
    return frozenset(fact.place.start for subject in known for fact in _facts(subject) if fact.place.end)


def _facts(subject: Subject) -> Iterable[Fact]:
    yield subject.name
    yield from (value.fact for value in subject.values)
