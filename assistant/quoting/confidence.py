"""Which candidate to quote, and how sure it is to answer."""

from __future__ import annotations

import math
from dataclasses import dataclass

from assistant.model import Query
from assistant.quoting.moments import other_moment
from assistant.quoting.objections import TOLERANCE, forbidden
from assistant.quoting.scoring import Candidate, Ranking

# Logistic weights fitted on the shipped questions and the mandate's (docs/calibration.md): bias, then ``features``:
# words covered, heaviest word missing, type held, search, margin over the next statement, neighbouring words.
LOGIT = (-1.5, 1.95, -2.55, 0.85, 1.45, 1.05, 0.6)
ENOUGH = 0.5
SUREST = 0.92  # a record that states the very thing is surer than any sentence


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
    best = chosen(query, ranking)
    confidence = probability(best, ranking)
    barred = forbidden(query, ranking, best)
    return Judgement(best, confidence, barred or confidence < ENOUGH, _DOUBT if barred else 1 - confidence)


_DOUBT = 0.6


def chosen(query: Query, ranking: Ranking) -> Candidate:
    """The best candidate; the best one that holds what is asked, when it is not far behind."""
    best = ranking.candidates[0]
    if (best.typed or not ranking.needs) and not other_moment(query, best.unit):
        return best
    share = _FAR if other_moment(query, best.unit) else _NEAR
    near = (c for c in ranking.candidates if c.score >= share * best.score and c.typed)
    return next((c for c in near if not other_moment(query, c.unit)), best)


_NEAR, _FAR = 0.85, 0.6


def features(best: Candidate, ranking: Ranking) -> tuple[float, ...]:
    """What the confidence is made of, in the order of ``LOGIT`` (bias left out)."""
    others = [c.score for c in ranking.candidates if c.unit.block.id != best.unit.block.id]
    margin = best.score - max(others, default=0.0)
    typed = 0.0 if not ranking.needs else 1.0 if best.typed else -1.0
    return (best.covered, best.missing, typed, best.search, max(-0.3, min(0.5, margin)), best.parts[3])


def probability(best: Candidate, ranking: Ranking) -> float:
    """The share of such quotations that are right, in [0, SUREST]."""
    z = LOGIT[0] + sum(w * f for w, f in zip(LOGIT[1:], features(best, ranking), strict=True))
    return min(SUREST, 1 / (1 + math.exp(-z)))
