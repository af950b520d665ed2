"""What is due and what was decided, in the order of time: due dates of projects, minutes, ends of validity."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from assistant.library import Library
from bots.rendering.links import passage_path, source_path
from bots.rendering.plain import one_line
from bots.web.nodes import Node, el
from bots.web.projects import projects, title
from bots.wording.pages import long_date
from ingest.facts.records import Fact
from ingest.model import Kind

Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Event:
    """``day`` is ISO; ``what`` names it in the pages' words; ``past`` and not done is late."""

    day: str
    what: str
    name: str
    address: str
    late: bool = False


def events(library: Library) -> list[Event]:
    """Every dated thing this audience may read of, the earliest first."""
    return sorted(_found(library), key=lambda event: (event.day, event.name))


def _found(library: Library) -> Iterator[Event]:
    today = library.today.isoformat()
    for project in projects(library):
        latest = project.latest
        due = latest.facts.get("due")
        if due and _iso(due):
            done = latest.facts.get("progress")
            late = due.value < today and not (done and done.value.startswith("100"))
            yield Event(due.value, "due_date", title(project), passage_path(library.cite(latest.document, due)), late)
    for about in library.descriptions():
        path = source_path(about.document, about.version)
        name = one_line(about.title or about.document)
        if about.kind is Kind.MINUTES and about.date:
            yield Event(about.date, "k_minutes", name, path)
        if about.expires and not about.superseded_by:
            yield Event(about.expires, "end_of_validity", name, path, about.expires < today)


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
