"""The service offers in force, and the names and codes people call them by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.library import Library
from assistant.matching import Names
from ingest.records import ServiceOffer

RETIRED = "retired"
# Columns that say what an offer is for, and how much a word found there tells.
TELLING = {"name": 1.0, "description": 0.9, "audience": 0.35, "code": 0.0}
_SILENT = frozenset({"request", "delay", "cost", "status", "region", "updated", "owner", "provider"})


@dataclass(frozen=True)
class Catalogue:
    """Offers of the inventories no other document replaces, in their order."""

    offers: tuple[ServiceOffer, ...]

    @classmethod
    def of(cls, library: Library) -> Catalogue:
        return library.remember("catalogue", lambda seen: Catalogue(tuple(seen.current(ServiceOffer))))

    @cached_property
    def by_id(self) -> dict[str, ServiceOffer]:
        return {offer.id: offer for offer in self.offers}

    @cached_property
    def names(self) -> Names[str]:
        return Names((o.id, (o.name.value, *([o.code.quote] if o.code else []))) for o in self.offers)

    @property
    def columns(self) -> Sequence[str]:
        return tuple(dict.fromkeys(key for offer in self.offers for key in offer.facts))


def told(offer: ServiceOffer) -> list[tuple[str, float]]:
    """The texts that say what an offer is for, each with its weight."""
    texts = [(offer.name.value, TELLING["name"])]
    texts += [(f.quote, TELLING.get(k, 0.5)) for k, f in offer.facts.items() if k not in _SILENT]
    return texts
