"""Minutes of a meeting → the committee that met, and what the minutes state of it: decisions, who was there, what is next.

These are facts of one sitting. They take keys of their own (``resolutions``, ``attendance``, ``next_meeting``), so that
nobody reads a decision of June as a power, or those present as the members.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from ingest.facts.committees.bodies import BODY, aliases, bare, span
from ingest.facts.committees.sayings import sentences
from ingest.facts.listings.columns import plain
from ingest.facts.records import Committee, Fact, Record
from ingest.facts.values.dates import moments
from ingest.facts.values.measures import flat
from ingest.model import Block, BlockKind, Description, Document, Kind, Remark

KIND = Kind.MINUTES

_TITLED = re.compile(
    r"\b(proces verba(?:l|ux)|comptes? rendus?|pv|minutes|releve (?:de|des) decisions|meeting notes)\b"
)
_PRESENT = re.compile(
    r"\b(presences?|presents?|present(?:e|es)|participants?|etaient (?:la|presents)|attendance|attendees)\b"
)
_ABSENT = re.compile(r"\b(absen\w+|excus\w+|regrets)\b")
_DECIDED = re.compile(
    r"\b(decisions?|resolutions?|decided|il est (?:resolu|convenu|decide)|resolu a|propose par|adopte\w* a l)\b"
)
_SITTING = re.compile(r"\b(seance|reunion|rencontre|assemblee|meeting|ordre du jour|levee de|tenue? (?:le|par|en|a))\b")
_AGENDA = re.compile(
    r"\b(?:ordre du jour|levee de la (?:seance|reunion)|adoption du proces verbal|agenda|adjourn\w*)\b"
)
_RULES = re.compile(r"\b(?:terms of reference|cadre|charte|mandat|reglement|statuts|politique|by ?laws)\b")
_NEXT = re.compile(r"\b(prochaines? (?:seance|reunion|rencontre|assemblee)|next meeting)\b")
_RESOLVED = re.compile(r"^\W*(?:decision|resolution)s?\b.{0,25}?[:–—-]\s|\bil est (?:resolu|convenu|decide)\b")
_NAME_END = re.compile(r"\s+[–—-]\s+|,|\(|\b(?:tenue?|du\s\d+|le\s\d+|en date|seance)\b|\d")


def recognise(document: Document) -> float:
    """How surely a document is minutes, in [0, 1]: its title, a date, who was there, what was decided."""
    opening = [document.name.replace("_", " "), document.title, *(b.text for b in document.blocks[:4])]
    titled = any(_TITLED.search(plain(text)[:140]) for text in opening)
    dated = any(list(moments(text)) for text in opening)
    heads = [plain(b.text[:60]) for b in document.blocks if b.kind is not BlockKind.ROW]
    there = any(_PRESENT.match(h) or _ABSENT.match(h) for h in (re.sub(r"^\d+ ", "", h) for h in heads))
    decided, sat = (any(words.search(h) for h in heads) for words in (_DECIDED, _SITTING))
    told = 0.15 * dated + 0.2 * there + 0.15 * decided + 0.1 * sat
    if titled and told >= 0.25:
        return min(1.0, 0.45 + told)
    # Untitled, the sections of a sitting: who was there, and an agenda. Rules tell who sits and what is decided, too.
    agenda = any(_AGENDA.search(head) for head in heads)
    rules = any(_RULES.search(plain(text)[:140]) for text in opening)
    return 0.1 + told if there and dated and agenda and not rules else 0.0


def extract(document: Document, description: Description) -> tuple[list[Record], list[Remark]]:  # noqa: ARG001  # same shape for all kinds
    """The committee that the title names, with what these minutes state. A title that names none is said."""
    name = _named(document)
    if name is None:
        return [], [
            Remark(
                "no-committee",
                "Le comité dont c'est le procès-verbal n'a pas été reconnu; le texte reste interrogeable.",
                "Nommez-le dans le titre : « Procès-verbal du comité directeur – 12 juin 2025 ».",
            )
        ]
    facts: dict[str, list[Fact]] = {}
    for key, fact in _stated(document):
        facts.setdefault(key, []).append(fact)
    key = f"{document.name}\0{name.place.start}\0{name.quote}"
    identity = "b" + hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:15]
    held = {key: tuple(found) for key, found in facts.items()}
    return [Committee(id=identity, document=document.name, name=name, aliases=aliases(name.quote), facts=held)], []


def _named(document: Document) -> Fact | None:
    """The body among the first lines: « Procès-verbal du comité directeur – 12 juin 2025 »."""
    for block in document.blocks[:6]:
        found = BODY.search(flat(block.text))
        if not found or len(block.text) > 160:
            continue
        end = _NAME_END.search(flat(block.text), found.end())
        words, place = span(block.place, block.text, found.start(), end.start() if end else len(block.text))
        if name := bare(words):
            return Fact(name[:1].upper() + name[1:], words, place)
    return next(_in_margins(document), None)


def _in_margins(document: Document) -> Iterator[Fact]:
    """The body that the header of each page names, where the text says it too: a fact is cited from the text."""
    for margin in document.margins:
        found = BODY.search(flat(margin))
        words = margin[found.start() :].strip() if found else ""
        for block in document.blocks if words and len(words.split()) > 1 else ():
            at = flat(block.text).find(flat(words))
            if at >= 0:
                quote, place = span(block.place, block.text, at, at + len(words))
                yield Fact(words[:1].upper() + words[1:], quote, place)


def _stated(document: Document) -> Iterator[tuple[str, Fact]]:
    heading = ""
    for block in document.blocks:
        if block.kind is BlockKind.HEADING:
            heading = plain(block.text)
        elif not block.cells:
            if key := _key(block, heading):
                yield key, Fact(block.text, block.text, block.place)
            elif _NEXT.search(plain(block.text)):
                yield from _next(block)


def _key(block: Block, heading: str) -> str:
    lead = f"{heading} {plain(block.lead_in)}"
    if _RESOLVED.search(flat(block.text)) or (_DECIDED.search(lead) and block.kind is BlockKind.LIST_ITEM):
        return "resolutions"
    listed = block.kind is BlockKind.LIST_ITEM and _PRESENT.search(lead) and not _ABSENT.search(plain(block.lead_in))
    return "attendance" if listed else ""


def _next(block: Block) -> Iterator[tuple[str, Fact]]:
    for start, end in sentences(block.text):
        text, place = span(block.place, block.text, start, end)
        if _NEXT.search(plain(text)) and list(moments(text)):
            yield "next_meeting", Fact(text, text, place)
