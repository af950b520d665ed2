"""A matrix is read whole whatever its shape: dashes, codes, bands, rows without letters, words in the place of letters."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from ingest.facts.matrices.letters import read_legend
from ingest.facts.records import Activity, Record, Responsibility, Role, Sort
from ingest.facts.subjects.typed import typed
from ingest.kinds import role_matrix
from ingest.loaders.reading import read
from ingest.model import Description, Document
from tests.ingest.governance_documents import text
from tests.ingest.kinds.test_role_matrix import cells


def _records(document: Document) -> list[Record]:
    return role_matrix.extract(document, Description(document.name, ""))[0]


def activities(document: Document) -> dict[str, str]:
    """Activity → the section or category it stands in."""
    return {r.name.value: r.category for r in _records(document) if isinstance(r, Activity)}


def roles(document: Document) -> list[str]:
    """The roles of a document, in order."""
    return [r.name.value for r in _records(document) if isinstance(r, Role)]


def test_a_dash_is_an_empty_cell(tmp_path: Path) -> None:
    words = (
        "# Matrice des responsabilités\n\nLecture : **R** réalise · **A** approuve le résultat · **C** consulté avant · "
        "**I** informé après. Un tiret : pas de rôle.\n\n| Activité | DG | GA | RPRP |\n|---|---|---|---|\n"
        "| 1.1 Recevoir les demandes | – | R, A | I |\n| 1.2 Rendre la décision | A | — | n/a |\n"
        "| 1.3 Signer l'entente | – | R | s. o. |\n| 1.4 Publier le bilan | – | C | I |\n"
    )
    found = cells(text(tmp_path, words, "matrice.md"))
    assert found["Rendre la décision", "DG"] == ("A", "A", "A approuve le résultat")
    assert found["Recevoir les demandes", "GA"][:2] == ("R, A", "AR")
    assert len(found) == 6


def test_a_column_that_numbers_the_rows_names_no_role(tmp_path: Path) -> None:
    rows = (
        "Matrice des responsabilités\nNo;Activité;ADM;SD\nE1;Appliquer les correctifs;E;P\nE2;Sauvegarder;E;P\n"
        "E3;Essayer la relève;E;V\nE4;Installer un logiciel;P;V\nE = Exécute;;;\nP = Pilote;;;\nV = Valide;;;\n"
    )
    assert roles(text(tmp_path, rows, "matrice.csv")) == ["ADM", "SD"]


def test_a_category_goes_on_until_the_next_and_a_title_is_none(tmp_path: Path) -> None:
    rows = (
        "Matrice de la fédération;;;;\nVersion 3 adoptée par le conseil;;;;\nNo;Volet;Activité;CA;DG\n"
        "1;Places;Tenue de la liste;A;R\n2;;Attribution d'une place;I;A\n3;Argent;Demande de subvention;I;A\n4;;Versement;R;A\n"
    )
    document = text(tmp_path, rows, "matrice.csv")
    assert activities(document) == {
        "Tenue de la liste": "Places",
        "Attribution d'une place": "Places",
        "Demande de subvention": "Argent",
        "Versement": "Argent",
    }


def test_a_row_without_any_letter_is_an_activity_where_the_table_has_no_bands(tmp_path: Path) -> None:
    plain = (
        "Matrice des rôles\nÉtape;IPT;MR;AAT\nRepérage de l'usager;R;A;\nRéponse aux alertes, soirs;;;\nLivraison;;C;R\n"
        "Fin du suivi;R;A;I\nRecyclage des trousses;;;\n;;;\nLes abréviations sont au glossaire;;;\n"
    )
    assert set(activities(text(tmp_path, plain, "matrice.csv"))) == {
        "Repérage de l'usager", "Réponse aux alertes, soirs", "Livraison", "Fin du suivi", "Recyclage des trousses",
    }  # fmt: skip
    banded = plain.replace("Repérage", "Volet clinique;;;\nRepérage", 1).replace("Recyclage des trousses;;;\n", "")
    found = activities(text(tmp_path, banded, "matrice.csv"))
    assert found["Repérage de l'usager"] == "Volet clinique"
    assert found["Livraison"] == "Réponse aux alertes, soirs"


_WORDS = (
    "<h1>Partage des responsabilités</h1><ul><li>décide : tranche et en répond</li><li>prépare : monte le dossier</li>"
    "<li>est consulté : donne son avis</li><li>est averti : on le lui fait savoir après coup</li></ul><table>"
    "<tr><th rowspan='2'>Activité</th><th colspan='2'>Bureau</th><th colspan='2'>Réseau</th></tr>"
    "<tr><th>Direction</th><th>Offre</th><th>Logistique</th><th>Régions</th></tr>"
    "<tr><td colspan='5'><b>B. Réaliser</b></td></tr>"
    "<tr><td>Concevoir un cours</td><td>est averti</td><td>décide</td><td></td><td>est consulté</td></tr>"
    "<tr><td>Réserver les salles</td><td></td><td>est averti</td><td>prépare et décide</td><td>est consulté</td></tr>"
    "<tr><td>Ajouter un cours</td><td>décide</td><td>prépare (1)</td><td></td><td>est averti</td></tr>"
    "<tr><td>Former un groupe</td><td>décide</td><td>prépare</td><td></td><td></td></tr></table>"
    "<p>(1) La décision revient au comité de programmation.</p>"
)


def test_words_are_read_through_their_legend_and_a_band_is_no_row_of_roles(tmp_path: Path) -> None:
    document = text(tmp_path, _WORDS, "partage.html")
    found = cells(document)
    assert found["Réserver les salles", "Logistique"][:2] == ("prépare et décide", "AR")
    assert found["Concevoir un cours", "Direction"] == (
        "est averti",
        "I",
        "est averti : on le lui fait savoir après coup",
    )
    assert found["Ajouter un cours", "Offre"][:2] == ("prépare (1)", "R")
    assert set(activities(document).values()) == {"B. Réaliser"}
    assert len(found) == 11


def test_words_that_tell_no_level_keep_the_order_of_the_legend(tmp_path: Path) -> None:
    rows = (
        "Affaire;DG;Prog;Gérant\nLocation;Donne le OK;S'en mêle;On le lui dit\nAteliers;Donne le OK;S'en mêle;Son avis\n"
        "Clés;On le lui dit;Son avis;S'en mêle\n\nS'en mêle;du début à la fin;;\nDonne le OK;rien ne part avant;;\n"
        "Son avis;on en parle avant;;\nOn le lui dit;mais plus tard;;\n"
    )
    found = cells(text(tmp_path, rows, "Matrice des rôles.csv"))
    assert [found["Location", role][1] for role in ("DG", "Prog", "Gérant")] == ["A", "R", "I"]
    assert found["Clés", "Prog"][1] == "C"


def test_a_letter_in_two_cases_and_a_letter_explained_in_other_words(tmp_path: Path) -> None:
    rows = (
        "Matrice des rôles\nÉtape;IPT;MR;AAT\nRepérage;S;P;Av\nLivraison;Av;P;S\nSeuils;V;P/V;Av\n\n"
        "P : porte l'étape;;;\nV : valide;;;\nS : supplée la personne absente;;;\nAv : avisé ensuite;;;\n"
    )
    document = text(tmp_path, rows, "matrice.csv")
    found = cells(document)
    assert found["Repérage", "AAT"] == ("Av", "I", "Av : avisé ensuite")
    assert found["Seuils", "MR"][:2] == ("P/V", "AR")
    assert found["Repérage", "IPT"][2] == "S : supplée la personne absente"
    assert not role_matrix.extract(document, Description(document.name, ""))[1]


def test_the_corner_says_what_the_rows_are_and_the_legend_may_take_three_columns(tmp_path: Path) -> None:
    rows = (
        "Matrice\nRôle \\ Activité;Rédaction du calendrier;Visite de conformité;Rappel de dossiers\nDG;V;T;\nDGD;O;P;T\n"
        "Archiviste;P;S;P\nRSI;O;;O\n\nP;Porte;Mène l'activité\nO;Opine;Donne son avis\nV;Vise;Approuve avant la suite\n"
        "T;Au courant;Informé après coup\nS;Seconde;Participe à l'exécution\nImprimé du partage S:\\Gouvernance;;\n"
    )
    document = text(tmp_path, rows, "matrice.csv")
    found = cells(document)
    assert found["Rédaction du calendrier", "DG"] == ("V", "A", "Vise")
    assert found["Rédaction du calendrier", "RSI"] == ("O", "C", "Opine")
    assert found["Visite de conformité", "Archiviste"] == ("S", "C", "Seconde")


def test_an_activity_in_a_title_and_its_holders_below(tmp_path: Path) -> None:
    words = (
        "# Qui fait quoi à la MRC\n\n## Aménagement\n\n### Révision du schéma\n\nResponsable : DAM ; Approuve : CM\n\n"
        "Consultés : CCA, municipalités locales ; Informée : préfète\n\n### Enlèvement des barrages\n\n"
        "Responsable : CCE ; Approuve : directeur général\n\nNote : en cas de danger, la CCE agit sans attendre.\n\n"
        "### Permis d'abattage\n\nResponsable : inspecteur forestier ; Approuve :\n\n### Embauche\n\n"
        "Responsable : DG ; Approuve : comité administratif (sauf les cadres)\n\n### Demandes de révision\n\n"
        "Responsable : CEF ; Approuve : personne (décision propre)\n\n## Sigles\n\n- CM : conseil de la MRC (les maires)\n"
        "- CCE : coordonnatrice des cours d'eau\n"
    )
    document = text(tmp_path, words, "qui fait quoi.md")
    found = {pair: levels for pair, (_, levels, _) in cells(document).items()}
    assert found["Révision du schéma", "municipalités locales"] == "C"
    assert found["Révision du schéma", "préfète"] == "I"
    assert found["Embauche", "comité administratif"] == "A"
    assert [r for a, r in found if a == "Permis d'abattage"] == ["inspecteur forestier"]
    assert [r for a, r in found if a == "Demandes de révision"] == ["CEF"]
    known = {r.name.value: r.aliases for r in _records(document) if isinstance(r, Role)}
    assert known["CM"] == ("conseil de la MRC",)
    assert known["CCE"] == ("coordonnatrice des cours d'eau",)


def test_labels_that_come_back_tell_one_activity_after_the_other(tmp_path: Path) -> None:
    words = "QUI FAIT QUOI\n\n" + "".join(
        f"QUOI : {what}\nQUI FAIT : {who}\nQUI DIT OUI : DG\nQUI ON PRÉVIENT : {told}\n\n"
        for what, who, told in (
            ("Monter la grille", "programmation", "trésorière"),
            ("Demander le permis", "adjointe administrative", "coordo, trésorière"),
            ("Poser les bannières", "chargée des communications", "coordo"),
        )
    )
    found = cells(text(tmp_path, words, "Qui fait quoi.txt"))
    assert found["Monter la grille", "DG"][1] == "A"
    assert found["Demander le permis", "adjointe administrative"][1] == "R"
    assert {r for (a, r), (_, levels, _) in found.items() if a == "Demander le permis" and levels == "I"} == {
        "coordo",
        "trésorière",
    }


def test_a_project_with_its_lead_under_its_title_is_no_matrix(tmp_path: Path) -> None:
    words = "# Suivi des projets\n\n" + "".join(
        f"## Projet {n}\n\nResponsable : DAM ; Avancement : {n}0 % ; Échéance : mars 2026 ; Santé : vert\n\n"
        for n in range(1, 6)
    )
    assert role_matrix.recognise(text(tmp_path, words, "suivi.md")) == 0


def test_other_columns_and_footnotes_of_a_row_are_kept(tmp_path: Path) -> None:
    rows = (
        "Matrice des rôles\nActivité;CA;DG;SSU;Remarques\nFixer les horaires;A;R;C;deux fois l'an\n"
        "Gérer l'attente (1);I;A;;\nVérifier le NC3;I;A;R;\nRembourser un titre;;A;R;–\nConserver les vidéos (2);;;;\n;;;;\n"
        "R = réalise;;;;\nA = approuve;;;;\nSSU = service de sûreté;;;;\n(1) responsable à désigner;;;;\n(2) à compléter;;;;\n"
    )
    records = _records(text(tmp_path, rows, "matrice.csv"))
    known = {r.name.value: {k: f.quote for k, f in r.facts.items()} for r in records if isinstance(r, Activity)}
    assert known == {
        "Fixer les horaires": {"Remarques": "deux fois l'an"},
        "Gérer l'attente": {"Note": "(1) responsable à désigner"},
        "Vérifier le NC3": {},
        "Rembourser un titre": {},
        "Conserver les vidéos": {"Note": "(2) à compléter"},
    }
    notes = [r.note for r in records if isinstance(r, Responsibility)]
    assert [n.value for n in notes if n] == ["responsable à désigner"] * 2
    told = [s for s in typed(records) if s.sort is Sort.ROW]
    assert [[v.fact.quote for v in s.values] for s in told] == [
        ["deux fois l'an"], ["(1) responsable à désigner"], ["(2) à compléter"],
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_rows_and_columns_changes_nothing(tmp_path: Path, seed: int) -> None:
    names = ["Activité", "DG", "Sec. gén.", "Archiviste", "Finances"]
    table = {
        "Tenir le registre": ["A", "–", "R", "I"],
        "Fixer les tarifs": ["A/R", "C", "", "C"],
        "Plan d'urgence": ["", "A", "R¹", "I"],
        "Prêt de salles": ["I", "", "", "A, R"],
    }
    chance = random.Random(seed)  # an order, not a secret
    order = chance.sample(range(1, 5), 4)
    lines = chance.sample(sorted(table), 4)
    rows = [";".join([names[0], *(names[c] for c in order)])]
    rows += [";".join([line, *(table[line][c - 1] for c in order)]) for line in lines]
    found = cells(text(tmp_path, "Matrice des rôles\n" + "\n".join(rows) + "\n", "matrice.csv"))
    assert {(a, r): quote for (a, r), (quote, _, _) in found.items()} == {
        (line, names[c]): table[line][c - 1]
        for line in table
        for c in range(1, 5)
        if table[line][c - 1] not in ("", "–")
    }


def _roster(tmp_path: Path, name: str, heads: Sequence[str], legend: Sequence[Sequence[str]] = ()) -> Document:
    """A matrix with its roles in the cells and a section row between its head and its first row."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["Gestes du jardin"], list(heads), ["Serres"], ["Semer", "SUR", "DG, CJ", "FIN", None],
        ["Arroser", "SUR", "SUR", None, "CJ"], ["Vente"], ["Paniers", "CJ", "FIN", "SUR", "DG"],
        ["Tarifs", "FIN", "DG", "CJ", "SUR"], [], *legend,
    ):  # fmt: skip
        sheet.append(row)
    book.save(tmp_path / name)
    return read(tmp_path / name, name)


