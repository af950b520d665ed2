"""The seam: what every channel does between a person's words and what it shows.

    words, who, which conversation ──► Desk.ask ──► Message (bots.rendering.message) ──► the channel's own markup

A channel translates in and out, and knows nothing of retrieval or documents. To add one: a module in
``bots/channels/`` with a class that satisfies ``Channel``, its name in ``bots.channels.CHANNELS``, a driver in
``tests/contracts/test_channels.py``. ``docs/add-a-channel.md`` tells it step by step.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from assistant.errors import MAX_QUESTION, AssistantError
from assistant.model import Citation, Notice, Question, Ranked, Reply
from bots.errors import StateOut, TooBusy
from bots.http.access.confirming import Confirming
from bots.http.access.doors import Doors
from bots.memory.confirmations import Confirmations, with_standing
from bots.memory.conversations import Conversations, SharedConversations, Talks
from bots.memory.deduplication import HELD, Deduplication
from bots.memory.feedback import Feedback, Opinion
from bots.memory.following.posts import Post
from bots.memory.ledger import Ledger
from bots.memory.noticing import Noticing
from bots.memory.state import Database, place_of
from bots.memory.subscriptions import Subscriptions
from bots.rendering.glosses import glossed
from bots.rendering.links import Links
from bots.rendering.message import Link, Message, render
from bots.rendering.plain import whole
from bots.settings import Settings
from bots.wording.access import access
from bots.working.tasks import Answering, OnClaim, Searching, Step, Working
from bots.working.threads import Inline, once
from bots.working.turns import Turns
from bots.working.watch import Gauge, Watch, of_generation
from bots.working.worker import from_settings
from ingest.errors import IngestError

if TYPE_CHECKING:
    from fastapi import FastAPI

    from assistant.answering import Assistant

Ranking = tuple[Ranked, ...]

AT_ONCE = 4  # answers computed at the same time in threads of one process; they share the processor
WAITING = 3_500  # questions waiting in all; more are refused in a sentence
PER_LANE = 3_000  # waiting for one asker; whoever holds the line leaves after ``PATIENCE``
PATIENCE = 60.0  # seconds somebody who holds the line may wait for their turn
PAGES = 2  # pages drawn at the same time: they share the interpreter with what comes in

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """A message from a person.

    ``conversation`` is a key for the chat and thread ("" keeps no memory); ``context`` replaces the memory when the
    channel carries earlier questions itself. ``groups`` must come from something the channel authenticated. ``lane``
    tells askers apart for fairness (the conversation's key when ""); ``patience`` is the seconds to wait for a turn,
    None without end. ``unsure``: the groups could not be known, and the answer says that it comes from public documents.
    """

    text: str
    conversation: str = ""
    context: tuple[str, ...] | None = None
    groups: frozenset[str] = frozenset()
    as_of: date | None = None
    id: str = ""
    lane: str = ""
    patience: float | None = PATIENCE
    unsure: bool = False


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


class Desk:
    """Where every channel hands in questions. Thread-safe; the assistant is opened on first use.
    ``working`` computes the answers: in this thread unless something else is given (``bots.working``)."""

    def __init__(
        self, settings: Settings, opens: Callable[[], Assistant] | None = None, working: Working | None = None
    ) -> None:
        self.settings = settings
        self.links = Links(settings.local_url)
        place, keeps = place_of(settings), settings.keep != "nothing"
        self.noticing = self._noticing() if settings.ledger and keeps else None
        self.conversations: Talks = (
            SharedConversations(place, settings.conversation_minutes)
            if isinstance(place, Database)
            else Conversations(settings.conversation_minutes)
        )
        self.deduplication = Deduplication(place, keeps=keeps)
        self.confirmations = Confirmations(place, keeps=keeps and bool(settings.owners))
        self.posts: dict[str, Post] = {}  # the channels that write of their own accord, while they run
        self.confirming = Confirming(settings.owners, self.confirmations)
        self.subscriptions = Subscriptions(place, keeps=keeps)
        self.feedback = Feedback(place, settings.feedback_days, heard=self._disliked, keeps=keeps)
        self.doors = Doors(settings)
        self._opened = once(opens or from_settings)
        self.watch = Watch()
        self.working = working or Inline(lambda: self.assistant)
        self.turns = Turns(self.working.size, WAITING, PER_LANE)
        self._reading = Turns(PAGES, WAITING, 20)
        self._answering = ThreadPoolExecutor(self.working.size, "answers")
        self._drawing = ThreadPoolExecutor(PAGES, "pages")

    @property
    def assistant(self) -> Assistant:
        """The assistant, opened once. Raises NoIndex and the other IndexFaults, each time until one is there."""
        return self._opened()

    def reply(self, asked: Asked, on_step: Step | None = None, on_claim: OnClaim | None = None) -> Reply:
        """The verified reply. Blocking: from a coroutine, use ``replying``.

        Raises AssistantError, IngestError, TooBusy or TookTooLong: ``sentence`` says them to a person. ``on_claim``
        is told of each claim of an answer as soon as its words are final."""
        came, turn = time.perf_counter(), self.turns.join(_lane(asked))
        try:
            turn.wait(asked.patience)
            return self._computed(asked, on_step, on_claim, came)
        finally:
            self.turns.leave(turn)

    async def replying(self, asked: Asked, on_step: Step | None = None, on_claim: OnClaim | None = None) -> Reply:
        """``reply``, awaited: no thread is held while it waits for its turn. The callbacks come from another thread."""
        work = partial(self._computed, asked, on_step, on_claim, time.perf_counter())
        return await _in_turn(self.turns, _lane(asked), asked.patience, self._answering, work)

    async def searching(self, text: str, count: int, lane: str, groups: frozenset[str] = frozenset()) -> Ranking:
        """The ranked evidence alone, in its turn among the questions."""
        task = Searching(text, count, groups)
        work = partial(self.working.run, task, _unheard, _unheard, self.settings.answer_seconds)
        found: Ranking = await _in_turn(self.turns, f"search/{lane}", PATIENCE, self._answering, work)
        return found

    def trying(self, question: Question) -> Reply:
        """The reply to a question nobody asked: in its turn among the others, counted and remembered nowhere. Blocking."""
        turn = self.turns.join("trying")
        try:
            turn.wait(PATIENCE)
            reply: Reply = self.working.run(Answering(question), _unheard, _unheard, self.settings.answer_seconds)
            return reply
        finally:
            self.turns.leave(turn)

    async def drawing(self, lane: str, make: Callable[..., T], *values: Any) -> T:
        """What makes a page, off the event loop and in its turn among the pages."""
        return await _in_turn(self._reading, lane, PATIENCE, self._drawing, partial(make, *values))

    def _computed(self, asked: Asked, on_step: Step | None, on_claim: OnClaim | None, came: float) -> Reply:
        self.watch.waited(_lane(asked), time.perf_counter() - came)
        context = self._earlier(asked) if asked.context is None else asked.context
        question = Question(
            whole(asked.text),
            tuple(map(whole, context)),
            asked.as_of,
            asked.groups,
            asked.id,
            person=asked.conversation,
        )
        task = Answering(question, claims=on_claim is not None)
        seconds = self.settings.answer_seconds
        with self.watch.answering(_lane(asked)) as told:
            step = self.watch.steps(on_step)
            reply: Reply = self.working.run(task, step, on_claim or _unheard, seconds)
            told(reply)
        with contextlib.suppress(StateOut):  # the answer is there: it matters more than the next question's context
            if self.settings.keep != "nothing":
                self.conversations.remember(asked.conversation, asked.text[:MAX_QUESTION])
        if self.noticing:
            self.noticing.replied(asked.text, _lane(asked), asked.groups, reply)
        reply = self._confirmed(reply, asked)
        return _unsure(reply) if asked.unsure else reply

    def _confirmed(self, reply: Reply, asked: Asked) -> Reply:
        """With what owners confirmed by a button; as it was where that cannot be known."""
        if held := self.confirmations.held():
            with contextlib.suppress(AssistantError, IngestError):
                return with_standing(reply, self.assistant.library(asked.groups, asked.as_of), held)
        return reply

    def erase(self, channel: str, asker: str, conversation: str) -> bool:
        """Forgets a conversation, and all that is kept of a person: opinions, what they could not find, what they follow.
        Raises StateOut."""
        gone = self.conversations.forget(conversation)
        opinions = self.feedback.erase(channel, asker)
        lines = self.noticing.ledger.erase(_noted_as(channel, asker)) if self.noticing else 0
        return bool(self.subscriptions.erase(channel, asker) or gone or opinions or lines)

    def kept(self, channel: str, asker: str) -> tuple[str, ...]:
        """All that is kept of a person, a line each: what they could not find, then their opinions. Raises StateOut."""
        lines = self.noticing.ledger.of(_noted_as(channel, asker)) if self.noticing else ()
        opinions = self.feedback.of(channel, asker)
        return (*lines, *(" – ".join(filter(None, opinion)) or "–" for opinion in opinions))

    def _noticing(self) -> Noticing:
        settings = self.settings
        ledger = Ledger(place_of(settings), settings.ledger_days, settings.ledger_per_day)
        return Noticing(ledger, lambda: self.assistant)

    def _disliked(self, opinion: Opinion) -> None:
        """A thumb down, once: the reason that may follow is of the same one. Where nobody can say who may read the question,
        it is not noted."""
        if self.noticing and opinion.verdict == "down" and not opinion.reason and opinion.readers is not None:
            self.noticing.disliked(opinion.question, _noted_as(opinion.channel, opinion.asker), opinion.readers)

    def _earlier(self, asked: Asked) -> tuple[str, ...]:
        try:
            return self.conversations.context(asked.conversation)
        except StateOut:
            return ()

    @asynccontextmanager
    async def resuming(self, resume: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
        """Takes up what was promised and not done: now, and beside other machines again and again, as they die."""
        await resume()
        again = asyncio.create_task(_again_and_again(resume)) if self.deduplication.shared else None
        try:
            yield
        finally:
            if again:
                again.cancel()

    def ask(self, asked: Asked, on_step: Step | None = None) -> Message:
        """What to show for a message. Blocking: from a coroutine, use ``answer``."""
        return self.drawn(self.reply(asked, on_step), asked, self.links)

    async def answer(self, asked: Asked, on_step: Step | None = None) -> Message:
        """``ask``, awaited. ``on_step`` is called from another thread."""
        return self.drawn(await self.replying(asked, on_step), asked, self.links)

    def drawn(self, reply: Reply, asked: Asked, link: Link) -> Message:
        """A reply as it is shown, its acronyms in full."""
        return glossed(render(reply, link), self.assistant.library(asked.groups))

    def address(self, citation: Citation) -> str:
        """Where a citation leads outside a web page: the viewer when it is published, else the original document."""
        return self.links(citation) if self.settings.base_url else citation.url

    def metrics(self) -> bytes:
        """All that is counted, in Prometheus' text format. Blocking."""
        gauges: dict[str, tuple[str, Gauge]] = {
            "repere_waiting_questions": ("Questions that wait for their turn", lambda: float(self.turns.waiting)),
            "repere_workers": ("Answers computed at once", lambda: float(self.working.size)),
            "repere_ready": ("Whether an index is open", lambda: 0.0),
        }
        with contextlib.suppress(AssistantError, IngestError):
            gauges |= of_generation(self.assistant.generation.manifest)
            gauges["repere_ready"] = ("Whether an index is open", lambda: 1.0)
            return self.watch.told(gauges, self.working.counts)
        return self.watch.told(gauges, dict)

    def warm(self) -> None:
        """Makes the first answers as quick as the next ones, in the background."""
        self.working.warm()

    def close(self) -> None:
        """Ends what computes, closes what remembers."""
        self.working.close()
        self.watch.close()
        self._answering.shutdown(wait=False, cancel_futures=True)
        self._drawing.shutdown(wait=False, cancel_futures=True)
        self.conversations.close()
        self.deduplication.close()
        self.feedback.close()
        self.confirmations.close()
        self.subscriptions.close()
        if self.noticing:
            self.noticing.close()


async def _in_turn(
    turns: Turns, lane: str, patience: float | None, threads: ThreadPoolExecutor, work: Callable[[], T]
) -> T:
    """What ``work`` gives, in a thread, once it is its turn. Raises TooBusy."""
    turn = turns.join(lane)
    try:
        await asyncio.wait_for(asyncio.wrap_future(turn.granted), patience)
    except TimeoutError as error:
        turns.leave(turn)
        raise TooBusy from error
    except BaseException:
        turns.leave(turn)
        raise

    def done() -> T:
        try:
            return work()
        finally:  # when the work is over, and not when nobody waits for it any more
            turns.leave(turn)

    running = threads.submit(done)
    running.add_done_callback(lambda over: turns.leave(turn) if over.cancelled() else None)
    return await asyncio.wrap_future(running)


async def _again_and_again(resume: Callable[[], Awaitable[None]]) -> None:
    while True:
        await asyncio.sleep(HELD / 3)
        await resume()


def _lane(asked: Asked) -> str:
    return asked.lane or asked.conversation or "everyone"


def _noted_as(channel: str, asker: str) -> str:
    """The lane of a person, by which the ledger knows them: an asker may be named within a workspace."""
    return f"{channel}/{asker.rpartition('/')[2]}"


def _unheard(_: object) -> None:
    """Nobody listens to the steps."""


def _unsure(reply: Reply) -> Reply:
    """The same reply, said to come from public documents only."""
    said = access(reply.language.value)["public_only"]
    return replace(reply, notices=(*reply.notices, Notice("restricted", said)), text=f"{reply.text}\n{said}")
