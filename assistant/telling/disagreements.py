"""Two documents in force that say otherwise of what is quoted: both are shown, with the rule that settles it."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from assistant.library import Library
from assistant.model import Citation, Draft, Lang, Notice
from assistant.telling.amendments import amended
from assistant.telling.confirmed import with_confirmed
from assistant.telling.lapsed import with_lapsed
from assistant.wording.quotes import quotes
from ingest.facts.holdings import Holdings
from ingest.facts.records import Record
from ingest.facts.statements import Statement
from ingest.lint.contradictions import Contradiction, contradictions

_MANY = 300  # documents: beyond, contradictions are left to ``repere lint``


def told(language: Lang, draft: Draft, library: Library) -> Draft:
    """The draft with the newer decisions that change what it cites, a notice for each disagreement that this is part of,
    one for each document no longer in force, and who confirmed the others."""
    draft = amended(language, with_lapsed(language, draft, library), library)
    decided = {c.document for n in draft.notices if n.kind == "superseded" for claim in draft.claims for c in
               draft.citations if c.id in claim.citations}  # fmt: skip
    touched = [c for c in known(library) if any(c.touches(cited.document, cited.place) for cited in draft.citations)]
    # Two that are told one beside the other, the newer first, disagree no longer.
    touched = [c for c in touched if not {s.document for s in c.statements} <= decided]
    for contradiction in touched[:2]:
        draft = _with(language, draft, contradiction, library)
    return with_confirmed(language, draft, library)


def known(library: Library) -> tuple[Contradiction, ...]:
    """Every disagreement between the documents in force that this audience reads; found once a generation."""
    return library.remember("contradictions", _found)


def _found(library: Library) -> tuple[Contradiction, ...]:
    described = library.descriptions()
    if len(described) > _MANY:
        return ()
    return contradictions(
        Holdings.of(
            (library.generation.document(d.document) for d in described),
            described,
            (record for kind in get_args(Record) for record in library.records(kind)),
            library.today,
        )
    )


def _with(language: Lang, draft: Draft, contradiction: Contradiction, library: Library) -> Draft:
    cited = [_cite(statement, library) for statement in contradiction.statements]
    said = [_said(statement, library, language) for statement in contradiction.statements]
    text = quotes(language).disagree.format(values="; ".join(said), rule=_rule(contradiction, library, language))
    new = tuple(c for c in cited if c.id not in {known.id for known in draft.citations})
    notice = Notice("contradiction", text.strip(), tuple(dict.fromkeys(c.id for c in cited)))
    return replace(draft, citations=(*draft.citations, *new), notices=(*draft.notices, notice))


def _cite(statement: Statement, library: Library) -> Citation:
    return library.cite(statement.document, quote=statement.quote, place=statement.place)


def _said(statement: Statement, library: Library, language: Lang) -> str:
    title = library.description(statement.document).title
    spaced = " : " if language is Lang.FR else ": "
    quote = statement.quote.strip(" .;")
    return f"{title}{spaced}« {quote} »" if language is Lang.FR else f"{title}{spaced}“{quote}”"


def _rule(contradiction: Contradiction, library: Library, language: Lang) -> str:
    """Which one prevails: the greater precedence of ``corpus.yaml``, or nobody."""
    ranked = sorted({s.document for s in contradiction.statements}, key=lambda d: -library.description(d).precedence)
    say = quotes(language)
    first, second = (library.description(d) for d in ranked[:2]) if len(ranked) > 1 else (None, None)
    if first and second and first.precedence > second.precedence:
        return say.prevails.format(title=first.title)
    return say.unsettled
