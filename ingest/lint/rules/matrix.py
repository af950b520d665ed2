"""One approver per activity: no more, no less."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ingest.facts.holdings import Holdings
from ingest.facts.records import Activity, Level, Responsibility
from ingest.lint.defects import Defect, Spot


def approvers(holdings: Holdings) -> Iterator[Defect]:
    """Activities without an accountable role, or with several. A matrix that gives that letter to nobody is let be."""
    cells: dict[str, list[Responsibility]] = defaultdict(list)
    for cell in holdings.all(Responsibility):
        if Level.ACCOUNTABLE in cell.levels:
            cells[cell.activity].append(cell)
    lettered = {cell.document for found in cells.values() for cell in found}
    for activity in holdings.all(Activity):
        found = cells[activity.id]
        if activity.document in lettered and not found:
            yield _without(activity)
        if len({cell.role for cell in found}) > 1:
            yield _several(activity, found)


def _without(activity: Activity) -> Defect:
    return Defect(
        "activity_without_A",
        "error",
        f"L'activité « {activity.name.quote} » n'a aucun approbateur : donnez la lettre A à un rôle.",
        (Spot.of_fact(activity.document, activity.name),),
    )


def _several(activity: Activity, found: list[Responsibility]) -> Defect:
    return Defect(
        "activity_with_two_A",
        "error",
        f"L'activité « {activity.name.quote} » a {len(found)} approbateurs : n'en gardez qu'un.",
        tuple(Spot.of_fact(cell.document, cell.letter) for cell in found),
    )
