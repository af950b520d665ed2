"""What may be marked of a choice, and is checked: a span that is there, letter for letter; a figure that is not so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from assistant.evidence.candidate import Candidate, Plan
from assistant.library import Library
from assistant.model import Citation, Lang, Notice
from assistant.telling import quotes
from assistant.telling.drafting import Drafting
from ingest.facts.values.measures import Measure, measures
from ingest.model import Block

_NOT_SO = {
    Lang.FR: "Le document dit « {true} », et non « {said} ».",
    Lang.EN: "The document says “{true}”, not “{said}”.",
}


def narrowed(candidate: Candidate, text: str, cited: Citation, span: str, library: Library) -> Candidate | None:
    """A quotation with only the whole sentences that hold the span: half a sentence may say the contrary of the whole.
    ``text`` is what the candidate tells, ``cited`` its first citation. What is told with its thing stays whole. None
    when the span's words are not there, letter for letter."""
    if span not in text:
        return None
    at, block = cited.quote.find(span), block_of(cited, library)
    if candidate.plan is not Plan.QUOTE or at < 0 or block is None or cited.place.cell:
        return candidate
    held = [(start, end) for start, end in quotes.sentences(cited.quote) if start < at + len(span) and end > at]
    first = cited.place.start
    kept = quotes.Piece(cited.document, block, first + held[0][0], first + held[-1][1])
    if kept.text not in cited.quote:
        return candidate
    return replace(candidate, key=f"{candidate.key} {kept.start}", tell=partial(quotes.quote, piece=kept))


def correcting(candidate: Candidate, text: str, citations: Sequence[Citation], question: str) -> Candidate | None:
    """The candidate with a figure of the question put right, where the evidence has another of the same unit instead."""
    for said in _unheld(question, text):
        for cited in citations:
            # What a bound allows or forbids is no figure put wrong.
            if true := next((m for m in measures(cited.quote) if not m.bound and m.differs(said)), None):
                words = {"true": cited.quote[true.start : true.end], "said": question[said.start : said.end]}
                return replace(candidate, tell=partial(_corrected, candidate=candidate, words=words))
    return None


def _unheld(question: str, text: str) -> Iterator[Measure]:
    """The measures of a question that a text does not give."""
    held = measures(text)
    for said in measures(question):
        if not any(said.quantity is m.quantity and said.unit == m.unit and not said.differs(m) for m in held):
            yield said


def _corrected(draft: Drafting, candidate: Candidate, words: dict[str, str]) -> None:
    candidate.tell(draft)
    cited = next((c for c in draft.citations.values() if words["true"] in c.quote), None)
    if cited:
        draft.notices.append(Notice("premise", _NOT_SO[draft.language].format(**words), (cited.id,)))


def block_of(cited: Citation, library: Library) -> Block | None:
    """The block a citation stands in."""
    start = cited.place.start
    return next(
        (b for b in library.blocks(cited.document) if b.place.start <= start < max(b.place.end, b.place.start + 1)),
        None,
    )
