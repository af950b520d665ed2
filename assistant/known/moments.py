"""The moment a question means, linked to the label people call a report by first, computed from its date second.

« hiver 2025 », « le bulletin de mai », « T2 2025-2026 », « la séance du 18 septembre »: a report's label says a season,
a quarter, a month, a day, a year; a question's moment is the reports whose label agrees with all it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from ingest.facts.values.dates import MONTHS, last_day, moments
from ingest.facts.values.periods import quarter_end, quarters
from ingest.languages import FRENCH, words

_SEASONS = {
    "hiver": "winter", "winter": "winter", "printemps": "spring", "spring": "spring", "ete": "summer",
    "summer": "summer", "automne": "autumn", "fall": "autumn", "autumn": "autumn",
}  # fmt: skip
_SEASON = re.compile(rf"\b({'|'.join(_SEASONS)})(?: (?:de |l |of )?(?:annee )?(20\d\d))?\b")
CALENDAR = frozenset(
    {*FRENCH.months, *_SEASONS, "trimestre", "quarter"}
)  # words of moments, whatever the documents say
_SUMMER = re.compile(r"\b(?:l|cet|d|en|dernier) ete\b")
_ENDS = {"winter": (3, 31), "spring": (6, 30), "summer": (9, 30), "autumn": (12, 31)}
_YEAR = re.compile(r"\b(20\d\d)\b")
_NOT_SEASON = re.compile(r"\b(?:a|ont|ai|as|avoir|ayant|avait|avaient|aurait|deja|pas) ete\b")
_SHORT = 40  # words of a question
_DAYS = 100  # a report covers a moment of the quarter before it, at most
_BEFORE = re.compile(r"\b(precedent\w*|d avant|avant dernier\w*|previous|before that|last time|la derniere fois)\b")
_FROM = re.compile(r"\b(depuis|since)\b")
_SINCE = re.compile(r"\b(depuis|since|par rapport|compared?|versus|vs|entre|between|evolu\w*|chang\w*|boug\w*)\b")


@dataclass(frozen=True, slots=True)
class Said:
    """What a text says of time, each part "" or 0 when it does not."""

    season: str = ""
    quarter: int = 0
    month: int = 0
    day: int = 0
    year: int = 0

    @property
    def empty(self) -> bool:
        return not (self.season or self.quarter or self.month or self.year)


@dataclass(frozen=True, slots=True)
class Report:
    """A dated document that tells how things stand: its name, ISO date, and all it is called."""

    document: str
    end: str
    calls: tuple[Said, ...]
    label: str = ""
    sitting: bool = False  # minutes, which tell what was decided and not where all stand


@dataclass(frozen=True, slots=True)
class Moment:
    """``reports`` named by the question, oldest first, what tells where things stand after a sitting of the same time;
    ``unknown`` the words of a moment that no report covers;
    ``span`` the first and last day it means, when it says a time; ``previous`` when it means the one before; ``since`` when
    it compares times, ``onward`` when it goes from the one time it says to now."""

    reports: tuple[Report, ...] = ()
    unknown: str = ""
    span: tuple[date, date] | None = None
    previous: bool = False
    since: bool = False
    onward: bool = False
    said: tuple[Said, ...] = field(default=())


def times(text: str) -> list[Said]:
    """Every time a text says, the year completing what stands without one."""
    flat = " ".join(words(text))
    seasons = [m for m in _SEASON.finditer(flat) if m[1] != "ete" or m[2] or _is_summer(flat, m.end(1))]
    found = [Said(season=_SEASONS[m[1]], year=int(m[2] or 0)) for m in seasons]
    found += [Said(quarter=q.number, year=q.year or 0) for q in quarters(text)]
    for moment in moments(text, 1904):
        said_year = moment.day.year if moment.day.year != 1904 else 0
        found.append(Said(month=moment.day.month, day=moment.day.day if moment.exact else 0, year=said_year))
    years = [int(y) for y in _YEAR.findall(flat)]
    if not found:
        return [Said(year=year) for year in dict.fromkeys(years)]
    lone = years[-1] if years else 0
    return [one if one.year or not lone else Said(one.season, one.quarter, one.month, one.day, lone) for one in found]


def met(asked: Sequence[Said], told: Sequence[Said]) -> float:
    """Whether what is told says a time that is asked for: 1 when it does, -1 when each that could is another one, 0 when
    neither says one."""
    both = [(a, t) for a in set(asked) for t in set(told) if any(x and y for x, y in _parts(a, t)[1:])]
    if not both:
        return 0.0
    return 1.0 if any(all(not x or not y or x == y for x, y in _parts(a, t)) for a, t in both) else -1.0


def compares(text: str) -> bool:
    """Whether a text sets one time beside another: « depuis », « entre », « par rapport à »."""
    return bool(_SINCE.search(" ".join(words(text))))


def untimed(text: str) -> str:
    """The text without the words that say a time: a question that says one of its own goes on about the thing, not the time,
    of the one before. A long text is left as it is."""
    parts, said = text.split(), times(text)
    if not said or len(parts) > _SHORT:
        return text
    return " ".join(part for n, part in enumerate(parts) if times(" ".join([*parts[:n], *parts[n + 1 :]])) == said)


def _is_summer(flat: str, end: int) -> bool:
    """« cet été », and not « a été »."""
    return bool(_SUMMER.search(flat)) and not _NOT_SEASON.search(flat[:end])


def labelled(document: str, end: str, texts: Iterable[str], sitting: bool = False) -> Report:
    """A report with all its titles say of time, and what its date does."""
    calls = [said for text in texts for said in times(text)]
    if end:
        day = date.fromisoformat(end)
        calls.append(Said(month=day.month, day=day.day, year=day.year))
    label = next((text for text in texts if times(text)), "")
    return Report(document, end, tuple(dict.fromkeys(calls)), label, sitting)


def meant(text: str, reports: Sequence[Report], today: date) -> Moment:
    """The reports a question's time agrees with, oldest first; two when it compares."""
    flat = " ".join(words(text))
    since, previous = compares(text), bool(_BEFORE.search(flat))
    said = times(text) if since else _narrowest(times(text), today)
    meant_by: list[list[Report]] = []
    unknown = ""
    for one in said:
        if some := _named(one, reports) or _computed(one, reports, today):
            meant_by.append(some)
        elif not unknown:
            unknown = _spoken(one)
    span = _span(said[0], today) if said else None
    meant_by.sort(key=lambda some: some[-1].end)
    found = list(dict.fromkeys(report for some in meant_by for report in some))
    onward = len(said) == 1 and bool(_FROM.search(flat))
    return Moment(tuple(found), unknown if said and not found else "", span, previous, since, onward, tuple(said))


