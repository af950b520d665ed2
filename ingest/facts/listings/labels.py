"""« Santé : vert. Avancement : 40 %; échéance : 30 juin 2026 »: labelled values inside one block of prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.facts.listings.columns import Columns
from ingest.facts.records import Fact
from ingest.model import Block, BlockKind

_LABEL = re.compile(
    r"(?:(?<=^)|(?<=[.;,|•·\n–—(\t-])|(?<=\s))\s*([^.;:|•·\n–—(),]{2,40}?)(?:\s*\([^()]{1,12}\))?\s*[:=]\s+"
)
_TRIM = " \t\n.;,|–—-•·("
_LEADING = re.compile(
    r"^(?:projet|initiative|dossier|offre|service|fiche|project)\s*(?:n[o°]?\s*)?[:\-–—]?\s+", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Pair:
    """A labelled value: the key of its column, the label as written, and the fact."""

    key: str
    label: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Labelled:
    """The pairs of a block; what names the thing when words stand before the first label, or the sentences that do."""

    pairs: tuple[Pair, ...]
    name: Fact | None = None
    lead: Fact | None = None


def labelled(block: Block, columns: Columns) -> Labelled:
    """Pairs whose label is a known column. Empty when the block has none."""
    if block.kind is BlockKind.FIELD and any(cell.header for cell in block.cells):
        return Labelled(tuple(_from_cells(block, columns)))
    marks = [
        (m.start(1) + at, m.end(), key, m.group(1)[at:].strip())
        for m in _LABEL.finditer(block.text)
        if (at := _begins(m.group(1), columns)) >= 0 and (key := _key(m.group(1)[at:], columns))
    ]
    pairs = []
    for number, (_, after, key, label) in enumerate(marks):
        until = marks[number + 1][0] if number + 1 < len(marks) else len(block.text)
        if fact := _span(block, after, until):
            pairs += [Pair(said, label, fact) for said in columns.both(label) or (key,)]
    if not marks:
        return Labelled(())
    until = marks[0][0]
    if _SENTENCE.search(block.text[:until]):
        return Labelled(tuple(pairs), None, _span(block, 0, until))
    return Labelled(tuple(pairs), _name(block, until))


_SENTENCE = re.compile(r"[.!?]\s*$")


def _from_cells(block: Block, columns: Columns) -> Iterator[Pair]:
    """A form's own label and value, each in its cell."""
    for cell in block.cells:
        label = cell.header.strip(" :")
        if cell.text.strip() and label and (key := columns.key(label) or _held(cell.text, columns)):
            yield Pair(key, label, Fact(cell.text, cell.text, cell.place))


def _held(said: str, columns: Columns) -> str:
    """What a form's value is, whatever its label: a share alone is how far a thing is."""
    return "progress" if SHARE.fullmatch(said.strip()) and columns.has("progress") else ""


SHARE = re.compile(r"\d{1,3}(?:[.,]\d+)?\s?%")


# A capital after a word that ends in none: where a line began before lines were put end to end.
_CAPITAL = re.compile(r"(?<=[\wà-ÿ)] )[A-ZÀ-Ý](?=[a-zà-ÿ])")


def _begins(said: str, columns: Columns) -> int:
    """Where the label begins in the words before a colon: « …au 418 555-0117 Coût et délai : » says « Coût et délai »."""
    for found in _CAPITAL.finditer(said):
        words = said[found.start() :]
        if columns.both(words) or columns.is_alone(words):
            return found.start()
    return 0


def _key(said: str, columns: Columns) -> str:
    return columns.key(said) if len(said.split()) <= 5 else ""


def _name(block: Block, until: int) -> Fact | None:
    """« Projet X — Santé : … »: what stands before the first label, if it is short enough to be a name."""
    fact = _span(block, 0, until)
    if not fact or len(apart(fact)[0].quote) > 90 or apart(fact)[0].quote.count(" ") > 12:
        return None
    lead = _LEADING.match(fact.quote)
    bare = fact.quote[lead.end() :] if lead else fact.quote
    if not bare:
        return None
    at = fact.place.start + (len(fact.quote) - len(bare))
    return Fact(bare, bare, replace(fact.place, start=at, end=at + len(bare)))


def _span(block: Block, start: int, end: int) -> Fact | None:
    """The words between two positions of a block, trimmed, with their exact place."""
    words = block.text[start:end]
    kept = words.strip(_TRIM)
    if kept.count("(") < words.count(")") and kept.endswith(")") and "(" not in kept:
        kept = kept[:-1].rstrip(_TRIM)
    if not kept:
        return None
    at = block.place.start + start + words.index(kept)
    return Fact(kept, kept, replace(block.place, start=at, end=at + len(kept)))


def apart(name: Fact) -> list[Fact]:
    """« Quai : 52 %, à surveiller; cible 15 décembre 2025 » is a name and values: each with its place. A name alone stays."""
    told = _TOLD.match(name.quote)
    if told is None:
        return [name]
    spans = [
        told.span(1),
        *((told.start(2) + m.start(), told.start(2) + m.end()) for m in _PART.finditer(told.group(2))),
    ]
    return [
        Fact(
            name.quote[a:b], name.quote[a:b], replace(name.place, start=name.place.start + a, end=name.place.start + b)
        )
        for a, b in spans
    ]


_TOLD = re.compile(r"^(\S.{2,80}?)\s*:\s+(\S*\d.*)$", re.DOTALL)
_PART = re.compile(r"[^,;\s][^,;]*")
