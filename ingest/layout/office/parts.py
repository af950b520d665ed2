"""The parts of an office file, found by its relationships: their names are the file's own choice."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.layout.normalisation import clean
from ingest.sandbox.archives import Archive

REFERENCE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
"""The namespace of the attributes that name a relationship (``r:id``)."""

_STRICT = b"http://purl.oclc.org/ooxml/"
_USUAL = b"http://schemas.openxmlformats.org/"
_ROOMS = (b"drawingml", b"officeDocument", b"presentationml", b"spreadsheetml", b"wordprocessingml")
_ROOT = "_rels/.rels"


@dataclass(frozen=True, slots=True)
class Relation:
    """``kind`` is the last word of the relationship's type (« styles », « chart »); ``part`` is what it points at."""

    id: str
    kind: str
    part: str


def opened(data: bytes, name: str, what: str) -> Archive:
    """The file's parts; a file saved as « strict » is read with the usual names. Raises DocumentError."""
    return Archive(usual(data, name, what), name, what)


def usual(data: bytes, name: str, what: str) -> bytes:
    """The file itself, or one with the namespaces of every other office file when it was saved as « strict ».

    Pictures and what else is no XML are then left empty. Raises DocumentError.
    """
    archive = Archive(data, name, what)
    if _ROOT not in archive.names or _STRICT not in archive.read(_ROOT):
        return data
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as copy:
        for part in sorted(archive.names):
            words = part.endswith((".xml", ".rels", ".vml"))
            copy.writestr(part, _usual_names(archive.read(part)) if words else b"")
    return out.getvalue()


def _usual_names(data: bytes) -> bytes:
    for room in _ROOMS:
        data = data.replace(_STRICT + room + b"/", _USUAL + room + b"/2006/")
    return data


def main_part(archive: Archive, default: str) -> str:
    """The part that is the document itself; ``default`` when the file does not say. It may not exist."""
    named = [relation.part for relation in _of(archive, _ROOT, "") if relation.kind == "officeDocument"]
    return next((part for part in named if part in archive.names), default)


def relations(archive: Archive, part: str) -> list[Relation]:
    """What a part points at inside the file; links to elsewhere are left out."""
    folder, base = posixpath.split(part)
    return list(_of(archive, posixpath.join(folder, "_rels", f"{base}.rels"), folder))


def related(archive: Archive, part: str, kind: str, default: str = "") -> list[str]:
    """The parts of one kind that a part points at, in the order of their names; ``default`` is one it may have anyway."""
    found = {relation.part for relation in relations(archive, part) if relation.kind == kind} | {default}
    return sorted(name for name in found if name in archive.names)


def _of(archive: Archive, part: str, folder: str) -> Iterator[Relation]:
    root = archive.optional(part)
    for relation in () if root is None else root:
        target = str(relation.get("Target") or "")
        if relation.get("TargetMode") == "External" or not target:
            continue
        where = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        yield Relation(str(relation.get("Id")), str(relation.get("Type") or "").rpartition("/")[2], where)


def core_title(archive: Archive) -> str:
    """The title of the file's properties, or ""."""
    core = archive.optional("docProps/core.xml")
    return "" if core is None else clean(core.findtext("{http://purl.org/dc/elements/1.1/}title") or "")