def _narrowest(said: Sequence[Said], today: date) -> list[Said]:
    """Without the times that another one is within: « au printemps (mars 2026) » is March."""
    said = list(dict.fromkeys(said))
    spans = [_span(one, today) for one in said]

    def wide(own: tuple[date, date] | None) -> bool:
        return own is not None and any(
            other and other != own and own[0] <= other[0] and other[1] <= own[1] for other in spans
        )

    return [one for one, span in zip(said, spans, strict=True) if not wide(span)]


def _agrees(asked: Said, called: Said) -> bool:
    return all(not one or one == other for one, other in _parts(asked, called))


def _parts(one: Said, other: Said) -> tuple[tuple[object, object], ...]:
    """Their parts side by side, the season first."""
    return ((one.season, other.season), (one.quarter, other.quarter), (one.month, other.month), (one.day, other.day),
            (one.year, other.year))  # fmt: skip


def _named(asked: Said, reports: Sequence[Report]) -> list[Report]:
    """The latest report that is called so; and the latest sitting, before it, when both are of one year."""
    called = [r for r in reports if any(_agrees(asked, said) for said in r.calls)]
    sittings, others = [r for r in called if r.sitting], [r for r in called if not r.sitting]
    last = called[-1].end[:4] if called else ""
    return [some[-1] for some in (sittings, others) if some and some[-1].end[:4] == last]


def _computed(asked: Said, reports: Sequence[Report], today: date) -> list[Report]:
    """The first report dated in or soon after the time asked."""
    span = _span(asked, today)
    if span is None:
        return []
    first, last = span[0].isoformat(), (span[1] + timedelta(days=_DAYS)).isoformat()
    inside = [r for r in reports if r.end and first <= r.end <= span[1].isoformat()]
    if inside:
        return inside[-1:]
    if asked.year and not (asked.season or asked.quarter or asked.month):
        return []
    return [r for r in reports if r.end and first <= r.end <= last][:1]


def _span(said: Said, today: date) -> tuple[date, date] | None:
    """First and last day of the time said; the latest past one when it says no year."""
    year = said.year or today.year
    if said.month:
        end = last_day(year, said.month)
        day = end if not said.day else date(year, said.month, min(said.day, end.day))
        return (day if said.day else end.replace(day=1)), day
    if said.quarter:
        end = quarter_end(said.quarter, year)
        return date(end.year, end.month - 2, 1), end
    if said.season:
        month, day_number = _ENDS[said.season]
        return date(year, month - 2, 1), date(year, month, day_number)
    return (date(year, 1, 1), date(year, 12, 31)) if said.year else None


def _spoken(said: Said) -> str:
    names = {number: name for name, number in reversed(MONTHS.items())}
    seasons = {value: name for name, value in reversed(_SEASONS.items())}
    parts = [str(said.day) if said.day else "", names.get(said.month, ""), seasons.get(said.season, ""),
             f"T{said.quarter}" if said.quarter else "", str(said.year) if said.year else ""]  # fmt: skip
    return " ".join(part for part in parts if part)
