"""Word documents (.docx, .docm), from their XML: insertions kept, deletions dropped, hidden text left out and said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest.errors import damaged
from ingest.layout.building import Builder
from ingest.layout.flow import Flow, is_heading_text, numbering
from ingest.layout.normalisation import BULLETS, clean, strip_bullet
from ingest.layout.word.paragraphs import Paragraph, Words, q
from ingest.layout.word.tables import Table, add_table
from ingest.model import Document
from ingest.sandbox.archives import Archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_WHAT = "Word (.docx)"
_MAIN = "word/document.xml"
_CONTAINERS = frozenset({q("w:sdt"), q("w:sdtContent"), q("w:ins"), q("w:moveTo"), q("w:customXml"), q("w:smartTag")})


def load(data: bytes, name: str) -> Document:
    """The body in order, then notes; headers, footers and watermarks are margins. Raises DocumentError."""
    archive = Archive(data, name, _WHAT)
    if _MAIN not in archive.names:
        raise damaged(name, _WHAT)
    return _Loader(archive).document()


class _Loader:
    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._builder = Builder(archive.name, "docx")
        self._flow = Flow(self._builder)
        self._words = Words(archive)
        self._body = archive.xml(_MAIN).find(q("w:body"))
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
            elif child.tag == q("w:tbl"):
                self._flow.end()
                add_table(self._builder, Table(child, self._words))
            elif child.tag in _CONTAINERS and depth < 40:
                self._walk(child, depth + 1)

    def _paragraph(self, paragraph: Paragraph) -> None:
        text = clean(paragraph.text)
        level = paragraph.heading or (0 if self._styled else _bold_heading(paragraph, text))
        if text and level:
            self._flow.heading(text, level)
        elif text and (paragraph.list_level or text[0] in BULLETS):
            self._flow.item(strip_bullet(text), paragraph.list_level or 1)
        else:
            self._flow.paragraph(text)
        for box in paragraph.boxes:
            self._walk(box, 1)
        for note in paragraph.notes:
            self._flow.end()
            self._builder.note(note, lead_in=text[:200])

    def _margins(self) -> None:
        for text in _margin_texts(self._archive, self._words):
            self._builder.margin(text)

    def _say(self) -> None:
        for code, french, advice in self._words.remarks():
            self._builder.remark(code, french, advice)

    def _title(self) -> str:
        core = self._archive.optional("docProps/core.xml")
        title = "" if core is None else clean(core.findtext("{http://purl.org/dc/elements/1.1/}title") or "")
        return "" if title.lower() in {"word document", "document"} else title


def _bold_heading(paragraph: Paragraph, text: str) -> int:
    """The level of a heading that wears no style: alone in bold, short, with a number or set apart."""
    if not paragraph.bold or not is_heading_text(text) or paragraph.list_level:
        return 0
    found = numbering(text)
    return 1 if found is None else max(1, found[0])


def _margin_texts(archive: Archive, words: Words) -> Iterator[str]:
    for part in sorted(archive.names):
        if part.startswith(("word/header", "word/footer")) and part.endswith(".xml"):
            root = archive.xml(part)
            for paragraph in root.iter(q("w:p")):
                yield words.paragraph(paragraph).text
            for path in root.iter("{urn:schemas-microsoft-com:vml}textpath"):
                yield str(path.get("string") or "")
