"""HTML to blocks, whatever it came in: a page, a piece of Markdown, a workbook saved as a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.layout.building import Builder
from ingest.layout.flow import CAPTION, Flow, is_caption
from ingest.layout.grids import Span, add_grid, spread
from ingest.layout.normalisation import clean
from ingest.model import Place

if TYPE_CHECKING:
    from lxml.etree import _Element

_SKIPPED = frozenset("script style template noscript math head iframe object embed nav button datalist".split())
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
_EMBEDDED = frozenset({"iframe", "object", "embed"})
_TERM = 120  # characters: a longer term is a paragraph
_FILLED = frozenset({"input", "select", "textarea"})
_TYPED = frozenset({"text", "date", "email", "number", "tel", "url", "month", "time"})
_LINES = frozenset({"p", "div"})
_EMPHASIS = frozenset({"b", "strong", "em", "i"})


def parsed(text: str) -> _Element | None:
    """The root of a page, or of a piece of one; None when nothing stands in it. Raises ValueError for what is no HTML."""
    from lxml import etree

    parser = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root: _Element | None = etree.fromstring(text, parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error
    return root


class Web:
    """Walks elements in order. ``first_line`` is the line of the file where they start, for formats read by lines."""

    def __init__(self, builder: Builder, flow: Flow | None = None, first_line: int = 0) -> None:
        self._builder = builder
        self._flow = flow or Flow(builder)
        self._first_line = first_line
        self._place = Place()
        self._text: list[str] = []
        self._item = 0
        self._lists = 0
        self._tables = 0

    def walk(self, element: _Element, depth: int) -> None:
        """Adds an element and what it holds; deeper than any real page, only its text is kept."""
        tag = str(element.tag)
        if tag in _SKIPPED:
            self._say_embedded(tag)
            return
        if not any(map(str.strip, self._text)):
            self._place = self._where(element)
        if _is_hidden(element):
            self._say_hidden()
        elif tag in _FILLED:
            self._text.append(filled(element))
        elif tag == "svg":
            self._drawing(element)
        elif depth >= _DEPTH:
            self._text.append(" ".join(str(part) for part in element.itertext()))
        elif tag == "table":
            self.end()
            self._table(element, depth)
        elif tag in _LINES and is_caption(text := _emphasis(element), italic=_is_italic(element)):
            self.flush()
            self._flow.heading(text, CAPTION, self._place)
        elif tag == "dl":
            self.end()
            self._definitions(element, depth)
        else:
            self._element(element, tag, depth)

    def _where(self, element: _Element) -> Place:
        line = getattr(element, "sourceline", None)
        return Place(row=self._first_line + line - 1) if self._first_line and line else Place()

    def _element(self, element: _Element, tag: str, depth: int) -> None:
        if tag in _BLOCKS:
            self.flush()
        heading = re.fullmatch(r"h([1-6])", tag)
        if heading:
            self._flow.heading(_all_text(element), int(heading[1]), self._place)
            return
        self._lists += tag in ("ul", "ol")
        item, self._item = self._item, self._lists if tag == "li" else self._item
        self._text.append(element.text or "")
        for child in element:
            self.walk(child, depth + 1)
            self._text.append(child.tail or "")
        if tag in _BLOCKS:
            self.flush()
        self._item = item
        self._lists -= tag in ("ul", "ol")

    def flush(self) -> None:
        """Writes the paragraph or the item that was being gathered; an open list stays open."""
        text, self._text = clean("".join(self._text)), []
        if not text:
            return
        if self._item:
            self._flow.item(text, self._item, self._place)
        else:
            self._flow.paragraph(text, self._place)

    def end(self) -> None:
        """Writes what was being gathered."""
        self.flush()
        self._flow.end()

    def _table(self, table: _Element, depth: int) -> None:
        rows = [row for row in _own(table, "tr") if not _is_hidden(row)]
        grid = [[cell for cell in row if cell.tag in ("td", "th") and not _is_hidden(cell)] for row in rows]
        for caption in _own(table, "caption"):
            self._flow.paragraph(_all_text(caption), self._where(caption))
        if sum(map(len, grid)) <= 1 or _lays_out(table):
            self._laid_out(grid, depth)
            return
        self._tables += 1
        spans = [[_span(cell) for cell in row] for row in grid]
        name = f"t{self._first_line}-{self._tables}"
        add_grid(self._builder, spread(spans, name), [self._where(row) for row in rows])

    def _laid_out(self, grid: list[list[_Element]], depth: int) -> None:
        """A table that only lays out the page: its cells are read one after the other."""
        for row in grid:
            for cell in row:
                self._element(cell, "div", depth + 1)
                self.end()

    def _definitions(self, element: _Element, depth: int) -> None:
        """Terms and what is said of them: each pair is a field."""
        term = ""
        for child in element.iter("dt", "dd"):
            text, place = _all_text(child), self._where(child)
            if child.tag == "dt":
                if term:
                    self._flow.paragraph(term, place)
                term = text
            elif term and text.startswith(term):
                self._flow.paragraph(text, place)
                term = ""
            elif term and len(term) <= _TERM and not _has(child, "table", "ul", "ol", "dl"):
                self._flow.field(term, text, place)
                term = ""
            else:
                self._flow.paragraph(term, place)
                term = ""
                self._element(child, "div", depth + 1)
        self._flow.paragraph(term)
        self.end()

    def _drawing(self, element: _Element) -> None:
        """The words of a drawing, one by one."""
        texts = [clean(" ".join(str(part) for part in text.itertext())) for text in element.iter("text")]
        if any(texts):
            self.end()
            for text in texts:
                self._flow.item(text, 1, self._place)
            self.end()
            self._builder.remark(
                "drawing",
                "Un dessin de la page est lu mot par mot, sans ses traits.",
                "Dites aussi en toutes lettres ce que le dessin montre.",
                self._place,
            )

    def _say_embedded(self, tag: str) -> None:
        if tag in _EMBEDDED:
            self._builder.remark(
                "embedded-object",
                "Un contenu incorporé à la page n'est pas lu.",
                "Déposez-le aussi comme document.",
                self._place,
            )

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
    return _has(table, "h1", "h2", "h3") or (table.find(".//table") is not None and not _own(table, "th"))


def _span(cell: _Element) -> Span:
    text = _all_text(cell)
    strong = bool(text) and _emphasis(cell) == text
    rows = _count(cell.get("rowspan"))
    return Span(
        text, _count(cell.get("colspan")), rows or _REST, strong, cell.tag == "th"
    )  # 0 means: down to the end of the table


def _count(value: str | None) -> int:
    return min(int(value), _REST) if value and value.isascii() and value.strip().isdigit() else 1


def _emphasis(element: _Element) -> str:
    """The text of an element that is all in bold or in italics, else ""."""
    children = [child for child in element if child.tag != "br" or clean(child.tail or "")]
    alone = len(children) == 1 and children[0].tag in _EMPHASIS
    text = _all_text(children[0]) if alone else ""
    return text if text == _all_text(element) else ""


def _is_italic(element: _Element) -> bool:
    return not _has(element, "b", "strong")


def _has(element: _Element, *tags: str) -> bool:
    return next(element.iter(*tags), None) is not None


def filled(element: _Element) -> str:
    """What a field of a form shows: a ticked or empty box, the option chosen, what was typed."""
    kind = (element.get("type") or "text").lower()
    if element.tag == "textarea":
        return f" {''.join(str(part) for part in element.itertext())} "
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = [option for option in options if option.get("selected") is not None]
        return f" {', '.join(_all_text(option) for option in chosen)} "
    if kind in ("checkbox", "radio"):
        return " ☒ " if element.get("checked") is not None else " ☐ "
    return f" {element.get('value') or ''} " if kind in _TYPED else ""


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
        if node.tag in _FILLED:
            parts.append(filled(node))
            continue
        parts.append(" " if node.tag in _BLOCKS else "")
        for child in reversed(node):
            stack += [child.tail or "", child]
        stack.append(node.text or "")
    return clean("".join(parts))
