"""The layers of a BERT encoder (Devlin et al., 2019), run by onnxruntime on one thread.

Two precisions. EXACT multiplies by the very values of the file, kept in 4 bits: its hidden states are torch's within 1e-4.
FAST multiplies whole numbers: activations of 8 bits with a scale for each token, so that a text's vector does not depend on
its neighbours; weights of 7 bits with a scale for each column, which no processor's 16-bit sums overflow.
Texts run together have the same number of tokens: there is no padding and no mask.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.index.model.graph import OWN, model, node, tensor, value
from ingest.index.model.weights import BLOCK, Array, Weights

Deltas = Mapping[tuple[int, str], Array]  # what is added to a layer's matrix, (outputs, inputs)
_UP, _DOWN = 127, 63  # the largest whole numbers of activations and of weights
_ZERO = 128  # what stands for 0 among unsigned activations


class Precision(Enum):
    """How the matrices are multiplied."""

    EXACT = "exact"
    FAST = "fast"


class Network:
    """Word pieces to last hidden states. Thread-safe; each call runs on the thread that makes it."""

    def __init__(self, weights: Weights, precision: Precision, deltas: Deltas | None = None) -> None:
        """With ``deltas``, a fine-tuned variant: EXACT then keeps its changed matrices in float32 (7 MB a layer)."""
        self._words = weights.words()
        self._places = weights.places() + weights.vector("emb.type")[: weights.shape.hidden]
        self._session = _session(_Writer(weights, precision, deltas or {}).written())

    @property
    def dimension(self) -> int:
        return int(self._places.shape[1])

    @property
    def positions(self) -> int:
        """The most word pieces of one text, those of begin and end among them."""
        return len(self._places)

    def hidden(self, pieces: NDArray[np.int64]) -> Array:
        """Shape (texts, pieces) to (texts, pieces, dimension), not normalised."""
        opened = self._words.rows(pieces) + self._places[: pieces.shape[1]]
        states: Array = self._session.run(None, {"opened": opened})[0]
        return states


def _session(written: bytes) -> Any:
    """On one thread: beside a busy neighbour two are slower, with a tail of seconds."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Further up onnxruntime would put its own, slower, layer normalisation back.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    return onnxruntime.InferenceSession(written, options, providers=["CPUExecutionProvider"])


