"""``repere mcp``: the MCP tools on standard input and output."""

from __future__ import annotations

from argparse import Namespace

from bots.commands.parsing import Parser
from bots.wording.commands import Commands


def arguments(parser: Parser, say: Commands) -> None:
    parser.add_argument("--index", metavar="DIR", help=say.options_help["index"])


def run(_: Namespace, __: Commands) -> int:
    from bots.channel import Desk
    from bots.channels.mcp import server
    from bots.settings import Settings

    desk = Desk(Settings())
    desk.assistant  # noqa: B018 – an index that is not there is said at once
    server(desk).run("stdio")
    return 0
