"""What the bot does with what comes in. Every message is acknowledged at once and answered in a task of its own."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial
from typing import Any

from assistant.errors import AssistantError
from assistant.library import Library
from assistant.model import Lang
from assistant.reading.language import detect
from bots.channel import Asked, Desk
from bots.errors import BotError, sentence
from bots.http.waiting import Waiting
from bots.memory.following.requests import Request, request
from bots.memory.following.rounds import Following
from bots.memory.sealing import Seal
from bots.rendering.message import Message, Source
from bots.teams import welcome
from bots.teams.activities import Incoming, parse
from bots.teams.confirming import Confirm
from bots.teams.connector import Connector, Where
from bots.teams.errors import Undelivered
from bots.teams.following import TeamsPost, address
from bots.teams.handover import FETCH, SUBMIT, Handover
from bots.teams.markup import markdown
from bots.teams.messages import Activity, activities, text
from bots.teams.opinions import Opinions
from bots.teams.progress import Mark, Progress
from bots.wording import wording
from bots.wording.following import said as following
from bots.wording.teams import COMMANDS, said
from ingest.errors import IngestError

log = logging.getLogger("repere")

DRAIN = 30.0  # seconds answers under way have to end when the server stops
LINES = 20_000  # bytes of a list of documents in one message

Body = dict[str, Any]


class Bot:
    """Made without side effect. ``local_links`` lets citations lead to this machine, in a trial."""

    def __init__(self, desk: Desk, connector: Connector, *, local_links: bool = False) -> None:
        self._desk, self._connector = desk, connector
        self._base = desk.settings.base_url or (desk.settings.local_url if local_links else "")
        secret = desk.settings.teams_client_secret
        self._seal = Seal(secret) if secret else None
        self._handover = Handover(desk, connector, self._seal, self._groups_of, self._address)
        self._post = TeamsPost(desk, connector, self._rights, self._seal, self._address)
        self.following = Following(desk, self._post, self._seal)
        self._tasks: set[asyncio.Task[None]] = set()
        self._streaming: set[str] = set()
        self._confirm = Confirm(desk)
        self._opinions = Opinions(desk)

    async def take(self, incoming: Incoming, body: bytes) -> Body | None:
        """Handles an activity; gives the body of the response to an invoke. ``body`` is what it was read from."""
        if incoming.kind == "invoke":
            given = await self._invoked(incoming)
            if self._handover.work(incoming) and await self._first(_once(incoming), body):
                self._start(incoming)
            return given
        if self._work(incoming) and await self._first(_once(incoming), body):
            self._start(incoming)
        return None

    async def resume(self) -> None:
        """Takes up what was acknowledged before the process died, where it was left."""
        if self._seal is None:
            return
        for undone in await asyncio.to_thread(self._desk.deduplication.undone, "teams"):
            body = self._seal.open(undone.work)
            if body is not None:
                self._start(parse(body), Mark.of(undone.posted))

    async def drain(self) -> None:
        """Waits for the answers under way."""
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=DRAIN)
            for task in late:
                task.cancel()

    def _work(self, incoming: Incoming) -> Callable[[Incoming, Mark], Awaitable[None]] | None:
        if self._handover.work(incoming):
            return self._handed
        if incoming.kind == "message":
            # A bot may be allowed to read a whole channel: it answers only to its name.
            return self._message if incoming.scope == "personal" or incoming.mentioned else None
        added = incoming.kind == "conversationUpdate" and incoming.bot in incoming.added
        installed = incoming.kind == "installationUpdate" and incoming.action == "add"
        return self._welcome if added or installed else None

    async def _first(self, key: str, body: bytes | None = None) -> bool:
        work = self._seal.close(body) if self._seal and body else None
        return not key or await asyncio.to_thread(self._desk.deduplication.first, "teams", key, work)

    def _start(self, incoming: Incoming, mark: Mark | None = None) -> None:
        task = asyncio.create_task(self._guarded(incoming, mark or Mark()))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, incoming: Incoming, mark: Mark) -> None:
        try:
            if work := self._work(incoming):
                await work(incoming, mark)
        except Undelivered as error:
            log.error("Teams: an answer was not delivered (%s)", error.status)  # noqa: TRY400 – expected, no trace
        except Exception as error:  # noqa: BLE001 – nobody else would hear of it
            log.error("Teams: %s", type(error).__name__)  # noqa: TRY400 – a trace may hold a question
        if self._seal:
            await asyncio.to_thread(self._desk.deduplication.done, "teams", _once(incoming))

    async def _noted(self, incoming: Incoming, mark: Mark) -> None:
        """Dying from here on takes the answer up from the mark: never none, never two."""
        if self._seal:
            await asyncio.to_thread(self._desk.deduplication.posted, "teams", _once(incoming), str(mark))

    async def _message(self, incoming: Incoming, mark: Mark) -> None:
        await self._post.seen(incoming)
        name, told = COMMANDS.get(incoming.text.strip().removeprefix("/").casefold(), ("", None))
        language = (told or _language(incoming)).value
        if name:
            await self._command(name, incoming, language)
        elif wanted := request(incoming.text):
            await self._say(incoming, markdown(await self._followed(incoming, wanted)), wanted.language)
        elif incoming.text:
            await self._answer(incoming, language, mark)
        elif incoming.files:
            await self._say(incoming, said("no_files", language), language)
        else:
            await self._command("help", incoming, language)

    async def _answer(self, incoming: Incoming, language: str, mark: Mark) -> None:
        streams = incoming.scope == "personal" and incoming.conversation not in self._streaming
        if streams:
            self._streaming.add(incoming.conversation)
        first = wording(language).searching
        note = partial(self._noted, incoming)
        progress = Progress(
            self._connector, _where(incoming), _around(incoming), first, streams=streams, note=note, mark=mark
        )
        try:
            message = await self._asked(incoming, progress)
        except Exception as error:  # noqa: BLE001 – said to the person, in a sentence
            if not isinstance(error, AssistantError | BotError | IngestError):
                log.error("Teams: %s", type(error).__name__)  # noqa: TRY400 – a trace may hold a question
            await progress.finish((text(sentence(error, language), language),))
        else:
            confirm = await self._confirm.offer(message, await self._groups(incoming))
            given = await progress.finish(
                activities(message, self._address, (*self._handover.offer(message), *confirm))
            )
            self._opinions.remember(given, message, _key(incoming))
        finally:
            if streams:
                self._streaming.discard(incoming.conversation)

    async def _asked(self, incoming: Incoming, progress: Progress) -> Message:
        groups = await self._groups(incoming)
        asked = Asked(
            incoming.text,
            _key(incoming),
            groups=groups or frozenset(),
            lane=f"teams/{incoming.person}",
            patience=None,
            unsure=groups is None,
        )
        waiting = Waiting[Message, str](lambda step: self._desk.answer(asked, step))
        async for step in waiting.steps():
            progress.tell(f"{step.rstrip('…. ')}…")
        return await waiting.result()

    async def _groups(self, incoming: Incoming) -> frozenset[str] | None:
        """Alone with the person: their own, as the directory says; None when it does not. Before others: the public's."""
        return await self._rights(incoming.entra, incoming.tenants) if incoming.scope == "personal" else frozenset()

    async def _groups_of(self, incoming: Incoming, person: str) -> frozenset[str]:
        """Those of somebody of the same tenant, by their identifier; the public's where that cannot be known."""
        return await self._rights(person, incoming.tenants) or frozenset()

    async def _rights(self, person: str, tenants: tuple[str, ...]) -> frozenset[str] | None:
        """What a person of these tenants may read, by the directory; None when it does not say. Where nothing proves who
        they are: the public's."""
        settings, members = self._desk.settings, self._desk.doors.membership
        proved = {settings.graph_tenant.lower()} == {tenant.lower() for tenant in tenants}
        return await members.of(person) if members and proved and not settings.teams_unauthenticated else frozenset()

    async def _followed(self, incoming: Incoming, wanted: Request) -> str:
        """What a command about changes did, in a sentence."""
        if incoming.scope != "personal":
            return following("follow_where", wanted.language)
        try:
            groups = await self._groups(incoming) or frozenset()
            return await self.following.served(incoming.person, wanted, address(incoming), groups)
        except (AssistantError, BotError, IngestError) as error:
            return sentence(error, wanted.language)

    def _address(self, source: Source) -> str:
        return source.url if self._base else source.original

    async def _command(self, name: str, incoming: Incoming, language: str) -> None:
        if name == "forget":
            await self._say(incoming, await self._erased(incoming, language), language)
        elif name == "sources":
            await self._documents(incoming, language)
        else:
            await self._say(incoming, welcome.helping(await self._library(), language), language)

    async def _erased(self, incoming: Incoming, language: str) -> str:
        """What was done of all that is kept of a person, in a sentence."""
        words = wording(language)
        try:
            gone = await asyncio.to_thread(self._desk.erase, "teams", incoming.person, _key(incoming))
        except BotError as error:
            return sentence(error, language)
        return words.forgotten if gone else words.nothing_to_forget

    async def _documents(self, incoming: Incoming, language: str) -> None:
        try:
            groups = await self._groups(incoming)
            library = await asyncio.to_thread(self._desk.assistant.library, groups or frozenset())
        except (AssistantError, IngestError) as error:
            await self._say(incoming, sentence(error, language), language)
            return
        page: list[str] = []
        for line in welcome.documents(library, language, self._base):
            if sum(len(one.encode()) for one in (*page, line)) > LINES:
                await self._say(incoming, "\n".join(page), language)
                page = []
            page.append(line)
        await self._say(incoming, "\n".join(page), language)

    async def _welcome(self, incoming: Incoming, _: Mark) -> None:
        # Teams tells an installation twice, and a page of its emulator at each load.
        if await self._first(f"welcome\n{incoming.conversation}\n{date.today()}"):  # noqa: DTZ011 – any day will do
            language = self._desk.settings.lang
            await self._say(incoming, welcome.welcome(await self._library(), language), language)

    def _opened(self) -> Library:
        return self._desk.assistant.library()

    async def _library(self) -> Library | None:
        try:
            return await asyncio.to_thread(self._opened)
        except (AssistantError, IngestError):
            return None

    async def _say(self, incoming: Incoming, words: str, language: str) -> None:
        await self._connector.send(_where(incoming), {**_around(incoming), **text(words, language)})

    async def _handed(self, incoming: Incoming, mark: Mark) -> None:
        """Carries a question or a reply; where Teams does not take it, says so to whoever sent it."""
        if mark.taken:
            return
        try:
            await self._handover.carry(incoming)
        except Undelivered as error:
            log.error("Teams: a question was not handed over (%s)", error.status)  # noqa: TRY400 – expected, no trace
            language = str((incoming.value.get("data") or {}).get("l") or self._desk.settings.lang)
            await self._say(incoming, said("hand_over_failed", language), "en" if language == "en" else "fr")
        await self._noted(incoming, Mark(taken=1))

    async def _invoked(self, incoming: Incoming) -> Body | None:
        if incoming.name == "message/fetchTask":
            return self._opinions.form(incoming, _key(incoming))
        if incoming.name in (FETCH, SUBMIT) and self._confirm.ours(incoming):
            return await self._confirm.told(incoming, await self._groups(incoming))
        if incoming.name in (FETCH, SUBMIT):
            return self._handover.told(incoming)
        if incoming.name == "message/submitAction":
            await self._opinions.record(incoming, _key(incoming), await self._groups(incoming))
        return {}


def _once(incoming: Incoming) -> str:
    """What makes two activities the same one; "" when nothing tells."""
    return incoming.id and f"{incoming.conversation}\n{incoming.id}"


def _language(incoming: Incoming) -> Lang:
    return detect(incoming.text) if incoming.text else Lang.FR


def _key(incoming: Incoming) -> str:
    return f"teams/{incoming.conversation}"


def _where(incoming: Incoming) -> Where:
    return Where(incoming.service_url, incoming.conversation)


def _around(incoming: Incoming) -> Activity:
    return {
        "from": {"id": incoming.bot},
        "recipient": {"id": incoming.person},
        "conversation": {"id": incoming.conversation},
        "replyToId": incoming.id,
    }
