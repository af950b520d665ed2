"""Answering a message once, whatever is sent again and whoever dies: a durable table of what was seen.

A message's row may carry its work, sealed, until it is answered: one write both remembers the message and promises
the answer, so that no instant loses it or answers it twice. Where several machines share the table, whoever took a
message on says so again and again; when it no longer does, another one takes the work up.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import threading
import time
import uuid
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from bots.errors import StateOut
from bots.memory.state import Place, State

_STEPS = (
    """
CREATE TABLE IF NOT EXISTS messages (
    key TEXT PRIMARY KEY, channel TEXT NOT NULL, at REAL NOT NULL, work BLOB, posted TEXT NOT NULL DEFAULT '',
    owner TEXT NOT NULL DEFAULT '', held REAL NOT NULL DEFAULT 0);
CREATE INDEX IF NOT EXISTS undone ON messages (channel, at) WHERE work IS NOT NULL;
""",
    "CREATE INDEX IF NOT EXISTS messages_at ON messages (at)",  # those past their day go without every row being read
)
_NAME = "seen-2.sqlite"  # « seen.sqlite » had no owners
KEPT = 24 * 3600.0  # seconds; the services send again for minutes, at most an hour
LATE = 3600.0  # seconds after which an answer nobody waits for any more is not given
HELD = 30.0  # seconds a machine may say nothing before its work is another's
_IN_MEMORY = 20_000  # keys remembered while the table cannot be reached
_PAUSE = 2.0  # seconds before a table that could not be reached is tried again
log = logging.getLogger("repere")


@dataclass(frozen=True, slots=True)
class Undone:
    """Work acknowledged and not answered. ``posted`` names what was already put before the person, or is ""."""

    work: bytes
    posted: str


class Deduplication:
    """Remembers keys across restarts. Keys are hashed, work is sealed by its channel: nothing readable is kept.

    While the table cannot be reached, keys are remembered in memory: answers still come once, but what is promised
    does not outlive the process, and the log says so. Without ``keeps`` nothing promised does: only keys are kept.
    """

    def __init__(self, place: Place, clock: Callable[[], float] = time.time, *, keeps: bool = True) -> None:
        self._state = State(place, _STEPS, _NAME)
        self._keeps = keeps
        self._clock = clock
        self._purged = 0.0
        self._owner = uuid.uuid4().hex
        self._meanwhile: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()
        self._out_until = float("-inf")
        self._holding: threading.Thread | None = None
        self._closed = threading.Event()

    @property
    def shared(self) -> bool:
        """Whether other machines take work up from the same table."""
        return self._state.shared

    def first(self, channel: str, key: str, work: bytes | None = None) -> bool:
        """True the first time a key is shown, false ever after (for a day). Atomic between threads and machines.

        ``work``, sealed (``bots.memory.sealing``), stays with the key until ``done``.
        """
        now, name = self._clock(), _hashed(channel, key)
        with self._lock:
            if name in self._meanwhile:
                return False
        self._purge(now)
        added = self._try(
            "INSERT OR IGNORE INTO messages (key, channel, at, work, owner, held) VALUES (?, ?, ?, ?, ?, ?)",
            (name, channel, now, work if self._keeps else None, self._owner, now + HELD),
        )
        if added is None:
            return self._remembered(name)
        self._hold()
        return added == 1

    def posted(self, channel: str, key: str, name: str) -> None:
        """Notes where the answer is being written, so that whoever resumes writes it there and nowhere else."""
        self._try("UPDATE messages SET posted = ? WHERE key = ?", (name, _hashed(channel, key)))

    def done(self, channel: str, key: str) -> None:
        """The work was done: its words go, the key stays."""
        self._try("UPDATE messages SET work = NULL, posted = '' WHERE key = ?", (_hashed(channel, key),))

    def forget(self, channel: str, key: str) -> None:
        """What the key stood for did not happen: it may be tried again."""
        with self._lock:
            self._meanwhile.pop(_hashed(channel, key), None)
        self._try("DELETE FROM messages WHERE key = ?", (_hashed(channel, key),))

    def undone(self, channel: str) -> list[Undone]:
        """What was acknowledged less than an hour ago and is not done, oldest first, now this process's to do.

        Alone on its table a process that starts takes all there is; beside others, what nobody holds any more.
        """
        now = self._clock()
        # Held until later than anybody holds: by a clock that was ahead.
        free = "(held < ? OR held > ?)" if self.shared else "(? > 0 OR ? > 0)"
        with contextlib.suppress(StateOut):
            self._state.run("UPDATE messages SET work = NULL WHERE channel = ? AND at < ?", (channel, now - LATE))
            rows, _ = self._state.run(
                f"UPDATE messages SET owner = ?, held = ? WHERE channel = ? AND work IS NOT NULL AND {free} "  # noqa: S608 – of two, written above
                "RETURNING at, work, posted",
                (self._owner, now + HELD, channel, now, now + 10 * HELD),
            )
            self._hold()
            return [Undone(bytes(work), posted) for _, work, posted in sorted(rows, key=lambda row: row[0])]
        return []

    def close(self) -> None:
        """Lets go of the work held: another machine takes up what is left."""
        self._closed.set()
        if self.shared:
            with contextlib.suppress(StateOut):
                self._state.run("UPDATE messages SET held = 0 WHERE owner = ? AND work IS NOT NULL", (self._owner,))
        self._state.close()

    def _try(self, statement: str, values: tuple[object, ...]) -> int | None:
        """How many rows changed; None when the table cannot be reached."""
        if time.monotonic() < self._out_until:
            return None
        try:
            return self._state.run(statement, values)[1]
        except StateOut as error:
            self._out_until = time.monotonic() + _PAUSE
            log.error("state: %s Messages are remembered in memory meanwhile.", error)  # noqa: TRY400 – expected
            return None

    def _remembered(self, name: str) -> bool:
        with self._lock:
            new = name not in self._meanwhile
            self._meanwhile[name] = None
            while len(self._meanwhile) > _IN_MEMORY:
                self._meanwhile.popitem(last=False)
            return new

    def _purge(self, now: float) -> None:
        if now - self._purged > 3600:
            self._purged = now
            self._try("DELETE FROM messages WHERE at < ?", (now - KEPT,))

    def _hold(self) -> None:
        """Begins to say, again and again, that what this process took on is its own."""
        with self._lock:
            if self.shared and self._holding is None:
                self._holding = threading.Thread(target=self._held, name="holding", daemon=True)
                self._holding.start()

    def _held(self) -> None:
        while not self._closed.wait(HELD / 3):
            with contextlib.suppress(StateOut):
                until = self._clock() + HELD
                self._state.run(
                    "UPDATE messages SET held = ? WHERE owner = ? AND work IS NOT NULL", (until, self._owner)
                )


def _hashed(channel: str, key: str) -> str:
    return hashlib.sha256(f"{channel}\0{key}".encode("utf-8", "replace")).hexdigest()
