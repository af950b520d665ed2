"""Markdown, line by line: a place is a line number. Markers of emphasis become spaces, as a plain reader would see."""

from __future__ import annotations

import re

from ingest.layout.building import Builder, Draft
from ingest.layout.decoding import decode, is_mojibake
from ingest.layout.flow import Flow
from ingest.layout.normalisation import clean, clean_lines
from ingest.model import Document, Place

_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_ITEM = re.compile(r"(\s*)(?:[-*+•]|\d{1,3}[.)])\s+(?:\[[ xX]\]\s+)?(\S.*)$")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_RULE = re.compile(r" {0,3}(?:[-*_]\s*){3,}$")
_DIVIDER = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_SETEXT = re.compile(r" {0,3}(=+|-+)\s*$")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,500})\]\((?:[^()\n]|\([^()\n]*\)){0,2000}\)")
_REFERENCE = re.compile(r" {0,3}\[[^\[\]\n]{1,200}\]:\s+\S+")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,1000}>")
_LONG = 20_000  # characters: a longer line is read as plain words


def load(data: bytes, name: str) -> Document:
    """Headings, paragraphs, lists and tables, with the number of the line where each starts."""
    text, _ = decode(data)
    builder = Builder(name, "md")
    if is_mojibake(text):
        builder.remark("mojibake", "Les accents du fichier ont été abîmés.", "Enregistrez l'original en UTF-8.")
    _Reader(builder).read(_blank_comments(clean_lines(text)).split("\n"))
    return builder.document()


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
        at = _front_matter(lines)
        fenced = False
        while at < len(lines):
            line = lines[at]
            if _FENCE.match(line):
                fenced = not fenced
                self._flush()
            elif not fenced and "|" in line and at + 1 < len(lines) and _is_divider(lines[at + 1]):
                at = self._table(lines, at)
                continue
            else:
                self._line(line, lines[at + 1] if at + 1 < len(lines) else "", at + 1)
            at += 1
        self._flush()
        self._flow.end()

    def _line(self, line: str, after: str, number: int) -> None:
        if len(line) > _LONG:
            self._flush()
            self._flow.paragraph(line, Place(row=number))
        elif not line.strip() or _RULE.match(line) or _REFERENCE.match(line):
            self._flush()
        elif match := _HEADING.match(line):
            self._flush()
            self._flow.heading(plain(match[2]), len(match[1]), Place(row=number))
        elif not self._open and _SETEXT.match(after) and not _ITEM.match(line):
            self._flow.heading(plain(line), 1 if "=" in after else 2, Place(row=number))
        elif match := _ITEM.match(line):
            self._flush()
            self._begin(match[2], number, 1 + len(match[1].expandtabs(4)) // 2)
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
        if self._item:
            self._flow.item(text, min(self._item, 6), place)
        else:
            self._flow.paragraph(text, place)
        self._item = 0

    def _table(self, lines: list[str], at: int) -> int:
        """Adds the table that starts at index ``at``; the index after it."""
        self._flush()
        self._flow.end()
        group = self._builder.group()
        headers = _cells(lines[at])
        self._row(headers, [], group, at + 1)
        at += 2
        while at < len(lines) and "|" in lines[at] and lines[at].strip():
            self._row(_cells(lines[at]), headers, group, at + 1)
            at += 1
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
    text = _TAG.sub(" ", _LINK.sub(r"\1", text))
    return clean(re.sub(r"[*`]+|~~|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)", " ", text).replace("\\", ""))


def _cells(line: str) -> list[str]:
    return [
        plain(cell.replace("\\|", "|"))
        for cell in re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))
    ]


def _is_divider(line: str) -> bool:
    return len(line) < 2000 and "-" in line and "|" in line and _DIVIDER.match(line) is not None


def _front_matter(lines: list[str]) -> int:
    if lines and lines[0].strip() == "---":
        for number, line in enumerate(lines[1:50], 1):
            if line.strip() in ("---", "..."):
                return number + 1
    return 0
