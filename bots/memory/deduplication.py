"""Answering a message once, whatever is sent again and whenever the process dies: a durable table of what was seen.

A message's row may carry its work, sealed, until it is answered: one write both remembers the message and promises
the answer, so that no instant loses it or answers it twice.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bots.memory.state import State

_SCHEMA = """
CREATE TABLE IF NOT EXISTS messages (
    key TEXT PRIMARY KEY, channel TEXT NOT NULL, at REAL NOT NULL, work BLOB, posted TEXT NOT NULL DEFAULT '');
CREATE INDEX IF NOT EXISTS undone ON messages (channel, at) WHERE work IS NOT NULL;
"""
KEPT = 24 * 3600.0  # seconds; the services send again for minutes, at most an hour
LATE = 3600.0  # seconds after which an answer nobody waits for any more is not given


@dataclass(frozen=True, slots=True)
class Undone:
    """Work acknowledged and not answered. ``posted`` names what was already put before the person, or is ""."""

    work: bytes
    posted: str


class Deduplication:
    """Remembers keys across restarts. Keys are hashed, work is sealed by its channel: nothing readable is kept."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._state = State(folder, _SCHEMA, "seen.sqlite")
        self._clock = clock
        self._purged = 0.0

    def first(self, channel: str, key: str, work: bytes | None = None) -> bool:
        """True the first time a key is shown, false ever after (for a day). Atomic between threads and processes.

        ``work``, sealed (``bots.memory.sealing``), stays with the key until ``done``.
        """
        now = self._clock()
        self._purge(now)
        _, added = self._state.run(
            "INSERT OR IGNORE INTO messages (key, channel, at, work) VALUES (?, ?, ?, ?)",
            (_hashed(channel, key), channel, now, work),
        )
        return added == 1

    def posted(self, channel: str, key: str, name: str) -> None:
        """Notes where the answer is being written, so that whoever resumes writes it there and nowhere else."""
        self._state.run("UPDATE messages SET posted = ? WHERE key = ?", (name, _hashed(channel, key)))

    def done(self, channel: str, key: str) -> None:
        """The work was done: its words go, the key stays."""
        self._state.run("UPDATE messages SET work = NULL, posted = '' WHERE key = ?", (_hashed(channel, key),))

    def forget(self, channel: str, key: str) -> None:
        """What the key stood for did not happen: it may be tried again."""
        self._state.run("DELETE FROM messages WHERE key = ?", (_hashed(channel, key),))

    def undone(self, channel: str) -> list[Undone]:
        """What was acknowledged less than an hour ago and not done, oldest first; what is older is let go."""
        oldest = self._clock() - LATE
        self._state.run("UPDATE messages SET work = NULL WHERE channel = ? AND at < ?", (channel, oldest))
        rows, _ = self._state.run(
            "SELECT work, posted FROM messages WHERE channel = ? AND work IS NOT NULL ORDER BY at", (channel,)
        )
        return [Undone(*row) for row in rows]

    def close(self) -> None:
        self._state.close()

    def _purge(self, now: float) -> None:
        if now - self._purged > 3600:
            self._purged = now
            self._state.run("DELETE FROM messages WHERE at < ?", (now - KEPT,))


def _hashed(channel: str, key: str) -> str:
    return hashlib.sha256(f"{channel}\0{key}".encode("utf-8", "replace")).hexdigest()
