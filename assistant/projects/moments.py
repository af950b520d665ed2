"""Which reports a question means: « au T1 », « en juin », « depuis le dernier trimestre », « entre le T2 et le T3 »."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ingest.facts.values.dates import moments
from ingest.facts.values.periods import quarter_end, quarters, spaced
from ingest.languages import fold
from ingest.model import Period

_SINCE = re.compile(r"\b(depuis|since|par rapport a|compare\w* (?:a|to|with)|versus|vs)\b")
_LAST = re.compile(r"\b(dernier|derniere|last|latest|precedent\w*|previous|passe)\b")
_BEFORE_LAST = re.compile(r"\b(avant dernier|precedent\w*|previous|d avant|before last)\b")
_DUE = re.compile(r"\b(avant|d ici|before|by|apres|after|au plus tard|until)\b")
_ENDING = re.compile(
    r"\b(termin\w*|echean\w*|livr\w*|fini\w*|fin(?:ir|issent)?|clos\w*|ferm\w*|due|end\w*|clos\w*|deliver\w*|complet\w*)\b"
)
_LATEST = re.compile(r"(dernier|derniere|last)\b")  # « le dernier trimestre »: the latest one reported
_YEAR = re.compile(r"\b(20\d\d)\b")


@dataclass(frozen=True, slots=True)
class Meant:
    """``periods`` in the order of time: none said, one, or two to compare. ``unknown`` is a moment no report covers.

    ``by`` is a limit on the projects' own dates, with « before » or « after », rather than a moment of a report;
    with ``start``, both ends of a time: « qui se terminent en décembre ».
    """

    periods: tuple[Period, ...] = ()
    unknown: str = ""
    since: bool = False
    by: date | None = None
    after: bool = False
    start: date | None = None


def meant(text: str, known: Sequence[Period], today: date) -> Meant:
    """The reports a question names among those ``known`` (oldest first)."""
    said = spaced(text)
    if limit := _limit(text, said, today):
        return limit
    found, unknown = _named(text, known)
    if unknown and _ENDING.search(said) and (times := _times(text, today)):
        return Meant(by=times[1], start=times[0] if times[0] < times[1] else None)
    since = bool(_SINCE.search(said))
    if since and not found and not unknown and len(known) > 1:
        return Meant((known[-2], known[-1]), since=True)
    if since and len(found) == 1 and found[0].end < known[-1].end:
        return Meant((found[0], known[-1]), since=True)
    if not found and not unknown and _BEFORE_LAST.search(said) and len(known) > 1:
        return Meant((known[-2],))
    return Meant(tuple(sorted(found, key=lambda p: p.end))[:2], unknown, since)


def _limit(text: str, said: str, today: date) -> Meant | None:
    word = _DUE.search(said)
    if not word or not _ENDING.search(said):
        return None
    dates = [m.day for m in moments(text, today.year) if m.start >= word.start()]
    ends = [quarter_end(q.number, q.year or today.year, q.fiscal) for q in quarters(text) if q.start >= word.start()]
    days = dates or ends or [date(int(y), 12, 31) for y in _YEAR.findall(said[word.start() :])]
    return Meant(by=days[0], after=word[0] in ("apres", "after")) if days else None


def _times(text: str, today: date) -> tuple[date, date] | None:
    """The first and last day of the quarter, month or year that a question names; a day twice."""
    for quarter in quarters(text):
        end = quarter_end(quarter.number, quarter.year or today.year, quarter.fiscal)
        return date(end.year, end.month - 2, 1), end
    for moment in moments(text, today.year):
        return (moment.day if moment.exact else moment.day.replace(day=1)), moment.day
    year = _lone_year(text)
    return (date(year, 1, 1), date(year, 12, 31)) if year else None


def _named(text: str, known: Sequence[Period]) -> tuple[list[Period], str]:
    """Periods named by their quarter or by a date inside them; and the words of one that no report covers."""
    found: list[Period] = []
    asked = [q for q in quarters(text) if not _LATEST.match(spaced(text)[q.start : q.end])]
    year = next((q.year for q in reversed(asked) if q.year), None) or _lone_year(text)
    for quarter in asked:
        period = _of_quarter(known, quarter.number, quarter.year or year, quarter.fiscal)
        if period is None:
            return [], text[quarter.start : quarter.end].strip()
        found += [period] if period not in found else []
    if found or not known:
        return found, ""
    for moment in moments(text, known[-1].year or None):
        period = _covering(known, moment.day)
        if period is None:
            return [], fold(text)[moment.start : moment.end].strip()
        found += [period] if period not in found else []
    if not found and (only := _lone_year(text)):
        of_year = [p for p in known if p.end.startswith(str(only))]
        return (of_year[-1:], "") if of_year else ([], str(only))
    return found, ""


def _lone_year(text: str) -> int | None:
    years = _YEAR.findall(spaced(text))
    return int(years[-1]) if years else None


def _of_quarter(known: Sequence[Period], number: int, year: int | None, fiscal: bool) -> Period | None:
    """The report of a quarter; the latest one of that number when no year is said."""
    for period in reversed(known):
        same_year = (
            year is None
            or period.year == year
            or (fiscal and period.end == quarter_end(number, year, True).isoformat())
        )
        if period.quarter == number and same_year:
            return period
    if year is None:
        return None
    ends = {quarter_end(number, year, fiscal).isoformat()}
    return next((p for p in reversed(known) if p.end in ends), None)


def _covering(known: Sequence[Period], day: date) -> Period | None:
    """The report that covers a day: the first one made on that day or after it, a quarter away at most."""
    period = next((p for p in known if p.end >= day.isoformat()), None)
    if period is None or (date.fromisoformat(period.end) - day).days > 95:
        return None
    return period
