"""From a path to a Document: the loader is chosen by content first, by suffix second, and run in the sandbox."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from ingest.errors import DocumentError, LimitExceeded, NotFound, UnreadableDocument, UnsupportedFormat
from ingest.loaders import DISGUISED, LOADERS, SIGNATURES
from ingest.model import Block, Document, Place
from ingest.sandbox.limits import FILE_BYTES, MEBIBYTE
from ingest.sandbox.process import shared

_RECENT = {".xls": ".xlsx", ".doc": ".docx"}
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta)\b")
SUFFIXES = frozenset(LOADERS)


def read(path: Path, name: str | None = None, seconds: float | None = None, sandbox: int = 0) -> Document:
    """The document, or a DocumentError (or NotFound) that says what to do. ``name`` is how it will be called.

    ``seconds`` is the longest it may take in all; without it, a file that gets on page by page is waited for. Files read
    at once each want a ``sandbox`` of their own, by number.
    """
    shown = name or path.name
    data = _bytes(path, shown)
    kind_of(data, shown)
    return shared(sandbox).read(data, shown, seconds)


def load(data: bytes, name: str) -> Document:
    """Reads bytes in this process, without limits of time or memory: for tests and for the sandbox."""
    module, function = LOADERS[kind_of(data, name)].split(":")
    document: Document = getattr(import_module(module), function)(data, name)
    return document


def kind_of(data: bytes, name: str) -> str:
    """The suffix whose loader reads these bytes. Raises UnsupportedFormat or UnreadableDocument."""
    suffix = Path(name).suffix.lower()
    if suffix not in LOADERS:
        raise unsupported(name)
    if not data.strip(b"\0 \t\r\n"):
        raise UnreadableDocument(
            f"« {name} » est vide; remplacez-le ou retirez-le du dossier.",
            f"“{name}” is empty; replace it or take it out of the folder.",
        )
    for mark, suffixes in SIGNATURES.items():
        if mark in data[:1024] and suffix not in suffixes and data.startswith((mark, b"%PDF")):
            raise UnreadableDocument(
                f"« {name} » n'est pas ce que son nom annonce; donnez-lui la bonne extension.",
                f"“{name}” is not what its name says; give it the right extension.",
            )
    return _disguised(data, suffix) if suffix in DISGUISED else suffix


def _disguised(data: bytes, suffix: str) -> str:
    """The suffix that the content calls for: a page saved as a workbook, a recent file under an old name."""
    head = data[:2048].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(b"pk\x03\x04"):
        return _RECENT.get(suffix, suffix)
    if head.startswith(b"mime-version:") or b"\nmime-version:" in head:
        return ".mht"
    if head.startswith(b"<") and _PAGE.search(head):
        return ".html"
    text = suffix == ".xls" and b"\0" not in head and (b"\t" in head or b";" in head) and not head.startswith(b"<")
    return ".csv" if text else suffix


def lines(document: Document) -> Iterator[str]:
    """One block a line, with its place: what ``repere read`` prints. Margins and remarks come last."""
    for block in document.blocks:
        yield f"[{_where(block)}] {block.text}"
    for margin in document.margins:
        yield f"[en-tête ou pied de page] {margin}"
    for remark in document.remarks:
        yield f"[remarque {remark.code}] {remark.text} {remark.advice}".rstrip()


def _where(block: Block) -> str:
    return " · ".join([block.id, block.kind.value, *place_words(block.place)])


def place_words(place: Place) -> Iterator[str]:
    """The place in a person's words, from the widest to the narrowest."""
    if place.page is not None:
        yield f"page {place.folio} ({place.page} du fichier)" if place.folio else f"page {place.page}"
    if place.slide is not None:
        yield f"diapositive {place.slide}"
    if place.sheet is not None:
        yield f"feuille {place.sheet}"
    if place.row is not None:
        yield f"ligne {place.row}"
    if place.section:
        yield " > ".join(place.section)


def _bytes(path: Path, name: str) -> bytes:
    try:
        status = os.lstat(path)
        if not stat.S_ISREG(status.st_mode):
            raise _not_a_file(name)
        if status.st_size > FILE_BYTES:
            raise _too_large(name)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise NotFound(
            f"« {name} » est introuvable; vérifiez le chemin.", f"“{name}” cannot be found; check the path."
        ) from error
    except (OSError, ValueError) as error:
        raise UnreadableDocument(
            f"« {name} » ne peut pas être lu; vérifiez ses droits d'accès.",
            f"“{name}” cannot be read; check its permissions.",
        ) from error


def _not_a_file(name: str) -> DocumentError:
    return UnreadableDocument(
        f"« {name} » n'est pas un fichier ordinaire (lien ou dossier); remplacez-le par le fichier lui-même.",
        f"“{name}” is not a regular file (a link or a folder); replace it by the file itself.",
    )


def _too_large(name: str) -> DocumentError:
    return LimitExceeded(
        f"« {name} » dépasse {FILE_BYTES // MEBIBYTE} Mo; divisez-le en plusieurs fichiers.",
        f"“{name}” is larger than {FILE_BYTES // MEBIBYTE} MB; split it into several files.",
    )


def unsupported(name: str) -> DocumentError:
    """The error for a suffix without a loader; its sentence lists those there are."""
    known = ", ".join(sorted(suffix.lstrip(".") for suffix in LOADERS))
    return UnsupportedFormat(
        f"« {name} » est d'un format que Repère ne lit pas; convertissez-le dans l'un de ceux-ci : {known}.",
        f"“{name}” is in a format Repère does not read; convert it to one of these: {known}.",
    )
