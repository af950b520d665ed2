"""The explorer finds what people type, and puts what is due in the order of time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.library import Library
from bots.web.calendar import Event, drawn, events
from bots.web.explore import matches
from bots.web.nodes import to_html
from bots.web.pages import sayer
from ingest import bootstrap, pipeline
from ingest.settings import Settings
from tests.suite import models

OFFER = (
    "SD-07 Formation Découvrir l'IA en santé Sans frais Actif quels services sont gratuits, sans frais, ne coûtent rien"
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("formation gratuite", True),
        ("des formations", True),
        ("FORMATION découvrir", True),
        ("la formation sur la santé", True),
        ("forma", True),
        ("formation payante", False),
        ("chirurgie", False),
        ("", True),
    ],
)
def test_a_filter_reads_as_a_person_types(typed: str, found: bool) -> None:
    """Whatever the form of a word, without the words of every sentence; a word that is not there finds nothing."""
    assert matches(OFFER, typed) is found


def test_a_timeline_parts_what_is_past_from_what_is_to_come() -> None:
    """In order, dates in words; what is late says so."""
    late = Event("2026-10-30", "due_date", "PR-03", "/sources/x/1", late=True)
    coming = Event("2027-01-22", "due_date", "PR-04", "/sources/y/1")
    page = drawn([late, coming], "2026-11-30", sayer("fr"), "fr")
    assert page
    html = to_html(page)
    order = [
        html.index(said) for said in ("Passé", "30 octobre 2026", "en retard", "À venir", "22 janvier 2027", "PR-04")
    ]
    assert order == sorted(order)
    assert html.count("en retard") == 1


MINUTES = """# Procès-verbal du conseil du 10 juin 2026

## Délai de réclamation

À compter du 1er juillet 2026, le délai pour réclamer passe de 14 à 30 jours.
"""
RULE = "# Règlement des réclamations\n\n## Délai de réclamation\n\nLe délai pour réclamer est de 14 jours.\n"
REGISTER = """Date;No;Instance;Décision;Échéance
2026-03-11;CA-08;CA;Budget adopté à 612 000 $;2026-12-01
2026-05-06;CA-09;CA;Fin de la vidange groupée;
sans date;CA-10;CA;Point remis à plus tard;
"""


def test_decisions_taken_stand_among_what_is_due(tmp_path: Path) -> None:
    """Minutes on their day, what they change in their words, each row of a register on its day and until when it is to be
    done; a row without a day is left out. Each leads to its words."""
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "PV conseil.md").write_text(MINUTES, "utf-8")
    (folder / "Règlement.md").write_text(RULE, "utf-8")
    (folder / "Registre des décisions.csv").write_text(REGISTER, "utf-8")
    settings = Settings(corpus=folder, index=tmp_path / "index")
    embedder = models.embedder()
    pipeline.ingest(settings.corpus, settings.index, embedder)
    found = events(Library(bootstrap.shelf(settings).current(), embedder, today=date(2026, 9, 1)))
    assert [(e.day, e.what, e.name[:19]) for e in found if "Registre" in e.address] == [
        ("2026-03-11", "decision", "Budget adopté à 612"),
        ("2026-05-06", "decision", "Fin de la vidange g"),
        ("2026-12-01", "due_date", "Budget adopté à 612"),
    ]
    assert ("2026-06-10", "k_minutes") in {(e.day, e.what) for e in found}
    assert any(e.day == "2026-06-10" and e.what == "decision" and "30 jours" in e.name for e in found)
    assert all(e.address.startswith("/sources/") for e in found)
    drawing = drawn(found, "2026-09-01", sayer("fr"), "fr")
    assert drawing
    page = to_html(drawing)
    assert page.index("Décision") < page.index("À venir") < page.index("1er décembre 2026")
