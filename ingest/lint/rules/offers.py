"""An offer people cannot ask for, or that nobody answers for."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.facts.holdings import Holdings
from ingest.facts.records import ServiceOffer
from ingest.languages import fold
from ingest.lint.defects import Defect, Spot

_BLANK = frozenset(
    {"", "-", "–", "—", "?", "a venir", "a determiner", "s. o.", "s.o.", "so", "n/a", "nd", "aucun", "aucune"}
)
_CLOSED = ("retir", "ferm", "aboli", "abandon", "suspend", "discontinu", "inactif")
_ASKED = (
    ("request", "service_without_contact", "n'indique pas comment la demander", "ajoutez une adresse ou un lien"),
    ("owner", "service_without_owner", "n'a pas de responsable", "nommez un rôle"),
)


def incomplete(holdings: Holdings) -> Iterator[Defect]:
    """A column that no offer of the document fills is a choice, not a defect; a withdrawn offer needs no contact."""
    offers = holdings.all(ServiceOffer)
    for key, code, lacks, do in _ASKED:
        asked = {offer.document for offer in offers if _said(offer, key)}
        for offer in offers:
            if offer.document in asked and not _said(offer, key) and not _closed(offer):
                yield Defect(
                    code,
                    "error" if key == "request" else "warning",
                    f"L'offre « {offer.name.quote} » {lacks} : {do}.",
                    (Spot.of_fact(offer.document, offer.name),),
                )


def _said(offer: ServiceOffer, key: str) -> bool:
    fact = offer.facts.get(key)
    return fact is not None and fold(fact.quote).strip(" .") not in _BLANK


def _closed(offer: ServiceOffer) -> bool:
    status = offer.facts.get("status")
    return status is not None and any(word in fold(status.quote) for word in _CLOSED)
