"""The one small database of the channels: opened when first needed, private to its owner."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any


class State:
    """An SQLite file in a folder of mode 0700. Thread-safe; every statement is its own durable transaction."""

    def __init__(self, folder: Path, schema: str, name: str = "bots.sqlite") -> None:
        self._path = folder / name
        self._schema = schema
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def run(self, statement: str, values: Sequence[object] = ()) -> tuple[list[Any], int]:
        """(rows, number of rows changed)."""
        with self._lock:
            cursor = self._open().execute(statement, values)
            return cursor.fetchall(), cursor.rowcount

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _open(self) -> sqlite3.Connection:
        if self._connection is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.parent.chmod(0o700)
            connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False, timeout=10)
            self._path.chmod(0o600)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA secure_delete=ON")
            connection.executescript(self._schema)
            self._connection = connection
        return self._connection


def writable(folder: Path) -> bool:
    """Whether the state folder, or the first parent that exists, can be written in."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return os.access(folder, os.W_OK)
