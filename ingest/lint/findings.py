"""Defects in the governance itself: what ``repere lint`` finds, on one page.

``lint`` reads nothing: it is given what an ingest already knows, and gives back values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ingest.facts.holdings import Holdings
from ingest.facts.statements import Attribute
from ingest.lint.contradictions import Contradiction, contradictions
from ingest.lint.defects import Defect, Spot
from ingest.lint.rules import documents, matrix, offers, projects, references, roles

__all__ = ["Defect", "Holdings", "Spot", "as_json", "lint"]

_NAMES = {
    Attribute.FREQUENCY: "la fréquence",
    Attribute.QUORUM: "le quorum",
    Attribute.DELAY: "le délai",
    Attribute.RETENTION: "la durée de conservation",
    Attribute.TERM: "la durée",
    Attribute.NOTICE: "le préavis",
    Attribute.COST: "le coût",
    Attribute.BUDGET: "le budget",
    Attribute.STAFF: "l'effectif",
    Attribute.REPORTING: "la fréquence de la reddition",
    Attribute.REVISION: "la fréquence de révision",
    Attribute.HEALTH: "la santé",
    Attribute.PROGRESS: "l'avancement",
    Attribute.DUE: "l'échéance",
    Attribute.MEANING: "la signification",
    Attribute.FIELD: "la valeur",
}


def disagreements(holdings: Holdings) -> Iterator[Defect]:
    """``contradiction``: a defect for each subject and attribute on which documents differ."""
    for found in contradictions(holdings):
        yield Defect(
            "contradiction", "error", _disagreement(found),
            tuple(Spot(s.document, s.place, s.quote) for s in found.statements),
        )  # fmt: skip


def _disagreement(found: Contradiction) -> str:
    said = " et ".join(f"« {s.quote} » ({s.document})" for s in found.statements)
    return (
        f"Les documents se contredisent sur {_NAMES[found.attribute]} ({found.label}) : {said}; "
        "corrigez l'un des deux, ou donnez-leur une precedence dans corpus.yaml."
    )


RULES: tuple[Callable[[Holdings], Iterator[Defect]], ...] = (
    matrix.approvers,
    roles.unknown,
    offers.incomplete,
    projects.vanished,
    disagreements,
    documents.superseded,
    documents.expired,
    documents.unverified,
    references.dangling,
)


def lint(holdings: Holdings) -> tuple[Defect, ...]:
    """Every defect, errors first, in the order of the rules."""
    found = [defect for rule in RULES for defect in rule(holdings)]
    return tuple(sorted(found, key=lambda defect: defect.severity != "error"))


def as_json(defects: tuple[Defect, ...]) -> list[dict[str, Any]]:
    """What ``repere lint --json`` prints."""
    return [defect.as_json() for defect in defects]
