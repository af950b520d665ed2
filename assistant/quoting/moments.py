"""Which moment of a thing is asked, its end or its signature, and whether words speak of that moment."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant.model import Asks, Query
from assistant.quoting.units import Unit
from ingest.languages import fold


@dataclass(frozen=True, slots=True)
class _Moment:
    """``asked`` is looked for in a question on a date, ``told`` in what would answer it (folded, French)."""

    asked: re.Pattern[str]
    told: re.Pattern[str]


def _moment(asked: str, told: str) -> _Moment:
    return _Moment(re.compile(rf"\b(?:{asked})\b"), re.compile(rf"\b(?:{told})"))


_MONTHS = "janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|novembre|decembre"
_DAY = rf"(?:\d{{4}}|{_MONTHS}|lundi|mardi|mercredi|jeudi|vendredi)"
_RANGE = rf"du .{{3,20}}{_DAY}.{{0,12}} au .{{3,20}}{_DAY}"  # « du 1er avril 2025 au 31 mars 2028 »: both ends
_MOMENTS = (
    _moment(
        r"pren\w+ fin|fin|finit|finir\w*|finiss\w+|fini|expir\w+|echoi\w+|termin\w+|acheve\w*|cess\w*|end|ends|ending|expires?|"
        r"expiry|lapses?|over",
        rf"(?:fin\b|fini|termin|expir|echoi|clotur|acheve|cess|jusqu).*{_DAY}|{_DAY}.*(?:fin\b|termin|expir)|{_RANGE}",
    ),
    _moment(
        r"echeances?|echeanciers?|dates? limites?|deadlines?|jusqu|until|d ici quand|avant quand|due|"
        r"(?:doit|devait|devra|devrait|must|should)\b.{0,30}\b(?:faite?|prete?|livree?|remise?|done|ready)",
        r"echeanc|limite|au plus tard|avant l|d ici|jusqu|delai|fin\b",
    ),
    _moment(
        r"debut\w*|commenc\w*|demarr\w*|en vigueur|lance\w*|depuis|start\w*|beg[iau]n\w*|launch\w*|in force|effective|"
        r"since",
        r"debut|commenc|demarr|vigueur|lance|depuis|desque|a (?:compter|partir)|cre[ea]|m(?:is\w*|ettre) (?:en|sur)|ouvert|"
        rf"amorc|instaur|fonde|{_RANGE}",
    ),
    _moment(r"repond\w*|repondu|reponse|replied|answered|reply", r"repon"),
    _moment(r"sign(?:e|es|ee|ees|er|ature)|signed", r"sign|approuv|ratifi"),
    _moment(r"soumis\w*|soumission|depose\w*|depot|submi\w+", r"soumi|depo|transmi|remi|achemin|presente"),
    _moment(
        r"revis\w+|reexamin\w*|mis(?:e|es)? a jour|renouvel\w+|reviewed|revised|renewed|updated",
        r"revi|reexam|a jour|renouvel|actualis|modif",
    ),
)
_DATED = re.compile(r"\b(?:dates?|echeance|deadline)\b")


def _asked(query: Query) -> list[tuple[_Moment, re.Match[str]]]:
    said = " ".join(query.words)
    if Asks.WHEN not in query.asks and not _DATED.search(said):
        return []
    return [(moment, found) for moment in _MOMENTS if (found := moment.asked.search(said))]


def moment_words(query: Query) -> frozenset[str]:
    """The words that say which moment is asked: ``other_moment`` sees to them, the evidence need not have them."""
    return frozenset(word for _, found in _asked(query) for word in found[0].split())


def other_moment(query: Query, unit: Unit) -> bool:
    """Whether the question asks for the date of one moment of a thing, and the unit, with what introduces it, speaks of
    none such: « Quand le mandat prend-il fin ? » is not answered by the day it was signed."""
    asked = [moment for moment, _ in _asked(query)]
    if not asked:
        return False
    # « Échéancier proposé » says what the rows under it are, and nothing of the prose.
    above = unit.headings[-1:] if unit.block.cells else ()
    told = " ".join((*above, unit.block.lead_in, unit.text)).lower()
    told = re.sub(r"['’-]", " ", fold(re.sub(r"\bdès\b", "desque", told)))  # « dès » is no « des »
    return not any(moment.told.search(told) for moment in asked)
