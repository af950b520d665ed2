"""Names of roles and activities as cells write them: several in one cell, with an acronym, a number, a footnote mark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.facts.matrices.grids import ROLE_NAME
from ingest.languages import fold
from ingest.model import Cell

ACRONYM = re.compile(r"\(([A-ZÉÈÀ][\w&ÉÈÀ./ -]{0,14}?)\)")
_SPLIT_NAMES = re.compile(r"\s*(?:[;\n/•|]|,(?! d[eu]s? |\s*l)|\bet (?=[A-ZÉÈÀ])|\bet (?=l[ea'])|\band (?=[A-Z]))\s*")


def names_in(cell: Cell) -> Iterator[Cell]:
    """The role names of a cell, each with its own span."""
    at = 0
    for part in (one for several in _SPLIT_NAMES.split(cell.text) for one in _both(several)):
        name = re.sub(r"^(?:et |le |la |les |l')", "", part.strip(" .,;-–—"))
        if len(name) < 2:
            continue
        start = cell.text.index(name, at)
        at = start + len(name)
        place = replace(cell.place, start=cell.place.start + start, end=cell.place.start + at)
        yield Cell(name, cell.column, place, cell.header, cell.merged)


def _both(part: str) -> list[str]:
    """« Chauffeurs et technicien forestier » are two roles; « Comité de santé et sécurité » is one."""
    pieces = re.split(r"\s+(?:et|and|ou|or)\s+", part)
    apart = len(pieces) > 1 and all(ROLE_NAME.match(fold(re.sub(r"^(?:l[ea]s? |l')", "", p))) for p in pieces)
    return pieces if apart else [part]


def bare_name(name: str) -> str:
    """A role's name without its acronym, its footnote mark or a line break."""
    without = ACRONYM.sub("", name)
    return re.sub(r"\s+", " ", re.sub(r"[¹²³⁴*†]+\s*$", "", without)).strip(" :-–—") or name.strip()


def unnumbered(name: str) -> str:
    """« 3.1 Valider le plan¹ » → « Valider le plan »."""
    bare = re.sub(r"^\s*(?:\d+(?:\.\d+)*[.)]?|[A-Z]\d*[.)])\s+", "", name)
    return re.sub(r"[¹²³⁴*†]+\s*$", "", bare).strip() or name.strip()
