"""What documents hold and where, as the loaders read them: where a quotation stands, and what a place covers.

A place of a gold question is ``Sheet!C12``, ``row 12`` (the line of a CSV, Markdown or text file), ``page 3``,
``slide 2``, ``section <heading>`` (« section début » before any heading) or ``en-tête`` (a running header or footer).
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath

from assistant.evaluation.gold import STRAIGHT, Evidence, plain
from assistant.model import Citation
from ingest.model import Block, Document, Place

BEGINNING = "début"
MARGIN = "en-tête"
BY_ROW = frozenset({"cell", "row", "text"})  # places where what is cited must be in the very row
_BY_LINE = frozenset({"csv", "tsv", "md", "txt"})
_CUTS = re.compile(r"[|;\t\n]+")
_LABELLED = re.compile(r"(.+?) ?[:=] ?(.+)")
_MARKED = re.compile(r"^-\s+")  # the mark of a list item
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3})")
_NUMBERED = re.compile(r"\d+(?:\.\d+)*")


def loose(text: str) -> str:
    """The form in which quotations are compared: accents and case kept; bullets, quotation marks, end signs dropped."""
    straight = unicodedata.normalize("NFC", html.unescape(text)).translate(STRAIGHT)
    bare = re.sub('[•·●\uf0b7"]', " ", straight)
    return _MARKED.sub("", re.sub(r"\s+", " ", bare).strip()).strip(" '.;:,…")


@dataclass(frozen=True)
class Spot:
    """One place that holds words: a cell, a line (``row`` to ``last``), a page, a slide, a section, the margins.

    ``parts`` are the pieces a quotation may come from, loosened; ``name`` the sheet, or the heading above; ``path``
    all the headings above, plain.
    """

    kind: str
    name: str = ""
    path: tuple[str, ...] = ()
    row: int = 0
    last: int = 0
    column: str = ""
    parts: tuple[str, ...] = ()

    def holds(self, quote: str) -> bool:
        """Whether a loosened quotation is in one of the pieces, or in the whole."""
        return any(quote in part for part in self.parts) or (len(self.parts) > 1 and quote in self._whole)

    def has_row(self, pieces: tuple[str, ...]) -> bool:
        """Whether one of the parts, a row of a table, holds every piece of a quotation."""
        return bool(pieces) and any(all(piece in part for piece in pieces) for part in self.parts)

    def is_at(self, place: str) -> bool:
        """Whether a gold place names this one."""
        kind, _, value = place.partition(" ")
        if "!" in place and self.kind == "cell":
            return place == f"{self.name}!{self.column}{self.row}"
        if self.kind in ("page", "slide"):
            return kind == self.kind and value == str(self.row)
        if self.kind == "row":
            return kind == "row" and value.isdigit() and self.row <= int(value) <= self.last
        if self.kind == "section":
            return kind == "section" and plain(value) in self.path
        return self.kind == "margin" and plain(place) == plain(MARGIN)

    def is_covered(self, place: Place, *, exactly: bool = False) -> bool:
        """Whether where a citation stands covers this: for a sheet its row, or the very cell if ``exactly``."""
        if self.kind == "cell":
            column, row = _address(place)
            same = plain(place.sheet or "") == plain(self.name) and row == self.row
            return same and (not exactly or not column or column == self.column)
        if self.kind == "row":
            return self._on_line(place) or any(same_heading(part, self.name) for part in place.section[-1:])
        if self.kind in ("page", "slide"):
            return (place.slide if self.kind == "slide" else place.page) == self.row
        return any(same_heading(part, self.name) for part in place.section[-1:])

    @property
    def line(self) -> tuple[str, int]:
        """What tells rows apart: the sheet and the row."""
        return (self.name if self.kind == "cell" else "", self.row)

    def _on_line(self, place: Place) -> bool:
        return place.row is not None and self.row <= place.row <= self.last

    @cached_property
    def _whole(self) -> str:
        return " ".join(self.parts)


def same_heading(said: str, heading: str) -> bool:
    """Whether two headings are one: the same number, the same words, or one inside the other."""
    mine = re.sub(r"^(?:section|rubrique|titre)\s+", "", plain(said)).strip(" \"'")
    theirs = plain(heading)
    if not mine or not theirs:
        return False
    numbers = _NUMBERED.match(mine), _NUMBERED.match(theirs)
    if numbers[0] and numbers[1] and numbers[0].group() == numbers[1].group():
        return True
    return mine == theirs or (len(mine) > 5 and mine in theirs) or (len(theirs) > 5 and theirs in mine)


class Sources:
    """The documents of one organisation, opened when asked about. ``read`` gives a document by name."""

    def __init__(self, names: Iterable[str], read: Callable[[str], Document]) -> None:
        listed = list(names)
        self._names = {plain(PurePosixPath(name).stem): name for name in listed}
        self._names |= {plain(PurePosixPath(name).name): name for name in listed}
        self._only = listed[0] if len(listed) == 1 else ""
        self._read = read
        self._spots: dict[str, tuple[Spot, ...]] = {}
        self._texts: dict[str, str] = {}
        self._found: dict[tuple[str, str], frozenset[int]] = {}

    def name(self, said: str) -> str:
        """The document a citation or a question names, with or without folder and extension; "" for none.

        Said of nothing, it is the only document there is."""
        return self._names.get(plain(PurePosixPath(said).name), "") if said else self._only

    def spots(self, document: str) -> tuple[Spot, ...]:
        """The places of a document, in its order."""
        if document not in self._spots:
            self._spots[document] = tuple(_spots(self._read(document)))
        return self._spots[document]

    def true(self, citation: Citation) -> bool:
        """Whether a citation's words are in the stored document, white space folded, read anew."""
        name = self.name(citation.document)
        if name and name not in self._texts:
            document = self._read(name)
            cells = (cell.text for block in document.blocks for cell in block.cells)
            self._texts[name] = _folded(" ".join([document.text, *cells, *document.margins]))
        return bool(name) and _folded(citation.quote) in self._texts[name]

    def holding(self, document: str, quote: str) -> frozenset[int]:
        """Which places of a document, by position, hold a quotation; for one made of several cells, its row."""
        key = (document, quote)
        if key not in self._found:
            self._found[key] = frozenset(self._search(document, quote))
        return self._found[key]

    def named(self, evidence: Evidence) -> frozenset[int]:
        """The places of its document that an evidence names; where its words are, when its loader tells no line."""
        document = self.name(evidence.document)
        spots = self.spots(document) if document else ()
        named = frozenset(n for n, spot in enumerate(spots) if spot.is_at(evidence.place))
        if not named and spots and spots[0].kind == "text":
            return self.holding(document, evidence.quote)
        return named

    def is_there(self, evidence: Evidence) -> bool:
        """Whether the words of an evidence are where it says."""
        document = self.name(evidence.document)
        return bool(document) and bool(self.named(evidence) & self.holding(document, evidence.quote))

    def _search(self, document: str, quote: str) -> Iterator[int]:
        wanted, spots = loose(quote), self.spots(document) if document else ()
        if not wanted:
            return
        if found := [n for n, spot in enumerate(spots) if spot.holds(wanted)]:
            yield from found
            return
        pieces = tuple(piece for part in _CUTS.split(quote) if (piece := loose(part)))
        rows = {line for line, parts in _rows(spots) if _made_of(pieces, parts, spots)}
        for number, spot in enumerate(spots):
            if spot.line in rows if spot.kind in BY_ROW else spot.has_row(pieces):
                yield number


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def _address(place: Place) -> tuple[str, int]:
    """(column, row) of a citation in a sheet; no column when it is of the whole row."""
    if place.cell and (found := re.fullmatch(r"([A-Z]+)(\d+)", place.cell.upper())):
        return found[1], int(found[2])
    return "", place.row or 0


