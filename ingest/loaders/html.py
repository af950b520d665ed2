"""HTML pages, by lxml: no script, no style, nothing hidden, nothing fetched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.errors import damaged
from ingest.layout.building import Builder
from ingest.layout.decoding import decode
from ingest.layout.flow import Flow
from ingest.layout.grids import Span, add_grid, spread
from ingest.layout.normalisation import clean
from ingest.model import Document

if TYPE_CHECKING:
    from lxml.etree import _Element

_SKIPPED = frozenset("script style template noscript svg math head iframe object nav select button textarea".split())
_BLOCKS = frozenset(
    "p div section article main header footer aside address blockquote pre ul ol li dl dt dd table h1 h2 h3 h4 h5 h6 "
    "figure figcaption form fieldset hr br body html details summary".split()
)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*[01](?:px|pt)?\s*(?:;|$)|opacity\s*:\s*0(?:\.0*)?\s*(?:;|$)"
    r"|(?<!-)color\s*:\s*(?:#fff(?:fff)?\b|white\b)(?!.*background)",
    re.IGNORECASE,
)
_DEPTH = 150
_REST = 65_534  # rows: what a browser allows a cell to span
_EMPHASIS = frozenset({"b", "strong", "em", "i"})
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)


def load(data: bytes, name: str) -> Document:
    """Headings, paragraphs, lists and tables of the page; its title is ``<title>``. Raises DocumentError."""
    from lxml import etree

    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = etree.fromstring(_text(data), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise damaged(name, "HTML") from error
    if root is None:
        raise damaged(name, "HTML")
    builder = Builder(name, "html")
    page = _Page(builder)
    page.walk(root, 0)
    page.end()
    return builder.document(title=clean(root.findtext(".//title") or ""))


def _text(data: bytes) -> str:
    declared = _CHARSET.search(data[:2048])
    text = ""
    if declared and declared[1].lower() not in (b"utf-8", b"utf8"):
        try:
            text = data.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            text = ""
    text = text or decode(data)[0]
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\x00", "")


class _Page:
    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._flow = Flow(builder)
        self._text: list[str] = []
        self._item = 0
        self._lists = 0
        self._tables = 0

    def walk(self, element: _Element, depth: int) -> None:
        """Adds an element and what it holds; deeper than any real page, only its text is kept."""
        tag = str(element.tag)
        if tag in _SKIPPED:
            return
        if _is_hidden(element):
            self._say_hidden()
        elif depth >= _DEPTH:
            self._text.append(" ".join(str(part) for part in element.itertext()))
        elif tag == "table":
            self.end()
            self._table(element, depth)
        else:
            self._element(element, tag, depth)

    def _element(self, element: _Element, tag: str, depth: int) -> None:
        if tag in _BLOCKS:
            self._flush()
        heading = re.fullmatch(r"h([1-6])", tag)
        if heading:
            self._flow.heading(_all_text(element), int(heading[1]))
            return
        self._lists += tag in ("ul", "ol")
        item, self._item = self._item, self._lists if tag == "li" else self._item
        self._text.append(element.text or "")
        for child in element:
            self.walk(child, depth + 1)
            self._text.append(child.tail or "")
        if tag in _BLOCKS:
            self._flush()
        self._item = item
        self._lists -= tag in ("ul", "ol")

    def _flush(self) -> None:
        text, self._text = clean("".join(self._text)), []
        if not text:
            return
        if self._item:
            self._flow.item(text, self._item)
        else:
            self._flow.paragraph(text)

    def end(self) -> None:
        self._flush()
        self._flow.end()

    def _table(self, table: _Element, depth: int) -> None:
        rows = [row for row in _own(table, "tr") if not _is_hidden(row)]
        grid = [[cell for cell in row if cell.tag in ("td", "th") and not _is_hidden(cell)] for row in rows]
        for caption in _own(table, "caption"):
            self._flow.paragraph(_all_text(caption))
        if sum(map(len, grid)) <= 1 or _lays_out(table):
            self._laid_out(grid, depth)
            return
        self._tables += 1
        add_grid(self._builder, spread([[_span(cell) for cell in row] for row in grid], f"t{self._tables}"))

    def _laid_out(self, grid: list[list[_Element]], depth: int) -> None:
        """A table that only lays out the page: its cells are read one after the other."""
        for row in grid:
            for cell in row:
                self._element(cell, "div", depth + 1)
                self.end()

    def _say_hidden(self) -> None:
        self._builder.remark(
            "hidden-text",
            "Du texte masqué de la page a été laissé de côté.",
            "Rendez-le visible s'il doit servir à répondre; sinon, supprimez-le.",
        )


def _own(table: _Element, tag: str) -> list[_Element]:
    """The rows (or captions) of a table, and not those of tables inside its cells."""
    return [found for found in table.iter(tag) if next(found.iterancestors("table"), None) is table]


def _lays_out(table: _Element) -> bool:
    """True for a table that holds headings, or tables, and names no column: it only places them on the page."""
    return any(table.iter("h1", "h2", "h3")) or (any(table.iterfind(".//table")) and not _own(table, "th"))


def _span(cell: _Element) -> Span:
    text = _all_text(cell)
    strong = cell.tag == "th" or (bool(text) and _strong_text(cell) == text)
    rows = _count(cell.get("rowspan"))
    return Span(text, _count(cell.get("colspan")), rows or _REST, strong)  # 0 means: down to the end of the table


def _count(value: str | None) -> int:
    return min(int(value), _REST) if value and value.isascii() and value.strip().isdigit() else 1


def _strong_text(element: _Element) -> str:
    """The text of the only bold or italic child, when there is one."""
    children = list(element)
    return _all_text(children[0]) if len(children) == 1 and children[0].tag in _EMPHASIS else ""


def _is_hidden(element: _Element) -> bool:
    style = element.get("style") or ""
    return element.get("hidden") is not None or element.get("aria-hidden") == "true" or bool(_HIDDEN.search(style))


def _all_text(element: _Element) -> str:
    """The visible text of an element and its children."""
    parts: list[str] = []
    stack: list[_Element | str] = [element]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        if node.tag in _SKIPPED or _is_hidden(node):
            continue
        parts.append(" " if node.tag in _BLOCKS else "")
        for child in reversed(node):
            stack += [child.tail or "", child]
        stack.append(node.text or "")
    return clean("".join(parts))
