"""A sign of life at once, then what is being done, then the answer in its place.

One to one, Teams draws a stream: « informative » lines that replace one another, ended by the final message. It takes
one request a second, one stream at a time in a chat, two minutes in all. Elsewhere there is only « typing ».
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from bots.teams.connector import Connector, Where
from bots.teams.errors import Undelivered

log = logging.getLogger("repere")

BETWEEN = 1.2  # seconds between two requests of a stream
LONGEST = 100.0  # seconds a stream may last, short of Teams' two minutes

Activity = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """How far an answer got before a person, as it is noted: the stream that announces it, and how many of its messages
    Teams took. Dying after a message was taken and before it is noted sends it again; the end of a stream cannot be
    sent twice, Teams refuses it."""

    stream: str = ""
    taken: int = 0

    @classmethod
    def of(cls, noted: str) -> Mark:
        """From what was noted; the beginning for anything else."""
        taken, _, stream = noted.partition(" ")
        return cls(stream, int(taken)) if taken.isdecimal() else cls()

    def __str__(self) -> str:
        return f"{self.taken} {self.stream}"


Note = Callable[[Mark], Awaitable[None]]


class Progress:
    """Of one answer; ``first`` is said at once, whatever follows. ``around`` is what every activity carries. ``note``
    keeps how far it got; ``mark`` is where an answer begun before the service died is taken up."""

    def __init__(
        self, connector: Connector, where: Where, around: Activity, first: str, *, streams: bool,
        note: Note, mark: Mark | None = None,
    ) -> None:  # fmt: skip
        self._connector, self._where, self._around = connector, where, around
        self._streams = streams
        self._note, self._mark = note, mark or Mark()
        self._resumed = self._mark.stream
        self._started = time.monotonic()
        self._sent = float("-inf")
        self._sequence = 0
        self._stream = self._resumed
        self._text = self._shown = first
        self._changed = asyncio.Event()
        self._over = asyncio.Event()
        self._showing = asyncio.create_task(self._show())

    def tell(self, text: str) -> None:
        """What is being done now. Only the latest counts."""
        self._text = text
        self._changed.set()

    async def finish(self, activities: tuple[Activity, ...]) -> list[str]:
        """The answer, after the last sign; gives every id Teams may call it by. Raises Undelivered."""
        self._over.set()
        self._changed.set()
        await self._showing  # a request that has left is waited for: it gives the id of the stream to end
        given = []
        for number, activity in enumerate(activities):
            if number >= self._mark.taken:
                given.append(await (self._final if number == 0 else self._plainly)(activity))
                await self._noted(replace(self._mark, taken=number + 1))
        return [*filter(None, (self._stream, *given))]

    async def _noted(self, mark: Mark) -> None:
        self._mark = mark
        await self._note(mark)

    async def _show(self) -> None:
        if not self._mark.taken and not self._resumed:
            await self._sign(self._shown)
        while True:
            await self._changed.wait()
            self._changed.clear()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), max(0.0, self._sent + BETWEEN - time.monotonic()))
            if self._over.is_set():
                return
            # « typing » says the same each time: once is enough.
            if self._streams and self._text != self._shown and time.monotonic() - self._started < LONGEST:
                self._shown = self._text
                await self._sign(self._text)

    async def _sign(self, text: str) -> None:
        self._sent = time.monotonic()
        try:
            if not self._streams:
                await self._connector.send(self._where, {**self._around, "type": "typing"})
                return
            self._sequence += 1
            entity = {"type": "streaminfo", "streamType": "informative", "streamSequence": self._sequence}
            if self._stream:
                entity["streamId"] = self._stream
            given = await self._connector.send(
                self._where,
                {
                    **self._around,
                    "type": "typing",
                    "text": text,
                    "entities": [entity],
                    "channelData": {key: value for key, value in entity.items() if key != "type"},
                },
            )
            if given and not self._stream:
                self._stream = given
                await self._noted(replace(self._mark, stream=given))
        except Undelivered as error:
            # The answer matters more than its announcement.
            log.warning("Teams: a sign of progress was not delivered (%s)", error.status)
            self._streams = False
        finally:
            self._sent = time.monotonic()

    async def _final(self, activity: Activity) -> str:
        if not self._stream or time.monotonic() - self._started > LONGEST:
            return await self._plainly(activity)
        await asyncio.sleep(self._sent + BETWEEN - time.monotonic())
        ended = {"streamId": self._stream, "streamType": "final"}
        streamed = {
            **activity,
            "entities": [*activity.get("entities", ()), {"type": "streaminfo", **ended}],
            "channelData": {**activity.get("channelData", {}), **ended},
        }
        try:
            return await self._connector.send(self._where, {**self._around, **streamed})
        except Undelivered as error:
            if self._resumed and error.over:
                return ""  # it was taken just before the service died
            if error.status in (0, *range(500, 600)):
                raise
            return await self._plainly(activity)

    async def _plainly(self, activity: Activity) -> str:
        """As it is; with its words alone when Teams refuses what is around them."""
        try:
            return await self._connector.send(self._where, {**self._around, **activity})
        except Undelivered as error:
            if error.status not in (400, 413):
                raise
            log.warning("Teams: a message was refused (%s); its words are sent alone", error.status)
            bare: Activity = {key: activity[key] for key in ("type", "text", "textFormat", "locale") if key in activity}
            return await self._connector.send(self._where, {**self._around, **bare})
