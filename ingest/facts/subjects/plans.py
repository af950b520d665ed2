"""Roadmaps → a subject for each item: its state in brackets, and the quarter, the season or the month that heads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ingest.facts.records import Fact, Sort, Subject, Value
from ingest.facts.subjects.typed import about, identity
from ingest.facts.values.periods import named, quarters
from ingest.languages import fold
from ingest.model import Block, BlockKind, Description, Document

_HEAD_WORDS, _NAME_WORDS = 9, 30
_STATE = re.compile(
    r"termine\w*|fini\w*|fait\w*|livre\w*|publie\w*|complete\w*|en cours.*|en (?:attente|pause|retard|essai)|prevu\w*|"
    r"a (?:venir|faire|l'etude)|planifi\w*|suspendu\w*|report\w*|annule\w*|abandonne\w*|done|in progress|planned|"
    r"delayed|cancelled|on hold|not started|to do"
)
_MARKED = re.compile(r"\s*\[\s*(?P<state>[^\]\n]{3,30}?)\s*\]\s*(?:[:–—-]\s*)?(?P<name>\S.*)", re.DOTALL)
_TIMED = re.compile(
    r"(?:\d(?:er|re|e|eme|st|nd|rd|th)|premier|deuxieme|troisieme|quatrieme|dernier|first|second|third|fourth|[tq]\d|"
    r"trimestre|quarter|hiver|printemps|ete|automne|winter|spring|summer|autumn|fall|[a-z]+ (?:19|20)\d\d)\b"
)


def plans(document: Document, description: Description) -> Iterator[Subject]:
    """A subject for each item of a list that tells its own state, or stands under a heading that is a time to come."""
    stated = [block for block in document.blocks if _state(block)]
    if not stated:
        return  # a list under a date tells what was done that day as well
    heading: Block | None = None
    for block in document.blocks:
        if block.kind is BlockKind.HEADING:
            heading = block
        elif block.kind is BlockKind.LIST_ITEM and (_state(block) or _time(heading)):
            yield _subject(document, description, block, _time(heading))


def _state(block: Block) -> re.Match[str] | None:
    found = _MARKED.fullmatch(block.text) if block.kind is BlockKind.LIST_ITEM else None
    return found if found and _STATE.fullmatch(fold(found["state"])) else None


def _time(heading: Block | None) -> Block | None:
    """A heading that is a time: « 2e trimestre : avril à juin 2026 »."""
    if heading is None or len(heading.text.split()) > _HEAD_WORDS:
        return None
    dated = quarters(heading.text) or named(heading.text)
    return heading if dated and _TIMED.match(fold(heading.text).strip()) else None


def _subject(document: Document, description: Description, block: Block, time: Block | None) -> Subject:
    found = _state(block)
    name = _part(block, *found.span("name")) if found else _part(block, 0, len(block.text))
    values = [Value("phase", "", _part(block, *found.span("state")))] if found else []
    values += [Value("due", "", Fact(time.text, time.text, time.place))] if time else []
    return Subject(
        id=identity("l", document.name, block.place.start),
        document=document.name, sort=Sort.ROW, name=name, values=tuple(values),
        about=about(name.value, values, document.title), group=f"{document.name}\0plan", period=description.period,
    )  # fmt: skip


def _part(block: Block, start: int, end: int) -> Fact:
    words = block.text[start:end].strip()
    at = block.place.start + block.text.index(words, start)
    return Fact(words, words, replace(block.place, start=at, end=at + len(words)))
