"""A status report is read whatever form it takes, and nothing else is taken for a project."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from docx import Document as Word
from openpyxl import Workbook

from ingest.documents.describing import describe
from ingest.facts.listings.legends import codes
from ingest.facts.records import Fact, ProjectStatus, Sort
from ingest.facts.subjects.gathering import subjects
from ingest.kinds import project_status
from ingest.loaders.reading import read
from ingest.model import Document, Kind
from tests.ingest.governance_documents import text

TODAY = date(2026, 11, 30)


def told(document: Document) -> list[ProjectStatus]:
    """The projects of a document that is recognised as a report, each quote checked at its place."""
    about = describe([document], {}, TODAY)[0][document.name]
    assert about.kind is Kind.PROJECT_STATUS
    records = [r for r in project_status.extract(document, about)[0] if isinstance(r, ProjectStatus)]
    for record in records:
        for fact in (record.name, *record.facts.values()):
            assert document.text[fact.place.start : fact.place.end] == fact.quote
    return records


def values(facts: Mapping[str, Fact]) -> dict[str, str]:
    return {key: fact.value for key, fact in facts.items()}


def test_lines_with_the_same_marks_are_rows(tmp_path: Path) -> None:
    words = (
        "# Bulletin de mai\n\nÉtat au 29 mai 2026 — Direction des travaux\n\n## Tableau de marche\n\n"
        "Projet — état — % — échéance\n\n- Quai du Nord — à surveiller — 80 % — 15 juillet 2026\n"
        "- MonPort (ancien Portail) — en retard — 60 % — 1er novembre 2026\n"
        "- Pont (36 m) — terminé — 100 % — livré le 22 mai 2026\n"
    )
    one, two, three = told(text(tmp_path, words, "Bulletin de mai.md"))
    assert values(one.facts) == {"health": "yellow", "progress": "80", "due": "2026-07-15"}
    assert (two.name.value, two.formerly, two.facts["health"].value) == ("MonPort", ("Portail",), "red")
    assert (three.name.value, three.facts["phase"].value) == ("Pont (36 m)", "terminé")
    assert (one.period.label, one.period.end) == ("bulletin de mai 2026", "2026-05-29")


def test_states_told_under_headings(tmp_path: Path) -> None:
    word = Word()
    word.add_heading("État des projets au 31 mars 2025", 1)
    word.add_paragraph("Voici où en est chacun.")
    for name, words in (
        ("Navette verte", "Le projet est en retard. Le camion n'est pas arrivé."),
        ("Carte unique", "Le projet est à l'étape de la planification."),
        ("Parcours Tremplin", "La cohorte compte 22 inscrits. Le calendrier est respecté."),
        ("Points à surveiller", "Le coût du camion a grimpé de 6 300 $."),
    ):
        word.add_heading(name, 1)
        word.add_paragraph(words)
    word.save(str(tmp_path / "etat.docx"))
    records = told(read(tmp_path / "etat.docx", "etat.docx"))
    assert [r.name.value for r in records] == ["Navette verte", "Carte unique", "Parcours Tremplin"]
    assert (records[0].facts["health"].quote, records[0].facts["health"].value) == ("en retard", "red")
    assert records[1].facts["phase"].quote == "à l'étape de la planification"
    assert records[2].facts["health"].value == "green"
    assert records[0].facts["comment"].quote.startswith("Le projet est en retard.")


def test_states_told_in_items_that_begin_with_the_name(tmp_path: Path) -> None:
    words = (
        "# Rapport d'avancement des projets au 30 septembre 2025\n\n## 1. Projets qui nous inquiètent\n\n"
        "- Boussole (anciennement Migration du SIGB) est en retard : 38 000 notices en double.\n"
        "- Carte unique est en retard : le fabricant a fait défaut.\n\n## 2. Projets qui vont bien\n\n"
        "- La Navette verte circule depuis le 2 septembre; le projet suit son échéancier.\n"
        "- La Refonte du portail demeure suspendue.\n\n## 3. Effectifs\n\nLe poste a été vacant.\n"
    )
    records = told(text(tmp_path, words, "rapport.md"))
    assert [r.name.value for r in records] == ["Boussole", "Carte unique", "Navette verte", "Refonte du portail"]
    assert records[0].formerly == ("Migration du SIGB",)
    assert records[3].facts["phase"].quote == "demeure suspendue"


def test_values_beside_the_name(tmp_path: Path) -> None:
    words = (
        "# Suivi des chantiers, été 2025\n\nArchivage : 77 %, sur la cible; cible 31 octobre 2025; porteur : Flux\n\n"
        "Pont : 46 %, en difficulté; cible 1er décembre 2025; porteur : Quais\n"
    )
    one, two = told(text(tmp_path, words, "suivi.md"))
    assert values(one.facts) == {"progress": "77", "health": "green", "due": "2025-10-31", "lead": "Flux"}
    assert (two.name.value, two.facts["health"].value) == ("Pont", "red")


TABLE = "| Projet | État | Avancement | Échéance |\n|---|---|---|---|\n"


def test_a_title_across_the_table_is_no_project(tmp_path: Path) -> None:
    rows = "| Chantiers de données | Chantiers de données | Chantiers de données | Chantiers de données |\n"
    words = f"# Suivi des projets, T1 2026\n\n{TABLE}{rows}| Quai | Vert | 10 % | 2026-05-01 |\n"
    assert [r.name.value for r in told(text(tmp_path, words, "suivi.md"))] == ["Quai"]


def test_a_column_that_says_both_health_and_phase(tmp_path: Path) -> None:
    rows = "| Quai | En cours | 10 % | 2026-05-01 |\n| Pont | En retard | 5 % | 2026-05-01 |\n| Phare | En cours | 5 % | s.o. |\n"
    quay, bridge, _ = told(text(tmp_path, f"# Suivi des projets, T1 2026\n\n{TABLE}{rows}", "suivi.md"))
    assert "health" not in quay.facts
    assert (bridge.facts["phase"].value, bridge.facts["health"].value) == ("En retard", "red")


def test_a_code_of_state_is_read_through_its_legend(tmp_path: Path) -> None:
    rows = "| Quai | V | 10 % | 2026-05-01 |\n| Pont | T | 100 % | 2026-01-01 |\n| Phare | R | 5 % | s.o. |\n"
    legend = "\n## Légende\n\n| Cote | Veut dire |\n|---|---|\n| V | vert : dans les temps |\n| T | terminé |\n| R | rouge |\n"
    records = told(text(tmp_path, f"# Suivi des projets, T1 2026\n\n{TABLE}{rows}{legend}", "suivi.md"))
    assert [r.name.value for r in records] == ["Quai", "Pont", "Phare"]
    assert (records[0].facts["health"].value, records[1].facts["phase"].value) == ("green", "terminé")
    assert "health" not in records[1].facts


@pytest.mark.parametrize(
    "words",
    [
        "# Registre des décisions\n\n| Objet | Suivi |\n|---|---|\n| Budget | fait |\n| Bail | en cours |\n| Contrat | fait |\n",
        "| Code | Service | Offert par | Pour qui | État |\n|---|---|---|---|---|\n| S1 | Prêt | Nef | Tous | Suspendu |\n",
        "# Feuille de route\n\n## Juin 2027\n\n- Le thème nocturne arrive.\n- Le carnet est publié.\n",
        "# FAQ\n\nLe service est suspendu.\n\nLa bourse est en retard.\n\nLe prêt est en pause.\n\nOn verra.\n\nOui.\n\nNon.\n",
        "# Nouvelles du réseau\n\n## Sur la route\n\nLe camion est arrivé le 28 mai.\n\n## Apprendre\n\nLa cohorte a démarré.\n",
    ],
)
def test_what_only_resembles_a_report_is_none(tmp_path: Path, words: str) -> None:
    assert project_status.recognise(text(tmp_path, words, "document.md")) < 0.5


def test_lines_put_end_to_end_are_told_apart_by_their_seams(tmp_path: Path) -> None:
    words = (
        "Bulletin de mars - nos projets (état au 31 mars 2026)\n\nProjet — état — % — échéance\nQuai du Nord — en cours — 40 % — "
        "30 juin 2026\nPont de bois (36 m) — en retard — 25 % — à fixer\nPhare — suspendu — 10 % — mars 2028\nLe mot du mois\n"
    )
    joined = words.replace("\n", " ").replace("  ", "\n\n")
    for said in (words, joined):
        records = told(text(tmp_path, said, "Bulletin de mars.txt"))
        assert [r.name.value for r in records] == ["Quai du Nord", "Pont de bois (36 m)", "Phare"]
        assert records[1].facts["due"].quote == "à fixer"


def test_states_told_by_codes_are_what_the_legend_says(tmp_path: Path) -> None:
    """« Code » holds the state, in letters another sheet explains; « Fin révisée » is the due date, where it is given."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Suivi"
    for row in (
        ("Suivi des projets", None, None, None, None, None),
        ("Données au 31 janvier 2026", None, None, None, None, None),
        ("No", "Projet", "Porteur", "Code", "Fin initiale", "Fin révisée"),
        ("P-01", "Quai du Nord", "TI", "AS", "2026-03-31", "2026-06-30"),
        ("P-02", "Passerelle", "RH", "EBV", "2026-05-31", None),
        ("P-03", "Grue", "TI", "RET", "2026-02-28", None),
    ):
        sheet.append(row)
    legend = book.create_sheet("Codes")
    for pair in (("Code", "Sens"), ("AS", "à surveiller"), ("EBV", "en bonne voie"), ("RET", "en retard")):
        legend.append(pair)
    book.save(tmp_path / "suivi.xlsx")
    document = read(tmp_path / "suivi.xlsx", "suivi.xlsx")
    nord, passerelle, grue = told(document)
    assert [one.facts["health"].value for one in (nord, passerelle, grue)] == ["yellow", "green", "red"]
    assert [one.facts["due"].value for one in (nord, passerelle)] == ["2026-06-30", "2026-05-31"]
    assert nord.facts["fin_initiale"].value == "2026-03-31"
    about = describe([document], {}, TODAY)[0][document.name]
    found = [s for s in subjects(document, about, [nord, passerelle, grue]) if s.sort is Sort.PROJECT]
    meant = {s.name.value: {v.key: v.words for v in s.values}["health"] for s in found}
    assert meant == {"Quai du Nord": "à surveiller", "Passerelle": "en bonne voie", "Grue": "en retard"}


