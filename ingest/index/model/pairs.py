"""Reads a question and a piece of evidence together (Nogueira and Cho, 2019), through the encoder's own layers.

A pair is laid out as XLM-RoBERTa was trained: <s> question </s></s> evidence </s>, without « query: » nor « passage: ».
A score has two parts: what the head reads in <s>, and how alike the means of the question's pieces and of the evidence's are
once each has seen the other (what the encoder was made for, and where learning starts from).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ingest.index.model.adapters import Adapter
from ingest.index.model.encoder import BEGIN, END, Encoder, run
from ingest.index.model.network import Network, Precision
from ingest.index.model.weights import Array
from ingest.index.model.wordpieces import Pieces, Span

_QUESTION, _EVIDENCE = 40, 80  # the most word pieces of each, as the reader was trained


class PairStates(NamedTuple):
    """Last hidden states, shape (pieces, hidden), not normalised: row 0 is <s>, where the head reads.

    Evidence piece n is the row ``first + n``, and lies at ``spans[n]`` of the evidence, in characters.
    """

    hidden: Array
    first: int
    spans: tuple[Span, ...]


class PairEncoder:
    """A fine-tuned variant of an encoder, whose vocabulary and file it shares. Thread-safe."""

    def __init__(
        self, encoder: Encoder, adapter: Adapter, precision: Precision = Precision.FAST, evidence: int = _EVIDENCE
    ) -> None:
        """``evidence``: word pieces read of each piece of evidence; beyond, it is cut."""
        self._cutter, self._head, self._likeness = encoder.cutter, adapter.head, adapter.likeness
        self._network = Network(encoder.weights, precision, adapter.deltas)
        self._evidence = min(evidence, self._network.positions - _QUESTION - 4)

    def states(self, pairs: Sequence[tuple[str, str]]) -> list[PairStates]:
        """One for each (question, evidence)."""
        laid = [self._laid(question, evidence) for question, evidence in self._cut(pairs)]
        found: dict[int, Array] = {}
        run(self._network, [row for row, _, _ in laid], found.__setitem__)
        return [PairStates(found[n], first, spans) for n, (_, first, spans) in enumerate(laid)]

    def scores(self, pairs: Sequence[tuple[str, str]]) -> Array:
        """Logits, shape (pairs, labels). ValueError where the adapter has no head."""
        if self._head is None:
            raise ValueError("head")
        first = np.zeros((len(pairs), self._network.dimension), np.float32)
        alike = np.zeros((len(pairs), 1), np.float32)
        for n, states in enumerate(self.states(pairs)):
            first[n] = states.hidden[0]
            alike[n] = _cosine(states.hidden[1 : states.first - 2], states.hidden[states.first : -1])
        times, more = self._likeness
        scores: Array = self._head.scores(first) + np.float32(times) * alike + np.float32(more)
        return scores

    def _cut(self, pairs: Sequence[tuple[str, str]]) -> list[tuple[Pieces, Pieces]]:
        """One question asked of many pieces of evidence is cut once."""
        questions = {question: self._cutter.cut([question])[0] for question in {question for question, _ in pairs}}
        evidence = self._cutter.cut([evidence for _, evidence in pairs])
        return [(questions[question], cut) for (question, _), cut in zip(pairs, evidence, strict=True)]

    def _laid(self, question: Pieces, evidence: Pieces) -> tuple[list[int], int, tuple[Span, ...]]:
        """The row of pieces, where the evidence begins in it, and the places of what was kept of the evidence."""
        head = [BEGIN, *question.numbers[:_QUESTION], END, END]
        room = self._evidence
        return [*head, *evidence.numbers[:room], END], len(head), evidence.spans[:room]


def _cosine(one: Array, other: Array) -> float:
    """Of the means of the rows; 0 where one has none."""
    if not len(one) or not len(other):
        return 0.0
    mine, theirs = one.mean(axis=0), other.mean(axis=0)
    return float(mine @ theirs / max(float(np.linalg.norm(mine) * np.linalg.norm(theirs)), 1e-12))
