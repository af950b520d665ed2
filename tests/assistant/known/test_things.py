"""Subjects of all documents are put together: what is called two ways is one thing, and holds what held last."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from assistant.answering import Assistant
from assistant.known.portfolio import Portfolio
from assistant.known.reports import Reports
from assistant.known.things import Cells, Things, _in_any_order
from assistant.library import Library
from ingest.facts.records import Sort
from tests.assistant.conftest import Opens, facts_of, thing

DIRECTION = frozenset({"direction"})


def called(library: Library, name: str, sort: Sort) -> set[str]:
    """All the names of the one thing of a sort that has this one."""
    [found] = [one for one in Things.of(library).of_sort(sort) if name in one.names]
    return set(found.names)


def test_a_role_spelled_out_on_one_sheet_and_abbreviated_on_another_is_one(library: Library) -> None:
    """The glossary says that MQ is the Maître de quai: its cells of both sheets are one role's."""
    assert called(library, "MQ", Sort.ROLE) == {"Maître de quai", "MQ"}
    [role] = [one for one in Things.of(library).of_sort(Sort.ROLE) if "MQ" in one.names]
    sheets = {cell.letter.place.sheet for cell in Cells.of(library).of_role[role.number]}
    assert sheets == {"Quais", "Bouées"}


def test_a_project_renamed_is_one(library: Library) -> None:
    """« MonPort (ancien Portail) » goes on with the states of Portail, and is called by both names and its code."""
    project = thing(library, "MonPort")
    assert set(project.names) == {"Portail", "MonPort", "PR-02"}
    assert [fact.value for state in project.states for fact in facts_of(state, "progress")] == ["30", "60"]


def test_the_latest_is_the_latest_at_the_day(harbours: Assistant) -> None:
    """A report made after the day that is asked about does not exist yet."""
    for day, progress in ((date(2025, 4, 1), "20"), (date(2025, 11, 1), "45"), (date(2026, 2, 1), "100")):
        library = harbours.library(as_of=day)
        [fact] = facts_of(thing(library, "PR-01").latest, "progress")
        assert fact.value == progress
        assert all(report.end <= day.isoformat() for report in Reports.of(library).all)


def test_reports_are_called_by_their_labels_oldest_first(library: Library) -> None:
    """Winter, then spring; the autumn report is of a day to come."""
    assert [report.label for report in Reports.of(library).all] == ["hiver 2025", "printemps 2025"]


def test_what_one_may_not_read_is_no_thing(harbours: Assistant) -> None:
    """The private note makes a thing for its audience alone."""
    hidden = {one.name for one in Things.of(harbours.library(DIRECTION)).all}
    hidden -= {one.name for one in Things.of(harbours.library()).all}
    assert any("secret" in name for name in hidden)


def test_every_cell_is_found_by_its_activity_and_by_its_role(library: Library) -> None:
    """The two views of a matrix hold the same cells."""
    cells = Cells.of(library)
    by_activity = {cell.id for row in cells.of_activity.values() for cell in row}
    by_role = {cell.id for column in cells.of_role.values() for cell in column}
    assert by_activity == by_role
    assert len(by_activity) == 17


def test_a_name_in_another_order_is_the_same_project() -> None:
    """« Stations (renouvellement) » in the sheet is « Renouvellement des stations » on the slides."""
    one, other = "Stations de visioconférence (renouvellement)", "Renouvellement des stations de visioconférence"
    assert _in_any_order(one) == _in_any_order(other) != _in_any_order("Stations de visioconférence")


def test_minutes_that_name_a_committee_do_not_hide_its_charter(opens: Opens, tmp_path: Path) -> None:
    """The minutes are newer than the charter, and say nothing of how many make a quorum."""
    (tmp_path / "Cadre.md").write_text(
        "# Cadre de gouvernance\n\nAdopté le 3 février 2025.\n\n## 3. Comité directeur (CDT)\n\n### 3.2 Séances\n\n"
        "Il se réunit chaque mois. Le quorum est de cinq membres.\n"
    )
    (tmp_path / "PV.md").write_text(
        "# Procès-verbal du comité directeur (CDT)\n\nSéance du 12 mai 2025. Présents : la mairesse. Ordre du jour adopté.\n"
    )
    [board] = [t for t in Things.of(opens(tmp_path).library()).of_sort(Sort.BODY) if "directeur" in t.name.lower()]
    assert len(board.states) > 1
    assert "quorum" in {value.key for value in board.latest.values}


def test_a_project_that_reports_number_shorten_and_rename_is_one(opens: Opens, tmp_path: Path) -> None:
    """Line 1 of a report is not line 1 of another; a former name told later is the name of an earlier report."""
    head = "| # | Projet | État | Échéance |\n|---|---|---|---|\n"
    (tmp_path / "suivi-02.md").write_text(
        f"# Suivi des projets au 14 février 2025\n\n{head}| 1 | Toiture de l'école des Tilleuls | vert | août 2025 |\n"
        "| 2 | Portail | rouge | mai 2025 |\n"
    )
    (tmp_path / "suivi-05.md").write_text(
        f"# Suivi des projets au 16 mai 2025\n\n{head}| 1 | Passerelle | jaune | août 2025 |\n| 2 | Gymnase | vert | mai 2026 |\n"
    )
    (tmp_path / "suivi-09.md").write_text(
        f"# Suivi des projets au 12 septembre 2025\n\n{head}| 1 | Passerelle (anciennement Portail) | vert | mai 2026 |\n"
        "| 2 | Toiture Tilleuls | terminé | août 2025 |\n"
    )
    library = opens(tmp_path).library()
    for projects in (Things.of(library).of_sort(Sort.PROJECT), Portfolio.of(library).projects):
        assert sorted((project.latest.name.value, len(project.states)) for project in projects) == [
            ("Gymnase", 1),
            ("Passerelle", 3),
            ("Toiture Tilleuls", 2),
        ]
