"""Telling a change in Teams: the commands in a private conversation, and the messages that come of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bots.memory.following.news import Item, News
from bots.memory.following.rounds import Follower, NotTold
from bots.teams.activities import Incoming
from bots.teams.connector import BUSY, Connector, Where
from bots.teams.errors import Undelivered
from bots.teams.markup import cut, link, markdown
from bots.teams.messages import text
from bots.wording.following import said

_WORDS = 700  # units of what one change quotes, on each side
Rights = Callable[[str, tuple[str, ...]], Awaitable[frozenset[str] | None]]  # of a person, in tenants


class TeamsPost:
    """``bots.memory.following.rounds.Post``: in the chat of a person, with their rights of the moment."""

    name = "teams"

    def __init__(self, connector: Connector, rights: Rights) -> None:
        self._connector, self._rights = connector, rights

    async def groups(self, follower: Follower) -> frozenset[str] | None:
        at = follower.at
        return await self._rights(at.get("p", ""), tuple(filter(None, at.get("t", "").split(" "))))

    async def send(self, follower: Follower, title: str, news: News) -> None:
        at, language = follower.at, follower.language
        lines = [f"**{markdown(title)}**", *(_line(one, language) for one in news.items)]
        lines += [markdown(said("more", language, news.more))] if news.more else []
        around = {"from": {"id": at.get("b", "")}, "conversation": {"id": at.get("c", "")}}
        where = Where(at.get("s", ""), at.get("c", ""))
        try:
            for first in range(0, len(lines), 8):  # a message holds 25 KB
                words = text("\n\n".join(lines[first : first + 8]), language)
                await self._connector.send(where, {**words, **around})
        except Undelivered as error:
            raise NotTold(later=error.status == 0 or error.status in BUSY) from error


def address(incoming: Incoming) -> dict[str, str]:
    """What writing to the person again takes."""
    return {
        "s": incoming.service_url, "c": incoming.conversation, "b": incoming.bot, "p": incoming.entra,
        "t": " ".join(incoming.tenants),
    }  # fmt: skip


def _line(one: Item, language: str) -> str:
    values = " → ".join(f"« {markdown(cut(words, _WORDS))} »" for words in (one.before, one.after) if words)
    return f"- {said(one.how, language)} : **{markdown(one.what)}** : {values} [{link(one.place, one.url)}]"
