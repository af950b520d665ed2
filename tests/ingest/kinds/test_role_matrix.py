"""A matrix of roles is read in letters, in words, in crosses, in names; its legend has the last word."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

from ingest.documents.describing import describe
from ingest.facts.records import Activity, Responsibility, Role
from ingest.kinds import role_matrix
from ingest.loaders.reading import read
from ingest.model import Document, Kind
from tests.ingest.governance_documents import text


def cells(document: Document) -> dict[tuple[str, str], tuple[str, str, str]]:
    """(activity, role) → (as written, levels, the legend's words), of a document recognised as a matrix."""
    about = describe([document], {})[0][document.name]
    assert about.kind is Kind.ROLE_MATRIX
    records, _ = role_matrix.extract(document, about)
    names = {r.id: r.name.value for r in records if isinstance(r, (Activity, Role))}
    found = [r for r in records if isinstance(r, Responsibility)]
    for one in found:
        place = one.letter.place
        assert one.letter.quote in document.text[place.start : place.end]
    return {
        (names[r.activity], names[r.role]): (
            r.letter.quote,
            "".join(sorted(r.levels)),
            r.meaning.quote if r.meaning else "",
        )
        for r in found
    }


def test_crosses_with_their_legend_below(tmp_path: Path) -> None:
    words = (
        "# Qui fait quoi\n\n| Activités | Coord. | Rest. | Num. |\n|---|---|---|---|\n"
        "| Emballer les caisses | | XX | X |\n| Tenir le registre | X | | XX |\n| Payer les factures | XX | | X |\n\n"
        "Légende : « XX » mène l'activité et répond du résultat; « X » prend part. Case vide : rien.\n"
    )
    found = cells(text(tmp_path, words, "qui-fait-quoi.md"))
    assert found["Emballer les caisses", "Rest."][:2] == ("XX", "R")
    assert found["Emballer les caisses", "Num."][:2] == ("X", "C")
    assert "mène l'activité" in found["Tenir le registre", "Num."][2]


def test_words_in_the_place_of_letters(tmp_path: Path) -> None:
    rows = (
        "Activité;Direction;Comité;Atelier;Registraire\nPréparer le plan;approuve;avis;mène;\n"
        "Tenir le registre;;informé;avis;mène\nFixer les prix;mène;approuve;;avis\nRestaurer un objet;approuve;;mène;informé\n"
    )
    found = cells(text(tmp_path, rows, "Partage des responsabilités.csv"))
    assert found["Préparer le plan", "Direction"][:2] == ("approuve", "A")
    assert found["Tenir le registre", "Registraire"][:2] == ("mène", "R")
    assert found["Tenir le registre", "Comité"][:2] == ("informé", "I")


def test_functions_as_columns_and_acronyms_as_cells(tmp_path: Path) -> None:
    rows = (
        "Activité;Responsable de la tâche;Approuve;Consulté;Informé\nRecevoir les demandes;PRD;DLC;AGL;DFA\n"
        "Calculer le loyer;AGL;DLC;DFA;PRD\nAttribuer un logement;CSL;DG;AGL, ICO;DLC\nPercevoir les loyers;DFA;DG;AGL;DLC\n"
    )
    found = cells(text(tmp_path, rows, "Partage des responsabilités.csv"))
    assert found["Recevoir les demandes", "PRD"][1] == "R"
    assert found["Attribuer un logement", "DG"][1] == "A"
    assert found["Attribuer un logement", "ICO"][1] == "C"


def test_the_legend_wins_on_another_sheet_and_roles_may_be_rows(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Matrice"
    for row in (
        ["Qui ↓ / Quoi →", "Ouvrir le quai", "Publier le tableau", "Signer les ententes"],
        ["Direction", "A", "C", "A"],
        ["Capitainerie", "C", "A", "I"],
        ["Secrétariat", "I", "I", "C"],
    ):
        sheet.append(row)
    legend = book.create_sheet("Légende")
    for row in (["C", "Coordonne et fait le travail"], ["A", "Donne son avis"], ["I", "Informé après"]):
        legend.append(row)
    book.save(tmp_path / "Matrice des rôles.xlsx")
    found = cells(read(tmp_path / "Matrice des rôles.xlsx", "Matrice des rôles.xlsx"))
    assert found["Publier le tableau", "Direction"] == ("C", "R", "Coordonne et fait le travail")
    assert found["Ouvrir le quai", "Direction"] == ("A", "C", "Donne son avis")


def test_a_legend_on_a_sheet_of_its_own_is_no_matrix(tmp_path: Path) -> None:
    """With or without a header row: its letters are nobody's."""
    for head in ([], [["Lettre", "Ce qu'elle veut dire"]]):
        book = Workbook()
        sheet = book.worksheets[0]
        for row in (
            ["Activité", "Bureau", "Quai"],
            ["Peindre les bouées", "R", "A"],
            ["Payer le fournisseur", "A", "R"],
        ):
            sheet.append(row)
        legend = book.create_sheet("Légende")
        for row in (*head, ["R", "Responsable"], ["A", "Approuve"], ["C", "Consulté"]):
            legend.append(row)
        book.save(tmp_path / "Matrice des rôles.xlsx")
        found = cells(read(tmp_path / "Matrice des rôles.xlsx", "Matrice des rôles.xlsx"))
        assert {activity for activity, _ in found} == {"Peindre les bouées", "Payer le fournisseur"}


def test_the_last_letter_of_a_legend_ends_with_its_sentence(tmp_path: Path) -> None:
    words = (
        "# Tableau RACI\n\nR = fait le travail. A = approuve. C = consulté avant. I = informé après. Case vide : aucun rôle.\n\n"
        "| Activité | Bureau | Quai | Phare |\n|---|---|---|---|\n| Peindre | R | A | I |\n| Payer | A | R | I |\n"
    )
    assert cells(text(tmp_path, words, "raci.md"))["Peindre", "Phare"] == ("I", "I", "I = informé après")


def test_a_register_of_decisions_is_no_matrix(tmp_path: Path) -> None:
    rows = "".join(
        f"CA-{n};Objet {n};{said};{who}\n"
        for n, (said, who) in enumerate(
            [("Contrat à Logimètre", "DG"), ("Vote électronique", "SEC"), ("Nouveau barème", "CTRL"), ("Fin du rabais", "DG"),
             ("Ajout au plan", "CTRL"), ("Report au printemps", "SEC"), ("Mandat à Solde", "DG"), ("Passe à quatre", "SEC")]
        )
    )  # fmt: skip
    assert (
        role_matrix.recognise(text(tmp_path, f"No;Objet;Décision;Responsable du suivi\n{rows}", "registre.csv")) < 0.5
    )


def test_a_legend_beside_the_matrix_is_no_holder(tmp_path: Path) -> None:
    """« R = Réalise » stands in the rows of activities; it names no one."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    legend = ["R = Réalise le travail", "A = Approuve", "C = Consulté avant", "I = Informé après"]
    sheet.append(["Activité", "Quais", "Phares", "Bouées", None, "Légende"])
    for number, activity in enumerate(("Peindre le quai", "Allumer le phare", "Poser la bouée", "Tenir le registre")):
        sheet.append([activity, "R", "A", "I" if number % 2 else "C", None, legend[number]])
    book.save(tmp_path / "matrice des roles.xlsx")
    found = cells(read(tmp_path / "matrice des roles.xlsx", "matrice des roles.xlsx"))
    assert {role for _, role in found} == {"Quais", "Phares", "Bouées"}
    assert len(found) == 12
