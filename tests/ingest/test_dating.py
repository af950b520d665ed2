"""The date of a document is the one it gives as its own; a report carries the label people call it by."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from ingest.documents import dating, inference
from ingest.documents.describing import describe
from ingest.facts.records import ProjectStatus
from ingest.facts.values.periods import named
from ingest.kinds import project_status
from ingest.loaders.reading import read
from ingest.model import Document, Kind
from tests.ingest.governance_documents import text

TODAY = date(2026, 11, 30)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        (
            "# Procès-verbal\n\nJeudi 16 octobre 2025, 19 h, au siège.\n\n## 1. Quai\n\nReporté au 19 janvier 2026.",
            "2025-10-16",
        ),
        ("# PV du comité – séance du 8 octobre 2025\n\n## Suite\n\nProchaine réunion le 4 mars 2026.", "2025-10-08"),
        ("# PV\n\nSéance du 18 septembre 2025. Adopté le 20 novembre 2025.\n\n## 1\n\nTexte.", "2025-09-18"),
    ],
)
def test_minutes_are_dated_by_the_meeting(tmp_path: Path, words: str, day: str) -> None:
    assert dating.date_of(text(tmp_path, words, "pv.md"), Kind.MINUTES, TODAY) == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        (
            "# Charte\n\nAdoptée le 14 novembre 2024. En vigueur le 1er janvier 2025. Elle remplace celle du 3 mai 2021.",
            "2025-01-01",
        ),
        ("# Tableaux\n\nAdopté par le CA le 21 novembre 2024. Mise à jour : 12 mai 2025 (ligne 3.3).", "2025-05-12"),
        ("# Mandat\n\nEn vigueur du 1er mai 2022 au 31 mars 2025. Abrogé.", "2022-05-01"),
        ("# Charte, extraits\n\nDOCUMENT REMPLACÉ par la charte en vigueur le 1er janvier 2025.", ""),
        (
            "# Lettre\n\nSaint-Loup, le 12 janvier 2024\n\n## Cible\n\nLe bilan est déposé au plus tard le 30 avril 2025.",
            "2024-01-12",
        ),
        ("# Bienvenue\n\n## Qui sommes-nous\n\n24 600 abonnés actifs au 31 août 2025.\n\n## Suite\n\nOui.", ""),
        (
            "# Charte\n\nTexte.\n\n## 10. Entrée en vigueur\n\nLa présente charte s'applique depuis le 1er janvier 2026.",
            "2026-01-01",
        ),
        ("# FAQ\n\nDernière retouche : août 2025.\n\n## Question\n\nOn répond.", "2025-08-31"),
        ("# Calendrier 2026 - version du 5 janvier\n\n| Date | Quoi |\n|---|---|\n| 2026-04-22 | Fête |", "2026-01-05"),
    ],
)
def test_a_text_is_dated_by_what_it_says_of_itself(tmp_path: Path, words: str, day: str) -> None:
    assert dating.date_of(text(tmp_path, words, "document.md"), Kind.OTHER, TODAY) == day


def test_a_day_to_come_is_no_date_when_an_earlier_one_is_said(tmp_path: Path) -> None:
    both = text(tmp_path, "# Règle\n\nAdoptée le 3 mai 2026. En vigueur le 1er janvier 2027.")
    assert dating.date_of(both, Kind.OTHER, TODAY) == "2026-05-03"
    alone = text(tmp_path, "# Règle\n\nEn vigueur le 1er janvier 2027.")
    assert dating.date_of(alone, Kind.OTHER, TODAY) == "2027-01-01"


def test_a_register_is_as_recent_as_its_last_part(tmp_path: Path) -> None:
    parts = "\n\n".join(f"## R-2025-0{n} – Objet ({n} mars 2025)\n\nIl est résolu d'agir." for n in (3, 6, 8))
    document = text(tmp_path, f"Extraits des résolutions du conseil.\n\n{parts}", "Registre du conseil.md")
    assert dating.date_of(document, Kind.OTHER, TODAY) == "2025-03-08"
    assert "R-2025" not in inference.title(document)


@pytest.mark.parametrize(
    ("said", "label", "end"),
    [
        ("Suivi chantiers printemps 2025", "printemps 2025", "2025-06-30"),
        ("Bulletin de mai 2025", "bulletin de mai 2025", "2025-05-31"),
        ("Suivi, nov. 2025", "novembre 2025", "2025-11-30"),
        ("Bilan T2 2025-2026", "T2 2025-2026", "2025-09-30"),
        ("État des projets au 31 mars 2025", "au 31 mars 2025", "2025-03-31"),
    ],
)
def test_a_period_is_called_as_people_call_it(said: str, label: str, end: str) -> None:
    period = named(said)
    assert period is not None
    assert (period.label, period.end) == (label, end)


def test_a_report_ends_the_day_it_describes_and_not_the_day_it_is_shown(tmp_path: Path) -> None:
    words = (
        "# Point d'étape – été 2025\n\nTable, séance du 18 septembre 2025\n\nSituation des chantiers au 29 août 2025\n\n"
        "| Chantier | Santé | % | Échéance |\n|---|---|---|---|\n"
        "| Quai | Vert | 40 % | 2026-01-30 |\n| Pont | Rouge | 5 % | 2026-02-01 |"
    )
    document = text(tmp_path, words, "point.md")
    about = describe([document], {}, TODAY)[0]["point.md"]
    assert about.period is not None
    assert (about.kind, about.date, about.period.label) == (Kind.PROJECT_STATUS, "2025-08-29", "été 2025")


def workbook(tmp_path: Path, name: str, sheets: dict[str, list[list[str]]]) -> Document:
    made = Workbook()
    made.remove(made.worksheets[0])
    for title, rows in sheets.items():
        sheet = made.create_sheet(title)
        for row in rows:
            sheet.append(row)
    made.save(tmp_path / name)
    return read(tmp_path / name, name)


HEAD = ["Projet", "Santé", "Avancement", "Échéance"]


def test_each_sheet_of_a_workbook_has_its_own_period(tmp_path: Path) -> None:
    sheets = {
        "Janvier": [["Situation au 30 janvier 2026"], HEAD, ["Quai", "Vert", "10 %", "2026-05-01"]],
        "Février": [["Situation au 27 février 2026"], HEAD, ["Quai", "Rouge", "15 %", "2026-08-01"]],
    }
    document = workbook(tmp_path, "suivi 2026.xlsx", sheets)
    about = describe([document], {}, TODAY)[0][document.name]
    records, _ = project_status.extract(document, about)
    told = [(r.period.label, r.period.end, r.facts["health"].quote) for r in records if isinstance(r, ProjectStatus)]
    assert told == [("Janvier 2026", "2026-01-30", "Vert"), ("Février 2026", "2026-02-27", "Rouge")]
    assert about.date == "2026-02-27"


@pytest.mark.parametrize(
    ("name", "words", "title"),
    [
        ("PV comité directeur.md", "# Consortium des bibliothèques\n\nProcès-verbal du comité directeur\n\n## 1\n\nOui.",
         "Procès-verbal du comité directeur"),
        ("registre.md", "Registre de 2025\n\n# R-1\n\nUn.\n\n# R-2\n\nDeux.\n\n# R-3\n\nTrois.", "Registre de 2025"),
        ("guide.md", "La Charte de l'association a été adoptée le 3 mai 2021.\n\nTexte.", "Guide"),
        ("Formulaire.md", "# Demande de transfert\n\nTitre (obligatoire)\n\nTitre\n\nPorteur", "Demande de transfert"),
        ("Partage des tâches.csv", "Partage des tâches - version 3, adoptée le 20 janvier 2026;;\nA;B;C\n1;2;3",
         "Partage des tâches"),
    ],
)  # fmt: skip
def test_the_title_is_the_line_of_the_top_that_the_file_is_named_after(
    tmp_path: Path, name: str, words: str, title: str
) -> None:
    assert inference.title(text(tmp_path, words, name)) == title


@pytest.mark.parametrize("software", ["(anonymous)", "untitled", "Microsoft Word - charte.docx", "charte.pdf", "FAQ"])
def test_what_software_left_as_a_title_is_none(tmp_path: Path, software: str) -> None:
    page = f"<html><head><title>{software}</title></head><body><h1>Charte des usagers du fleuve</h1><p>Oui.</p></body></html>"
    assert inference.title(text(tmp_path, page, "charte.html")) == "Charte des usagers du fleuve"


def test_a_version_mentioned_in_a_sentence_is_no_version_of_the_text(tmp_path: Path) -> None:
    words = "# Feuille de route\n\nLe thème nocturne arrive avec la version 3.2 du logiciel."
    assert inference.version(text(tmp_path, words)) == ""
