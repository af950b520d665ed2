"""Fields of forms → subjects, whatever kind of document the form is: what stands beside a label answers it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ingest.facts.records import Fact, Sort, Subject, Value
from ingest.facts.subjects.cards import LINES
from ingest.facts.subjects.typed import about, identity
from ingest.languages import fold
from ingest.model import Block, BlockKind, Cell, Description, Document

_CARDS = 3  # headings under which one label stands


def filled(document: Document, description: Description, covered: frozenset[int]) -> Iterator[Subject]:
    """A subject for each label of a form with something beside it that no typed record tells. « Délai : » under each of
    several headings is no field: the card of each heading tells it, and says of what."""
    found = [pair for block in document.blocks if block.kind is BlockKind.FIELD for pair in _pairs(block)]
    blocks = Counter(block.place.section for block in document.blocks)
    headed = {(_words(label), label.place.section) for label, _ in found if blocks[label.place.section] <= LINES}
    times = Counter(words for words, section in headed if section)
    for label, said in found:
        on_card = times[_words(label)] >= _CARDS and blocks[label.place.section] <= LINES
        if not on_card and not {label.place.start, said.place.start} & covered:
            yield _subject(document, description, label, said)


def _words(label: Cell) -> str:
    return fold(label.text.strip(" :"))


def _pairs(block: Block) -> Iterator[tuple[Cell, Cell]]:
    """Label, value, label, value."""
    for label, said in zip(block.cells[::2], block.cells[1::2], strict=False):
        if label.text.strip(" :") and said.text.strip():
            yield label, said


def _subject(document: Document, description: Description, label: Cell, said: Cell) -> Subject:
    name = Fact(label.text.strip(" :"), label.text, label.place)
    values = (Value("value", name.value, Fact(said.text, said.text, said.place)),)
    return Subject(
        id=identity("f", document.name, label.place.start),
        document=document.name, sort=Sort.FIELD, name=name, values=values,
        about=about(name.value, values), period=description.period,
    )  # fmt: skip