_NAMES = (["SUR", "surintendance"], ["DG", "direction générale"], ["CJ", "conseil du jardin"], ["FIN", "comptabilité"])


@pytest.mark.parametrize(
    ("heads", "legend"),
    [
        (("Activité", "Exécute", "Tranche", "Consulté", "Informé"), ()),
        (("", "Exécute", "Tranche", "Consulté", "Informé"), ()),
        (("Gestes", "Les mains", "Le mot de la fin", "L'oreille", "Le fil"), (
            ["Les mains : fait le travail"], ["Le mot de la fin : décide"], ["L'oreille : donne son avis"],
            ["Le fil : est prévenu"],
        )),
        (("Gestes", "S'en charge", "Tranche", "En jase", "Le sait"), ()),
    ],
)  # fmt: skip
def test_roles_in_the_cells_are_read_under_any_words_that_name_the_duties(
    tmp_path: Path, heads: Sequence[str], legend: Sequence[Sequence[str]]
) -> None:
    document = _roster(tmp_path, "Qui fait quoi.xlsx", heads, (*_NAMES, [], *legend))
    records = _records(document)
    names = {r.id: r.name.value for r in records if isinstance(r, (Activity, Role))}
    found = {
        (names[r.activity], names[r.role], level.value)
        for r in records
        if isinstance(r, Responsibility)
        for level in r.levels
    }
    assert {(a, r) for a, r, level in found if level == "A"} == {
        ("Semer", "DG"), ("Semer", "CJ"), ("Arroser", "SUR"), ("Paniers", "FIN"), ("Tarifs", "DG"),
    }  # fmt: skip
    assert {(a, r) for a, r, level in found if level == "C"} == {("Semer", "FIN"), ("Paniers", "SUR"), ("Tarifs", "CJ")}
    assert {(a, r) for a, r, level in found if level == "R"} == {
        ("Semer", "SUR"), ("Arroser", "SUR"), ("Paniers", "CJ"), ("Tarifs", "FIN"),
    }  # fmt: skip
    assert activities(document) == {"Semer": "Serres", "Arroser": "Serres", "Paniers": "Vente", "Tarifs": "Vente"}
    assert next(r.aliases for r in records if isinstance(r, Role) and r.name.value == "FIN") == ("comptabilité",)


