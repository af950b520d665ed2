"""A BERT sentence encoder of our own, in numpy: one question becomes a vector in about 10 ms, without torch.

Importing torch and sentence-transformers costs five seconds and half a gigabyte, at every cold question and in every
service. The forward pass of the packaged model needs neither. A test holds it to sentence-transformers within 1e-4.
The architecture is BERT's (Devlin et al., 2019) with mean pooling (Reimers and Gurevych, 2019).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.ports import Vectors

Array = NDArray[np.float32]
_BATCH = 16
_PIECES = 256  # what sentence_bert_config.json of the packaged model says


class Encoder:
    """A folder holding ``tokenizer.json`` and ``config.json`` of a BERT encoder, and the bytes of its safetensors."""

    def __init__(self, folder: Path, weights: bytes) -> None:
        from safetensors.numpy import load
        from tokenizers import Tokenizer

        shape = json.loads((folder / "config.json").read_text("utf-8"))
        self._heads: int = shape["num_attention_heads"]
        self._layers: int = shape["num_hidden_layers"]
        self._epsilon: float = shape["layer_norm_eps"]
        self.dimension: int = shape["hidden_size"]
        self._weights = {name: np.ascontiguousarray(w) for name, w in load(weights).items()}
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.enable_truncation(_PIECES)
        self._tokenizer.no_padding()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), dimension). Texts of like length are encoded together."""
        from threadpoolctl import threadpool_limits

        pieces = [e.ids for e in self._tokenizer.encode_batch([_clean(text) for text in texts])]
        order = sorted(range(len(pieces)), key=lambda n: len(pieces[n]))
        vectors = np.empty((len(texts), self.dimension), np.float32)
        # One thread: beside a busy neighbour two are slower, with a tail of seconds.
        with threadpool_limits(1):
            for start in range(0, len(order), _BATCH):
                some = order[start : start + _BATCH]
                vectors[some] = self._batch([pieces[n] for n in some])
        return vectors

    def _batch(self, pieces: Sequence[Sequence[int]]) -> Array:
        longest = max(map(len, pieces))
        ids = np.zeros((len(pieces), longest), np.int64)
        kept = np.zeros((len(pieces), longest), np.float32)
        for row, known in enumerate(pieces):
            ids[row, : len(known)], kept[row, : len(known)] = known, 1
        hidden = self._embedded(ids)
        hush = (1 - kept)[:, None, None, :] * np.float32(-1e9)
        for layer in range(self._layers):
            hidden = self._layer(hidden, hush, f"encoder.layer.{layer}.")
        pooled = (hidden * kept[:, :, None]).sum(1) / kept.sum(1, keepdims=True)
        unit: Array = pooled / np.linalg.norm(pooled, axis=1, keepdims=True)
        return unit

    def _embedded(self, ids: NDArray[np.int64]) -> Array:
        w = self._weights
        positions = w["embeddings.position_embeddings.weight"][: ids.shape[1]]
        kinds = w["embeddings.token_type_embeddings.weight"][0]
        return self._normal(w["embeddings.word_embeddings.weight"][ids] + positions + kinds, "embeddings.LayerNorm")

    def _layer(self, hidden: Array, hush: Array, at: str) -> Array:
        seen = self._linear(self._attention(hidden, hush, at + "attention.self."), at + "attention.output.dense")
        hidden = self._normal(hidden + seen, at + "attention.output.LayerNorm")
        wide = _gelu(self._linear(hidden, at + "intermediate.dense"))
        return self._normal(hidden + self._linear(wide, at + "output.dense"), at + "output.LayerNorm")

    def _attention(self, hidden: Array, hush: Array, at: str) -> Array:
        batch, length, _ = hidden.shape
        size = self.dimension // self._heads

        def part(name: str) -> Array:
            split = self._linear(hidden, at + name).reshape(batch, length, self._heads, size)
            return split.transpose(0, 2, 1, 3)

        scores = part("query") @ part("key").transpose(0, 1, 3, 2) / np.float32(np.sqrt(size)) + hush
        scores = np.exp(scores - scores.max(-1, keepdims=True))
        mixed = (scores / scores.sum(-1, keepdims=True)) @ part("value")
        joined: Array = mixed.transpose(0, 2, 1, 3).reshape(batch, length, self.dimension)
        return joined

    def _linear(self, x: Array, name: str) -> Array:
        flat = x.reshape(-1, x.shape[-1]) @ self._weights[name + ".weight"].T
        projected: Array = flat.reshape(*x.shape[:-1], -1) + self._weights[name + ".bias"]
        return projected

    def _normal(self, x: Array, name: str) -> Array:
        centred = x - x.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred * centred).mean(-1, keepdims=True) + np.float32(self._epsilon))
        normal: Array = scaled * self._weights[name + ".weight"] + self._weights[name + ".bias"]
        return normal


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").strip()


def _gelu(x: Array) -> Array:
    """x·Φ(x), with erf of Abramowitz and Stegun 7.1.26 (error under 1.5e-7)."""
    z = np.abs(x) * np.float32(0.7071067811865476)
    t = 1 / (1 + np.float32(0.3275911) * z)
    series = np.zeros_like(t)
    for coefficient in (1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series = t * (np.float32(coefficient) + series)
    erf = np.copysign(1 - series * np.exp(-z * z), x)
    gated: Array = x * (1 + erf) * np.float32(0.5)
    return gated
