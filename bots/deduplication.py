"""Answering a message once, whatever is sent again: a durable table of what was seen."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from pathlib import Path

from bots.state import State

_SCHEMA = "CREATE TABLE IF NOT EXISTS seen (key TEXT PRIMARY KEY, at REAL NOT NULL)"
KEPT = 24 * 3600.0  # seconds; the services send again for minutes, at most an hour


class Deduplication:
    """Remembers keys across restarts. Keys are hashed: nothing readable is kept."""

    def __init__(self, folder: Path, clock: Callable[[], float] = time.time) -> None:
        self._state = State(folder, _SCHEMA, "seen.sqlite")
        self._clock = clock
        self._purged = 0.0

    def first(self, channel: str, key: str) -> bool:
        """True the first time a key is shown, false ever after (for a day). Atomic between threads and processes."""
        now = self._clock()
        self._purge(now)
        digest = hashlib.sha256(f"{channel}\0{key}".encode("utf-8", "replace")).hexdigest()
        _, added = self._state.run("INSERT OR IGNORE INTO seen VALUES (?, ?)", (digest, now))
        return added == 1

    def close(self) -> None:
        self._state.close()

    def _purge(self, now: float) -> None:
        if now - self._purged > 3600:
            self._purged = now
            self._state.run("DELETE FROM seen WHERE at < ?", (now - KEPT,))
