"""The offers that meet a condition on their columns: a clientele, a region, a provider, a status, a price, a delay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.lexicon import root
from assistant.library import Library
from assistant.model import Query, Word
from assistant.quoting.terms import says
from ingest.facts.records import Fact, ServiceOffer
from ingest.languages import fold

_WORDED = ("audience", "region", "provider", "owner")
_EVERYWHERE = re.compile(r"\b(toutes?|tous|all|ensemble|partout|provincial\w*)\b")
# What the question calls a status; a bare « offert » or « disponible » is no condition.
_STATUS: dict[str, re.Pattern[str]] = {
    "retired": re.compile(
        r"\b(retire\w*|abolie?s?|fermee?s?|retired|withdrawn|plus offert\w*|plus disponible\w*|discontinu\w*)\b"
    ),
    "development": re.compile(
        r"\b(en developpement|developpement|a venir|en preparation|bientot|in development|upcoming|"
        r"en construction|en elaboration)\b"
    ),
    "suspended": re.compile(r"\b(suspendu\w*|en pause|suspended|on hold)\b"),
    "active": re.compile(r"\b(acti(?:f|fs|ve|ves)|en vigueur|en service|active)\b"),
}
_FREE = re.compile(r"\b(gratuit\w*|sans frais|free|sans cout)\b")
_PAID = re.compile(r"\b(payant\w*|factur\w*|paid)\b")
_LIMIT = re.compile(
    r"\b(?:moins de|maximum|au plus|jusqu a|under|less than|within|en dedans de|"
    r"d ici)\s+(\d+)\s*(jours?|semaines?|days?|weeks?|dollars?|\$)?"
)
_CONDITION_WORDS = frozenset(
    root(w)
    for w in """retire retirees abolie ferme fermees developpement venir preparation bientot suspendu pause actif active
    actives vigueur gratuit gratuite gratuites gratuits frais cout payant moins maximum jours semaines dollars region regions
    clientele destine destinees destines reserve specifiquement seulement uniquement secteur territoire fournisseur
    fourni fournies donne donnees donnes offert public free retired active development days weeks region audience
    nombre total registre inscrit liste only compter compte comptent compte-t contenir contient inscrites tout tous toutes
    encore toujours still yet currently adresser s adressent viser visees viennent venant""".split()
)


@dataclass(frozen=True, slots=True)
class Conditions:
    """What the question requires. ``words`` must all stand in one cell of clientele, region, provider or owner."""

    status: str = ""
    free: bool | None = None
    days: float | None = None
    dollars: float | None = None
    words: tuple[Word, ...] = ()
    columns: tuple[str, ...] = ()  # where the words should stand, by what is said of them

    @property
    def none(self) -> bool:
        return not (self.status or self.free is not None or self.days or self.dollars or self.words)


# What the question says of the cell in which its words should stand.
_COLUMN = (
    (
        "audience",
        re.compile(r"\b(destine\w*|clientele|pour (?:les|le|la|des)|s adress\w+|aux|reserve\w*|visent|for|aimed at)\b"),
    ),
    ("region", re.compile(r"\b(regions?|territoires?|secteurs?|area)\b")),
    (
        "provider",
        re.compile(
            r"\b(offerte?s? par|fournie?s? par|donnee?s? par|fournisseur|provided by|offered by|du|de la|de l)\b"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Kept:
    offer: ServiceOffer
    proofs: tuple[Fact, ...] = ()


def conditions(query: Query, need: Sequence[Word]) -> Conditions:
    said = " ".join(query.words)
    limit = _LIMIT.search(fold(query.standalone))
    amount = float(limit[1]) if limit else None
    in_dollars = bool(limit and (limit[2] or "").startswith(("dollar", "$")))
    weeks = bool(limit and (limit[2] or "").startswith(("semaine", "week")))
    left = tuple(
        w
        for w in need
        if root(w.surface) not in _CONDITION_WORDS and not any(root(a) in _CONDITION_WORDS for a in w.also)
    )
    return Conditions(
        status=next((status for status, words in _STATUS.items() if words.search(said)), ""),
        free=True if _FREE.search(said) else False if _PAID.search(said) else None,
        days=amount * (5 if weeks else 1) if amount and not in_dollars else None,
        dollars=amount if in_dollars else None,
        words=left,
        columns=tuple(key for key, pattern in _COLUMN if pattern.search(said)),
    )


def kept(wanted: Conditions, offers: Iterable[ServiceOffer], library: Library) -> list[Kept]:
    """Offers that meet every condition, each with the cells that show it; words first in the column told of."""
    offers = list(offers)
    for columns in dict.fromkeys((wanted.columns[:1] or _WORDED, _WORDED)):
        found = [one for offer in offers if (one := _kept(wanted, offer, columns, library))]
        if found:
            return found
    if len(wanted.words) > 1:  # « offerts par le CEIAVD aux chercheurs »: two cells
        return [one for offer in offers if (one := _kept(wanted, offer, _WORDED, library, apart=True))]
    return []


def _kept(
    wanted: Conditions, offer: ServiceOffer, columns: Sequence[str], library: Library, *, apart: bool = False
) -> Kept | None:
    """``apart``: the words may stand in several cells, each whole word in one."""
    proofs: list[Fact] = []
    for key, holds in (
        ("status", wanted.status and _value(offer, "status") == wanted.status),
        (
            "cost",
            wanted.free is not None and (_value(offer, "cost") == "0") == wanted.free and bool(_value(offer, "cost")),
        ),
        ("cost", wanted.dollars is not None and _most(offer, "cost", wanted.dollars)),
        ("delay", wanted.days is not None and _most(offer, "delay", wanted.days)),
    ):
        if holds and (fact := offer.facts.get(key)):
            proofs.append(fact)
    required = (
        bool(wanted.status) + (wanted.free is not None) + (wanted.dollars is not None) + (wanted.days is not None)
    )
    if len(proofs) < required:
        return None
    if wanted.words:
        groups = [(w,) for w in wanted.words] if apart else [wanted.words]
        cells = [_cell(offer, group, columns, library) for group in groups]
        if None in cells:
            return None
        proofs += dict.fromkeys(cell for cell in cells if cell)
    return Kept(offer, tuple(proofs))


def _cell(offer: ServiceOffer, words: Sequence[Word], columns: Sequence[str], library: Library) -> Fact | None:
    for key in columns:
        fact = offer.facts.get(key)
        if fact and all(says(fact.quote, w, library) for w in words):
            return fact
    return None


def _value(offer: ServiceOffer, key: str) -> str:
    fact = offer.facts.get(key)
    return fact.value if fact else ""


def _most(offer: ServiceOffer, key: str, limit: float) -> bool:
    value = _value(offer, key)
    return bool(re.fullmatch(r"\d+(\.\d+)?", value)) and float(value) <= limit


def everywhere(offers: Iterable[ServiceOffer]) -> bool:
    """Whether some offers say they are for every region."""
    return any(_EVERYWHERE.search(fold(o.facts["region"].quote)) for o in offers if "region" in o.facts)
