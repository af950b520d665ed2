"""The service offers in force, and the names and codes people call them by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from assistant.library import Library
from assistant.matching import Names, shortened
from ingest.facts.records import ServiceOffer, Term

RETIRED = "retired"
# Columns that say what an offer is for, and how much a word found there tells.
TELLING = {"name": 1.0, "description": 0.9, "audience": 0.35, "code": 0.0}
_SILENT = frozenset({"request", "delay", "cost", "status", "region", "updated", "owner", "provider"})


@dataclass(frozen=True)
class Catalogue:
    """Offers of the inventories no other document replaces, in their order."""

    offers: tuple[ServiceOffer, ...]
    shortened: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # by offer: its name, with acronyms

    @classmethod
    def of(cls, library: Library) -> Catalogue:
        return library.remember("catalogue", _made)

    @cached_property
    def by_id(self) -> dict[str, ServiceOffer]:
        return {offer.id: offer for offer in self.offers}

    @cached_property
    def names(self) -> Names[str]:
        codes = {o.id: [o.code.quote] if o.code else [] for o in self.offers}
        return Names((o.id, (o.name.value, *codes[o.id], *self.shortened.get(o.id, ()))) for o in self.offers)

    @property
    def columns(self) -> Sequence[str]:
        return tuple(dict.fromkeys(key for offer in self.offers for key in offer.facts))


def _made(library: Library) -> Catalogue:
    offers = tuple(library.current(ServiceOffer))
    terms = library.current(Term)
    return Catalogue(offers, {o.id: tuple(shortened(o.name.value, terms)) for o in offers})


def told(offer: ServiceOffer) -> list[tuple[str, float]]:
    """The texts that say what an offer is for, each with its weight."""
    texts = [(offer.name.value, TELLING["name"])]
    texts += [(f.quote, TELLING.get(k, 0.5)) for k, f in offer.facts.items() if k not in _SILENT]
    return texts
