"""Dates as offices write them, in French and English: « 31 mars 2026 », « 31/03/2026 », « 2026-03-31 », « mars 2026 »."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from ingest.languages import ENGLISH, FRENCH, fold

MONTHS: dict[str, int] = {**FRENCH.months, **ENGLISH.months}
MONTHS |= {"janv": 1, "jan": 1, "fevr": 2, "fev": 2, "feb": 2, "mar": 3, "avr": 4, "apr": 4, "juil": 7, "jul": 7}
MONTHS |= {"aug": 8, "sept": 9, "sep": 9, "oct": 10, "nov": 11, "dec": 12}
_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))

_ISO = re.compile(r"\b((?:19|20)\d\d)[-/.](0?[1-9]|1[0-2])[-/.](0?[1-9]|[12]\d|3[01])\b")
_SLASHED = re.compile(r"\b(0?[1-9]|[12]\d|3[01])[-/.](0?[1-9]|1[0-2])[-/.]((?:19|20)\d\d)\b")
_SPELT = re.compile(rf"\b(1er|[12]?\d|3[01])(?:st|nd|rd|th)?\.? (?:of )?({_NAMES})\b\.?,?(?: ((?:19|20)\d\d))?\b")
_ENGLISH = re.compile(rf"\b({_NAMES})\.? ([12]?\d|3[01])(?:st|nd|rd|th)?\b(?!\d)(?:,? ((?:19|20)\d\d)\b)?")
_MONTH = re.compile(rf"\b({_NAMES})\b\.?(?: (?:de )?((?:19|20)\d\d))?\b")
_YEAR_MONTH = re.compile(r"\b((?:19|20)\d\d)-(0[1-9]|1[0-2])\b(?!-?\d)")


@dataclass(frozen=True, slots=True)
class Moment:
    """A date read in a text: its span in the folded text, and how exact it is. A month stands for its last day."""

    start: int
    end: int
    day: date
    exact: bool
    year_said: bool = True


def last_day(year: int, month: int) -> date:
    """The last day of a month; ``month`` is 1 to 12."""
    return date(year, month, monthrange(year, month)[1])


def moments(text: str, year: int | None = None) -> list[Moment]:
    """Every date of a text, in order. ``year`` completes dates that do not say theirs; without it they are skipped.

    Positions count in ``fold(text)``, which has the length of ``text`` for ordinary French.
    """
    folded = fold(text)
    found: list[Moment] = []
    taken: set[int] = set()
    for moment in _candidates(folded, year):
        if taken.isdisjoint(range(moment.start, moment.end)):
            taken.update(range(moment.start, moment.end))
            found.append(moment)
    return sorted(found, key=lambda m: m.start)


def _candidates(folded: str, year: int | None) -> Iterator[Moment]:
    """The most exact forms first: a month inside a full date is not a second date."""
    for pattern, order in ((_ISO, (1, 2, 3)), (_SLASHED, (3, 2, 1))):
        for m in pattern.finditer(folded):
            year_at, month_at, day_at = order
            yield from _exact(m, m.group(year_at), m.group(month_at), m.group(day_at), True)
    for pattern, order in ((_SPELT, (3, 2, 1)), (_ENGLISH, (3, 1, 2))):
        for m in pattern.finditer(folded):
            said = m.group(order[0])
            yield from _exact(
                m, said or (str(year) if year else None), m.group(order[1]), m.group(order[2]), bool(said)
            )
    for m in _YEAR_MONTH.finditer(folded):
        yield Moment(m.start(), m.end(), last_day(int(m.group(1)), int(m.group(2))), False)
    for m in _MONTH.finditer(folded):
        if m.group(2) or year:
            yield Moment(
                m.start(), m.end(), last_day(int(m.group(2) or year or 1), MONTHS[m.group(1)]), False, bool(m.group(2))
            )


def _exact(m: re.Match[str], year: str | None, month: str, day: str, said: bool) -> Iterator[Moment]:
    if year is None:
        return
    number = MONTHS.get(month) or int(month)
    try:
        yield Moment(m.start(), m.end(), date(int(year), number, int(day.removesuffix("er"))), True, said)
    except ValueError:
        return  # « 31/02/2026 » is nobody's date


def iso(text: str) -> str:
    """The first date of a text as ``YYYY-MM-DD``, or "" (a month alone stands for its last day)."""
    found = moments(text)
    return found[0].day.isoformat() if found else ""
