"""The four parts of what was asked: right, wrong shown, wrongly refused, rightly refused; and how sure « wrong » is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

SURE = 0.95  # one-sided: the share wrong among what is answered is under the bound nineteen times in twenty


class Part(StrEnum):
    """What became of one question. ``RIGHT`` is right and fully cited; a premise put right is right too."""

    RIGHT = "right"
    WRONG = "wrong_shown"
    REFUSED = "wrongly_refused"
    SILENT = "rightly_refused"


@dataclass(frozen=True, slots=True)
class Parts:
    """How many questions fall in each part. Shares are in [0, 1]."""

    right: int
    wrong_shown: int
    wrongly_refused: int
    rightly_refused: int

    @property
    def questions(self) -> int:
        """All of them."""
        return self.answered + self.wrongly_refused + self.rightly_refused

    @property
    def answered(self) -> int:
        """Those to which an answer was shown."""
        return self.right + self.wrong_shown

    @property
    def wrong_if_answered(self) -> float:
        """The share wrong among what is answered; 0 when nothing is."""
        return self.wrong_shown / self.answered if self.answered else 0.0

    @property
    def bound(self) -> float:
        """The upper bound of Clopper and Pearson (95 %, one-sided) on the share wrong among what is answered."""
        return upper_bound(self.wrong_shown, self.answered)

    def share(self, part: Part) -> float:
        """The share of a part among all questions; 0 when there is none."""
        count: int = getattr(self, part.value)
        return count / self.questions if self.questions else 0.0

    def as_json(self) -> dict[str, float | int]:
        """Counts and shares by name."""
        shares: dict[str, float | int] = {f"{part.value}_share": round(self.share(part), 4) for part in Part}
        counts = {part.value: getattr(self, part.value) for part in Part}
        wrong = {"wrong_if_answered": round(self.wrong_if_answered, 4), "wrong_bound": round(self.bound, 4)}
        return {"questions": self.questions, "answered": self.answered, **counts, **shares, **wrong}


def counted(parts: Iterable[Part]) -> Parts:
    """Questions counted by what became of them."""
    counts = Counter(parts)
    return Parts(counts[Part.RIGHT], counts[Part.WRONG], counts[Part.REFUSED], counts[Part.SILENT])


def part_of(behaviour: str, *, right: bool, abstained: bool) -> Part:
    """What became of a question that asks for a ``behaviour``; ``right`` is with all its evidence when it needs some."""
    if behaviour == "answer" and abstained:
        return Part.REFUSED
    if not right:
        return Part.WRONG
    return Part.SILENT if abstained else Part.RIGHT


def upper_bound(wrong: int, answered: int, sure: float = SURE) -> float:
    """The largest share of wrong answers under which so few as ``wrong`` of ``answered`` is not surprising.

    Clopper and Pearson (1934), found by bisection; 1 when nothing was answered.
    """
    if wrong >= answered:
        return 1.0
    low, high = wrong / answered, 1.0
    while high - low > 1e-7:
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(wrong, answered, middle) > 1 - sure else (low, middle)
    return high


def _at_most(wrong: int, answered: int, share: float) -> float:
    """The probability of at most so many wrong, each being wrong with probability ``share`` in ]0, 1[."""
    if share <= 0:
        return 1.0
    told, untold = math.log(share), math.log1p(-share)
    total = math.lgamma(answered + 1)
    return sum(
        math.exp(total - math.lgamma(k + 1) - math.lgamma(answered - k + 1) + k * told + (answered - k) * untold)
        for k in range(wrong + 1)
    )
