"""PowerPoint (.pptx, .pptm), from its XML: slides in order, titles as headings, tables, notes; hidden slides said."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.errors import damaged
from ingest.layout.building import Builder, Draft
from ingest.layout.flow import Flow
from ingest.layout.normalisation import BULLETS, clean, strip_bullet
from ingest.layout.tables import header_rows, headers_of
from ingest.model import Document, Place
from ingest.sandbox.archives import Archive

if TYPE_CHECKING:
    from lxml.etree import _Element

_WHAT = "PowerPoint (.pptx)"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MAIN = "ppt/presentation.xml"
_TITLES = frozenset({"title", "ctrTitle"})
_MARGINS = frozenset({"ftr", "hdr", "dt", "sldNum"})


def load(data: bytes, name: str) -> Document:
    """Blocks carry ``slide``; speaker notes are NOTE blocks; slide footers are margins. Raises DocumentError."""
    archive = Archive(data, name, _WHAT)
    if _MAIN not in archive.names:
        raise damaged(name, _WHAT)
    builder = Builder(name, "pptx")
    slides = list(_slides(archive))
    for number, part in enumerate(slides, 1):
        _Slide(builder, archive, part, number).add()
    core = archive.optional("docProps/core.xml")
    title = "" if core is None else clean(core.findtext("{http://purl.org/dc/elements/1.1/}title") or "")
    return builder.document(
        "" if title.lower().startswith(("powerpoint", "présentation powerpoint")) else title, len(slides)
    )


def _slides(archive: Archive) -> Iterator[str]:
    targets = _relations(archive, _MAIN)
    for slide in archive.xml(_MAIN).iter(f"{_P}sldId"):
        if (part := targets.get(slide.get(f"{_R}id") or "", "")) in archive.names:
            yield part


def _relations(archive: Archive, part: str) -> dict[str, str]:
    """Relationship id to part name, those inside the file only."""
    folder, base = posixpath.split(part)
    root = archive.optional(f"{folder}/_rels/{base}.rels")
    found: dict[str, str] = {}
    for relation in () if root is None else root:
        target = str(relation.get("Target") or "")
        if relation.get("TargetMode") != "External":
            found[str(relation.get("Id"))] = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            )
    return found


class _Slide:
    def __init__(self, builder: Builder, archive: Archive, part: str, number: int) -> None:
        self._builder = builder
        self._archive = archive
        self._part = part
        self._place = Place(slide=number)
        self._flow = Flow(builder)
        self._root = archive.xml(part)

    def add(self) -> None:
        if self._root.get("show") in ("0", "false"):
            self._builder.remark(
                "hidden-slide",
                f"La diapositive masquée {self._place.slide} n'est pas indexée.",
                "Affichez-la si elle doit servir à répondre.",
                self._place,
            )
            return
        self._builder.reset_headings()
        shapes = list(self._root.iter(f"{_P}sp", f"{_P}graphicFrame"))
        for shape in sorted(shapes, key=lambda shape: _kind(shape) not in _TITLES):
            self._shape(shape)
        self._flow.end()
        self._notes()

    def _shape(self, shape: _Element) -> None:
        kind = _kind(shape)
        if _is_hidden(shape):
            return
        if shape.tag == f"{_P}graphicFrame":
            for table in shape.iter(f"{_A}tbl"):
                self._flow.end()
                self._table(table)
        elif kind in _TITLES:
            self._flow.heading(" ".join(_paragraph(p) for p in shape.iter(f"{_A}p")), 1, self._place)
        elif kind in _MARGINS:
            if kind != "sldNum":
                self._builder.margin(" ".join(_paragraph(p) for p in shape.iter(f"{_A}p")))
        else:
            self._body(shape)

    def _body(self, shape: _Element) -> None:
        for paragraph in shape.iter(f"{_A}p"):
            text = clean(_paragraph(paragraph))
            if not text:
                continue
            properties = paragraph.find(f"{_A}pPr")
            if _bulleted(properties) or text[0] in BULLETS:
                level = 1 + int((properties.get("lvl") if properties is not None else None) or 0)
                self._flow.item(strip_bullet(text), level, self._place)
            else:
                self._flow.paragraph(text, self._place)

    def _table(self, table: _Element) -> None:
        rows = [[_cell(cell) for cell in row.iter(f"{_A}tc")] for row in table.iter(f"{_A}tr")]
        texts = {n: {c: text for c, text in enumerate(row, 1) if text} for n, row in enumerate(rows, 1) if any(row)}
        tops = header_rows(texts)
        headers = headers_of(texts, tops)
        group = self._builder.group()
        for number, cells in texts.items():
            below = bool(tops) and number > max(tops)
            drafts = [Draft(c, text, header=headers.get(c, "") if below else "") for c, text in cells.items()]
            self._builder.row(drafts, group, self._place)

    def _notes(self) -> None:
        for part in _relations(self._archive, self._part).values():
            if part.startswith("ppt/notesSlides/") and part in self._archive.names:
                for shape in self._archive.xml(part).iter(f"{_P}sp"):
                    if _kind(shape) == "body":
                        for paragraph in shape.iter(f"{_A}p"):
                            self._builder.note(_paragraph(paragraph), self._place)


def _kind(shape: _Element) -> str:
    holder = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph")
    return "" if holder is None else str(holder.get("type") or "body")


def _is_hidden(shape: _Element) -> bool:
    return any(found.get("hidden") in ("1", "true") for found in shape.iter(f"{_P}cNvPr"))


def _bulleted(properties: _Element | None) -> bool:
    if properties is not None:
        if properties.find(f"{_A}buNone") is not None:
            return False
        if properties.find(f"{_A}buChar") is not None or properties.find(f"{_A}buAutoNum") is not None:
            return True
        if (properties.get("lvl") or "0") != "0":
            return True
    return False


def _paragraph(paragraph: _Element) -> str:
    breaks = f"{_A}br"
    return "".join(" " if child.tag == breaks else child.text or "" for child in paragraph.iter(f"{_A}t", breaks))


def _cell(cell: _Element) -> str:
    return clean(" ".join(_paragraph(paragraph) for paragraph in cell.iter(f"{_A}p")))
