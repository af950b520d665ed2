"""The period a report covers, read from the words around it.

« T3 2025 », « troisième trimestre 2025-2026 », « au 30 juin 2025 ».
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ingest.facts.values.dates import MONTHS, last_day, moments
from ingest.languages import fold
from ingest.model import Description, Document, Period

_ORDINALS = {
    "premier": 1, "1er": 1, "1re": 1, "first": 1, "1st": 1,
    "deuxieme": 2, "2e": 2, "2eme": 2, "second": 2, "2nd": 2,
    "troisieme": 3, "3e": 3, "3eme": 3, "third": 3, "3rd": 3,
    "quatrieme": 4, "4e": 4, "4eme": 4, "dernier": 4, "fourth": 4, "4th": 4,
}  # fmt: skip
_LATEST = "dernier"
_YEARS = r"(?:[ ,\-_/]*(?:de |d |of )?(?:l annee |l exercice |exercice )?((?:19|20)\d\d)(?:[ ]?[-/–][ ]?((?:19|20)?\d\d)\b)?)?"
_SHORT = re.compile(r"(?<![a-z0-9])[tq] ?([1-4])(?![0-9])" + _YEARS)
_YEAR_FIRST = re.compile(r"(?<![0-9])((?:19|20)\d\d)(?:[-–/]((?:19|20)?\d\d))?[ _\-]*[tq]([1-4])(?![0-9a-z])")
_LONG = re.compile(
    rf"\b({'|'.join(sorted(_ORDINALS, key=len, reverse=True))}) (?:trimestre|trim\.?|quarter)\b" + _YEARS
)
_NUMBERED = re.compile(r"\b(?:trimestre|quarter) ?(?:no |n )?([1-4])\b" + _YEARS)
_SPACES = re.compile(r"[’'_]")
SEASONS = {
    "hiver": 3, "printemps": 6, "ete": 9, "automne": 12, "winter": 3, "spring": 6, "summer": 9, "autumn": 12, "fall": 12,
}  # fmt: skip
# Without a year a season is one when something is said to be of it: « bilan d'automne ».
_SEASON = re.compile(rf"(?:\b(?P<of>[dl]) )?\b({'|'.join(SEASONS)})\b(?:[ ,\-]*(?:de |of )?((?:19|20)\d\d)\b)?")
_ISSUE = re.compile(r"\b[^\W\d_]{4,} (?:de l['’ ]|de |d['’ ])$", re.IGNORECASE)
_ABBREVIATED = 4
_SPELT = {fold(name): name for name in ("février", "août", "décembre")}


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
    taken = {place for q in found for place in range(q.start, q.end)}
    for pattern in (_SHORT, _LONG, _NUMBERED):
        for m in pattern.finditer(said):
            if m.group(1) == _LATEST and not m.group(2):
                continue  # « depuis le dernier trimestre » is the latest one, « le dernier trimestre de 2025 » the fourth
            if taken.isdisjoint(range(m.start(), m.end())):
                taken.update(range(m.start(), m.end()))
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


def named(text: str, year: int | None = None) -> Period | None:
    """The period a title names, or None: a quarter, else a season, else a month, else a date.

    The label is what people call it by, in the title's own words: « hiver 2025 », « bulletin de mai 2025 ». ``year``
    completes what is said without one; without it such a thing is passed over.
    """
    return next((found for read in _READERS if (found := read(text, year))), None)


def _quarterly(text: str, year: int | None) -> Period | None:
    quarter = next((q for q in quarters(text) if q.year or year), None)
    if quarter is None:
        return None
    of = quarter.year or year or 1
    end = quarter_end(quarter.number, of, quarter.fiscal)
    # A calendar quarter whose text dates it elsewhere follows the date it gives.
    dated = [m.day for m in moments(text)]
    near = [d for d in dated if abs((d - end).days) <= 366 and ends_quarter(d)]
    label = f"T{quarter.number} {of}" + (f"-{of + 1}" if quarter.fiscal else "")
    return Period(label, (near[0] if near else end).isoformat(), of, quarter.number)


def _seasonal(text: str, year: int | None) -> Period | None:
    found = next((m for m in _SEASON.finditer(spaced(text)) if m.group(3) or (year and m.group("of"))), None)
    if found is None:
        return None
    of = int(found.group(3) or year or 1)
    label = _called(text, found.start(2), found.end(2), of)
    return Period(label, last_day(of, SEASONS[found.group(2)]).isoformat(), of)


def _monthly(text: str, year: int | None) -> Period | None:
    months = (m for m in moments(text, year) if not m.exact and spaced(text)[m.start].isalpha())
    # « bulletin de mai », or a name that ends with its month: a year beside is not needed.
    own = (m for m in months if m.year_said or m.end == len(text) or _ISSUE.search(text[: m.start]))
    found = next(own, None)
    if found is None:
        return None
    word = re.match(r"[^\W\d_]+", text[found.start :])
    end = found.start + (word.end() if word else 0)
    return Period(_called(text, found.start, end, found.day.year), found.day.isoformat(), found.day.year)


def _daily(text: str, _: int | None) -> Period | None:
    found = next((m for m in moments(text) if m.exact), None)
    if found is None:
        return None
    at = re.search(r"\b(?:au|as of|as at)\s+$", text[: found.start])
    label = text[at.start() if at else found.start : found.end]
    return Period(
        label, found.day.isoformat(), found.day.year, found.day.month // 3 if ends_quarter(found.day) else None
    )


_READERS = (_quarterly, _seasonal, _monthly, _daily)


def _called(text: str, start: int, end: int, year: int) -> str:
    """« bulletin de mai 2025 », « été 2025 »: the words as written, a month in full, the year beside."""
    said = text[start:end]
    month = MONTHS.get(fold(said))
    whole = next((name for name, number in MONTHS.items() if number == month), said) if month else said
    said = said if len(fold(whole)) == len(said) or len(said) > _ABBREVIATED else _SPELT.get(fold(whole), whole)
    said = _SPELT.get(said, said)  # « fevrier », as names of files have it
    issue = _ISSUE.search(text[:start])
    return f"{issue.group().lower() if issue else ''}{said.lower() if issue else said} {year}"


def ends_quarter(day: date) -> bool:
    """Whether a day is the last of March, June, September or December."""
    return day.month % 3 == 0 and day == last_day(day.year, day.month)


_TITLES = 2  # cells of a row that is a title, or a label and its value


def period_of(document: Document, description: Description) -> Period | None:
    """The period of a whole report: as described; else what a title, a top line or the file's name say. A day in the first
    row of a table is of that row."""
    if description.period:
        return description.period
    year = int(description.date[:4]) if description.date[:4].isdigit() else None
    heads = (
        description.title,
        document.title,
        document.name,
        *(b.text for b in document.blocks[:4] if len({cell.text for cell in b.cells}) <= _TITLES),
        *document.margins,
    )
    return next((found for text in heads if (found := named(text, year))), None) or named(description.date)
