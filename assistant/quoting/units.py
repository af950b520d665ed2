"""What may be quoted: a sentence, a list item, a field, a table row, a heading. A unit lies inside one block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from ingest.languages import fold, words
from ingest.model import Block, BlockKind, Kind, Place

LONGEST = 110  # words a quotation may hold
# Tables of these kinds are answered from by composers of their own: a row alone would lose its header.
TABLED = frozenset({Kind.ROLE_MATRIX, Kind.SERVICE_OFFERS, Kind.PROJECT_STATUS})

_END = re.compile(r"(?<=[.!?…])[\"”»)]*\s+(?=[A-ZÀ-ÖØ-Þ«“\"(0-9])")
_ABBREVIATION = re.compile(r"(?:\b(?:ex|etc|art|no|M|Mme|Dr|Dre|cf|p|al|vol|env|tél)\.|\b[A-Z]\.)$")
_LABEL = re.compile(r"^([A-ZÀ-Ý][\w'’ -]{2,40}?) ?: (?=\S)")
_LEANS = re.compile(
    r"^(il|elle|ils|elles|celui|celle|ceux|celles|ce|cet|cette|ces|son|sa|ses|leur|leurs|le tout|"
    r"de plus|en outre|toutefois|egalement|"
    r"cependant|ainsi|y)\b|\b(cette periode|ce delai|ces criteres|ce suivi)\b"
)
_PRONOUN = re.compile(r"^(il|elle|ils|elles|celui|celle|ceux|celles|ce|cet|cette|ces|le tout)\b")
_SERIES = re.compile(r"^([A-Za-zÀ-ÿ]{4,20}) (\d{1,2}|[A-Z])\s*[:.–-]")
_SOFT = re.compile(r"(?<=[;:,])\s+")


class Role(StrEnum):
    """What a unit is in its document: something said, what introduces it, or a title."""

    SAID = "said"
    LEAD = "lead"  # « Le CEIAVD : »
    TITLE = "title"
    FIELD = "field"


@dataclass(frozen=True, slots=True)
class Unit:
    """``number`` is its rank among the units of its document; ``start``/``end`` its span in the document's text."""

    number: int
    document: str
    block: Block
    start: int
    end: int
    text: str
    role: Role
    item: int = -1  # rank in its list, or -1

    @property
    def place(self) -> Place:
        return replace(self.block.place, start=self.start, end=self.end)

    @property
    def label(self) -> str:
        """« Composition » of « Composition : la direction… », or ""."""
        match = _LABEL.match(self.text)
        return match[1] if match and self.role is Role.SAID else ""

    @property
    def series(self) -> tuple[str, str]:
        """(« livrable », « 2 ») of « Livrable 2 : … », or two empty strings."""
        match = _SERIES.match(self.text)
        return (fold(match[1]), match[2]) if match else ("", "")

    @property
    def group(self) -> str:
        return self.block.group

    @property
    def headings(self) -> tuple[str, ...]:
        return self.block.place.section

    @property
    def length(self) -> int:
        return len(words(self.text))


def units(document: str, blocks: Sequence[Block], kind: Kind) -> tuple[Unit, ...]:
    """Every unit of a document, in its order."""
    found: list[Unit] = []
    leads = {block.lead_in for block in blocks if block.lead_in} | set(_captions(blocks))
    tops = set(_tops(blocks))
    for block in blocks:
        if (kind in TABLED and block.kind is BlockKind.ROW) or _blank(block) or block.id in tops:
            continue
        for start, end in _pieces(block):
            text = block.text[start:end]
            base = block.place.start
            found.append(Unit(len(found), document, block, base + start, base + end, text, _role(block, text, leads)))
    return tuple(found)


def ticked(unit: Unit) -> bool:
    """Whether a field is a box that was ticked."""
    return any(mark in text for mark in "☒☑✓✔" for text in (unit.text, *(c.text for c in unit.block.cells)))


def _captions(blocks: Sequence[Block]) -> Iterator[str]:
    """Paragraphs of a few words, without end punctuation, that another paragraph follows: headings in all but name."""
    for block, after in pairwise(blocks):
        short = block.kind is BlockKind.PARAGRAPH and len(block.text.split()) <= 5 and block.text[-1:].isalnum()
        if short and after.kind is BlockKind.PARAGRAPH and after.place.section == block.place.section:
            yield block.text


def _tops(blocks: Sequence[Block]) -> Iterator[str]:
    """Header rows of tables: the row below has their words as its headers."""
    for block, after in pairwise(blocks):
        bare = block.kind is BlockKind.ROW and after.group == block.group and not any(c.header for c in block.cells)
        if bare and {c.header for c in after.cells if c.header} >= {c.text for c in block.cells} - {""}:
            yield block.id


def _blank(block: Block) -> bool:
    """A field that nobody filled, or a box that nobody ticked, says nothing."""
    if block.kind is BlockKind.FIELD and "☐" in block.text:
        return True
    return (
        block.kind is BlockKind.FIELD
        and sum(bool(c.text.strip(" :")) for c in block.cells) < 2
        and block.text.rstrip().endswith(":")
    )


def leans(text: str) -> bool:
    """Whether a sentence leans on the one before: « Ils pourront… », « … durant cette période »."""
    return bool(_LEANS.search(fold(text)))


def points_back(text: str) -> bool:
    """Whether a sentence begins with a pronoun or « ce… »: it goes on about the same thing."""
    return bool(_PRONOUN.match(fold(text)))


def _role(block: Block, text: str, leads: set[str]) -> Role:
    if block.kind is BlockKind.HEADING:
        return Role.TITLE
    if block.kind is BlockKind.FIELD:
        return Role.FIELD
    if block.kind is BlockKind.PARAGRAPH and (text in leads or text.rstrip().endswith(":")):
        return Role.LEAD
    return Role.SAID


def _pieces(block: Block) -> Iterator[tuple[int, int]]:
    if block.kind in (BlockKind.ROW, BlockKind.FIELD, BlockKind.HEADING):
        yield from _short_enough(block.text, 0, len(block.text))
        return
    for start, end in sentences(block.text):
        yield from _short_enough(block.text, start, end)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences of a text, without the white space between them."""
    start = 0
    for match in _END.finditer(text):
        if _ABBREVIATION.search(text[start : match.start()]):
            continue
        yield start, match.start() + len(match[0].rstrip())
        start = match.end()
    if text[start:].strip():
        yield start, len(text.rstrip())


def _short_enough(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A piece too long to be quoted is cut after a comma or a semicolon, or between words as a last resort."""
    while len(words(text[start:end])) > LONGEST:
        cut = _cut(text, start, end)
        yield start, cut
        start = cut + (len(text[cut:end]) - len(text[cut:end].lstrip()))
    if text[start:end].strip():
        yield start, end


def _cut(text: str, start: int, end: int) -> int:
    spans = [m.start() for m in _SOFT.finditer(text, start, end)] + [
        m.start() for m in re.finditer(r"\s", text[:end]) if m.start() > start
    ]
    fitting = [at for at in spans if len(words(text[start:at])) <= LONGEST]
    soft = [at for at in fitting if text[at - 1] in ";:,"]
    return max(soft or fitting or [min(end, start + 400)])
