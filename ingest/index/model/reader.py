"""The reader that comes with the distribution: how well an answer answers a question, both read together.

How its changes to the encoder's layers (``reader.npz``) are taught is in ``tools/teach_reader.py``, with what came of it in
docs/decisions.md.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

import numpy as np

from ingest.index.model.adapters import open_adapter
from ingest.index.model.encoder import Encoder
from ingest.index.model.packaged import READER
from ingest.index.model.pairs import PairEncoder
from ingest.index.model.weights import Array


class PackagedReader:
    """Shares the encoder's file and vocabulary. Opened at the first pair; thread-safe."""

    def __init__(self, encoder: Callable[[], Encoder]) -> None:
        """``encoder`` gives the packaged encoder, opened."""
        self._encoder = encoder
        self._lock = threading.Lock()
        self._pairs: PairEncoder | None = None

    def scores(self, question: str, answers: Sequence[str]) -> Array:
        """How well each answer answers: logits, shape (n,), some ten milliseconds each. Raises EmbeddingUnavailable."""
        if not answers:
            return np.empty(0, np.float32)
        return self._ready().scores([(question, answer) for answer in answers])[:, 0]

    def _ready(self) -> PairEncoder:
        with self._lock:
            if self._pairs is None:
                encoder = self._encoder()
                self._pairs = PairEncoder(encoder, open_adapter(READER, encoder.weights.shape))
            return self._pairs
