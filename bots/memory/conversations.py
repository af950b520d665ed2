"""What was asked before, per chat and thread: in memory only, for a limited time, forgotten on request."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

REMEMBERED = 6  # earlier questions a follow-up may lean on
OPEN = 10_000  # conversations kept at once; the oldest goes first


@dataclass(frozen=True, slots=True)
class _Talk:
    questions: tuple[str, ...]
    until: float


class Conversations:
    """Earlier questions by conversation key. Nothing is written to disk; a restart forgets. Thread-safe."""

    def __init__(self, minutes: float = 30, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = minutes * 60
        self._clock = clock
        self._talks: OrderedDict[str, _Talk] = OrderedDict()
        self._lock = threading.Lock()

    def context(self, key: str) -> tuple[str, ...]:
        """Earlier questions, oldest first; none once the time limit has passed, or for the key ""."""
        with self._lock:
            talk = self._talks.get(key)
            if talk is None:
                return ()
            if talk.until < self._clock():
                del self._talks[key]
                return ()
            return talk.questions

    def remember(self, key: str, question: str) -> None:
        if not key:
            return
        earlier = self.context(key)
        with self._lock:
            self._talks[key] = _Talk((*earlier, question)[-REMEMBERED:], self._clock() + self._seconds)
            self._talks.move_to_end(key)
            while len(self._talks) > OPEN:
                self._talks.popitem(last=False)

    def forget(self, key: str) -> bool:
        """Forgets a conversation and its threads (keys « key/… »); says whether there was one."""
        with self._lock:
            gone = [k for k in self._talks if k == key or k.startswith(f"{key}/")]
            for k in gone:
                del self._talks[k]
        return bool(gone)