def test_a_colour_by_its_own_name_needs_no_legend(tmp_path: Path) -> None:
    """« Vert » is told as it is, whatever the legend says of it; « En piste » with what it stands for."""
    text = "# Suivi au 30 septembre 2026\n\nVert = selon le plan; Rouge = à reprendre; En piste = dans les temps\n\n"
    text += "| Projet | Santé | Avancement | Échéance |\n|---|---|---|---|\n"
    text += "| Quai du Nord | Vert | 40 % | 2026-12-01 |\n| Passerelle | En piste | 60 % | 2026-11-01 |\n"
    (tmp_path / "suivi.md").write_text(text, "utf-8")
    document = read(tmp_path / "suivi.md", "suivi.md")
    about = describe([document], {}, TODAY)[0][document.name]
    records, _ = project_status.extract(document, about)
    found = [s for s in subjects(document, about, records) if s.sort is Sort.PROJECT]
    meant = {s.name.value: v.meaning and v.meaning.quote for s in found for v in s.values if v.key == "health"}
    assert meant == {"Quai du Nord": None, "Passerelle": "dans les temps"}


def test_a_list_of_numbers_is_no_legend(tmp_path: Path) -> None:
    """« TI | 3 » says how many, not what TI stands for."""
    book = Workbook()
    for pair in (("Direction", "Postes"), ("TI", 3), ("RH", 5)):
        book.active.append(pair)
    book.save(tmp_path / "postes.xlsx")
    assert codes(read(tmp_path / "postes.xlsx", "postes.xlsx")) == {}


