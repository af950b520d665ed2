"""Decisions of minutes, resolutions and notes that change what another document says."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.documents.describing import describe
from ingest.facts.amendments import amendments
from ingest.facts.records import Amendment
from ingest.loaders.reading import read

_MINUTES = """# Procès-verbal du comité des quais

Séance du 12 mai 2026. Présents : la mairesse, deux échevins. Ordre du jour adopté.

## 2. Passerelle (Q-04)

{said}
"""


def _of(folder: Path, text: str, name: str = "PV 2026-05-12.md") -> tuple[Amendment, ...]:
    (folder / name).write_text(text, encoding="utf-8")
    document = read(folder / name, name)
    return amendments(document, describe([document], {}, None)[0][name])


@pytest.mark.parametrize(
    ("said", "attribute", "old"),
    [
        ("Résolution 12 : l'échéance passe du 30 juin 2026 au 15 août 2026.", "due", "30 juin 2026"),
        ("L'ouverture, prévue le 1er juin 2026, est reportée au 3 juillet 2026.", "due", "1er juin 2026"),
        ("À compter du 1er juillet, le quorum du comité passe de trois à quatre membres.", "quorum", "trois"),
        ("Le plafond est porté de 500 $ à 800 $.", "budget", "500 $"),
        ("La charte est approuvée par le conseil plutôt que par la direction.", "approval", "par la direction"),
    ],
)
def test_a_decision_tells_what_it_changes_and_what_held_before(
    tmp_path: Path, said: str, attribute: str, old: str
) -> None:
    [found] = _of(tmp_path, _MINUTES.format(said=said))
    assert (found.attribute, found.old, found.day) == (attribute, old, "2026-05-12")
    assert found.text.quote in said


def test_the_article_that_is_changed_is_known_by_its_number(tmp_path: Path) -> None:
    [found] = _of(tmp_path, _MINUTES.format(said="Le texte qui suit remplace l'article 4 du règlement des quais."))
    assert found.article == "4"


def test_a_row_of_a_note_gives_the_old_value_and_the_new_one(tmp_path: Path) -> None:
    rows = "| Projet | Ancienne date | Nouvelle date |\n|---|---|---|\n| Passerelle | 2026-06-30 | 2026-08-15 |\n"
    note = f"# Note de service\n\nDate : 19 mai 2026\n\n{rows}"
    [found] = _of(tmp_path, note, "Note de service.md")
    assert (found.subject, found.old) == ("Passerelle", "2026-06-30")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "Politique.md",
            "# Politique des quais\n\nAdoptée le 12 mai 2026.\n\nLe délai est porté de 5 à 8 jours au besoin.\n",
        ),
        ("PV.md", _MINUTES.format(said="La séance a duré de 9 h à 11 h. Le point est revu en mai.")),
    ],
    ids=["a rule", "minutes that change nothing"],
)
def test_what_decides_nothing_changes_nothing(tmp_path: Path, name: str, text: str) -> None:
    assert not _of(tmp_path, text, name)
