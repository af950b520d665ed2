"""The only door to sentence-transformers and torch, and the packaged model beside it.

The packaged model runs without torch (``encoder``); torch comes in for a model that ``REPERE_EMBEDDING_MODEL`` names.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np

from ingest.errors import EmbeddingUnavailable
from ingest.index.model import packaged
from ingest.index.model.encoder import Encoder
from ingest.ports import Embedder, ReadsMeaning, TextKind, TokenVectors, Vectors

_DIMENSION = 384


class _Model(Protocol):
    """What of sentence-transformers is used."""

    def encode_document(self, sentences: list[str], **options: Any) -> Any: ...
    def encode_query(self, sentences: list[str], **options: Any) -> Any: ...
    def get_embedding_dimension(self) -> int | None: ...


class PackagedEmbedder:
    """The model that comes with the distribution: no hub, no network. Loaded at the first text; thread-safe."""

    dimension = _DIMENSION

    def __init__(self) -> None:
        self.identity = packaged.identity()
        self._lock = threading.Lock()
        self._encoder: Encoder | None = None

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Shape (n, dimension), rows of unit length; two threads share many. Raises EmbeddingUnavailable."""
        return self._sentences(texts, "passage")

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Shape (n, dimension), rows of unit length. Raises EmbeddingUnavailable."""
        return self._sentences(texts, "query")

    def embed_query(self, text: str) -> Vectors:
        """Shape (dimension,), of unit length, in some 10 ms. Raises EmbeddingUnavailable."""
        vector: Vectors = self._sentences([text], "query")[0]
        return vector

    def tokens(self, text: str, kind: TextKind) -> TokenVectors:
        """The word pieces of one text. Raises EmbeddingUnavailable."""
        return self.tokens_of([text], kind)[0]

    def tokens_of(self, texts: Sequence[str], kind: TextKind) -> list[TokenVectors]:
        """The word pieces of each text. Raises EmbeddingUnavailable."""
        return self.ready().tokens(texts, kind) if texts else []

    def ready(self) -> Encoder:
        """The encoder itself, opened once: other readers of the same layers share it. Raises EmbeddingUnavailable."""
        with self._lock:
            if self._encoder is None:
                tuned = packaged.TUNED if packaged.TUNED.exists() else None
                self._encoder = Encoder(packaged.checked(packaged.folder()), tuned)
            return self._encoder

    def _sentences(self, texts: Sequence[str], kind: TextKind) -> Vectors:
        return self.ready().sentences(texts, kind) if texts else np.empty((0, _DIMENSION), np.float32)


class NamedEmbedder:
    """A folder or a hub name, through sentence-transformers. Loaded when first used. ``packaged`` reads the meaning of
    questions, as what was fitted on them needs."""

    def __init__(self, name: str) -> None:
        self._name = name
        self.packaged = PackagedEmbedder()
        self._lock = threading.Lock()
        self._model: _Model | None = None

    @property
    def identity(self) -> str:
        """The name, and for a folder a digest of its weights: another model under the same name is another model."""
        folder = Path(self._name)
        if not folder.is_dir():
            return self._name
        files = sorted(f for f in folder.rglob("*") if f.suffix in {".safetensors", ".json"} and f.is_file())
        sizes = "".join(f"{f.relative_to(folder)}:{f.stat().st_size}:{_head(f)}\n" for f in files)
        return f"{folder.name}@{hashlib.sha256(sizes.encode()).hexdigest()[:12]}"

    @property
    def dimension(self) -> int:
        """How many numbers a vector has. Loads the model."""
        return self._ready().get_embedding_dimension() or 0

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Shape (n, dimension). Raises EmbeddingUnavailable."""
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        return _encoded(self._ready().encode_document, [self._prefix("passage") + text for text in texts])

    def embed_query(self, text: str) -> Vectors:
        """Shape (dimension,). Raises EmbeddingUnavailable."""
        vector: Vectors = self.embed_queries([text])[0]
        return vector

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Shape (n, dimension). Raises EmbeddingUnavailable."""
        if not texts:
            return np.empty((0, self.dimension), np.float32)
        return _encoded(self._ready().encode_query, [self._prefix("query") + text for text in texts])

    def embed_meaning(self, text: str) -> Vectors:
        """The packaged encoder's vector. Raises EmbeddingUnavailable."""
        return self.packaged.embed_query(text)

    def _prefix(self, role: str) -> str:
        """E5 models were trained with these words before each text, and few of their configurations say so."""
        unsaid = not any((getattr(self._ready(), "prompts", None) or {}).values())
        return f"{role}: " if unsaid and "e5" in Path(self._name).name.lower().split("-") else ""

    def _ready(self) -> _Model:
        with self._lock:
            if self._model is None:
                self._model = _load(self._name)
            return self._model


