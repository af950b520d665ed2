"""What the channels remember between two messages: one seam, two engines.

A file of SQLite for one machine, PostgreSQL (``REPERE_DATABASE_URL``) for several. Statements are written once, in the
dialect both understand; ``?`` marks a value. Tables are made, or brought to this version, when first needed
(``bots.memory.migrations``).
"""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bots.errors import StateOut
from bots.memory import migrations
from bots.settings import Settings

if TYPE_CHECKING:
    from psycopg_pool import ConnectionPool

log = logging.getLogger("repere")
LOCKED = 2.0  # seconds to wait for another process to let the file go
CONNECTIONS = 4  # to PostgreSQL, at most
_AGAIN = 0.02  # seconds between two tries to open a file another process is opening
REACHED = 5.0  # seconds to have one of them
_SPOILT = ("malformed", "not a database", "disk image", "corrupt")


@dataclass(frozen=True, slots=True)
class Database:
    """A PostgreSQL to remember in: ``postgresql://user:password@host/name``."""

    url: str


Place = Path | Database


def place_of(settings: Settings) -> Place:
    """Where the settings say to remember."""
    return Database(settings.database_url) if settings.database_url else settings.state_folder


Rows = tuple[list[Any], int]  # (rows, number of rows changed)


class State:
    """The tables of one part of the service. Thread-safe; every statement is its own durable transaction."""

    def __init__(self, place: Place, steps: str | Sequence[str], name: str = "bots.sqlite") -> None:
        """``steps`` make the part's tables (one text: one step); ``name`` is the part's: its file, or its mark where all
        parts share a database."""
        made = (steps,) if isinstance(steps, str) else tuple(steps)
        self._engine = _Postgres(place.url, name, made) if isinstance(place, Database) else _Sqlite(place / name, made)

    @property
    def shared(self) -> bool:
        """Whether other machines remember in the same place."""
        return isinstance(self._engine, _Postgres)

    def run(self, statement: str, values: Sequence[object] = ()) -> Rows:
        """(rows, number of rows changed). Raises StateOut when what is remembered cannot be read or written."""
        return self._engine.run(statement, values)

    def close(self) -> None:
        """Lets go of files and connections; the next statement opens them again."""
        self._engine.close()


