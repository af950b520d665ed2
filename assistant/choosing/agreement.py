"""How sure an answer is once the others are known: a sentence, the card that holds it and its row are one answer told thrice.

The share of another answer counts for as much as the chance that this one is right when that one is: a logistic reading of
how alike the two are, in words and in what they cite, fitted on answers known to be right (``fitting.agreement``).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.choosing.finalists import Span, Told, body, head
from assistant.choosing.ranker import Shares
from ingest.languages import words

# Of one answer beside another: the share of the other's words that it says, of its words that the other says, of all words
# that both say; the share of what the other cites that stands within what it cites, and the reverse; whether both stand
# under the same head; the two first shares where nearly all is said; how much longer it is.
NAMES = ("says", "said", "both", "holds", "held", "head", "says_all", "said_all", "longer")
_FILE = "agreement.json"
_LETTERS = 3  # of a word that tells something
_OWN = 0.5  # of its own share, added to rank: of two that agree, the one that answers by itself comes first

Pairs = NDArray[np.float32]


@dataclass(frozen=True)
class Agreement:
    """One weight a name of ``NAMES``, and the bias."""

    weights: tuple[float, ...]
    bias: float

    def sure(self, shares: Shares, answers: Sequence[Told]) -> Shares:
        """The share of each answer with what the others add to it. Shape (n,)."""
        if not len(shares):
            return shares
        worth = 1 / (1 + np.exp(-(pairs(answers) @ np.array(self.weights) + self.bias)))
        np.fill_diagonal(worth, 1)
        return np.asarray(np.minimum(worth @ shares, 1), np.float32)

    def save(self, folder: Path) -> None:
        """Writes ``agreement.json``."""
        held = {"names": NAMES, "weights": [round(w, 4) for w in self.weights], "bias": round(self.bias, 4)}
        (folder / _FILE).write_text(json.dumps(held) + "\n", encoding="utf-8")


@cache
def load(folder: Path) -> Agreement:
    """What a folder holds. Raises ValueError where it was fitted on other names."""
    held = json.loads((folder / _FILE).read_text("utf-8"))
    if tuple(held["names"]) != NAMES:
        raise ValueError(f"{folder / _FILE}: {held['names']}")
    return Agreement(tuple(held["weights"]), held["bias"])


def ranked(shares: Shares, sure: Shares) -> Shares:
    """By what the answers are put in order."""
    return np.asarray(sure + _OWN * shares, np.float32)


def pairs(answers: Sequence[Told]) -> Pairs:
    """Each answer beside each other, shape (n, n, len(NAMES))."""
    said = [frozenset(w for w in words(body(one)) if len(w) >= _LETTERS) for one in answers]
    made = np.zeros((len(answers), len(answers), len(NAMES)), np.float32)
    for one, own in enumerate(said):
        for other, their in enumerate(said):
            both = len(own & their)
            says, heard = both / max(1, len(their)), both / max(1, len(own))
            made[one, other] = (
                says, heard, both / max(1, len(own | their)), _within(answers[other].spans, answers[one].spans),
                _within(answers[one].spans, answers[other].spans), head(answers[one]) == head(answers[other]),
                says**4, heard**4, np.log((1 + len(own)) / (1 + len(their))),
            )  # fmt: skip
    return made


def _within(some: Sequence[Span], wide: Sequence[Span]) -> float:
    """The share of spans that stand within others."""
    inside = [any(d == w and s <= start and end <= e for w, s, e in wide) for d, start, end in some]
    return sum(inside) / max(1, len(inside))
