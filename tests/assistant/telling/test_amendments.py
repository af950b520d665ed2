"""A decision that changes what is quoted is told with it, the newer first, each dated; another committee's is not."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.library import Library
from assistant.model import Draft, Lang
from assistant.telling.disagreements import told
from assistant.telling.drafting import Drafting
from ingest import pipeline
from ingest.facts.records import Subject, Value
from ingest.index.generation import open_current
from tests.ingest.index.conftest import HashEmbedder

_FILES = {
    "Charte du comité des quais.md": """# Charte du comité des quais

Adoptée le 3 février 2025.

## Article 4 Quorum

Le quorum du comité des quais est de trois membres.
""",
    "Charte du comité des phares.md": """# Charte du comité des phares

Adoptée le 3 février 2025.

## Quorum

Le quorum du comité des phares est de trois membres.
""",
    "Suivi des projets T1 2026.csv": (
        "Code;Projet;Santé;Avancement;Échéance\nQ-04;Passerelle;Vert;40 %;2026-06-30\nQ-05;Grue;Vert;70 %;2026-06-30\n"
    ),
    "PV 2026-05-12.md": """# Procès-verbal du conseil du port

Séance du 12 mai 2026. Présents : la mairesse, deux échevins. Ordre du jour adopté.

## 2. Passerelle (Q-04)

Résolution 12 : l'échéance passe du 30 juin 2026 au 15 août 2026.

## 3. Règles

Résolution 14 : l'article 2 du règlement des amarres est modifié, le préavis est de dix jours.

Résolution 13 : le quorum du comité des quais passe de trois à quatre membres.
""",
    "Règlement des amarres.md": """# Règlement des amarres

Adopté le 3 février 2025.

## Article 2 Préavis

Un préavis de cinq jours est donné au maître du port.

## Article 3 Remise

Une clé est remise au maître du port.
""",
    "PV 2026-07-07.md": """# Procès-verbal du conseil du port

Séance du 7 juillet 2026. Présents : la mairesse, deux échevins. Ordre du jour adopté.

## 2. Grue (Q-05)

Résolution 20 : l'échéance passe du 30 juin 2026 au 30 septembre 2026.
""",
    "Suivi des chantiers.csv": (
        "État au 31 mars 2026\nCode;Projet;Santé;Avancement;Échéance\n"
        "Q-07;Digue;J;50 %;2026-11-30\nQ-08;Grève;J;20 %;2026-11-30\n"
    ),
    "Bulletin 2026-04-20.md": """# Bulletin des chantiers — 20 avril 2026

Ce bulletin corrige le suivi du printemps. Le reste ne change pas.

## Corrections

- **Q-07 Digue** : l'avancement était erroné; il faut lire 30 % et non 50 %.
- **Q-08 Grève** : le feu passe de jaune à vert, l'échéance est maintenue.
""",
    "Formations.md": "# Formations\n\nUne formation dure deux jours au plus.\n",
    "Prêts.md": "# Prêts\n\nUn portable est prêté pour deux semaines.\n",
    "corpus.yaml": "documents:\n  Prêts.md:\n    expires: 2021-04-30\n  Formations.md:\n    expires: 2026-06-01\n",
}


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder, index = tmp_path_factory.mktemp("port"), tmp_path_factory.mktemp("index")
    for name, text in _FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    pipeline.ingest(folder, index, HashEmbedder())
    return Library(open_current(index, None), None, today=date(2026, 6, 1))


def _on(port: Library, day: date) -> Library:
    return Library(port.generation, None, today=day)


def _drafted(port: Library, words: str) -> Draft:
    """An answer that tells the one value whose words these are, or that follows them in its row."""
    drafting = Drafting(port, Lang.FR)
    found = [
        (s, v) for s in port.records(Subject) for v in s.values if words in (v.fact.quote, f"{s.name.value} {v.key}")
    ]
    subject, value = _first(found)
    drafting.quote(subject.document, value.fact.quote, value.fact.place)
    draft = drafting.draft("value", 1.0)
    assert draft
    return told(Lang.FR, draft, port)


def _first(found: list[tuple[Subject, Value]]) -> tuple[Subject, Value]:
    assert found
    return found[0]


def test_the_newer_decision_comes_first_and_the_older_word_is_dated(port: Library) -> None:
    draft = _drafted(port, "Passerelle due")
    assert "15 août 2026" in draft.claims[0].text
    assert "12 mai 2026" in draft.claims[0].text
    assert "2026" in draft.claims[1].text
    [notice] = [n for n in draft.notices if n.kind == "superseded"]
    assert "31 mars 2026" in notice.text


def test_the_quorum_of_one_committee_changes_no_other(port: Library) -> None:
    changed = _drafted(port, "Le quorum du comité des quais est de trois membres.")
    assert "quatre membres" in changed.claims[0].text
    other = _drafted(port, "Le quorum du comité des phares est de trois membres.")
    assert len(other.claims) == 1


def test_another_project_due_the_same_day_is_left_alone(port: Library) -> None:
    assert len(_drafted(port, "Grue due").claims) == 1


def test_a_decision_still_to_come_changes_nothing(port: Library) -> None:
    """The grue is put off in July: in June it is due as its report says, in August it is not."""
    assert len(_drafted(port, "Grue due").claims) == 1
    assert "30 septembre 2026" in _drafted(_on(port, date(2026, 8, 1)), "Grue due").claims[0].text


def test_a_bulletin_that_corrects_a_report_comes_before_it(port: Library) -> None:
    """« il faut lire 30 % et non 50 % » for the one, « passe de jaune à vert » for the other whose cell says « J »."""
    assert "30 %" in _drafted(port, "Digue progress").claims[0].text
    assert "vert" in _drafted(port, "Grève health").claims[0].text
    assert len(_drafted(port, "Digue health").claims) == 1
    assert len(_drafted(port, "Grève progress").claims) == 1


def test_a_decision_on_an_article_changes_that_article_alone(port: Library) -> None:
    assert "dix jours" in _drafted(port, "Un préavis de cinq jours est donné au maître du port.").claims[0].text
    assert len(_drafted(port, "Une clé est remise au maître du port.").claims) == 1


def test_what_is_past_its_last_day_is_told_to_be_so(port: Library) -> None:
    draft = _drafted(port, "Un portable est prêté pour deux semaines.")
    assert [n.text for n in draft.notices] == ["« Prêts » n'est plus valide depuis le 30 avril 2021."]


def test_a_document_is_valid_until_the_end_of_its_last_day(port: Library) -> None:
    assert _drafted(port, "Une formation dure deux jours au plus.").notices == ()
