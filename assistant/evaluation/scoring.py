"""One answer against what was expected, and the figures of a whole set.

``supported`` is the figure to watch: right, and every evidence needed is cited at its place. Definitions follow the
usual ones of question answering with citations (token containment for overlap, abstention as its own class).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.evaluation.gold import Evidence, Gold, plain, tokens
from assistant.evaluation.parts import Part, part_of
from assistant.evaluation.sources import BY_ROW, Sources
from assistant.model import Citation, Reply

OVERLAP = 0.6  # share of tokens in common, either way, for a citation to meet an evidence
LONG_QUOTE, LONG_ANSWER, TOO_LONG = 120, 200, 300  # tokens


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one answer is worth. ``None`` where a figure does not apply."""

    gold: Gold
    right: bool
    supported: bool
    set_exact: bool | None
    right_cell: tuple[bool, ...]
    lead: bool | None
    abstained: bool
    tokens: int
    long_quotes: int
    quotes_true: tuple[bool, ...]

    @property
    def part(self) -> Part:
        """Which of the four parts the question falls in: an answer is right when it is also fully cited."""
        right = self.supported if self.gold.behaviour == "answer" else self.right
        return part_of(self.gold.behaviour, right=right, abstained=self.abstained)


def judge(gold: Gold, reply: Reply, sources: Sources) -> Verdict:
    """The worth of a reply, its quotations being sought anew in the documents."""
    text, length = plain(reply.text), len(tokens(reply.text))
    told = all(p.search(text) for p in gold.must_mention) and bool(text) and length <= TOO_LONG
    wrong = any(p.search(text) for p in gold.must_not_mention)
    hoped = {"answer": told and not reply.abstained, "abstain": reply.abstained, "correct": reply.abstained or told}
    right = not wrong and hoped[gold.behaviour]
    return Verdict(
        gold=gold,
        right=right,
        supported=right and is_cited(gold, reply.citations, sources),
        set_exact=(told and not wrong and not reply.abstained) if gold.is_set else None,
        right_cell=_right_cells(gold, reply, sources),
        lead=_lead(gold, text, reply.abstained),
        abstained=reply.abstained,
        tokens=length,
        long_quotes=sum(len(tokens(c.quote)) > LONG_QUOTE for c in reply.citations),
        quotes_true=tuple(sources.true(c) for c in reply.citations),
    )


def is_cited(gold: Gold, citations: Sequence[Citation], sources: Sources) -> bool:
    """Whether every evidence needed is met by a citation; never so when a question that asks an answer names none."""
    needs = _needs(gold)
    return bool(needs or gold.behaviour != "answer") and all(
        any(meets(c, e, sources) for c in citations for e in need) for need in needs
    )


def _needs(gold: Gold) -> list[tuple[Evidence, ...]]:
    """Each required evidence alone; all the optional ones together, met by any."""
    required = [(e,) for e in gold.evidence if e.required]
    optional = tuple(e for e in gold.evidence if not e.required)
    return [*required, optional] if optional else list(required)


def meets(citation: Citation, evidence: Evidence, sources: Sources) -> bool:
    """Whether a citation proves what an evidence holds: its row, or much the same words of its page or section."""
    document = sources.name(citation.document)
    if not document or (evidence.document and sources.name(evidence.document) != document):
        return False
    at = sources.holding(document, citation.quote)
    named = sources.named(replace(evidence, document=document))
    if not named:  # a section may be one for its author alone: its words then tell it
        return evidence.place.startswith("section") and bool(at) and overlap(citation.quote, evidence.quote)
    if sources.spots(document)[min(named)].kind in BY_ROW:
        return _in_row(citation, named, at, sources)
    return bool(at & named) and overlap(citation.quote, evidence.quote)


def _in_row(citation: Citation, named: frozenset[int], at: frozenset[int], sources: Sources) -> bool:
    """Whether the words are in the row named and nowhere else, or the citation says it stands there."""
    spots = sources.spots(sources.name(citation.document))
    claimed = any(spots[n].is_covered(citation.place) for n in named)
    rows = {spots[n].line for n in at}
    inside = any(spots[n].line in rows for n in named)
    there = not citation.quote or any(spots[n].is_covered(citation.place) for n in at)
    return (inside and (claimed or len(rows) == 1)) or (claimed and there)


def overlap(quote: str, expected: str) -> bool:
    """Whether the words of two quotations are mostly the same, either one being the longer."""
    mine, theirs = tokens(quote), tokens(expected)
    if len(mine) < 2 and len(theirs) >= 2:
        return False
    common = sum((Counter(mine) & Counter(theirs)).values())
    return bool(mine and theirs) and max(common / len(mine), common / len(theirs)) >= OVERLAP


def _right_cells(gold: Gold, reply: Reply, sources: Sources) -> tuple[bool, ...]:
    """Whether the very cell is cited, for each need that is one."""
    if gold.behaviour != "answer":
        return ()
    cells = (need for need in _needs(gold) if any("!" in e.place for e in need))
    return tuple(any(_is_cell(c, e, sources) for c in reply.citations for e in need) for need in cells)


def _is_cell(citation: Citation, evidence: Evidence, sources: Sources) -> bool:
    document = sources.name(citation.document)
    if not document or document != sources.name(evidence.document):
        return False
    spots = sources.spots(document)
    return any(spots[n].is_covered(citation.place, exactly=True) for n in sources.named(evidence))


def _lead(gold: Gold, text: str, abstained: bool) -> bool | None:
    if len(gold.lead) < 2 or abstained or not text:
        return None
    at = [found.start() if (found := p.search(text)) else 10**9 for p in gold.lead]
    return at[0] == min(at) < 10**9


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares in [0, 1], or None where nothing counts towards them."""

    questions: int
    overall: float | None
    answer_accuracy: float | None
    supported_accuracy: float | None
    refusal_accuracy: float | None
    abstention_precision: float | None
    set_exact: float | None
    right_cell: float | None
    quote_true: float | None
    current_value_first: float | None
    long_quotes: int
    long_answers: int


def figures(verdicts: Sequence[Verdict]) -> Figures:
    answers = [v for v in verdicts if v.gold.behaviour == "answer"]
    refusals = [v for v in verdicts if v.gold.behaviour != "answer"]
    return Figures(
        questions=len(verdicts),
        overall=_share(v.right for v in verdicts),
        answer_accuracy=_share(v.right for v in answers),
        supported_accuracy=_share(v.supported for v in answers),
        refusal_accuracy=_share(v.right for v in refusals),
        abstention_precision=_share(v.gold.behaviour != "answer" for v in verdicts if v.abstained),
        set_exact=_share(v.set_exact for v in verdicts if v.set_exact is not None),
        right_cell=_share(cell for v in verdicts for cell in v.right_cell),
        quote_true=_share(true for v in verdicts for true in v.quotes_true),
        current_value_first=_share(v.lead for v in verdicts if v.lead is not None),
        long_quotes=sum(v.long_quotes for v in verdicts),
        long_answers=sum(v.tokens > LONG_ANSWER for v in verdicts),
    )


def _share(values: Iterable[bool | None]) -> float | None:
    counted = [bool(v) for v in values]
    return sum(counted) / len(counted) if counted else None
