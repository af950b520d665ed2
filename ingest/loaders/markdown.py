"""Markdown, line by line: a place is a line number. Markers of emphasis become spaces, as a plain reader would see."""

from __future__ import annotations

import html
import re

from ingest.layout.building import Builder, Draft
from ingest.layout.decoding import decode, is_mojibake
from ingest.layout.flow import CAPTION, Flow, is_caption
from ingest.layout.grids import Slot, add_grid
from ingest.layout.markup import front_matter, html_end, labels_of_diagram, named_in_comment, without_templates
from ingest.layout.normalisation import clean, clean_lines
from ingest.layout.web import Web, parsed
from ingest.model import Document, Place

_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_ITEM = re.compile(r"(\s*)(?:[-*+•]|\d{1,3}[.)])\s+(?:\[([ xX])\]\s+)?([^\s:=].*)$")  # « * : sauf si… » is a note
_FENCE = re.compile(r" {0,3}(?:```|~~~)\s*(?P<language>\w*)")
_EMPHASIS = re.compile(r"\s*(?P<mark>\*\*\*|\*\*|__|\*|_)(?P<text>[^*_]+|[^*]+)(?P=mark)\s*$")
_FOOTNOTE = re.compile(r" {0,3}\[\^(?P<key>[^\]\s]{1,50})\]:\s*(?P<text>\S.*)$")
_CALL = re.compile(r"\[\^[^\]\s]{1,50}\]")
_RULE = re.compile(r" {0,3}(?:[-*_]\s*){3,}$")
_DIVIDER = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_SETEXT = re.compile(r" {0,3}(=+|-+)\s*$")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,500})\]\((?:[^()\n]|\([^()\n]*\)){0,2000}\)")
_REFERENCE = re.compile(r" {0,3}\[[^\[\]\n]{1,200}\]:\s+\S+")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,1000}>")
_STAR = "\ue000"  # stands for an escaped star while emphasis is taken out
_PAIRED = re.compile(r"(\*{1,3})(?=\S)([^*]{1,2000}?)(?<=\S)\1(?!\*)")
# Stars that call no note, as « A* », « *Sauf en région » and « * : plus tard » do.
_LONE = re.compile(r"(?<!\S)\*+(?!\S|\s*[:=])|\*{2,}|(?<![\w)])\*(?!\w|\s*[:=])")
_LONG = 20_000  # characters: a longer line is read as plain words


def load(data: bytes, name: str) -> Document:
    """Headings, paragraphs, lists and tables, with the number of the line where each starts."""
    text, _ = decode(data)
    builder = Builder(name, "md")
    if is_mojibake(text):
        builder.remark("mojibake", "Les accents du fichier ont été abîmés.", "Enregistrez l'original en UTF-8.")
    text = clean_lines(text)
    title = named_in_comment(text)
    lines = _blank_comments(text).split("\n")
    said = front_matter(lines)
    for line in said.lines:
        builder.margin(line)
    stripped = without_templates("\n".join([""] * said.after + lines[said.after :]))
    if stripped.holes:
        _say_holes(builder, stripped.holes)
    _Reader(builder).read(stripped.lines)
    return builder.document(said.title or title)


def _say_holes(builder: Builder, holes: list[int]) -> None:
    shown = ", ".join(str(number) for number in dict.fromkeys(holes[:10]))
    builder.remark(
        "template",
        f"Des valeurs de gabarit n'ont pas été remplies (lignes {shown}) : elles sont laissées de côté.",
        "Déposez le document tel qu'il est publié.",
        Place(row=holes[0]),
    )


def _blank_comments(text: str) -> str:
    """HTML comments are not seen by a reader: taken out, their line breaks kept so that numbers stay true."""
    return _COMMENT.sub(lambda match: "\n" * match.group().count("\n"), text) if "<!--" in text else text