def test_a_row_a_project_a_quarter_is_of_its_quarter(tmp_path: Path) -> None:
    """One table may hold every report, one row a project a quarter: each row is of the quarter its own column says."""
    head = "# Suivi des projets au 9 janvier 2026\n\n| Trimestre | Projet | Feu | Avancement |\n|---|---|---|---|\n"
    rows = "| T1 2025 | Quai | Vert | 10 % |\n| T1 2025 | Pont | Rouge | 5 % |\n| T2 2025 | Quai | Jaune | 20 % |\n"
    records = told(text(tmp_path, head + rows, "suivi.md"))
    assert [(r.name.value, r.period.label) for r in records] == [
        ("Quai", "T1 2025"),
        ("Pont", "T1 2025"),
        ("Quai", "T2 2025"),
    ]


def test_a_colour_that_a_legend_explains_stays_a_colour(tmp_path: Path) -> None:
    rows = "| Quai | Vert | 10 % | 2026-05-01 |\n| Pont | Bleu | 100 % | 2026-01-01 |\n| Phare | Rouge | 5 % | s.o. |\n"
    legend = (
        "\n| Couleur | Sens |\n|---|---|\n| Vert | le projet suit son plan |\n| Bleu | achevé |\n| Rouge | bloqué |\n"
    )
    quay, bridge, _ = told(text(tmp_path, f"# Suivi des projets, T1 2026\n\n{TABLE}{rows}{legend}", "suivi.md"))
    assert (quay.facts["health"].value, "phase" in quay.facts) == ("green", False)
    assert (bridge.facts["health"].value, bridge.facts["phase"].value) == ("blue", "achevé")


