"""One answer being written: in a thread, as a stream where Slack allows one; or for the asker's eyes alone."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from bots.slack.api import UNREACHABLE, Api, SlackRefused
from bots.slack.asks import Ask
from bots.slack.writing.blocks import Drawn
from bots.wording.slack import Say

SOON = 0.5  # seconds the status may take before the message is begun without it
PACE = 1.0  # seconds between two steps shown
TRIES = 3
QUIET = {"unfurl_links": False, "unfurl_media": False}
log = logging.getLogger("repere")

Note = Callable[[str], Awaitable[None]]


class Writing(Protocol):
    async def begin(self) -> None:
        """A sign of life, at once. Raises SlackRefused when nothing can be shown at all."""
        ...

    async def step(self, text: str) -> None: ...

    async def finish(self, drawn: Drawn) -> None:
        """Shows the answer. Raises SlackRefused after several tries."""
        ...


class Thread:
    """A message in a thread. ``noted`` is told its ``ts`` as soon as there is one; ``ts`` resumes one begun before."""

    def __init__(self, api: Api, ask: Ask, say: Say, noted: Note, ts: str = "") -> None:
        self._api, self._ask, self._say, self._noted = api, ask, say, noted
        self._ts = ts
        self._streams = bool(ts)  # a message begun before the process died may still be a stream
        self._told = 0.0

    async def begin(self) -> None:
        if self._ts:
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(SOON):
                await self._status()
        await self._open()

    async def step(self, text: str) -> None:
        now = time.monotonic()
        if not self._streams or now - self._told < PACE:
            return
        self._told = now
        try:
            await self._call("chat.appendStream", chunks=[_task(text, "in_progress")])
        except SlackRefused as error:
            log.info("slack: %s", error)  # the answer does not depend on a step

    async def finish(self, drawn: Drawn) -> None:
        if self._streams and await self._stopped(drawn):
            return
        if await self._replaced(drawn):
            return
        try:
            await self._post(text=drawn.text, blocks=drawn.blocks)
        except SlackRefused as error:
            if error.error == UNREACHABLE:
                raise
            log.warning("slack: %s", error)
            await self._post(text=drawn.text)  # an answer without its blocks is better than silence

    async def _stopped(self, drawn: Drawn) -> bool:
        """Ends the stream with the answer; false when Slack will not have it."""
        chunks = [_task(self._say("searched"), "complete"), {"type": "markdown_text", "text": drawn.markdown}]
        more: dict[str, Any] = {"blocks": list(drawn.tail)} if drawn.tail else {}
        try:
            await self._call("chat.stopStream", chunks=chunks, session_status="active", **more)
        except SlackRefused as error:
            log.info("slack: %s", error)
            return False
        return True

    async def _replaced(self, drawn: Drawn) -> bool:
        """Writes the answer over what was begun; false when Slack will not have that message changed."""
        for attempt in range(TRIES if self._ts else 0):
            try:
                await self._call("chat.update", text=drawn.text, blocks=drawn.blocks)
            except SlackRefused as error:
                if error.error != UNREACHABLE:
                    log.info("slack: %s", error)
                    return False
                if attempt == TRIES - 1:
                    raise
                await asyncio.sleep(2**attempt)
            else:
                await self._settled()
                return True
        return False

    async def _open(self) -> None:
        ask = self._ask
        try:
            made = await self._api.call(
                "chat.startStream",
                channel=ask.channel,
                thread_ts=ask.thread,
                recipient_team_id=ask.team,
                recipient_user_id=ask.user,
                chunks=[_task(self._say("searching"), "in_progress")],
            )
            self._streams = True
        except SlackRefused as error:
            log.info("slack: %s", error)
            made = await self._post(text=self._say("searching"))
        self._ts, self._told = str(made["ts"]), time.monotonic()
        await self._noted(self._ts)

    async def _post(self, **values: Any) -> dict[str, Any]:
        return await self._api.call(
            "chat.postMessage", channel=self._ask.channel, thread_ts=self._ask.thread, **QUIET, **values
        )

    async def _call(self, method: str, **values: Any) -> None:
        await self._api.call(method, channel=self._ask.channel, ts=self._ts, **values)

    async def _status(self) -> None:
        """The line under the composer, and the native stop; the answer does not depend on them."""
        where = {"channel_id": self._ask.channel, "thread_ts": self._ask.thread}
        told = await asyncio.gather(
            self._api.call("agents.sessions.setStatus", **where, status="processing"),
            self._api.call("assistant.threads.setStatus", **where, status=self._say("searching")),
            return_exceptions=True,
        )
        for refused in told:
            if isinstance(refused, SlackRefused):
                log.info("slack: %s", refused)

    async def _settled(self) -> None:
        try:
            await self._api.call(
                "agents.sessions.setStatus",
                channel_id=self._ask.channel,
                thread_ts=self._ask.thread,
                status="active",
            )
        except SlackRefused as error:
            log.info("slack: %s", error)


class Whisper:
    """For the asker alone: through the address Slack gave with the command, or posted for their eyes.

    Nothing is replaced: Slack lets a message be replaced from a button under it, not from a command or a shortcut.
    """

    def __init__(self, api: Api, ask: Ask, say: Say, *, begun: bool) -> None:
        self._api, self._ask, self._say, self._begun = api, ask, say, begun

    async def begin(self) -> None:
        if not self._begun:
            await self._show({"text": self._say("searching")})
        self._begun = True

    async def step(self, text: str) -> None:
        """An address serves five messages: the steps are not shown."""

    async def finish(self, drawn: Drawn) -> None:
        await self._show({"text": drawn.text, "blocks": drawn.blocks})

    async def _show(self, body: dict[str, Any]) -> None:
        if self._ask.url:
            told = {"response_type": "ephemeral", "replace_original": False, **QUIET, **body}
            try:
                await self._api.respond(self._ask.url, told)
            except SlackRefused as error:
                log.info("slack: %s", error)  # the address has served its time: half an hour, five messages
            else:
                return
        under = {"thread_ts": self._ask.thread} if self._ask.thread else {}
        await self._api.call("chat.postEphemeral", channel=self._ask.channel, user=self._ask.user, **under, **body)


def _task(text: str, status: str) -> dict[str, str]:
    """A line of progress: plain text, which Slack does not read as markup."""
    return {"type": "task_update", "id": "answer", "title": text[:200], "status": status}
