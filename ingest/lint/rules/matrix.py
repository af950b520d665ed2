"""One approver per activity: no more, no less."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from ingest.facts.holdings import Holdings
from ingest.facts.records import Activity, Level, Responsibility
from ingest.lint.defects import Defect, Spot

_BAND = re.compile(r"\s*(?:[A-Z]|[IVX]{1,4})[.)]\s")


def approvers(holdings: Holdings) -> Iterator[Defect]:
    """Activities without an accountable role, or with several. A matrix that gives that letter to fewer than half of its
    activities does not mean to give one to each; a band across the table (« B. Réaliser ») is no activity."""
    cells: dict[str, list[Responsibility]] = defaultdict(list)
    named = {activity.id: activity.name.quote for activity in holdings.all(Activity)}
    held: set[str] = set()
    for cell in holdings.all(Responsibility):
        if cell.letter.quote != named.get(cell.activity):  # the words of a band, in every cell it covers
            held.add(cell.activity)
        if Level.ACCOUNTABLE in cell.levels:
            cells[cell.activity].append(cell)
    activities = [a for a in holdings.all(Activity) if a.id in held or not _BAND.match(a.name.quote)]
    count = Counter(activity.document for activity in activities)
    lettered = Counter(activity.document for activity in activities if cells[activity.id])
    for activity in activities:
        found = cells[activity.id]
        if not found and lettered[activity.document] * 2 >= count[activity.document]:
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
