"""An assistant over a folder of documents, indexed for real, once a run."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.bootstrap import composers
from ingest import bootstrap, pipeline
from ingest.settings import Settings

Opens = Callable[[Path, date | None], Assistant]


@pytest.fixture(scope="session")
def opens(tmp_path_factory: pytest.TempPathFactory) -> Opens:
    """From a folder of documents and a day to an assistant that answers from it."""

    def over(folder: Path, today: date | None) -> Assistant:
        settings = Settings(corpus=folder, index=tmp_path_factory.mktemp("index"))
        embedder = bootstrap.embedder(settings)
        pipeline.ingest(settings.corpus, settings.index, embedder)
        return Assistant(bootstrap.shelf(settings), embedder, composers(), today)

    return over
