"""Notices what could not be found, beside the answers and never in their way: one thread, one question after another."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from assistant.errors import AssistantError
from assistant.model import Ranked, Reply
from bots.errors import BotError
from bots.memory.discretion import discreet
from bots.memory.ledger import ALIKE, Ledger, Missed, Vector, Why
from ingest.errors import IngestError

if TYPE_CHECKING:
    from assistant.answering import Assistant
    from assistant.library import Library

AT_ONCE = 120.0  # seconds within which the same question again says that the answer did not serve
RECENT = 2_000  # people whose last question is remembered, in memory alone
QUEUED = 1_000  # questions waiting to be noted; more are let go
log = logging.getLogger("repere")


class Noticing:
    """``opened`` gives the assistant. Failures are logged by their kind, and lose a note at most."""

    def __init__(
        self, ledger: Ledger, opened: Callable[[], Assistant], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.ledger = ledger
        self._opened, self._clock = opened, clock
        self._thread = ThreadPoolExecutor(1, "ledger")
        self._waiting = 0
        self._last: OrderedDict[str, tuple[float, Vector]] = OrderedDict()

    def replied(self, text: str, asker: str, groups: frozenset[str], reply: Reply) -> None:
        """After every reply. Greetings count for nothing."""
        if reply.abstained is True and reply.reason.startswith("talk."):
            return
        owner = reply.ask.role if reply.abstained is True and reply.ask else ""
        self._later(lambda: self._note(text, asker, groups, "refused" if reply.abstained else "again", owner))

    def disliked(self, text: str, asker: str, groups: frozenset[str]) -> None:
        """After a thumb down, with the groups it was answered with."""
        self._later(lambda: self._note(text, asker, groups, "disliked", ""))

    def settled(self) -> None:
        """Waits until what was handed in is noted, in tests."""
        self._thread.submit(lambda: None).result()

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)
        self.ledger.close()

    def _later(self, work: Callable[[], None]) -> None:
        if self._waiting >= QUEUED:
            return
        self._waiting += 1
        self._thread.submit(self._guarded, work)

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except (AssistantError, BotError, IngestError) as error:
            log.warning("ledger: %s", type(error).__name__)
        except Exception as error:  # noqa: BLE001 – nobody waits for it, and a trace may hold a question
            log.error("ledger: %s", type(error).__name__)  # noqa: TRY400
        finally:
            self._waiting -= 1

    def _note(self, text: str, asker: str, groups: frozenset[str], why: Why, owner: str) -> None:
        if why != "disliked":
            self.ledger.count(refused=why == "refused")
        public = self._opened().library()
        question = discreet(text, public.speller.said)
        vector = np.asarray(public.embed(question), np.float32)
        again = self._asked_again(asker, vector)
        if why == "again" and not again:
            return
        owner = owner or _owner(self._opened().library(groups), self._opened().search(question, 1, groups))
        self.ledger.note(Missed(question, why, asker, owner, groups, vector))

    def _asked_again(self, asker: str, vector: Vector) -> bool:
        """Whether this person asked the same a moment ago."""
        if not asker:
            return False
        now = self._clock()
        before = self._last.pop(asker, None)
        self._last[asker] = (now, vector)
        while len(self._last) > RECENT:
            self._last.popitem(last=False)
        if before is None or now - before[0] > AT_ONCE or before[1].shape != vector.shape:
            return False
        return float(before[1] @ vector) >= ALIKE


def _owner(library: Library, found: tuple[Ranked, ...]) -> str:
    """The role that keeps the document nearest to the question."""
    documents = [one.passage.document for one in found]
    return next((library.description(name).owner for name in documents if library.sees(name)), "")
