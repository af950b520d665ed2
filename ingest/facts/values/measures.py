"""Quantities as documents write them, in French or English: « six semaines », « 40 k€ », “every month”, « au plus 60 jours ».

A measure keeps its span in the text, and a value in one unit so that two documents can be compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache

from ingest.languages import ENGLISH, FRENCH, fold, stem


class Quantity(StrEnum):
    """What a measure counts; each has its own units, so that only like is compared with like."""

    FREQUENCY = "frequency"  # times a year
    DURATION = "duration"  # days; working days and elapsed days are different units
    MONEY = "money"  # unit is the currency: « $ », « € », « £ », « chf »
    PERCENT = "percent"
    DATE = "date"  # unit holds the ISO date, value its ordinal
    COUNT = "count"  # unit is the stem of what is counted


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity found in a text: its value in ``unit``, and its span ``start:end`` in characters. ``bound`` is « < » for
    « au plus 60 jours », « > » for « au moins trois membres », "" for the very value."""

    quantity: Quantity
    value: float
    unit: str
    start: int
    end: int
    bound: str = ""

    def differs(self, other: Measure) -> bool:
        """Comparable and not the same, with 4 % of tolerance (a month is not exactly 30 days). What keeps within a bound
        does not differ from it."""
        if self.bound != other.bound:
            return self._apart(other)
        if self.quantity != other.quantity or self.value == other.value:
            return False
        if self.unit == other.unit:
            return _far(self.value, other.value, 0.04)
        if self.quantity is not Quantity.DURATION:
            return False
        return _far(_elapsed(self), _elapsed(other), 0.1)

    def _apart(self, other: Measure) -> bool:
        """Of two of which one at least is a bound: the other is beyond it."""
        if self.quantity != other.quantity or (self.unit != other.unit and self.quantity is not Quantity.DURATION):
            return False
        mine, theirs = (_elapsed(m) if self.unit != other.unit else m.value for m in (self, other))
        low, high = (mine, theirs) if self.bound == "<" or other.bound == ">" else (theirs, mine)
        return high > low and _far(low, high, 0.04)


def _elapsed(duration: Measure) -> float:
    """Five working days make a week."""
    return duration.value * 1.4 if duration.unit else duration.value


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


_ORDINALS = frozenset("first second third fourth fifth sixth seventh eighth ninth tenth seconde".split())
_VALUES = {**{w: n for w, n in ENGLISH.numbers.items() if w not in _ORDINALS}, **FRENCH.numbers}
_WORDS = "|".join(sorted({*_VALUES, "vingts", "cents", "trente"} - _ORDINALS, key=len, reverse=True))
_WORD = rf"(?:{_WORDS})"
_GAP = "[ \u00a0\u202f]"
_DIGITS = rf"(?:\d{{1,3}}(?:{_GAP}\d{{3}})+(?:,\d+)?|\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?(?![\d,])|\d+(?:[.,]\d+)?)"
_NUMBER = rf"(?:{_DIGITS}|{_WORD}(?:(?:-| et | and | ){_WORD})*)"
_DAYS = {
    "heure": 1 / 24, "jour": 1.0, "semaine": 7.0, "mois": 30.4, "trimestre": 91.3, "an": 365.0, "annee": 365.0,
    "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.4, "quarter": 91.3, "year": 365.0,
}  # fmt: skip
_YEARLY = {
    "jour": 365.0, "semaine": 52.0, "mois": 12.0, "trimestre": 4.0, "an": 1.0, "annee": 1.0,
    "day": 365.0, "week": 52.0, "month": 12.0, "quarter": 4.0, "year": 1.0,
}  # fmt: skip
_ADJECTIVES = {
    "quotidien": 365.0, "hebdomadaire": 52.0, "bimensuel": 24.0, "mensuel": 12.0, "bimestriel": 6.0,
    "trimestriel": 4.0, "semestriel": 2.0, "annuel": 1.0, "bisannuel": 0.5, "quinquennal": 0.2,
    "daily": 365.0, "weekly": 52.0, "biweekly": 26.0, "monthly": 12.0, "bimonthly": 6.0, "quarterly": 4.0,
    "annually": 1.0, "yearly": 1.0,
}  # fmt: skip
_PERIOD = r"(jour|semaine|mois|trimestre|annee|an|day|week|month|quarter|year)s?"
_WEEKDAY = (
    "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
)
_ORDINAL = "premier|1er|deuxieme|2e|second|troisieme|3e|quatrieme|4e|dernier|first|1st|2nd|third|3rd|fourth|4th|last"

