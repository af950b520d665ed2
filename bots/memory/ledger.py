"""What people could not find: questions without the people in them, grouped by meaning, for a limited time.

Off until switched on. A line says what was looked for, since when, how many times and by how many people; who they are is
kept as a salted mark, so that one person is counted once and can have theirs erased.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from bots.memory.state import State

Why = Literal["refused", "disliked", "again"]
Vector = NDArray[np.float32]

ALIKE = 0.93  # cosine from which two questions are one: figures in docs/decisions.md
LONGEST = 300  # characters kept of a question
_DAY = 86_400.0

_SCHEMA = """
CREATE TABLE IF NOT EXISTS ledger (
    id TEXT PRIMARY KEY, question TEXT NOT NULL, vector BLOB NOT NULL, owner TEXT NOT NULL, readers TEXT NOT NULL,
    refused INTEGER NOT NULL, disliked INTEGER NOT NULL, again INTEGER NOT NULL, first REAL NOT NULL, last REAL NOT NULL,
    settled TEXT NOT NULL, note TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS ledger_askers (entry TEXT NOT NULL, asker TEXT NOT NULL, PRIMARY KEY (entry, asker));
CREATE TABLE IF NOT EXISTS ledger_weeks (
    week TEXT PRIMARY KEY, asked INTEGER NOT NULL, answered INTEGER NOT NULL, refused INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS ledger_salt (salt TEXT PRIMARY KEY)
"""
_STEPS = (
    _SCHEMA,
    # The day's notes are counted where every process sees them, and a restart forgets none.
    "CREATE TABLE IF NOT EXISTS ledger_days (day INTEGER PRIMARY KEY, taken INTEGER NOT NULL)",
)


@dataclass(frozen=True, slots=True)
class Missed:
    """A question as it is kept. ``readers`` are the groups it was asked with: whoever is not of them all is not shown it."""

    question: str
    why: Why
    asker: str
    owner: str = ""
    readers: frozenset[str] = frozenset()
    vector: Vector = field(default_factory=lambda: np.zeros(0, np.float32))


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger. ``first`` and ``last`` are seconds since 1970; ``settled`` is "" while it waits."""

    id: str
    question: str
    owner: str
    readers: frozenset[str]
    refused: int
    disliked: int
    again: int
    askers: int
    first: float
    last: float
    settled: str = ""
    note: str = ""

    @property
    def times(self) -> int:
        return self.refused + self.disliked + self.again


@dataclass(frozen=True, slots=True)
class Week:
    """How many questions in an ISO week (« 2026-W48 »), and what became of them."""

    week: str
    asked: int
    answered: int
    refused: int


class Ledger:
    """Durable. Everything in it ages out after ``days``; at most ``per_day`` notes are taken a day (UTC), by all processes."""

    def __init__(self, place: Any, days: float, per_day: int, clock: Callable[[], float] = time.time) -> None:
        self._state = State(place, _STEPS, "ledger.sqlite")
        self._seconds, self._per_day, self._clock = days * _DAY, per_day, clock
        self._salt = ""

    def count(self, *, refused: bool) -> None:
        """One more question this week; no word of it."""
        week = time.strftime("%G-W%V", time.gmtime(self._clock()))
        one = (week, 0 if refused else 1, 1 if refused else 0)
        self._state.run(
            "INSERT INTO ledger_weeks (week, asked, answered, refused) VALUES (?, 1, ?, ?) ON CONFLICT (week) DO UPDATE "
            "SET asked = ledger_weeks.asked + 1, answered = ledger_weeks.answered + excluded.answered, "
            "refused = ledger_weeks.refused + excluded.refused",
            one,
        )

    def note(self, missed: Missed) -> str:
        """Adds to the line it means the same as, or begins one; the id of the line, or "" past the day's number."""
        now = self._clock()
        if not missed.question.strip() or not self._allowed(now):
            return ""
        self.age_out()
        name = self._alike(missed) or self._begun(missed, now)
        self._state.run(f"UPDATE ledger SET {missed.why} = {missed.why} + 1, last = ? WHERE id = ?", (now, name))  # noqa: S608 – of three words
        self._state.run(
            "INSERT OR IGNORE INTO ledger_askers (entry, asker) VALUES (?, ?)", (name, self._mark(missed.asker))
        )
        return name

    def entries(self, groups: frozenset[str], *, settled: bool = False) -> tuple[Entry, ...]:
        """The lines somebody of these groups may read, by owner, those asked most first."""
        kept = [one for one in self._all() if one.readers <= groups and (settled or not one.settled)]
        return tuple(sorted(kept, key=lambda one: (one.owner, -one.times, -one.last)))

    def entry(self, name: str) -> Entry | None:
        """A line by its id, whoever may read it."""
        return next((one for one in self._all() if one.id == name), None)

    def weeks(self, count: int = 12) -> tuple[Week, ...]:
        """The last weeks, oldest first."""
        rows, _ = self._state.run(
            "SELECT week, asked, answered, refused FROM ledger_weeks ORDER BY week DESC LIMIT ?", (count,)
        )
        return tuple(Week(*row) for row in reversed(rows))

    def settle(self, name: str, how: str, note: str, groups: frozenset[str]) -> bool:
        """Says what was done of a line one may read; false when there is none."""
        if not any(one.id == name for one in self.entries(groups, settled=True)):
            return False
        self._state.run("UPDATE ledger SET settled = ?, note = ? WHERE id = ?", (how[:20], note[:2000], name))
        return True

    def of(self, asker: str) -> tuple[str, ...]:
        """What a person's questions became, for them to see."""
        rows, _ = self._state.run(
            "SELECT question FROM ledger WHERE id IN (SELECT entry FROM ledger_askers WHERE asker = ?)",
            (self._mark(asker),),
        )
        return tuple(row[0] for row in rows)

    def erase(self, asker: str) -> int:
        """Erases what a person alone asked, and that they asked the rest; how many lines they were in."""
        _, gone = self._state.run("DELETE FROM ledger_askers WHERE asker = ?", (self._mark(asker),))
        self._state.run("DELETE FROM ledger WHERE id NOT IN (SELECT entry FROM ledger_askers)")
        return gone

    def age_out(self) -> None:
        """Lets go of what is past its time."""
        oldest = self._clock() - self._seconds
        self._state.run("DELETE FROM ledger WHERE last < ?", (oldest,))
        self._state.run("DELETE FROM ledger_askers WHERE entry NOT IN (SELECT id FROM ledger)")
        self._state.run("DELETE FROM ledger_weeks WHERE week < ?", (time.strftime("%G-W%V", time.gmtime(oldest)),))

    def close(self) -> None:
        self._state.close()

    def _all(self) -> list[Entry]:
        rows, _ = self._state.run(
            "SELECT id, question, owner, readers, refused, disliked, again, "
            "(SELECT COUNT(*) FROM ledger_askers WHERE entry = ledger.id), first, last, settled, note FROM ledger"
        )
        return [Entry(row[0], row[1], row[2], frozenset(json.loads(row[3])), *row[4:]) for row in rows]

    def _allowed(self, now: float) -> bool:
        """Whether one more note may be taken today: it is then counted, in the same statement."""
        day = int(now // _DAY)
        self._state.run("DELETE FROM ledger_days WHERE day < ?", (day,))
        _, counted = self._state.run(
            "INSERT INTO ledger_days (day, taken) VALUES (?, 1) ON CONFLICT (day) DO UPDATE SET taken = ledger_days.taken + 1 "
            "WHERE ledger_days.taken < ?",
            (day, self._per_day),
        )
        return counted == 1

    def _alike(self, missed: Missed) -> str:
        readers = json.dumps(sorted(missed.readers))
        rows, _ = self._state.run(
            "SELECT id, question, vector FROM ledger WHERE readers = ? AND settled = ''", (readers,)
        )
        for name, question, _ in rows:
            if question == missed.question[:LONGEST]:
                return str(name)
        held = [(name, np.frombuffer(raw, np.float16).astype(np.float32)) for name, _, raw in rows]
        near = [
            (float(vector @ missed.vector), name)
            for name, vector in held
            if vector.shape == missed.vector.shape and vector.size
        ]
        best, name = max(near, default=(0.0, ""))
        return str(name) if best >= ALIKE else ""

    def _begun(self, missed: Missed, now: float) -> str:
        name = secrets.token_hex(8)
        vector, readers = missed.vector.astype(np.float16).tobytes(), json.dumps(sorted(missed.readers))
        self._state.run(
            "INSERT INTO ledger (id, question, vector, owner, readers, refused, disliked, again, first, last, settled, note) "
            "VALUES (?, ?, ?, ?, ?, 0, 0, 0, ?, ?, '', '')",
            (name, missed.question[:LONGEST], vector, missed.owner[:200], readers, now, now),
        )
        return name

    def _mark(self, asker: str) -> str:
        """A person's mark in this ledger alone: the salt never leaves it."""
        if not self._salt:
            if not self._state.run("SELECT salt FROM ledger_salt")[0]:
                self._state.run("INSERT INTO ledger_salt (salt) VALUES (?)", (secrets.token_hex(16),))
            self._salt = str(self._state.run("SELECT MIN(salt) FROM ledger_salt")[0][0][0])
        return hashlib.sha256(f"{self._salt}\0{asker}".encode("utf-8", "replace")).hexdigest()[:32]
