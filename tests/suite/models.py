"""The packaged models, opened once in a process, for tests of what is made of what they say.

Not for tests of the models themselves, of how long an answer takes, or of answers made at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

import numpy as np

from ingest.index.embedding import PackagedEmbedder
from ingest.index.model.reader import PackagedReader
from ingest.ports import TextKind, Vectors


class _Embedder(PackagedEmbedder):
    """What it was given before it does not encode again: a vector depends on its text alone."""

    def __init__(self) -> None:
        super().__init__()
        self._known: dict[tuple[TextKind, str], Vectors] = {}

    def _sentences(self, texts: Sequence[str], kind: TextKind) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if (kind, text) not in self._known]
        for text, vector in zip(new, super()._sentences(new, kind), strict=True):
            self._known[kind, text] = vector
        vectors = [self._known[kind, text] for text in texts]
        return np.array(vectors, np.float32).reshape(len(texts), self.dimension)


class _Reader(PackagedReader):
    """The same question and the same answers are read once."""

    def __init__(self, encoder: Callable[[], Any]) -> None:
        super().__init__(encoder)
        self._known: dict[tuple[str, ...], Any] = {}

    def scores(self, question: str, answers: Sequence[str]) -> Any:
        asked = (question, *answers)
        if asked not in self._known:
            self._known[asked] = super().scores(question, answers)
        return self._known[asked].copy()


@cache
def embedder() -> PackagedEmbedder:
    """As ``ingest.bootstrap`` makes it where no other model is named."""
    return _Embedder()


@cache
def reader() -> PackagedReader:
    """As ``ingest.bootstrap`` makes it beside that embedder."""
    return _Reader(embedder().ready)
