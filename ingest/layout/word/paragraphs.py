"""What the XML of a Word document says about one paragraph: its words, style, list and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.layout.normalisation import clean
from ingest.sandbox.archives import Archive

if TYPE_CHECKING:
    from lxml.etree import _Element

_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}
_HEADING = re.compile(r"(?:heading|titre|überschrift|título)\s*(\d)$", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|titre|titre du document)$", re.IGNORECASE)
_LIST = re.compile(
    r"(?:list(?:e)?\s*(?:bullet|number|paragraph|à puces|à numéros|numéros|puces)?)\s*(\d?)$", re.IGNORECASE
)
_TINY = 3  # half-points: text of 1.5 points or less is not meant to be read


def q(name: str) -> str:
    """« w:p » to its qualified name."""
    prefix, local = name.split(":")
    return f"{{{_SPACES[prefix]}}}{local}"


_VAL = q("w:val")
_GONE = frozenset(
    {q("w:del"), q("w:moveFrom"), q("mc:Fallback"), q("w:pPr"), q("w:rPr"), q("w:instrText"), q("w:sdtPr")}
)
_BOX = q("w:txbxContent")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``heading`` and ``list_level`` are 0 for ordinary text. ``boxes`` are text boxes anchored here."""

    text: str
    heading: int = 0
    list_level: int = 0
    bold: bool = False
    boxes: tuple[_Element, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str
    outline: int  # 0 when none
    listed: bool
    hidden: bool
    bold: bool


class Words:
    """Styles and notes of one document; reads paragraphs and remembers what was left out."""

    def __init__(self, archive: Archive) -> None:
        self._styles = _styles(archive.optional("word/styles.xml"))
        self._comments = "word/comments.xml" in archive.names
        self._revised = False
        self._hidden = 0
        self._notes: dict[str, str] = {}
        self._notes = _notes(archive, self)

    def paragraph(self, element: _Element, shaded: bool = False) -> Paragraph:
        """``shaded`` says that the ground is coloured: white letters can be read there."""
        texts: list[str] = []
        boxes: list[_Element] = []
        notes: list[str] = []
        weights: list[tuple[int, bool]] = []
        shaded = shaded or _fill(element.find(q("w:pPr")))
        for run in self._runs(element, boxes, 0):
            text = "".join(_run_text(run, boxes))
            if self._is_hidden(run, shaded):
                self._hidden += bool(text.strip())
                continue
            texts.append(text)
            weights.append((len(text.strip()), _on(run.find(f"{q('w:rPr')}/{q('w:b')}"))))
            notes += [self._notes[key] for key in _note_keys(run) if key in self._notes]
        bold = any(n and b for n, b in weights) and not any(n and not b for n, b in weights)
        heading = self.heading_level(element)
        level = 0 if heading else self._list_level(element)
        return Paragraph("".join(texts), heading, level, bold, tuple(boxes), tuple(notes))

    def heading_level(self, element: _Element) -> int:
        """The paragraph's level as a heading, from 1; 0 when it is none. Its own outline first, then its styles'."""
        properties = element.find(q("w:pPr"))
        own = _outline(properties)
        if own:
            return own
        for style in self._chain(properties):
            if style.outline:
                return style.outline
            if match := _HEADING.match(style.name):
                return int(match.group(1))
            if _TITLE.match(style.name):
                return 1
        return 0

    def remarks(self) -> Iterator[tuple[str, str, str]]:
        """(code, sentence, advice) for everything that was set aside so far."""
        if self._revised:
            yield (
                "tracked-changes",
                "Le document porte des modifications suivies : les ajouts sont lus, les suppressions ne le sont pas.",
                "Acceptez ou refusez les modifications, puis enregistrez.",
            )
        if self._hidden:
            yield (
                "hidden-text",
                f"Du texte masqué, blanc ou minuscule a été laissé de côté ({self._hidden} passages).",
                "Rendez-le visible s'il doit servir à répondre; sinon, supprimez-le.",
            )
        if self._comments:
            yield ("comments", "Les commentaires de révision ne sont pas indexés.", "Réglez-les avant de publier.")

    def _runs(self, parent: _Element, boxes: list[_Element], depth: int) -> Iterator[_Element]:
        for child in parent:
            if child.tag in (q("w:ins"), q("w:moveTo"), q("w:del"), q("w:moveFrom")):
                self._revised = True
            if child.tag == q("w:r"):
                yield child
            elif child.tag not in _GONE and child.tag != _BOX and depth < 40:
                yield from self._runs(child, boxes, depth + 1)

    def _is_hidden(self, run: _Element, shaded: bool) -> bool:
        properties = run.find(q("w:rPr"))
        if properties is None:
            return False
        if _on(properties.find(q("w:vanish"))) or self._style_hidden(properties):
            return True
        size = _value(properties.find(q("w:sz")))
        if size.isdigit() and int(size) <= _TINY:
            return True
        white = _value(properties.find(q("w:color"))).upper() == "FFFFFF"
        return white and not shaded and not _fill(properties) and properties.find(q("w:highlight")) is None

    def _style_hidden(self, properties: _Element) -> bool:
        style = self._styles.get(_value(properties.find(q("w:rStyle"))))
        return style is not None and style.hidden

    def _list_level(self, element: _Element) -> int:
        properties = element.find(q("w:pPr"))
        number = None if properties is None else properties.find(q("w:numPr"))
        if number is not None:
            if _value(number.find(q("w:numId"))) == "0":
                return 0
            level = _value(number.find(q("w:ilvl")))
            return 1 + (int(level) if level.isdigit() else 0)
        for style in self._chain(properties):
            match = _LIST.match(style.name)
            if match and style.name.lower() not in ("list paragraph", "paragraphe de liste"):
                return int(match.group(1) or 1)
            if style.listed:
                return 1
        return 0

    def _chain(self, properties: _Element | None) -> Iterator[_Style]:
        """The paragraph's style, then those it is based on."""
        key = "" if properties is None else _value(properties.find(q("w:pStyle")))
        for _ in range(10):
            style = self._styles.get(key)
            if style is None:
                return
            yield style
            key = style.based_on


def _run_text(run: _Element, boxes: list[_Element]) -> Iterator[str]:
    stack = list(reversed(run))
    while stack:
        child = stack.pop()
        if child.tag == q("w:t"):
            yield child.text or ""
        elif child.tag in (q("w:tab"), q("w:br"), q("w:cr"), q("w:ptab")):
            yield " "
        elif child.tag == q("w:noBreakHyphen"):
            yield "-"
        elif child.tag == _BOX:
            boxes.append(child)
        elif child.tag not in _GONE:
            stack.extend(reversed(child))


def _note_keys(run: _Element) -> Iterator[str]:
    for kind in ("footnote", "endnote"):
        for reference in run.iter(q(f"w:{kind}Reference")):
            yield f"{kind}{reference.get(q('w:id'))}"


def _notes(archive: Archive, words: Words) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind in ("footnote", "endnote"):
        root = archive.optional(f"word/{kind}s.xml")
        for note in () if root is None else root.findall(q(f"w:{kind}")):
            if note.get(q("w:type")) is None:
                texts = (words.paragraph(p).text for p in note.iter(q("w:p")))
                found[f"{kind}{note.get(q('w:id'))}"] = clean(" ".join(texts))
    return found


def _styles(root: _Element | None) -> dict[str, _Style]:
    styles: dict[str, _Style] = {}
    for element in () if root is None else root.findall(q("w:style")):
        paragraph, run = element.find(q("w:pPr")), element.find(q("w:rPr"))
        styles[str(element.get(q("w:styleId")))] = _Style(
            name=_value(element.find(q("w:name"))),
            based_on=_value(element.find(q("w:basedOn"))),
            outline=_outline(paragraph),
            listed=paragraph is not None and paragraph.find(q("w:numPr")) is not None,
            hidden=run is not None and _on(run.find(q("w:vanish"))),
            bold=run is not None and _on(run.find(q("w:b"))),
        )
    return styles


def _outline(properties: _Element | None) -> int:
    text = "" if properties is None else _value(properties.find(q("w:outlineLvl")))
    return int(text) + 1 if text.isdigit() and int(text) < 9 else 0


def _fill(properties: _Element | None) -> bool:
    shade = None if properties is None else properties.find(q("w:shd"))
    return shade is not None and str(shade.get(q("w:fill")) or "auto").lower() not in ("auto", "ffffff", "none")


def _on(element: _Element | None) -> bool:
    return element is not None and str(element.get(_VAL) or "1") not in ("0", "false", "off", "none")


def _value(element: _Element | None) -> str:
    return "" if element is None else str(element.get(_VAL) or "")
