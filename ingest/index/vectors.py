"""The only door to Chroma: embedded, our own vectors, no telemetry, written once and then read from a private copy."""

from __future__ import annotations

import shutil
import tempfile
import threading
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from ingest.errors import DISK, DamagedIndex, NoRoom, WriteFailed
from ingest.ports import Vectors

_COLLECTION = "passages"
_BATCH = 1000
_SEARCHED = 400  # ef: wider than what is asked for, so that a small collection is searched nearly exactly


class ChromaStore:
    """Vectors of one room in one folder. Implements ``VectorStore``.

    Chroma writes into its files each time it opens them, even to read. A reader therefore opens a private copy
    (170 MB for 100,000 passages): the generation's files never change, and two readers never meet.
    """

    def __init__(self, folder: Path, *, create: bool) -> None:
        self._lock = threading.Lock()
        self._private = None if create else _private_copy(folder)
        place = Path(self._private.name) if self._private else folder
        if create:
            place.mkdir(mode=0o700, parents=True)
        with _translated(create):
            self._client = _client(place)
            self._collection = self._collected(create)
            self._count: int = self._collection.count()
        # A reader is never told to close: the last answer that needs it may still be on its way.
        self._release = weakref.finalize(self, _release, self._client, self._private)

    def _collected(self, create: bool) -> Any:
        if not create:
            return self._client.get_collection(_COLLECTION, embedding_function=None)
        shape = {"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": _SEARCHED}}
        return self._client.create_collection(_COLLECTION, embedding_function=None, configuration=shape)

    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Writes vectors, shape (n, dimension), under their ids. Raises WriteFailed."""
        with _translated(writing=True):
            for start in range(0, len(ids), _BATCH):
                some = slice(start, start + _BATCH)
                self._collection.add(ids=list(ids[some]), embeddings=np.ascontiguousarray(vectors[some]))

    def nearest(self, vector: Vectors, count: int) -> list[tuple[str, float]]:
        """(id, cosine similarity), best first, ``count`` at most. Raises DamagedIndex."""
        wanted = min(count, self._count)
        if wanted < 1:
            return []
        with self._lock, _translated():
            found = self._collection.query(query_embeddings=[vector], n_results=wanted, include=["distances"])
        return [(name, 1.0 - far) for name, far in zip(found["ids"][0], found["distances"][0], strict=True)]

    def get(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """The vectors of these ids; one that is not there is left out. Raises DamagedIndex."""
        if not ids:
            return {}
        with self._lock, _translated():
            found = self._collection.get(ids=list(ids), include=["embeddings"])
        return dict(zip(found["ids"], np.asarray(found["embeddings"], np.float32), strict=True))

    def close(self) -> None:
        """Lets go of the files, and of the private copy."""
        self._release()


def _release(client: Any, private: tempfile.TemporaryDirectory[str] | None) -> None:
    client.close()
    if private:
        private.cleanup()


def _client(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False, allow_reset=False)
    return chromadb.PersistentClient(str(folder), settings=settings)


def _private_copy(folder: Path) -> tempfile.TemporaryDirectory[str]:
    """Raises NoRoom when the temporary folder takes no copy, DamagedIndex when there is none to take."""
    try:
        copy = tempfile.TemporaryDirectory(prefix="repere-", ignore_cleanup_errors=True)
    except OSError as error:
        raise NoRoom.because("TMPDIR", error.strerror or "") from error
    try:
        for path in sorted(folder.rglob("*")):
            target = Path(copy.name, path.relative_to(folder))
            target.mkdir() if path.is_dir() else shutil.copyfile(path, target)
    except OSError as error:
        copy.cleanup()
        raise (NoRoom.because(copy.name, str(error.strerror)) if error.errno in DISK else _damaged()) from error
    return copy


@contextmanager
def _translated(writing: bool = False) -> Iterator[None]:
    """Any error of Chroma (it raises many, some bare) becomes one of ours."""
    try:
        yield
    except BaseException as error:
        # A panic of its Rust part is no Exception; an interrupt is not ours to hide.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise (WriteFailed.because(str(error)) if writing else _damaged()) from error


def _damaged() -> DamagedIndex:
    return DamagedIndex(
        "Les vecteurs de l'index ne peuvent pas être lus : relancez « repere ingest ».",
        "The vectors of the index cannot be read: run “repere ingest” again.",
    )
