"""Draft and library → Answer or Refusal. The only place that builds either.

A citation is kept when its quote is found again, word for word, inside the block (or cell) it names; a claim is kept
when all it needs is. What cannot be proved is not shown.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import replace

from assistant.library import Library
from assistant.model import Answer, Citation, Claim, Contact, Draft, Nearest, Notice, Refusal, Table
from assistant.reading.reading import Reading
from assistant.wording.general import general
from ingest.model import Block, Place

_SPACES = re.compile(r"\s+")


def squeeze(text: str) -> str:
    """White space folded: the form in which a quote is compared with its source."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", text)).strip()


def verify(reading: Reading, draft: Draft, library: Library) -> Answer | None:
    """The draft with only what could be proved; None when nothing could."""
    proved = {c.id: found for c in draft.citations if (found := find_again(c, library))}
    claims = tuple(claim for claim in draft.claims if _holds(claim.citations, proved))
    if not claims or any(not c.citations for c in claims):
        return None
    notices = tuple(n for n in draft.notices if all(c in proved for c in n.citations))
    used = _used(claims, notices, draft.table)
    return Answer(
        id=_identity(reading, library),
        question=reading.question.text,
        language=reading.language,
        text=_read_out(claims, notices),
        claims=claims,
        citations=tuple(proved[c] for c in used if c in proved),
        notices=notices,
        suggestions=draft.suggestions,
        table=_proved_table(draft.table, proved),
        generation=library.generation.id,
        as_of=library.today.isoformat(),
        source=draft.source,
    )


def _holds(citations: tuple[str, ...], proved: dict[str, Citation]) -> bool:
    return bool(citations) and all(c in proved for c in citations)


def _used(claims: tuple[Claim, ...], notices: tuple[Notice, ...], table: Table | None) -> list[str]:
    cited = [c for claim in claims for c in claim.citations] + [c for n in notices for c in n.citations]
    cited += [c for row in table.rows for _, ids in row for c in ids] if table else []
    return list(dict.fromkeys(cited))


def _proved_table(table: Table | None, proved: dict[str, Citation]) -> Table | None:
    """A table is shown whole or not at all: a missing row would be a lie by omission."""
    if table and all(c in proved for row in table.rows for _, ids in row for c in ids):
        return table
    return None


def _read_out(claims: tuple[Claim, ...], notices: tuple[Notice, ...]) -> str:
    first = [n.text for n in notices if n.kind == "premise"]
    last = [n.text for n in notices if n.kind != "premise"]
    return "\n".join([*first, *(c.text for c in claims), *last])


def find_again(citation: Citation, library: Library) -> Citation | None:
    """The citation with its place made exact, or None when its words are not where it says."""
    if not library.sees(citation.document) or not citation.quote.strip():
        return None
    quote, place = squeeze(citation.quote), citation.place
    for block in library.blocks(citation.document):
        if block.place.start <= place.start < max(block.place.end, block.place.start + 1):
            return _inside(citation, quote, block)
    return None


def _inside(citation: Citation, quote: str, block: Block) -> Citation | None:
    if citation.place.cell:
        cell = next((c for c in block.cells if c.place.cell == citation.place.cell), None)
        if cell and quote in squeeze(cell.text):
            return replace(citation, place=_merged(citation.place, cell.place, block.place))
        return None
    if quote in squeeze(block.text) or any(quote in squeeze(cell.text) for cell in block.cells):
        return replace(citation, place=_merged(citation.place, block.place, block.place))
    return None


def _merged(place: Place, exact: Place, block: Place) -> Place:
    """The claimed span, with what the source itself says of where it stands."""
    return replace(
        exact,
        section=exact.section or block.section,
        page=exact.page or block.page,
        slide=exact.slide or block.slide,
        row=exact.row or block.row,
        start=place.start,
        end=place.end or exact.end,
    )


def refuse(
    reading: Reading,
    library: Library,
    draft: Draft | None = None,
    *,
    reason: str = "unknown",
    nearest: tuple[Nearest, ...] = (),
    contact: Contact | None = None,
    citations: tuple[Citation, ...] = (),
) -> Refusal:
    """« Les documents ne le disent pas », with the nearest documents and whom to ask, each proved or left out.

    ``draft`` is the composer's reason to abstain; ``citations`` are those of the contact. « unsure » says that no answer is
    sure, and not that there is none: an absence is a claim like any other.
    """
    draft = draft or Draft("", 0.0, abstain=True)
    proved = {c.id: found for c in (*citations, *draft.citations) if (found := find_again(c, library))}
    if contact and not all(c in proved for c in contact.citations):
        contact = None
    nearest = tuple(n if n.citation in proved else replace(n, citation="") for n in nearest)
    kept = tuple(n for n in draft.notices if all(c in proved for c in n.citations))
    return Refusal(
        id=_identity(reading, library),
        question=reading.question.text,
        language=reading.language,
        text=_say_no(reading, reason, draft.about, nearest, contact, kept),
        reason=reason,
        nearest=nearest,
        ask=contact,
        citations=tuple(proved.values()),
        notices=kept,
        suggestions=draft.suggestions,
        generation=library.generation.id,
        as_of=library.today.isoformat(),
    )


def _say_no(
    reading: Reading,
    reason: str,
    about: str,
    nearest: tuple[Nearest, ...],
    contact: Contact | None,
    notices: tuple[Notice, ...],
) -> str:
    say = general(reading.language)
    alone = {
        "out_of_scope": say.out_of_scope,
        "talk.hello": say.hello,
        "talk.thanks": say.thanks,
        "talk.help": say.help,
    }
    if reason in alone:
        return alone[reason]
    nothing = say.unsure if reason == "unsure" else say.unknown
    lines = [say.unknown_about.format(about=about) if about else nothing]
    lines += [n.text for n in notices]
    if nearest:
        lines.append(
            say.nearest.format(titles=", ".join(dict.fromkeys(say.title.format(title=n.title) for n in nearest)))
        )
    if contact:
        lines.append(say.ask_role.format(role=contact.role, why=contact.why))
    elif nearest:
        lines.append(say.ask_document.format(title=nearest[0].title))
    return "\n".join(lines)


def _identity(reading: Reading, library: Library) -> str:
    key = f"{library.generation.id}\0{reading.question.id}\0{reading.text}"
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:16]
