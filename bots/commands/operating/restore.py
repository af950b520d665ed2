"""``repere restore``: what a backup holds, put in service where nothing is yet."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from bots.commands.parsing import Parser
from bots.rendering.terminal import say as out
from bots.wording.commands import Commands


def arguments(parser: Parser, say: Commands) -> None:
    parser.add_argument("file", metavar="FILE", help=say.options_help["backup-file"])
    parser.add_argument("--index", metavar="DIR", help=say.options_help["index"])


def run(given: Namespace, say: Commands) -> int:
    from bots.memory.archive import restore
    from bots.settings import Settings

    about = restore(Path(given.file), Settings())
    out(say("restored", about["generation"], len(about["state"])))
    for name, value in about["settings"].items():
        out(f"  {name}={value}")
    return 0
