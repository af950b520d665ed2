"""An answer that rests on a document its owner confirmed says so: since when, and by which role."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from assistant.library import Library
from assistant.model import Citation, Draft, Lang, Notice
from assistant.telling.naming import with_article
from assistant.wording.dates import spoken
from assistant.wording.quotes import quotes
from ingest.model import Description

MOST = 3  # documents named


def holds(about: Description, today: date) -> bool:
    """Whether a confirmation holds on that day: not one to come, nor one that lapsed, nor of a document out of force."""
    day = today.isoformat()
    past = any(limit and limit < day for limit in (about.review, about.expires))
    return bool(about.verified) and about.verified <= day and not past and not about.superseded_by


def confirmations(
    language: Lang, cited: Sequence[Citation], about: Callable[[str], Description], today: date
) -> tuple[Notice, ...]:
    """A notice for each document cited that somebody confirmed; one without a title where it is true of all of them."""
    first = {c.document: c for c in reversed(cited)}
    described = {name: about(name) for name in dict.fromkeys(c.document for c in cited)}
    held = [one for one in described.values() if holds(one, today)]
    if not held:
        return ()
    say, ids = quotes(language), {name: c.id for name, c in first.items()}
    if len(held) == len(described) and len({(one.verified, one.owner) for one in held}) == 1:
        text = _when(held[0], language, say.confirmed, say.confirmed_by)
        return (Notice("verified", text, tuple(ids[one.document] for one in held)),)
    return tuple(
        Notice("verified", _when(one, language, say.titled, say.titled_by), (ids[one.document],)) for one in held[:MOST]
    )


def with_confirmed(language: Lang, draft: Draft, library: Library) -> Draft:
    """The draft, saying which of the documents it cites were confirmed."""
    used = {c for claim in draft.claims for c in claim.citations}
    cited = [c for c in draft.citations if c.id in used]
    made = confirmations(language, cited, library.description, library.today)
    return replace(draft, notices=(*draft.notices, *made)) if made else draft


def _when(about: Description, language: Lang, alone: str, by: str) -> str:
    said = by if about.owner else alone
    role = with_article(about.owner, language) if about.owner else ""
    return said.format(title=about.title or about.document, day=spoken(about.verified, language), role=role)
