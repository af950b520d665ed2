"""LibreOffice files (.odt, .ods, .odp), from their XML, under the same limits as the others: no library opens the file.

The text a cell shows is kept beside its value, so that is what is read. Repeated cells and rows are counted, never drawn.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ingest.errors import ProtectedDocument, damaged
from ingest.layout.building import Builder, Draft
from ingest.layout.flow import Flow
from ingest.layout.grids import COLUMNS, Span, add_grid, spread
from ingest.layout.normalisation import BULLETS, clean, strip_bullet
from ingest.layout.opendocument import Styles, frame_box, hidden_parts, number_of, q, text_of
from ingest.layout.order import reading_order
from ingest.layout.tables import header_rows, headers_of
from ingest.layout.titles import said_title
from ingest.model import Document, Place
from ingest.sandbox.archives import Archive
from ingest.sandbox.heartbeat import beat

if TYPE_CHECKING:
    from lxml.etree import _Element

_WHAT = "LibreOffice"
_DEPTH = 40
_ROWS = 200_000  # of one sheet, and how often one row of text may be repeated
_REPEATS = 200


def load(data: bytes, name: str) -> Document:
    """Text, sheets or slides by what the file holds; notes are NOTE blocks. Raises DocumentError."""
    archive = Archive(data, name, _WHAT)
    if "content.xml" not in archive.names:
        raise damaged(name, _WHAT)
    if "META-INF/manifest.xml" in archive.names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise ProtectedDocument(
            f"« {name} » est protégé par un mot de passe; enregistrez-en une copie sans mot de passe.",
            f"“{name}” is protected by a password; save a copy without one.",
        )
    body = archive.xml("content.xml").find(q("office:body"))
    if body is None or len(body) == 0:
        raise damaged(name, _WHAT)
    builder = Builder(name, PurePosixPath(name).suffix.lower().lstrip("."))
    slides = _Reader(builder, archive).read(body[0])
    meta = archive.optional("meta.xml")
    title = "" if meta is None else said_title(meta.findtext(f".//{q('dc:title')}") or "")
    return builder.document(title, slides or None)


class _Reader:
    def __init__(self, builder: Builder, archive: Archive) -> None:
        self._builder = builder
        self._flow = Flow(builder)
        self._styles = Styles(archive)
        self._place = Place()
        self._tables = 0

    def read(self, kind: _Element) -> int:
        """The number of slides, 0 for what is no presentation."""
        if self._styles.drop_hidden(kind):
            self._builder.remark(
                "hidden-text",
                "Du texte masqué a été laissé de côté.",
                "Rendez-le visible s'il doit servir à répondre; sinon, supprimez-le.",
            )
        if kind.tag == q("office:spreadsheet"):
            for sheet in kind.iter(q("table:table")):
                self._sheet(sheet)
        elif kind.tag == q("office:presentation"):
            return self._slides(kind)
        else:
            self._walk(kind, 0, 0)
            self._flow.end()
        for margin in self._styles.margins():
            self._builder.margin(margin)
        for code, text, advice in hidden_parts(kind):
            self._builder.remark(code, text, advice)
        return 0

    def _walk(self, parent: _Element, item: int, depth: int) -> None:
        for child in parent:
            if child.tag == q("text:h"):
                level = number_of(child, "text:outline-level", 1)
                self._flow.heading(f"{self._styles.number(child)} {text_of(child)}", min(level, 6), self._place)
                self._aside(child, depth)
            elif child.tag == q("text:p"):
                self._paragraph(child, item)
                self._aside(child, depth)
            elif child.tag == q("text:list") and depth < _DEPTH:
                for entry in child:
                    self._walk(entry, item + 1, depth + 1)
            elif child.tag == q("table:table"):
                self._table(child)
            elif child.tag in _CONTAINERS and depth < _DEPTH and not self._styles.is_hidden(child):
                self._walk(child, item, depth + 1)

    def _paragraph(self, element: _Element, item: int) -> None:
        text = clean(text_of(element))
        if not text or self._styles.is_hidden(element):
            return
        level = self._styles.title_level(element)
        if level and not item:
            self._flow.heading(text, level, self._place)
        elif item or text[0] in BULLETS:
            self._flow.item(strip_bullet(text), item or 1, self._place)
        else:
            self._flow.paragraph(text, self._place)

    def _aside(self, element: _Element, depth: int) -> None:
        """Text boxes anchored in a paragraph, and its notes."""
        for box in element.iter(q("draw:text-box")):
            if depth < _DEPTH:
                self._walk(box, 0, depth + 1)
        for note in element.iter(q("text:note-body")):
            self._flow.end()
            words = " ".join(text_of(p) for p in note.iter(q("text:p")))
            self._builder.note(words, self._place, lead_in=text_of(element)[:200])

    def _table(self, table: _Element) -> None:
        self._flow.end()
        self._tables += 1
        rows = [row for row in table.iter(q("table:table-row")) if next(row.iterancestors(q("table:table"))) is table]
        spans = [[span for cell in row for span in self._cells(cell)][:COLUMNS] for row in rows[:_ROWS]]
        add_grid(self._builder, spread(spans, f"t{self._tables}"), [self._place])

    def _cells(self, cell: _Element) -> list[Span]:
        if cell.tag != q("table:table-cell"):
            return []
        text = clean(" ".join(text_of(p) for p in cell.iter(q("text:p"), q("text:h"))))
        columns = number_of(cell, "table:number-columns-spanned", 1)
        rows = number_of(cell, "table:number-rows-spanned", 1)
        repeated = min(number_of(cell, "table:number-columns-repeated", 1), COLUMNS)
        return [Span(text, columns, rows, bool(text) and self._styles.is_bold(cell))] * repeated

    def _sheet(self, sheet: _Element) -> None:
        name = str(sheet.get(q("table:name")) or "")
        beat()
        if self._styles.is_hidden(sheet):
            self._builder.remark(
                "hidden-sheet",
                f"La feuille masquée « {name} » n'est pas indexée.",
                "Affichez-la dans le classeur si elle doit servir à répondre.",
                Place(sheet=name),
            )
            return
        rows = self._rows(sheet)
        tops = header_rows({n: {c: draft.text for c, draft in row.items()} for n, row in rows.items()})
        headers = headers_of({n: {c: d.text for c, d in row.items()} for n, row in rows.items()}, tops)
        group = self._builder.group()
        for number, cells in rows.items():
            named = headers if tops and number > max(tops) else {}
            drafts = [replace(draft, header=named.get(column, "")) for column, draft in sorted(cells.items())]
            self._builder.row(drafts, group, Place(sheet=name, row=number))
        for note in sheet.iter(q("office:annotation")):
            self._builder.note(" ".join(text_of(p) for p in note.iter(q("text:p"))), Place(sheet=name))

    def _rows(self, sheet: _Element) -> dict[int, dict[int, Draft]]:
        """Row number to its cells by column: what is spread over several is copied; what is hidden is left out."""
        rows: dict[int, dict[int, Draft]] = {}
        number = 1
        for row in sheet.iter(q("table:table-row")):
            repeated = number_of(row, "table:number-rows-repeated", 1)
            hidden = row.get(q("table:visibility")) in ("collapse", "filter")
            cells = {} if hidden else self._row(row, number, rows)
            for copy in range(min(repeated, _REPEATS) if cells else 0):
                merged = rows.setdefault(number + copy, {})
                merged |= {c: replace(d, cell=_address(c, number + copy)) for c, d in cells.items()}
            number += repeated
            if number > _ROWS:
                break
        return {number: cells for number, cells in sorted(rows.items()) if cells}

    def _row(self, row: _Element, number: int, rows: dict[int, dict[int, Draft]]) -> dict[int, Draft]:
        cells: dict[int, Draft] = {}
        column = 1
        for cell in row:
            if cell.tag not in (q("table:table-cell"), q("table:covered-table-cell")):
                continue
            repeated = number_of(cell, "table:number-columns-repeated", 1)
            texts = cell.findall(q("text:p")) if cell.tag == q("table:table-cell") else []
            if text := _shown(clean(" ".join(text_of(p) for p in texts))):
                for place in range(column, column + min(repeated, COLUMNS)):
                    cells[place] = Draft(place, text, _address(place, number))
                self._spread(cell, cells[column], number, rows, cells)
            column += repeated
            if column > COLUMNS * 10:
                break
        return cells

    def _spread(
        self, cell: _Element, draft: Draft, number: int, rows: dict[int, dict[int, Draft]], own: dict[int, Draft]
    ) -> None:
        wide = min(number_of(cell, "table:number-columns-spanned", 1), COLUMNS)
        high = min(number_of(cell, "table:number-rows-spanned", 1), _REPEATS)
        for down in range(high):
            into = own if not down else rows.setdefault(number + down, {})
            for across in range(wide):
                if across or down:
                    column = draft.column + across
                    into[column] = Draft(column, draft.text, None, anchor=draft.cell)

    def _slides(self, kind: _Element) -> int:
        slides = kind.findall(q("draw:page"))
        for number, slide in enumerate(slides, 1):
            self._place = Place(slide=number)
            if self._styles.is_hidden(slide):
                self._builder.remark(
                    "hidden-slide", f"La diapositive masquée {number} n'est pas indexée.", place=self._place
                )
                continue
            self._builder.reset_headings()
            self._slide(slide)
            self._flow.end()
            for note in slide.findall(q("presentation:notes")):
                for paragraph in note.iter(q("text:p")):
                    self._builder.note(text_of(paragraph), self._place)
        return len(slides)

    def _slide(self, slide: _Element) -> None:
        notes = slide.find(q("presentation:notes"))
        shapes = [s for s in slide.iter(*_SHAPES) if notes is None or notes not in s.iterancestors()]
        titles = [s for s in shapes if s.get(q("presentation:class")) == "title"]
        others = [s for s in shapes if s not in titles]
        for title in titles:
            self._flow.heading(" ".join(text_of(p) for p in title.iter(q("text:p"))), 1, self._place)
        for n in reading_order([frame_box(shape) for shape in others]):
            self._walk(others[n], 0, 0)


def _shown(text: str) -> str:
    """What a cell shows; an error is no value."""
    return "" if text in _ERRORS or text.startswith("Err:") else text


def _address(column: int, row: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


_ERRORS = frozenset({"#REF!", "#N/A", "#N/D", "#VALUE!", "#VALEUR!", "#DIV/0!", "#NAME?", "#NOM?", "#NUM!"})
_SHAPES = (q("draw:frame"), q("draw:custom-shape"), q("draw:rect"), q("draw:ellipse"))
_CONTAINERS = frozenset(
    q(name)
    for name in (
        "text:section", "text:list-item", "text:list-header", "draw:text-box", "draw:frame", "text:index-body",
        "text:soft-page-break", "draw:g",
    )
)  # fmt: skip
