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


def test_a_card_says_for_whom_under_its_own_head_and_is_described_by_the_words_above_it(tmp_path: Path) -> None:
    card = (
        "## {}\n\n{}\n\n| Offert par | Régie du transport |\n|---|---|\n"
        "| Admissibilité | Élèves du primaire dont les deux adresses sont ici |\n"
        "| Coût | 120 $ |\n| Comment demander | t4@ecole.example |\n\n"
    )
    words = "# Offre de services\n\n" + card.format("Deuxième adresse", "Une place d'autobus vers l'autre parent.")
    words += card.format("Passe de bus", "Un laissez-passer pour la ville.")
    second, _ = offers(text(tmp_path, words, "offre.md"))
    assert second.facts["audience"].quote.startswith("Élèves du primaire")
    assert second.facts["description"].quote == "Une place d'autobus vers l'autre parent."


def test_labels_of_lines_put_end_to_end_are_told_apart(tmp_path: Path) -> None:
    words = "# Dépliant des services\n\n"
    for name, mail in (("Typage", "typage@labo.example"), ("Souches", "souches@labo.example")):
        words += (
            f"## {name}\n\nComparaison rapide des souches. Offert par : Équipe de bio-informatique\n\n"
            f"Pour l'obtenir : formulaire B-4 à {mail} Coût et délai : 12 $ la souche; 3 jours État : suspendu\n\n"
        )
    typed, _ = offers(text(tmp_path, words, "depliant.md"))
    assert typed.facts["request"].quote == "formulaire B-4 à typage@labo.example"
    assert (typed.facts["cost"].quote, typed.facts["delay"].value) == ("12 $ la souche; 3 jours", "3")
    assert typed.facts["status"].value == "suspended"


def test_who_and_for_whom_under_one_label_and_a_state_told_elsewhere(tmp_path: Path) -> None:
    words = "# Catalogue des services et ressources\n\n"
    for name, who, price in (
        ("Lits de camp", "responsable des abris, pour les municipalités", "compris dans la quote-part ; 3 jours"),
        ("Génératrice", "coordination ; réservé au personnel municipal", "service suspendu depuis le 4 juin 2025"),
    ):
        words += (
            f"## {name}\n\nQuoi : du matériel à prêter.\nQui : {who}.\nComment l'obtenir : abris@urgences.example.\n"
            f"Prix et délai : {price}.\n\n"
        )
    beds, power = offers(text(tmp_path, words, "catalogue.md"))
    assert (beds.facts["provider"].quote, beds.facts["audience"].quote) == (
        "responsable des abris",
        "pour les municipalités",
    )
    assert beds.facts["cost"].place == beds.facts["delay"].place
    assert (power.facts["provider"].quote, power.facts["status"].value) == ("coordination", "suspended")


def test_a_project_with_who_and_state_is_no_offer(tmp_path: Path) -> None:
    words = "# Nos chantiers\n\n"
    for name in ("Verre et lumière", "Réserve partagée", "Base commune", "Valises"):
        words += f"## {name}\n\nQui : Num\n\nÉtat : vert\n\nOn attend le permis de la Ville.\n\n"
    assert service_offers.recognise(text(tmp_path, words, "chantiers.md")) < 0.3


def test_a_list_of_prices_joins_the_offers_by_their_codes_and_is_no_offer(tmp_path: Path) -> None:
    words = (
        "# Catalogue des services\n\n| Code | Service | Description | Comment demander | Pour qui |\n|---|---|---|---|---|\n"
        "| E-1 | Métaux dissous | Plomb et cuivre dans l'eau | a@labo.example | Écoles |\n"
        "| E-2 | Légionelle | Dénombrement dans les tours | b@labo.example | Immeubles |\n\n"
        "## Tarifs\n\n| code | unité | prix | note |\n|---|---|---|---|\n| E-1 | échantillon | 96,50 $ | |\n"
        "| E-2 | échantillon | 118 $ | culture longue |\n| E-9 | trousse | 85 $ | retour de la bouteille |\n"
    )
    metals, legionella = offers(text(tmp_path, words, "catalogue.md"))
    assert (metals.name.quote, metals.facts["cost"].value) == ("Métaux dissous", "96.5")
    assert legionella.facts["cost"].quote == "118 $"
    assert "provider" not in legionella.facts


