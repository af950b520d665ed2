"""What codes stand for: « X | abandonné » in a row of two, on any sheet, or « EV : en vigueur. PIL : projet pilote. »."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.facts.listings.entries import tables
from ingest.facts.opening import texts_of
from ingest.facts.records import Fact, Sort, Subject, Value
from ingest.facts.values.tallies import health
from ingest.model import Block, BlockKind, Document

_CODE = re.compile(r"[^\W\d_]{1,4}")
_DEFINED = re.compile(r"(?<![\w'’])([A-Z]{1,4})\s*[:=]\s+([^.;|\n]{3,60})")
_EQUATED = re.compile(r"(?<!\w)([^\W\d_]+(?: [^\W\d_]+){0,2})\s*=\s*([^;.,/|=\n]{3,60})")
_FEWEST = 2  # definitions in one block: one alone is a label and its value
_MOSTLY = 0.7  # of the rows of a table that is a legend: its head and a note may be others
_WORDS = re.compile(r"[^\W\d_]{3}")  # what a code stands for is said in words


def legend(document: Document) -> dict[str, str]:
    """Code, in capitals → its meaning in the document's words."""
    found: dict[str, str] = {}
    for block in document.blocks:
        pair = texts_of(block)
        if block.kind is BlockKind.ROW and len(pair) == _FEWEST and _CODE.fullmatch(pair[0]):
            found.setdefault(pair[0].upper(), pair[1])
    words = {word.upper(): meaning for block in document.blocks for word, meaning in _equated(block.text)}
    return words | {code: meaning.quote for code, meaning in _defined(document.blocks)} | found


def _equated(text: str) -> Sequence[tuple[str, str]]:
    """« vert = selon le plan; blanc = pas commencé »: what words stand for, two at least in one text."""
    found = [(m.group(1), m.group(2).strip()) for m in _EQUATED.finditer(text)]
    return found if len(found) >= _FEWEST else ()


def codes(document: Document) -> dict[str, Fact]:
    """Code, as it is written → where the document says what it stands for; of whole legends only."""
    found: dict[str, Fact] = {}
    for rows in tables(document.blocks):
        pairs = [pair for row in rows if (pair := _pair(row))]
        if len(pairs) >= max(_FEWEST, _MOSTLY * len(rows)):
            found |= {code: meaning for code, meaning in pairs if code not in found}
    said = [*_defined(document.blocks), *_words(document.blocks)]
    return found | {code: meaning for code, meaning in said if code not in found}


def _words(blocks: Sequence[Block]) -> Iterator[tuple[str, Fact]]:
    """« En piste = dans les temps »: words that stand for a state, as they are written."""
    for block in blocks:
        for word, meaning in _equated(block.text):
            at = block.place.start + block.text.index(meaning, block.text.index(word))
            yield word, Fact(meaning, meaning, replace(block.place, start=at, end=at + len(meaning)))


def decoded(subject: Subject, known: dict[str, Fact]) -> Subject:
    """The subject, each value that is a code with what the document says it stands for."""
    if subject.sort is Sort.TERM or not any(value.fact.quote.strip() in known for value in subject.values):
        return subject
    values = tuple(_decoded(value, known) for value in subject.values)
    about = subject.about
    for value in values:
        if value.meaning and value.label:
            coded = f"{value.label} : {value.fact.quote}"
            about = about.replace(coded, f"{value.label} : {value.words}")
    return replace(subject, values=values, about=about)


def _decoded(value: Value, known: dict[str, Fact]) -> Value:
    """« Vert » says its colour by itself, whatever a legend adds."""
    said = value.fact.quote.strip()
    meaning = None if value.key == "health" and _WORDS.search(said) and health(said) else known.get(said)
    return replace(value, meaning=meaning) if meaning and meaning.place != value.fact.place else value


def _defined(blocks: Sequence[Block]) -> Iterator[tuple[str, Fact]]:
    """« EV : en vigueur. PIL : projet pilote. » in one block."""
    for block in blocks:
        found = list(_DEFINED.finditer(block.text))
        for match in found if len(found) >= _FEWEST else ():
            meaning = match.group(2).strip()
            at = block.place.start + match.start(2)
            yield match.group(1), Fact(meaning, meaning, replace(block.place, start=at, end=at + len(meaning)))


def _pair(row: Block) -> tuple[str, Fact] | None:
    cells = [cell for cell in row.cells if cell.text.strip()]
    if len(cells) != _FEWEST or not _CODE.fullmatch(cells[0].text.strip()) or not _WORDS.search(cells[1].text):
        return None
    meaning = cells[1].text.strip()
    return cells[0].text.strip(), Fact(meaning, meaning, cells[1].place)
