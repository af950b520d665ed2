"""Fields of forms → subjects, whatever kind of document the form is: what stands beside a label answers it."""

from __future__ import annotations

from collections.abc import Iterator

from ingest.facts.records import Fact, Sort, Subject, Value
from ingest.facts.subjects.typed import about, identity
from ingest.model import Block, BlockKind, Cell, Description, Document


def filled(document: Document, description: Description, covered: frozenset[int]) -> Iterator[Subject]:
    """A subject for each label of a form with something beside it that no typed record tells."""
    for block in document.blocks:
        if block.kind is BlockKind.FIELD:
            for label, said in _pairs(block):
                if not {label.place.start, said.place.start} & covered:
                    yield _subject(document, description, label, said)


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