_EVERY = re.compile(rf"\b(?:tous les|toutes les|aux|chaque|every|each)(?: ({_NUMBER}))? {_PERIOD}\b(?! suivant)")
_WEEKLY = re.compile(rf"\b(?:chaque|tous les|every|each) (?:{_WEEKDAY})s?\b")
_MONTHLY = re.compile(rf"\b(?:{_ORDINAL}) (?:{_WEEKDAY}) (?:de|du|of)(?: chaque| every| each| the)? (?:mois|month)\b")
_TIMES = re.compile(
    rf"\b({_NUMBER}) (?:fois|rencontres?|reunions?|seances?|times|meetings?)(?: regulieres?)? "
    rf"(?:par |chaque |l'|/ ?|an? |per |each |every ){_PERIOD}\b"
)
_ONCE = re.compile(rf"\b(once|twice) (?:an? |per |each |every ){_PERIOD}\b")
_PERIODIC = re.compile(
    r"\b(quotidien|hebdomadaire|bimensuel|mensuel|bimestriel|trimestriel|semestriel|annuel|bisannuel|quinquennal)"
    r"(?:le|ne)?(?:s|ment|lement|nement)?\b"
)
_OFTEN = re.compile(r"\b(daily|weekly|biweekly|monthly|bimonthly|quarterly|annually|yearly)\b")
_DURATION = re.compile(
    rf"(?<![\d,])\b({_NUMBER})[ \u00a0-](?:(working|business) )?"
    r"(heure|jour|semaine|mois|trimestre|annee|an|hour|day|week|month|quarter|year)s?\b( ouvrables?| ouvres?)?"
)
_CURRENCIES = {"$": "$", "dol": "$", "cad": "$", "usd": "$", "€": "€", "eur": "€", "£": "£", "pou": "£", "chf": "chf"}
_CURRENCY = r"(\$|€|£|(?:dollars?|euros?|pounds?|cad|usd|eur|chf)\b)"
_MONEY = re.compile(
    rf"(?<![\d,])\b({_NUMBER}){_GAP}?(millions?|milliards?|billions?|thousand|[mk](?={_GAP}?(?:d'|de )?[$€£a-z]))?"
    rf"(?: de| d'|d')?{_GAP}?{_CURRENCY}"
)
_PRICED = re.compile(rf"(\$|€|£|\b(?:cad|usd|eur|chf)){_GAP}?({_DIGITS}){_GAP}?(millions?|billions?|[mk]\b)?")
_PERCENT = re.compile(rf"(?<![\d,])\b({_NUMBER}){_GAP}?(?:%|pour cent|per ?cent)")
_MONTHS = {**ENGLISH.months, **FRENCH.months}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = re.compile(
    rf"\b(?:(\d{{4}})-(\d\d)-(\d\d)|(\d{{1,2}}|1er|premier) ({_MONTH}) (\d{{4}})|"
    rf"({_MONTH}) (\d{{1,2}})(?:st|nd|rd|th)?, (\d{{4}}))\b"
)
_COUNT = re.compile(rf"(?<![\d,.:/-])\b({_NUMBER}) ([a-z]{{4,}})")
_NOT_COUNTED = frozenset({*_MONTHS, "pour", "sont", "premier"})
_NEAR = 26  # characters before a quantity in which a bound is said
_AT_MOST = re.compile(
    r"(?:au plus(?: tard)?|au maximum|maxim(?:um|ale?)|jusqu'a|d'ici|moins d[e']|within|at most|up to|less than|"
    r"no more than|under|plafond|(?:pas|jamais|not) (?:depasser|exceder|exceed)|n[e'] ?(?:depasse|excede)(?:nt)? pas)"
    r"(?: de| d'| of| a)? ?(?:le |la |un |une |les )?$"
)
_AT_LEAST = re.compile(
    r"(?:au moins|au minimum|minim(?:um|ale?)|(?<!pas )plus d[e']|au[- ]dela d[e']|(?<!no )more than|at least|over|"
    r"(?:depass|exced)(?:ant|e|ent)|no less than|exceeding)(?: de| d'| of)? ?(?:le |la |un |une |les )?$"
)
_MOST_AFTER = re.compile(r" ?(?:,? ?(?:au plus|au maximum|maximum|max\b|ou moins|or less|at most))")
_LEAST_AFTER = re.compile(r" ?(?:,? ?(?:au moins|au minimum|minimum|ou plus|et plus|or more|at least))")


