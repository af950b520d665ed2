"""What the XML of a Word document says about one paragraph: its words, style, list and notes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.layout.normalisation import clean
from ingest.layout.office.parts import related
from ingest.layout.word.numbering import Numbers
from ingest.layout.word.runs import BOX, GONE, is_placeholder, on, q, run_text, value
from ingest.sandbox.archives import Archive

if TYPE_CHECKING:
    from lxml.etree import _Element

_HEADING = re.compile(r"(?:heading|titre|überschrift|título)\s*(\d)$", re.IGNORECASE)
_TITLE = re.compile(r"(?:title|titre|titre du document)$", re.IGNORECASE)
_LIST = re.compile(
    r"(?:list(?:e)?\s*(?:bullet|number|paragraph|à puces|à numéros|numéros|puces)?)\s*(\d?)$", re.IGNORECASE
)
_TINY = 3  # half-points: text of 1.5 points or less is not meant to be read


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``heading`` and ``list_level`` are 0 for ordinary text. ``boxes`` are text boxes anchored here.

    ``number`` is what Word writes before it (« 2.2 »): no part of ``text``.
    """

    text: str
    heading: int = 0
    list_level: int = 0
    bold: bool = False
    boxes: tuple[_Element, ...] = ()
    notes: tuple[str, ...] = ()
    number: str = ""
    italic: bool = False


@dataclass(frozen=True, slots=True)
class _Style:
    key: str
    name: str
    based_on: str
    outline: int  # 0 when none
    listed: bool
    number: str  # the list it belongs to, or ""
    level: str  # its level there, or "" when the list says it
    hidden: bool
    bold: bool


class Words:
    """Styles, lists and notes of one document; reads paragraphs in order and remembers what was left out."""

    def __init__(self, archive: Archive, main: str = "word/document.xml") -> None:
        self._styles = _styles(_first(archive, main, "styles"))
        comments = _first(archive, main, "comments")
        self._comments = 0 if comments is None else len(comments.findall(q("w:comment")))
        self._revised = False
        self._hidden = 0
        self._unfilled = 0
        self._notes: dict[str, str] = {}
        self._numbers = Numbers(None)  # while notes are read: they are not of the body's lists
        self._notes = _notes(archive, main, self)
        self._numbers = Numbers(_first(archive, main, "numbering"))

    def paragraph(self, element: _Element, shaded: bool = False) -> Paragraph:
        """``shaded`` says that the ground is coloured: white letters can be read there."""
        texts: list[str] = []
        boxes: list[_Element] = []
        notes: list[str] = []
        weights: list[tuple[int, bool, bool]] = []
        shaded = shaded or _fill(element.find(q("w:pPr")))
        for run in self._runs(element, boxes, 0):
            text = "".join(run_text(run, boxes))
            if self._is_hidden(run, shaded):
                self._hidden += bool(text.strip())
                continue
            texts.append(text)
            looks = run.find(q("w:rPr"))
            weights.append((len(text.strip()), _looks(looks, "w:b"), _looks(looks, "w:i")))
            notes += [self._notes[key] for key in _note_keys(run) if key in self._notes]
        seen = [looks for size, *looks in weights if size]
        bold, italic = (bool(seen) and all(looks[n] for looks in seen) for n in (0, 1))
        heading = self.heading_level(element)
        level = 0 if heading else self._list_level(element)
        number = self._number(element)
        return Paragraph("".join(texts), heading, level, bold, tuple(boxes), tuple(notes), number, italic)

    def _number(self, element: _Element) -> str:
        """What Word writes before the paragraph: its own list's number, else its style's."""
        properties = element.find(q("w:pPr"))
        own = None if properties is None else properties.find(q("w:numPr"))
        number, level = ("", "") if own is None else (value(own.find(q("w:numId"))), value(own.find(q("w:ilvl"))))
        if number == "0":
            return ""
        for style in self._chain(properties):
            if number and level:
                break
            if style.number and not number:
                number = style.number
                level = level or style.level or str(self._numbers.level_of(number, style.key))
        return self._numbers.label(number, int(level) if level.isdigit() else 0) if number else ""

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

    def is_title(self, element: _Element) -> bool:
        """True for a paragraph that is a heading, or all in bold. It is not read, nor counted in its list."""
        runs = [run for run in element.iter(q("w:r")) if any((text.text or "").strip() for text in run.iter(q("w:t")))]
        return bool(self.heading_level(element) or (runs and all(_looks(run.find(q("w:rPr")), "w:b") for run in runs)))

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
            yield (
                "comments",
                f"Les commentaires de révision ({self._comments}) ne sont pas indexés.",
                "Réglez-les avant de publier.",
            )
        if self._unfilled:
            yield (
                "unfilled-fields",
                f"Des champs du formulaire n'ont pas été remplis ({self._unfilled}).",
                "Remplissez-les, ou retirez-les du document.",
            )

    def _runs(self, parent: _Element, boxes: list[_Element], depth: int) -> Iterator[_Element]:
        for child in parent:
            if child.tag in (q("w:ins"), q("w:moveTo"), q("w:del"), q("w:moveFrom")):
                self._revised = True
            if child.tag in (q("w:r"), q("m:r")):
                yield child
            elif is_placeholder(child):
                self._unfilled += 1
            elif child.tag not in GONE and child.tag != BOX and depth < 40:
                yield from self._runs(child, boxes, depth + 1)

    def _is_hidden(self, run: _Element, shaded: bool) -> bool:
        properties = run.find(q("w:rPr"))
        if properties is None:
            return False
        if on(properties.find(q("w:vanish"))) or self._style_hidden(properties):
            return True
        size = value(properties.find(q("w:sz")))
        if size.isdigit() and int(size) <= _TINY:
            return True
        white = value(properties.find(q("w:color"))).upper() == "FFFFFF"
        return white and not shaded and not _fill(properties) and properties.find(q("w:highlight")) is None

    def _style_hidden(self, properties: _Element) -> bool:
        style = self._styles.get(value(properties.find(q("w:rStyle"))))
        return style is not None and style.hidden

    def _list_level(self, element: _Element) -> int:
        properties = element.find(q("w:pPr"))
        number = None if properties is None else properties.find(q("w:numPr"))
        if number is not None:
            if value(number.find(q("w:numId"))) == "0":
                return 0
            level = value(number.find(q("w:ilvl")))
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
        key = "" if properties is None else value(properties.find(q("w:pStyle")))
        for _ in range(10):
            style = self._styles.get(key)
            if style is None:
                return
            yield style
            key = style.based_on


