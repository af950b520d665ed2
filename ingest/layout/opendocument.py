"""What the XML of a LibreOffice file says: names, words, styles, places of shapes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ingest.layout.normalisation import clean
from ingest.layout.order import Box
from ingest.sandbox.archives import Archive

if TYPE_CHECKING:
    from lxml.etree import _Element

_BASE = "urn:oasis:names:tc:opendocument:xmlns:"
_ROOMS = {"fo": "xsl-fo-compatible", "svg": "svg-compatible"}
_POINTS = {"mm": 2.835, "cm": 28.35, "in": 72.0, "pt": 1.0}
_ASIDE = ("text:note", "office:annotation", "draw:text-box", "text:tracked-changes", "svg:desc", "svg:title")


def q(name: str) -> str:
    """« text:p » to its qualified name."""
    prefix, local = name.split(":")
    if prefix == "dc":
        return f"{{http://purl.org/dc/elements/1.1/}}{local}"
    return f"{{{_BASE}{_ROOMS.get(prefix, prefix)}:1.0}}{local}"


_SKIPPED = frozenset(q(name) for name in _ASIDE)
_GAPS = frozenset({q("text:tab"), q("text:line-break")})


def text_of(element: _Element) -> str:
    """The words of a paragraph, without its notes, its comments and the boxes anchored in it."""
    parts: list[str] = [element.text or ""]
    stack = [(child, True) for child in reversed(element)]
    while stack:
        child, opens = stack.pop()
        if not opens:
            parts.append(child.tail or "")
            continue
        stack.append((child, False))
        if child.tag in _SKIPPED:
            continue
        if child.tag == q("text:s"):
            parts.append(" " * min(number_of(child, "text:c", 1), 200))
        parts.append(" " if child.tag in _GAPS else child.text or "")
        stack += [(inner, True) for inner in reversed(child)]
    return "".join(parts)


def number_of(element: _Element, name: str, default: int) -> int:
    """A whole number of an attribute, at least 1; ``default`` when there is none."""
    text = element.get(q(name)) or ""
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 9 else default


def frame_box(shape: _Element) -> Box:
    """Where a shape of a slide stands, in points from the top left corner."""
    left, top, width, height = (_length(shape.get(q(f"svg:{side}"))) for side in ("x", "y", "width", "height"))
    return left, top, left + width, top + height


def _length(text: str | None) -> float:
    text = text or ""
    try:
        return float(text[:-2]) * _POINTS.get(text[-2:], 1.0)
    except ValueError:
        return 0.0


def hidden_parts(body: _Element) -> Iterator[tuple[str, str, str]]:
    """(code, sentence, advice) for what a text carries and that is not read."""
    if body.find(f".//{q('text:tracked-changes')}") is not None:
        yield (
            "tracked-changes",
            "Le document porte des modifications suivies : les ajouts sont lus, les suppressions ne le sont pas.",
            "Acceptez ou refusez les modifications, puis enregistrez.",
        )
    if body.tag == q("office:text") and body.find(f".//{q('office:annotation')}") is not None:
        yield "comments", "Les commentaires de révision ne sont pas indexés.", "Réglez-les avant de publier."
    if body.find(f".//{q('draw:object')}") is not None:
        yield (
            "embedded-object",
            "Un objet incorporé (graphique, tableau) n'est pas lu.",
            "Dites aussi en toutes lettres ce qu'il montre.",
        )


class Styles:
    """The styles of a file, automatic ones included: which text is hidden, bold, or a title; its margins."""

    def __init__(self, archive: Archive) -> None:
        self._styles: dict[tuple[str, str], _Element] = {}
        self._master: list[str] = []
        self._counts: list[int] = []
        for part in ("styles.xml", "content.xml"):
            root = archive.optional(part)
            for style in () if root is None else root.iter(q("style:style")):
                self._styles[str(style.get(q("style:family"))), str(style.get(q("style:name")))] = style
            if root is not None and part == "styles.xml":
                self._master = [
                    clean(text_of(paragraph))
                    for holder in root.iter(q("style:header"), q("style:footer"))
                    for paragraph in holder.iter(q("text:p"))
                ]
        self._numbered = self._outline(archive)

    def _outline(self, archive: Archive) -> dict[int, tuple[str, str, int]]:
        """Level of a heading to (before, after, levels shown) of the number LibreOffice writes before it."""
        root = archive.optional("styles.xml")
        outline = None if root is None else root.find(f".//{q('text:outline-style')}")
        found: dict[int, tuple[str, str, int]] = {}
        for level in () if outline is None else outline:
            if level.get(q("style:num-format")):
                before, after = (str(level.get(q(f"style:num-{side}")) or "") for side in ("prefix", "suffix"))
                found[number_of(level, "text:level", 1)] = (before, after, number_of(level, "text:display-levels", 1))
        return found

    def number(self, heading: _Element) -> str:
        """The number written before a heading; must be asked once for each, in order."""
        level = min(number_of(heading, "text:outline-level", 1), 10)
        self._counts = (self._counts + [0] * level)[:level]
        self._counts[-1] += 1
        if level not in self._numbered or heading.get(q("text:is-list-header")) == "true":
            return ""
        before, after, shown = self._numbered[level]
        return f"{before}{'.'.join(str(count or 1) for count in self._counts[-shown:])}{after}"

    def margins(self) -> list[str]:
        """The running headers and footers, once each."""
        return list(dict.fromkeys(text for text in self._master if text))

    def title_level(self, paragraph: _Element) -> int:
        """1 for a paragraph in the style of titles, 2 for subtitles; 0 otherwise."""
        names = {style.get(q("style:name")) for style in self._chain(paragraph, "paragraph")}
        return 1 if "Title" in names else 2 if "Subtitle" in names else 0

    def is_hidden(self, element: _Element) -> bool:
        """Whether a style hides the sheet, the slide, or the words."""
        if element.get(q("text:display")) == "none":
            return True
        for family, setting, value in _HIDING:
            for style in self._chain(element, family):
                if any(node.get(q(setting)) == value for node in style):
                    return True
        return False

    def drop_hidden(self, body: _Element) -> int:
        """Empties the words that their own style hides; how many there were."""
        hidden = [span for span in body.iter(q("text:span")) if self._hides(span)]
        for span in hidden:
            tail = span.tail
            span.clear()
            span.tail = tail
        return len(hidden)

    def _hides(self, span: _Element) -> bool:
        return any(node.get(q("text:display")) == "none" for style in self._chain(span, "text") for node in style)

    def is_bold(self, cell: _Element) -> bool:
        """Whether a cell's text is bold, by the style of the cell or of all its paragraphs."""
        holders = [(cell, "table-cell"), *((p, "paragraph") for p in cell.iter(q("text:p")))]
        return any(
            node.get(q("fo:font-weight")) == "bold"
            for holder, family in holders
            for style in self._chain(holder, family)
            for node in style
        )

    def _chain(self, element: _Element, family: str) -> Iterator[_Element]:
        name = element.get(q(f"{_NAMING[family]}:style-name")) or ""
        for _ in range(10):
            style = self._styles.get((family, str(name)))
            if style is None:
                return
            yield style
            name = style.get(q("style:parent-style-name")) or ""


_NAMING = {
    "paragraph": "text",
    "text": "text",
    "section": "text",
    "table": "table",
    "table-cell": "table",
    "drawing-page": "draw",
}
_HIDING = (
    ("paragraph", "text:display", "none"),
    ("table", "table:display", "false"),
    ("drawing-page", "presentation:visibility", "hidden"),
    ("section", "text:display", "none"),
)
