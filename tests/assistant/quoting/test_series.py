"""A member of a series that a question names is given from the documents in force."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.answering import Assistant
from assistant.bootstrap import composers
from assistant.model import Question
from ingest import bootstrap, pipeline
from ingest.settings import Settings

OLD = """# Plan de travail, première version

## Activités

Volet 1 : Accueil. On y trouve :

- un registre;
- des cours;
- un bulletin.

Volet 2 : Analyse. On y trouve :

- des serveurs;
- des salles;
- des affiches.
"""
NEW = """# Plan de travail, deuxième version

## Activités

Volet 1 : Accueil. On y trouve :

- des réponses;
- des conseils.

Volet 2 : Analyse. On y trouve :

- des jeux de données;
- des modèles.
"""
DESCRIBED = """documents:
  plan-v1.md: {title: Plan de travail, version: "1"}
  plan-v2.md: {title: Plan de travail, version: "2", supersedes: plan-v1.md}
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("plans")
    (folder / "plan-v1.md").write_text(OLD, "utf-8")
    (folder / "plan-v2.md").write_text(NEW, "utf-8")
    (folder / "corpus.yaml").write_text(DESCRIBED, "utf-8")
    settings = Settings(corpus=folder, index=tmp_path_factory.mktemp("index"))
    embedder = bootstrap.embedder(settings)
    pipeline.ingest(settings.corpus, settings.index, embedder)
    return Assistant(bootstrap.shelf(settings), embedder, composers(), date(2026, 11, 1))


@pytest.mark.parametrize(
    "question", ["Que contient le volet 2 ?", "Parle-moi du volet 2", "What does volet 2 require?"]
)
def test_the_member_asked_is_given_whole_from_the_version_in_force(assistant: Assistant, question: str) -> None:
    """Though the replaced version has a longer list; and nothing of the other member."""
    reply = assistant.answer(Question(question))
    assert {citation.document for citation in reply.citations} == {"plan-v2.md"}
    assert "jeux de données" in reply.text
    assert "des modèles" in reply.text
    assert "des conseils" not in reply.text
