"""A heading with a few short blocks below it → a card: a service on a page, a project on a slide, an article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.facts.records import Fact, Sort, Subject, Value
from ingest.facts.subjects.typed import about, identity
from ingest.model import Block, BlockKind, Description, Document

LINES = 14  # a section with more blocks than that tells of several things
_LABELLED = re.compile(r"\s*(?P<label>[^:.;!?]{2,45}?)\s*:\s+(?P<value>\S.*)", re.DOTALL)
_ARTICLE = re.compile(r"\s*art(?:icle|\.)\s*(?P<number>\d+(?:[.-]\d+)*)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\s*(?P<number>\d+(?:\.\d+)+)\b")
_SAID = frozenset({BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.FIELD, BlockKind.NOTE})


def cards(document: Document, description: Description) -> Iterator[Subject]:
    """A subject for each heading whose own blocks (before the next heading) are few."""
    in_articles = any(_ARTICLE.match(b.text) for b in document.blocks if b.kind is BlockKind.HEADING)
    for heading, below in _sections(document.blocks):
        if 0 < len(below) <= LINES:
            yield _card(document, description, heading, below, _called(heading.text, in_articles=in_articles))


def _called(heading: str, *, in_articles: bool) -> tuple[str, ...]:
    """« 2.2 Quorum » of rules made of articles is « article 2.2 »."""
    found = (_ARTICLE.match(heading) or _NUMBER.match(heading)) if in_articles else None
    return (f"article {found['number']}",) if found else ()


def _sections(blocks: Sequence[Block]) -> Iterator[tuple[Block, list[Block]]]:
    """Each heading with what stands directly under it."""
    heading: Block | None = None
    below: list[Block] = []
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            if heading is not None:
                yield heading, below
            heading, below = block, []
        elif block.kind in _SAID and heading is not None:
            below.append(block)
    if heading is not None:
        yield heading, below


def _card(
    document: Document, description: Description, heading: Block, below: Sequence[Block], called: Sequence[str]
) -> Subject:
    values = tuple(value for block in below for value in _values(block))
    above = " – ".join(heading.place.section[:-1][-1:])
    return Subject(
        id=identity("k", document.name, heading.place.start),
        document=document.name, sort=Sort.CARD, name=Fact(heading.text, heading.text, heading.place),
        aliases=tuple(called), values=values, about=about(heading.text, values, above),
        group=f"{document.name}\0{heading.level}\0{above}", period=description.period,
    )  # fmt: skip


def _values(block: Block) -> Iterator[Value]:
    """A line « label : value » under its label; any other line under none."""
    if match := _LABELLED.fullmatch(block.text):
        start = block.place.start + match.start("value")
        place = replace(block.place, start=start, end=block.place.start + match.end("value"))
        yield Value("", match.group("label").strip("•-– "), Fact(match.group("value"), match.group("value"), place))
    else:
        yield Value("", "", Fact(block.text, block.text, block.place))
