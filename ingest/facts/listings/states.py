"""How a thing stands, told in prose: a heading that names it, or an item that begins with its name, then a sentence.

« Navette verte / Le projet est en retard. » and « • Carte unique est en retard : le fabricant a fait défaut. » each give
an entry: its name, the words of its state, and all that is said of it as its comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.facts.listings.entries import Entry
from ingest.facts.records import Fact
from ingest.languages import fold
from ingest.model import Block, BlockKind, Document

_HEALTHS = (
    re.compile(
        r"\b(?:en retard|en difficulte|a surveiller|au (?:rouge|jaune|vert)|on track|behind schedule|at risk)\b"
    ),
    re.compile(
        r"\b(?:selon (?:l'echeancier|le plan)|suit son (?:cours|echeancier)|(?:calendrier|echeancier) (?:est )?respecte|"
        r"(?:comme|tel que) prevu)\b"
    ),
)
_PHASES = (
    re.compile(
        r"\b(?:est (?:termine|livre|suspendu|ferme|annule|abandonne)e?|demeure suspendue?|est en (?:cours|pause))\b"
    ),
    re.compile(
        r"\b(?:n'a pas (?:encore )?(?:demarre|commence)|a (?:repris|demarre|ouvert)|"
        r"(?:a l'etape|en phase) de (?:la |l')?\w+)\b"
    ),
    re.compile(r"\b(?:(?:is|was) (?:completed|closed|suspended|cancelled)|not (?:yet )?started)\b"),
)
_THING = re.compile(r"\b(?:le|ce|the|this) (?:projet|chantier|dossier|project|initiative|pilote)\b")
_ARTICLE = re.compile(
    r"^(?:(?:le |la |les |the )?(?:projet |chantier |project )?|l['’])(?=[«\"]?\s?[A-ZÀ-Ý])", re.IGNORECASE
)
_VERB = re.compile(r"\s(?:est|sont|a|ont|n['’](?:a|est)|suit|demeure|reste|passe|avance|is|has|was)\s|\s*:\s")
# « circule depuis », « arrive en »: a word before one of these ends the name when no verb above does.
_AFTER = re.compile(r"\s[a-zà-ÿ]+\s(?=(?:depuis|dans|en|à|au|comme|par|sur|selon|toujours|encore|bien|mal)\s)")
_LONGEST_NAME = 8  # words
_MANY = 3


def told(document: Document) -> list[Entry]:
    """The things whose state a document tells in prose, when it tells three or more in one way."""
    sections = list(_sections(document.blocks))
    under = [entry for heading, body in sections if (entry := _headed(heading, body))]
    items = [entry for heading, body in sections for block in body if (entry := _item(block, heading))]
    best = max((under, items), key=lambda found: sum(_says_state(entry) for entry in found))
    return best if sum(_says_state(entry) for entry in best) >= _MANY else []


def _says_state(entry: Entry) -> bool:
    return bool(entry.facts.keys() & {"health", "phase"})


def _sections(blocks: Sequence[Block]) -> Iterator[tuple[Block, list[Block]]]:
    """Each heading with the text that stands right under it."""
    heading: Block | None = None
    body: list[Block] = []
    for block in blocks:
        if block.kind is BlockKind.HEADING:
            if heading:
                yield heading, body
            heading, body = block, []
        elif not block.cells and block.kind is not BlockKind.NOTE:
            body.append(block)
    if heading:
        yield heading, body


def _headed(heading: Block, body: Sequence[Block]) -> Entry | None:
    if (
        not body
        or body[0].kind is BlockKind.LIST_ITEM
        or any(pattern.search(fold(heading.text)) for pattern in _HEALTHS)
        or len(heading.text.split()) > _LONGEST_NAME
    ):
        return None
    said = fold(" ".join(block.text for block in body))
    if not (any(pattern.search(said) for pattern in (*_HEALTHS, *_PHASES, _THING))):
        return None
    entry = Entry(around=heading.place.section[:-1])
    entry.add("name", "", Fact(heading.text, heading.text, heading.place))
    for block in body:
        _read(entry, block)
    return entry


def _item(block: Block, heading: Block) -> Entry | None:
    if block.kind is not BlockKind.LIST_ITEM:
        return None
    start = article.end() if (article := _ARTICLE.match(block.text)) else 0
    ends = [found.start() for pattern in (_VERB, _AFTER) if (found := pattern.search(block.text, start))]
    name = block.text[start : min(ends)].split(" (")[0].strip(' «»"') if ends else ""
    if not name[:1].isupper() or len(name.split()) > _LONGEST_NAME:
        return None
    at = block.text.index(name)
    place = replace(block.place, start=block.place.start + at, end=block.place.start + at + len(name))
    entry = Entry(around=(heading.text,))
    entry.add("name", "", Fact(name, name, place))
    _read(entry, block)
    return entry


def _read(entry: Entry, block: Block) -> None:
    for key, pattern in (*(("health", words) for words in _HEALTHS), *(("phase", words) for words in _PHASES)):
        if found := pattern.search(fold(block.text)):
            words = block.text[found.start() : found.end()]
            place = replace(block.place, start=block.place.start + found.start(), end=block.place.start + found.end())
            entry.add(key, "", Fact(words, words, place))
    entry.add("comment", "", Fact(block.text, block.text, block.place))
