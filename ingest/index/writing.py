"""Building a generation beside the one in service, and publishing it with one atomic rename."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from ingest.documents.passages import wholes
from ingest.errors import IndexBusy, IndexFault, IngestError, WriteFailed
from ingest.facts.records import Record, Subject
from ingest.index import manifest as manifests
from ingest.index.arrays import save
from ingest.index.generation import CURRENT, Generation, open_current
from ingest.index.lexical import LexicalWriter
from ingest.index.manifest import Manifest
from ingest.index.rooms import CLOSED, room_of
from ingest.index.store import Writing
from ingest.index.vectors import ChromaStore
from ingest.languages import words
from ingest.model import Description, Document, Passage
from ingest.ports import Embedder, Vectors

_KEPT = 2  # the one in service, and the one before it for answers in flight; named ones stay
_NAMES = "names.json"
_AT_ONCE = 512
SUBJECTS = "-subjects"  # beside a room's name: the vectors of the subjects in it


@dataclass(frozen=True, slots=True)
class Entry:
    """All there is to publish of one document."""

    document: Document
    description: Description
    passages: tuple[Passage, ...]
    records: tuple[Record, ...] = ()
    subjects: tuple[Subject, ...] = ()
    digest: str = ""  # SHA-256 of the file


@dataclass(slots=True)
class _Texts:
    """What is to be embedded for a room, in order: vector id → (digest of the text, text)."""

    rooms: dict[str, dict[str, tuple[str, str]]] = field(default_factory=lambda: defaultdict(dict))
    subjects: list[tuple[str, str] | None] = field(default_factory=list)  # digests of name and text, None unreadable

    def add(self, room: str, passage: Passage) -> None:
        for number, text in enumerate((embedded_text(passage), *passage.questions)):
            name = passage.id if number == 0 else f"{passage.id}.{number}"
            self.rooms[room][name] = (_digest(text), text)

    def subject(self, room: str, subject: Subject) -> None:
        """A subject is found by its name and by all that is said of it; one nobody may read, by neither."""
        if room == CLOSED:
            self.subjects.append(None)
            return
        texts = (subject.name.value, subject.about)
        for letter, text in zip("nt", texts, strict=True):
            self.rooms[room + SUBJECTS][f"{subject.id}.{letter}"] = (_digest(text), text)
        self.subjects.append((_digest(texts[0]), _digest(texts[1])))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def embedded_text(passage: Passage) -> str:
    """What the encoder reads of a passage: its nearest heading and lead-in, then its own words."""
    nearest = passage.context.split("\n")[-1] if passage.context else ""
    return f"{nearest}\n{passage.text}" if nearest else passage.text


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """The system frees the lock when its holder dies. Raises IndexBusy."""
    with _clean_errors():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        lock = os.open(folder / "lock", os.O_CREAT | os.O_RDWR, 0o600)
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise IndexBusy(
                "Une autre ingestion est en cours : attendez qu'elle finisse, puis relancez.",
                "Another ingest is running: wait for it to end, then run this again.",
            ) from error
        yield
    finally:
        os.close(lock)


Accept = Callable[[Generation | None, Generation], None]  # hears the one in service and the one about to be


def publish(
    folder: Path,
    entries: Sequence[Entry],
    embedder: Embedder,
    say: Callable[[int, int], None],
    accept: Accept = lambda *_: None,
) -> str:
    """Builds, checks and puts in service a new generation; returns its id. ``say`` hears (embedded, to embed);
    ``accept`` tries the new one and raises what keeps it from being published.

    Raises WriteFailed (the old generation stays). To be called under ``only_writer``.
    """
    with _clean_errors():
        _clean(folder)
        name = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f-") + uuid.uuid4().hex[:6]  # in the order they were made
        (folder / "generations").mkdir(mode=0o700, exist_ok=True)
        place = folder / "generations" / f".{name}"
        place.mkdir(mode=0o700)
        texts = _write(place, entries)
        before = _before(folder, embedder)
        _embed(place, texts, embedder, before, say)
        manifest = _manifest(name, place, entries, embedder, texts)
        digest = manifests.write(place, manifest)
        try:
            accept(before, Generation(place, manifest))
        except IngestError:
            shutil.rmtree(place, ignore_errors=True)
            raise
        _switch(folder, place, name, digest)
        _clean(folder)
        return name


def put_in_service(folder: Path, place: Path, name: str, digest: str) -> None:
    """A generation that came whole from elsewhere, beside the others under a hidden name, begins to serve.

    Raises IndexBusy, WriteFailed; what served before then stays."""
    with only_writer(folder), _clean_errors():
        if (folder / "generations" / name).exists():  # it served before: its files are as good, checked at opening
            shutil.rmtree(folder / "generations" / name)
        _switch(folder, place, name, digest)
        _clean(folder)


def _write(place: Path, entries: Sequence[Entry]) -> _Texts:
    store, lexical, texts = Writing(place / "store.sqlite"), LexicalWriter(), _Texts()
    said: dict[str, Counter[str]] = defaultdict(Counter)
    number = 0
    for place_of, entry in enumerate(entries):
        room = room_of(entry.description)
        store.document(entry.document, entry.description)
        store.passages(number, entry.passages)
        store.records(entry.records)
        store.records(entry.subjects)
        lexical.document(place_of, entry.passages, wholes(entry.passages, entry.document.blocks))
        said[room].update(words(entry.document.text))
        for passage in entry.passages:
            texts.add(room, passage)
        for subject in entry.subjects:
            texts.subject(room, subject)
        number += len(entry.passages)
    for room, counts in said.items():
        store.vocabulary(room, counts)
    texts.rooms.pop(CLOSED, None)
    for room, wanted in texts.rooms.items():
        store.vectors((digest, room, vector) for vector, (digest, _) in wanted.items())
    store.close()
    lexical.write(place / "lexical")
    return texts


def _embed(
    place: Path, texts: _Texts, embedder: Embedder, before: Generation | None, say: Callable[[int, int], None]
) -> None:
    """Vectors of every room, those of unchanged texts taken from the generation before."""
    digests = {digest: text for wanted in texts.rooms.values() for digest, text in wanted.values()}
    known = _reused(before, list(digests))
    new = sorted((digest for digest in digests if digest not in known), key=lambda digest: len(digests[digest]))
    say(0, len(new))
    for start in range(0, len(new), _AT_ONCE):
        some = new[start : start + _AT_ONCE]
        known |= dict(zip(some, embedder.embed_passages([digests[d] for d in some]), strict=True))
        say(min(start + _AT_ONCE, len(new)), len(new))
    for room, wanted in texts.rooms.items():
        store = ChromaStore(place / "vectors" / room, create=True)
        store.add(list(wanted), np.stack([known[digest] for digest, _ in wanted.values()]))
        store.close()
    near = np.zeros((len(texts.subjects), 2, embedder.dimension), np.float16)
    for number, pair in enumerate(texts.subjects):
        if pair:
            near[number] = np.stack([known[digest] for digest in pair])
    save(place / "subjects", near.reshape(-1))


def _reused(before: Generation | None, digests: list[str]) -> dict[str, Vectors]:
    try:
        return before.known_vectors(digests) if before else {}
    except IndexFault:
        return {}


def _before(folder: Path, embedder: Embedder) -> Generation | None:
    try:
        return open_current(folder, embedder.identity)
    except IndexFault:
        return None


def _manifest(name: str, place: Path, entries: Sequence[Entry], embedder: Embedder, texts: _Texts) -> Manifest:
    counts = {
        "documents": len(entries),
        "passages": sum(len(entry.passages) for entry in entries),
        "records": sum(len(entry.records) for entry in entries),
        "vectors": sum(map(len, texts.rooms.values())),
    }
    return Manifest(
        id=name,
        embedding=embedder.identity,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        documents={entry.document.name: entry.digest for entry in entries},
        counts=counts,
        files=manifests.digests(place),
        rooms=tuple(sorted(texts.rooms)),
    )


def _switch(folder: Path, place: Path, name: str, digest: str) -> None:
    """Everything on the disk first; then its name; then CURRENT, in one rename."""
    for path in sorted(place.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)
        _sync(path)
    _sync(place)
    final = place.with_name(name)
    place.rename(final)
    _sync(final.parent)
    point(folder, name, digest)


def point(folder: Path, name: str, digest: str) -> None:
    """Puts a generation in service: CURRENT names it, in one rename. To be called under ``only_writer``."""
    beside = folder / f"{CURRENT}.new"
    beside.write_text(f"{name} {digest}\n", "ascii")
    beside.chmod(0o600)
    _sync(beside)
    beside.replace(folder / CURRENT)
    _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _clean(folder: Path) -> None:
    """Takes away what a dead ingest left, and generations older than the last two."""
    generations = folder / "generations"
    if not generations.is_dir():
        return
    for left in generations.glob(".*"):
        shutil.rmtree(left, ignore_errors=True)
    serving = (folder / CURRENT).read_text("ascii").split(" ")[0] if (folder / CURRENT).exists() else ""
    called = names(folder)
    whole = sorted(path for path in generations.iterdir() if path.name != serving and path.name not in called)
    for old in whole[: -(_KEPT - 1)]:
        shutil.rmtree(old, ignore_errors=True)


def names(folder: Path) -> dict[str, str]:
    """The names people gave to generations: id → name."""
    try:
        said = json.loads((folder / _NAMES).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(of): str(called) for of, called in said.items()} if isinstance(said, dict) else {}


def set_names(folder: Path, called: dict[str, str]) -> None:
    """Keeps the names, in one rename. To be called under ``only_writer``. Raises WriteFailed."""
    with _clean_errors():
        beside = folder / f"{_NAMES}.new"
        beside.write_text(json.dumps(called, ensure_ascii=False), "utf-8")
        beside.chmod(0o600)
        beside.replace(folder / _NAMES)


@contextmanager
def _clean_errors() -> Iterator[None]:
    import sqlite3

    try:
        yield
    except (OSError, sqlite3.Error, UnicodeDecodeError) as error:
        raise WriteFailed.because(getattr(error, "strerror", None) or str(error)) from error