def test_two_duties_of_one_level_keep_their_own_word(tmp_path: Path) -> None:
    heads = ("Activité", "Exécute", "Tranche", "Appuie", "Consulté")
    records = _records(_roster(tmp_path, "Qui fait quoi.xlsx", heads, _NAMES))
    names = {r.id: r.name.value for r in records if isinstance(r, Role)}
    held = {(r.letter.value, names[r.role], r.meaning.value if r.meaning else "") for r in records
            if isinstance(r, Responsibility) and r.line and r.line.value == "Paniers"}  # fmt: skip
    assert held == {("R", "CJ", ""), ("A", "FIN", ""), ("Appuie", "SUR", "Appuie"), ("C", "DG", "")}


def test_a_table_of_projects_with_its_people_is_no_matrix_of_names(tmp_path: Path) -> None:
    rows = "".join(
        f"Projet {n};{lead};{sponsor};mars 2026\n"
        for n, (lead, sponsor) in enumerate([("Rose Roy", "Jean Lo"), ("Ida Fay", "Rose Roy"), ("Luc Or", "Jean Lo")])
    )
    document = text(tmp_path, f"Projet;Responsable;Approuvé par;Échéance\n{rows}", "suivi.csv")
    assert role_matrix.recognise(document) < 0.5


def test_a_page_without_a_head_goes_on_with_the_matrix_of_names_before(tmp_path: Path) -> None:
    words = (
        "# Qui fait quoi\n\n| Activité | Exécute | Tranche |\n|---|---|---|\n| Semer | SUR | DG |\n| Arroser | SUR | SUR |\n"
        "| Paniers | CJ | DG |\n\nSuite\n\n<table><tr><td>Tarifs</td><td>DG</td><td>CJ</td></tr>"
        "<tr><td>Paie</td><td>CJ</td><td>DG</td></tr></table>\n\n- SUR : surintendance\n- DG : direction générale\n"
        "- CJ : conseil du jardin\n"
    )
    found = cells(text(tmp_path, words, "qui fait quoi.md"))
    assert found["Tarifs", "CJ"][1] == "A"
    assert found["Paie", "CJ"][1] == "R"


