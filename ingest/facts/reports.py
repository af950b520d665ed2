"""When a status report is of: the whole of it, and each sheet of a workbook that keeps one a quarter or a month."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from ingest.facts.opening import name_in_words, opening, own_title, sheets, title_rows
from ingest.facts.values.dates import moments
from ingest.facts.values.periods import ends_quarter, named
from ingest.languages import fold
from ingest.model import Document, Period

_STATE = re.compile(r"\b(?:au|as of|as at|en date du|arrete\w* (?:le|au)|situation (?:le|du))\s*$")
_FAR = 200  # days: a date further from what the label means is no date of that report


def of_whole(document: Document, title: str, day: str) -> Period | None:
    """The period of a report: the label of its title, sheet, file name or top lines, and ``day``, the date it gives."""
    heads = [title, own_title(document), *_lone(sheets(document)), name_in_words(document)]
    rest = [*(block.text for block in opening(document)), *document.margins]
    year = int(day[:4]) if day else _year([*heads, *rest])
    (called, days), (told, others) = (_periods(texts, year) for texts in (heads, rest))
    in_words = [period for period in days if period.label != period.end]  # « au 14 février 2025 » before « 2025-02-14 »
    found = next(iter((*called, *in_words, *told, *others, *days)), None)
    return _ending(found, day) if found else named(day)


def of_titles(document: Document, title: str, day: str) -> Period | None:
    """The period of a report by what it is called alone, and ``day``, the date it gives: texts under its title may tell of
    other times."""
    heads = [title, own_title(document), *_lone(sheets(document)), name_in_words(document)]
    called, days = _periods(heads, int(day[:4]) if day else _year(heads))
    found = next(iter((*called, *days)), None)
    return _ending(found, day) if found else named(day)


def _periods(texts: Sequence[str], year: int | None) -> tuple[list[Period], list[Period]]:
    """The periods that texts name, and the days."""
    found = [period for text in texts if (period := named(text, year))]
    return [period for period in found if not _is_day(period)], [period for period in found if _is_day(period)]


def of_sheets(document: Document, title: str = "") -> dict[str, Period]:
    """Sheet → its own period, where its name or its title rows say one; a lone such sheet is the whole."""
    whole = _year([title, name_in_words(document)])
    own: dict[str, Period] = {}
    for sheet in sheets(document):
        rows = [block.text for block in title_rows(document, sheet)]
        day = _state(rows)
        year = int(day[:4]) if day else whole
        found = [period for text in (sheet, *rows) if (period := named(text, year))]
        called = next((period for period in found if not _is_day(period)), found[0] if found else None)
        if called:
            own[sheet] = _ending(called, day)
    return own if len(own) > 1 else {}


def _lone(several: Sequence[str]) -> Sequence[str]:
    return several if len(several) == 1 else ()


def _state(rows: Sequence[str]) -> str:
    """« Situation au 31 mars 2025 » above the table."""
    for row in rows:
        for moment in moments(row):
            if moment.exact and _STATE.search(fold(row)[: moment.start]):
                return moment.day.isoformat()
    return ""


def _ending(period: Period, day: str) -> Period:
    """The period with the day the report gives; a quarter ends when quarters end, whenever it was told."""
    if not day or day == period.end:
        return period
    given, meant = date.fromisoformat(day), date.fromisoformat(period.end)
    if abs((given - meant).days) > _FAR and not _is_day(period):
        return period
    if period.quarter and not ends_quarter(given):
        return period
    return replace(period, end=day, year=period.year if period.quarter else given.year)


def _is_day(period: Period) -> bool:
    """Called by its date alone."""
    return any(moment.exact for moment in moments(period.label))


def _year(texts: Sequence[str]) -> int | None:
    years = [int(year) for text in texts for year in re.findall(r"(?<!\d)20\d\d(?!\d)", text)]
    return years[0] if years else None
