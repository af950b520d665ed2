"""The period a report covers, read from the words around it.

« T3 2025 », « troisième trimestre 2025-2026 », « au 30 juin 2025 ».
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ingest.facts.values.dates import last_day, moments
from ingest.languages import fold
from ingest.model import Description, Document, Period

_ORDINALS = {
    "premier": 1, "1er": 1, "1re": 1, "first": 1, "1st": 1,
    "deuxieme": 2, "2e": 2, "2eme": 2, "second": 2, "2nd": 2,
    "troisieme": 3, "3e": 3, "3eme": 3, "third": 3, "3rd": 3,
    "quatrieme": 4, "4e": 4, "4eme": 4, "dernier": 4, "fourth": 4, "4th": 4,
}  # fmt: skip
_YEARS = r"(?:[ ,\-_/]*(?:de |d |of )?(?:l annee |l exercice |exercice )?((?:19|20)\d\d)(?:[ ]?[-/–][ ]?((?:19|20)?\d\d)\b)?)?"
_SHORT = re.compile(r"(?<![a-z0-9])[tq] ?([1-4])(?![0-9])" + _YEARS)
_YEAR_FIRST = re.compile(r"(?<![0-9])((?:19|20)\d\d)(?:[-–/]((?:19|20)?\d\d))?[ _\-]*[tq]([1-4])(?![0-9a-z])")
_LONG = re.compile(
    rf"\b({'|'.join(sorted(_ORDINALS, key=len, reverse=True))}) (?:trimestre|trim\.?|quarter)\b" + _YEARS
)
_NUMBERED = re.compile(r"\b(?:trimestre|quarter) ?(?:no |n )?([1-4])\b" + _YEARS)
_SPACES = re.compile(r"[’'_]")


@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter said in a text: its span in the folded text. ``year`` is None when not said; ``fiscal`` for « 2025-2026 »."""

    start: int
    end: int
    number: int
    year: int | None
    fiscal: bool = False


def spaced(text: str) -> str:
    """Folded, with apostrophes and underscores as spaces: what the patterns here are matched against."""
    return _SPACES.sub(" ", fold(text))


def quarters(text: str) -> list[Quarter]:
    """Every quarter named in a text, in order."""
    said = spaced(text)
    found = [_quarter(m, int(m.group(3)), m.group(1), m.group(2)) for m in _YEAR_FIRST.finditer(said)]
    for pattern in (_SHORT, _LONG, _NUMBERED):
        for m in pattern.finditer(said):
            if not any(q.start < m.end() and m.start() < q.end for q in found):
                found.append(_quarter(m, _ORDINALS.get(m.group(1)) or int(m.group(1)), m.group(2), m.group(3)))
    return sorted(found, key=lambda q: q.start)


def _quarter(m: re.Match[str], number: int, year: str | None, second: str | None) -> Quarter:
    if not year:
        return Quarter(m.start(), m.end(), number, None)
    follows = bool(second) and int(second[-2:]) == (int(year) + 1) % 100 if second else False
    return Quarter(m.start(), m.end(), number, int(year), follows)


def quarter_end(number: int, year: int, fiscal: bool = False) -> date:
    """The last day of a quarter. In a fiscal year (« 2025-2026 », April to March) quarter 1 ends on 30 June."""
    if not fiscal:
        return last_day(year, number * 3)
    return last_day(year + (number == 4), (number * 3 + 2) % 12 + 1)


def named(text: str) -> Period | None:
    """The period a title names, or None: a quarter with its year, else a date, else a month."""
    quarter = next((q for q in quarters(text) if q.year), None)
    dated = [m.day for m in moments(text)]
    if quarter and quarter.year:
        end = quarter_end(quarter.number, quarter.year, quarter.fiscal)
        # A calendar quarter whose text dates it elsewhere follows the date it gives.
        near = [d for d in dated if abs((d - end).days) <= 366 and d == last_day(d.year, d.month) and d.month % 3 == 0]
        label = f"T{quarter.number} {quarter.year}" + (f"-{quarter.year + 1}" if quarter.fiscal else "")
        return Period(label, (near[0] if near else end).isoformat(), quarter.year, quarter.number)
    if not dated:
        return None
    day = dated[0]
    ends_quarter = day.month % 3 == 0 and day == last_day(day.year, day.month)
    return Period(day.isoformat(), day.isoformat(), day.year, day.month // 3 if ends_quarter else None)


def period_of(document: Document, description: Description, around: Iterable[str] = ()) -> Period | None:
    """The period of a report: what is nearest to the table first, then what ``corpus.yaml`` says, the title, the file."""
    for text in around:
        if found := named(text):
            return _as_labelled(found)
    if description.period:
        return description.period
    for text in (
        description.title,
        document.title,
        *(b.text for b in document.blocks[:8]),
        *document.margins,
        document.name,
    ):
        if found := named(text):
            return _as_labelled(found)
    return named(description.date) if description.date else None


def _as_labelled(period: Period) -> Period:
    """A report dated the last day of a quarter is that quarter's report."""
    if period.quarter and period.label == period.end:
        return Period(f"T{period.quarter} {period.year}", period.end, period.year, period.quarter)
    return period
