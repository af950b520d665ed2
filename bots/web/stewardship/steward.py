"""The steward's page as values: what was not found, what people disliked, documents that need care, numbers by week."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from assistant.library import Library
from assistant.telling.confirmed import holds
from assistant.verification import squeeze
from bots.memory.confirmations import Confirmation, standing
from bots.memory.ledger import Entry, Week
from bots.wording.pages import long_date
from bots.wording.steward import steward
from ingest.model import Description

if TYPE_CHECKING:
    from assistant.answering import Assistant

SOON = 30  # days before a review is due that it is told of
MOST = 200  # lines shown
SEARCHED = 20  # passages in whose documents exact words are looked for


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the ledger in words."""

    id: str
    question: str
    times: int
    askers: int
    why: tuple[str, ...]
    first: str
    last: str
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Care:
    """A document that needs somebody. ``state`` says why in words; ``seen`` is the digest of the file to confirm, or "" where
    whoever reads the page may not."""

    document: str
    title: str
    owner: str
    state: str
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Verified:
    """A document somebody confirmed, the days in words. ``button``: here, and whoever reads the page may take it back."""

    document: str
    title: str
    owner: str
    day: str
    until: str
    button: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """A week of the chart, in hundredths of the highest."""

    week: str
    answered: int
    refused: int


def by_owner(entries: Iterable[Entry], language: str) -> list[tuple[str, list[Line]]]:
    """The lines, owner by owner."""
    words = steward(language)
    found = sorted(entries, key=lambda one: one.owner)[:MOST]
    return [
        (owner or words["nobody"], [_line(one, language) for one in sorted(group, key=lambda one: -one.times)])
        for owner, group in groupby(found, key=lambda one: one.owner)
    ]


def _line(entry: Entry, language: str) -> Line:
    words = steward(language)
    counted = (("refused", entry.refused), ("disliked", entry.disliked), ("again", entry.again))
    why = tuple(words[f"why_{name}"].format(count) for name, count in counted if count)
    days = [long_date(time.strftime("%Y-%m-%d", time.gmtime(at)), language) for at in (entry.first, entry.last)]
    return Line(entry.id, entry.question, entry.times, entry.askers, why, days[0], days[1], entry.settled == "asked")


Held = Mapping[str, Confirmation]
May = Callable[[str], bool]  # of an owner: whether whoever reads the page confirms what they keep


def care(library: Library, language: str, held: Held, may: May) -> list[Care]:
    """The documents in force that are expired, to be verified again, or never were; most pressing first."""
    in_force = [standing(one, library, held) for one in library.descriptions() if not one.superseded_by]
    found = [(*_state(one, library.today, language), one) for one in in_force]
    pressing = sorted(((rank, one.title, said, one) for rank, said, one in found if said), key=lambda one: one[:3])
    digests = library.generation.manifest.documents
    return [
        Care(
            one.document, one.title or one.document, one.owner, said,
            digests.get(one.document, "") if rank and may(one.owner) else "",
        )
        for rank, _, said, one in pressing[:MOST]
    ]  # fmt: skip


def verified(library: Library, language: str, held: Held, may: May) -> list[Verified]:
    """The documents whose confirmation holds today, those that lapse first before the others."""
    stood = [standing(one, library, held) for one in library.descriptions()]
    kept = sorted((one for one in stood if holds(one, library.today)), key=lambda one: (one.review or "9", one.title))
    return [
        Verified(
            one.document, one.title or one.document, one.owner, long_date(one.verified, language),
            long_date(one.review, language), _by_button(one, held) and may(one.owner),
        )
        for one in kept[:MOST]
    ]  # fmt: skip


def _by_button(about: Description, held: Held) -> bool:
    one = held.get(about.document)
    return one is not None and (one.day, one.until) == (about.verified, about.review)


def to_copy(library: Library, held: Held) -> str:
    """What makes the confirmations of the page last, as entries of ``corpus.yaml``; "" where there is none."""
    import yaml

    stood = [standing(one, library, held) for one in library.descriptions()]
    said = {
        one.document: {"verified": one.verified, "review": one.review}
        for one in stood
        if _by_button(one, held) and holds(one, library.today)
    }
    return yaml.safe_dump({"documents": said}, allow_unicode=True, sort_keys=False, width=110).strip() if said else ""


def _state(about: Description, today: date, language: str) -> tuple[int, str]:
    words, now = steward(language), today.isoformat()
    if about.expires and about.expires < now:
        return 0, words["expired"].format(long_date(about.expires, language))
    if about.review and about.review < now:
        return 1, words["to_review"].format(long_date(about.review, language))
    if about.review and about.review <= (today + timedelta(days=SOON)).isoformat():
        return 2, words["soon"].format(long_date(about.review, language))
    return (3, words["never"]) if not about.verified else (4, "")


def bars(weeks: Sequence[Week]) -> list[Bar]:
    """The chart's heights."""
    highest = max((week.asked for week in weeks), default=0) or 1
    return [Bar(week.week, round(100 * week.answered / highest), round(100 * week.refused / highest)) for week in weeks]


def holding(words: str, assistant: Assistant, groups: frozenset[str]) -> str:
    """The document, of those somebody of these groups reads, that holds these exact words; "" when none does."""
    wanted, library = squeeze(words), assistant.library(groups)
    if not wanted:
        return ""
    near = dict.fromkeys(found.passage.document for found in assistant.search(words, SEARCHED, groups))
    return next((name for name in near if any(wanted in squeeze(b.text) for b in library.blocks(name))), "")


def proposal(entry: Entry, words: str, document: str) -> str:
    """The entry of ``corpus.yaml`` a person may copy."""
    import yaml

    asked = {"questions": [{"question": entry.question, "answer": squeeze(words)}]}
    return yaml.safe_dump({"documents": {document: asked}}, allow_unicode=True, sort_keys=False, width=110).strip()
