"""Questions to begin with, made from the facts in service: what can be asked here, in this organisation's words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from assistant.known.portfolio import Project
from assistant.library import Library
from assistant.wording.values import FRENCH
from bots.rendering.plain import one_line
from bots.web.projects import code, projects
from ingest.facts.records import Activity, Level, Responsibility, ServiceOffer

Say = Callable[..., str]
T = TypeVar("T")
EACH = 3
_LONGEST = 90  # characters of a name that still reads well in a question


def starters(library: Library, say: Say) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(title, questions) for each kind of fact the documents hold; titles without questions are left out."""
    told = (
        (say("try_roles"), _roles(library, say)),
        (say("try_projects"), _projects(library, say)),
        (say("try_offers"), _offers(library, say)),
        (say("try_documents"), _anticipated(library)),
    )
    return tuple((title, questions) for title, questions in told if questions)[:3]


def _roles(library: Library, say: Say) -> tuple[str, ...]:
    held: dict[str, set[Level]] = {}
    for one in library.current(Responsibility):
        held.setdefault(one.activity, set()).update(one.levels)
    names = [
        (one_line(a.name.quote), held[a.id]) for a in library.current(Activity) if a.id in held and _short(a.name.quote)
    ]
    asked = [
        say("q_approve" if Level.ACCOUNTABLE in levels and n % 2 else "q_role", name)
        for n, (name, levels) in enumerate(_spaced(names))
    ]
    return tuple(asked)


def _projects(library: Library, say: Say) -> tuple[str, ...]:
    known = [p for p in projects(library) if _short(p.name)]
    return tuple(
        say("q_due" if n == EACH - 1 and "due" in p.latest.facts else "q_project", _named(p))
        for n, p in enumerate(_spaced(known))
    )


def _named(project: Project) -> str:
    name = one_line(project.latest.name.quote)
    return f"{name} ({code(project)})" if code(project) else name


def _offers(library: Library, say: Say) -> tuple[str, ...]:
    offers = [o for o in library.current(ServiceOffer) if _short(o.name.quote) and "request" in o.facts and _offered(o)]
    return tuple(say("q_offer", one_line(offer.name.quote)) for offer in _spaced(offers))


def _offered(offer: ServiceOffer) -> bool:
    """Whether one may ask for it: what is withdrawn, suspended or not ready yet is not proposed."""
    status = offer.facts.get("status")
    return status is None or status.value not in FRENCH.not_offered


def _anticipated(library: Library) -> tuple[str, ...]:
    asked = [q.question for d in library.descriptions() if not d.superseded_by for q in d.questions]
    return tuple(_spaced(asked))


def _short(text: str) -> bool:
    return 0 < len(text) <= _LONGEST


def _spaced(found: Sequence[T]) -> list[T]:
    """A few, spread over all: neighbours are alike."""
    step = max(1, len(found) // EACH)
    return list(found[::step][:EACH])
