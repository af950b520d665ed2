"""The proof beside the answer: the cited words in what stands around them, as a tree the script builds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from bots.web.nodes import as_json, el
from bots.web.passage import Pointed
from bots.web.viewer import Viewer
from bots.wording.pages import long_date
from ingest.model import Block, BlockKind, Description

Say = Callable[..., str]
TEXT, ROWS = 14, 30  # blocks of a text, rows of a table, shown before and after the cited words
_TOP = 12  # rows in which the heads of a table are looked for


def proof(about: Description, blocks: Sequence[Block], at: Pointed, say: Say, language: str) -> dict[str, Any]:
    """``title`` and ``details`` of the document, and the ``tree`` of what is around the words; ``fate`` says whether
    they are still there."""
    shown = around(blocks, at)
    version = f"{say('version').lower()} {about.version}" if about.version else ""
    told = el("div", *Viewer(at, say).draw(shown), class_="document", lang="fr")
    return {
        "title": about.title or about.document,
        "details": ", ".join(part for part in (version, long_date(about.date, language)) if part),
        "fate": at.fate,
        "said": {"moved": say("moved"), "gone": say("gone")}.get(at.fate, ""),
        "tree": as_json(told),
    }


def around(blocks: Sequence[Block], at: Pointed) -> list[Block]:
    """The blocks near the pointed words: of a table its first rows besides, where the heads are; of a page all."""
    here = next((n for n, block in enumerate(blocks) if at.part(block.place.start, block.text) is not None), 0)
    pointed = blocks[here] if blocks else None
    if pointed is None or pointed.kind is not BlockKind.ROW:
        return list(blocks[max(0, here - TEXT) : here + TEXT + 1])
    table = next(run for run in _tables(blocks) if pointed in run)
    row = table.index(pointed)
    first = [block for block in table[:_TOP] if block not in table[max(0, row - ROWS) : row + ROWS + 1]]
    return [*first, *table[max(0, row - ROWS) : row + ROWS + 1]]


def _tables(blocks: Sequence[Block]) -> list[list[Block]]:
    return [list(run) for _, run in groupby(blocks, key=lambda b: (b.kind, b.place.sheet, b.group))]
