"""What is sent without being asked for: the weekly note of what changed, and reminders before a confirmation lapses."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from bots.memory.confirmations import standing
from bots.memory.following.news import Comparison, Desk, News
from bots.memory.following.posts import Follower, NotTold, Post
from bots.memory.following.spots import Contacts, Spot, spots
from bots.wording.following import said
from bots.wording.pages import long_date
from ingest.errors import IngestError

if TYPE_CHECKING:
    from ingest.model import Description

HOUR = 8  # of Monday, where the server is, from which the week's note is sent
STAGES = (7, 30)  # days before a confirmation lapses at which its owner is reminded, once each
NAME = "semaine"  # of the generation the next note compares with: a named one is kept
log = logging.getLogger("repere")


class Errands:
    """Of one channel. ``now`` is the hour of the server."""

    def __init__(self, desk: Desk, post: Post, now: Callable[[], datetime] = datetime.now) -> None:
        self._desk, self._post, self._now = desk, post, now
        settings = desk.settings
        self._weekly = tuple(one for one in spots(settings.weekly) if one.channel == post.name)
        self._contacts = Contacts(settings.contacts)

    async def run(self) -> None:
        """What is due by now. Raises StateOut, AssistantError, IngestError."""
        for spot in self._weekly:
            await self._note(spot)
        for spot in self._contacts.all:
            if spot.channel == self._post.name:
                await self._remind(spot)

    async def _note(self, spot: Spot) -> None:
        name, week = f"weekly/{spot.channel}/{spot.id}", _week(self._now())
        held, generation = self._desk.subscriptions, await asyncio.to_thread(lambda: self._desk.assistant.generation.id)
        before = await asyncio.to_thread(held.mark, name)
        if before == week or not await asyncio.to_thread(held.take, name, week):
            return
        since = await asyncio.to_thread(held.mark, f"{name}/since")
        follower, done = self._follower(spot), True
        groups = await self._post.groups(follower) if since else frozenset()
        if since and groups is not None:
            comparison = await asyncio.to_thread(Comparison, self._desk, since)
            news = await asyncio.to_thread(comparison.news, groups)
            day = long_date(news.since[:10], follower.language)
            done = not news.items or await self._sent(follower, said("weekly", follower.language, day), news)
        if groups is None or not done:
            await asyncio.to_thread(held.take, name, before)  # tried again at the next round
            return
        await asyncio.to_thread(self._keep, generation)
        await asyncio.to_thread(held.take, f"{name}/since", generation)

    async def _remind(self, spot: Spot) -> None:
        follower = self._follower(spot)
        groups = await self._post.groups(follower)
        for about, day in await asyncio.to_thread(self._lapsing, spot, groups or frozenset()):
            words = said("lapsing", follower.language, about.title or about.document, long_date(day, follower.language))
            base = self._desk.settings.base_url
            if not await self._sent(follower, words, News(way=f"{base}/intendance" if base else "")):
                await asyncio.to_thread(self._desk.subscriptions.take, _of(about, spot), "")

    def _lapsing(self, spot: Spot, groups: frozenset[str]) -> list[tuple[Description, str]]:
        """The documents this place may read, whose confirmation lapses soon, and that it was not reminded of yet."""
        library, held = self._desk.assistant.library(groups), self._desk.confirmations.held()
        stood = [standing(one, library, held) for one in library.descriptions() if not one.superseded_by]
        mine = [one for one in stood if one.review and spot in self._contacts.of(one.owner)]
        found = []
        for one in mine:
            stage = _stage(one.review, library.today)
            if stage and self._desk.subscriptions.take(_of(one, spot), f"{one.review}/{stage}"):
                found.append((one, one.review))
        return found

    async def _sent(self, follower: Follower, title: str, news: News) -> bool:
        """Whether it is done with: sent, or never to be."""
        try:
            await self._post.send(follower, title, news)
        except NotTold as error:
            log.warning("%s: a note was not sent", self._post.name)
            return not error.later
        return True

    def _follower(self, spot: Spot) -> Follower:
        return Follower("", self._desk.settings.lang, self._post.at(spot.id))

    def _keep(self, generation: str) -> None:
        """Keeps a generation for the next note, by a name; one that somebody named is kept already."""
        from ingest.index import history

        folder = self._desk.settings.index
        with contextlib.suppress(IngestError, OSError):
            if not next((one.name for one in history.kept(folder) if one.id == generation), ""):
                history.name(folder, generation, NAME)


def _week(now: datetime) -> str:
    """The ISO week, which begins on Monday at ``HOUR``."""
    return (now - timedelta(hours=HOUR)).strftime("%G-W%V")


def _stage(review: str, today: date) -> int:
    """At which of the stages a day is; 0 where it is far, or past."""
    try:
        left = (date.fromisoformat(review) - today).days
    except ValueError:
        return 0
    return next((days for days in STAGES if 0 <= left <= days), 0)


def _of(about: Description, spot: Spot) -> str:
    """The mark of a reminder, which names no document."""
    return "reminder/" + hashlib.sha256(f"{about.document}\0{spot.channel}\0{spot.id}".encode()).hexdigest()[:24]