def test_abbreviations_are_no_letters_whatever_their_words(tmp_path: Path) -> None:
    words = (
        "# Matrice des rôles\n\n| Activité | DA | CA | DP |\n|---|---|---|---|\n| Semer | E | D | T |\n| Vendre | D | E | T |\n\n"
        "Tableau A – Exploitation\n\nE : exécute. D : décide. T : tenu au courant. E/D : fait et décide.\n\n"
        "DA : direction de l'action locale. CA : conseil d'administration. DP : direction du parc.\n"
    )
    legend = read_legend(text(tmp_path, words, "matrice.md").blocks)
    assert {letter for letter in legend.levels if "/" not in letter} == {"E", "D", "T"}
    assert legend.lines["T"].value == "tenu au courant"
    assert cells(text(tmp_path, words, "matrice.md"))["Semer", "CA"][:2] == ("D", "A")


def test_each_cell_knows_its_row_in_its_own_table(tmp_path: Path) -> None:
    lines = "|---|---|---|\n| Direction | D | E |\n| Service des quais | E | D |\n\n"
    words = "# Matrice des rôles\n\nE = exécute. D = décide.\n\n" + "".join(
        f"## Partie {n}\n\n| Rôle | Ouvrir {n} | Fermer {n} |\n{lines}" for n in (1, 2)
    )
    document = text(tmp_path, words, "matrice.md")
    assert roles(document) == ["Direction", "Service des quais"]
    found = {r.letter.place.section[-1]: r.line.place.section[-1] for r in _records(document)
             if isinstance(r, Responsibility) and r.line}  # fmt: skip
    assert found == {"Partie 1": "Partie 1", "Partie 2": "Partie 2"}


