"""What owners confirmed with a button: a document is right until a day, as long as it is that very document.

A confirmation holds of the bytes that were read and of the owner who confirmed: another file under the same name, or another
owner in ``corpus.yaml``, and it says nothing. No person is in it.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from assistant.library import Library
from assistant.model import Reply
from assistant.telling.confirmed import confirmations
from bots.errors import StateOut
from bots.memory.state import Place, State
from ingest.model import Description

FRESH = 10.0  # seconds after which what other machines were told is read again

_SCHEMA = """CREATE TABLE IF NOT EXISTS confirmations (
    document TEXT PRIMARY KEY, digest TEXT NOT NULL, owner TEXT NOT NULL, day TEXT NOT NULL, until TEXT NOT NULL)"""


@dataclass(frozen=True, slots=True)
class Confirmation:
    """``digest`` is the SHA-256 of the file; ``day`` and ``until`` are ISO dates."""

    document: str
    digest: str
    owner: str
    day: str
    until: str


class Confirmations:
    """Durable, one for each document. Without ``keeps`` nothing is held nor kept."""

    def __init__(self, place: Place, clock: Callable[[], float] = time.monotonic, *, keeps: bool = True) -> None:
        self._state = State(place, _SCHEMA, "confirmations.sqlite")
        self._clock, self.keeps = clock, keeps
        self._read: tuple[float, dict[str, Confirmation]] | None = None

    def held(self) -> Mapping[str, Confirmation]:
        """By document. None where the state cannot be read: nothing is then said to be confirmed by a button."""
        if not self.keeps:
            return {}
        now = self._clock()
        if self._read is None or now - self._read[0] > FRESH:
            found: dict[str, Confirmation] = {}
            with contextlib.suppress(StateOut):
                rows, _ = self._state.run("SELECT document, digest, owner, day, until FROM confirmations")
                found = {row[0]: Confirmation(*row) for row in rows}
            self._read = (now, found)
        return self._read[1]

    def confirm(self, one: Confirmation) -> None:
        """Replaces what was held of the document. Raises StateOut."""
        if self.keeps:
            self._state.run(
                "INSERT INTO confirmations (document, digest, owner, day, until) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (document) DO UPDATE SET digest = excluded.digest, owner = excluded.owner, "
                "day = excluded.day, until = excluded.until",
                (one.document, one.digest, one.owner, one.day, one.until),
            )
            self._read = None

    def withdraw(self, document: str) -> bool:
        """Whether there was one. Raises StateOut."""
        _, gone = self._state.run("DELETE FROM confirmations WHERE document = ?", (document,))
        self._read = None
        return bool(gone)

    def close(self) -> None:
        self._state.close()


def standing(about: Description, library: Library, held: Mapping[str, Confirmation]) -> Description:
    """The description, with the button's day in place of an older one of ``corpus.yaml`` where it is of this very file."""
    one = held.get(about.document)
    if one is None or not one.day <= library.today.isoformat() or one.day < about.verified:
        return about
    same = one.digest == library.generation.manifest.documents.get(about.document) and one.owner == about.owner
    return replace(about, verified=one.day, review=one.until) if same else about


def with_standing(reply: Reply, library: Library, held: Mapping[str, Confirmation]) -> Reply:
    """The answer, saying what was confirmed with the button too. One of another generation is left as it is."""
    if reply.abstained is True or library.generation.id != reply.generation:
        return reply
    used = {c for claim in reply.claims for c in claim.citations}
    cited = [c for c in reply.citations if c.id in used]
    if not any(c.document in held for c in cited) or not all(library.sees(c.document) for c in cited):
        return reply
    told = confirmations(
        reply.language, cited, lambda name: standing(library.description(name), library, held), library.today
    )
    before = [n.text for n in reply.notices if n.kind == "verified"]
    lines = [line for line in reply.text.split("\n") if line not in before]
    notices = (*(n for n in reply.notices if n.kind != "verified"), *told)
    return replace(reply, notices=notices, text="\n".join([*lines, *(n.text for n in told)]))
