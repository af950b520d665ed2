"""Tables of a Word document: merged cells spread, headers found, forms told from lists."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ingest.layout.building import Builder
from ingest.layout.grids import COLUMNS, Slot, add_grid
from ingest.layout.normalisation import clean
from ingest.layout.word.numbering import is_simple
from ingest.layout.word.paragraphs import Paragraph, Words
from ingest.layout.word.runs import is_placeholder, q

if TYPE_CHECKING:
    from lxml.etree import _Element

_WRAPPERS = frozenset({q("w:sdt"), q("w:sdtContent"), q("w:customXml"), q("w:ins")})
_DEPTH = 12  # tables inside tables that are still read


@dataclass(slots=True)
class Table:
    """A ``w:tbl``. ``rows`` are lists of slots, by grid column; ``inner`` are the tables inside its cells.

    ``notes`` are its footnotes, each with the words it is a note of.
    """

    element: _Element
    words: Words
    depth: int = 0
    rows: list[list[Slot]] = field(default_factory=list)
    inner: list[_Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for number, row in enumerate(self._rows()):
            self.rows.append(self._row(number, row))

    def _rows(self) -> list[_Element]:
        return [row for row in _unwrapped(self.element) if row.tag == q("w:tr")]

    def _row(self, number: int, row: _Element) -> list[Slot]:
        slots: list[Slot] = []
        if row.find(f"{q('w:trPr')}/{q('w:del')}") is not None:
            return slots
        before = _attribute(row.find(q("w:trPr")), "w:gridBefore")
        slots += [Slot()] * (min(int(before), COLUMNS) if before.isdigit() else 0)
        for cell in _unwrapped(row):
            if cell.tag == q("w:tc"):
                slots += self._cell(number, slots, cell)
        return slots[:COLUMNS]

    def _cell(self, number: int, before: list[Slot], cell: _Element) -> list[Slot]:
        column = len(before)
        properties = cell.find(q("w:tcPr"))
        if before and _attribute(properties, "w:hMerge", absent="restart") != "restart":
            return [replace(before[-1], merged=True)]
        span = _attribute(properties, "w:gridSpan")
        width = min(int(span), COLUMNS) if span.isdigit() else 1
        merge = None if properties is None else properties.find(q("w:vMerge"))
        if merge is not None and merge.get(q("w:val")) != "restart" and number:
            above = self.rows[-1][column] if column < len(self.rows[-1]) else Slot("", "", True)
            return [replace(above, merged=True)] * width
        text, strong = self._text(cell, properties)
        key = f"{id(self.element)}-{number}-{column}"
        return [Slot(text, key, False, strong)] + [Slot(text, key, True, strong)] * (width - 1)

    def _text(self, cell: _Element, properties: _Element | None) -> tuple[str, bool]:
        """The words of a cell, and whether they are all bold."""
        texts: list[str] = []
        plain = False
        shaded = properties is not None and properties.find(q("w:shd")) is not None
        shaded = shaded or self.element.find(f"{q('w:tblPr')}/{q('w:tblStyle')}") is not None
        for child in _unwrapped(cell):
            if child.tag == q("w:p"):
                paragraph = self.words.paragraph(child, shaded)
                texts += [_shown(paragraph), *(p.text for box in paragraph.boxes for p in self._box(box))]
                self.notes += [(note, clean(paragraph.text)[:200]) for note in paragraph.notes]
                plain = plain or not (paragraph.bold or not paragraph.text.strip())
            elif child.tag == q("w:tbl"):
                self.inner.append(child)
        text = clean(" ".join(texts))
        return text, bool(text) and not plain

    def _box(self, box: _Element) -> list[Slot]:
        return [Slot(self.words.paragraph(p).text, "", False) for p in box.iter(q("w:p"))]


def add_table(builder: Builder, table: Table) -> None:
    """ROW blocks with headers, or FIELD blocks for a form; tables inside cells follow."""
    add_grid(builder, table.rows)
    for note, words in table.notes:
        builder.note(note, lead_in=words)
    if table.depth < _DEPTH:
        for inner in table.inner:
            add_table(builder, Table(inner, table.words, table.depth + 1))


def cards(table: _Element, words: Words) -> list[_Element]:
    """The cells of a table that only places texts on the page: a lone cell, or cells that each open with their own title.

    Empty for a table whose rows mean something.
    """
    rows = [row for row in _unwrapped(table) if row.tag == q("w:tr")]
    cells = [cell for row in rows for cell in _unwrapped(row) if cell.tag == q("w:tc")]
    if len(cells) == 1:
        return cells
    full = [cell for cell in cells if len(_texts(cell))]
    return cells if full and all(_is_card(cell, words) for cell in full) else []


def _is_card(cell: _Element, words: Words) -> bool:
    first, *others = _texts(cell)
    return bool(others) and words.is_title(first) and not words.is_title(others[0])


def _texts(cell: _Element) -> list[_Element]:
    return [p for p in _unwrapped(cell) if p.tag == q("w:p") and any(t.text for t in p.iter(q("w:t")))]


def _shown(paragraph: Paragraph) -> str:
    """The words of a paragraph of a cell, with the number that is its name, or that is all it shows."""
    named = paragraph.number and (not is_simple(paragraph.number) or not paragraph.text.strip())
    return f"{paragraph.number} {paragraph.text}" if named else paragraph.text


def _unwrapped(parent: _Element, depth: int = 0) -> list[_Element]:
    """The children, looking through content controls and tracked insertions."""
    found: list[_Element] = []
    for child in parent:
        if is_placeholder(child):
            continue
        if child.tag in _WRAPPERS and depth < 20:
            found += _unwrapped(child, depth + 1)
        else:
            found.append(child)
    return found


def _attribute(properties: _Element | None, name: str, absent: str = "") -> str:
    """The value of a property; ``absent`` when there is no such property."""
    found = None if properties is None else properties.find(q(name))
    return absent if found is None else str(found.get(q("w:val")) or "")
