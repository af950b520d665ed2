"""A document as a piece of page, in its own structure, the pointed words marked."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from bots.rendering.links import ANCHOR
from bots.web.nodes import Child, Node, el
from bots.web.passage import Pointed
from ingest.model import Block, BlockKind, Cell

Say = Callable[..., str]
_WIDEST = 60  # columns shown; wider sheets are cut there, but for the pointed cell


@dataclass(frozen=True, slots=True)
class Outline:
    """An entry of the table of contents."""

    id: str
    text: str
    level: int


def outline(blocks: Sequence[Block]) -> tuple[Outline, ...]:
    found = [Outline(b.id, b.text, max(1, b.level)) for b in blocks if b.kind is BlockKind.HEADING and b.text.strip()]
    return tuple(found) if len(found) > 2 else ()


class Viewer:
    """Draws the blocks of one document. The first marked words carry the anchor links lead to."""

    def __init__(self, at: Pointed, say: Say) -> None:
        self._at = at
        self._say = say
        self._anchored = False

    def draw(self, blocks: Sequence[Block]) -> list[Node]:
        drawn: list[Node] = []
        page: int | None = None
        for (kind, sheet, group), run in groupby(blocks, key=_bundle):
            together = list(run)
            here = together[0].place.page or together[0].place.slide
            if here is not None and here != page:
                page = here
                name = "page_n" if together[0].place.page else "slide_n"
                drawn.append(el("p", self._say(name, page), class_="page-number"))
            if kind is BlockKind.ROW:
                drawn.append(self._table(together, sheet or "", group))
            elif kind is BlockKind.FIELD and together[0].cells:
                drawn.append(el("table", el("tbody", *(self._field(block) for block in together)), class_="form"))
            elif kind is BlockKind.LIST_ITEM:
                drawn.append(el("ul", *(self._item(block) for block in together)))
            else:
                drawn.extend(self._single(block) for block in together)
        return drawn

    def _single(self, block: Block) -> Node:
        inside = self._marked(block.text, block.place.start)
        if block.kind is BlockKind.HEADING:
            return el(f"h{min(6, max(2, block.level + 1))}", *inside, id=block.id)
        kind = {BlockKind.FIELD: "field", BlockKind.NOTE: "aside-note"}.get(block.kind)
        return el("p", *inside, id=block.id, class_=kind)

    def _item(self, block: Block) -> Node:
        depth = min(block.level, 4)
        inside = self._marked(block.text, block.place.start)
        return el("li", *inside, id=block.id, class_=f"d{depth}" if depth else None)

    def _field(self, block: Block) -> Node:
        """A line of a form: its label, then its values."""
        inside = [self._marked(cell.text, cell.place.start, cell=cell, block=block) for cell in block.cells]
        cells = (el("td" if at else "th", *words, scope=None if at else "row") for at, words in enumerate(inside))
        return el("tr", *cells, id=block.id)

    def _table(self, rows: Sequence[Block], sheet: str, group: str) -> Node:
        caption = self._say("sheet_n", sheet) if sheet else self._say("table_n")
        addressed = bool(sheet)
        last = min(_WIDEST, max((cell.column for row in rows for cell in row.cells), default=1))
        lines = [self._row(row, last, addressed=addressed) for row in rows]
        head = el("thead", self._letters(last)) if addressed else None
        table = el("table", el("caption", caption), head, el("tbody", *lines), class_="sheet" if addressed else None)
        label = self._say("table_hint", caption)
        return el("div", table, class_="scroll", tabindex=0, role="group", aria_label=f"{label} {group}".strip())

    def _letters(self, last: int) -> Node:
        names = (el("th", letters(n), scope="col", class_="address") for n in range(1, last + 1))
        return el("tr", el("td", class_="address"), *names)

    def _row(self, block: Block, last: int, *, addressed: bool) -> Node:
        cells = {cell.column: cell for cell in block.cells if cell.column <= last}
        drawn: list[Node] = []
        if addressed:
            drawn.append(el("th", str(block.place.row or ""), scope="row", class_="address"))
        if not cells:
            drawn.append(el("td", *self._marked(block.text, block.place.start), colspan=last))
        column = 1
        while cells and column <= last:
            width = _spread(cells, column, last)
            drawn.append(self._cell(cells.get(column), width, block))
            column += width
        return el("tr", *drawn, id=block.id)

    def _cell(self, cell: Cell | None, width: int, block: Block) -> Node:
        if cell is None:
            return el("td")
        inside = self._marked(cell.text, cell.place.start, cell=cell, block=block)
        above = cell.merged and cell.place.row != block.place.row
        return el("td", *inside, colspan=width if width > 1 else None, class_="spread" if above else None)

    def _marked(self, text: str, start: int, *, cell: Cell | None = None, block: Block | None = None) -> list[Child]:
        """The text with the pointed words in a ``mark``."""
        if cell and (cell.merged or (self._at.cell and self._at.cell != cell.place.cell)):
            return [text]
        part = self._at.part(start, text)
        if part is None and cell and block and self._at.cell and self._at.fate == "there":
            # The cell's words are not those of the text (a number with its format): the whole cell is meant.
            part = (0, len(text)) if self._at.part(block.place.start, block.text) else None
        if part is None:
            return [text]
        first, last = part
        anchor = None if self._anchored else ANCHOR
        self._anchored = True
        return [text[:first], el("mark", text[first:last], id=anchor), text[last:]]


def _bundle(block: Block) -> tuple[BlockKind, str | None, str]:
    """What is drawn together: the rows of one table, the items of one list."""
    if block.kind is BlockKind.ROW:
        return block.kind, block.place.sheet, block.group
    if block.kind is BlockKind.FIELD and block.cells:
        return block.kind, None, block.group
    return block.kind, None, block.group if block.kind is BlockKind.LIST_ITEM else ""


def _spread(cells: dict[int, Cell], column: int, last: int) -> int:
    """How many columns a cell covers: those to its right that hold the same merged range."""
    first, width = cells.get(column), 1
    while first and column + width <= last:
        following = cells.get(column + width)
        if not (following and following.merged and _same_range(following, first)):
            break
        width += 1
    return width


def _same_range(one: Cell, other: Cell) -> bool:
    return one.place.cell == other.place.cell and one.place.start == other.place.start and one.text == other.text


def letters(column: int) -> str:
    """1 → A, 27 → AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def drawn(blocks: Sequence[Block], at: Pointed, say: Say) -> Iterator[Node]:
    yield from Viewer(at, say).draw(blocks)