def test_beside_a_phase_the_column_of_colours_is_the_health(tmp_path: Path) -> None:
    head = "# Suivi des projets, T1 2026\n\nFeu : V = vert, J = jaune\n\n| Projet | État | Feu | Resp. |\n|---|---|---|---|\n"
    rows = "| Quai | En cours | V | RH |\n| Pont | Suspendu | n/a | TI |\n| Phare | En cours | J | TI |\n"
    quay, bridge, _ = told(text(tmp_path, head + rows, "suivi.md"))
    assert values(quay.facts) == {"phase": "En cours", "health": "green", "lead": "RH"}
    assert bridge.facts["phase"].value == "Suspendu"


def test_an_indicator_is_no_project(tmp_path: Path) -> None:
    rows = "| Quai | Vert | 10 % | 2026-05-01 |\n| Pont | Rouge | 5 % | 2026-05-01 |\n"
    words = "\n## Indicateurs\n\nRapports remis dans le délai promis : 88 % (cible : 95 %).\n"
    records = told(text(tmp_path, f"# Suivi des projets, T1 2026\n\n{TABLE}{rows}{words}", "suivi.md"))
    assert [r.name.value for r in records] == ["Quai", "Pont"]


def test_numbers_and_codes_before_a_name_are_no_part_of_it(tmp_path: Path) -> None:
    rows = "| P-01 Quai (nouveau) | Vert | 10 % | 2026-05-01 |\n| P-02 Pont | Rouge | 5 % | 2026-05-01 |\n"
    records = told(text(tmp_path, f"# Suivi des projets, T1 2026\n\n{TABLE}{rows}", "suivi.md"))
    assert [(r.code.quote if r.code else "", r.name.value) for r in records] == [("P-01", "Quai"), ("P-02", "Pont")]


def test_what_stands_under_a_card_comments_on_it(tmp_path: Path) -> None:
    word = Word()
    word.add_heading("Suivi des projets au 5 décembre 2025", 1)
    for number, name in enumerate(("Quai", "Pont"), 1):
        word.add_heading(f"{number}. {name}", 2)
        card = word.add_table(rows=2, cols=2)
        for row, (label, value) in enumerate((("État", "En retard"), ("Échéance", "30 mars 2026"))):
            card.cell(row, 0).text, card.cell(row, 1).text = label, value
        word.add_paragraph(f"Le fournisseur du {name} a fait défaut.")
    word.save(str(tmp_path / "suivi.docx"))
    records = told(read(tmp_path / "suivi.docx", "suivi.docx"))
    assert [(r.name.value, r.facts["comment"].quote) for r in records] == [
        ("Quai", "Le fournisseur du Quai a fait défaut."),
        ("Pont", "Le fournisseur du Pont a fait défaut."),
    ]


def test_a_heading_that_dates_a_report_of_a_quarter_leaves_it_its_name(tmp_path: Path) -> None:
    """« Tableau de bord – 30 sept. 2025 » in the report of T2 2025-2026 is of T2 2025-2026, as people call it."""
    head = "# Bilan trimestriel des projets, T2 2025-2026\n\n## Tableau de bord – 30 sept. 2025\n\n"
    records = told(text(tmp_path, f"{head}{TABLE}| Quai | Vert | 10 % | 2026-05-01 |\n", "bilan.md"))
    assert [(r.period.label, r.period.end) for r in records] == [("T2 2025-2026", "2025-09-30")]


def test_a_day_glued_to_its_month_in_a_file_name_dates_the_report(tmp_path: Path) -> None:
    document = text(tmp_path, f"{TABLE}| Quai | Vert | 10 % | 2026-05-01 |\n", "suivi_projets_4juillet2025.md")
    assert [r.period.end for r in told(document)] == ["2025-07-04"]


