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
    seen = list(present)  # newest first, so that a project is followed from name to name
    for state in sorted(states, key=lambda s: s.period.end, reverse=True):
        known = any(same_project(state, other) for other in seen)
        seen.append(state)
        if not known and not closed(state):
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
    """Same code, a code that the other's name carries, or the same name, today or before a renaming."""
    first, second = _code(one), _code(two)
    if first and first == second:
        return True
    if bool(first) != bool(second):
        code, named = (first, two) if first else (second, one)
        if re.search(rf"(?<!\w){re.escape(code)}(?!\w)", fold(named.name.quote)):
            return True
    return bool(_names(one) & _names(two))


def _code(state: ProjectStatus) -> str:
    """Folded; "" for a bare number, which ranks the lines of one report."""
    code = fold(state.code.quote) if state.code else ""
    return "" if code.strip().isdigit() else code


def _names(state: ProjectStatus) -> set[str]:
    """« MonLogis (ancien Portail locataire) » is MonLogis, and was Portail locataire."""
    said = [state.name.quote, state.name.value, *state.formerly]
    said += [found[group] for text in said if (found := _RENAMED.fullmatch(text.strip())) for group in (1, 2)]
    return set(_folded(said))


_RENAMED = re.compile(
    r"(.{3,}?)\s*\((?:anciennement|ancien(?:ne)?|anc\.|ex-?|autrefois|formerly|was)\s*[«“\"]?\s*(.{3,}?)\s*[»”\"]?\)",
    re.IGNORECASE,
)


def _folded(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        yield " ".join(fold(name).split())
