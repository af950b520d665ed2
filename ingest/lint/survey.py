"""Holdings from where documents are: a folder, or a published generation. The command line lints through these."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol, TypeVar, get_args

from ingest.documents.describing import describe, read_descriptions
from ingest.documents.descriptions import one_form
from ingest.documents.extraction import extracted
from ingest.errors import DocumentError, NotFound
from ingest.facts.holdings import Holdings
from ingest.facts.records import Record
from ingest.loaders.reading import read
from ingest.model import Description, Document

R = TypeVar("R")
OnRefused = Callable[[DocumentError | NotFound], None]


class Published(Protocol):
    """What a generation offers that lint needs."""

    def descriptions(self) -> Sequence[Description]:
        """What each document is."""
        ...

    def document(self, name: str) -> Document:
        """A document by name. Raises KeyError when it is not there."""
        ...

    def records(self, kind: type[R]) -> Sequence[R]:
        """Every record of one dataclass of ``ingest.facts.records``."""
        ...


def of_generation(generation: Published, today: date | None = None) -> Holdings:
    """Everything a generation knows, already read."""
    descriptions = generation.descriptions()
    documents = [generation.document(description.document) for description in descriptions]
    records = [record for kind in get_args(Record) for record in generation.records(kind)]
    return Holdings.of(documents, descriptions, records, today)


def of_folder(folder: Path, today: date | None = None, on_refused: OnRefused | None = None) -> Holdings:
    """Reads a folder without an index. Files that cannot be read are left out; ``on_refused`` is told of each.

    Raises NotFound when the folder holds no document, DescriptionError when corpus.yaml cannot be understood.
    """
    unread: list[str] = []
    documents = _read(folder, on_refused or (lambda _: None), unread)
    if not documents:
        raise NotFound(
            f"Aucun document lisible dans « {folder} » : donnez le chemin d'un autre dossier.",
            f"No readable document in “{folder}”: give the path of another folder.",
        )
    descriptions, _ = describe(documents, read_descriptions(folder / "corpus.yaml"), today, unread)
    records = [r for d in documents for r in extracted(d, descriptions[d.name])[0]]
    return Holdings.of(documents, descriptions.values(), records, today)


def _read(folder: Path, on_refused: OnRefused, unread: list[str]) -> list[Document]:
    documents = []
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        passed_over = name.as_posix() == "corpus.yaml" or any(part.startswith((".", "~$")) for part in name.parts)
        if path.is_file() and not passed_over:
            try:
                documents.append(read(path, one_form(name.as_posix())))
            except (DocumentError, NotFound) as error:
                unread.append(name.as_posix())
                on_refused(error)
    return documents
