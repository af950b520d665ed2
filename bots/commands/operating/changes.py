"""``repere changes``: what changed from one generation of the index to the one in service, each change with its sources.

Made for a weekly note: a scheduled task runs it and posts what it prints. Only documents the given groups read are told of.
"""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from bots.commands.parsing import Parser
from bots.memory.following.comparing import line, place, told
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


def _json(one: Change) -> dict[str, object]:
    def said(held: Said | None) -> dict[str, object] | None:
        if held is None:
            return None
        return {"document": held.document, "quote": held.fact.quote, "place": place(held)}

    return {
        "how": one.how, "sort": one.sort.value, "name": one.name, "label": one.label, "before": said(one.before),
        "after": said(one.after),
    }  # fmt: skip


def _libraries(folder: Path, since: str, groups: frozenset[str]) -> tuple[Library, Library]:
    """What an audience reads of the two generations. Raises NoIndex."""
    from assistant.library import Library
    from ingest.index import history

    before, after = history.pair(folder, since)
    return Library(before, None, groups), Library(after, None, groups)
