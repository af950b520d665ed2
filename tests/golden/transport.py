"""An organisation of another sector, whose documents have other words and other shapes than those of ``corpus/``.

A transport authority, wholly invented: group headers merged over roles, letters of its own, an inventory in a cp1252
file with semicolons, and a report that changes form every quarter. What is understood here was not foreseen by name.
"""

from __future__ import annotations

from pathlib import Path

from docx import Document as Word
from openpyxl import Workbook
from pptx import Presentation
from pptx.util import Inches

ROLES = (
    ("Direction", "Direction de l'exploitation"),
    ("Direction", "Direction des finances"),
    ("Terrain", "Chef de terminus"),
    ("Terrain", "Répartitrice"),
    ("Terrain", "Mécanicien en chef"),
    ("Appui", "Conseil d'administration"),
)
LEGEND = "E = Exécute la tâche ; V = Valide et a le dernier mot ; P = Participe, donne son avis ; T = Tenu au courant"
# Category → (activity, letters by role; "" leaves the cell empty).
MATRIX = {
    "Service aux usagers": (
        ("Établir les horaires d'hiver", ("V", "", "E", "P", "", "T")),
        ("Traiter les objets perdus", ("", "", "V", "E", "", "")),
        ("Répondre aux plaintes des usagers", ("T", "", "V/E", "P", "", "")),
    ),
    "Matériel roulant": (
        ("Inspecter les freins", ("T", "", "", "", "V/E", "")),
        ("Remplacer les autobus en fin de vie", ("E", "P", "", "", "P", "V")),
        ("Entreposer les pneus", ("", "", "T", "", "E", "")),
    ),
    "Argent": (
        ("Fixer les tarifs", ("P", "E", "", "", "", "V")),
        ("Percevoir les revenus des boîtes", ("", "V", "E", "T", "", "")),
    ),
}

OFFERS = (
    ("RB-01", "Transport adapté", "Trajet de porte à porte pour une personne à mobilité réduite.", "Chef de terminus",
     "Personnes handicapées", "adapte@regie.example.org", "48 heures", "3,50 $ par trajet", "Offert", "Rive-Nord"),
    ("RB-02", "Location d'autobus avec chauffeur", "Véhicule réservé pour une sortie de groupe.",
     "Direction de l'exploitation", "Écoles et organismes", "location@regie.example.org", "10 jours ouvrables",
     "Sur soumission", "Offert", "Tous les secteurs"),
    ("RB-03", "Laissez-passer étudiant", "Titre mensuel à prix réduit sur preuve d'inscription scolaire.",
     "Direction des finances", "Étudiants", "https://regie.example.org/etudiant", "Immédiat", "52 $ par mois",
     "Offert", "Tous les secteurs"),
    ("RB-04", "Stationnement incitatif", "Place de voiture gratuite près d'un terminus pour qui prend l'autobus.",
     "Chef de terminus", "Tous", "https://regie.example.org/auto", "Immédiat", "Gratuit", "Offert", "Rive-Sud"),
    ("RB-05", "Navette de nuit", "Autobus après minuit la fin de semaine.", "Direction de l'exploitation", "Tous",
     "nuit@regie.example.org", "À venir", "À venir", "En préparation", "Rive-Nord"),
    ("RB-06", "Guichet des objets perdus", "Recherche d'un objet oublié à bord.", "Répartitrice", "Tous",
     "perdu@regie.example.org", "5 jours ouvrables", "Gratuit", "Offert", "Tous les secteurs"),
    ("RB-07", "Carte papier du réseau", "Plan imprimé des lignes, envoyé par la poste.", "Direction des finances",
     "Tous", "plan@regie.example.org", "3 semaines", "2 $", "Aboli", "Tous les secteurs"),
    ("RB-08", "Formation à la conduite hivernale", "Demi-journée sur piste pour conducteurs d'autobus.",
     "Mécanicien en chef", "Conducteurs", "ecole@regie.example.org", "4 semaines", "120 $", "Offert", "Rive-Sud"),
)  # fmt: skip

# Project → by quarter: (health, progress, end, next step, risk).
PROJECTS = {
    "Garage électrique": (
        ("Vert", "20", "30 novembre 2026", "Appel d'offres", "Aucun"),
        ("Jaune", "35", "30 novembre 2026", "Choix du constructeur", "Délai de raccordement"),
        ("Rouge", "41", "31 mars 2027", "Raccordement au réseau", "Poste de transformation en retard"),
    ),
    "Application de paiement": (
        ("Vert", "50", "30 juin 2026", "Essai en laboratoire", "Aucun"),
        ("Vert", "80", "30 juin 2026", "Essai à bord", "Lecture des vieux téléphones"),
        ("Vert", "100", "30 juin 2026", "Aucune", "Aucun"),
    ),
    "Abribus chauffés": (
        ("Jaune", "10", "15 octobre 2026", "Plans", "Budget serré"),
        ("Jaune", "30", "15 octobre 2026", "Achat des éléments", "Budget serré"),
        ("Vert", "60", "15 octobre 2026", "Installation", "Aucun"),
    ),
    "Comptage des passagers": (
        ("Vert", "5", "31 décembre 2026", "Choix des capteurs", "Aucun"),
        ("Vert", "15", "31 décembre 2026", "Pose de dix capteurs", "Aucun"),
        None,
    ),
}
RENAMED = {"Application de paiement": "Paiement sans contact"}


