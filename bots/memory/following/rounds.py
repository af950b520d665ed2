"""Goes round those who asked to be told, after each generation published. Each channel runs its own, and delivers.

generation in service ──► who was not told of it ──► their rights, today ──► what changed for them ──► the channel
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from bots.memory.following.errands import Errands
from bots.memory.following.news import Comparison, Desk, known
from bots.memory.following.posts import Follower, NotTold, Post
from bots.memory.following.requests import Request
from bots.memory.sealing import Seal
from bots.memory.subscriptions import Subscription
from bots.wording.following import said

EVERY = 30.0  # seconds between two rounds
log = logging.getLogger("repere")


class Serving(Desk, Protocol):
    """The desk, which knows the channels that can write of their own accord."""

    posts: dict[str, Post]


class Following:
    """The commands of one person, and the rounds. ``seal`` None: the channel has no secret, and nothing is followed."""

    def __init__(self, desk: Serving, post: Post, seal: Seal | None) -> None:
        self._desk, self._post, self._seal = desk, post, seal
        self._errands = Errands(desk, post)

    async def served(self, asker: str, wanted: Request, at: dict[str, str], groups: frozenset[str]) -> str:
        """What a command did, in a sentence. Raises StateOut, AssistantError, IngestError."""
        return await asyncio.to_thread(self._served, asker, wanted, at, groups)

    def _served(self, asker: str, wanted: Request, at: dict[str, str], groups: frozenset[str]) -> str:
        held, channel, language = self._desk.subscriptions, self._post.name, wanted.language
        if wanted.how == "list":
            return self._listed(asker, language)
        if wanted.how == "end":
            gone = held.end(channel, asker, wanted.words)
            return said("ended" if gone else "not_followed", language, wanted.words)
        name = known(self._desk, groups, wanted.words)
        if not name:
            return said("follow_unknown", language, wanted.words)
        work = self._seal.close(Follower(wanted.words, language, at).packed()) if self._seal else b""
        generation = self._desk.assistant.generation.id
        if not work or not held.add(channel, asker, wanted.words, work, generation):
            return said("follow_off", language)
        return said("followed", language, name, wanted.words)

    def _listed(self, asker: str, language: str) -> str:
        found = [self._opened(one) for one in self._desk.subscriptions.of(self._post.name, asker)]
        lines = [f"• {one.words}" for one in found if one]
        return "\n".join([said("list", language), *lines]) if lines else said("list_empty", language)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Goes round for as long as the channel serves."""
        self._desk.posts[self._post.name] = self._post
        going = asyncio.create_task(self._run())
        try:
            yield
        finally:
            going.cancel()
            del self._desk.posts[self._post.name]

    async def _run(self) -> None:
        before = ""
        while True:
            await asyncio.sleep(EVERY)
            wrong = ""
            try:
                await self.round()
            except Exception as error:  # noqa: BLE001 – the next round goes on; a trace may hold words of documents
                wrong = type(error).__name__
            if wrong and wrong != before:  # said once for as long as it lasts
                log.error("%s: following: %s", self._post.name, wrong)
            before = wrong

    async def round(self) -> None:
        """Tells whoever was not told of the generation in service, then does the errands.

        Raises StateOut, AssistantError, IngestError."""
        generation = await asyncio.to_thread(lambda: self._desk.assistant.generation.id)
        compared: dict[str, Comparison] = {}
        for one in await asyncio.to_thread(self._desk.subscriptions.due, self._post.name, generation):
            follower = self._opened(one)
            if follower is None or await self._tell(follower, compared, one.told):
                await asyncio.to_thread(self._desk.subscriptions.told, one.id, generation)
        await self._errands.run()

    async def _tell(self, follower: Follower, compared: dict[str, Comparison], since: str) -> bool:
        """Whether it is done: told, or nothing to tell, or nobody to tell it to."""
        groups = await self._post.groups(follower)
        if groups is None:
            return False
        if since not in compared:
            compared[since] = await asyncio.to_thread(Comparison, self._desk, since)
        news = await asyncio.to_thread(compared[since].news, groups, follower.words)
        if not news.items:
            return True
        try:
            await self._post.send(follower, said("news", follower.language, follower.words), news)
        except NotTold as error:
            log.warning("%s: a change was not told", self._post.name)
            return not error.later
        return True

    def _opened(self, one: Subscription) -> Follower | None:
        """None for what another secret sealed, or another version packed."""
        try:
            opened = self._seal.open(one.work) if self._seal else None
            return Follower(**json.loads(opened)) if opened else None
        except (ValueError, TypeError):
            return None
