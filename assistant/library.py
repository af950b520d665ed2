"""What one person may be answered from, at one moment: the only window composers have on the index.

A document the person may not read is not there at all: not in records, passages, counts, or suggestions.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from assistant.model import Citation
from ingest.documents.lineage import in_line
from ingest.facts.records import Fact
from ingest.languages.spelling import Speller
from ingest.model import Block, Description, Passage, Place
from ingest.ports import ReadsMeaning

if TYPE_CHECKING:
    from ingest.index.generation import Generation
    from ingest.ports import Embedder

R = TypeVar("R")
T = TypeVar("T")
VIEWS = 8  # an asker may name any day: what was derived for the one not asked about for longest goes


class View:
    """The values of one audience on one day. Each is made by one thread while the others wait for it."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._made: dict[Hashable, Any] = {}

    def made(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of a key; ``make`` may ask for others of the same view."""
        if key not in self._made:
            with self._lock:
                if key not in self._made:
                    self._made[key] = make()
        value: T = self._made[key]
        return value


class Memory:
    """The views of one generation. Thread-safe."""

    def __init__(self, views: int = VIEWS) -> None:
        self._lock = threading.Lock()
        self._most = views
        self._views: OrderedDict[Hashable, View] = OrderedDict()

    def view(self, of: Hashable) -> View:
        """The view of an audience on a day; the one not asked about for longest makes place for a new one."""
        with self._lock:
            found = self._views.setdefault(of, View())
            self._views.move_to_end(of)
            while len(self._views) > self._most:
                self._views.popitem(last=False)
            return found


class Head(Protocol):
    """Reads what a question asks from its vector."""

    def read(self, vector: NDArray[np.float32]) -> dict[str, float]:
        """Kind of question → probability."""
        ...


class Library:
    """A generation seen by one audience on one day. Cheap to make; what is costly is remembered per generation."""

    def __init__(
        self,
        generation: Generation,
        embedder: Embedder | None,
        groups: frozenset[str] = frozenset(),
        today: date | None = None,
        memory: Memory | None = None,
        head: Head | None = None,
    ) -> None:
        """``head`` reads the kinds of question in place of the fitted one: where questions it was fitted on are asked."""
        self.generation = generation
        self.head = head
        self.today = today or date.today()  # noqa: DTZ011 - the day where people read the answer
        self._embedder = embedder
        described = generation.descriptions()
        visible = [d for d in described if readable(d, groups)]
        # The same documents are visible to many people: what is derived from them is shared among them.
        self._audience = frozenset(d.document for d in visible)
        self._remembered = (memory or Memory()).view((self._audience, self.today))
        self._descriptions = {d.document: d for d in visible}
        if len(visible) < len(described):  # who replaced whom is told among what this audience reads, and nothing else
            self._descriptions = self.remember("in line", lambda _: in_line(visible))
        # A library is made for one question: several composers ask it the same things.
        self._once: dict[Hashable, Any] = {}

    def remember(self, key: Hashable, make: Callable[[Library], T]) -> T:
        """A value derived from what this audience sees on this day, made once per generation."""
        return self._remembered.made(key, lambda: make(self))

    def once(self, key: Hashable, make: Callable[[Library], T]) -> T:
        """A value made once for this question, and forgotten with it."""
        if key not in self._once:
            self._once[key] = make(self)
        value: T = self._once[key]
        return value

    def descriptions(self) -> tuple[Description, ...]:
        return tuple(self._descriptions.values())

    def description(self, document: str) -> Description:
        return self._descriptions[document]

    def sees(self, document: str) -> bool:
        return document in self._descriptions

    def records(self, kind: type[R]) -> tuple[R, ...]:
        """All the records of a type in documents this person may read (superseded documents included)."""

        def visible(library: Library) -> tuple[R, ...]:
            return tuple(r for r in library.generation.records(kind) if library.sees(r.document))  # type: ignore[attr-defined]

        return self.remember(("records", kind), visible)

    def current(self, kind: type[R]) -> tuple[R, ...]:
        """Records of documents that no other document replaces."""
        return tuple(r for r in self.records(kind) if not self.description(r.document).superseded_by)  # type: ignore[attr-defined]

    def blocks(self, document: str) -> tuple[Block, ...]:
        return self.generation.blocks(document) if self.sees(document) else ()

    def passages_of(self, document: str) -> tuple[Passage, ...]:
        return self.generation.passages_of(document) if self.sees(document) else ()

    def embed(self, text: str) -> NDArray[np.float32]:
        """The unit vector of a question, made once for it; zeros where there is no encoder."""
        if self._embedder is None:
            return np.zeros(1, np.float32)
        embedder = self._embedder
        return self.once(("vector", text), lambda _: embedder.embed_query(text))

    def meaning(self, text: str) -> NDArray[np.float32]:
        """The packaged encoder's vector of a text, which the kinds of question are read from whoever embeds the documents."""
        embedder: object = self._embedder
        if not isinstance(embedder, ReadsMeaning):
            return self.embed(text)
        return self.once(("meaning", text), lambda _: embedder.embed_meaning(text))

    @property
    def speller(self) -> Speller:
        """Mends words with those of the documents this audience reads."""
        return self.remember("speller", lambda seen: seen.generation.speller(seen.sees))

    @property
    def encoder(self) -> Embedder | None:
        """The encoder of questions, where there is one."""
        return self._embedder

    def cite(
        self, document: str, quoted: Fact | None = None, *, quote: str = "", place: Place | None = None
    ) -> Citation:
        """A citation of a fact, or of exact words at a place."""
        about = self.description(document)
        words = quoted.quote if quoted else quote
        where = (quoted.place if quoted else place) or Place()
        return Citation(
            id=citation_id(document, words, where),
            document=document,
            quote=words,
            place=where,
            title=about.title,
            version=about.version,
            date=about.date or (about.period.end if about.period else ""),
            url=about.url,
        )


def readable(description: Description, groups: frozenset[str]) -> bool:
    """Everyone reads a document without audience; the others need one of its groups; restricted marks close it."""
    if description.audience:
        return bool(description.audience & groups)
    return not description.restricted


def citation_id(document: str, quote: str, place: Place) -> str:
    """The same words at the same place always have the same id."""
    key = f"{document}\0{place.sheet}\0{place.cell}\0{place.start}\0{quote}"
    return "c" + hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:10]
