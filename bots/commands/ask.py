"""``repere ask``: one answer, with its numbered sources."""

from __future__ import annotations

from argparse import Namespace

from bots.channels.terminal import show
from bots.commands.parsing import Parser, day, group_names
from bots.rendering.terminal import say_json
from bots.wording.commands import Commands


def arguments(parser: Parser, say: Commands) -> None:
    parser.add_argument("question", metavar="QUESTION", help=say.options_help["question"])
    parser.add_argument(
        "--context", nargs="+", action="extend", default=[], metavar="EARLIER", help=say.options_help["context"]
    )
    asker(parser, say)
    parser.add_argument("--json", action="store_true", help=say.options_help["json"])


def asker(parser: Parser, say: Commands) -> None:
    """What says who asks, when, and of which index."""
    parser.add_argument("--as-of", type=day, metavar="DATE", help=say.options_help["as_of"])
    parser.add_argument(
        "--groups", type=group_names, default=frozenset(), metavar="G,…", help=say.options_help["groups"]
    )
    parser.add_argument("--index", metavar="DIR", help=say.options_help["index"])


def run(given: Namespace, _: Commands) -> int:
    from bots.channel import Asked, Desk
    from bots.rendering.contract import reply_json
    from bots.settings import Settings

    desk = Desk(Settings())
    asked = Asked(given.question, context=tuple(given.context), groups=given.groups, as_of=given.as_of)
    reply = desk.reply(asked)
    if given.json:
        say_json(reply_json(reply, desk.address))
    else:
        show(desk.drawn(reply, asked, desk.address))
    return 0
