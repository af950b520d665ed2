"""Claims about offers: a card, some columns, a list; each with the cells that prove it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.drafting import Drafting, called
from assistant.model import Table
from assistant.offers.asking import CARD
from assistant.offers.sieve import Kept
from assistant.wording.offers import Offers, offers
from ingest.facts.records import Fact, ServiceOffer

_TABLE = ("provider", "audience", "request", "delay", "status")
_MANY = 60  # names read out; a longer list is given as a table alone


@dataclass(slots=True)
class Telling(Drafting):
    """``surely``: the offer told meets the need, and does not only come near it."""

    surely: bool = True

    @property
    def say(self) -> Offers:
        return offers(self.language)

    # ------------------------------------------------------------ one offer
    def card(self, offer: ServiceOffer, keys: Sequence[str] = CARD) -> None:
        """All that someone needs to decide and to ask; what is not offered any more is said first."""
        self.availability(offer)
        self._sentence(offer, keys)
        if not _said(offer, "request"):
            self.told(self.say.no_ask.format(name=offer.name.value), offer, [offer.name])

    def columns(self, offer: ServiceOffer, keys: Sequence[str]) -> None:
        """The columns asked for; one that the inventory leaves empty is said to be."""
        if "status" not in keys:
            self.availability(offer)
        elif not self.availability(offer) and (fact := offer.facts.get("status")):
            text = self.say.still.format(name=called(offer), value=fact.quote)
            self.told(text, offer, [fact, offer.name])
        rest = [k for k in keys if k != "status"]
        if [k for k in rest if _said(offer, k)]:
            self._sentence(offer, rest)
        for key in rest:
            if not _said(offer, key):
                text = self.say.unsaid.format(column=self.say.names[key], name=offer.name.value)
                self.told(
                    text if key != "request" else self.say.no_ask.format(name=offer.name.value), offer, [offer.name]
                )

    def availability(self, offer: ServiceOffer) -> bool:
        """Says that an offer is retired, suspended or not there yet. Returns whether it had to."""
        fact = offer.facts.get("status")
        form = self.say.not_offered.get(fact.value) if fact else None
        if fact is None or form is None:
            return False
        self.told(form.format(name=called(offer), value=fact.quote), offer, [fact, offer.name])
        return True

    def also(self, offer: ServiceOffer) -> None:
        facts = self.say.apart.join(self._shown(offer, ("request", "status")))
        held = [offer.facts[k] for k in ("request", "status") if _said(offer, k)]
        if facts:
            self.told(self.say.also.format(name=called(offer), facts=facts), offer, [offer.name, *held])

    def _sentence(self, offer: ServiceOffer, keys: Sequence[str]) -> None:
        facts = self.say.apart.join(self._shown(offer, keys))
        held = [offer.facts[k] for k in keys if _said(offer, k)]
        form = self.say.card if self.surely else self.say.nearest
        self.told(form.format(name=called(offer), facts=facts), offer, [offer.name, *held])

    def _shown(self, offer: ServiceOffer, keys: Iterable[str]) -> list[str]:
        return [
            self.say.columns.get(k, f"{offer.labels.get(k, k)} : {{value}}").format(value=_plain(offer.facts[k].quote))
            for k in keys
            if _said(offer, k)
        ]

    # ------------------------------------------------------------ several
    def listed(self, found: Sequence[Kept], everything: Sequence[tuple[ServiceOffer, Fact]], besides: str = "") -> None:
        """How many offers meet a condition, and which; when none, the cells that show it. ``besides`` ends the sentence."""
        if not found:
            self.claim(self.say.none, [(offer.document, fact) for offer, fact in everything])
            return
        form = self.say.one if len(found) == 1 else self.say.many
        names = self.say.apart.join(called(k.offer) for k in found[:_MANY])
        proofs = [(k.offer.document, fact) for k in found for fact in (*k.proofs, k.offer.code or k.offer.name)]
        text = form.format(count=len(found), names=names)
        self.claim(f"{text} {besides}" if besides else text, proofs)
        self.table = self.tabled([k.offer for k in found])

    def counted(self, found: Sequence[ServiceOffer]) -> None:
        """How many offers there are in all; the table names them."""
        self.claim(self.say.in_all.format(count=len(found)), [(o.document, o.code or o.name) for o in found])
        self.table = self.tabled(found)

    def tabled(self, found: Sequence[ServiceOffer]) -> Table | None:
        keys = [k for k in _TABLE if any(_said(o, k) for o in found)]
        header = (self.say.offer, *(self.say.names[k].split(" ", 1)[-1].capitalize() for k in keys))
        rows = tuple(self._row(offer, keys) for offer in found)
        return Table(self.say.caption, header, rows) if len(found) > 2 else None

    def _row(self, offer: ServiceOffer, keys: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        cells: list[tuple[str, tuple[str, ...]]] = [(called(offer), (self.cite(offer.document, offer.name),))]
        for key in keys:
            said = _said(offer, key)
            cells.append(
                (_plain(offer.facts[key].quote), (self.cite(offer.document, offer.facts[key]),)) if said else ("–", ())
            )
        return tuple(cells)

    def told(self, text: str, offer: ServiceOffer, facts: Iterable[Fact]) -> None:
        """A sentence on one offer, proved by cells of its row."""
        self.claim(text, [(offer.document, fact) for fact in facts])


def _said(offer: ServiceOffer, key: str) -> bool:
    fact = offer.facts.get(key)
    return bool(fact and re.search(r"\w", fact.quote))


def _plain(quote: str) -> str:
    return " ".join(quote.split()).rstrip(".")
