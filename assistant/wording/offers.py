"""How service offers are said, in both languages. French first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from assistant.model import Lang


@dataclass(frozen=True, slots=True)
class Offers:
    columns: Mapping[str, str]
    names: Mapping[str, str]
    statuses: Mapping[str, str]
    card: str
    nearest: str
    apart: str
    ask: str
    no_ask: str
    unsaid: str
    not_offered: Mapping[str, str]
    still: str
    not_so: str
    also: str
    one: str
    many: str
    none: str
    in_all: str
    elsewhere: str
    caption: str
    offer: str
    how_long: str
    how_much: str


FRENCH = Offers(
    columns={
        "description": "{value}",
        "provider": "offert par {value}",
        "audience": "pour qui : {value}",
        "request": "pour en faire la demande : {value}",
        "delay": "délai : {value}",
        "cost": "coût : {value}",
        "status": "statut : {value}",
        "region": "région : {value}",
        "updated": "mise à jour : {value}",
        "owner": "responsable : {value}",
    },
    names={
        "description": "la description", "provider": "le fournisseur", "audience": "la clientèle",
        "request": "comment en faire la demande", "delay": "le délai", "cost": "le coût", "status": "le statut",
        "region": "la région", "updated": "la date de mise à jour", "owner": "le responsable",
    },
    statuses={"active": "offert", "development": "en développement", "suspended": "suspendu", "retired": "retiré"},
    card="{name} – {facts}.",
    nearest="Ce qui s'approche le plus de ce besoin : {name} – {facts}.",
    apart=" ; ",
    ask="Pour en faire la demande : {value}.",
    no_ask="L'inventaire n'indique pas comment demander « {name} ».",
    unsaid="L'inventaire n'indique pas {column} de « {name} ».",
    not_offered={
        "retired": "« {name} » n'est plus offert : son statut est « {value} ».",
        "development": "« {name} » n'est pas encore offert : son statut est « {value} ».",
        "suspended": "« {name} » est suspendu : son statut est « {value} ».",
    },
    not_so="Non, ce n'est pas ce que dit l'inventaire.",
    still="« {name} » est bien offert : son statut est « {value} ».",
    also="Peut aussi convenir : {name} ({facts}).",
    one="1 offre répond à cette condition : {names}.",
    many="{count} offres répondent à cette condition : {names}.",
    in_all="L'inventaire compte {count} offres de service.",
    none="Aucune offre de l'inventaire ne répond à cette condition.",
    elsewhere="S'y ajoutent les offres qui valent pour toutes les régions.",
    caption="Offres de service",
    offer="Offre",
    how_long="Quel est le délai pour « {name} » ?",
    how_much="Combien coûte « {name} » ?",
)  # fmt: skip

ENGLISH = Offers(
    columns={
        "description": "“{value}”",
        "provider": "offered by {value}",
        "audience": "for: “{value}”",
        "request": "to request it: {value}",
        "delay": "delay: “{value}”",
        "cost": "cost: “{value}”",
        "status": "status: “{value}”",
        "region": "region: “{value}”",
        "updated": "updated: {value}",
        "owner": "owner: “{value}”",
    },
    names={
        "description": "the description", "provider": "the provider", "audience": "the clientele",
        "request": "how to request it", "delay": "the delay", "cost": "the cost", "status": "the status",
        "region": "the region", "updated": "the date of its last update", "owner": "the owner",
    },
    statuses={"active": "offered", "development": "in development", "suspended": "suspended", "retired": "retired"},
    card="{name} – {facts}.",
    nearest="What comes nearest to this need: {name} – {facts}.",
    apart="; ",
    ask="To request it: {value}.",
    no_ask="The inventory does not say how to request “{name}”.",
    unsaid="The inventory does not give {column} of “{name}”.",
    not_offered={
        "retired": "“{name}” is no longer offered, it was retired: its status is “{value}”.",
        "development": "“{name}” is not offered yet, it is in development: its status is “{value}”.",
        "suspended": "“{name}” is suspended: its status is “{value}”.",
    },
    not_so="No, that is not what the inventory says.",
    still="“{name}” is offered: its status is “{value}”.",
    also="May also suit: {name} ({facts}).",
    one="1 offer meets this condition: {names}.",
    many="{count} offers meet this condition: {names}.",
    in_all="The inventory holds {count} service offers.",
    none="No offer of the inventory meets this condition.",
    elsewhere="Offers that hold for every region come in addition.",
    caption="Service offers",
    offer="Offer",
    how_long="How long does “{name}” take?",
    how_much="How much does “{name}” cost?",
)  # fmt: skip


def offers(language: Lang) -> Offers:
    return ENGLISH if language is Lang.EN else FRENCH
