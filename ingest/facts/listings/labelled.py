"""Labelled values of forms, in any document: « Date de soumission : 23 janvier 2023 », or two cells side by side."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.facts.records import Fact, Field
from ingest.facts.values.dates import iso
from ingest.model import Block, BlockKind, Cell, Document

_LABELLED = re.compile(r"^\s*([^\n:]{2,90}?)\s*:\s+(\S.*)$", re.DOTALL)
_LABEL_WORDS, _VALUE_CHARACTERS = 12, 400
_VERB_IN_LABEL = re.compile(r"\b(est|sont|sera|seront|doit|doivent|devra|devront|a|ont)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"^(?:livrable|section|annexe|étape|phase|volet|décision|article)\s+[\w-]+$", re.IGNORECASE)


def fields(document: Document) -> tuple[Field, ...]:
    """Every labelled value, in the order of the document."""
    return tuple(f for block in document.blocks for f in _of_block(block, document.name))


def _of_block(block: Block, document: str) -> Iterator[Field]:
    if block.cells and (block.kind is BlockKind.FIELD or _is_pair(block)):
        yield from _pairs(block, document)
    elif block.kind in (BlockKind.FIELD, BlockKind.PARAGRAPH) and (match := _LABELLED.match(block.text)):
        label, value = _fact(block, *match.span(1)), _fact(block, *match.span(2))
        if _is_label(label.quote) and len(value.quote) <= _VALUE_CHARACTERS:
            yield _field(document, label, value)


def _is_pair(block: Block) -> bool:
    """A row of a form: two cells, no header above them, the first one short."""
    return (
        block.kind is BlockKind.ROW
        and len(block.cells) == 2
        and not any(cell.header for cell in block.cells)
        and not block.place.sheet
        and _is_label(block.cells[0].text)
    )


def _is_label(text: str) -> bool:
    return len(text.split()) <= _LABEL_WORDS and not _VERB_IN_LABEL.search(text) and not _NUMBERED.match(text.strip())


def _pairs(block: Block, document: str) -> Iterator[Field]:
    """Label, value, label, value: forms keep several pairs on one line."""
    for label, value in zip(block.cells[::2], block.cells[1::2], strict=False):
        if label.text.strip() and value.text.strip():
            yield _field(document, _of_cell(label), _of_cell(value))


def _of_cell(cell: Cell) -> Fact:
    return Fact(cell.text.strip(" :"), cell.text, cell.place)


def _fact(block: Block, start: int, end: int) -> Fact:
    words = block.text[start:end]
    place = replace(block.place, start=block.place.start + start, end=block.place.start + end)
    return Fact(words.strip(" :"), words, place)


def _field(document: str, label: Fact, value: Fact) -> Field:
    key = f"{document}\0{label.place.start}\0{label.quote}"
    dated = iso(value.quote) if len(value.quote) <= 40 else ""
    return Field(
        id="f" + hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:15],
        document=document,
        label=label,
        value=replace(value, value=dated or value.value),
    )
