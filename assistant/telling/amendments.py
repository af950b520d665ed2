"""A decision that changes what is quoted is told before it, newest first, with its day; what it changes stays, dated."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.library import Library
from assistant.model import Citation, Claim, Draft, Lang, Notice
from assistant.wording.dates import dates_spoken, spoken
from assistant.wording.quotes import quotes
from ingest.facts.records import Amendment, Subject, Value
from ingest.facts.statements import stems
from ingest.facts.values.dates import moments
from ingest.facts.values.measures import number
from ingest.facts.values.tallies import health
from ingest.languages import FRENCH, fold, words
from ingest.model import Description

_TOLD = 2  # decisions at most
_KEPT = 4096  # comparisons of a decision with a quote, kept: every question about one thing makes the same
_COVERED = 0.7  # of the telling words of what is changed, found in a quote or above it
_SETS = frozenset({"list", "count", "which"})  # of many things, one decision would change one
_FIGURES = re.compile(r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?")
_HEADS = stems("quorum réunions composition mandat rôle présidence budget tarifs délais échéances suivis dates règles")
_PLAIN = stems("résolution décision comité conseil projet membre article adoptée unanimité compte date")


@dataclass(frozen=True, slots=True)
class _Quoted:
    """A citation with what is known of it: the things whose fact it is, and the columns it fills."""

    citation: Citation
    things: tuple[Subject, ...]
    keys: frozenset[str]
    values: frozenset[str] = frozenset()  # what stands there, as every document's words for it are read


def amended(language: Lang, draft: Draft, library: Library) -> Draft:
    """The draft, with the decisions newer than what it cites that change it."""
    known = library.remember("amendments", lambda seen: seen.current(Amendment))
    if not known or draft.source in _SETS or not draft.claims:
        return draft
    cited = [_known(citation, library) for citation in draft.citations]
    found: dict[str, tuple[Amendment, Citation]] = {}
    for one in known:
        changed = next(
            (q.citation for q in cited if _newer(one, q.citation, library) and _changes(one, q, library)), None
        )
        if changed:
            found.setdefault(fold(one.text.quote), (one, changed))
    newest = sorted(found.values(), key=lambda pair: pair[0].day, reverse=True)[:_TOLD]
    return _told(language, draft, newest, library) if newest else draft


def _told(language: Lang, draft: Draft, found: Sequence[tuple[Amendment, Citation]], library: Library) -> Draft:
    """The decisions first, in their own words; where one of them was quoted already, it is not said twice."""
    proofs = [(one, library.cite(one.document, one.text)) for one, _ in found]
    said = {c.id for c in draft.citations if any(_within(c, proof) for _, proof in proofs)}
    kept = [claim for claim in draft.claims if not set(claim.citations) <= said]
    if not kept:
        return draft
    claims = [_claim(language, one, proof) for one, proof in proofs]
    before, say = found[0][1], quotes(language)
    older = (
        say.before.format(day=spoken(before.date, language)) if before.date else say.undated.format(title=before.title)
    )
    sides = {before.document, *(one.document for one, _ in found)}
    where = {c.id: c.document for c in draft.citations}
    notices = [n for n in draft.notices if n.kind != "contradiction" or not {where[c] for c in n.citations} <= sides]
    citations = {c.id: c for c in (*(proof for _, proof in proofs), *draft.citations)}
    return replace(
        draft, claims=(*claims, *kept), citations=tuple(citations.values()),
        notices=(Notice("superseded", older, (before.id,)), *notices),
    )  # fmt: skip


def _claim(language: Lang, one: Amendment, proof: Citation) -> Claim:
    day, said = spoken(one.day, language), one.text.quote.strip()
    text = quotes(language).decided.format(day=day, title=proof.title, said=said)
    return Claim(dates_spoken(text, language), (proof.id,))


def _within(citation: Citation, proof: Citation) -> bool:
    """The same words, or the sentence and the paragraph that holds it."""
    one, other = citation.place, proof.place
    return citation.document == proof.document and one.start < other.end and other.start < one.end


# ---------------------------------------------------------------- what is quoted
def _known(citation: Citation, library: Library) -> _Quoted:
    held = library.remember("subjects by place", _by_place).get((citation.document, citation.place.start), ())
    keys = frozenset(value.key for _, value in held if value and value.key)
    values = frozenset(value.fact.value for _, value in held if value and value.fact.value)
    return _Quoted(citation, tuple(subject for subject, _ in held), keys, values)


def _by_place(library: Library) -> dict[tuple[str, int], tuple[tuple[Subject, Value | None], ...]]:
    found: dict[tuple[str, int], list[tuple[Subject, Value | None]]] = defaultdict(list)
    for subject in library.records(Subject):
        found[subject.document, subject.name.place.start].append((subject, None))
        for value in subject.values:
            found[subject.document, value.fact.place.start].append((subject, value))
    return {place: tuple(held) for place, held in found.items()}


def _newer(one: Amendment, citation: Citation, library: Library) -> bool:
    """A decision of today or before, later than the document it changes."""
    about: Description = library.description(citation.document)
    dated = about.period.end if about.period else about.date
    return one.document != citation.document and (not dated or one.day > dated) and one.day <= library.today.isoformat()


# ---------------------------------------------------------------- whether one changes the other
def _changes(one: Amendment, quoted: _Quoted, library: Library) -> bool:
    citation = quoted.citation
    if one.article and _is_article(one, citation, library):
        return not one.old or _holds(one.old, one, citation.quote)
    named = any(_names(one, thing) for thing in quoted.things)
    if one.old:
        # « passe de jaune à rouge »: the cell may say « J ».
        held = _holds(one.old, one, citation.quote) or health(one.old) in quoted.values - {""}
        return held and (named or _same_subject(one, quoted))
    return named and one.attribute in quoted.keys


def _same_subject(one: Amendment, quoted: _Quoted) -> bool:
    """The words of what is changed are those of the quote and of where it stands: one committee's quorum is not another's."""
    told = [quoted.citation.title, *quoted.citation.place.section, quoted.citation.quote]
    around = stems(" ".join([*told, *(thing.name.value for thing in quoted.things)]))
    own = _telling(one.subject)
    wanted = own if len(own) > 1 else own | _telling(one.about)
    return bool(wanted) and len(wanted & around) >= _COVERED * len(wanted)


def _telling(text: str) -> frozenset[str]:
    return frozenset(one for one in stems(text) - _PLAIN if not one.isdigit())


def _is_article(one: Amendment, citation: Citation, library: Library) -> bool:
    """The article by its number, of the document that the decision names, or of the only one that has such an article."""
    numbered = re.compile(rf"\b(?:article|art\.|section)\s*{re.escape(one.article)}(?![\d.]\d)", re.IGNORECASE)
    if not any(numbered.search(head) for head in citation.place.section):
        return False
    said, title = stems(one.text.quote) | stems(one.about), stems(citation.title)
    others = library.remember(("articled", one.article), lambda seen: _with_article(numbered, seen))
    return bool(title & said - _PLAIN) or others <= {citation.document}


def _with_article(numbered: re.Pattern[str], library: Library) -> frozenset[str]:
    return frozenset(
        about.document
        for about in library.descriptions()
        if any(numbered.search(head) for block in library.blocks(about.document) for head in block.place.section[-1:])
    )


def _names(one: Amendment, thing: Subject) -> bool:
    """The thing's code, or all the telling words of one of its names, in the decision or above it."""
    text = f"{one.about} {one.subject} {one.text.quote}"
    if thing.code and fold(thing.code.quote) in fold(text):
        return True
    said = stems(text)
    flat = set(words(text))
    for name in (thing.name.value, *thing.aliases):
        own = stems(name)
        if (len(own - _PLAIN) > 1 and own <= said) or (name.isupper() and fold(name) in flat):
            return True
        if len(own) == 1 and (own <= stems(one.about) - _HEADS or own == stems(one.subject)) and name[:1].isupper():
            return True
    return False


@lru_cache(_KEPT)
def _holds(old: str, one: Amendment, quote: str) -> bool:
    """Whether the quote says what held before: the same day, the same figure, or the same words."""
    years = [m.day.year for m in moments(one.text.quote) if m.exact]
    days = {m.day for m in moments(old, years[-1] if years else None) if m.exact}
    if days:
        return bool(days & {m.day for m in moments(quote) if m.exact})
    figures = _figures(old)
    if figures:
        return figures <= _figures(quote)
    return bool(stems(old)) and stems(old) <= stems(quote)


def _figures(text: str) -> frozenset[float]:
    written = {number(found) for found in _FIGURES.findall(text.replace("\u202f", " "))}
    return frozenset(written | {float(FRENCH.numbers[word]) for word in words(text) if word in FRENCH.numbers} - {1.0})
