"""Documents, descriptions, passages and records of one generation, in one SQLite file written once."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from ingest.facts.records import Record
from ingest.index import records as codec
from ingest.model import Description, Document, Passage

_SCHEMA = """
CREATE TABLE documents (number INTEGER PRIMARY KEY, name TEXT UNIQUE, description BLOB, body BLOB);
CREATE TABLE passages (number INTEGER PRIMARY KEY, id TEXT UNIQUE, document TEXT, body BLOB);
CREATE INDEX passages_of ON passages (document, number);
CREATE TABLE records (number INTEGER PRIMARY KEY, kind TEXT, body BLOB);
CREATE INDEX records_of ON records (kind, number);
CREATE TABLE vectors (digest TEXT, room TEXT, id TEXT);
CREATE INDEX vectors_of ON vectors (digest);
CREATE TABLE vocabulary (room TEXT, word TEXT, count INTEGER);
"""
_AT_ONCE = 500  # values in one IN (…)


class Store:
    """Read-only view of a written store. One connection per thread, kept for the life of the thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._local = threading.local()

    def descriptions(self) -> tuple[Description, ...]:
        """What each document is, in the order they were written."""
        rows = self._rows("SELECT description FROM documents ORDER BY number")
        return tuple(codec.unpack_description(body) for (body,) in rows)

    def document(self, name: str) -> Document | None:
        """A document by name, or None."""
        rows = self._rows("SELECT body FROM documents WHERE name = ?", (name,))
        return next((codec.unpack_document(body) for (body,) in rows), None)

    def passages_of(self, document: str) -> tuple[Passage, ...]:
        """The passages of a document, in reading order."""
        rows = self._rows("SELECT body FROM passages WHERE document = ? ORDER BY number", (document,))
        return tuple(codec.unpack_passage(body) for (body,) in rows)

    def passages_at(self, numbers: Sequence[int]) -> dict[int, Passage]:
        """Passage number → passage; a number that is not there is left out."""
        found = self._among("SELECT number, body FROM passages WHERE number IN", numbers)
        return {number: codec.unpack_passage(body) for number, body in found}

    def passages_named(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Passage id → passage; an id that is not there is left out."""
        found = self._among("SELECT id, body FROM passages WHERE id IN", ids)
        return {name: codec.unpack_passage(body) for name, body in found}

    def numbers(self, ids: Sequence[str]) -> dict[str, int]:
        """Passage id → its number."""
        return dict(self._among("SELECT id, number FROM passages WHERE id IN", ids))

    def identities(self, numbers: Sequence[int]) -> dict[int, str]:
        """Passage number → its id."""
        return dict(self._among("SELECT number, id FROM passages WHERE number IN", numbers))

    def records(self, kind: str) -> tuple[Record, ...]:
        """Every record of a kind (``Record.kind``), in the order of the documents."""
        rows = self._rows("SELECT body FROM records WHERE kind = ? ORDER BY number", (kind,))
        return tuple(codec.unpack_record(body) for (body,) in rows)

    def embedded(self, digests: Sequence[str]) -> dict[str, tuple[str, str]]:
        """Digest of an embedded text → (room, id) of its vector."""
        rows = self._among("SELECT digest, room, id FROM vectors WHERE digest IN", digests)
        return {digest: (room, name) for digest, room, name in rows}

    def vocabulary(self, rooms: Iterable[str]) -> Mapping[str, int]:
        """Folded words and how often they are written, in the rooms named."""
        total: dict[str, int] = {}
        for room in rooms:
            for word, count in self._rows("SELECT word, count FROM vocabulary WHERE room = ?", (room,)):
                total[word] = total.get(word, 0) + count
        return total

    def _among(self, query: str, values: Sequence[int] | Sequence[str]) -> Iterator[tuple]:  # type: ignore[type-arg]
        for start in range(0, len(values), _AT_ONCE):
            some = values[start : start + _AT_ONCE]
            yield from self._rows(f"{query} ({','.join('?' * len(some))})", some)

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[tuple]:  # type: ignore[type-arg]
        connection = getattr(self._local, "connection", None)
        if connection is None:
            uri = f"{self._path.resolve().as_uri()}?mode=ro&immutable=1"
            connection = self._local.connection = sqlite3.connect(uri, uri=True)
        rows: list[tuple] = connection.execute(query, values).fetchall()  # type: ignore[type-arg]
        return rows


class Writing:
    """A store being written. ``close`` makes it whole; until then it is not one."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)
        # The file is thrown away when an ingest dies: no journal; fsync comes once, with the whole generation.
        self._connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)

    def document(self, document: Document, description: Description) -> None:
        """Adds a document and what it is; its number is its rank."""
        row = (document.name, codec.pack(description), codec.pack(document))
        self._connection.execute("INSERT INTO documents (name, description, body) VALUES (?, ?, ?)", row)

    def passages(self, first: int, found: Iterable[Passage]) -> None:
        """Adds passages, numbered from ``first``."""
        rows = ((first + n, p.id, p.document, codec.pack(p)) for n, p in enumerate(found))
        self._connection.executemany("INSERT INTO passages VALUES (?, ?, ?, ?)", rows)

    def records(self, found: Iterable[Record]) -> None:
        """Adds records, in the order they are to be read."""
        rows = ((record.kind, codec.pack(record)) for record in found)
        self._connection.executemany("INSERT INTO records (kind, body) VALUES (?, ?)", rows)

    def vectors(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """(digest, room, id) of each vector."""
        self._connection.executemany("INSERT INTO vectors VALUES (?, ?, ?)", rows)

    def vocabulary(self, room: str, counts: Mapping[str, int]) -> None:
        """Adds the folded words of a room, and how often each is written."""
        rows = ((room, word, count) for word, count in counts.items())
        self._connection.executemany("INSERT INTO vocabulary VALUES (?, ?, ?)", rows)

    def close(self) -> None:
        """Commits, and closes the file."""
        self._connection.commit()
        self._connection.close()
