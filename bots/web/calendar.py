"""What is due and what was decided, in the order of time: due dates, minutes, resolutions, decisions, ends of validity."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from assistant.library import Library
from bots.rendering.links import passage_path, source_path
from bots.rendering.plain import one_line, shorten
from bots.web.nodes import Node, el
from bots.web.projects import projects, title
from bots.wording.pages import long_date
from ingest.facts.records import Amendment, Fact
from ingest.facts.values.dates import moments
from ingest.languages import fold
from ingest.model import Block, BlockKind, Cell, Kind

Say = Callable[..., str]
SAID = 160  # characters of a decision
_DATE = 30  # characters of a cell that is a date
_MANY = 300  # documents whose rows are looked through
_RESOLUTION = re.compile(r"resolution\b")
_DECIDED = re.compile(r"(?:decision|resolution|objet|decided)\b(?! no)")
_DAY = re.compile(r"(?:date|jour|seance|adoptee?)\b(?! (?:limite|butoir|cible))")
_UNTIL = re.compile(r"(?:echeance|date (?:limite|butoir|cible)|due|pour le)\b")


@dataclass(frozen=True, slots=True)
class Event:
    """``day`` is ISO; ``what`` names it in the pages' words; ``past`` and not done is late."""

    day: str
    what: str
    name: str
    address: str
    late: bool = False


def events(library: Library) -> list[Event]:
    """Every dated thing this audience may read of, once, the earliest first."""
    return sorted(set(_found(library)), key=lambda event: (event.day, event.name))


def _found(library: Library) -> Iterator[Event]:
    yield from _due(library)
    yield from _dated(library)
    yield from _changes(library)
    yield from _register(library)


def _due(library: Library) -> Iterator[Event]:
    """The due date of each project in its last report; late when past and not done."""
    today = library.today.isoformat()
    for project in projects(library):
        latest = project.latest
        due = latest.facts.get("due")
        if due and _iso(due):
            done = latest.facts.get("progress")
            late = due.value < today and not (done and done.value.startswith("100"))
            yield Event(due.value, "due_date", title(project), passage_path(library.cite(latest.document, due)), late)


def _dated(library: Library) -> Iterator[Event]:
    """Minutes and resolutions on their day, and the last day of what is in force."""
    for about in library.descriptions():
        path = source_path(about.document, about.version)
        name = one_line(about.title or about.document)
        what = "k_minutes" if about.kind is Kind.MINUTES else "resolution" if _RESOLUTION.match(fold(name)) else ""
        if what and about.date:
            yield Event(about.date, what, name, path)
        if about.expires and not about.superseded_by:
            yield Event(about.expires, "end_of_validity", name, path, about.expires < library.today.isoformat())


def _changes(library: Library) -> Iterator[Event]:
    """What minutes, notes and resolutions decided that changes another document, in their words."""
    for one in library.current(Amendment):
        if one.day:
            address = passage_path(library.cite(one.document, one.text))
            yield Event(one.day, "decision", shorten(one_line(one.text.quote), SAID), address)


def _register(library: Library) -> tuple[Event, ...]:
    """The rows of registers of decisions: what was decided on a day, and by when it is to be done. Found once."""

    def found(seen: Library) -> tuple[Event, ...]:
        known = [d for d in seen.descriptions() if not d.superseded_by][:_MANY]
        return tuple(e for d in known for block in seen.blocks(d.document) for e in _decided(d.document, block, seen))

    return library.remember("register of decisions", found)


def _decided(document: str, row: Block, library: Library) -> Iterator[Event]:
    decided, day = _under(_DECIDED, row), _under(_DAY, row)
    if row.kind is not BlockKind.ROW or decided is None or day is None or not _date(day.text):
        return
    fact = Fact(decided.text, decided.text, decided.place)
    said, address = shorten(one_line(decided.text), SAID), passage_path(library.cite(document, fact))
    yield Event(_date(day.text), "decision", said, address)
    until = _under(_UNTIL, row)
    if until and _date(until.text):
        yield Event(_date(until.text), "due_date", said, address)


def _under(head: re.Pattern[str], row: Block) -> Cell | None:
    """The first cell with words under a head that says so."""
    return next((cell for cell in row.cells if cell.text.strip() and head.match(fold(cell.header).strip())), None)


def _date(text: str) -> str:
    """The day of a cell that is a date, in ISO; "" otherwise."""
    moment = next(iter(moments(text)), None)
    return moment.day.isoformat() if moment and moment.exact and len(text) <= _DATE else ""


def _iso(fact: Fact) -> bool:
    return len(fact.value) == 10 and fact.value[4:5] == "-" == fact.value[7:8]


def drawn(found: list[Event], today: str, say: Say, language: str) -> Node | None:
    """A day after the other, what is past before what is to come."""
    if not found:
        return None
    parts = [("past_events", [e for e in found if e.day < today]), ("to_come", [e for e in found if e.day >= today])]
    return el(
        "div",
        *(el("section", el("h2", say(name)), el("ol", *_days(held, say, language), class_="timeline"))
          for name, held in parts if held),
    )  # fmt: skip


def _days(found: list[Event], say: Say, language: str) -> Iterator[Node]:
    for day, held in groupby(found, key=lambda event: event.day):
        items = (
            el("li", el("span", say(e.what), class_="label"), " ", el("a", e.name, href=e.address, lang="fr"),
               el("span", say("overdue"), class_="tag old") if e.late else None)
            for e in held
        )  # fmt: skip
        yield el("li", el("p", long_date(day, language), class_="day"), el("ul", *items))
