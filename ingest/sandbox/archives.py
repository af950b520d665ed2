"""Office files are zip archives of XML: opened here, with limits, and parsed without entities or network."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from ingest.errors import LimitExceeded, ProtectedDocument, damaged
from ingest.sandbox.limits import ARCHIVE_BYTES, ARCHIVE_ENTRIES

if TYPE_CHECKING:
    from lxml.etree import _Element

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MEDIA = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".tif", ".tiff", ".bmp", ".mp4", ".wav", ".ttf", ".odttf")


class Archive:
    """The parts of an office file. ``names`` are as stored; nothing is ever written to disk."""

    def __init__(self, data: bytes, name: str, what: str) -> None:
        self.name = name
        self.what = what
        self._zip = _open(data, name, what)
        self.names = frozenset(self._zip.namelist())

    def read(self, part: str) -> bytes:
        """The bytes of a part; raises UnreadableDocument when it is missing or damaged."""
        try:
            return self._zip.read(part)
        except (
            KeyError,
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            NotImplementedError,
            RuntimeError,
            EOFError,
        ) as error:
            raise damaged(self.name, self.what) from error

    def xml(self, part: str) -> _Element:
        """The root element of a part. Raises UnreadableDocument when it is missing or is not XML."""
        return parse_xml(self.read(part), self.name, self.what)

    def optional(self, part: str) -> _Element | None:
        """The same, or None when the archive has no such part."""
        return self.xml(part) if part in self.names else None


def _open(data: bytes, name: str, what: str) -> zipfile.ZipFile:
    if data.startswith(OLE):
        raise _old_or_protected(data, name)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, NotImplementedError) as error:
        raise damaged(name, what) from error
    infos = archive.infolist()
    size = sum(info.file_size for info in infos if not info.filename.lower().endswith(_MEDIA))
    if len(infos) > ARCHIVE_ENTRIES or size > ARCHIVE_BYTES:
        raise LimitExceeded(
            f"« {name} » se déploie au-delà de la taille permise; divisez-le ou retirez-en les objets incorporés.",
            f"“{name}” expands beyond the size allowed; split it or remove what is embedded in it.",
        )
    return archive


def _old_or_protected(data: bytes, name: str) -> Exception:
    if _ENCRYPTED in data:
        return ProtectedDocument(
            f"« {name} » est protégé par un mot de passe; enregistrez-en une copie sans mot de passe.",
            f"“{name}” is protected by a password; save a copy without one.",
        )
    return damaged(name, "Office récent (docx, xlsx, pptx)")


def parse_xml(data: bytes, name: str, what: str) -> _Element:
    """The root element. A document type declaration is refused: office files have none, attacks do."""
    from lxml import etree

    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data[:4096]:
        raise damaged(name, what)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged(name, what) from error
