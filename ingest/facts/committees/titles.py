"""Which body a title, a heading or a numbered article names."""

from __future__ import annotations

import re

from ingest.facts.committees.bodies import is_body, span, unnumbered
from ingest.facts.listings.columns import plain
from ingest.facts.records import Fact
from ingest.facts.values.measures import flat
from ingest.model import Block, BlockKind, Place

NO_BODY = re.compile(
    r"\b(definitions?|glossaire|lexique|principes?|regles?|modalites?|generalites?|annexes?|proces|compte rendu|"
    r"ordre du jour|informations?|document|presences?|signatures?|historique)\b"
)


def span_of(block: Block, at: tuple[int, int]) -> tuple[str, str, Place]:
    """(words, words, place) of two positions in a block: what a ``Fact`` is made of."""
    words, place = span(block.place, block.text, *at)
    return words, words, place


_ARTICLE = re.compile(r"(?P<name>[^.:;]{5,110}?)\s*(?P<mark>[.:])\s+(?=\S)")
_CHARTER = re.compile(r"^\W*\w+(?: \w+)? d(?:u |e la |e l['’])")


def article(block: Block) -> tuple[Fact, int] | None:
    """The body that a numbered article names before it tells of it, and where the rest begins."""
    number = unnumbered(block.text)
    found = _ARTICLE.match(block.text, number) if number or block.kind is BlockKind.LIST_ITEM else None
    if found is None or not is_body(found["name"]) or (not number and found["mark"] == ":"):
        return None
    return Fact(*span_of(block, found.span("name"))), found.end()


def chartered(heading: Block) -> Fact | None:
    """« Charte du comité santé et sécurité (CSSE) », or the name alone as the title of the document."""
    if NO_BODY.search(plain(heading.text)):
        return None
    found = _CHARTER.match(flat(heading.text))
    at = found.end() if found else 0
    name = heading.text[at:]
    return Fact(*span_of(heading, (at, len(heading.text)))) if is_body(name) else None


def follows(block: Block, article: Block) -> bool:
    """Whether a block is another item of the same list."""
    return block.kind is article.kind is BlockKind.LIST_ITEM and (block.group, block.level) == (
        article.group,
        article.level,
    )
