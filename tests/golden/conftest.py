"""An assistant over a folder of documents, indexed for real, once a run; and how short questions are judged."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from assistant.answering import Assistant
from assistant.choosing.chooser import FittedChooser
from assistant.evaluation.run import sources_of
from assistant.model import Question, Reply
from ingest import bootstrap, pipeline
from ingest.languages import fold
from ingest.settings import Settings
from tests.suite import models

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
Opens = Callable[[Path, date | None], Assistant]
Asked = Mapping[
    str, Any
]  # question; says, not: patterns, folded; quotes: exact words cited; abstain: the documents do not say


@pytest.fixture(scope="session")
def opens(tmp_path_factory: pytest.TempPathFactory) -> Opens:
    """From a folder of documents and a day to an assistant that answers from it, opened once; one encoder reads for all."""

    @cache
    def index(folder: Path) -> Settings:
        settings = Settings(corpus=folder, index=tmp_path_factory.mktemp("index"))
        pipeline.ingest(settings.corpus, settings.index, models.embedder())
        return settings

    chooser = FittedChooser(models.reader())

    @cache
    def over(folder: Path, today: date | None) -> Assistant:
        return Assistant(bootstrap.shelf(index(folder)), models.embedder(), chooser, today=today)

    return over


@pytest.fixture(scope="session")
def shipped(opens: Opens) -> Assistant:
    """The documents that ship, on a day that does not move."""
    return opens(CORPUS, date(2026, 11, 30))


@pytest.fixture(scope="session")
def replies(shipped: Assistant) -> Callable[[Question], Reply]:
    """What is answered of the shipped documents; two tests that ask the same are answered once."""
    return cache(shipped.answer)


def right(asked: Asked, reply: Reply) -> bool:
    """Silent where the documents are; else every expected word is said, every expected quote cited, no other thing told."""
    if reply.abstained or asked.get("abstain"):
        return reply.abstained is bool(asked.get("abstain"))
    told = fold(reply.text)
    said = all(re.search(fold(words), told) or re.search(words, reply.text) for words in asked.get("says", ()))
    banned = any(re.search(words, told) for words in asked.get("not", ()))
    return said and not banned and {c.quote for c in reply.citations} >= set(asked.get("quotes", ()))


def wrong(assistant: Assistant, questions: Iterable[Asked]) -> list[str]:
    """The questions that are not answered right, each with what was said. Fails where a quote is not true: it may never be."""
    missed, sources = [], sources_of(assistant)
    for asked in questions:
        reply = assistant.answer(Question(asked["question"]))
        assert all(map(sources.true, reply.citations)), asked["question"]
        if not right(asked, reply):
            missed.append(f"{asked['question']} → {reply.text}")
    return missed
