"""``repere changes``: what changed from one generation of the index to the one in service, each change with its sources.

Made for a weekly note: a scheduled task runs it and posts what it prints. Only documents the given groups read are told of.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bots.commands.parsing import Parser
from bots.rendering.terminal import say as out
from bots.rendering.terminal import say_json
from bots.wording.commands import Commands

if TYPE_CHECKING:
    from assistant.library import Library
    from ingest.facts.changes import Change, Said


def arguments(parser: Parser, say: Commands) -> None:
    parser.add_argument("--since", default="", metavar="ID", help=say.options_help["since"])
    parser.add_argument("--about", default="", metavar="MOTS", help=say.options_help["about"])
    parser.add_argument("--groups", default="", metavar="G,…", help=say.options_help["groups"])
    parser.add_argument("--index", metavar="DIR", help=say.options_help["index"])
    parser.add_argument("--json", action="store_true", help=say.options_help["json"])


def run(given: Namespace, say: Commands) -> int:
    from bots.settings import listed
    from ingest.facts.changes import about
    from ingest.settings import Settings

    before, after = _libraries(Settings().index, given.since, frozenset(listed(given.groups)))
    found = about(told(before, after), given.about)
    if given.json:
        say_json([_json(one) for one in found])
        return 0
    for one in found:
        out(line(one, say))
    if not found:
        out(say("no-change"))
    return 0


def told(before: Library, after: Library) -> tuple[Change, ...]:
    """The changes an audience may be told of: it sees what they were, and what they are."""
    from ingest.facts.changes import changes
    from ingest.facts.records import Subject

    return changes(before.records(Subject), after.records(Subject), _in_force(before), _in_force(after))


def line(one: Change, say: Commands) -> str:
    """A change on one line, with the place of its words."""
    what = f"{one.name} · {one.label}" if one.label else one.name
    values = " → ".join(f"« {' '.join(said.fact.quote.split())} »" for said in (one.before, one.after) if said)
    return f"{say(f'change-{one.how}')} : {what} : {values} [{_place(one.after or one.before)}]"


def _place(said: Said | None) -> str:
    if said is None:
        return ""
    place = said.fact.place
    where = place.cell or (f"p. {place.page}" if place.page else place.section[-1] if place.section else "")
    return ", ".join(filter(None, (said.document, place.sheet, where)))


def _json(one: Change) -> dict[str, object]:
    def said(held: Said | None) -> dict[str, object] | None:
        if held is None:
            return None
        return {"document": held.document, "quote": held.fact.quote, "place": _place(held)}

    return {
        "how": one.how, "sort": one.sort.value, "name": one.name, "label": one.label, "before": said(one.before),
        "after": said(one.after),
    }  # fmt: skip


def _in_force(library: Library) -> Callable[[str], bool]:
    return lambda name: library.sees(name) and not library.description(name).superseded_by


def _libraries(folder: Path, since: str, groups: frozenset[str]) -> tuple[Library, Library]:
    """What an audience reads of the two generations. Raises NoIndex."""
    from assistant.library import Library
    from ingest.index import history

    before, after = history.pair(folder, since)
    return Library(before, None, groups), Library(after, None, groups)
