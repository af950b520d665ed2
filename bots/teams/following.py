"""Telling a change in Teams: the commands in a private conversation, and the messages that come of them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

from bots.channel import Desk
from bots.errors import StateOut
from bots.memory.following.news import Item, News
from bots.memory.following.posts import Follower, NotTold
from bots.settings import listed
from bots.teams.activities import Incoming
from bots.teams.connector import BUSY, Connector, Where
from bots.teams.errors import Undelivered
from bots.teams.markup import cut, link, markdown
from bots.teams.messages import text
from bots.wording.following import said

SERVER = "https://smba.trafficmanager.net/teams"  # until a message tells a nearer one
_SERVER = "teams/server"
_WORDS = 700  # units of what one change quotes, on each side
Rights = Callable[[str, tuple[str, ...]], Awaitable[frozenset[str] | None]]  # of a person, in tenants


class TeamsPost:
    """``bots.memory.following.rounds.Post``: in the chat of a person, with their rights of the moment."""

    name = "teams"

    def __init__(self, desk: Desk, connector: Connector, rights: Rights) -> None:
        self._desk, self._connector, self._rights = desk, connector, rights
        self._seen = ""

    async def seen(self, incoming: Incoming) -> None:
        """Remembers which server of Teams holds this organisation: what is not a reply is sent there."""
        if incoming.service_url != self._seen:
            with contextlib.suppress(StateOut):  # the message is answered all the same
                await asyncio.to_thread(self._desk.subscriptions.take, _SERVER, incoming.service_url)
            self._seen = incoming.service_url

    def at(self, spot: str) -> dict[str, str]:
        settings = self._desk.settings
        tenant = settings.graph_tenant or next(iter(listed(settings.teams_tenant_ids)), "")
        return {"c" if spot.startswith("19:") else "p": spot, "b": f"28:{settings.teams_client_id}", "t": tenant}

    async def groups(self, follower: Follower) -> frozenset[str] | None:
        at = follower.at
        if "p" not in at:  # a channel reads what everybody may
            return frozenset()
        return await self._rights(at.get("p", ""), tuple(filter(None, at.get("t", "").split(" "))))

    async def send(self, follower: Follower, title: str, news: News) -> None:
        at, language = follower.at, follower.language
        lines = [f"**{markdown(title)}**", *(_line(one, language) for one in news.items)]
        lines += [markdown(said("more", language, news.more))] if news.more else []
        lines += [link(said("way", language), news.way)] if news.way else []
        try:
            where = await self._where(at)
            around = {"from": {"id": at.get("b", "")}, "conversation": {"id": where.conversation}}
            for first in range(0, len(lines), 8):  # a message holds 25 KB
                words = text("\n\n".join(lines[first : first + 8]), language)
                await self._connector.send(where, {**words, **around})
        except Undelivered as error:
            raise NotTold(later=error.status == 0 or error.status in BUSY) from error

    async def _where(self, at: dict[str, str]) -> Where:
        """The conversation; one is begun with a person of the settings. Raises Undelivered."""
        server = at.get("s") or await asyncio.to_thread(self._desk.subscriptions.mark, _SERVER) or SERVER
        there = at.get("c") or await self._connector.open_chat(server, at.get("p", ""), at.get("t", ""))
        return Where(server, there)


def address(incoming: Incoming) -> dict[str, str]:
    """What writing to the person again takes."""
    return {
        "s": incoming.service_url, "c": incoming.conversation, "b": incoming.bot, "p": incoming.entra,
        "t": " ".join(incoming.tenants),
    }  # fmt: skip


def _line(one: Item, language: str) -> str:
    values = " → ".join(f"« {markdown(cut(words, _WORDS))} »" for words in (one.before, one.after) if words)
    return f"- {said(one.how, language)} : **{markdown(one.what)}** : {values} [{link(one.place, one.url)}]"