def test_cards_one_under_the_other_on_a_slide_are_each_a_project(tmp_path: Path) -> None:
    """A name, its state alone on its line, labelled values, a word of news: several of them under one title."""
    cards = [
        (
            "Caserne (anciennement Poste 4)",
            "ROUGE – 5 %",
            "Échéance : à déterminer",
            "Resp. : CSI",
            "Le sol est contaminé.",
        ),
        ("Plan climat", "Pastille V – 20 %", "Échéance : 31/03/2026", "Resp. : DAM", "La consultante est engagée."),
        ("Maison des Saules", "À L'ÉTUDE", "Échéance : non fixée", "Resp. : DD", "C'est un nouveau projet."),
    ]
    lines = "\n\n".join(line for card in cards for line in card)
    words = (
        f"# Avancement des projets – 12 juin 2025\n\n## Projets (1)\n\n{lines}\n\n## Suites\n\nBilan en septembre.\n"
    )
    one, two, three = told(text(tmp_path, words, "bilan.md"))
    assert (one.name.value, one.formerly, one.facts["lead"].quote) == ("Caserne", ("Poste 4",), "CSI")
    assert (one.facts["health"].value, one.facts["progress"].value) == ("red", "5")
    assert one.facts["comment"].quote == "Le sol est contaminé."
    assert (two.facts["health"].quote, two.facts["health"].value) == ("Pastille V – 20 %", "green")
    assert two.facts["due"].value == "2026-03-31"
    assert (three.name.value, three.facts["phase"].quote) == ("Maison des Saules", "À L'ÉTUDE")


PARAGRAPHS = (
    "# Le Fil, no 16 — 30 avril 2026\n\n## Ce qui nous préoccupe\n\n"
    "Granit passe sous surveillance, le fournisseur ayant tardé. La mise en service est prévue le 30 septembre 2026.\n\n"
    "La NRF passe d'en difficulté à sous surveillance : le numériseur est réparé; le vote aura lieu en séance du 7 mai 2026.\n\n"
    "## Le reste\n\nPlume, le pilote de transcription, est en bonne voie.\n\n"
    "Bonne nouvelle : le bail est signé et le déménagement du magasin 3 redevient en bonne voie.\n\n"
    "La refonte du plan de classement (PCT) est terminée.\n\nUn mot : les corrections vont au bureau de projets.\n"
)


def test_a_bulletin_tells_a_project_a_paragraph(tmp_path: Path) -> None:
    """Its title does not say what it is; what groups its paragraphs is no project; its day is the one of its title."""
    granit, nrf, plume, move, plan = told(text(tmp_path, PARAGRAPHS, "fil.md"))
    assert [r.name.value for r in (granit, nrf, plume)] == ["Granit", "NRF", "Plume"]
    assert (granit.facts["health"].quote, granit.facts["due"].value) == ("sous surveillance", "2026-09-30")
    assert nrf.facts["health"].quote == "sous surveillance"
    assert (move.name.value, move.facts["health"].value) == ("Déménagement du magasin 3", "green")
    assert (plan.name.quote, plan.facts["phase"].quote) == ("refonte du plan de classement (PCT)", "est terminée")
    assert granit.period.end == "2026-04-30"


def test_a_bulletin_gives_a_state_after_a_dash(tmp_path: Path) -> None:
    words = (
        "# Bulletin no 8\n\nAutomne 2025.\n\n## Où en sont nos projets\n\nVigie (auparavant Sondes 2.0) — à surveiller. Neuf "
        "stations transmettent.\n\nAtlas des puits — suspendu le 3 octobre, faute d'argent.\n\nMarais — en retard. Rien.\n\n"
        "Lac sans myriophylle — terminé. Bilan remis.\n\n## Brèves\n\nLe fonds est bonifié.\n"
    )
    records = told(text(tmp_path, words, "bulletin.md"))
    assert [r.name.value for r in records] == ["Vigie", "Atlas des puits", "Marais", "Lac sans myriophylle"]
    assert records[0].formerly == ("Sondes 2.0",)
    assert [r.facts["health"].value for r in records[:3]] == ["yellow", "grey", "red"]
    assert records[3].facts["phase"].quote == "terminé"


def test_a_due_date_in_the_first_row_does_not_date_a_report_that_says_no_day(tmp_path: Path) -> None:
    rows = "".join(f"| {name} | Vert | 2025-10-0{n} |\n" for n, name in enumerate(("Aster", "Boréal", "Cobalt"), 1))
    words = f"# Deuxième rapport d'étape des projets\n\n| Projet | Santé | Échéance |\n|---|---|---|\n{rows}"
    assert {(r.period.label, r.period.end) for r in told(text(tmp_path, words, "rapport.md"))} == {
        ("Deuxième rapport d'étape des projets", "")
    }


