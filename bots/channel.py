"""The seam: what every channel does between a person's words and what it shows.

    words, who, which conversation ──► Desk.ask ──► Message (bots.rendering.message) ──► the channel's own markup

A channel translates in and out, and knows nothing of retrieval or documents. To add one: a module in
``bots/channels/`` with a class that satisfies ``Channel``, its name in ``bots.channels.CHANNELS``, a driver in
``tests/contracts/test_channels.py``. ``docs/add-a-channel.md`` tells it step by step.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Protocol

from assistant.model import Citation, Claim, Question, Reply
from bots.errors import TooBusy
from bots.memory.conversations import Conversations
from bots.memory.deduplication import Deduplication
from bots.memory.feedback import Feedback
from bots.rendering.links import Links
from bots.rendering.message import Message, render
from bots.rendering.plain import whole
from bots.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.answering import Assistant

Step = Callable[[str], None]
OnClaim = Callable[[Claim], None]

AT_ONCE = 4  # answers computed at the same time; they share the processor
WAITING = 64  # more than that and a new question is refused in a sentence


@dataclass(frozen=True, slots=True)
class Asked:
    """A message from a person.

    ``conversation`` is a key for the chat and thread ("" keeps no memory); ``context`` replaces the memory when the
    channel carries earlier questions itself. ``groups`` must come from something the channel authenticated.
    """

    text: str
    conversation: str = ""
    context: tuple[str, ...] | None = None
    groups: frozenset[str] = frozenset()
    as_of: date | None = None
    id: str = ""


class Channel(Protocol):
    """A way in. Constructed without side effect; on when ``missing`` says nothing is."""

    @property
    def name(self) -> str: ...

    @property
    def unmetered(self) -> tuple[str, ...]:
        """Paths whose caller is a service speaking for many people: the per-client limit does not apply."""
        ...

    def missing(self, settings: Settings) -> tuple[str, ...]:
        """Names of the settings whose absence turns the channel off; empty when it is on."""
        ...

    def mount(self, app: FastAPI, desk: Desk) -> AbstractAsyncContextManager[None] | None:
        """Adds the channel's routes. What it returns is entered when the server starts and left when it drains."""
        ...


WARMING = ("gouvernance", "who is responsible for governance")  # the lists of words of both languages are read


class Desk:
    """Where every channel hands in questions. Thread-safe; the assistant is opened on first use."""

    def __init__(self, settings: Settings, opens: Callable[[], Assistant] | None = None) -> None:
        self.settings = settings
        self.links = Links(settings.local_url)
        self.conversations = Conversations(settings.conversation_minutes)
        self.deduplication = Deduplication(settings.state_folder)
        self.feedback = Feedback(settings.state_folder, settings.feedback_days)
        self._opens = opens or _open
        self._opened: Assistant | None = None
        self._opening = threading.Lock()
        self._gate = threading.BoundedSemaphore(AT_ONCE)
        self._waiting = 0
        self._counting = threading.Lock()

    @property
    def assistant(self) -> Assistant:
        """The assistant, opened once. Raises NoIndex and the other IndexFaults, each time until one is there."""
        with self._opening:
            if self._opened is None:
                self._opened = self._opens()
            return self._opened

    def reply(self, asked: Asked, on_step: Step | None = None, on_claim: OnClaim | None = None) -> Reply:
        """The verified reply. Raises AssistantError, IngestError or TooBusy: ``sentence`` says them to a person.

        ``on_claim`` is told of each claim of an answer as soon as its words are final."""
        context = self.conversations.context(asked.conversation) if asked.context is None else asked.context
        question = Question(
            whole(asked.text),
            tuple(map(whole, context)),
            asked.as_of,
            asked.groups,
            asked.id,
            person=asked.conversation,
        )
        self._enter()
        try:
            with self._gate:
                heard = {"on_claim": on_claim} if on_claim else {}
                reply = self.assistant.answer(question, on_step, **heard)
        finally:
            self._leave()
        self.conversations.remember(asked.conversation, asked.text)
        return reply

    def ask(self, asked: Asked, on_step: Step | None = None) -> Message:
        """What to show for a message. Blocking: from a coroutine, use ``answer``."""
        return render(self.reply(asked, on_step), self.links)

    async def answer(self, asked: Asked, on_step: Step | None = None) -> Message:
        """``ask`` in a worker thread. ``on_step`` is called from that thread."""
        return await asyncio.to_thread(self.ask, asked, on_step)

    def address(self, citation: Citation) -> str:
        """Where a citation leads outside a web page: the viewer when it is published, else the original document."""
        return self.links(citation) if self.settings.base_url else citation.url

    def warm(self) -> None:
        """Opens the assistant and answers once, in the background: the first person does not wait for the model."""

        def once() -> None:
            with contextlib.suppress(Exception):  # said again, in a sentence, to whoever asks
                for question in WARMING:
                    self.assistant.answer(Question(question))

        threading.Thread(target=once, name="warm", daemon=True).start()

    def close(self) -> None:
        self.deduplication.close()
        self.feedback.close()

    def _enter(self) -> None:
        with self._counting:
            if self._waiting >= WAITING:
                raise TooBusy
            self._waiting += 1

    def _leave(self) -> None:
        with self._counting:
            self._waiting -= 1


def _open() -> Assistant:
    from assistant.bootstrap import assistant

    return assistant()
