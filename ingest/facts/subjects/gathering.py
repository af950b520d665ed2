"""A document's records and blocks → its subjects, each table row or card told once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ingest.facts.listings.legends import codes, decoded
from ingest.facts.records import Fact, Record, Sort, Subject
from ingest.facts.subjects.cards import cards
from ingest.facts.subjects.categories import categories
from ingest.facts.subjects.forms import filled
from ingest.facts.subjects.plans import plans
from ingest.facts.subjects.rows import rows
from ingest.facts.subjects.typed import typed
from ingest.model import Description, Document

_MOSTLY = 0.5  # of the lines of a card


def subjects(document: Document, description: Description, records: Sequence[Record]) -> tuple[Subject, ...]:
    """Every subject of a document: those its typed records make, then the rows, cards, fields and plans they leave."""
    known = list(typed(records))
    covered = _covered(known)
    told = _told(known)
    plain = [
        *rows(document, description, covered),
        *(c for c in cards(document, description) if not _same(c, told, covered)),
    ]
    plain += [*filled(document, description, covered), *plans(document, description)]
    legend = codes(document)
    found = [decoded(subject, legend) for subject in (*plain, *known)]
    return tuple({subject.id: subject for subject in [*found, *categories(found)]}.values())


def _told(known: Iterable[Subject]) -> frozenset[int]:
    """Where the names of the projects and the offers begin that are known already."""
    return frozenset(s.name.place.start for s in known if s.sort in (Sort.PROJECT, Sort.OFFER) and s.name.place.end)


def _same(card: Subject, told: frozenset[int], covered: frozenset[int]) -> bool:
    """Whether a card tells again what is known of the thing its heading names: two answers to one question."""
    said = [v.fact.place for v in card.values]
    again = sum(any(place.start <= at < place.end for at in covered) for place in said)
    return card.name.place.start in told and again >= _MOSTLY * len(said)


def _covered(known: Iterable[Subject]) -> frozenset[int]:
    """Where in the document's text the names and values of typed subjects begin."""
    return frozenset(fact.place.start for subject in known for fact in _facts(subject) if fact.place.end)


def _facts(subject: Subject) -> Iterable[Fact]:
    yield subject.name
    yield from (value.fact for value in subject.values)
