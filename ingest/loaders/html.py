"""HTML pages, by lxml: no script, no style, nothing hidden, nothing fetched."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.errors import damaged
from ingest.layout.building import Builder, Draft
from ingest.layout.decoding import decode
from ingest.layout.flow import Flow
from ingest.layout.normalisation import clean
from ingest.layout.tables import header_rows, headers_of, is_form
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
        rows = [row for row in table.iter("tr") if not _is_hidden(row)]
        grid = [[cell for cell in row if cell.tag in ("td", "th") and not _is_hidden(cell)] for row in rows]
        plain = [[_all_text(cell) for cell in row] for row in grid]
        if sum(len(row) for row in grid) <= 1 or any(table.iter("h1", "h2", "h3")):
            for row in grid:  # a table that only lays out the page
                for cell in row:
                    self._element(cell, "div", depth + 1)
            return
        group = self._builder.group()
        if is_form(plain):
            for label, value in plain:
                drafts = [Draft(1, label), Draft(2, value, header=label)]
                self._builder.field([draft for draft in drafts if draft.text], group)
            return
        self._rows(plain, group)

    def _rows(self, plain: list[list[str]], group: str) -> None:
        texts = {n: {c: text for c, text in enumerate(row, 1) if text} for n, row in enumerate(plain, 1) if any(row)}
        tops = header_rows(texts)
        headers = headers_of(texts, tops)
        for number, cells in texts.items():
            below = bool(tops) and number > max(tops)
            drafts = [Draft(c, text, header=headers.get(c, "") if below else "") for c, text in cells.items()]
            self._builder.row(drafts, group)

    def _say_hidden(self) -> None:
        self._builder.remark(
            "hidden-text",
            "Du texte masqué de la page a été laissé de côté.",
            "Rendez-le visible s'il doit servir à répondre; sinon, supprimez-le.",
        )


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
