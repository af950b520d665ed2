"""Who is to be told when something changes: one row a person and a thing, sealed by the channel that delivers.

A row says which generation its person was last told of. Whoever tells holds it meanwhile: one that dies leaves it to the
next, so that a change is told at least once, and by one machine at a time.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass

from bots.memory.state import Place, State
from ingest.languages import fold

MOST = 50  # things one person may be told of
HELD = 300.0  # seconds whoever tells has to do it, and before a try that failed is made again

_SCHEMA = """
CREATE TABLE IF NOT EXISTS subscriptions (
    id TEXT PRIMARY KEY, channel TEXT NOT NULL, asker TEXT NOT NULL, work BLOB NOT NULL, told TEXT NOT NULL,
    held REAL NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS subscriptions_asker ON subscriptions (asker);
CREATE INDEX IF NOT EXISTS subscriptions_channel ON subscriptions (channel, told);
CREATE TABLE IF NOT EXISTS followed_marks (name TEXT PRIMARY KEY, value TEXT NOT NULL)
"""


@dataclass(frozen=True, slots=True)
class Subscription:
    """``work`` is what its channel sealed: the words and where to tell; ``told`` the generation last told of."""

    id: str
    work: bytes
    told: str


class Subscriptions:
    """Durable. People are kept as marks; without ``keeps`` nothing is."""

    def __init__(self, place: Place, clock: Callable[[], float] = time.time, *, keeps: bool = True) -> None:
        self._state = State(place, _SCHEMA, "subscriptions.sqlite")
        self._clock, self.keeps = clock, keeps

    def add(self, channel: str, asker: str, words: str, work: bytes, generation: str) -> bool:
        """False where nothing is kept, or where the person follows as much as one may. Again: where to tell is renewed."""
        who, name = _mark(channel, asker), _name(channel, asker, words)
        held = {one.id for one in self.of(channel, asker)}
        if not self.keeps or (name not in held and len(held) >= MOST):
            return False
        self._state.run(
            "INSERT INTO subscriptions (id, channel, asker, work, told, held, at) VALUES (?, ?, ?, ?, ?, 0, ?) "
            "ON CONFLICT (id) DO UPDATE SET work = excluded.work",
            (name, channel, who, work, generation, self._clock()),
        )
        return True

    def of(self, channel: str, asker: str) -> tuple[Subscription, ...]:
        """A person's, oldest first."""
        asked = "SELECT id, work, told FROM subscriptions WHERE asker = ? ORDER BY at, id"
        rows, _ = self._state.run(asked, (_mark(channel, asker),))
        return tuple(Subscription(name, bytes(work), told) for name, work, told in rows)

    def end(self, channel: str, asker: str, words: str) -> bool:
        """Whether there was one."""
        _, gone = self._state.run("DELETE FROM subscriptions WHERE id = ?", (_name(channel, asker, words),))
        return bool(gone)

    def erase(self, channel: str, asker: str) -> int:
        """Ends all of a person's; how many there were."""
        _, gone = self._state.run("DELETE FROM subscriptions WHERE asker = ?", (_mark(channel, asker),))
        return gone

    def due(self, channel: str, generation: str) -> tuple[Subscription, ...]:
        """Those not told of this generation, and that nobody is telling, now this process's for ``HELD`` seconds."""
        if not self.keeps:
            return ()
        now = self._clock()
        rows, _ = self._state.run(
            "UPDATE subscriptions SET held = ? WHERE channel = ? AND told <> ? AND (held < ? OR held > ?) "
            "RETURNING id, work, told",
            (now + HELD, channel, generation, now, now + 10 * HELD),  # later than anybody holds: a clock that was ahead
        )
        return tuple(Subscription(name, bytes(work), told) for name, work, told in rows)

    def told(self, name: str, generation: str) -> None:
        """The person knows what changed up to a generation."""
        self._state.run("UPDATE subscriptions SET told = ?, held = 0 WHERE id = ?", (generation, name))

    def mark(self, name: str) -> str:
        """What was last noted under a name; "" for nothing."""
        rows, _ = self._state.run("SELECT value FROM followed_marks WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else ""

    def take(self, name: str, value: str) -> bool:
        """Notes a value; false where it was there already: another process did what it stands for."""
        _, changed = self._state.run(
            "INSERT INTO followed_marks (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value "
            "WHERE followed_marks.value <> excluded.value",
            (name, value),
        )
        return changed == 1

    def close(self) -> None:
        self._state.close()


def _mark(channel: str, asker: str) -> str:
    """An asker may be named within a workspace: it is the person who is known."""
    said = f"{channel}\0{asker.rpartition('/')[2]}"
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32]


def _name(channel: str, asker: str, words: str) -> str:
    said = f"{_mark(channel, asker)}\0{' '.join(fold(words).split())}"
    return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:32]
