"""Sections across a matrix: a head over a column where nothing stands, then the same names again under the next one."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.model import Block


def sections(rows: Sequence[Block], number: int, columns: frozenset[int]) -> dict[int, str]:
    """« Achats | Migration | Essai | Entrepôt | Migration | Essai »: the head before each run of the same names, over a column
    where nothing stands, by the columns of that run; none where the names differ."""
    full = {c.column for row in rows[number + 1 :] for c in row.cells if not c.merged}
    heads = [c for c in rows[number].cells if c.column in columns or c.column not in full]
    above = ""
    found: dict[int, str] = {}
    for cell in sorted(heads, key=lambda cell: cell.column):
        if cell.column not in columns:
            above = cell.text
        elif above:
            found[cell.column] = above
    names = [c.text for c in heads if c.column in found]
    parted = {(c.text, found[c.column]) for c in heads if c.column in found}
    return found if len(set(names)) < len(names) == len(parted) and len(set(found.values())) > 1 else {}
