"""An assistant over a few small documents, with and without a chat model on loopback."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.bootstrap import composers
from assistant.phrasing.budget import Budget
from assistant.phrasing.ports import ChatModel
from assistant.phrasing.rephrasing import Phrasing
from assistant.phrasing.tally import Tally
from ingest import bootstrap, pipeline
from ingest.settings import Settings
from tests.assistant.phrasing.openai_server import Server, serving

TODAY = date(2026, 11, 1)
FRAMEWORK = """# Cadre de gouvernance du Centre

Version 2.0, en vigueur depuis le 1er avril 2026.

## Comité directeur

Le comité directeur se réunit toutes les six semaines. Le comité directeur doit approuver le budget annuel avant le
31 mars de chaque année. Le comité directeur ne peut pas déléguer l'approbation du budget annuel.

## Rapports

Le Centre dépose un rapport trimestriel à l'Agence, au plus tard 30 jours après la fin de chaque trimestre.

## Glossaire

| Sigle | Signification |
|---|---|
| CPP | Comité de priorisation des projets |
"""
PRIVATE = """# Note sur les nominations

La nomination de la direction du laboratoire est confirmée le 12 mai 2026 par le conseil.
"""
DESCRIPTIONS = """documents:
  nominations.md:
    title: Note sur les nominations
    audience: [direction]
"""
QUESTIONS = (
    "À quelle fréquence le comité directeur se réunit-il ?",
    "Qui doit approuver le budget annuel ?",
    "Le comité directeur peut-il déléguer l'approbation du budget annuel ?",
    "Quand le Centre dépose-t-il son rapport trimestriel ?",
    "Que veut dire CPP ?",
    "Depuis quand le cadre est-il en vigueur ?",
)


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    corpus = tmp_path_factory.mktemp("phrased")
    (corpus / "cadre.md").write_text(FRAMEWORK, "utf-8")
    (corpus / "nominations.md").write_text(PRIVATE, "utf-8")
    (corpus / "corpus.yaml").write_text(DESCRIPTIONS, "utf-8")
    settings = Settings(corpus=corpus, index=tmp_path_factory.mktemp("index"))
    pipeline.ingest(settings.corpus, settings.index, bootstrap.embedder(settings))
    return settings


Opens = Callable[..., Assistant]


@pytest.fixture(scope="session")
def opens(indexed: Settings, tmp_path_factory: pytest.TempPathFactory) -> Opens:
    """An assistant, with the model given, if any. All of them read one index, opened once."""
    embedder = bootstrap.embedder(indexed)
    plain = Assistant(bootstrap.shelf(indexed), embedder, composers(), TODAY)

    def over(
        model: ChatModel | None = None, *, seconds: float = 12.0, per_day: int = 10_000, per_person: int = 10_000,
        restricted: frozenset[str] = frozenset(),
    ) -> Assistant:  # fmt: skip
        budget = Budget(tmp_path_factory.mktemp("state"), per_day, per_person)
        one = copy.copy(plain)
        one.phrasing = Phrasing(model, budget, Tally(), restricted, seconds) if model else None
        return one

    return over


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


@pytest.fixture(scope="session")
def corpus(indexed: Settings) -> Path:
    return indexed.corpus
