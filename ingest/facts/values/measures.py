"""Quantities as French documents write them: « six semaines », « 2,1 millions de dollars », « chaque mois ».

A measure keeps its span in the text, and a value in one unit so that two documents can be compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from ingest.languages import FRENCH, fold, stem


class Quantity(StrEnum):
    """What a measure counts; each has its own units, so that only like is compared with like."""

    FREQUENCY = "frequency"  # times a year
    DURATION = "duration"  # days; working days and elapsed days are different units
    MONEY = "money"  # dollars
    PERCENT = "percent"
    DATE = "date"  # unit holds the ISO date, value its ordinal
    COUNT = "count"  # unit is the stem of what is counted


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity found in a text: its value in ``unit``, and its span ``start:end`` in characters."""

    quantity: Quantity
    value: float
    unit: str
    start: int
    end: int

    def differs(self, other: Measure) -> bool:
        """Comparable and not the same, with 4 % of tolerance (a month is not exactly 30 days)."""
        if self.quantity != other.quantity or self.value == other.value:
            return False
        if self.unit == other.unit:
            return _far(self.value, other.value, 0.04)
        if self.quantity is not Quantity.DURATION:
            return False
        return _far(self._elapsed, other._elapsed, 0.1)

    @property
    def _elapsed(self) -> float:
        """Five working days make a week."""
        return self.value * 1.4 if self.unit else self.value


def _far(one: float, two: float, share: float) -> bool:
    return abs(one - two) > share * max(abs(one), abs(two))


@lru_cache(maxsize=50_000)
def flat(text: str) -> str:
    """Lower case and no accents, at the same length as ``text``, so that spans hold in both."""
    return "".join(map(_flat_letter, text))


@cache
def _flat_letter(letter: str) -> str:
    small = fold(letter)
    return small if len(small) == 1 else letter


_WORDS = "|".join(sorted({*FRENCH.numbers, "vingts", "cents", "trente"} - {"second", "seconde"}, key=len, reverse=True))
_WORD = rf"(?:{_WORDS})"
_NUMBER = rf"(?:\d{{1,3}}(?: \d{{3}})+(?:,\d+)?|\d+(?:[.,]\d+)?|{_WORD}(?:(?:-| et | ){_WORD})*)"
_DAYS = {"heure": 1 / 24, "jour": 1.0, "semaine": 7.0, "mois": 30.4, "trimestre": 91.3, "an": 365.0, "annee": 365.0}
_YEARLY = {"jour": 365.0, "semaine": 52.0, "mois": 12.0, "trimestre": 4.0, "an": 1.0, "annee": 1.0}
_ADJECTIVES = {
    "quotidien": 365.0, "hebdomadaire": 52.0, "bimensuel": 24.0, "mensuel": 12.0, "bimestriel": 6.0,
    "trimestriel": 4.0, "semestriel": 2.0, "annuel": 1.0, "bisannuel": 0.5, "quinquennal": 0.2,
}  # fmt: skip
_PERIOD = r"(jour|semaine|mois|trimestre|annee|an)s?"
_WEEKDAY = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
_ORDINAL = "premier|1er|deuxieme|2e|second|troisieme|3e|quatrieme|4e|dernier"

_EVERY = re.compile(rf"\b(?:tous les|toutes les|aux|chaque)(?: ({_NUMBER}))? {_PERIOD}\b(?! suivant)")
_WEEKLY = re.compile(rf"\b(?:chaque|tous les) (?:{_WEEKDAY})s?\b")
_MONTHLY = re.compile(rf"\b(?:{_ORDINAL}) (?:{_WEEKDAY}) (?:de|du)(?: chaque)? mois\b")
_TIMES = re.compile(
    rf"\b({_NUMBER}) (?:fois|rencontres?|reunions?|seances?)(?: regulieres?)? (?:par |chaque |l'|/ ?){_PERIOD}\b"
)
_PERIODIC = re.compile(
    r"\b(quotidien|hebdomadaire|bimensuel|mensuel|bimestriel|trimestriel|semestriel|annuel|bisannuel|quinquennal)"
    r"(?:le|ne)?(?:s|ment|lement|nement)?\b"
)
_DURATION = re.compile(
    rf"(?<![\d,])\b({_NUMBER}) (heure|jour|semaine|mois|trimestre|annee|an)s?\b( ouvrables?| ouvres?)?"
)
_MONEY = re.compile(rf"(?<![\d,])\b({_NUMBER}) ?(millions?|milliards?|m(?=\$| \$)|k)?(?: de| d')? ?(?:\$|dollars)")
_PERCENT = re.compile(rf"(?<![\d,])\b({_NUMBER}) ?(?:%|pour cent)")
_MONTHS = "|".join(FRENCH.months)
_DATE = re.compile(rf"\b(?:(\d{{4}})-(\d\d)-(\d\d)|(\d{{1,2}}|1er|premier) ({_MONTHS}) (\d{{4}}))\b")
_COUNT = re.compile(rf"(?<![\d,.:/-])\b({_NUMBER}) ([a-z]{{4,}})")
_NOT_COUNTED = frozenset({*FRENCH.months, "pour", "sont", "premier"})


