"""``repere backup``: one file that holds the index in service, the state, and the names of the settings."""

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
    from bots.memory.archive import backup
    from bots.settings import Settings

    about = backup(Path(given.file), Settings())
    out(say("backed-up", given.file, about["generation"], len(about["state"])))
    if about["elsewhere"]:
        out(say("backed-up-elsewhere"))
    return 0