class _Reader:
    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._flow = Flow(builder)
        self._open: list[str] = []
        self._start = 0
        self._item = 0

    def read(self, lines: list[str]) -> None:
        at = 0
        while at < len(lines):
            line = lines[at]
            if match := _FENCE.match(line):
                at = self._code(lines, at, match["language"].lower())
                continue
            if (end := html_end(lines, at)) > at:
                self._html(lines, at, end)
                at = end
                continue
            if "|" in line and at + 1 < len(lines) and _is_divider(lines[at + 1]):
                at = self._table(lines, at)
                continue
            self._line(line, lines[at + 1] if at + 1 < len(lines) else "", at + 1)
            at += 1
        self._flush()
        self._flow.end()

    def _line(self, line: str, after: str, number: int) -> None:
        if len(line) > _LONG:
            self._flush()
            self._flow.paragraph(line, Place(row=number))
        elif match := _FOOTNOTE.match(line):
            self._flush()
            self._flow.end()
            self._builder.note(plain(match["text"]), Place(row=number))
        elif not line.strip() or _RULE.match(line) or _REFERENCE.match(line):
            self._flush()
        elif match := _HEADING.match(line):
            self._flush()
            self._flow.heading(plain(match[2]), len(match[1]), Place(row=number))
        elif not self._open and _SETEXT.match(after) and not _ITEM.match(line):
            self._flow.heading(plain(line), 1 if "=" in after else 2, Place(row=number))
        elif match := _ITEM.match(line):
            self._flush()
            box = {"": "", " ": "☐ "}.get(match[2] or "", "☒ ")
            self._begin(box + match[3], number, 1 + len(match[1].expandtabs(4)) // 2)
        elif not _SETEXT.match(line):
            self._text(line.lstrip(" >"), number)

    def _text(self, line: str, number: int) -> None:
        if self._open:
            self._open.append(line)
        else:
            self._begin(line, number, 0)

    def _begin(self, text: str, number: int, item: int) -> None:
        self._open, self._start, self._item = [text], number, item

    def _flush(self) -> None:
        lines, self._open = self._open, []
        text, place = plain(" ".join(lines)), Place(row=self._start)
        caption = _EMPHASIS.match(lines[0]) if len(lines) == 1 and not self._item else None
        if self._item:
            self._flow.item(text, min(self._item, 6), place)
        elif caption and is_caption(text, italic=len(caption["mark"]) == 1):
            self._flow.heading(text, CAPTION, place)
        else:
            self._flow.paragraph(text, place)
        self._item = 0

    def _html(self, lines: list[str], at: int, end: int) -> None:
        """A piece of HTML is read as a page would be; its lines keep their numbers."""
        self._flush()
        try:
            root = parsed("\n".join(lines[at:end]))
        except ValueError:
            root = None
        if root is not None:
            web = Web(self._builder, self._flow, first_line=at + 1)
            web.walk(root, 0)
            web.flush()

    def _code(self, lines: list[str], at: int, language: str) -> int:
        """Adds what a fence holds, as one paragraph (the boxes of a diagram one by one); the index after it."""
        self._flush()
        end = next((n for n in range(at + 1, len(lines)) if _FENCE.match(lines[n])), len(lines))
        held, place = lines[at + 1 : end], Place(row=at + 2)
        if language == "mermaid":
            for label in labels_of_diagram(held):
                self._flow.item(label, 1, place)
            self._builder.remark(
                "drawing",
                f"Un diagramme (ligne {at + 1}) est lu boîte par boîte, sans ses flèches.",
                "Dites aussi en toutes lettres ce que le dessin montre.",
                place,
            )
        else:
            self._flow.paragraph(" ".join(held), place)
        return end + 1

    def _table(self, lines: list[str], at: int) -> int:
        """Adds the table that starts at index ``at``; the index after it."""
        self._flush()
        self._flow.end()
        headers = _cells(lines[at])
        if not any(headers):
            return self._unnamed(lines, at + 2)
        group = self._builder.group()
        self._row(headers, [], group, at + 1)
        at += 2
        while at < len(lines) and "|" in lines[at] and lines[at].strip():
            self._row(_cells(lines[at]), headers, group, at + 1)
            at += 1
        return at

    def _unnamed(self, lines: list[str], at: int) -> int:
        """Adds a table whose first line, left empty, names no column: a form, or rows; the index after it."""
        start = at
        while at < len(lines) and "|" in lines[at] and lines[at].strip():
            at += 1
        grid = [
            [
                Slot(text, f"{number}-{column}", strong=_EMPHASIS.match(raw) is not None)
                for column, (text, raw) in enumerate(zip(_cells(line), _raw_cells(line), strict=True))
            ]
            for number, line in enumerate(lines[start:at], start + 1)
        ]
        add_grid(self._builder, grid, [Place(row=number) for number in range(start + 1, at + 1)])
        return at

    def _row(self, cells: list[str], headers: list[str], group: str, number: int) -> None:
        drafts = [
            Draft(n, text, header=headers[n - 1] if n <= len(headers) else "")
            for n, text in enumerate(cells, 1)
            if text
        ]
        self._builder.row(drafts, group, Place(row=number))


def plain(text: str) -> str:
    """The words of a line: links by their text, tags out, and markers replaced by spaces."""
    text = _TAG.sub(" ", _LINK.sub(r"\1", _CALL.sub("", text)))
    text = _PAIRED.sub(r" \2 ", _PAIRED.sub(r" \2 ", text.replace(r"\*", _STAR)))
    text = re.sub(r"`+|~~|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)", " ", _LONE.sub(" ", text)).replace("\\", "")
    return clean(html.unescape(text.replace(_STAR, "*")))


def _cells(line: str) -> list[str]:
    return [plain(cell) for cell in _raw_cells(line)]


def _raw_cells(line: str) -> list[str]:
    cells = re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))
    return [cell.replace("\\|", "|") for cell in cells]


def _is_divider(line: str) -> bool:
    return len(line) < 2000 and "-" in line and "|" in line and _DIVIDER.match(line) is not None
