"""What was asked before, per chat and thread: for a limited time, forgotten on request.

In memory only, unless several machines answer: then in the database they share, sealed with a key drawn from its
address and password, under hashed names.
"""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bots.memory.sealing import Seal
from bots.memory.state import Database, State

REMEMBERED = 6  # earlier questions a follow-up may lean on
OPEN = 10_000  # conversations kept at once; the oldest goes first


@dataclass(frozen=True, slots=True)
class _Talk:
    questions: tuple[str, ...]
    until: float


class Talks(Protocol):
    """What was asked before, per conversation key (« chat/thread »); the key "" keeps nothing. Thread-safe."""

    def context(self, key: str) -> tuple[str, ...]:
        """Earlier questions, oldest first; none once the time limit has passed."""
        ...

    def remember(self, key: str, question: str) -> None:
        """Adds a question, the latest."""
        ...

    def forget(self, key: str) -> bool:
        """Forgets a conversation and its threads (keys « key/… »); says whether there was one."""
        ...

    def close(self) -> None:
        """Lets go of files and connections."""
        ...


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

    def close(self) -> None:
        """Nothing is held."""


_SCHEMA = """
CREATE TABLE IF NOT EXISTS talks (
    key TEXT PRIMARY KEY, above TEXT NOT NULL, questions BLOB NOT NULL, until REAL NOT NULL);
CREATE INDEX IF NOT EXISTS talks_until ON talks (until)
"""


class SharedConversations:
    """The same for every machine. Raises StateOut when the database is away."""

    def __init__(self, place: Database, minutes: float = 30, clock: Callable[[], float] = time.time) -> None:
        self._state = State(place, _SCHEMA, "talks")
        self._seal = Seal(place.url)
        self._seconds, self._clock = minutes * 60, clock

    def context(self, key: str) -> tuple[str, ...]:
        """Earlier questions, oldest first."""
        if not key:
            return ()
        asked = "SELECT questions FROM talks WHERE key = ? AND until > ?"
        rows, _ = self._state.run(asked, (_hashed(key), self._clock()))
        opened = self._seal.open(bytes(rows[0][0])) if rows else None
        return tuple(json.loads(opened)) if opened else ()

    def remember(self, key: str, question: str) -> None:
        """Adds a question, the latest; what is past its time goes."""
        if not key:
            return
        now = self._clock()
        kept = (*self.context(key), question)[-REMEMBERED:]
        parts = key.split("/")
        above = " ".join(_hashed("/".join(parts[:n])) for n in range(1, len(parts)))
        self._state.run("DELETE FROM talks WHERE until < ?", (now,))
        self._state.run(
            "INSERT INTO talks (key, above, questions, until) VALUES (?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET "
            "questions = excluded.questions, until = excluded.until",
            (_hashed(key), above, self._seal.close(json.dumps(kept).encode()), now + self._seconds),
        )

    def forget(self, key: str) -> bool:
        """Forgets a conversation and its threads."""
        name = _hashed(key)
        _, gone = self._state.run("DELETE FROM talks WHERE key = ? OR above LIKE ?", (name, f"%{name}%"))
        return gone > 0

    def close(self) -> None:
        """Lets go of connections; the next question opens them again."""
        self._state.close()


def _hashed(key: str) -> str:
    return hashlib.sha256(f"talk\0{key}".encode("utf-8", "replace")).hexdigest()
