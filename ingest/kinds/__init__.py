"""Kinds of documents, one module each: how sure it is that a document is of that kind, and the records it holds.

To add a kind: a module with ``KIND``, ``recognise`` and ``extract``, and its name below.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Protocol, cast

from ingest.facts.records import Record
from ingest.model import Description, Document, Kind, Remark

MODULES = ("mandate", "framework", "role_matrix", "service_offers", "project_status", "glossary", "minutes")


class KindModule(Protocol):
    """``recognise`` is in [0, 1]: how sure the content makes us. ``extract`` never raises for odd content."""

    KIND: Kind

    def recognise(self, document: Document) -> float:
        """How sure the content makes us that the document is of this kind, in [0, 1]."""
        ...

    def extract(self, document: Document, description: Description) -> tuple[list[Record], list[Remark]]:
        """The records the document holds, and what its owner should be told of it."""
        ...


def kinds() -> Iterator[KindModule]:
    """The modules of ``MODULES``, each imported when its turn comes."""
    for name in MODULES:
        yield cast("KindModule", import_module(f"ingest.kinds.{name}"))
