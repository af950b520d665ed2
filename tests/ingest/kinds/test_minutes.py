"""Minutes are told from a framework, and give what that sitting stated: no lasting fact of the committee."""

from __future__ import annotations

from pathlib import Path

from docx import Document as Word

from ingest.facts.records import Committee
from ingest.kinds import framework, minutes
from ingest.loaders.reading import read
from ingest.model import Description, Document, Kind
from tests.ingest.governance_documents import text

ABOUT = Description(document="pv.docx", title="Procès-verbal", kind=Kind.MINUTES)


def written(tmp_path: Path, title: str = "Procès-verbal de la table des ports (TP), tenue le 4 mai 2025") -> Document:
    word = Word()
    word.add_heading(title, 1)
    word.add_paragraph("Quorum constaté à 13 h.")
    word.add_heading("Présences", 2)
    for who in ("Capitainerie (présidence)", "Délégué du port nord"):
        word.add_paragraph(who, style="List Bullet")
    word.add_paragraph("Absents :")
    word.add_paragraph("Délégué du port sud", style="List Bullet")
    word.add_heading("Décisions", 2)
    word.add_paragraph("Décision 12 : la table approuve l'achat d'une grue.")
    word.add_paragraph("Il est résolu de fermer le quai 3.")
    word.add_heading("Clôture", 2)
    word.add_paragraph("La séance est levée. La prochaine rencontre aura lieu le 8 juin 2025.")
    word.save(str(tmp_path / "pv.docx"))
    return read(tmp_path / "pv.docx", "pv.docx")


def test_minutes_are_recognised_and_are_no_framework(tmp_path: Path) -> None:
    """A title, a date, who was there and what was decided make minutes; a framework has none of them."""
    document = written(tmp_path)
    assert minutes.recognise(document) >= 0.5
    assert framework.recognise(document) < 0.5
    (tmp_path / "cadre.md").write_text("# Cadre\n\n## Table des ports\n\nQuorum : deux.\n", encoding="utf-8")
    assert minutes.recognise(read(tmp_path / "cadre.md", "cadre.md")) < 0.5


def test_what_was_stated_is_kept_apart_from_lasting_facts(tmp_path: Path) -> None:
    """Decisions, who was there and the next date are facts of the sitting; no composition and no quorum is drawn."""
    [committee] = minutes.extract(written(tmp_path), ABOUT)[0]
    assert isinstance(committee, Committee)
    assert committee.name.value == "Table des ports"
    assert {key: [f.value for f in facts] for key, facts in committee.facts.items()} == {
        "attendance": ["Capitainerie (présidence)", "Délégué du port nord"],
        "resolutions": ["Décision 12 : la table approuve l'achat d'une grue.", "Il est résolu de fermer le quai 3."],
        "next_meeting": ["La prochaine rencontre aura lieu le 8 juin 2025."],
    }


def test_every_statement_quotes_its_place(tmp_path: Path) -> None:
    """A quote is what the minutes hold at the place the fact names."""
    document = written(tmp_path)
    [committee] = minutes.extract(document, ABOUT)[0]
    assert isinstance(committee, Committee)
    for fact in (committee.name, *(f for facts in committee.facts.values() for f in facts)):
        assert document.text[fact.place.start : fact.place.end] == fact.quote


def test_minutes_of_nobody_say_so(tmp_path: Path) -> None:
    """A title that names no committee is said, with what to write."""
    found, [remark] = minutes.extract(written(tmp_path, "Compte rendu – 4 mai 2025"), ABOUT)
    assert not found
    assert "titre" in remark.advice


def test_the_name_ends_before_the_day_of_the_sitting(tmp_path: Path) -> None:
    document = written(tmp_path, "Compte rendu – Table de pilotage du 18 septembre 2025")
    (table,) = (r for r in minutes.extract(document, ABOUT)[0] if isinstance(r, Committee))
    assert table.name.value == "Table de pilotage"


def test_minutes_without_a_title_are_told_by_their_sections(tmp_path: Path) -> None:
    sitting = "# Présences\n\n- Renée Roy\n- Marc Hall\n\n# Ordre du jour\n\nRelance du comité\n"
    assert minutes.recognise(text(tmp_path, sitting, "2021-11-11.md")) >= 0.5
    rules = (
        "# Draft terms of reference\n\nEffective date: March 3, 2024\n\n## Decision-making\n\nThe board seeks consensus.\n\n"
        "## Participants\n\nAnn Roy\n\n## Agenda\n\nSent a week before.\n"
    )
    assert minutes.recognise(text(tmp_path, rules, "About.md")) < 0.5
