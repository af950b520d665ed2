"""Whether the index in service still answers the questions of ``corpus.yaml``, for the steward's page.

Asked in the background, once for a generation and a day, each as somebody who reads the document and no more than the steward.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

from assistant.library import Library
from assistant.model import Question, Reply
from ingest.model import Anticipated, Description

log = logging.getLogger("repere")
MOST = 300  # questions tried
Asks = Callable[[Question], Reply]
Became = Literal["kept", "refused", "elsewhere"]
Key = tuple[str, str, str, frozenset[str]]  # generation and day, document, question, groups


@dataclass(frozen=True, slots=True)
class Broken:
    """A question that is not answered any more, or by other words than those written."""

    document: str
    title: str
    owner: str
    question: str
    became: Became


@dataclass(frozen=True, slots=True)
class Tried:
    """How many of all were tried by now, and those found broken, by document."""

    broken: tuple[Broken, ...]
    done: int
    whole: int


class Trials:
    """What became of each question; those of another generation are forgotten. Thread-safe."""

    def __init__(self, asks: Asks) -> None:
        self._asks = asks
        self._lock = threading.Lock()
        self._known: dict[Key, Became] = {}
        self._going: Future[None] | None = None
        self._ended = threading.Event()
        self._thread = ThreadPoolExecutor(1, "golden")

    def of(self, library: Library, groups: frozenset[str]) -> Tried:
        """What is known now, for somebody of these groups; the others begin to be tried."""
        wanted = {_key(library, about, one, groups): about for about, one in _written(library)}
        with self._lock:
            moment = _moment(library)
            self._known = {key: became for key, became in self._known.items() if key[0] == moment}
            known = {key: self._known[key] for key in wanted if key in self._known}
            idle = self._going is None or self._going.done()
            if len(known) < len(wanted) and idle and not self._ended.is_set():
                left = [(key, *found) for key, found in _asked(library, groups) if key not in known]
                self._going = self._thread.submit(self._try, left, library.generation.id)
        broken = (
            Broken(key[1], wanted[key].title or key[1], wanted[key].owner, key[2], became)
            for key, became in known.items()
            if became != "kept"
        )
        return Tried(tuple(sorted(broken, key=lambda one: (one.owner, one.title))), len(known), len(wanted))

    def wait(self, seconds: float = 60.0) -> None:
        """Until what was begun is done."""
        if self._going is not None:
            self._going.result(seconds)

    def close(self) -> None:
        """Lets go of the thread after the question under way."""
        self._ended.set()
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _try(self, left: list[tuple[Key, Description, Anticipated]], generation: str) -> None:
        from assistant.evaluation.trial import rests

        for key, about, one in left:
            if self._ended.is_set():
                return
            try:
                reply = self._asks(Question(one.question, (), groups=key[3]))
            except Exception as error:  # noqa: BLE001 – what could not be tried now is when the page is next opened
                log.warning("golden questions: %s", type(error).__name__)
                return
            if reply.generation != generation:
                return
            became: Became = "kept" if rests(reply, about, one) else "refused" if reply.abstained else "elsewhere"
            with self._lock:
                self._known[key] = became


def _written(library: Library) -> Iterator[tuple[Description, Anticipated]]:
    """The questions of the documents in force, each once."""
    found = ((about, one) for about in library.descriptions() if not about.superseded_by for one in about.questions)
    yield from list(found)[:MOST]


def _asked(library: Library, groups: frozenset[str]) -> list[tuple[Key, tuple[Description, Anticipated]]]:
    return [(_key(library, about, one, groups), (about, one)) for about, one in _written(library)]


def _key(library: Library, about: Description, one: Anticipated, groups: frozenset[str]) -> Key:
    return _moment(library), about.document, one.question, about.audience & groups


def _moment(library: Library) -> str:
    return f"{library.generation.id} {library.today.isoformat()}"
