"""One answer against what was expected, and the figures of a whole set.

``supported`` is the figure to watch: right, and every evidence needed is cited at its place. Definitions follow the
usual ones of question answering with citations (token containment for overlap, abstention as its own class).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from assistant.evaluation.gold import Evidence, Gold, plain
from assistant.model import Citation, Reply
from ingest.languages import words

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


def judge(gold: Gold, reply: Reply, is_true: Callable[[Citation], bool]) -> Verdict:
    """``is_true`` says whether a citation's words are in its source, read anew."""
    text, tokens = plain(reply.text), len(words(reply.text))
    told = all(p.search(text) for p in gold.must_mention) and bool(text) and tokens <= TOO_LONG
    wrong = any(p.search(text) for p in gold.must_not_mention)
    right = (
        not wrong
        and {
            "answer": told and not reply.abstained,
            "abstain": reply.abstained,
            "correct": reply.abstained or told,
        }[gold.behaviour]
    )
    return Verdict(
        gold=gold,
        right=right,
        supported=right and all(_met(need, reply.citations) for need in _needs(gold)),
        set_exact=(told and not wrong and not reply.abstained) if gold.is_set else None,
        right_cell=_right_cells(gold, reply),
        lead=_lead(gold, text, reply.abstained),
        abstained=reply.abstained,
        tokens=tokens,
        long_quotes=sum(len(words(c.quote)) > LONG_QUOTE for c in reply.citations),
        quotes_true=tuple(is_true(c) for c in reply.citations),
    )


def _right_cells(gold: Gold, reply: Reply) -> tuple[bool, ...]:
    if gold.behaviour != "answer":
        return ()
    return tuple(_cell_cited(need, reply.citations) for need in _needs(gold) if _is_cell(need))


def _needs(gold: Gold) -> list[tuple[Evidence, ...]]:
    """Each required evidence alone; all the optional ones together, met by any."""
    required = [(e,) for e in gold.evidence if e.required]
    optional = tuple(e for e in gold.evidence if not e.required)
    return [*required, optional] if optional else list(required)


def _met(need: Sequence[Evidence], citations: Iterable[Citation]) -> bool:
    return any(_meets(c, e) for c in citations for e in need)


def _meets(citation: Citation, evidence: Evidence) -> bool:
    if evidence.document and citation.document != evidence.document:
        return False
    if "!" in evidence.place:
        return _same_row(citation, evidence.place)
    return _at(citation, evidence.place) and overlap(citation.quote, evidence.quote)


def _same_row(citation: Citation, place: str) -> bool:
    sheet, cell = place.rsplit("!", 1)
    row = re.sub(r"\D", "", cell)
    return citation.place.sheet == sheet and re.sub(r"\D", "", citation.place.cell or "") == row


def _at(citation: Citation, place: str) -> bool:
    kind, _, value = place.partition(" ")
    where = citation.place
    if kind == "page":
        return str(where.page) == value
    if kind == "row":
        return str(where.row) == value
    if kind == "slide":
        return str(where.slide) == value
    return True  # a section's name is checked by the words themselves


def overlap(quote: str, expected: str) -> bool:
    """Whether the words of two quotations are mostly the same, either one being the longer."""
    mine, theirs = words(quote), words(expected)
    if len(mine) < 2 and len(theirs) >= 2:
        return False
    common = sum((Counter(mine) & Counter(theirs)).values())
    return bool(mine and theirs) and max(common / len(mine), common / len(theirs)) >= OVERLAP


def _is_cell(need: Sequence[Evidence]) -> bool:
    return any("!" in e.place for e in need)


def _cell_cited(need: Sequence[Evidence], citations: Iterable[Citation]) -> bool:
    cited = {(c.document, f"{c.place.sheet}!{c.place.cell}") for c in citations}
    return any((e.document, e.place) in cited for e in need)


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