def number(text: str) -> float:
    """« 1 200 », « 2,1 », « quatre-vingt-deux » as a number; NaN when it is none."""
    text = re.sub(_GAP, " ", fold(text)).strip()
    if text[:1].isdigit():
        return _written(text.replace(" ", ""))
    total = 0.0
    for word in re.findall(r"[a-z]+", text):
        if word in ("et", "and"):
            continue
        value = _VALUES.get(word, _VALUES.get(word.rstrip("s")))
        if value is None:
            return float("nan")
        total = total * value if (value in (100, 1000) and total) or (value == 20 and total == 4) else total + value
    return total


def _written(digits: str) -> float:
    """« 2,1 » and « 2.1 »; “12,000” and “1,250.50” have their thousands apart."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits):
        return float(digits.replace(",", ""))
    return float(digits.replace(",", "."))


def measures(text: str) -> list[Measure]:
    """Every quantity of a text, in order. A span counts once: a frequency is not also a duration."""
    low, taken, found = flat(text), [False] * len(text), []
    for measure in _candidates(low):
        if not any(taken[measure.start : measure.end]) and measure.value == measure.value:
            taken[measure.start : measure.end] = [True] * (measure.end - measure.start)
            found.append(_bounded(low, measure))
    return sorted(found, key=lambda m: m.start)


def frequency(text: str) -> Measure | None:
    """The first frequency of a text."""
    return next((m for m in measures(text) if m.quantity is Quantity.FREQUENCY), None)


def _candidates(low: str) -> Iterator[Measure]:
    yield from _dates(low)
    yield from _frequencies(low)
    for m in _MONEY.finditer(low):
        yield Measure(Quantity.MONEY, number(m[1]) * _scale(m[2] or ""), _CURRENCIES[m[3][:3]], *m.span())
    for m in _PRICED.finditer(low):
        yield Measure(Quantity.MONEY, number(m[2]) * _scale(m[3] or ""), _CURRENCIES[m[1][:3]], *m.span())
    for m in _PERCENT.finditer(low):
        yield Measure(Quantity.PERCENT, number(m[1]), "%", *m.span())
    for m in _DURATION.finditer(low):
        yield Measure(Quantity.DURATION, number(m[1]) * _DAYS[m[3]], "ouvrables" if m[2] or m[4] else "", *m.span())
    for m in _COUNT.finditer(low):
        if m[2] not in _NOT_COUNTED and m[2] not in FRENCH.stop_words:
            yield Measure(Quantity.COUNT, number(m[1]), stem(m[2], FRENCH), *m.span())


def _scale(word: str) -> float:
    if word.startswith(("milliard", "billion")):
        return 1e9
    return {"m": 1e6, "k": 1e3, "t": 1e3}.get(word[:1], 1.0)


def _bounded(low: str, measure: Measure) -> Measure:
    """The measure with the bound that the words beside it make of it."""
    before, after = low[max(0, measure.start - _NEAR) : measure.start], low[measure.end : measure.end + _NEAR]
    if _AT_MOST.search(before) or _MOST_AFTER.match(after):
        return replace(measure, bound="<")
    if _AT_LEAST.search(before) or _LEAST_AFTER.match(after):
        return replace(measure, bound=">")
    return measure


def _dates(low: str) -> Iterator[Measure]:
    from datetime import date

    for m in _DATE.finditer(low):
        day = m[3] or m[8] or re.sub(r"\D.*", "", m[4]) or "1"
        month = int(m[2]) if m[2] else _MONTHS[m[5] or m[7]]
        try:
            when = date(int(m[1] or m[6] or m[9]), month, int(day))
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
    for m in _ONCE.finditer(low):
        yield Measure(Quantity.FREQUENCY, _YEARLY[m[2]] * (1.0 if m[1] == "once" else 2.0), "", *m.span())
    for m in _OFTEN.finditer(low):
        yield Measure(Quantity.FREQUENCY, _ADJECTIVES[m[1]], "", *m.span())
