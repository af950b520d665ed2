"""Sentences, list items and whole lists, in the very words of a document, with the subject they have there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.library import Library
from assistant.model import Lang, Notice
from assistant.telling.drafting import Drafting, Proof, unnumbered
from assistant.telling.saying import capital
from assistant.wording.values import values
from ingest.facts.records import Fact, Subject
from ingest.languages import fold, words
from ingest.model import Block, BlockKind, Cell, Place

_END = re.compile(r"(?<=[.!?…;])[\"”»)]*\s+(?=[A-ZÀ-ÖØ-Þ«“\"(0-9•–-])")
_ABBREVIATION = re.compile(r"(?:\b(?:ex|etc|art|no|M|Mme|Dr|Dre|cf|p|al|vol|env|tél)\.|\b[A-Z]\.)$")
_SHORTENED = 12  # letters an abbreviation is looked for in: no further back, or a list of initials costs its square
_LEANS = re.compile(
    r"^(il|elle|ils|elles|celui|celle|ceux|celles|ce|cet|cette|ces|son|sa|ses|leur|leurs|it|they|this|these)\b"
)
LONGEST = 110  # words a quotation may hold
SHORT = 45  # words of a paragraph that is quoted whole
WIDE, NAMED, SHOWN = 4, 2, 8  # cells of a row that makes a card; of them, those that name it, and others shown
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Piece:
    """Contiguous words of one block: ``start``/``end`` count in the document's text."""

    document: str
    block: Block
    start: int
    end: int

    @property
    def text(self) -> str:
        offset = self.block.place.start
        return self.block.text[self.start - offset : self.end - offset]

    @property
    def place(self) -> Place:
        return replace(self.block.place, start=self.start, end=self.end)


def pieces(document: str, block: Block) -> list[Piece]:
    """The sentences of a block; a row, a field or a heading is one piece."""
    base = block.place.start
    if block.kind in (BlockKind.ROW, BlockKind.FIELD, BlockKind.HEADING):
        return [Piece(document, block, base, base + len(block.text))]
    return [Piece(document, block, base + start, base + end) for start, end in sentences(block.text)]


def sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of a text, without the white space between them."""
    found: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if _ABBREVIATION.search(text[max(start, match.start() - _SHORTENED) : match.start()]):
            continue
        found.append((start, match.start() + len(match[0].rstrip())))
        start = match.end()
    if text[start:].strip():
        found.append((start, len(text.rstrip())))
    return found


def quote(draft: Drafting, piece: Piece) -> None:
    """A sentence; said with its lead-in or heading where it does not stand alone. A row of a table is a card, for a person."""
    if draft.shown and (cells := _headed(piece)):
        _row(draft, piece, cells)
        return
    said = with_subject(piece)
    draft.quote(
        piece.document, piece.text, piece.place, unnumbered(said) if draft.shown and said != piece.text else said
    )


def _headed(piece: Piece) -> list[Cell]:
    """The cells of a row, where each has a head and there are too many for a line."""
    cells = [cell for cell in piece.block.cells if _WORD.search(cell.text)]
    return cells if len(cells) >= WIDE and all(cell.header for cell in cells) else []


def _row(draft: Drafting, piece: Piece, cells: Sequence[Cell]) -> None:
    """What the row is of in the line, the other cells under their heads."""
    proofs: list[Proof] = [(piece.document, Fact(piece.text, piece.text, piece.place))]
    names, others = cells[:NAMED], cells[NAMED : NAMED + SHOWN]
    draft.claim(" – ".join(" ".join(cell.text.split()) for cell in names), proofs)
    for cell in others:
        draft.row(_head(cell.header.rstrip(" :"), draft), draft.words(" ".join(cell.text.split())), proofs)


def _head(written: str, draft: Drafting) -> str:
    """The head as the document writes it; in English our word for it, where a column is known by that head."""
    key = draft.library.remember("heads", _keys).get(fold(written), "") if draft.language is Lang.EN else ""
    return capital(values(draft.language).labels.get(key, "") or written)


def _keys(library: Library) -> dict[str, str]:
    return {fold(v.label): v.key for one in library.records(Subject) for v in one.values if v.key and v.label}


def with_subject(piece: Piece) -> str:
    """« 5. Conservation – elles sont conservées 45 jours »: what a sentence leans on is said before it."""
    block, text = piece.block, piece.text.strip()
    if block.kind is BlockKind.LIST_ITEM and block.lead_in:
        return f"{block.lead_in.rstrip(' :')} : {text}"
    if _LEANS.match(fold(text)) or len(words(text)) < 6 or block.kind is BlockKind.LIST_ITEM:
        above = block.place.section[-1] if block.place.section else ""
        before = block.text[: max(0, piece.start - block.place.start)].strip()
        last = sentences(before)[-1] if before else None
        if last and len(words(before[last[0] : last[1]])) < SHORT:
            return f"{before[last[0] : last[1]]} {text}"
        return f"{above} – {text}" if above and fold(above) not in fold(text) else text
    return text


def both(draft: Drafting, one: Piece, other: Piece) -> None:
    """Two sentences that do not agree, each under the title of its document; the newer one first."""
    library = draft.library
    ordered = sorted((one, other), key=lambda piece: library.description(piece.document).date, reverse=True)
    for piece in ordered:
        text = f"{library.description(piece.document).title} : {with_subject(piece)}"
        draft.quote(piece.document, piece.text, piece.place, text)
    cited = tuple(c for claim in draft.claims for c in claim.citations)
    draft.notices.append(Notice("contradiction", values(draft.language).disagree, cited))


def listed(draft: Drafting, document: str, lead: str, items: Sequence[Block]) -> None:
    """A whole list under what introduces it, each item a claim of its own."""
    for number, item in enumerate(items):
        text = f"• {item.text}"
        draft.quote(document, item.text, item.place, f"{lead.rstrip(' :')} :\n{text}" if number == 0 and lead else text)