class _Sqlite:
    """A file in a folder of mode 0700. A file that is spoilt is set aside, and a new one begun: to answer matters more."""

    def __init__(self, path: Path, steps: Sequence[str]) -> None:
        self._path, self._steps = path, steps
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None

    def run(self, statement: str, values: Sequence[object]) -> Rows:
        with self._lock:
            try:
                return self._run(statement, values)
            except (sqlite3.Error, OSError) as error:
                self._let_go()
                if not any(word in str(error) for word in _SPOILT):
                    raise StateOut(_why(error)) from error
            try:
                self._set_aside()
                return self._run(statement, values)
            except (sqlite3.Error, OSError) as error:
                self._let_go()
                raise StateOut(_why(error)) from error

    def close(self) -> None:
        with self._lock:
            self._let_go()

    def _run(self, statement: str, values: Sequence[object]) -> Rows:
        cursor = self._open().execute(statement, values)
        return cursor.fetchall(), cursor.rowcount

    def _open(self) -> sqlite3.Connection:
        # Gone while it was open: what is written to a file nobody can find again is lost.
        if self._connection is not None and not self._path.exists():
            self._let_go()
        if self._connection is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.parent.chmod(0o700)
            self._connection = self._begun()
        return self._connection

    def _begun(self) -> sqlite3.Connection:
        """A connection ready to use. SQLite does not wait where two processes turn the same file to WAL at once
        (sqlite.org/wal.html, « Sometimes Queries Return SQLITE_BUSY »): they try again, as long as they would wait."""
        until = time.monotonic() + LOCKED
        while True:
            connection = sqlite3.connect(self._path, isolation_level=None, check_same_thread=False, timeout=LOCKED)
            try:
                self._path.chmod(0o600)
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute("PRAGMA secure_delete=ON")
                self._upgraded(connection)
            except BaseException as error:
                connection.close()
                if (
                    not (isinstance(error, sqlite3.OperationalError) and "locked" in str(error))
                    or time.monotonic() > until
                ):
                    raise
                time.sleep(_AGAIN)
            else:
                return connection

    def _upgraded(self, connection: sqlite3.Connection) -> None:
        def execute(statement: str, values: Sequence[object]) -> list[Any]:
            return connection.execute(statement, values).fetchall()

        part = self._path.name
        there = execute("SELECT 1 FROM sqlite_master WHERE name = ?", (migrations.THERE,))
        if not self._steps or (there and migrations.reached(execute, part) >= len(self._steps)):
            return  # nothing is written: another process may be holding the file
        execute("BEGIN IMMEDIATE", ())
        try:
            migrations.upgrade(execute, part, self._steps)
            execute("COMMIT", ())
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                execute("ROLLBACK", ())
            raise

    def _let_go(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None

    def _set_aside(self) -> None:
        aside = self._path.with_name(f"{self._path.name}.damaged-{int(time.time())}")
        log.error("state: %s is damaged: set aside as %s, a new one is begun", self._path.name, aside.name)
        self._path.replace(aside)
        for beside in ("-wal", "-shm"):
            self._path.with_name(self._path.name + beside).unlink(missing_ok=True)


class _Postgres:
    """A pool of connections. A connection that was cut is made again; a database that is away is said."""

    def __init__(self, url: str, part: str, steps: Sequence[str]) -> None:
        self._url, self._part, self._steps = url, part, steps
        self._lock = threading.Lock()
        self._pool: ConnectionPool | None = None

    def run(self, statement: str, values: Sequence[object]) -> Rows:
        import psycopg

        try:
            with self._cursor() as cursor:
                cursor.execute(_dialect(statement), values)  # written here, no value is in it
                return (cursor.fetchall() if cursor.description else []), cursor.rowcount
        except psycopg.Error as error:
            raise StateOut(type(error).__name__) from error

    @contextlib.contextmanager
    def _cursor(self) -> Iterator[Any]:
        from psycopg_pool import PoolTimeout

        try:
            with self._opened().connection(timeout=REACHED) as connection, connection.cursor() as cursor:
                yield cursor
        except PoolTimeout as error:
            raise StateOut("PostgreSQL") from error

    def close(self) -> None:
        with self._lock:
            if self._pool is not None:
                self._pool.close(timeout=1)
                self._pool = None

    def _opened(self) -> ConnectionPool:
        from psycopg_pool import ConnectionPool

        with self._lock:
            if self._pool is None:
                pool = ConnectionPool(
                    self._url, min_size=1, max_size=CONNECTIONS, kwargs={"autocommit": True}, open=False,
                    check=ConnectionPool.check_connection, reconnect_timeout=0,
                )  # fmt: skip
                pool.open()
                try:
                    with pool.connection(timeout=REACHED) as connection:
                        _upgraded(connection, self._part, self._steps)
                except BaseException:
                    pool.close(timeout=1)
                    raise
                self._pool = pool
            return self._pool


def _upgraded(connection: Any, part: str, steps: Sequence[str]) -> None:
    """The tables, by one process at a time: two that begin together would make one table twice."""

    def execute(statement: str, values: Sequence[object]) -> list[Any]:
        cursor = connection.execute(_dialect(statement), values)
        return list(cursor.fetchall()) if cursor.description else []

    there = execute("SELECT to_regclass(?)", (migrations.THERE,))[0][0]
    if not steps or (there and migrations.reached(execute, part) >= len(steps)):
        return
    with connection.transaction():
        execute("SELECT pg_advisory_xact_lock(718273)", ())
        migrations.upgrade(execute, part, steps)


def _dialect(statement: str) -> str:
    """What SQLite calls otherwise. Nothing but types, marks and « OR IGNORE » differs in what is written here."""
    said = statement.replace(" BLOB", " BYTEA").replace(" REAL", " DOUBLE PRECISION")
    if "INSERT OR IGNORE" in said:
        said = said.replace("INSERT OR IGNORE", "INSERT") + " ON CONFLICT DO NOTHING"
    return said.replace("%", "%%").replace("?", "%s")


def _why(error: Exception) -> str:
    """One word or two for a person: what the system said, never a value."""
    return str(getattr(error, "strerror", None) or str(error).split(":")[0] or type(error).__name__)


def writable(folder: Path) -> bool:
    """Whether the state folder, or the first parent that exists, can be written in."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return os.access(folder, os.W_OK)
