"""A reply as the JSON other systems rely on. Adding a key is free; renaming one is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant.model import Citation, Claim, Ranked, Reply
from ingest.model import Place

Link = Callable[[Citation], str]


def original(citation: Citation) -> str:
    """The address of the document itself, as the corpus gives it."""
    return citation.url


def reply_json(reply: Reply, link: Link = original) -> dict[str, Any]:
    """The answer of the contract. ``link`` gives the address a citation leads to."""
    return {
        "id": reply.id,
        "question": reply.question,
        "language": reply.language.value,
        "abstained": reply.abstained,
        "text": reply.text,
        "headline": headline(reply),
        "claims": [claim_json(c) for c in reply.claims],
        "citations": [citation_json(c, link) for c in reply.citations],
        "notices": [{"kind": n.kind, "text": n.text, "citations": list(n.citations)} for n in reply.notices],
        "ask": _ask(reply),
        "suggestions": list(reply.suggestions),
        "generation": reply.generation,
        "as_of": reply.as_of,
        "table": _table(reply),
        "nearest": _nearest(reply),
        "reason": "" if reply.abstained is False else reply.reason,
    }


def headline(reply: Reply) -> str:
    """The one line that answers, or that says no: what is shown first, above the card or the list."""
    first = reply.claims[0].brief or reply.claims[0].text if reply.claims else reply.text
    return first.split("\n", 1)[0]


def claim_json(claim: Claim) -> dict[str, Any]:
    """A sentence; ``label`` and ``value`` when it is a line of a card, "" otherwise."""
    return {"text": claim.text, "citations": list(claim.citations), "label": claim.label, "value": claim.value}


def citation_json(citation: Citation, link: Link = original) -> dict[str, Any]:
    return {
        "id": citation.id,
        "document": citation.document,
        "title": citation.title,
        "version": citation.version,
        "date": citation.date or None,
        **place_json(citation.place),
        "quote": citation.quote,
        "url": link(citation) or None,
    }


def place_json(place: Place) -> dict[str, Any]:
    """``section`` is the nearest heading; ``path`` all of them, outermost first.

    ``folio`` is the number printed on the page, or "" when it is ``page``.
    """
    return {
        "page": place.page,
        "folio": place.folio,
        "slide": place.slide,
        "section": place.section[-1] if place.section else None,
        "path": list(place.section),
        "sheet": place.sheet,
        "cell": place.cell,
        "row": place.row,
    }


def ranked_json(found: Ranked) -> dict[str, Any]:
    """One line of ``repere search``: the passage, its place, its score in [0, 1] and why it is there."""
    passage = found.passage
    return {
        "id": passage.id,
        "document": passage.document,
        **place_json(passage.place),
        "text": passage.text,
        "context": passage.context,
        "score": round(found.score, 6),
        "reasons": list(found.reasons),
    }


def _ask(reply: Reply) -> dict[str, Any] | None:
    if reply.abstained is False or reply.ask is None:
        return None
    return {"role": reply.ask.role, "why": reply.ask.why, "citations": list(reply.ask.citations)}


def _nearest(reply: Reply) -> list[dict[str, str]]:
    if reply.abstained is False:
        return []
    return [{"document": n.document, "title": n.title, "url": n.url, "citation": n.citation} for n in reply.nearest]


def _table(reply: Reply) -> dict[str, Any] | None:
    if reply.abstained is True or reply.table is None:
        return None
    rows = [[{"text": text, "citations": list(ids)} for text, ids in row] for row in reply.table.rows]
    return {"caption": reply.table.caption, "header": list(reply.table.header), "rows": rows}
