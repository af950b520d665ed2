"""Tables of a Word document: merged cells spread, headers found, forms told from lists."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.layout.building import Builder, Draft
from ingest.layout.normalisation import clean
from ingest.layout.tables import header_rows, headers_of, is_form
from ingest.layout.word.paragraphs import Words, q

if TYPE_CHECKING:
    from lxml.etree import _Element

_DEPTH = 12  # tables inside tables that are still read
_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of the grid. ``key`` names the cell that holds the text; copies of it are ``merged``."""

    text: str
    key: str
    merged: bool


@dataclass(slots=True)
class Table:
    """A ``w:tbl``. ``rows`` are lists of slots, by grid column; ``inner`` are the tables inside its cells."""

    element: _Element
    words: Words
    depth: int = 0
    rows: list[list[Slot]] = field(default_factory=list)
    inner: list[_Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        for number, row in enumerate(self._rows()):
            self.rows.append(self._row(number, row))

    def _rows(self) -> list[_Element]:
        return [row for row in self._unwrapped(self.element) if row.tag == q("w:tr")]

    def _row(self, number: int, row: _Element) -> list[Slot]:
        slots: list[Slot] = []
        if row.find(f"{q('w:trPr')}/{q('w:del')}") is not None:
            return slots
        for cell in self._unwrapped(row):
            if cell.tag == q("w:tc"):
                slots += self._cell(number, len(slots), cell)
        return slots[:_COLUMNS]

    def _cell(self, number: int, column: int, cell: _Element) -> list[Slot]:
        properties = cell.find(q("w:tcPr"))
        span = _attribute(properties, "w:gridSpan")
        width = min(int(span), _COLUMNS) if span.isdigit() else 1
        merge = None if properties is None else properties.find(q("w:vMerge"))
        if merge is not None and merge.get(q("w:val")) != "restart" and number:
            above = self.rows[-1][column] if column < len(self.rows[-1]) else Slot("", "", True)
            return [Slot(above.text, above.key, True)] * width
        text = self._text(cell, properties)
        key = f"{id(self.element)}-{number}-{column}"
        return [Slot(text, key, False)] + [Slot(text, key, True)] * (width - 1)

    def _text(self, cell: _Element, properties: _Element | None) -> str:
        texts: list[str] = []
        shaded = properties is not None and properties.find(q("w:shd")) is not None
        shaded = shaded or self.element.find(f"{q('w:tblPr')}/{q('w:tblStyle')}") is not None
        for child in self._unwrapped(cell):
            if child.tag == q("w:p"):
                paragraph = self.words.paragraph(child, shaded)
                texts += [paragraph.text, *(p.text for box in paragraph.boxes for p in self._box(box))]
            elif child.tag == q("w:tbl"):
                self.inner.append(child)
        return clean(" ".join(texts))

    def _box(self, box: _Element) -> list[Slot]:
        return [Slot(self.words.paragraph(p).text, "", False) for p in box.iter(q("w:p"))]

    def _unwrapped(self, parent: _Element, depth: int = 0) -> list[_Element]:
        """The children, looking through content controls and tracked insertions."""
        found: list[_Element] = []
        for child in parent:
            if child.tag in (q("w:sdt"), q("w:sdtContent"), q("w:customXml"), q("w:ins")) and depth < 20:
                found += self._unwrapped(child, depth + 1)
            else:
                found.append(child)
        return found


def add_table(builder: Builder, table: Table) -> None:
    """ROW blocks with headers, or FIELD blocks for a form; tables inside cells follow."""
    rows = [row for row in table.rows if any(slot.text for slot in row)]
    plain = [[slot.text for slot in row if not slot.merged or slot.text] for row in rows]
    if is_form(plain):
        _add_form(builder, rows)
    else:
        _add_rows(builder, rows)
    if table.depth < _DEPTH:
        for inner in table.inner:
            add_table(builder, Table(inner, table.words, table.depth + 1))


def _add_form(builder: Builder, rows: list[list[Slot]]) -> None:
    group = builder.group()
    for row in rows:
        label = row[0].text
        drafts = [Draft(n, slot.text, header="" if n == 1 else label) for n, slot in enumerate(row, 1) if slot.text]
        builder.field(drafts, group)


def _add_rows(builder: Builder, rows: list[list[Slot]]) -> None:
    texts = {n: {c: s.text for c, s in enumerate(row, 1) if s.text} for n, row in enumerate(rows, 1)}
    tops = header_rows(texts)
    headers = headers_of(texts, tops)
    group = builder.group()
    for number, row in enumerate(rows, 1):
        below = bool(tops) and number > max(tops)
        drafts = [
            Draft(
                column,
                slot.text,
                header=headers.get(column, "") if below else "",
                anchor=slot.key if slot.merged else None,
                key=slot.key,
            )
            for column, slot in enumerate(row, 1)
            if slot.text
        ]
        builder.row(drafts, group)


def _attribute(properties: _Element | None, name: str) -> str:
    found = None if properties is None else properties.find(q(name))
    return "" if found is None else str(found.get(q("w:val")) or "")
