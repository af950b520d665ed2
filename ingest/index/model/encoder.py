"""multilingual-e5-small as a sentence and token encoder: a question becomes a vector in some 10 ms, without torch.

E5 was trained with « query: » before what is asked and « passage: » before what is read (Wang et al., 2024); a text's vector
is the mean of its word pieces' last hidden states. The vectors of the pieces themselves serve late interaction (Khattab and
Zaharia, 2020). Queries are encoded exactly; passages, which are many, in whole numbers: see ``network``.
"""

from __future__ import annotations

import os
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

from ingest.index.model.adapters import open_adapter
from ingest.index.model.network import Network, Precision
from ingest.index.model.packaged import WEIGHTS
from ingest.index.model.weights import Array, Weights
from ingest.index.model.wordpieces import Cutter, Pieces
from ingest.ports import TextKind, TokenVectors, Vectors

BEGIN, END = 0, 2  # the pieces <s> and </s> of XLM-RoBERTa's vocabulary
_TOGETHER = 512  # pieces in one run, over all its texts
_PRECISIONS: dict[TextKind, Precision] = {"query": Precision.EXACT, "passage": Precision.FAST}

Use = Callable[[int, Array], None]


class Encoder:
    """A folder as ``tools/encoder_files.py`` makes it. Opens at once what queries need, the rest when asked. Thread-safe."""

    def __init__(self, folder: Path, adapter: Path | None = None) -> None:
        """``adapter`` is a fine-tuned variant of the packaged model (``adapters``). ValueError where it is not of it."""
        self.cutter = Cutter(folder)
        self.weights = Weights(folder / WEIGHTS)
        self._deltas = open_adapter(adapter, self.weights.shape).deltas if adapter else None
        self._lock = threading.Lock()
        self._networks: dict[Precision, Network] = {}
        self._prefixes = {kind: self.cutter.cut([f"{kind}:"])[0].numbers for kind in _PRECISIONS}
        self.dimension = self.network(Precision.EXACT).dimension

    def sentences(self, texts: Sequence[str], kind: TextKind) -> Vectors:
        """Unit vectors, shape (len(texts), dimension). What goes beyond 512 word pieces is not read."""
        vectors = np.empty((len(texts), self.dimension), np.float32)

        def keep(n: int, hidden: Array) -> None:
            vectors[n] = _unit(hidden.mean(axis=0))

        self._run(self.cutter.cut(texts), kind, keep)
        return vectors

    def tokens(self, texts: Sequence[str], kind: TextKind) -> list[TokenVectors]:
        """For each text its word pieces' unit vectors and places; neither prefix nor begin and end are among them."""
        cut, before = self.cutter.cut(texts), 1 + len(self._prefixes[kind])
        found: dict[int, TokenVectors] = {}

        def keep(n: int, hidden: Array) -> None:
            own = hidden[before:-1]
            found[n] = TokenVectors(_unit(own), cut[n].spans[: len(own)])

        self._run(cut, kind, keep)
        return [found[n] for n in range(len(texts))]

    def network(self, precision: Precision) -> Network:
        """The layers in this precision, opened once."""
        with self._lock:
            if precision not in self._networks:
                self._networks[precision] = Network(self.weights, precision, self._deltas)
            return self._networks[precision]

    def _run(self, cut: Sequence[Pieces], kind: TextKind, use: Use) -> None:
        network, prefix = self.network(_PRECISIONS[kind]), self._prefixes[kind]
        room = network.positions - len(prefix) - 2
        run(network, [(BEGIN, *prefix, *one.numbers[:room], END) for one in cut], use)


def run(network: Network, rows: Sequence[Sequence[int]], use: Use) -> None:
    """Hands the hidden states of each row, shape (pieces, dimension), to ``use`` with the row's number, in any order.

    Rows of one length run together; two threads share the runs where there are many.
    """

    def one(chosen: list[int]) -> None:
        states = network.hidden(np.array([rows[n] for n in chosen], np.int64))
        for n, hidden in zip(chosen, states, strict=True):
            use(n, hidden)

    runs = list(_together(rows))
    if len(runs) < 4:
        for chosen in runs:
            one(chosen)
        return
    with ThreadPoolExecutor(min(2, os.cpu_count() or 1)) as threads:
        list(threads.map(one, runs))


def _together(rows: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Numbers of rows of one length, as many as make up ``_TOGETHER`` pieces. The longest come first."""
    lengths: defaultdict[int, list[int]] = defaultdict(list)
    for n, row in enumerate(rows):
        lengths[len(row)].append(n)
    for length, numbers in sorted(lengths.items(), reverse=True):
        size = max(1, _TOGETHER // length)
        for start in range(0, len(numbers), size):
            yield numbers[start : start + size]


def _unit(vectors: Array) -> Array:
    unit: Array = vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
    return unit