def _rows(spots: Iterable[Spot]) -> Iterator[tuple[tuple[str, int], list[str]]]:
    """The rows of sheets and tables, each with the texts of its cells."""
    rows: dict[tuple[str, int], list[str]] = {}
    for spot in spots:
        if spot.kind in BY_ROW:
            rows.setdefault(spot.line, []).extend(spot.parts)
    yield from rows.items()


def _made_of(pieces: tuple[str, ...], parts: list[str], spots: Iterable[Spot]) -> bool:
    """Whether each piece of a quotation is in a cell of the row, or is « header : value » of it."""
    if " ".join(pieces) in " ".join(parts):
        return True
    return bool(pieces) and all(any(p in part for part in parts) or _headed(p, parts, spots) for p in pieces)


def _headed(piece: str, parts: list[str], spots: Iterable[Spot]) -> bool:
    if not (found := _LABELLED.fullmatch(piece)):
        return False
    header, value = loose(found[1]), loose(found[2])
    return any(value in part for part in parts) and any(header in part for spot in spots for part in spot.parts)


# ---------------------------------------------------------------- from blocks to places
def _spots(document: Document) -> Iterator[Spot]:
    if document.format in _BY_LINE:
        yield from _lines(document)
    else:
        yield from _cells(document)
        yield from _whole_places(document)
    yield Spot("margin", MARGIN, parts=tuple(loose(margin) for margin in document.margins))


