"""How many calls to a chat model a day allows, for all and for each person. Survives a restart."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

_SCHEMA = """
CREATE TABLE IF NOT EXISTS used (day TEXT, who TEXT, calls INTEGER NOT NULL, PRIMARY KEY (day, who));
CREATE TABLE IF NOT EXISTS salt (value TEXT NOT NULL);
"""


class Budget:
    """``spend`` says whether a call may be made, and counts it. People are kept as a salted digest, one day long."""

    def __init__(self, folder: Path, per_day: int, per_person: int, today: Callable[[], date] = date.today) -> None:
        self._path = folder / "chat.sqlite"
        self._limits = {"": per_day}
        self._per_person = per_person
        self._today = today
        self._lock = threading.Lock()

    def spend(self, person: str) -> bool:
        """False when nothing is left, or when what was spent cannot be known."""
        with self._lock:
            try:
                return self._spend(person)
            except (OSError, sqlite3.Error):
                return False

    def _spend(self, person: str) -> bool:
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        day = self._today().isoformat()
        with closing(sqlite3.connect(self._path, isolation_level=None, timeout=2)) as base:
            base.executescript(_SCHEMA)
            self._path.chmod(0o600)
            base.execute("BEGIN IMMEDIATE")
            base.execute("DELETE FROM used WHERE day <> ?", (day,))
            asked = {"": self._limits[""]}
            if person:
                asked[_digest(person, _salt(base))] = self._per_person
            left = all(_calls(base, day, who) < limit for who, limit in asked.items())
            for who in asked if left else ():
                base.execute(
                    "INSERT INTO used VALUES (?, ?, 1) ON CONFLICT (day, who) DO UPDATE SET calls = calls + 1",
                    (day, who),
                )
            base.execute("COMMIT")
        return left


def _calls(base: sqlite3.Connection, day: str, who: str) -> int:
    row = base.execute("SELECT calls FROM used WHERE day = ? AND who = ?", (day, who)).fetchone()
    return int(row[0]) if row else 0


def _salt(base: sqlite3.Connection) -> str:
    row = base.execute("SELECT value FROM salt").fetchone()
    if row:
        return str(row[0])
    value = secrets.token_hex(16)
    base.execute("INSERT INTO salt VALUES (?)", (value,))
    return value


def _digest(person: str, salt: str) -> str:
    return hashlib.sha256(f"{salt}\0{person}".encode("utf-8", "replace")).hexdigest()[:24]
