"""Two reports of projects, one for everyone and one for the board, read again when they change."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from assistant.answering import Assistant
from ingest import pipeline
from ingest.index.shelf import Shelf
from tests.ingest.index.conftest import HashEmbedder

TODAY = date(2026, 11, 24)
REPORT = """# Suivi des chantiers – {name}

État au 31 octobre 2026.

| Code | Projet | État | Échéance |
|---|---|---|---|
{rows}
"""
OPEN = "| PR-04 | Quai du Nord | Vert | {day} |\n| PR-40 | Digue du large | Vert | 2027-01-31 |"
CLOSED = "| PR-09 | Phare secret | Vert | {day} |"


def written(place: Path, day: str = "2026-12-31", secret: str = "2027-03-03", more: str = "") -> Path:
    """The documents, with these due dates."""
    docs = place / "docs"
    docs.mkdir(exist_ok=True, parents=True)
    described = f"documents:\n  ferme.md: {{audience: [direction], owner: Bureau}}\n{more}"
    for name, text in (
        ("corpus.yaml", described),
        ("ouvert.md", REPORT.format(name="public", rows=OPEN.format(day=day))),
        ("ferme.md", REPORT.format(name="direction", rows=CLOSED.format(day=secret))),
    ):
        (docs / name).write_text(text, "utf-8")
    return docs


def ingested(place: Path, day: str = "2026-12-31", secret: str = "2027-03-03", more: str = "") -> Assistant:
    """Another generation in service."""
    embedder = HashEmbedder()
    pipeline.ingest(written(place, day, secret, more), place / "index", embedder)
    return Assistant(Shelf(place / "index", embedder.identity), embedder, today=TODAY)
