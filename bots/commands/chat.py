"""``repere chat``: a conversation in the terminal."""

from __future__ import annotations

from argparse import Namespace

from bots.channels.terminal import converse
from bots.commands.ask import asker
from bots.commands.parsing import Parser
from bots.wording.commands import Commands


def arguments(parser: Parser, say: Commands) -> None:
    asker(parser, say)


def run(given: Namespace, say: Commands) -> int:
    from bots.channel import Desk
    from bots.settings import Settings

    desk = Desk(Settings())
    desk.assistant  # noqa: B018 – an index that is not there is said before the first question
    converse(desk, say, given.groups, given.as_of)
    return 0
