"""What is cited past the day its document expires, or of a document that another one replaces, is told to be so."""

from __future__ import annotations

from dataclasses import replace

from assistant.library import Library
from assistant.model import Draft, Lang, Notice
from assistant.wording.dates import spoken
from assistant.wording.quotes import quotes


def with_lapsed(language: Lang, draft: Draft, library: Library) -> Draft:
    """The draft, with a notice for each cited document that is no longer in force."""
    used = [c for claim in draft.claims for c in claim.citations]
    cited = {c.document: c for c in reversed(draft.citations) if c.id in used}
    made = []
    for document, citation in cited.items():
        about = library.description(document)
        if about.expires and about.expires < library.today.isoformat():
            text = quotes(language).expired.format(title=about.title, day=spoken(about.expires, language))
            made.append(Notice("stale", text, (citation.id,)))
    return replace(draft, notices=(*draft.notices, *made)) if made else draft
