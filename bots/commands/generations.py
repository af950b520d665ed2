"""``repere generations``: the versions of the index that are kept; to name, compare and go back to one."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING

from bots.commands.parsing import Parser
from bots.rendering.terminal import BOLD, say_json, style
from bots.rendering.terminal import say as out
from bots.wording.commands import Commands

if TYPE_CHECKING:
    from ingest.index.history import Changes, Past


def arguments(parser: Parser, say: Commands) -> None:
    parser.add_argument("--name", nargs=2, metavar=("ID", "NAME"), help=say.options_help["name"])
    parser.add_argument("--compare", nargs=2, metavar=("ID", "ID"), help=say.options_help["compare"])
    parser.add_argument("--back", metavar="ID", help=say.options_help["back"])
    parser.add_argument("--force", action="store_true", help=say.options_help["force-back"])
    parser.add_argument("--index", metavar="DIR", help=say.options_help["index"])
    parser.add_argument("--json", action="store_true", help=say.options_help["json"])


def run(given: Namespace, say: Commands) -> int:
    from ingest import bootstrap
    from ingest.index import history
    from ingest.settings import Settings

    settings = Settings()
    if given.compare:
        _compared(history.compare(settings.index, *given.compare), given, say)
        return 0
    if given.name:
        history.name(settings.index, *given.name)
    if given.back:
        identity = bootstrap.embedder(settings).identity
        back = history.back(settings.index, given.back, identity, force=given.force)
        if not given.json:
            out(style(say("went-back", back.id), BOLD))
    _listed(history.kept(settings.index), given, say)
    return 0


def _listed(found: tuple[Past, ...], given: Namespace, say: Commands) -> None:
    if given.json:
        say_json({"generations": [asdict(past) for past in found]})
        return
    for past in found:
        line = say("generation", past.id, past.created[:16].replace("T", " "), past.documents, past.passages)
        named = f" « {past.name} »" if past.name and say.language != "en" else f" “{past.name}”" if past.name else ""
        out(style(f"{line}{named} · {say('serving-now')}", BOLD) if past.current else f"{line}{named}")


def _compared(changes: Changes, given: Namespace, say: Commands) -> None:
    if given.json:
        say_json(asdict(changes))
        return
    for what, names in (("new", changes.new), ("changed", changes.changed), ("gone", changes.gone)):
        for name in names:
            out(f"{say(what)} : {name}" if say.language != "en" else f"{say(what)}: {name}")
    if not changes:
        out(say("no-change"))
