"""What a matrix says beside its letters: sections of columns, notes of a letter, what rows of people are besides."""

from __future__ import annotations

from pathlib import Path

from ingest.facts.records import Activity, Record, Responsibility, Role
from ingest.kinds import role_matrix
from ingest.model import Description
from tests.ingest.governance_documents import text


def _records(tmp_path: Path, words: str) -> list[Record]:
    document = text(tmp_path, words, "matrice.md")
    return role_matrix.extract(document, Description(document.name, ""))[0]


def _held(records: list[Record]) -> set[tuple[str, str, str]]:
    names = {r.id: r.name.value for r in records if isinstance(r, Activity | Role)}
    return {(names[r.activity], names[r.role], r.letter.value) for r in records if isinstance(r, Responsibility)}


SECTIONS = (
    "# Matrice du chantier\n\n| Acteur | Ventes | Reprise | Essai | Dépôt | Reprise | Essai |\n|---|---|---|---|---|---|---|\n"
    "| Lise ROY | | I | I | | A | I |\n| Jean PARÉ | | A | A | | I | A |\n| ÉQUIPE | | R | R | | R | R |\n"
)


def test_the_same_name_under_two_sections_is_two_activities_of_a_matrix_read_upright(tmp_path: Path) -> None:
    records = _records(tmp_path, SECTIONS)
    activities = [r.name.value for r in records if isinstance(r, Activity)]
    assert activities == ["Ventes – Reprise", "Ventes – Essai", "Dépôt – Reprise", "Dépôt – Essai"]
    held = _held(records)
    assert {("Ventes – Reprise", "Jean PARÉ", "A"), ("Dépôt – Reprise", "Lise ROY", "A")} <= held
    assert len(held) == 12


def test_a_column_where_nothing_stands_heads_no_section_where_names_differ(tmp_path: Path) -> None:
    words = SECTIONS.replace("| Reprise | Essai |\n", "| Bilan | Fin |\n")
    records = _records(tmp_path, words)
    assert [r.name.value for r in records if isinstance(r, Activity)] == ["Reprise", "Essai", "Bilan", "Fin"]


def test_bands_that_repeat_a_name_make_it_an_activity_under_each(tmp_path: Path) -> None:
    bands = "".join(
        f"| {band} | | | |\n| Ouvrir le dossier | R | {a} | I |\n| Le clore | R | I | A |\n"
        for band, a in (("Subventions", "A"), ("Permis", "C"))
    )
    records = _records(tmp_path, f"# Matrice\n\n| Activité | Commis | Greffe | Direction |\n|---|---|---|---|\n{bands}")
    held = _held(records)
    assert {("Subventions – Ouvrir le dossier", "Greffe", "A"), ("Permis – Ouvrir le dossier", "Greffe", "C")} <= held


def test_a_row_that_names_somebody_is_also_called_by_its_role(tmp_path: Path) -> None:
    words = (
        "# Matrice\n\n| Acteur | Rôle | Essai | Formation |\n|---|---|---|---|\n| Lise ROY | Mandante | I | A |\n"
        "| Jean PARÉ | Chef | A | I |\n| ÉQUIPE | Soutien | R | I |\n"
    )
    known = {r.name.value: r.aliases for r in _records(tmp_path, words) if isinstance(r, Role)}
    assert known == {"Lise ROY": ("Mandante",), "Jean PARÉ": ("Chef",), "ÉQUIPE": ("Soutien",)}


def test_a_star_stays_beside_its_letter_and_each_letter_has_its_own_note(tmp_path: Path) -> None:
    words = (
        "# Matrice\n\n| Activité | Direction | Bureau | Équipe |\n|---|---|---|---|\n| Ouvrir un dossier | A | R\\* | C |\n"
        "| Signer un contrat | A* | R | I |\n| Fermer un site | R (1) | A | I† |\n\n"
        "R\\* : si le dossier vient du ministère. A\\* : au-delà de 50 000 $.\n\n"
        "(1) Après avis de l'équipe locale.\n\n† Sauf en région éloignée.\n"
    )
    notes = {
        (r.letter.quote, r.note.value) for r in _records(tmp_path, words) if isinstance(r, Responsibility) and r.note
    }
    assert notes == {
        ("R*", "si le dossier vient du ministère"),
        ("A*", "au-delà de 50 000 $."),
        ("R (1)", "Après avis de l'équipe locale."),
        ("I†", "Sauf en région éloignée."),
    }
