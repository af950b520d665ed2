"""How sure the best quotation is to answer, and the reasons not to answer at all."""

from __future__ import annotations

import math
from dataclasses import dataclass

from assistant.model import Lang, Query
from assistant.quoting import premises
from assistant.quoting.scoring import Candidate, Ranking
from assistant.quoting.types import STRICT
from assistant.quoting.weights import hollow

# Logistic weights, fitted on the shipped questions and the mandate's (docs/calibration.md).
BIAS, COVERED, OWN, MISSING, TYPED, SEARCH, MARGIN = -4.2, 5.0, 2.2, -1.6, 0.7, 0.8, 1.0
# A word as heavy as this that the evidence lacks changes the subject.
TOLERANCE = 0.85
ENOUGH = 0.5
SUREST = 0.93  # a record that states the very thing is surer than any sentence


@dataclass(frozen=True, slots=True)
class Judgement:
    """``best``: the candidate to quote. ``doubt``: how sure one may be that no answer is there."""

    best: Candidate
    confidence: float
    refused: bool
    doubt: float
    tolerance: float = TOLERANCE


def judge(query: Query, ranking: Ranking) -> Judgement:
    """The candidate to quote and the confidence it deserves."""
    best = chosen(ranking)
    confidence = probability(best, ranking)
    reasons = [
        best.missing > TOLERANCE,
        bool(ranking.needs & STRICT) and not best.typed,
        bool(premises.unknown_numbers(query, [u.text for u in ranking.index.units])),
        premises.presumes(query),
        _other_kind(query, ranking, best),
        confidence < ENOUGH,
    ]
    return Judgement(best, confidence, any(reasons), 0.6 if any(reasons) else 0.0)


def _other_kind(query: Query, ranking: Ranking, best: Candidate) -> bool:
    """« Quel fournisseur… ? » is not answered by words that speak of no supplier."""
    head = premises.head(query)
    if head is None or hollow(head.surface) or (best.typed and ranking.needs) or query.language is Lang.EN:
        return False
    number = ranking.index.spans()[best.unit.document][best.unit.number]
    return any(w.word == head and w.found.near[number] < _KIND for w in ranking.weighed)


_KIND = 0.35  # nearness under which the evidence does not speak of the kind of thing asked


def chosen(ranking: Ranking) -> Candidate:
    """The best candidate; the best one that holds what is asked, when it is not far behind."""
    best = ranking.candidates[0]
    if best.typed or not ranking.needs:
        return best
    typed = next((c for c in ranking.candidates if c.typed), None)
    return typed if typed and typed.score >= 0.85 * best.score else best


def features(best: Candidate, ranking: Ranking) -> tuple[float, ...]:
    """What the confidence is made of, in the order of the weights (bias left out)."""
    others = [c.score for c in ranking.candidates if c.unit.block.id != best.unit.block.id]
    margin = best.score - max(others, default=0.0)
    typed = 1.0 if best.typed and ranking.needs else 0.0 if not ranking.needs else -1.0
    return (best.covered, best.own, best.missing, typed, best.search, max(-0.3, min(0.5, margin)))


def probability(best: Candidate, ranking: Ranking) -> float:
    weights = (COVERED, OWN, MISSING, TYPED, SEARCH, MARGIN)
    z = BIAS + sum(w * f for w, f in zip(weights, features(best, ranking), strict=True))
    return min(SUREST, 1 / (1 + math.exp(-z)))
