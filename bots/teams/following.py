"""Telling a change in Teams: the commands in a private conversation, and the messages that come of them."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
from collections.abc import Awaitable, Callable

from assistant.model import Reply
from bots.channel import Desk
from bots.errors import StateOut
from bots.memory.following.news import Item, News
from bots.memory.following.posts import Follower, NotTold
from bots.memory.sealing import Seal
from bots.rendering.message import render
from bots.rendering.plain import shorten
from bots.settings import listed
from bots.teams import cards
from bots.teams.activities import Incoming
from bots.teams.connector import BUSY, Connector, Where
from bots.teams.errors import Undelivered
from bots.teams.handover import QUESTION, REPLY
from bots.teams.markup import cut, link, markdown
from bots.teams.messages import Activity, Address, activities, text
from bots.wording.following import said
from bots.wording.steward import steward
from bots.wording.teams import said as teams

SERVER = "https://smba.trafficmanager.net/teams"  # until a message tells a nearer one
_SERVER = "teams/server"
_WORDS = 700  # units of what one change quotes, on each side
Rights = Callable[[str, tuple[str, ...]], Awaitable[frozenset[str] | None]]  # of a person, in tenants


class TeamsPost:
    """``bots.memory.following.rounds.Post``: in the chat of a person, with their rights of the moment."""

    name = "teams"

    def __init__(self, desk: Desk, connector: Connector, rights: Rights, seal: Seal | None, address: Address) -> None:
        self._desk, self._connector, self._rights, self._seal = desk, connector, rights, seal
        self._address = address
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
        language = follower.language
        lines = [f"**{markdown(title)}**", *(_line(one, language) for one in news.items)]
        lines += [markdown(said("more", language, news.more))] if news.more else []
        lines += [link(said("way", language), news.way)] if news.way else []
        messages = ["\n\n".join(lines[first : first + 8]) for first in range(0, len(lines), 8)]  # each holds 25 KB
        await self._send(follower, [text(words, language) for words in messages])

    async def ask(self, follower: Follower, question: str, note: str, found: Reply, entry: str) -> None:
        language, words = follower.language, steward(follower.language)
        lines = [words["expert_ask"], f"**{markdown(words['question'])}** : {markdown(question)}"]
        head = text("\n\n".join([*lines, *([markdown(note)] if note else [])]), language)
        if self._seal:
            back = json.dumps({"e": entry, "q": shorten(question, QUESTION)})
            sealed = base64.urlsafe_b64encode(self._seal.close(back.encode())).decode()
            name = teams("hand_over_reply", language)
            way = cards.opening(name, {"act": REPLY, "b": sealed, "l": language})
            head["attachments"] = [cards.attachment(cards.card([], name, actions=[way]))]
        await self._send(follower, [head, *activities(render(found, self._desk.links), self._address)])

    async def _send(self, follower: Follower, said_: list[Activity]) -> None:
        at = follower.at
        try:
            where = await self._where(at)
            around = {"from": {"id": at.get("b", "")}, "conversation": {"id": where.conversation}}
            for activity in said_:
                await self._connector.send(where, {**activity, **around})
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
