"""A forest cooperative, wholly invented: other forms again.

Responsibilities in a Word table with one column a level, a matrix on its side in a cp1252 file, offers in sections of
labelled lines, a report in a PDF table then in Markdown, bodies told in plain sentences.
"""

from __future__ import annotations

from pathlib import Path

from docx import Document as Word
from reportlab.lib.pagesizes import letter
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

LEVELS = ("Activité", "Responsable", "Imputable", "Consultés", "Informés")
ACTIVITIES = (
    ("Marquer les arbres à couper", "Technicien forestier", "Ingénieur forestier", "Biologiste", "Comité des membres"),
    ("Réparer les chemins", "Contremaître", "Directeur des opérations", "", "Chauffeurs et technicien forestier"),
    ("Vendre le bois de sciage", "Agent de mise en marché", "Directeur général",
     "Comité des membres, ingénieur forestier", ""),
    ("Planter les semis", "Contremaître", "Ingénieur forestier", "Biologiste", ""),
    ("Tenir le registre des membres", "Adjointe administrative", "Directeur général", "", "Comité des membres"),
)  # fmt: skip
SAFETY = (
    "Rôle;Inspecter les scies;Former les nouveaux;Déclarer un accident",
    "Contremaître;R;A;R",
    "Directeur des opérations;A;I;A",
    "Comité de santé et sécurité;C;R;I",
    "Technicien forestier;;C;R",
)
LABELS = ("Offert par", "Pour en faire la demande", "Délai", "Tarif", "État")
OFFERS = (
    ("Plan d’aménagement", "Étude du lot et calendrier de coupe sur dix ans.",
     "Ingénieur forestier", "plan@coop.example.org", "six semaines", "600 $", "Disponible"),
    ("Prêt de débroussailleuse", "Machine prêtée à la fin de semaine.",
     "Contremaître", "pret@coop.example.org", "2 jours", "Gratuit", "Disponible"),
    ("Évaluation de récolte", "Calcul du volume et de la valeur du bois.",
     "Technicien forestier", "eval@coop.example.org", "10 jours ouvrables", "150 $", "Suspendu"),
    ("Formation abattage sécuritaire", "Deux jours en forêt avec un moniteur.",
     "Comité de santé et sécurité", "formation@coop.example.org", "un mois", "225 $", "Disponible"),
)  # fmt: skip
FIRST = (
    ("Chantier", "État", "% réalisé", "Échéance", "Responsable"),
    ("Chemin du lac", "En contrôle", "40 %", "2026-08-31", "Contremaître"),
    ("Nouvelle scierie", "À surveiller", "15 %", "2026-12-15", "Directeur général"),
    ("Inventaire des érablières", "En contrôle", "60 %", "2026-05-30", "Biologiste"),
)
SECOND = (
    ("Chemin du lac", "à surveiller", "55 %", "2026-10-15", "Contremaître", "pluies de mai"),
    ("Nouvelle scierie", "intervention requise", "18 %", "2027-03-31", "Directeur général", "permis en attente"),
    ("Inventaire des érablières", "terminé", "100 %", "2026-05-30", "Biologiste", ""),
)
RULES = """# Règlement intérieur

Version 2, adoptée le 12 mars 2026. Remplace le règlement de 2019.

## Comité de santé et sécurité

Le comité de santé et sécurité compte trois membres élus et un contremaître. Il se réunit le premier lundi de chaque
mois. Son quorum est de trois personnes. Il est présidé par un membre élu.

## Assemblée des membres

L'assemblée se tient une fois par année, en novembre. Elle élit le conseil et approuve les états financiers.

## Responsabilités du directeur général

Le directeur général :
- prépare le budget annuel;
- embauche le personnel;
- rend compte au conseil chaque trimestre.
"""


def build(folder: Path) -> Path:
    """Writes the documents of the cooperative in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    _levels(folder / "responsabilites.docx")
    (folder / "matrice securite.csv").write_bytes("\r\n".join(SAFETY).encode("cp1252"))
    _offers(folder / "services.docx")
    _report(folder / "avancement_T1_2026.pdf")
    (folder / "avancement_T2_2026.md").write_text(_second(), "utf-8")
    (folder / "gouvernance.md").write_text(RULES, "utf-8")
    return folder


def _levels(path: Path) -> None:
    word = Word()
    word.add_heading("Répartition des responsabilités de la Coopérative forestière", 0)
    table = word.add_table(rows=0, cols=len(LEVELS))
    for row in (LEVELS, *ACTIVITIES):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    word.save(str(path))


def _offers(path: Path) -> None:
    word = Word()
    word.add_heading("Nos services aux membres", 0)
    for name, description, *values in OFFERS:
        word.add_heading(name, 1)
        word.add_paragraph(description)
        for label, value in zip(LABELS, values, strict=True):
            word.add_paragraph(f"{label} : {value}")
    word.save(str(path))


def _report(path: Path) -> None:
    table = Table([list(row) for row in FIRST])
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0))]))
    title = Paragraph("Avancement des chantiers – T1 2026", getSampleStyleSheet()["Title"])
    SimpleDocTemplate(str(path), pagesize=letter).build([title, Spacer(1, 12), table])


def _second() -> str:
    labels = ("État", "Avancement", "Échéance", "Responsable", "Commentaire")
    parts = ["# Avancement des chantiers – T2 2026", "Au 30 juin 2026."]
    for name, *values in SECOND:
        lines = [f"- **{label}** : {value}" for label, value in zip(labels, values, strict=True) if value]
        parts += [f"## {name}", "\n".join(lines)]
    return "\n\n".join(parts) + "\n"
