"""One published index, read only. All that a question meets of the documents comes from one of these."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ingest.errors import NoIndex
from ingest.facts.records import Subject
from ingest.index import manifest as manifests
from ingest.index.arrays import mapped
from ingest.index.lexical import Lexical, Shares, Wanted
from ingest.index.manifest import Manifest
from ingest.index.postings import Mask
from ingest.index.rooms import room_of
from ingest.index.store import Store
from ingest.index.vectors import ChromaStore
from ingest.languages import FRENCH
from ingest.languages.spelling import Speller
from ingest.model import Block, Description, Document, Passage
from ingest.ports import Vectors

R = TypeVar("R")
Allowed = Callable[[str], bool]
CURRENT = "CURRENT"
_DOCUMENTS_HELD = 64


class Generation:
    """Thread-safe. Opens its parts when they are first needed; costs nothing in proportion to the documents."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.id = manifest.id
        self.manifest = manifest
        self._folder = folder
        self._store = Store(folder / "store.sqlite")
        self._lock = threading.RLock()
        self._descriptions: tuple[Description, ...] | None = None
        self._records: dict[type, tuple[object, ...]] = {}
        self._lexical: Lexical | None = None
        self._vectors: dict[str, ChromaStore] = {}
        self._spellers: dict[tuple[str, ...], Speller] = {}
        self._words: dict[tuple[str, ...], Mapping[str, int]] = {}
        self.document = lru_cache(_DOCUMENTS_HELD)(self._document)

    def require(self) -> None:
        """Raises DamagedIndex when its files are no longer there: what is mapped answers on, what is not would fail."""
        if not (self._folder / "store.sqlite").is_file():
            raise manifests.damaged()

    def descriptions(self) -> tuple[Description, ...]:
        """What each document is, in the order of the ingest."""
        with self._lock:
            if self._descriptions is None:
                self._descriptions = self._store.descriptions()
            return self._descriptions

    def records(self, kind: type[R]) -> tuple[R, ...]:
        """All the records of one dataclass of ``ingest.facts.records``, in the order of the documents."""
        with self._lock:
            if kind not in self._records:
                name: str = kind.__dataclass_fields__["kind"].default  # type: ignore[attr-defined]
                self._records[kind] = self._store.records(name)
            return self._records[kind]  # type: ignore[return-value]

    def near_subjects(self) -> NDArray[np.float16]:
        """The vectors of every subject, in the order of ``records(Subject)``: shape (n, 2, dimension), its name's
        then that of all that is said of it; zeros for one nobody may read."""
        flat = mapped(self._folder / "subjects", "<f2")
        count = len(self.records(Subject))
        return flat.reshape(count, 2, -1) if count else flat.reshape(0, 2, 0)

    def passages(self, ids: Sequence[str]) -> list[Passage]:
        """In the order asked; an id that is not there is skipped."""
        found = self._store.passages_named(ids)
        return [found[name] for name in ids if name in found]

    def passages_at(self, numbers: Sequence[int]) -> list[Passage]:
        """Passages by number, in the order asked. Raises KeyError for a number that is not there."""
        found = self._store.passages_at(numbers)
        return [found[number] for number in numbers]

    def passages_of(self, document: str) -> tuple[Passage, ...]:
        """In document order."""
        return self._store.passages_of(document)

    def _document(self, name: str) -> Document:
        """The document as it was read; KeyError when there is none of that name."""
        document = self._store.document(name)
        if document is None:
            raise KeyError(name)
        return document

    def blocks(self, document: str) -> tuple[Block, ...]:
        """The blocks of a document, in reading order; none for a document that is not there."""
        try:
            return self.document(document).blocks
        except KeyError:
            return ()

    def lexical(self, wanted: Wanted, allowed: Mask | None) -> Shares:
        """BM25 of every passage, by number; frequencies are those of the allowed documents (``mask``)."""
        return self._words_index().shares(wanted, allowed)

    def mask(self, allowed: Allowed | None) -> Mask | None:
        """Which documents may be read, in their order; None when all may."""
        if allowed is None:
            return None
        mask = np.fromiter((allowed(d.document) for d in self.descriptions()), np.bool_)
        return None if mask.all() else mask

    def nearest(self, vector: Vectors, count: int, allowed: Allowed | None = None) -> list[tuple[int, float]]:
        """(passage number, cosine), best first, from the rooms that hold a readable document."""
        found: dict[str, float] = {}
        for room in self._rooms(allowed):
            for name, near in self._room(room).nearest(vector, count):
                found[_passage(name)] = max(near, found.get(_passage(name), -1.0))
        numbers = self._store.numbers(list(found))
        ranked = sorted(((numbers[name], near) for name, near in found.items()), key=lambda pair: (-pair[1], pair[0]))
        mask = self.mask(allowed)
        if mask is None:
            return ranked
        documents = self._words_index().documents_of(np.array([number for number, _ in ranked], np.int32))
        return [pair for pair, document in zip(ranked, documents, strict=True) if mask[document]]

    def similarities(self, vector: Vectors, numbers: Sequence[int], allowed: Allowed | None = None) -> dict[int, float]:
        """The cosine of given passages (by number), themselves and not the questions attached to them."""
        names = {name: number for number, name in self._store.identities(numbers).items()}
        found: dict[int, float] = {}
        for room in self._rooms(allowed):
            for name, known in self._room(room).get(list(names)).items():
                found[names[name]] = float(known @ vector)
        return found

    def frequency(self, term: str, allowed: Allowed | None = None) -> int:
        """How many passages hold an analysed term."""
        return self._words_index().frequency(term, self.mask(allowed))

    def vocabulary(self, allowed: Allowed | None = None) -> Mapping[str, int]:
        """Folded words of the documents (of the readable rooms) and how often they are written."""
        rooms = tuple(self._entered(allowed))
        with self._lock:
            if rooms not in self._words:
                self._words[rooms] = self._store.vocabulary(rooms)
            return self._words[rooms]

    def speller(self, allowed: Allowed | None = None) -> Speller:
        """Mends words with those of the readable rooms, and remembers what it mended."""
        rooms, vocabulary = tuple(self._entered(allowed)), self.vocabulary(allowed)
        with self._lock:
            return self._spellers.setdefault(rooms, Speller(vocabulary, FRENCH))

    def known_vectors(self, digests: Sequence[str]) -> dict[str, Vectors]:
        """Vectors of texts embedded for this generation, by digest, so that the next one need not embed them again."""
        places = self._store.embedded(digests)
        vectors: dict[str, Vectors] = {}
        for room in {room for room, _ in places.values()}:
            wanted = {name: digest for digest, (place, name) in places.items() if place == room}
            vectors |= {wanted[name]: v for name, v in self._room(room).get(list(wanted)).items()}
        return vectors

    def _rooms(self, allowed: Allowed | None) -> list[str]:
        return [room for room in self._entered(allowed) if room in self.manifest.rooms]

    def _entered(self, allowed: Allowed | None) -> list[str]:
        """The rooms that hold a document one may read."""
        return sorted({room_of(d) for d in self.descriptions() if allowed is None or allowed(d.document)})

    def _room(self, name: str) -> ChromaStore:
        with self._lock:
            if name not in self._vectors:
                self._vectors[name] = ChromaStore(self._folder / "vectors" / name, create=False)
            return self._vectors[name]

    def _words_index(self) -> Lexical:
        with self._lock:
            if self._lexical is None:
                self._lexical = Lexical(self._folder / "lexical")
            return self._lexical


def _passage(vector: str) -> str:
    """The id of the passage a vector stands for: « p12 » and « p12.1 » (a question attached to it) are both p12."""
    return vector.partition(".")[0]


def current_id(folder: Path) -> str:
    """What CURRENT names: « id digest-of-manifest ». Raises NoIndex."""
    try:
        return (folder / CURRENT).read_text("ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        if (folder / CURRENT).exists():
            raise manifests.damaged() from error
        raise NoIndex(
            f"Aucun index dans « {folder} » : lancez d'abord « repere ingest ».",
            f"There is no index in “{folder}”: run “repere ingest” first.",
        ) from error


def open_current(folder: Path, embedder_identity: str | None, *, check: bool = True) -> Generation:
    """The generation in service. Raises NoIndex, IncompatibleIndex or DamagedIndex."""
    name, _, expected = current_id(folder).partition(" ")
    place = folder / "generations" / name
    if not name or "/" in name or not place.is_dir():
        raise manifests.damaged()
    manifest = manifests.read(place, expected)
    manifests.require_model(manifest, embedder_identity)
    if check:
        manifests.check(place, manifest)
    return Generation(place, manifest)
