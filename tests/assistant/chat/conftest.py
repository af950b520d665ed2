"""An assistant over a few small documents, with and without a chat model on loopback."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Literal

import pytest

from assistant.answering import Assistant
from assistant.chat.budget import Budget
from assistant.chat.choosing import ChatChooser
from assistant.chat.ports import ChatModel
from assistant.chat.service import Service, Tally
from assistant.choosing.chooser import Chooser, Chosen
from assistant.evidence.candidate import Candidate
from assistant.library import Library
from assistant.reading.reading import Reading
from assistant.telling.drafting import Drafting
from ingest import bootstrap, pipeline
from ingest.languages import FRENCH, stem, words
from ingest.settings import Settings
from tests.assistant.chat.openai_server import Server, serving

TODAY = date(2026, 11, 1)
FRAMEWORK = """# Cadre de gouvernance du Centre

Version 2.0, en vigueur depuis le 1er avril 2026.

## Comité directeur

Le comité directeur se réunit toutes les six semaines. Le comité directeur doit approuver le budget annuel avant le
31 mars de chaque année. Le comité directeur ne peut pas déléguer l'approbation du budget annuel.

## Comité d'éthique

Le comité d'éthique se réunit une fois par mois. Un avis est rendu dans les 20 jours ouvrables.

## Rapports

Le Centre dépose un rapport trimestriel à l'Agence, au plus tard 30 jours après la fin de chaque trimestre. Le rapport
comprend :

- l'état des projets;
- les dépenses engagées;
- les risques nouveaux.

## Glossaire

| Sigle | Signification |
|---|---|
| CPP | Comité de priorisation des projets |
"""
STATUS = """# Bulletin des projets – {month} 2026

État au {day} {month} 2026.

| Code | Projet | État | Avancement | Échéance |
|---|---|---|---|---|
| PR-01 | Refonte du portail | {one} | {share} % | 2026-12-15 |
| PR-02 | Entrepôt de données | Vert | 40 % | 2027-03-31 |
| PR-03 | Dossier clinique | Jaune | 10 % | 2027-06-30 |
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
    "Que comprend le rapport trimestriel ?",
    "Où en est la refonte du portail ?",
)


class Ranking:
    """A chooser that ranks by the words a candidate shares with the question, and is never sure: ``top`` is what it
    gives its first, the others have less."""

    def __init__(self, top: float = 0.74) -> None:
        self.top = top

    def choose(self, reading: Reading, candidates: Sequence[Candidate], library: Library) -> list[Chosen]:
        scored = sorted(
            ((_shared(reading, c, library), n) for n, c in enumerate(candidates)), key=lambda s: (-s[0], s[1])
        )
        return [Chosen(candidates[n], self.top * 0.93**rank) for rank, (_, n) in enumerate(scored)]


def _shared(reading: Reading, candidate: Candidate, library: Library) -> float:
    draft = Drafting(library, reading.language)
    candidate.tell(draft)
    told = words(" ".join(claim.text for claim in draft.claims))
    found = {stem(w, FRENCH) for w in told} & set(reading.stems)
    return len(found) / (6 + len(told) ** 0.5) if told else -1.0


@pytest.fixture(scope="session")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    corpus = tmp_path_factory.mktemp("asked")
    (corpus / "cadre.md").write_text(FRAMEWORK, "utf-8")
    (corpus / "nominations.md").write_text(PRIVATE, "utf-8")
    (corpus / "corpus.yaml").write_text(DESCRIPTIONS, "utf-8")
    for day, month, one, share in ((31, "mars", "Jaune", 30), (30, "juin", "Rouge", 55)):
        (corpus / f"bulletin-{month}.md").write_text(STATUS.format(day=day, month=month, one=one, share=share), "utf-8")
    settings = Settings(corpus=corpus, index=tmp_path_factory.mktemp("index"))
    pipeline.ingest(settings.corpus, settings.index, bootstrap.embedder(settings))
    return settings


Opens = Callable[..., Assistant]


@pytest.fixture(scope="session")
def opens(indexed: Settings, tmp_path_factory: pytest.TempPathFactory) -> Opens:
    """An assistant, with the model given, if any. All of them read one index, opened once."""
    plain = Assistant(bootstrap.shelf(indexed), bootstrap.embedder(indexed), Ranking(), TODAY)

    def over(
        model: ChatModel | None = None, *, seconds: float = 60.0, per_day: int = 10_000, per_person: int = 10_000,
        restricted: frozenset[str] = frozenset(), questions: Literal["local", "always", "never"] = "local",
        price: tuple[float, float] = (0.0, 0.0), ranking: Chooser | None = None,
    ) -> Assistant:  # fmt: skip
        budget = Budget(tmp_path_factory.mktemp("state"), per_day, per_person)
        one = copy.copy(plain)
        ranking = ranking or Ranking()
        service = Service(model, budget, Tally(), restricted, seconds, questions, price) if model else None
        one.chooser = ChatChooser(service, ranking) if service else ranking
        return one

    return over


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


def counts(assistant: Assistant) -> dict[str, float]:
    """What became of the calls of an assistant's model."""
    assert isinstance(assistant.chooser, ChatChooser)
    return assistant.chooser.service.counts()