def _lines(document: Document) -> Iterator[Spot]:
    """A block is one place, from its first line to the next block's; a text file tells no lines at all."""
    starts = sorted({block.place.row for block in document.blocks if block.place.row})
    after = dict(zip(starts, [*starts[1:], 10**9], strict=False))
    for number, block in enumerate(document.blocks, 1):
        row = block.place.row
        heading = block.place.section[-1] if block.place.section and document.format == "md" else ""
        if row:
            yield Spot("row", heading, (), row, after[row] - 1, parts=_parts(block))
        else:
            yield Spot("text", heading, (), number, number, parts=_parts(block))


def _cells(document: Document) -> Iterator[Spot]:
    """The cells of sheets; a value spread over a merged range stands where it was written."""
    for block in document.blocks:
        if block.place.sheet is None:
            continue
        for cell in block.cells:
            if not cell.merged and cell.place.cell:
                column, row = _address(cell.place)
                yield Spot("cell", block.place.sheet, (), row, row, column, _figures(loose(cell.text)))
        if not block.cells:
            column, row = _address(block.place)
            yield Spot("cell", block.place.sheet, (), row, row, column, (loose(block.text),))


def _figures(text: str) -> tuple[str, ...]:
    """A cell as it is shown, and with its thousands together: « 145 000 » is quoted « 145000 » too."""
    return tuple(dict.fromkeys((text, _THOUSANDS.sub("", text))))


def _whole_places(document: Document) -> Iterator[Spot]:
    """Pages, slides or sections, each with all the blocks that stand there."""
    held: dict[Spot, list[str]] = {}
    for block in document.blocks:
        if block.place.sheet is None:
            held.setdefault(_around(block.place), []).extend(_parts(block))
    for spot, parts in held.items():
        yield replace(spot, parts=tuple(parts))


def _around(place: Place) -> Spot:
    """The page, the slide or the section where a block stands, without its words."""
    if place.slide:
        return Spot("slide", row=place.slide)
    if place.page:
        return Spot("page", row=place.page)
    path = place.section or (BEGINNING,)
    return Spot("section", path[-1], tuple(plain(heading) for heading in path))


def _parts(block: Block) -> tuple[str, ...]:
    cells = [loose(cell.text) for cell in block.cells]
    text = loose(block.text)
    return tuple(dict.fromkeys(part for part in (text, text.replace(" | ", " "), *cells) if part))