def _note_keys(run: _Element) -> Iterator[str]:
    for kind in ("footnote", "endnote"):
        for reference in run.iter(q(f"w:{kind}Reference")):
            yield f"{kind}{reference.get(q('w:id'))}"


def _first(archive: Archive, main: str, kind: str) -> _Element | None:
    """The part of a kind (« styles ») that the main part points at, or the one of the usual name."""
    found = related(archive, main, kind, f"word/{kind}.xml")
    return archive.xml(found[0]) if found else None


def _looks(properties: _Element | None, name: str) -> bool:
    return properties is not None and on(properties.find(q(name)))


def _notes(archive: Archive, main: str, words: Words) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind in ("footnote", "endnote"):
        root = _first(archive, main, f"{kind}s")
        for note in () if root is None else root.findall(q(f"w:{kind}")):
            if note.get(q("w:type")) is None:
                texts = (words.paragraph(p).text for p in note.iter(q("w:p")))
                found[f"{kind}{note.get(q('w:id'))}"] = clean(" ".join(texts))
    return found


def _styles(root: _Element | None) -> dict[str, _Style]:
    styles: dict[str, _Style] = {}
    for element in () if root is None else root.findall(q("w:style")):
        paragraph, run = element.find(q("w:pPr")), element.find(q("w:rPr"))
        listed = None if paragraph is None else paragraph.find(q("w:numPr"))
        key = str(element.get(q("w:styleId")))
        styles[key] = _Style(
            key=key,
            name=value(element.find(q("w:name"))),
            based_on=value(element.find(q("w:basedOn"))),
            outline=_outline(paragraph),
            listed=listed is not None,
            number="" if listed is None else value(listed.find(q("w:numId"))),
            level="" if listed is None else value(listed.find(q("w:ilvl"))),
            hidden=run is not None and on(run.find(q("w:vanish"))),
            bold=run is not None and on(run.find(q("w:b"))),
        )
    return styles


def _outline(properties: _Element | None) -> int:
    text = "" if properties is None else value(properties.find(q("w:outlineLvl")))
    return int(text) + 1 if text.isdigit() and int(text) < 9 else 0


def _fill(properties: _Element | None) -> bool:
    shade = None if properties is None else properties.find(q("w:shd"))
    return shade is not None and str(shade.get(q("w:fill")) or "auto").lower() not in ("auto", "ffffff", "none")