def build(folder: Path) -> Path:
    """Writes the documents of the authority in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    _matrix(folder / "qui-fait-quoi.xlsx")
    _inventory(folder / "catalogue des services.csv")
    _first_quarter(folder / "suivi 2026 T1.xlsx")
    _second_quarter(folder / "suivi 2026 T2.docx")
    _third_quarter(folder / "suivi 2026 T3.pptx")
    _framework(folder / "regles de fonctionnement.docx")
    (folder / "lexique.txt").write_text(
        "Lexique de la Régie\n\nTPA : Transport porte à porte\nMatériel roulant : ensemble des véhicules de la Régie.\n"
        "Battement : temps laissé à un conducteur entre deux départs.\n",
        encoding="utf-8",
    )
    return folder


def _matrix(path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Partage"
    sheet["A1"] = "Régie des transports – Qui fait quoi"
    sheet.merge_cells("A1:H1")
    for column, (group, role) in enumerate(ROLES, start=3):
        sheet.cell(3, column, group)
        sheet.cell(4, column, role)
    for span in ("C3:D3", "E3:G3"):
        first = sheet[span.split(":")[0]].value
        for row in sheet[span]:
            for cell in row[1:]:
                cell.value = None
        sheet.merge_cells(span)
        sheet[span.split(":")[0]] = first
    sheet["A4"], sheet["B4"] = "No", "Travaux"
    row, number = 5, 1
    for category, activities in MATRIX.items():
        sheet.cell(row, 1, category)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=8)
        row += 1
        for name, letters in activities:
            sheet.cell(row, 1, number)
            sheet.cell(row, 2, name)
            for column, letter in enumerate(letters, start=3):
                sheet.cell(row, column, letter or None)
            row, number = row + 1, number + 1
    sheet.cell(row + 1, 2, LEGEND)
    book.save(path)


def _inventory(path: Path) -> None:
    lines = ["Régie des transports;;;;;;;;;", ";;;;;;;;;"]
    lines.append(
        "Réf.;Ce qu'on offre;À quoi ça sert;Donné par;S'adresse à;Pour l'obtenir;Temps de réponse;Tarif;Situation;Secteur"
    )
    lines += [";".join(offer) for offer in OFFERS]
    path.write_bytes("\r\n".join(lines).encode("cp1252"))


def _first_quarter(path: Path) -> None:
    """On its side: one project a column."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Suivi"
    sheet["A1"] = "Suivi des chantiers – premier trimestre 2026"
    for row, label in enumerate(
        ("Chantier", "Météo", "Avancement (%)", "Fin prévue", "Prochaine étape", "Enjeu"), start=3
    ):
        sheet.cell(row, 1, label)
    for column, (name, quarters) in enumerate(PROJECTS.items(), start=2):
        assert quarters[0] is not None
        for row, value in enumerate((name, *quarters[0]), start=3):
            sheet.cell(row, column, value)
    book.save(path)


def _second_quarter(path: Path) -> None:
    """In prose: a heading a project, labelled values."""
    word = Word()
    word.add_heading("Suivi des chantiers – deuxième trimestre 2026", 0)
    for name, quarters in PROJECTS.items():
        assert quarters[1] is not None
        health, progress, end, step, risk = quarters[1]
        word.add_heading(name, 1)
        word.add_paragraph(f"Météo : {health}. Avancement : {progress} %. Fin prévue : {end}.")
        word.add_paragraph(f"Prochaine étape : {step}. Enjeu : {risk}.")
    word.save(str(path))


def _third_quarter(path: Path) -> None:
    """In slides, one table; a project is renamed, another is no longer there."""
    slides = Presentation()
    slide = slides.slides.add_slide(slides.slide_layouts[5])
    assert slide.shapes.title is not None
    slide.shapes.title.text = "Suivi des chantiers – 30 septembre 2026"
    kept = [(name, quarters[2]) for name, quarters in PROJECTS.items() if quarters[2]]
    table = slide.shapes.add_table(len(kept) + 1, 6, Inches(0.5), Inches(1.5), Inches(9), Inches(4)).table
    for column, label in enumerate(("Chantier", "Feu", "% réalisé", "Date de fin", "À venir", "Risque")):
        table.cell(0, column).text = label
    for row, (name, state) in enumerate(kept, start=1):
        assert state is not None
        shown = f"{RENAMED[name]} (anciennement {name})" if name in RENAMED else name
        for column, value in enumerate((shown, *state)):
            table.cell(row, column).text = value
    slides.save(str(path))


def _framework(path: Path) -> None:
    word = Word()
    word.add_heading("Règles de fonctionnement de la Régie", 0)
    word.add_heading("Les instances", 1)
    table = word.add_table(rows=1, cols=5)
    heads = ("Instance", "Qui en fait partie", "Rythme des rencontres", "Quorum", "Pouvoirs")
    rows = (
        ("Table des horaires (TDH)", "Chef de terminus, répartitrice et un usager", "Toutes les deux semaines",
         "Deux personnes", "Arrête les horaires de saison"),
        ("Comité du matériel", "Mécanicien en chef, direction des finances", "Une fois par trimestre",
         "Les deux membres", "Recommande les achats de véhicules"),
    )  # fmt: skip
    for column, text in enumerate(heads):
        table.rows[0].cells[column].text = text
    for row in rows:
        cells = table.add_row().cells
        for column, text in enumerate(row):
            cells[column].text = text
    word.add_heading("Différends", 1)
    word.add_paragraph(
        "Un différend entre deux terminus monte à la direction de l'exploitation, qui tranche en cinq jours ouvrables."
    )
    word.save(str(path))
