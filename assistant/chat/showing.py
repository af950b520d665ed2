"""Candidates → numbered pieces of evidence, as a chat model sees them: what each would tell, and where it comes from."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from assistant.choosing.chooser import Chosen
from assistant.choosing.marks import block_of
from assistant.evidence.candidate import Plan
from assistant.library import Library
from assistant.model import Citation
from assistant.reading.reading import Reading
from assistant.telling.drafting import Drafting
from ingest.languages import words

SHOWN = 20  # pieces, at most
LONGEST = 1_500  # characters of a piece: a list travels whole, a longer one by its beginning
ROOM = 14_000  # characters of all of them
TITLE = 80  # characters of a document's title: a form's is a paragraph

_CHANCE = secrets.SystemRandom()
Receives = Callable[[Sequence[str]], bool]


@dataclass(frozen=True)
class Piece:
    """``chosen`` told in words; ``citations`` are what proves them. ``origin`` is where it stands; ``number`` is drawn
    for the request, so that no document can name it."""

    number: int
    chosen: Chosen
    text: str
    origin: str
    citations: tuple[Citation, ...]

    def as_json(self) -> dict[str, Any]:
        return {"n": self.number, "from": self.origin, "text": self.text[:LONGEST]}


def shown(reading: Reading, ranked: Sequence[Chosen], library: Library, receives: Receives) -> list[Piece]:
    """The likeliest candidates that have something to say, best first, each told once; without those of documents that
    the model may not receive."""
    found: dict[tuple[str, ...], Piece] = {}
    numbers = iter(_CHANCE.sample(range(100, 1000), SHOWN))
    room = ROOM
    for chosen in ranked:
        draft = Drafting(library, reading.language)
        chosen.candidate.tell(draft)
        text = "\n".join(claim.text for claim in draft.claims)
        cited = tuple(draft.citations.values())
        if not text or not cited or not receives([c.document for c in cited]):
            continue
        same = (cited[0].document, *dict.fromkeys(words(text)))  # « X : Y », « X – Y » and « X – X : Y » are told once
        if same in found:
            continue
        room -= min(len(text), LONGEST)
        if room < 0 or len(found) == SHOWN:
            break
        found[same] = Piece(next(numbers), chosen, text, _origin(cited[0], text, library), cited)
    return list(found.values())


def agree(one: Piece, other: Piece) -> bool:
    """Whether two pieces say the same: one is proved by words that are all in the other (a value, and its whole row). That
    a thing lacks something, or which one is meant, is proved by a name alone: it agrees with itself only."""
    if one.text == other.text:
        return True
    if {one.chosen.candidate.plan, other.chosen.candidate.plan} & {Plan.LACKING, Plan.WHICH}:
        return False
    return _within(one, other) or _within(other, one)


def _within(one: Piece, other: Piece) -> bool:
    said = "\n".join(c.quote for c in other.citations)
    return all(c.quote in said for c in one.citations)


def shuffled(pieces: Sequence[Piece]) -> list[Piece]:
    """The same pieces in another order, under other numbers."""
    numbers = _CHANCE.sample(range(100, 1000), len(pieces))
    return [replace(piece, number=n) for piece, n in zip(_CHANCE.sample(pieces, len(pieces)), numbers, strict=True)]


def _origin(cited: Citation, text: str, library: Library) -> str:
    """« Cadre (2026-04-01) › Comité directeur › Rôle | Délai »: document and date, headings, then the lead-in of an item
    and the heads of a row, where its text does not say them."""
    block = block_of(cited, library)
    heads = " | ".join(dict.fromkeys(c.header for c in block.cells if c.header)) if block and " | " in text else ""
    title = cited.title if len(cited.title) <= TITLE else f"{cited.title[:TITLE].rsplit(' ', 1)[0]}…"
    title = f"{title} ({cited.date})" if cited.date else title
    parts = (*cited.place.section[-3:], block.lead_in if block else "", heads)
    return " › ".join([title, *(part for part in parts if part and part != cited.title and part not in text)])