def number(text: str) -> float:
    """« 1 200 », « 2,1 », « quatre-vingt-deux » as a number; NaN when it is none."""
    text = fold(text).replace("\N{NO-BREAK SPACE}", " ").strip()
    if text[:1].isdigit():
        return float(text.replace(" ", "").replace(",", "."))
    total = 0.0
    for word in re.findall(r"[a-z]+", text):
        if word == "et":
            continue
        value = FRENCH.numbers.get(word, FRENCH.numbers.get(word.rstrip("s")))
        if value is None:
            return float("nan")
        total = total * value if (value in (100, 1000) and total) or (value == 20 and total == 4) else total + value
    return total


def measures(text: str) -> list[Measure]:
    """Every quantity of a text, in order. A span counts once: a frequency is not also a duration."""
    low, taken, found = flat(text), [False] * len(text), []
    for measure in _candidates(low):
        if not any(taken[measure.start : measure.end]) and measure.value == measure.value:
            taken[measure.start : measure.end] = [True] * (measure.end - measure.start)
            found.append(measure)
    return sorted(found, key=lambda m: m.start)


def frequency(text: str) -> Measure | None:
    """The first frequency of a text."""
    return next((m for m in measures(text) if m.quantity is Quantity.FREQUENCY), None)


def _candidates(low: str) -> Iterator[Measure]:
    yield from _dates(low)
    yield from _frequencies(low)
    for m in _MONEY.finditer(low):
        yield Measure(Quantity.MONEY, number(m[1]) * _scale(m[2] or ""), "$", *m.span())
    for m in _PERCENT.finditer(low):
        yield Measure(Quantity.PERCENT, number(m[1]), "%", *m.span())
    for m in _DURATION.finditer(low):
        yield Measure(Quantity.DURATION, number(m[1]) * _DAYS[m[2]], "ouvrables" if m[3] else "", *m.span())
    for m in _COUNT.finditer(low):
        if m[2] not in _NOT_COUNTED and m[2] not in FRENCH.stop_words:
            yield Measure(Quantity.COUNT, number(m[1]), stem(m[2], FRENCH), *m.span())


def _scale(word: str) -> float:
    if word.startswith("milliard"):
        return 1e9
    return {"m": 1e6, "k": 1e3}.get(word[:1], 1.0)


def _dates(low: str) -> Iterator[Measure]:
    from datetime import date

    for m in _DATE.finditer(low):
        day = m[3] or re.sub(r"\D.*", "", m[4]) or "1"
        month = int(m[2]) if m[2] else FRENCH.months[m[5]]
        try:
            when = date(int(m[1] or m[6]), month, int(day))
        except ValueError:
            continue
        yield Measure(Quantity.DATE, float(when.toordinal()), "", *m.span())


def _frequencies(low: str) -> Iterator[Measure]:
    for pattern, yearly in ((_MONTHLY, 12.0), (_WEEKLY, 52.0)):
        for m in pattern.finditer(low):
            yield Measure(Quantity.FREQUENCY, yearly, "", *m.span())
    for m in _TIMES.finditer(low):
        yield Measure(Quantity.FREQUENCY, number(m[1]) * _YEARLY[m[2]], "", *m.span())
    for m in _EVERY.finditer(low):
        if m[1] or not m[0].startswith("aux "):
            yield Measure(Quantity.FREQUENCY, _YEARLY[m[2]] / (number(m[1]) if m[1] else 1.0), "", *m.span())
    for m in _PERIODIC.finditer(low):
        yield Measure(Quantity.FREQUENCY, _ADJECTIVES[m[1]], "", *m.span())