INSIDE = (
    "# Nouvelles du deuxième trimestre 2026\n\nAprès les essais, la phase 2 du projet Boréal accuse un retard de trois semaines. "
    "La mise en service est prévue le 15 septembre 2026.\n\nÀ l'est, le projet « Quai neuf » est terminé depuis le 4 juin.\n\n"
    "L'équipe du projet Érable attend : le projet est suspendu. Quant au projet Cèdre, aucun retard : 60 % est fait.\n\n"
)


def test_a_sentence_names_its_project_wherever_it_likes(tmp_path: Path) -> None:
    late, done, paused, going = told(text(tmp_path, INSIDE, "nouvelles.md"))
    assert (late.name.value, late.facts["health"].value, late.facts["due"].value) == ("Boréal", "red", "2026-09-15")
    assert (done.name.value, done.facts["phase"].quote) == ("Quai neuf", "est terminé")
    assert (paused.name.value, paused.facts["phase"].quote) == ("Érable", "est suspendu")
    assert (going.name.value, going.facts["progress"].value, "health" in going.facts) == ("Cèdre", "60", False)


def test_projects_named_in_passing_make_no_report(tmp_path: Path) -> None:
    passing = "".join(f"La règle {n} vaut pour tous les services de la ville.\n\n" for n in range(8))
    assert project_status.recognise(text(tmp_path, INSIDE + passing, "politique.md")) < 0.5


def test_a_point_tells_a_thing_a_heading(tmp_path: Path) -> None:
    words = (
        "# Point de mars\n\n21 mars 2025.\n\n## Rampe\n\nLa Ville a refusé. En retard de six semaines.\n\n"
        "## Guichet Merle (on l'appelait Tiquette)\n\nDans les temps pour le printemps.\n\n## Scène\n\nMise sur la glace.\n\n"
        "## Toiture\n\nCouverture refaite. Terminé.\n\n## Balado\n\nPas commencé.\n"
    )
    records = told(text(tmp_path, words, "Point de mars.md"))
    states = [r.facts.get("health") or r.facts["phase"] for r in records]
    assert [(r.name.value, state.value) for r, state in zip(records, states, strict=True)] == [
        ("Rampe", "red"),
        ("Guichet Merle", "green"),
        ("Scène", "sur la glace"),
        ("Toiture", "Terminé"),
        ("Balado", "Pas commencé"),
    ]
    assert records[1].formerly == ("Tiquette",)


def test_what_a_report_tells_of_a_project_outside_its_table_is_of_that_project(tmp_path: Path) -> None:
    """By its code or by a part of its name, in a list of comments or in a table of budgets; not by words of two names."""
    words = (
        "# Suivi des projets, T1 2026\n\n| No | Projet | État | Échéance |\n|---|---|---|---|\n"
        "| P-01 | Réfection du quai Nord | Rouge | 2026-05-01 |\n| P-02 | Réfection du phare | Vert | 2026-06-01 |\n\n"
        "## Faits du trimestre\n\n- P-02 : les poteaux attendent un permis.\n- Quai Nord : la soumission est trop chère.\n"
        "- Réfection : les deux chantiers ont repris.\n\n## Budget\n\n| Projet | Budget | Dépensé |\n|---|---|---|\n"
        "| P-01 | 455 000 $ | 301 000 $ |\n"
    )
    quay, lighthouse = told(text(tmp_path, words, "suivi.md"))
    assert quay.facts["comment"].quote == "la soumission est trop chère."
    assert lighthouse.facts["comment"].quote == "les poteaux attendent un permis."
    assert [fact.quote for fact in quay.facts.values() if "$" in fact.quote] == ["455 000 $", "301 000 $"]
    assert "budget" not in lighthouse.facts


def test_a_line_under_the_title_says_what_words_of_state_mean(tmp_path: Path) -> None:
    """« blanc = pas commencé » beside a column of news: what the word stands for is kept, under its own head."""
    words = (
        "# Suivi des projets au 14 février 2025\n\nLégende : vert = selon le plan; tardif = en retard; blanc = pas commencé.\n\n"
        "| Projet | Couleur | Où on en est |\n|---|---|---|\n| Quai | vert | Les plans sont prêts |\n"
        "| Cours | blanc | On attend le choix |\n| Phare | tardif | On attend le permis |\n| Pont | vert | Rien |\n"
    )
    quay, yard, lighthouse, _ = told(text(tmp_path, words, "suivi.md"))
    assert quay.facts["health"].value == "green"
    assert (yard.facts["couleur"].value, yard.facts["phase"].quote) == ("pas commencé", "On attend le choix")
    assert lighthouse.facts["health"].value == "red"
