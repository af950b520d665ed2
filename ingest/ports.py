"""What ingest needs from outside, as protocols. One adapter each, named in ``bootstrap``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from ingest.model import Description

Vectors = NDArray[np.float32]  # shape (n, dimension), rows of unit length


class Embedder(Protocol):
    """Texts to unit vectors. ``identity`` names model and revision; two identities never share an index."""

    @property
    def identity(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors: ...

    def embed_query(self, text: str) -> Vectors:
        """Shape (dimension,)."""
        ...


@runtime_checkable
class Reranks(Protocol):
    """An embedder that can also read a question and a passage together, which is slower and surer."""

    def rerank(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """How well each passage answers, in [0, 1]. Shape (n,)."""
        ...


class VectorStore(Protocol):
    """Nearest passages by cosine similarity, in a folder of its own, written once and then only read."""

    def add(self, ids: Sequence[str], vectors: Vectors) -> None: ...

    def nearest(self, vector: Vectors, count: int) -> list[tuple[str, float]]:
        """(passage id, cosine similarity in [-1, 1]), best first."""
        ...

    def get(self, ids: Sequence[str]) -> dict[str, Vectors]: ...

    def close(self) -> None: ...


class Opens(Protocol):
    """Makes or opens a store in a folder."""

    def __call__(self, folder: Path, *, create: bool) -> VectorStore: ...


class Questioner(Protocol):
    """Something that foresees the questions a passage answers: a chat model."""

    @property
    def name(self) -> str: ...

    def questions(self, text: str, context: str) -> Sequence[str] | None:
        """What people would ask to be told this; None when it cannot say now."""
        ...

    def may_read(self, description: Description) -> bool:
        """Whether a document may be sent to it."""
        ...
