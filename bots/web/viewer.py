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
_NAMES = 8  # characters from which a cell names its row, rather than numbers it
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


@dataclass(frozen=True, slots=True)
class Lit:
    """The pointed cell in its table: its row, its column, the row of the heads, the column that names the rows."""

    row: Block
    column: int
    heads: Block | None
    name: int

    def style(self, block: Block, column: int, width: int) -> str:
        """The classes of a cell: in the lit column, or naming its row."""
        lit = column <= self.column < column + width
        named = column == self.name and block is not self.heads
        return " ".join(word for word, holds in (("lit", lit), ("name", named)) if holds)


def _lit(rows: Sequence[Block], at: Pointed) -> Lit | None:
    """Where the pointed words stand in a table; None when they are not in it."""
    for row in rows:
        if at.part(row.place.start, row.text) is None:
            continue
        for cell in row.cells:
            held = cell.place.cell == at.cell if at.cell else at.part(cell.place.start, cell.text) is not None
            if held and not (cell.merged and cell.place.row != row.place.row):
                before = rows[: rows.index(row)]
                name = _naming(rows, row, cell.column)
                return Lit(row, cell.column, _heads(before), name)
    return None


def _naming(rows: Sequence[Block], row: Block, column: int) -> int:
    """The column, before the pointed one, whose words tell the rows apart best; 0 when there is none."""
    wordy = [c.column for c in row.cells if c.column < column and len(c.text.strip()) > _NAMES]
    said: dict[int, set[str]] = {n: set() for n in wordy}
    for cell in (cell for one in rows for cell in one.cells if cell.column in said):
        said[cell.column].add(cell.text)
    return max(wordy, key=lambda n: (len(said[n]), -n), default=0)


def _heads(rows: Sequence[Block]) -> Block | None:
    """The first row that is nearly as full as the fullest: the one that names the columns."""
    full = [sum(bool(cell.text.strip()) and not cell.merged for cell in row.cells) for row in rows]
    most = max(full, default=0)
    return next((row for row, held in zip(rows, full, strict=True) if held >= max(2, 0.7 * most)), None)


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
        lit = _lit(rows, self._at)
        heads = lit.heads if lit else _heads(rows)
        above = [self._row(row, last, lit, addressed=addressed, head=row is heads) for row in rows if row is heads]
        lines = [self._row(row, last, lit, addressed=addressed) for row in rows if row is not heads]
        letters_row = self._letters(last) if addressed else None
        head = el("thead", letters_row, *above) if addressed or above else None
        table = el("table", el("caption", caption), head, el("tbody", *lines), class_="sheet" if addressed else "plain")
        label = self._say("table_hint", caption)
        return el("div", table, class_="scroll tall", tabindex=0, role="group", aria_label=f"{label} {group}".strip())

    def _letters(self, last: int) -> Node:
        names = (el("th", letters(n), scope="col", class_="address") for n in range(1, last + 1))
        return el("tr", el("td", class_="address"), *names)

    def _row(self, block: Block, last: int, lit: Lit | None, *, addressed: bool, head: bool = False) -> Node:
        cells = {cell.column: cell for cell in block.cells if cell.column <= last}
        drawn: list[Node] = []
        if addressed:
            drawn.append(el("th", str(block.place.row or ""), scope="row", class_="address"))
        if not cells:
            drawn.append(el("td", *self._marked(block.text, block.place.start), colspan=last))
        column = 1
        while cells and column <= last:
            width = _spread(cells, column, last)
            style = lit.style(block, column, width) if lit else ""
            drawn.append(self._cell(cells.get(column), width, block, style, head=head))
            column += width
        return el("tr", *drawn, id=block.id, class_="lit" if lit and block is lit.row else None)

    def _cell(self, cell: Cell | None, width: int, block: Block, style: str, *, head: bool = False) -> Node:
        if cell is None:
            return el("td", class_=style or None)
        inside = self._marked(cell.text, cell.place.start, cell=cell, block=block)
        above = "spread" if cell.merged and cell.place.row != block.place.row else ""
        named = head and bool(cell.text.strip())
        return el(
            "th" if named else "td", *inside, colspan=width if width > 1 else None, scope="col" if named else None,
            class_=" ".join(filter(None, (above, style))) or None,
        )  # fmt: skip

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
