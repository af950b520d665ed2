"""A thing is called by its name: the number of the heading it stands under is where it is, not what it is called."""

from __future__ import annotations

import pytest

from assistant.telling.drafting import called
from ingest.facts.records import Fact, Sort, Subject
from ingest.model import Place


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("2.1 Comité aviseur", "Comité aviseur"),
        ("6. Comités du conseil", "Comités du conseil"),
        ("3.2.1. Quorum", "Quorum"),
        ("5 à 7 des bénévoles", "5 à 7 des bénévoles"),
        ("2.1", "2.1"),
        ("Projet 2.1 Bêta", "Projet 2.1 Bêta"),
    ],
)
def test_a_heading_s_number_is_no_part_of_a_name(written: str, name: str) -> None:
    subject = Subject(id="s", document="cadre.md", sort=Sort.BODY, name=Fact(written, written, Place()))
    assert called(subject) == name
