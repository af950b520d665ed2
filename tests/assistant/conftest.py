"""The harbours, indexed for real once a run, and what one audience may know of them on one day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.choosing.chooser import FittedChooser
from assistant.known.things import Thing, Things
from assistant.library import Library
from assistant.model import Lang, Question
from assistant.reading.reading import Reading, read
from assistant.telling.drafting import Drafting
from ingest import bootstrap, pipeline
from ingest.facts.records import Fact, Subject
from ingest.settings import Settings
from tests.assistant import harbour

TODAY = date(2025, 11, 1)  # after the winter and spring reports, before the autumn one
Opens = Callable[[Path], Assistant]


@pytest.fixture(scope="session")
def opens(tmp_path_factory: pytest.TempPathFactory) -> Opens:
    """From a folder of documents to an assistant that answers from it."""

    def over(folder: Path) -> Assistant:
        settings = Settings(corpus=folder, index=tmp_path_factory.mktemp("index"))
        embedder = bootstrap.embedder(settings)
        pipeline.ingest(settings.corpus, settings.index, embedder)
        return Assistant(bootstrap.shelf(settings), embedder, FittedChooser(bootstrap.reader(embedder)), TODAY)

    return over


@pytest.fixture(scope="session")
def harbours(opens: Opens, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opens(harbour.build(tmp_path_factory.mktemp("harbours")))


@pytest.fixture
def library(harbours: Assistant) -> Library:
    """What someone of no group may know."""
    return harbours.library()


@pytest.fixture
def draft(library: Library) -> Drafting:
    """A French answer about to be told."""
    return Drafting(library, Lang.FR)


def thing(library: Library, name: str) -> Thing:
    """The one thing that is called so."""
    [found] = [one for one in Things.of(library).all if name in one.names]
    return found


def asked(library: Library, text: str, *context: str) -> Reading:
    """A question as it is read."""
    return read(Question(text, context), library)


def facts_of(subject: Subject, key: str) -> list[Fact]:
    """The facts of a subject under a canonical key."""
    return [value.fact for value in subject.values if value.key == key]
