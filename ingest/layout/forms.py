"""Exports of a web form: label, tab, value; the value still wears the tags of the form's editor."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.layout.flow import ENDS, Flow, is_heading_text, is_upper, numbering
from ingest.layout.normalisation import BULLETS, clean
from ingest.model import Place

_TAG = re.compile(r"</?(?:p|ul|ol|li|br|div|span|strong|em|i|b|u|input|table|tr|td|th|h[1-6])\b[^<>]*>", re.IGNORECASE)
_BREAK = re.compile(
    rf"(?P<item><li\b[^<>]*>|[{re.escape(BULLETS.replace('·', ''))}])"
    r"|</?(?:p|ul|ol|li|br|div|table|tr|td|th|h[1-6])\b[^<>]*>",
    re.IGNORECASE,
)
_BOX = re.compile(r"<input\b[^<>]*\btype\s*=\s*[\"']?(?:checkbox|radio)[^<>]*>", re.IGNORECASE)
_CHECKED = re.compile(r"\bchecked\b", re.IGNORECASE)
_TITLE_WORDS = 2  # title-page lines of one or two words belong together


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text between two breaks of the form; ``item`` when a bullet or a list tag opened it.

    ``row`` is the line of the file where it begins.
    """

    text: str
    item: bool
    row: int | None = None


def has_tags(text: str) -> bool:
    """True when the form's tags were left in the text (three of them at least)."""
    return sum(1 for _, _match in zip(range(3), _TAG.finditer(text), strict=False)) == 3


def read_form(flow: Flow, text: str) -> None:
    """Adds the form's headings, fields, paragraphs and lists to ``flow``, in order, each with its line."""
    _Form(flow).read(text)


class _Form:
    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._pending: Piece | None = None
        self._short: list[Piece] = []
        self._in_field = False
        self._started = False
        self._place = Place()

    def read(self, text: str) -> None:
        for row, physical in enumerate(text.split("\n"), 1):
            self._place = Place(row=row)
            for line in physical.split("\f"):
                if line.strip():
                    self._line(line)
        self._flush()

    def _line(self, line: str) -> None:
        label, tab, value = line.partition("\t")
        bare = plain(label)
        if tab and bare:
            self._labelled(bare, value)
        elif tab and self._in_field and not _TAG.match(value.strip()):
            self._field("", value)
        else:
            self._in_field = False
            self._loose(value if tab else line, untagged=not _TAG.search(line) and not tab)

    def _labelled(self, label: str, value: str) -> None:
        if (found := numbering(label)) is not None:
            self._heading(label, 1 + (1 if found[0] else 0) + max(0, found[0] - 1))
            for piece in pieces(value):
                self._add(piece)
        else:
            self._in_field = True
            self._field(label, value)

    def _field(self, label: str, value: str) -> None:
        self._flush()
        box = _BOX.search(value)
        mark = "" if box is None else "☑" if _CHECKED.search(box.group()) else "☐"
        self._flow.field(label, plain(value), self._place, mark=mark)

    def _loose(self, line: str, untagged: bool) -> None:
        text = plain(line)
        first, self._started = not self._started, True
        if untagged and (found := numbering(text)) is not None and is_heading_text(text):
            self._heading(text, 1 if found[0] == 0 else 1 + found[0])
        elif untagged and first and is_upper(text) and len(text.split()) > _TITLE_WORDS:
            self._heading(text, 1)
        elif untagged and len(text.split()) <= _TITLE_WORDS and not text.endswith(ENDS):
            self._flush_pending()
            self._short.append(Piece(text, False, self._place.row))
        else:
            for piece in pieces(line):
                self._add(piece)

    def _heading(self, text: str, level: int) -> None:
        self._flush()
        self._in_field = False
        self._flow.heading(text, level, self._place)

    def _add(self, piece: Piece) -> None:
        """A piece a page break cut goes on where it stopped: it opens with a small letter after an open end."""
        last = self._pending
        if last and not piece.item and piece.text[:1].islower() and not last.text.endswith(ENDS[:5]):
            self._pending = replace(last, text=f"{last.text} {piece.text}")
            return
        self._flush()
        self._pending = replace(piece, row=self._place.row)

    def _flush(self) -> None:
        if self._short:
            self._flow.paragraph(" ".join(piece.text for piece in self._short), Place(row=self._short[0].row))
            self._short = []
        self._flush_pending()

    def _flush_pending(self) -> None:
        piece, self._pending = self._pending, None
        if piece is not None:
            place = Place(row=piece.row)
            if piece.item:
                self._flow.item(piece.text, place=place)
            else:
                self._flow.paragraph(piece.text, place)


def pieces(value: str) -> Iterator[Piece]:
    """The paragraphs and list items of a tagged value."""
    at, item = 0, False
    for match in _BREAK.finditer(value):
        if text := plain(value[at : match.start()]):
            yield Piece(text, item)
            item = False
        at = match.end()
        item = item or match["item"] is not None
        if match["item"] is None and match.group().lower().startswith(("</li", "<p", "</ul", "</ol")):
            item = False
    if text := plain(value[at:]):
        yield Piece(text, item)


def plain(text: str) -> str:
    """Text without tags, entities decoded."""
    return clean(html.unescape(_TAG.sub("", text)))