class RerankingEmbedder:
    """An embedder, and a cross-encoder that reads question and passage together. The index is the embedder's own."""

    def __init__(self, embedder: Embedder, name: str) -> None:
        self._embedder = embedder
        self._name = name
        self._lock = threading.Lock()
        self._model: Any = None

    @property
    def identity(self) -> str:
        """That of the embedder: reranking changes no vector."""
        return self._embedder.identity

    @property
    def dimension(self) -> int:
        """That of the embedder."""
        return self._embedder.dimension

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """The embedder's own vectors, shape (n, dimension)."""
        return self._embedder.embed_passages(texts)

    def embed_query(self, text: str) -> Vectors:
        """The embedder's own vector, shape (dimension,)."""
        return self._embedder.embed_query(text)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """The embedder's own vectors, shape (n, dimension)."""
        return self._embedder.embed_queries(texts)

    def embed_meaning(self, text: str) -> Vectors:
        """What the embedder gives: the packaged encoder's vector. Raises EmbeddingUnavailable."""
        return (
            self._embedder.embed_meaning(text) if isinstance(self._embedder, ReadsMeaning) else self.embed_query(text)
        )

    def rerank(self, question: str, passages: Sequence[str]) -> Vectors:
        """Through sentence-transformers' CrossEncoder; a sigmoid where the model gives raw scores."""
        if not passages:
            return np.empty(0, np.float32)
        pairs = [(_clean(question), _clean(passage)) for passage in passages]
        scores = np.asarray(self._ready().predict(pairs, batch_size=16, show_progress_bar=False), np.float32).reshape(
            -1
        )
        inside = len(scores) and scores.min() >= 0 and scores.max() <= 1
        return scores if inside else np.asarray(1 / (1 + np.exp(-scores)), np.float32)

    def _ready(self) -> Any:
        with self._lock:
            if self._model is None:
                self._model = _load_reranker(self._name)
            return self._model


def _load_reranker(name: str) -> Any:
    """A cross-encoder: safetensors only, no code of its own, on the CPU."""
    try:
        from sentence_transformers import CrossEncoder
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        return CrossEncoder(
            name, device="cpu", trust_remote_code=False, model_kwargs={"use_safetensors": True}, max_length=512
        )
    except Exception as error:  # the hub, the disk and torch each raise their own
        why = type(error).__name__
        raise EmbeddingUnavailable(
            f"Le modèle de reclassement « {name} » ne peut pas être chargé ({why}) : donnez à REPERE_RERANKER_MODEL le "
            "chemin d'un dossier qui le contient (safetensors), ou videz-la pour vous en passer.",
            f"The reranking model “{name}” cannot be loaded ({why}): set REPERE_RERANKER_MODEL to the path of a folder "
            "that holds it (safetensors), or empty it to do without.",
        ) from error


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _head(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.sha256(file.read(1 << 20)).hexdigest()


def _encoded(encode: Callable[..., Any], texts: Sequence[str]) -> Vectors:
    """sentence-transformers sorts by length itself."""
    clean = [_clean(text) for text in texts]
    vectors = encode(clean, batch_size=32, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False)
    return np.asarray(vectors, np.float32).reshape(len(texts), -1)


def _load(name: str) -> _Model:
    """A sentence-transformers model: safetensors only, no code of its own, on the CPU."""
    try:
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        model: Any = SentenceTransformer(
            name, device="cpu", trust_remote_code=False, model_kwargs={"use_safetensors": True}
        )
    except Exception as error:  # the hub, the disk and torch each raise their own
        raise _unavailable(name, error) from error
    return cast("_Model", model)


def _unavailable(name: str, error: Exception) -> EmbeddingUnavailable:
    why = type(error).__name__
    return EmbeddingUnavailable(
        f"Le modèle de plongement « {name} » ne peut pas être chargé ({why}) : donnez à REPERE_EMBEDDING_MODEL le "
        "chemin d'un dossier qui le contient (safetensors), ou videz-la pour le modèle livré.",
        f"The embedding model “{name}” cannot be loaded ({why}): set REPERE_EMBEDDING_MODEL to the path of a folder "
        "that holds it (safetensors), or empty it for the packaged model.",
    )
