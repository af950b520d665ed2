"""What ``repere lint`` says: one defect, its gravity, its places, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from ingest.facts.records import Fact
from ingest.model import Block, Place

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a defect is seen: a document, a place in it, and the exact words there."""

    document: str
    place: Place
    quote: str

    @classmethod
    def of_fact(cls, document: str, fact: Fact) -> Spot:
        """Where a fact is stated."""
        return cls(document, fact.place, fact.quote)

    @classmethod
    def of_block(cls, document: str, block: Block) -> Spot:
        """A whole block."""
        return cls(document, block.place, block.text)


@dataclass(frozen=True, slots=True)
class Defect:
    """``code`` is stable (scripts read it); ``text`` is one French sentence that ends with what to do."""

    code: str
    severity: Severity
    text: str
    places: tuple[Spot, ...]

    def as_json(self) -> dict[str, Any]:
        """The defect as ``repere lint --json`` prints it."""
        return {
            "code": self.code,
            "severity": self.severity,
            "text": self.text,
            "places": [_spot(spot) for spot in self.places],
        }


def _spot(spot: Spot) -> dict[str, Any]:
    place = spot.place
    return {
        "document": spot.document,
        "page": place.page,
        "slide": place.slide,
        "section": place.section[-1] if place.section else None,
        "sheet": place.sheet,
        "cell": place.cell,
        "row": place.row,
        "quote": spot.quote,
    }
