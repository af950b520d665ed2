"""What stands under a label of a body: « Quorum : trois membres », and labels alone on their line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.facts.committees import sayings
from ingest.facts.committees.bodies import key_of, span
from ingest.facts.records import Fact
from ingest.model import Block

LABEL = re.compile(r"^\W{0,3}([^\n:.;!?]{2,60}?)\s*(?::|\s[–—-])\s+(?=\S)")
_NEXT = re.compile(r"(?<=[.;])\s+([A-ZÀ-Ý][^\n:.;!?,]{2,45}?)\s*:\s+(?=\S)")
LABEL_WORDS = 6  # of a label that no one knows


def labelled(block: Block) -> Iterator[tuple[str, Fact]]:
    """The « label : value » pairs a block is made of; the quote is the pair as written, the value what is said."""
    first = LABEL.match(block.text)
    if not first or not _is_label(first[1], known=":" not in block.text[first.end(1) : first.end()]):
        return
    marks = [first, *(m for m in _NEXT.finditer(block.text, first.end()) if key_of(m[1]))]
    for number, mark in enumerate(marks):
        until = marks[number + 1].start() if number + 1 < len(marks) else len(block.text)
        quote, place = span(block.place, block.text, mark.start(1), until)
        value = block.text[mark.end() : until].strip(" ;")
        if value:
            yield mark[1].strip(" *_"), Fact(value, quote, place)


def _is_label(text: str, *, known: bool) -> bool:
    """A few words without a verb; more of them, or before a dash, when they are those of a known label."""
    if sayings.has_verb(text):
        return False
    words, key = len(text.split()), key_of(text)
    return words <= LABEL_WORDS + 4 * bool(key) and bool(key or not known)


def lone_label(block: Block) -> str:
    """« Composition : » or « Membres » alone on its line: what follows is its list."""
    text = block.text.strip(" :")
    lone = len(text.split()) <= 4 and (block.text.rstrip().endswith(":") or block.text[-1:].isalnum())
    return key_of(text) if lone and not sayings.has_verb(text) else ""
