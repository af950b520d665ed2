"""A cooperative of harbours, wholly invented: one document of each kind, small enough to be read whole."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook

FRAMEWORK = """# Cadre de gouvernance de la coopérative

## 1. Palier stratégique

### 1.1 Conseil des ports (CPO)

Le conseil des ports fixe les règles communes à tous les quais.

- Composition : la capitainerie, qui préside, un délégué par port et le bureau des glaces.
- Fréquence : le conseil des ports se réunit deux fois par année, aux équinoxes.
- Quorum : la moitié des ports plus un.
- Droits de décision : il adopte le budget des quais et arbitre les conflits entre ports.

## 2. Palier tactique

### 2.1 Comité de la flotte (CF)

- Composition : le bureau des glaces, deux patrons de pêche et un mécanicien.
- Fréquence : le comité de la flotte se réunit chaque mardi.
- Quorum : quatre personnes.

### 2.2 Comité des bouées et des phares (CBP)

- Composition : le gardien-chef et un mécanicien.
- Fréquence : le comité des bouées et des phares siège chaque mardi.

## 3. Partage du travail

La capitainerie :

- tient le registre des amarres;
- avise les équipages des tempêtes;
- loue les grues.

Les équipages doivent vider leurs cales dans les 48 heures avant le départ. Ils signent ensuite le registre.
"""
CHARTER = """# Règlement des équipages

Les équipages doivent vider leurs cales dans les 72 heures avant le départ.
"""
GLOSSARY = """# Glossaire

| Sigle | Signification |
|---|---|
| MQ | Maître de quai |
| BDG | Bureau des glaces |
"""
DIRECTORY = """# Répertoire

| Fonction | Téléphone | Courriel |
|---|---|---|
| Capitainerie | 418 555-0101 | capitainerie@ports.example |
| Maître de quai | 418 555-0102 | quai@ports.example |
| Gardien-chef | 418 555-0103 | phare@ports.example |
"""
OFFERS = """# Catalogue des services

| Code | Service | Description | Offert par | Pour qui | Demande | Délai | Coût | État |
|---|---|---|---|---|---|---|---|---|
| SV-01 | Prêt de grue | Une grue pour décharger | Capitainerie | Équipages | grue@ports.example | 2 jours | Gratuit | Offert |
| SV-02 | Glace en vrac | Glace livrée au quai | Bureau des glaces | Équipages | glace@ports.example | 1 jour | 40 $ | Retiré |
| SV-03 | Visite du phare | Visite guidée | Gardien-chef | Écoles | phare@ports.example | 10 jours | Gratuit | Suspendu |
| SV-04 | Formation aux amarres | Deux jours | Maître de quai | Équipages | quai@ports.example | 30 jours | 90 $ | Offert |
"""
REPORT = """# Suivi des chantiers – {season}

État au {day}.

| Code | Projet | État | Avancement | Échéance | Responsable |
|---|---|---|---|---|---|
{rows}
"""
WINTER = """| PR-01 | Quai du Nord | Vert | 20 % | 2025-12-15 | Maître de quai |
| PR-02 | Portail | Jaune | 30 % | 2025-10-31 | Bureau des glaces |
| PR-03 | Phare automatique | Vert | 10 % | 2026-06-30 | Gardien-chef |"""
SPRING = """| PR-01 | Quai du Nord | Rouge | 45 % | 2026-03-31 | Maître de quai |
| PR-02 | MonPort (ancien Portail) | Vert | 60 % | 2025-10-31 | Bureau des glaces |
| PR-03 | Phare automatique | Jaune | 15 % | 2026-06-30 | Gardien-chef |"""
FUTURE = """| PR-01 | Quai du Nord | Bleu | 100 % | 2026-03-31 | Maître de quai |
| PR-02 | MonPort | Vert | 90 % | 2025-10-31 | Bureau des glaces |
| PR-03 | Phare automatique | Vert | 95 % | 2026-06-30 | Gardien-chef |"""
PRIVATE = """# Note sur le phare secret

Le phare secret de l'île Noire ouvre le 3 mars 2026.
"""
DESCRIBED = """documents:
  note-privee.md: {title: Note sur le phare secret, audience: [direction]}
  cadre.md: {date: 2025-01-15}
  reglement.md: {date: 2024-01-15}
"""
# Activity → role → letter. The second sheet names by its acronym a role that the first one spells out.
FIRST = (
    ("Activité", "Capitainerie", "Maître de quai", "Bureau des glaces", "Gardien-chef"),
    ("Réparer le quai principal", "A", "R", "C", "I"),
    ("Établir l'horaire des marées", "R", "C", "", "A"),
    ("Livrer la glace aux équipages", "A", "I", "R", ""),
)
SECOND = (
    ("Activité", "Capitainerie", "MQ", "Bureau des glaces", "Gardien-chef"),
    ("Peindre les bouées", "S", "R", "", "A"),
    ("Compter les voiles", "A", "S", "I", "R"),
)
LEGEND = (
    ("Lettre", "Ce qu’elle veut dire"),
    ("R", "Responsable"),
    ("A", "Approuve"),
    ("C", "Consulté"),
    ("I", "Informé"),
    ("S", "Soutient l'équipe"),
)


def build(folder: Path) -> Path:
    """Writes the documents in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, said in (
        ("cadre.md", FRAMEWORK), ("reglement.md", CHARTER), ("glossaire.md", GLOSSARY), ("repertoire.md", DIRECTORY),
        ("services.md", OFFERS), ("note-privee.md", PRIVATE), ("corpus.yaml", DESCRIBED),
        ("suivi-hiver.md", REPORT.format(season="hiver 2025", day="31 mars 2025", rows=WINTER)),
        ("suivi-printemps.md", REPORT.format(season="printemps 2025", day="30 juin 2025", rows=SPRING)),
        ("suivi-automne.md", REPORT.format(season="automne 2025", day="31 décembre 2025", rows=FUTURE)),
    ):  # fmt: skip
        (folder / name).write_text(said, "utf-8")
    workbook(folder / "Matrice des rôles.xlsx", {"Quais": FIRST, "Bouées": SECOND, "Légende": LEGEND})
    return folder


def workbook(path: Path, sheets: dict[str, tuple[tuple[str, ...], ...]]) -> None:
    """A workbook with these sheets, in this order."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(path)