def test_names_in_two_languages_are_one_role_and_one_activity(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (
        ["No", "Activité", "Activity", "Direction (DIR)", "Cheffe de quai", "Gardien", "Secrétariat"],
        ["", "", "", "Management", "Dock Lead", "Keeper", "Office"],
        [1, "Ouvrir", "Open the long dock", "A", "R", "C", "I"],
        [2, "Peindre", "Paint", "A", "R", "I", "I"],
        [3, "Fermer", "Close", "R", "A", "C", "I"],
    ):
        sheet.append(row)
    for column in "ABC":
        sheet.merge_cells(f"{column}1:{column}2")
    book.save(tmp_path / "matrice.xlsx")
    records = _records(read(tmp_path / "matrice.xlsx", "matrice.xlsx"))
    assert {r.name.value: r.aliases for r in records if isinstance(r, Role)} == {
        "Direction": ("DIR", "Management"), "Cheffe de quai": ("Dock Lead",), "Gardien": ("Keeper",),
        "Secrétariat": ("Office",),
    }  # fmt: skip
    assert [(r.name.value, r.aliases, dict(r.facts)) for r in records if isinstance(r, Activity)] == [
        ("Ouvrir", ("Open the long dock",), {}), ("Peindre", ("Paint",), {}), ("Fermer", ("Close",), {}),
    ]  # fmt: skip


def test_a_page_without_a_head_goes_on_with_the_letters_before(tmp_path: Path) -> None:
    words = (
        "# Matrice des rôles\n\nR = réalise. A = approuve. I = informé.\n\n| Activité | DG | FIN | Quai |\n|---|---|---|---|\n"
        "| Ouvrir | A | I | R |\n| Payer | A | R | I |\n\nSuite\n\n<table><tr><td>Peindre</td><td>A</td><td>I</td><td>R</td></tr>"
        "<tr><td>Fermer</td><td>I</td><td></td><td>A</td></tr><tr><td>Vider</td><td>I</td><td>A</td><td>R</td></tr></table>\n"
    )
    document = text(tmp_path, words, "matrice.md")
    found = {pair: levels for pair, (_, levels, _) in cells(document).items()}
    assert found["Peindre", "Quai"] == "R"
    assert found["Vider", "FIN"] == "A"
    assert roles(document) == ["DG", "FIN", "Quai"]


def test_words_that_a_legend_explains_beside_the_roles_name_nobody(tmp_path: Path) -> None:
    book = Workbook()
    sheet, legend = book.worksheets[0], book.create_sheet("Lexique")
    for row in (
        ["Activité", "Prog", "Gérant", "DT"],
        ["Louer", "On me parle", "C'est moi", "Je dis oui"],
        ["Réparer", "On me parle", "C'est moi", "Je dis oui"],
        ["Choisir", "C'est moi", "Je dis oui", "On me parle"],
    ):
        sheet.append(row)
    for row in (
        ["C'est moi", "réalise le travail"], ["Je dis oui", "rien ne part sans mon accord"], ["On me parle", "donne son avis"],
        ["Prog", "responsable de la programmation"], ["Gérant", "gérant de la salle"], ["DT", "direction technique"],
    ):  # fmt: skip
        legend.append(row)
    book.save(tmp_path / "Qui fait quoi.xlsx")
    assert roles(read(tmp_path / "Qui fait quoi.xlsx", "Qui fait quoi.xlsx")) == ["Prog", "Gérant", "DT"]
