"""Lines of a paginated document to headings, paragraphs and lists; running headers and footers set apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ingest.layout.flow import Flow, is_heading_text, numbering
from ingest.layout.grids import Grid
from ingest.layout.normalisation import BULLETS, clean
from ingest.model import Place

_STOPS = (".", "!", "?", ":", ";")
_EDGE = 0.13  # share of the page's height, at top and bottom, where running lines stand
_PAGE_NUMBER = re.compile(
    r"(?:(?:page\s*|p\.\s*|[-–—]\s*)?\d{1,4}|(?:page\s+|p\.\s*|[-–—]\s*)?[ivxl]{1,7})(?:\s*(?:/|de|of|sur)\s*\d{1,4})?(?:\s*[-–—])?$",
    re.IGNORECASE,
)
_ITEM = re.compile(
    rf"(?:[{re.escape(BULLETS)}\x7f]\s*|[-–—*o]\s+|\(?(?:[a-z]|[ivx]{{1,4}})\)\s+|\(\d{{1,2}}\)\s+|\d{{1,2}}\)\s+)(?=\S)"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a line, where it starts."""

    text: str
    x: float
    y: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line as drawn. ``x``, ``y`` in points from the lower left corner; None when the reader gives no position."""

    text: str
    x: float | None = None
    y: float | None = None
    size: float = 0.0
    bold: bool = False
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table: its grid, and the box it fills (left, bottom, right, top).

    ``sure`` is False when the text could not be shared among the cells beyond doubt.
    """

    rows: Grid
    box: tuple[float, float, float, float]
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """A page as read: its number (from 1), its height in points, its lines in order, its ruled tables.

    ``folio`` is the number printed on it, or "" when it is the same.
    """

    number: int
    height: float
    lines: tuple[Line, ...]
    tables: tuple[Table, ...] = ()
    folio: str = ""

    @property
    def place(self) -> Place:
        """Where what is on the page stands."""
        return Place(page=self.number, folio=self.folio)


def split_margins(pages: list[Page]) -> tuple[list[Page], list[str]]:
    """The pages without their running lines, and those lines, once each (page numbers dropped)."""
    seen = Counter(key for page in pages for key in {_shape(line.text) for line in edge_lines(page)})
    least = max(2, round(len(pages) * 0.5))
    running = {key for key, count in seen.items() if key and count >= least}
    margins: dict[str, None] = {}
    kept: list[Page] = []
    for page in pages:
        edges = {
            line for line in edge_lines(page) if _shape(line.text) in running or _PAGE_NUMBER.match(clean(line.text))
        }
        for line in edges:
            if not _PAGE_NUMBER.match(clean(line.text)):
                margins[clean(line.text)] = None
        kept.append(replace(page, lines=tuple(line for line in page.lines if line not in edges)))
    return kept, sorted(margins)[:50]


def edge_lines(page: Page) -> list[Line]:
    """The lines that stand where headers and footers do."""
    if all(line.y is not None for line in page.lines):
        low, high = page.height * _EDGE, page.height * (1 - _EDGE)
        return [line for line in page.lines if line.y is not None and not low < line.y < high]
    return [*page.lines[:3], *page.lines[3:][-3:]]


def _shape(text: str) -> str:
    return re.sub(r"\d+", "#", clean(text)).lower()


@dataclass(frozen=True, slots=True)
class Style:
    """The body's usual letter size, and the level of each heading appearance."""

    size: float
    levels: dict[tuple[float, int], int]
    outline: dict[str, int]


def style_of(pages: list[Page], outline: dict[str, int]) -> Style:
    """Measures the document once: body size by number of letters, headings by decreasing size."""
    weight: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            weight[line.size] += len(line.text)
    size = weight.most_common(1)[0][0] if weight else 0.0
    first = Style(size, {}, outline)
    looks = {_look(line) for page in pages for line in page.lines if stands_out(line, first)}
    ranked = sorted(looks)
    return Style(size, {look: rank for rank, look in enumerate(ranked, 1)}, outline)


def _look(line: Line) -> tuple[float, int]:
    found = numbering(clean(line.text))
    return (-line.size, max(1, found[0]) if found else 1)


def stands_out(line: Line, style: Style) -> bool:
    """True when a line reads as a heading: named by the outline, numbered, larger or bold, and short."""
    text = clean(line.text)
    if _key(text) in style.outline:
        return True
    if not is_heading_text(text) or len(text) < 3 or _ITEM.match(line.text):
        return False
    larger = line.size >= style.size * 1.12
    if numbering(text) is not None and len(text.split()) > 1:
        return line.bold or larger or line.size == 0.0
    return larger or (line.bold and line.size >= style.size)


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


