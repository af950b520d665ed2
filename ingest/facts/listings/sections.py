"""What is told once for a section of things: how to ask, what it costs, under the heading they all stand below."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from ingest.facts.listings import beside
from ingest.facts.listings.columns import Columns
from ingest.facts.listings.entries import Entry
from ingest.facts.listings.labels import labelled
from ingest.facts.records import Fact
from ingest.model import Block, BlockKind, Document

_SEVERAL = 2  # things under a heading, for what stands above them to be of all
_NOT_SHARED = frozenset({"name", "code", "description", "updated", "status"})
Held = tuple[str, str, Fact]  # key, label, fact


def told_for_all(
    document: Document, entries: Sequence[Entry], columns: Columns, holds: Mapping[str, Callable[[str], bool]]
) -> None:
    """Gives each thing what its section tells before the first of its things, by a label or by what ``holds`` knows of a
    paragraph without one, where the thing itself does not tell it. What all stand under is believed by label alone."""
    paths = {path for entry in entries for path in _paths(entry)}
    for path in sorted(paths, key=len, reverse=True):  # the nearest heading first
        below = [entry for entry in entries if path in _paths(entry)]
        if len(below) < _SEVERAL:
            continue
        first = min(entry.facts["name"].place.start for entry in below)
        intro = [b for b in document.blocks if b.place.section == path and b.place.start < first and not b.cells]
        for key, label, fact in _told(intro, columns, {} if len(below) == len(entries) else holds):
            for entry in below:
                entry.add(key, label, fact)


def _paths(entry: Entry) -> Iterator[tuple[str, ...]]:
    """The headings above a thing, its own name left out."""
    place = entry.facts["name"].place
    own = place.section[:-1] if place.section[-1:] == (entry.facts["name"].quote,) else place.section
    return (own[:n] for n in range(1, len(own) + 1))


def _told(blocks: Sequence[Block], columns: Columns, holds: Mapping[str, Callable[[str], bool]]) -> Iterator[Held]:
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            continue
        pairs = [pair for pair in labelled(block, columns).pairs if pair.key not in _NOT_SHARED]
        yield from ((pair.key, pair.label, pair.fact) for pair in pairs)
        for key, is_so in holds.items() if not pairs and block.kind is BlockKind.PARAGRAPH else ():
            if is_so(block.text):
                yield key, "", beside.whole(block)
