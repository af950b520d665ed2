"""A Document as JSON and back: what crosses from the sandbox is data, never objects that could run something."""

from __future__ import annotations

import json
from typing import Any

from ingest.model import Block, BlockKind, Cell, Document, Place, Remark

Row = list[Any]


def encode(document: Document) -> bytes:
    """UTF-8 JSON. Section paths, many times the same, are written once."""
    sections: dict[tuple[str, ...], int] = {}

    def place(p: Place) -> Row:
        number = sections.setdefault(p.section, len(sections))
        return [p.page, p.slide, number, p.sheet, p.cell, p.row, p.start, p.end, p.folio]

    blocks = [
        [
            b.id,
            b.kind.value,
            b.text,
            place(b.place),
            b.lead_in,
            b.level,
            b.group,
            [[c.text, c.column, place(c.place), c.header, c.merged] for c in b.cells],
        ]
        for b in document.blocks
    ]
    remarks = [[r.code, r.text, r.advice, place(r.place)] for r in document.remarks]
    head = [document.name, document.format, document.text, document.title, list(document.margins), document.pages]
    payload = {"head": head, "blocks": blocks, "remarks": remarks, "sections": [list(path) for path in sections]}
    return json.dumps(payload, separators=(",", ":")).encode("ascii")


def decode(data: bytes) -> Document:
    """Raises ValueError, KeyError or TypeError when the data is not what ``encode`` writes."""
    payload = json.loads(data)
    sections = [tuple(str(part) for part in path) for path in payload["sections"]]

    def place(row: Row) -> Place:
        return Place(row[0], row[1], sections[row[2]], row[3], row[4], row[5], row[6], row[7], row[8])

    def cell(row: Row) -> Cell:
        return Cell(row[0], row[1], place(row[2]), row[3], row[4])

    blocks = tuple(
        Block(b[0], BlockKind(b[1]), b[2], place(b[3]), b[4], b[5], b[6], tuple(cell(c) for c in b[7]))
        for b in payload["blocks"]
    )
    remarks = tuple(Remark(r[0], r[1], r[2], place(r[3])) for r in payload["remarks"])
    name, form, text, title, margins, pages = payload["head"]
    return Document(name, form, text, blocks, title, tuple(margins), remarks, pages)