_CARDS = (
    "# Catalogue des services\n\n## Prêt de tondeuse\n\nMachine rendue propre.\n\n- Prix : 5 $\n- Sonner : 450 555-0101\n\n"
    "## Corvée du samedi\n\nAide pour une équipe de voisins : peinture, ménage, clôture\n\n- Prix : gratuit\n"
    "- Sonner : kiosque du parc\n\n## Broyage\n\nPassage au printemps.\n\nRetiré le 1er mai 2025 ; voir la ville.\n\n"
    "## Semis\n\nPetits plants.\n\n- Prix : 2 $\n- Sonner : semis@jardin.example\n- Répit : 3 jours\n\n"
    "## Abri\n\nTente prêtée.\n\n- Prix : 9 $\n- Écrire au gardien, abri@jardin.example\n- Répit : 2 semaines\n\n"
    "## Bacs\n\nBac de bois.\n\n- Prix : 9 $\n- Sonner : 450 555-0109\n"
)


def test_a_label_nobody_foresaw_is_what_most_of_its_values_are(tmp_path: Path) -> None:
    found = {o.name.value: o.facts for o in offers(text(tmp_path, _CARDS, "catalogue.md"))}
    assert found["Prêt de tondeuse"]["request"].quote == "450 555-0101"
    assert found["Corvée du samedi"]["request"].quote == "kiosque du parc"  # as what is under « Sonner » elsewhere
    assert found["Semis"]["delay"].value == "3"
    assert found["Abri"]["request"].quote == "Écrire au gardien, abri@jardin.example"  # told without a label


def test_words_before_a_colon_told_once_are_no_label(tmp_path: Path) -> None:
    found = {o.name.value: o.facts for o in offers(text(tmp_path, _CARDS, "catalogue.md"))}
    assert found["Corvée du samedi"]["description"].quote.startswith("Aide pour une équipe de voisins : peinture")
    assert "provider" not in found["Corvée du samedi"]


def test_an_offer_that_only_describes_between_two_others_is_one_with_the_state_its_words_tell(tmp_path: Path) -> None:
    found = {o.name.value: o.facts for o in offers(text(tmp_path, _CARDS, "catalogue.md"))}
    assert found["Broyage"]["status"].value == "retired"


SECTIONED = (
    "# Catalogue de services\n\nUn mot de la direction : 514 555-0101.\n\n## Informatique\n\n"
    "Toutes les demandes se font au guichet, poste 2200.\n\n### Prêt de portable\n\nUn portable pour trois mois. Délai : "
    "2 jours. Coût : 5 $\n\n### Boîte courriel\n\nUne adresse neuve. Délai : 1 jour. Coût : 3 $. Demande : boite@exemple.org\n\n"
    "## Locaux\n\nComment demander : formulaire IM-04\n\n### Salle\n\nUne salle de réunion. Délai : 3 jours. Coût : 2 $\n\n"
    "### Serrure\n\nUne serrure neuve. Délai : 10 jours. Coût : 45 $\n\n## Accueil\n\n### Visite\n\nUne visite guidée. "
    "Délai : 4 jours. Coût : 1 $\n"
)


def test_for_whom_is_told_after_the_word_for_alone(tmp_path: Path) -> None:
    words = SECTIONED.replace("Une salle de réunion.", "Pour : les comités. Une salle de réunion.")
    found = {o.name.value: o.facts for o in offers(text(tmp_path, words, "catalogue.md"))}
    assert found["Salle"]["audience"].quote.startswith("les comités")


def test_how_to_ask_told_once_for_a_section_is_of_each_offer_that_says_no_other(tmp_path: Path) -> None:
    found = {o.name.value: o.facts for o in offers(text(tmp_path, SECTIONED, "catalogue.md"))}
    asked = {name: facts["request"].quote for name, facts in found.items() if "request" in facts}
    assert asked == {
        "Prêt de portable": "Toutes les demandes se font au guichet, poste 2200.",
        "Boîte courriel": "boite@exemple.org",
        "Salle": "formulaire IM-04",
        "Serrure": "formulaire IM-04",
    }


def test_what_a_value_goes_on_to_say_of_something_else_is_told_of_that(tmp_path: Path) -> None:
    words = SECTIONED.replace("2 jours. Coût : 5 $", "2 jours. Sans frais.").replace(
        "1 jour. Coût : 3 $.", "1 jour. Rien de plus."
    )
    found = {o.name.value: o.facts for o in offers(text(tmp_path, words, "catalogue.md"))}
    assert [found["Prêt de portable"][key].quote for key in ("delay", "cost")] == ["2 jours", "Sans frais"]
    assert found["Boîte courriel"]["delay"].quote == "1 jour. Rien de plus"
