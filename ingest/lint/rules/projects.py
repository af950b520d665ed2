"""A project that leaves the reports without a word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ingest.facts.holdings import Holdings
from ingest.facts.records import ProjectStatus
from ingest.languages import fold
from ingest.lint.defects import Defect, Spot

_CLOSED = re.compile(
    r"\b(?:termine|clos|cloture|ferme|annule|abandonne|complete|livre|archive|retire|arrete|fusionne|acheve|integre a)"
    r"(?:e|s|es)?\b"
)
_WHERE_CLOSING_IS_SAID = ("phase", "status", "statut", "health", "comment", "milestone")


def vanished(holdings: Holdings) -> Iterator[Defect]:
    """Projects of any earlier report that the last one does not name, and that no report said closed."""
    states = holdings.all(ProjectStatus)
    if not states:
        return
    last = max(state.period.end for state in states)
    present = [state for state in states if state.period.end == last]
    label = present[0].period.label
    seen: list[ProjectStatus] = []
    for state in sorted(states, key=lambda s: s.period.end, reverse=True):
        if any(same_project(state, other) for other in (*present, *seen)):
            continue
        seen.append(state)
        if not closed(state):
            yield Defect(
                "stale_project",
                "error",
                f"Le projet « {state.name.quote} » ({state.period.label}) disparaît de l'état {label} "
                "sans avoir été clos : ajoutez-le au dernier état, ou dites qu'il est terminé.",
                (Spot.of_fact(state.document, state.name),),
            )


def closed(state: ProjectStatus) -> bool:
    """Its phase or its comment says so, or nothing is left to do."""
    said = [fact.quote for key in _WHERE_CLOSING_IS_SAID if (fact := state.facts.get(key))]
    progress = state.facts.get("progress")
    done = progress is not None and re.sub(r"\D", "", progress.value or progress.quote).startswith("100")
    return done or any(_CLOSED.search(fold(text)) for text in said)


def same_project(one: ProjectStatus, two: ProjectStatus) -> bool:
    """Same code; or, where one has none, same name, today or before a renaming."""
    if one.code and two.code:
        return fold(one.code.quote) == fold(two.code.quote)
    return bool(_names(one) & _names(two))


def _names(state: ProjectStatus) -> set[str]:
    return set(_folded((state.name.quote, *state.formerly)))


def _folded(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield " ".join(fold(name).split())
