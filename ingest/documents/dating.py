"""The date a document gives as its own: in force, adopted, updated, the day of the meeting, the day it describes.

Never a deadline, the next meeting or the version it replaces; and never a day still to come when an earlier one is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from ingest.facts.opening import closing, fields, name_in_words, opening, own_title, sections
from ingest.facts.values.dates import moments
from ingest.languages import fold
from ingest.model import Document, Kind


class Means(IntEnum):
    """What makes a date that of the document, as the words before it say."""

    FORCE = 4  # in force, adopted, updated, an edition: what gives a text its date
    STATE = 3  # « au 31 mars », « en date du », « arrêté le »: what a report describes
    SITTING = 2  # « séance du », « réunion du »
    BARE = 1  # a date alone in a title, above a letter, or after « présenté le »
    NONE = 0


_FORCE = (
    re.compile(
        r"\b(?:vigueur|effet|effective|s'applique|(?:re)?mis\w* (?:a jour|en ligne)|revis\w*|updated|retouche|edition|version)\b"
    ),
    re.compile(r"\b(?:(?:adopt|appro[ubv]|accept|enterin|modifi|amend|valid)\w*|signee?s?)\b"),
)
_STATE = re.compile(
    r"\b(?:au|as of|as at|en date du|date|arrete\w* (?:le|au)|situation (?:le|du)|a jour (?:le|au|du))$"
)
_SITTING = re.compile(r"\b(?:seance|reunion|rencontre|assemblee|tenue?|meeting|held)\b")
_NOT_OWN = (
    re.compile(r"\b(?:prochaine?s?|next|avant le|d'ici|au plus tard|echeances?|limite|expire\w*|jusqu|fin prevue)\b"),
    re.compile(r"\b(?:n(?:e sont|'est) plus|prevue?s?|report\w*)\b"),
)
_OTHERS = re.compile(
    r"\b(?:remplac\w*|annul\w*|abrog\w*|perime\w*|replac\w*|supersed\w*|precedente?|anterieure?|ancienne|celle)\b"
)
_LABEL = re.compile(
    r"^(?:date|en vigueur|entree en vigueur|prise d'effet|mise a jour|revision|adopte|approuve|signe|effective|updated)\b"
)
_SELF = re.compile(r"\b(?:present|presente|ce|cette|this)\b")
_RANGE = re.compile(r"\b(?:du|de|from)$")
_SENTENCE = re.compile(r"(?<=[.;])\s+|\n+")
_BEFORE, _SHORT, _VALUE, _AT_ONCE = 70, 100, 40, 12
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d|-\d{3}|[-–/](?:20)?\d\d(?!\d))")


@dataclass(frozen=True, slots=True)
class Own:
    """A date that may be the document's: its ISO day and what the words before it mean."""

    day: str
    means: Means


def date_of(document: Document, kind: Kind = Kind.OTHER, today: date | None = None) -> str:
    """The ISO date that the document gives as its own, else the one of its file name, or ""."""
    found = list(_owned(document, kind))
    for means in _BEST.get(kind, _TEXT):
        if (
            kind is Kind.PROJECT_STATUS
            and Means.FORCE in means
            and (titled := list(_in_sentence(own_title(document), None)))
        ):
            return titled[0].day  # « Le Fil, no 16 — 30 avril 2026 »: a day below it is of what the report tells
        # Adopted in May, in force in July, updated since: a text is what its latest own date made it.
        days = _past((one.day for one in found if one.means in means), today)
        if days:
            return max(days) if Means.FORCE in means else days[0]
    return _of_sections(document, today) or next((m.day.isoformat() for m in moments(name_in_words(document))), "")


def _of_sections(document: Document, today: date | None) -> str:
    """A register whose parts are each dated is as recent as the last of them."""
    parts = sections(document)
    days = [days[0].day.isoformat() for part in parts if (days := [m for m in moments(part.text) if m.exact])]
    return max(_past(days, today)) if parts and len(days) > len(parts) / 2 else ""


_TEXT = ({Means.FORCE}, {Means.STATE, Means.SITTING}, {Means.BARE})
_BEST = {
    Kind.MINUTES: ({Means.SITTING}, {Means.STATE, Means.BARE}),
    Kind.PROJECT_STATUS: ({Means.STATE}, {Means.FORCE}, {Means.BARE, Means.SITTING}),
}


def _past(days: Iterable[str], today: date | None) -> list[str]:
    """Those not still to come, in the order said; where all are, they stay: « en vigueur le 1er janvier prochain »."""
    said = list(dict.fromkeys(days))
    limit = (today or _today()).isoformat()
    return [day for day in said if day <= limit] or said


def _today() -> date:
    from datetime import datetime

    return datetime.now().astimezone().date()


def _owned(document: Document, kind: Kind) -> Iterator[Own]:
    year = _only_year(document)
    for label, value in fields(document):
        if _LABEL.match(label) and not any(words.search(label) for words in _NOT_OWN):
            means = Means.SITTING if kind is Kind.MINUTES else Means.FORCE
            first = moments(value[:_VALUE], year)[:1]
            yield from (Own(m.day.isoformat(), means) for m in first if m.start <= _AT_ONCE)
    for text in (own_title(document), *(b.text for b in opening(document)), *document.margins):
        for sentence in _SENTENCE.split(text):
            yield from _in_sentence(sentence, year)
    if kind not in _BEST:
        for text in closing(document):
            for sentence in _SENTENCE.split(text):
                said = fold(sentence)
                if len(said) <= _SHORT or _SELF.search(said):
                    yield from (own for own in _in_sentence(sentence, None) if own.means is Means.FORCE)


def _in_sentence(sentence: str, year: int | None) -> Iterator[Own]:
    said = fold(sentence)
    ranged = False
    for moment in moments(sentence, year):
        before = said[max(0, moment.start - _BEFORE) : moment.start].rstrip()
        # « R-2025-03 » numbers a resolution: a month counts when it is spelt.
        own = moment.exact or (moment.year_said and said[moment.start].isalpha())
        of_another = ranged or any(words.search(before) for words in (*_NOT_OWN, _OTHERS))
        if own and not of_another and (means := _means(before, said)):
            yield Own(moment.day.isoformat(), means)
        ranged = bool(_RANGE.search(before))  # « du 1er mai 2022 au 31 mars 2025 »: its end is no date of the text


def _means(before: str, sentence: str) -> Means:
    """What stands nearest before the date decides: « présenté le 23 juin, état au 15 juin »."""
    near = re.sub(r"[ (]+(?:le|du|de|d'|en|depuis|:|–|—|-|\w+di)?[ (]*$", "", before)
    forced = any(words.search(near) for words in _FORCE)
    if _STATE.search(before.removesuffix(" le")) or _STATE.search(before):
        return Means.FORCE if forced else Means.STATE
    if forced or _SITTING.search(near):
        return Means.FORCE if forced else Means.SITTING
    return Means.BARE if len(sentence) <= _SHORT else Means.NONE


def _only_year(document: Document) -> int | None:
    """The year that the title or the file name says, for « version du 5 janvier »."""
    heads = [document.title, *(b.text for b in opening(document)[:2]), name_in_words(document)]
    years = {int(year) for text in heads for year in _YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None
