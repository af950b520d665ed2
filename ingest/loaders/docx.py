"""Word documents (.docx, .docm), from their XML: insertions kept, deletions dropped, hidden text left out and said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.errors import damaged
from ingest.layout.building import Builder
from ingest.layout.flow import CAPTION, Flow, is_caption, numbering
from ingest.layout.normalisation import BULLETS, clean, strip_bullet
from ingest.layout.office.drawings import Drawings
from ingest.layout.office.parts import core_title, main_part, opened, related
from ingest.layout.titles import said_title
from ingest.layout.word.numbering import is_simple
from ingest.layout.word.paragraphs import Paragraph, Words
from ingest.layout.word.runs import is_placeholder, q
from ingest.layout.word.tables import Table, add_table, cards
from ingest.model import Document, Place
from ingest.sandbox.archives import Archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_WHAT = "Word (.docx)"
_MAIN = "word/document.xml"
_IMPORTED = frozenset({q("w:altChunk"), q("w:subDoc")})
_MARGINS = ("word/header", "word/footer")
_DEPTH = 40
_CONTAINERS = frozenset({q("w:sdt"), q("w:sdtContent"), q("w:ins"), q("w:moveTo"), q("w:customXml"), q("w:smartTag")})


def load(data: bytes, name: str) -> Document:
    """The body in order, then notes; headers, footers and watermarks are margins. Raises DocumentError."""
    archive = opened(data, name, _WHAT)
    main = main_part(archive, _MAIN)
    if main not in archive.names:
        raise damaged(name, _WHAT)
    return _Loader(archive, main).document()


class _Loader:
    def __init__(self, archive: Archive, main: str) -> None:
        self._archive = archive
        self._main = main
        self._builder = Builder(archive.name, "docx")
        self._flow = Flow(self._builder)
        self._words = Words(archive, main)
        self._drawings = Drawings(archive, main)
        self._body = archive.xml(main).find(q("w:body"))
        self._styled = False

    def document(self) -> Document:
        body = self._body
        if body is None:
            raise damaged(self._archive.name, _WHAT)
        self._styled = any(self._words.heading_level(p) for p in body.iter(q("w:p")))
        self._walk(body, 0)
        self._flow.end()
        self._margins()
        self._say()
        return self._builder.document(title=self._title())

    def _walk(self, parent: _Element, depth: int) -> None:
        for child in parent:
            if child.tag == q("w:p"):
                self._paragraph(self._words.paragraph(child))
                self._drawn(child)
            elif child.tag == q("w:tbl") and depth < _DEPTH:
                self._table(child, depth)
            elif child.tag in _CONTAINERS and depth < _DEPTH and not is_placeholder(child):
                self._walk(child, depth + 1)
            elif child.tag in _IMPORTED:
                self._say_embedded()

    def _table(self, table: _Element, depth: int) -> None:
        """A table, or cells that stand side by side as cards and are read one after the other."""
        if cells := cards(table, self._words):
            for cell in cells:
                self._walk(cell, depth + 1)
                self._flow.end()
            return
        self._flow.end()
        add_table(self._builder, Table(table, self._words))
        self._drawn(table)

    def _paragraph(self, paragraph: Paragraph) -> None:
        text = clean(paragraph.text)
        numbered = clean(f"{paragraph.number} {text}") if text else ""
        level = paragraph.heading or self._caption(paragraph, numbered)
        if text and level:
            self._flow.heading(numbered, level)
        elif text and (paragraph.list_level or text[0] in BULLETS):
            ranked = is_simple(paragraph.number) and self._flow.introduced
            self._flow.item(strip_bullet(text if ranked else numbered), paragraph.list_level or 1)
        else:
            self._flow.paragraph(numbered)
        for box in paragraph.boxes:
            self._walk(box, 1)
        for note in paragraph.notes:
            self._flow.end()
            self._builder.note(note, lead_in=text[:200])

    def _caption(self, paragraph: Paragraph, text: str) -> int:
        """The level of a heading that wears no style: a line alone in bold or italics, that names what follows."""
        if not (paragraph.bold or paragraph.italic) or not is_caption(text, italic=not paragraph.bold):
            return 0
        if self._styled or not paragraph.bold:
            return 0 if paragraph.list_level else CAPTION
        found = numbering(text)
        if paragraph.list_level and not paragraph.number:
            return 0
        return max(1, found[0]) if found else paragraph.list_level or 1

    def _drawn(self, element: _Element) -> None:
        self._drawings.add(self._flow, element, Place(), self._where())
        if element.find(f".//{q('o:OLEObject')}") is not None:
            self._say_embedded()

    def _where(self) -> str:
        section = self._builder.section
        return f"sous « {section[-1]} »" if section else "au début du document"

    def _say_embedded(self) -> None:
        self._builder.remark(
            "embedded-object",
            f"Un objet incorporé ({self._where()}) n'est pas lu.",
            "Déposez-le aussi comme document.",
        )

    def _margins(self) -> None:
        for text in _margin_texts(self._archive, self._main, self._words):
            self._builder.margin(text)

    def _say(self) -> None:
        for code, french, advice in self._words.remarks():
            self._builder.remark(code, french, advice)

    def _title(self) -> str:
        return said_title(core_title(self._archive))


def _margin_texts(archive: Archive, main: str, words: Words) -> Iterator[str]:
    named = (related(archive, main, kind) for kind in ("header", "footer"))
    parts = {part for some in named for part in some}
    parts |= {part for part in archive.names if part.startswith(_MARGINS) and part.endswith(".xml")}
    for part in sorted(parts):
        root = archive.xml(part)
        for paragraph in root.iter(q("w:p")):
            yield words.paragraph(paragraph).text
        for path in root.iter(q("v:textpath")):
            yield str(path.get("string") or "")