class Prose:
    """Joins lines into blocks, across line breaks, columns and pages."""

    def __init__(self, flow: Flow, style: Style, compounds: frozenset[str], folios: Mapping[int, str] = {}) -> None:
        self._flow = flow
        self._style = style
        self._compounds = compounds
        self._folios = folios
        self._open: list[Line] = []
        self._kind = ""
        self._page = 0
        self._last_page = 0
        self._tops: list[float] = []
        self._bullet: Line | None = None

    def line(self, line: Line, page: int) -> None:
        """The next line, in reading order. A bullet drawn apart opens the line that follows it."""
        if line.text.strip() and not line.text.strip(BULLETS + "\x7f \t"):
            self._bullet = line
            return
        if not clean(line.text):
            return
        if self._bullet is not None:
            line = replace(line, text=f"• {line.text.lstrip()}", x=self._bullet.x)
            self._bullet = None
        if self._goes_on(line, page):
            self._open.append(line)
        else:
            self.flush()
            self._open, self._page = [line], page
            self._kind = self._kind_of(line)
        self._last_page = page

    def flush(self) -> None:
        """Writes the heading, item or paragraph whose lines were being gathered."""
        lines, self._open = self._open, []
        if not lines:
            return
        text = join([line.text for line in lines], self._compounds)
        place = Place(page=self._page or None, folio=self._folios.get(self._page, ""))
        if self._kind == "heading":
            self._flow.heading(text, self._level(lines[0], text), place)
        elif self._kind == "item":
            self._flow.item(_ITEM.sub("", text.replace("\x7f", "•").strip(), count=1), self._depth(lines[0]), place)
        else:
            self._tops = []
            self._flow.paragraph(text, place)

    def _kind_of(self, line: Line) -> str:
        if _ITEM.match(line.text.strip()):
            return "item"
        return "heading" if stands_out(line, self._style) else "paragraph"

    def _depth(self, line: Line) -> int:
        """List depth from the bullet's indent."""
        if line.x is None:
            return 1
        self._tops = [x for x in self._tops if x < line.x - 6]
        self._tops.append(line.x)
        return len(self._tops)

    def _level(self, line: Line, text: str) -> int:
        outline = self._style.outline.get(_key(text)) or self._style.outline.get(_key(line.text))
        return outline or self._style.levels.get(_look(line), 1)

    def _goes_on(self, line: Line, page: int) -> bool:
        if not self._open:
            return False
        last = self._open[-1]
        kind = self._kind_of(line)
        if self._kind == "heading":
            return kind != "item" and page == self._last_page and self._same_heading(last, line)
        if kind != "paragraph" and not (kind == "heading" and line.bold == last.bold and line.size == last.size):
            return False
        return self._same_block(last, line, page)

    def _same_heading(self, last: Line, line: Line) -> bool:
        """A heading on two lines: drawn alike, set apart from the body, and no new number."""
        alike = line.size == last.size and line.bold == last.bold and _near(last, line)
        apart = line.bold or line.size > self._style.size * 1.05
        outline = self._style.outline
        if _key(" ".join(other.text for other in self._open)) in outline or _key(line.text) in outline:
            return False
        return alike and apart and numbering(clean(line.text)) is None

    def _same_block(self, last: Line, line: Line, page: int) -> bool:
        text, before = clean(line.text), clean(last.text)
        ended = before.endswith(_STOPS)
        if page != self._last_page or _jumps(last, line):
            return not ended and (text[:1].islower() or len(before) > 50 or before.endswith("-"))
        if abs(line.size - last.size) > 0.6 or not _near(last, line):
            return False
        if self._kind == "item" and line.x is not None and self._open[0].x is not None:
            inside = line.x > self._open[0].x + 3
            return inside or (not ended and text[:1].islower())
        if line.x is not None and last.x is not None and line.x > last.x + 8 and ended:
            return False
        if ended and len(before) < 0.75 * max(len(clean(other.text)) for other in [*self._open, line]):
            return False
        if len(before) < 45 and text[:1].isupper() and not ended:
            return False
        return not (len(before) < 60 and before.endswith((":", ";")))


def _near(last: Line, line: Line) -> bool:
    """The next line of the same paragraph: less than about one blank line below."""
    if last.y is None or line.y is None:
        return True
    size = max(line.size, last.size, 6.0)
    return -0.5 * size <= last.y - line.y <= 1.75 * size


def _jumps(last: Line, line: Line) -> bool:
    """The text went up the page: another column begins."""
    return last.y is not None and line.y is not None and line.y > last.y + 2 * max(line.size, 6.0)


def join(lines: list[str], compounds: frozenset[str]) -> str:
    """Lines joined by spaces; a word cut by a hyphen at a line's end is mended, unless the document itself writes it
    with its hyphen elsewhere (« sous-ministre »)."""
    text = lines[0].strip()
    for line in (part.strip() for part in lines[1:]):
        cut = re.search(r"(\w+)[-\u2010]$", text)
        if cut and re.match(r"[a-zà-ÿœ]", line):
            word = re.match(r"\w+", line)
            whole = f"{cut.group(1)}-{word.group()}".lower() if word else ""
            text = (text if whole in compounds else text[:-1]) + line
        else:
            text = f"{text} {line}"
    return text


def compounds_of(pages: list[Page]) -> frozenset[str]:
    """The hyphenated words a document writes inside its lines."""
    found = re.compile(r"\b\w+-\w+\b")
    return frozenset(word.lower() for page in pages for line in page.lines for word in found.findall(line.text))
