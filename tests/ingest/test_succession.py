"""A document that says it is replaced is not in force: by the one that follows it, or since the day it says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.library import Library
from ingest.documents.describing import describe
from ingest.documents.descriptions import Said
from ingest.documents.lineage import in_line
from ingest.model import Description
from tests.ingest.governance_documents import text

TODAY = date(2026, 11, 30)


def described(tmp_path: Path, **files: str) -> dict[str, Description]:
    return describe([text(tmp_path, words, f"{name}.md") for name, words in files.items()], {}, TODAY)[0]


def test_the_old_one_says_it_and_the_new_one_is_known_by_its_title(tmp_path: Path) -> None:
    found = described(
        tmp_path,
        ancien="# Règles du port (2022)\n\nPÉRIMÉ – remplacé le 18 septembre 2024. Gardé pour mémoire.",
        regles="# Règles du port et des quais\n\nAdoptées le 18 septembre 2024.",
        autre="# Glossaire des marées\n\nMis à jour le 3 mars 2025.",
    )
    assert found["ancien.md"].superseded_by == "regles.md"
    assert not found["ancien.md"].date  # the day it was replaced is not its own
    assert not found["autre.md"].supersedes


def test_the_new_one_says_it(tmp_path: Path) -> None:
    letter = "# Lettre de mandat\n\nSaint-Loup, le {day}\n\n{words}"
    found = described(
        tmp_path,
        lettre_2024=letter.format(day="12 janvier 2024", words="La présente lettre fixe le mandat."),
        lettre_2025=letter.format(day="20 janvier 2025", words="La présente lettre remplace celle du 12 janvier 2024."),
    )
    assert found["lettre_2025.md"].supersedes == "lettre_2024.md"
    assert found["lettre_2024.md"].superseded_by == "lettre_2025.md"


def test_without_a_successor_it_expires_the_day_it_says(tmp_path: Path) -> None:
    found = described(
        tmp_path,
        politique="# Politique de formation\n\nRemplacée par la section V le 1er avril 2024; conservée pour mémoire.",
    )
    assert found["politique.md"].expires == "2024-04-01"
    assert "expires" in found["politique.md"].inferred


def test_two_reports_of_one_series_do_not_replace_each_other(tmp_path: Path) -> None:
    found = described(
        tmp_path,
        etat_2025="# État des lieux 2025\n\nMis à jour le 3 mars 2025.",
        etat_2026="# État des lieux 2026\n\nMis à jour le 3 mars 2026.",
    )
    assert not any(about.supersedes or about.superseded_by for about in found.values())


@pytest.mark.parametrize("hidden", ["regles_v1.md", "regles_v2.md", "regles_v3.md", "ancien.md", "nouveau.md"])
def test_who_replaced_whom_is_told_among_what_one_reads(tmp_path: Path, hidden: str) -> None:
    """Settled anew without a document, everything is as if it had never been there: no « replaced », no lost expiry."""
    files = {
        "regles_v1": "# Règles des quais\n\nVersion 1\n\nAdoptées le 3 mars 2023.",
        "regles_v2": "# Règles des quais\n\nVersion 2\n\nAdoptées le 3 mars 2024.",
        "regles_v3": "# Règles des quais\n\nVersion 3\n\nAdoptées le 3 mars 2025.",
        "ancien": "# Politique du port (2022)\n\nPÉRIMÉ – remplacé le 18 septembre 2024. Gardé pour mémoire.",
        "nouveau": "# Politique du port et des quais\n\nAdoptée le 18 septembre 2024.",
    }
    whole = described(tmp_path, **files)
    without = described(tmp_path, **{name: words for name, words in files.items() if f"{name}.md" != hidden})
    assert in_line(about for name, about in whole.items() if name != hidden) == without
    assert in_line(whole.values()) == whole


def test_a_document_replaced_by_one_that_is_hidden_is_in_force(tmp_path: Path) -> None:
    """For whoever may not read the new one; its readers know that the old one is replaced."""
    both = [text(tmp_path, f"# Plan\n\nVersion {n}", f"plan_v{n}.md") for n in (1, 2)]
    said = {"plan_v1.md": Said(audience=frozenset()), "plan_v2.md": Said(audience=frozenset({"direction"}))}
    about = describe(both, said, TODAY)[0]

    class Generation:
        def descriptions(self) -> tuple[Description, ...]:
            return tuple(about.values())

    public, director = (Library(Generation(), None, groups) for groups in (frozenset(), frozenset({"direction"})))  # type: ignore[arg-type]
    assert not public.description("plan_v1.md").superseded_by
    assert director.description("plan_v1.md").superseded_by == "plan_v2.md"