class _Writer:
    """Writes the graph of the layers. Names of values follow the file's names of tensors."""

    def __init__(self, weights: Weights, precision: Precision, deltas: Deltas) -> None:
        self._weights, self._fast, self._deltas = weights, precision is Precision.FAST, deltas
        self._shape = weights.shape
        self._nodes: list[bytes] = []
        self._tensors: list[bytes] = []

    def written(self) -> bytes:
        if self._fast:
            self._constant("unit", np.array(1 / _UP, np.float32))
            self._constant("zero", np.array(_ZERO, np.uint8))
            self._constant("least", np.array(1e-12, np.float32))
        self._constant("epsilon", np.array(self._shape.epsilon, np.float32))
        hidden = self._normalised("opened", "emb.ln")
        for layer in range(self._shape.layers):
            hidden = self._layer(layer, hidden)
        free: list[int | str] = ["texts", "pieces", self._shape.hidden]
        return model(self._nodes, self._tensors, [value("opened", free)], [value(hidden, free)])

    def _layer(self, layer: int, hidden: str) -> str:
        at = f"l{layer}."
        biases = np.concatenate([self._weights.vector(f"{at}{name}.b") for name in "qkv"])
        self._constant(at + "qkv.b", biases)
        entry = self._entry(hidden)
        parts = [self._product(layer, name, entry) for name in "qkv"]
        self._add("MultiHeadAttention", [*parts, at + "qkv.b"], at + "seen", OWN, num_heads=self._shape.heads)
        seen = self._product(layer, "ao", self._entry(at + "seen"))
        middle = self._normal(at, "a", hidden, seen)
        wide = self._product(layer, "fi", self._entry(middle))
        self._constant(at + "fi.b", self._weights.vector(at + "fi.b"))
        self._add("BiasGelu", [wide, at + "fi.b"], at + "wide", OWN)
        return self._normal(at, "o", middle, self._product(layer, "fo", self._entry(at + "wide")))

    def _normal(self, at: str, which: str, before: str, added: str) -> str:
        """Layer normalisation of what was there and what is added, with the added matrix's bias."""
        norm, bias = f"{at}{which}ln", at + ("ao.b" if which == "a" else "fo.b")
        self._constant(bias, self._weights.vector(bias))
        self._add("Add", [added, bias], norm + ".biased")
        self._add("Add", [norm + ".biased", before], norm + ".sum")
        return self._normalised(norm + ".sum", norm)

    def _normalised(self, x: str, norm: str) -> str:
        """Layer normalisation in small steps: a quarter less time at 160 pieces than onnxruntime's own operator."""
        self._norm_constants(norm)
        centred, square, deviation = norm + ".centred", norm + ".square", norm + ".deviation"
        self._add("ReduceMean", [x], norm + ".mean", axes=[-1], keepdims=1)
        self._add("Sub", [x, norm + ".mean"], centred)
        self._add("Mul", [centred, centred], square)
        self._add("ReduceMean", [square], norm + ".variance", axes=[-1], keepdims=1)
        self._add("Add", [norm + ".variance", "epsilon"], norm + ".raised")
        self._add("Sqrt", [norm + ".raised"], deviation)
        self._add("Div", [centred, deviation], norm + ".unit")
        self._add("Mul", [norm + ".unit", norm + ".w"], norm + ".scaled")
        self._add("Add", [norm + ".scaled", norm + ".b"], norm + ".out")
        return norm + ".out"

    def _entry(self, x: str) -> str:
        """FAST: each token's values as whole numbers, in ``x.whole``, and their greatest, in ``x.most``."""
        if self._fast:
            self._add("Abs", [x], x + ".size")
            self._add("ReduceMax", [x + ".size"], x + ".peak", axes=[-1], keepdims=1)
            self._add("Max", [x + ".peak", "least"], x + ".most")
            self._add("Div", [x, x + ".most"], x + ".share")
            self._add("QuantizeLinear", [x + ".share", "unit", "zero"], x + ".whole")
        return x

    def _product(self, layer: int, name: str, x: str) -> str:
        at, out = f"l{layer}.{name}", f"l{layer}.{name}.out"
        changed = self._deltas.get((layer, name))
        packed = self._weights.matrix(layer, name)
        if self._fast:
            self._rounded(at, x, packed.whole() if changed is None else packed.whole() + changed)
        elif changed is None:
            (rows, columns), (pairs, scales) = self._shape.matrix(name), packed.pairs()
            self._constant(at + ".w", pairs)
            self._constant(at + ".s", scales)
            known = {"K": columns, "N": rows, "bits": 4, "block_size": BLOCK, "accuracy_level": 1}
            self._add("MatMulNBits", [x, at + ".w", at + ".s"], out, OWN, **known)
        else:
            self._constant(at + ".w", (packed.whole() + changed).T)
            self._add("MatMul", [x, at + ".w"], out)
        return out

    def _rounded(self, at: str, x: str, matrix: Array) -> None:
        scales = np.maximum(np.abs(matrix).max(axis=1) / _DOWN, np.float32(1e-12)).astype(np.float32)
        self._constant(at + ".w", np.rint(matrix / scales[:, None]).astype(np.int8).T)
        self._constant(at + ".s", scales)
        self._constant(at + ".z", np.zeros(len(scales), np.int8))
        named = [x + ".whole", at + ".w", "unit", at + ".s", "zero", at + ".z"]
        self._add("MatMulIntegerToFloat", named, at + ".raw", OWN)
        self._add("Mul", [at + ".raw", x + ".most"], at + ".out")

    def _norm_constants(self, name: str) -> None:
        self._constant(name + ".w", self._weights.vector(name + ".w"))
        self._constant(name + ".b", self._weights.vector(name + ".b"))

    def _constant(self, name: str, array: NDArray[Any]) -> None:
        self._tensors.append(tensor(name, array))

    def _add(self, operator: str, inputs: list[str], output: str, domain: str = "", **attributes: Any) -> None:
        self._nodes.append(node(operator, inputs, [output], domain, **attributes))
