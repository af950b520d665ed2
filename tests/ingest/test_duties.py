"""Responsibilities stated in prose have a holder, whatever introduces them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.documents.extraction import extracted
from ingest.facts.duties import duties, is_actor, listed
from ingest.facts.records import Duty
from ingest.kinds import mandate
from ingest.loaders.reading import read
from ingest.model import Description, Document, Kind

ABOUT = Description(document="cadre.md", title="Cadre")


def text(tmp_path: Path, words: str) -> Document:
    path = tmp_path / "cadre.md"
    path.write_text(words, encoding="utf-8")
    return read(path, "cadre.md")


def held(document: Document) -> list[tuple[str, str]]:
    return [(d.holder, d.text.value) for d in duties(document)]


def test_a_list_is_the_duties_of_whom_its_lead_in_names(tmp_path: Path) -> None:
    """« La capitainerie : » and its clauses; a list of things under the same kind of lead-in is none."""
    words = "La direction :\n\n- tient le registre;\n- avise les ports.\n\nLe matériel :\n\n- une bouée\n- une corde\n"
    assert held(text(tmp_path, words)) == [("La direction", "tient le registre"), ("La direction", "avise les ports")]


def test_whatever_its_name_a_subject_of_clauses_acts(tmp_path: Path) -> None:
    """A noun nobody foresaw holds duties when its list tells verbs with their objects; nouns under it tell none."""
    words = "La capitainerie :\n\n- tient le registre;\n- loue les grues.\n\nLa vigie :\n\n- une lunette\n- corde\n"
    assert held(text(tmp_path, words)) == [
        ("La capitainerie", "tient le registre"),
        ("La capitainerie", "loue les grues"),
    ]


@pytest.mark.parametrize(
    ("words", "actor"),
    [
        ("le greffier", True),
        ("la pharmacienne", True),
        ("le CEIAVD", True),
        ("le calendrier", False),
        ("la mer", False),
    ],
)
def test_people_are_told_from_things(words: str, actor: bool) -> None:
    """A function, a unit or an acronym can hold a responsibility; a thing cannot."""
    assert is_actor(words) is actor


def test_a_lead_in_that_says_responsible_makes_any_item_a_duty(tmp_path: Path) -> None:
    """After « est responsable de : », a noun is a duty too."""
    words = "Le comité des phares est responsable de :\n\n- l'allumage;\n- la relève.\n"
    assert held(text(tmp_path, words)) == [
        ("Le comité des phares", "l'allumage"),
        ("Le comité des phares", "la relève"),
    ]


def test_a_heading_may_name_the_holder(tmp_path: Path) -> None:
    """« Responsabilités du gardien » is enough above a list."""
    words = "## Responsabilités du gardien\n\n- Allumer le phare\n- Tenir le journal\n"
    assert held(text(tmp_path, words)) == [("gardien", "Allumer le phare"), ("gardien", "Tenir le journal")]


def test_a_pronoun_stands_for_the_subject_of_its_lead_in(tmp_path: Path) -> None:
    """« … À cet effet, il : » is about the subject of the sentence before."""
    words = "L'institut est désigné porteur. À cet effet, il :\n\n- recrute l'équipe;\n- rend compte au ministre.\n"
    assert held(text(tmp_path, words)) == [
        ("L'institut", "recrute l'équipe"),
        ("L'institut", "rend compte au ministre"),
    ]


def test_a_lead_in_runs_on_through_others(tmp_path: Path) -> None:
    """« Plus précisément : » goes on with who was named before; a new heading ends it."""
    words = (
        "Le centre devra :\n\nPartager ses relevés.\n\nPlus précisément :\n\n- former les équipages;\n\n"
        "## Moyens\n\n- Acheter une vedette\n"
    )
    assert held(text(tmp_path, words)) == [("Le centre", "Partager ses relevés"), ("Le centre", "former les équipages")]


def test_sentences_say_who_must(tmp_path: Path) -> None:
    """« est responsable de », « doit », « il incombe à » with a function; a thing or a passive has no duty."""
    words = (
        "La direction est responsable de l'entretien. Il incombe au gardien de tenir le journal. "
        "Ces critères devront tenir compte du vent. Les travaux devront être réalisés à temps. Le capitaine dort.\n"
    )
    assert [holder for holder, _ in held(text(tmp_path, words))] == ["La direction", "gardien"]


def test_a_mandate_gives_its_duties(tmp_path: Path) -> None:
    """Duties stated in a mandate are records beside its fields."""
    document = text(tmp_path, "Numéro du mandat : 7\n\nLe centre doit :\n\n- allumer les phares;\n- rendre compte.\n")
    found, _ = mandate.extract(document, ABOUT)
    assert [d.text.value for d in found if isinstance(d, Duty)] == ["allumer les phares", "rendre compte"]


def test_a_title_that_is_a_function_holds_the_list_below_it(tmp_path: Path) -> None:
    words = (
        "# Liste des tâches\n\n## Surintendant d'immeuble (SUI)\n\n- Sort les bacs le mardi.\n- Habite l'immeuble.\n\n"
        "## Coordination de l'entretien (COE)\n\n- Trie les bons de travail.\n- Surveille le contrat de déneigement.\n\n"
        "## 3. Agent de location\n\n- Relance le locataire en retard.\n- Inscrit les animaux au dossier.\n\n"
        "## Intervenante communautaire (ICO)\n\n- Accueille les nouveaux locataires.\n\n"
        "## Contenu de la trousse\n\n- Tablette verrouillée\n- Balance sans fil\n"
    )
    document = text(tmp_path, words)
    found = {duty.text.value: duty.holder for duty in listed(document)}
    assert found == {
        "Sort les bacs le mardi": "Surintendant d'immeuble",
        "Habite l'immeuble": "Surintendant d'immeuble",
        "Trie les bons de travail": "Coordination de l'entretien",
        "Surveille le contrat de déneigement": "Coordination de l'entretien",
        "Relance le locataire en retard": "Agent de location",
        "Inscrit les animaux au dossier": "Agent de location",
        "Accueille les nouveaux locataires": "Intervenante communautaire",
    }


def test_a_list_of_duties_is_read_in_a_document_of_any_kind(tmp_path: Path) -> None:
    words = (
        "# Qui fait quoi au Bureau\n\nLa direction :\n\n- signe les ententes au nom du Bureau ;\n- autorise les dépenses.\n\n"
        "La coordination :\n\n- dresse l'horaire de garde ;\n- tient le registre des événements.\n"
    )
    document = text(tmp_path, words)
    records, _ = extracted(document, Description(document.name, "", kind=Kind.OTHER))
    assert {r.holder for r in records if isinstance(r, Duty)} == {"La direction", "La coordination"}
    prose = text(tmp_path, "# Guide\n\nLe promoteur doit remettre son rapport avant le 1er mai.\n")
    assert not [r for r in extracted(prose, Description(prose.name, "", kind=Kind.OTHER))[0] if isinstance(r, Duty)]
