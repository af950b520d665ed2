"""Whatever a program sends to the API, within its OpenAPI description or against it, the server does not break."""

from __future__ import annotations

import contextlib
import importlib
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings

from bots.server import application
from bots.settings import Settings
from tests.suite import models

if TYPE_CHECKING:
    from schemathesis import Case

    from assistant.answering import Assistant

schemathesis = pytest.importorskip("schemathesis")
# pytest parses its modules as they are imported, some only amid a test; the server's threads may parse too (pydantic
# does, of what it first describes), and Python 3.11 fails when two threads do at once (SystemError in ast.parse).
for each in pkgutil.walk_packages(schemathesis.__path__, "schemathesis."):
    if not each.name.endswith("__main__"):
        with contextlib.suppress(ImportError):  # what it offers to packages that are not here
            importlib.import_module(each.name)

CHARTER = """---
title: Charte
version: "1"
---
# Charte

## Approbation

Le comité directeur approuve le plan annuel de travail.

## Budget

Le budget annuel est de 20 000 $.
"""
DESCRIBED = {
    ("POST", "/api/ask"),
    ("POST", "/api/ask/stream"),
    ("GET", "/api/search"),
    ("GET", "/v1/models"),
    ("POST", "/v1/chat/completions"),
    ("GET", "/sources/{document}/{version}"),
    ("GET", "/explorer"),
    ("GET", "/healthz"),
    ("GET", "/readyz"),
}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of one small document, read for real."""
    from ingest import pipeline
    from ingest.settings import Settings as Ingest

    folder, index = tmp_path_factory.mktemp("corpus"), tmp_path_factory.mktemp("index")
    (folder / "charte.md").write_text(CHARTER, "utf-8")
    read = Ingest(corpus=folder, index=index)
    pipeline.ingest(read.corpus, read.index, models.embedder())
    return index


@pytest.fixture(scope="module")
def assistant(index: Path) -> Assistant:
    """One for the module: opening it is what takes time."""
    from assistant.answering import Assistant
    from ingest import bootstrap
    from ingest.settings import Settings as Ingest

    read = Ingest(index=index)
    return Assistant(bootstrap.shelf(read), models.embedder())


@pytest.fixture
def app(index: Path, assistant: Assistant) -> Any:
    """An application a test: schemathesis starts and stops it around each, and one that has stopped serves no more."""
    serving = Settings(index=index, allowed_hosts="testserver", questions_per_minute=10**6)
    return application(serving, lambda: assistant)


@pytest.mark.parametrize("mode", ["POSITIVE", "NEGATIVE"])
@pytest.mark.parametrize(("method", "path"), sorted(DESCRIBED))
def test_nothing_sent_breaks_the_server(app: Any, method: str, path: str, mode: str) -> None:
    """What the description allows, and what it forbids: no answer is a 5xx; the API refuses by problem+json."""
    operation = schemathesis.openapi.from_asgi("/openapi.json", app)[path][method]
    if mode == "NEGATIVE" and not (operation.body or operation.query or operation.path_parameters):
        return

    @settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=schemathesis.GenerationMode[mode]))
    def holds(case: Case) -> None:
        response = case.call()
        assert response.status_code < 500, response.text
        if response.status_code >= 400 and path.startswith("/api/"):
            assert response.headers["content-type"][0] == "application/problem+json"

    holds()


def test_every_endpoint_of_the_contract_is_described(app: Any) -> None:
    """OpenAPI lists them, each with a summary or an example of what to send."""
    told = app.openapi()
    found = {(method.upper(), path) for path, methods in told["paths"].items() for method in methods}
    assert found >= DESCRIBED
    assert told["components"]["schemas"]["Asking"]["examples"][0]["question"]
    answer = told["paths"]["/api/ask"]["post"]["responses"]["200"]["content"]["application/json"]["example"]
    assert answer["citations"][0]["url"]
