"""Responsibilities told one activity at a time: a title, then « Responsable : … ; Approuve : … », or the same labels again
and again (« Quoi : … », « Qui fait : … »)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from ingest.facts.matrices.letters import level_of
from ingest.facts.records import Level
from ingest.languages import fold
from ingest.model import Block, BlockKind, Cell

_PIECE = re.compile(r"(?:^|(?<=[;\n]))\s*(?P<label>[^:;.\n]{2,40}?)\s*:(?:\s+(?P<value>[^;\n]*[^;\s]))?\s*(?=[;\n]|$)")
_LABEL_WORDS = 4
_CARDS, _MOSTLY = 3, 0.6  # fewer are no list; of a card's labels, those that tell a level
_NOBODY = re.compile(r"(?:personne|aucune?|nobody|a (?:designer|determiner|venir))\b")
_REMARK = re.compile(r"\s+\((?![A-ZÀ-Ý]{2})|\.\s+(?=[A-ZÀ-Ý])")  # what is said after a name is no part of it


@dataclass(slots=True)
class Card:
    """An activity, who holds what for it by level, and the labelled remarks beside."""

    name: Cell
    held: list[tuple[Level, Cell]] = field(default_factory=list)
    beside: list[tuple[str, Cell]] = field(default_factory=list)


def cards(blocks: Sequence[Block]) -> list[Card]:
    """The cards of a document; none unless several tell who acts and who approves, and little else."""
    made = [card for card in _made(blocks) if card.held]
    telling = [card for card in made if {Level.RESPONSIBLE, Level.ACCOUNTABLE} <= {level for level, _ in card.held}]
    labels = sum(len(card.held) + len(card.beside) for card in made)
    told = sum(len(card.held) for card in made)
    return made if len(telling) >= _CARDS and told >= _MOSTLY * labels else []


def _made(blocks: Sequence[Block]) -> Iterator[Card]:
    card: Card | None = None
    opening = _opening(blocks)
    for label, cell in _labelled(blocks):
        level = level_of(label) if label else None
        if not label or fold(label) in opening:
            if card:
                yield card
            card = Card(cell)
        elif card and level:
            if name := _holder(cell):
                card.held.append((level, name))
        elif card:
            card.beside.append((label, cell))
    if card:
        yield card


def _opening(blocks: Sequence[Block]) -> frozenset[str]:
    """« Quoi »: of the labels of fields that come back, the first, which says no level."""
    said = Counter(fold(b.cells[0].text).strip(" :") for b in blocks if b.kind is BlockKind.FIELD and b.cells)
    first = next((label for label, times in said.items() if times >= _CARDS), "")
    return frozenset({first} if first and not level_of(first) else ())


def _labelled(blocks: Sequence[Block]) -> Iterator[tuple[str, Cell]]:
    """Titles (no label), then labels with what stands beside them."""
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            yield "", Cell(block.text, 1, block.place)
        elif block.kind is BlockKind.FIELD:
            for label, said in zip(block.cells[::2], block.cells[1::2], strict=False):
                yield label.text.strip(" :"), said
        elif not block.cells:
            yield from _pieces(block)


def _pieces(block: Block) -> Iterator[tuple[str, Cell]]:
    """« Responsable : DAM ; Approuve : CM » of a paragraph that says nothing else."""
    found = list(_PIECE.finditer(block.text))
    if found and sum(len(m.group()) for m in found) + block.text.count(";") >= len(block.text.rstrip(" .;")):
        for match in found:
            if len(match["label"].split()) <= _LABEL_WORDS and match["value"]:
                place = replace(
                    block.place,
                    start=block.place.start + match.start("value"),
                    end=block.place.start + match.end("value"),
                )
                yield match["label"], Cell(match["value"], 2, place)


def _holder(cell: Cell) -> Cell | None:
    """Who holds it, without what is added after the name; None when it says that nobody does."""
    cut = _REMARK.search(cell.text)
    text = cell.text[: cut.start()] if cut else cell.text
    place = replace(cell.place, end=cell.place.start + len(text))
    return None if _NOBODY.match(fold(text)) else Cell(text, cell.column, place)
