"""A catalogue is read whatever form it takes: a table, cards, label lines, leaflets, sentences."""

from __future__ import annotations

from pathlib import Path

from ingest.documents.describing import describe
from ingest.facts.records import ServiceOffer
from ingest.kinds import service_offers
from ingest.model import Document, Kind
from tests.ingest.governance_documents import text


def offers(document: Document) -> list[ServiceOffer]:
    """The offers of a document recognised as a catalogue, each quote checked at its place."""
    about = describe([document], {})[0][document.name]
    assert about.kind is Kind.SERVICE_OFFERS
    found = [r for r in service_offers.extract(document, about)[0] if isinstance(r, ServiceOffer)]
    for offer in found:
        for fact in (offer.name, *offer.facts.values()):
            assert document.text[fact.place.start : fact.place.end] == fact.quote
    return found


def test_a_leaflet_tells_in_sentences(tmp_path: Path) -> None:
    words = (
        "# Dépliant des services – édition mai 2026\n\n## Transfert de logement\n\n"
        "Passer d'un logement à un autre. Gratuit; réponse écrite dans les 45 jours. État : offert.\n\n"
        "Comment : remplir le formulaire T-4.\n\n## Coup de pouce\n\n"
        "Prêt sans intérêt, jusqu'à 600 $; nouveaux locataires seulement. État : retiré.\n\nComment : en parler à l'agent.\n"
    )
    moved, lent = offers(text(tmp_path, words, "depliant.md"))
    assert (moved.name.value, moved.facts["cost"].value, moved.facts["delay"].value) == (
        "Transfert de logement",
        "0",
        "45",
    )
    assert moved.facts["description"].quote.startswith("Passer d'un logement")
    assert moved.facts["request"].quote == "remplir le formulaire T-4"
    assert (lent.facts["status"].value, lent.facts["audience"].quote) == ("retired", "nouveaux locataires seulement")
    assert "cost" not in lent.facts


def test_who_offers_it_without_a_label(tmp_path: Path) -> None:
    words = (
        "# Catalogue des services\n\n## Survol des lignes\n\nUn drone repère les connexions qui chauffent. Offert par la "
        "Direction des actifs à toutes les villes. Coût : 385 $ le kilomètre.\n\n"
        "Pour l'obtenir : écrire à survol@exemple.org.\n\n"
        "## Prêt de génératrice\n\nGroupe électrogène sur remorque. Sans frais. Offert par la Direction du réseau.\n\n"
        "Pour l'obtenir : appeler au 819 555-0140.\n"
    )
    flown, lent = offers(text(tmp_path, words, "catalogue.md"))
    assert (flown.facts["provider"].quote, flown.facts["cost"].value) == ("la Direction des actifs", "385")
    assert (lent.facts["provider"].quote, lent.facts["cost"].value) == ("la Direction du réseau", "0")


HEADS = "Sur la tablette;Ce que ça fait;Qui l'offre;Porte d'entrée;Ça coûte;Faut compter;Pour qui\n"
ROWS = (
    "Amarre;Réservation d'un poste hors de l'horaire régulier;DOM;amarre@port.example;Gratuit;5 jours;Agents\n"
    "Médiation;Rapprochement entre un expéditeur et un terminal;CLU;418 555-0142;200 $ par partie;30 jours;Expéditeurs\n"
    "Premiers pas;Accueil de deux jours des répartiteurs recrutés;DOM;ecole@port.example;180 $;10 jours;Répartiteurs\n"
    "Carnet;Hauteurs d'eau prévues envoyées chaque matin;DDA;carnet@port.example;Gratuit;1 jour;Tout le monde\n"
)


def test_heads_of_their_own_are_known_by_what_stands_below(tmp_path: Path) -> None:
    first, second, third, _ = offers(text(tmp_path, HEADS + ROWS, "Offres.csv"))
    assert (first.name.value, second.name.value, third.name.value) == ("Amarre", "Médiation", "Premiers pas")
    assert (second.facts["cost"].value, second.facts["delay"].value) == ("200", "30")
    assert second.facts["description"].quote.startswith("Rapprochement")
    assert first.facts["provider"].quote == "DOM"


def test_codes_of_state_and_a_column_of_two_things(tmp_path: Path) -> None:
    words = (
        "# Catalogue des services\n\n## Lire la colonne État\n\nEV : en vigueur. SUS : suspendu. RET : retiré.\n\n## Tableau\n\n"
        "| Service | Description | Offert par | Pour l'obtenir | Coût et délai | État |\n|---|---|---|---|---|---|\n"
        "| Étalons | Emprunt d'instruments | Inspection | a@x.example | 60 $; réponse en 10 jours | EV |\n"
        "| Salle | Local de rencontre | Réception | b@x.example | 35 $ la demi-journée | SUS – travaux jusqu'en mars |\n"
    )
    lent, room = offers(text(tmp_path, words, "catalogue.md"))
    assert (lent.facts["cost"].value, lent.facts["delay"].value, lent.facts["status"].value) == ("60", "10", "active")
    assert (room.facts["status"].value, "delay" in room.facts) == ("suspended", False)


def test_a_directory_is_no_catalogue(tmp_path: Path) -> None:
    rows = "".join(f"Poste {n};P{n};555-010{n};p{n}@x.example;lundi au jeudi\n" for n in range(5))
    document = text(tmp_path, f"Poste;Sigle;Téléphone;Courriel;Heures\n{rows}", "contacts.csv")
    assert service_offers.recognise(document) < 0.5
