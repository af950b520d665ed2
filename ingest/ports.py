"""What ingest needs from outside, as protocols. One adapter each, named in ``bootstrap``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal, NamedTuple, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from ingest.model import Description

Vectors = NDArray[np.float32]  # shape (n, dimension), rows of unit length
TextKind = Literal["query", "passage"]  # what is asked, and what is read to answer it: models encode them apart


class TokenVectors(NamedTuple):
    """A text's word pieces: their vectors, shape (n, dimension), and where each lies in the text, in characters."""

    vectors: Vectors
    spans: tuple[tuple[int, int], ...]


class Embedder(Protocol):
    """Texts to unit vectors. ``identity`` names model and revision; two identities never share an index."""

    @property
    def identity(self) -> str:
        """Name and revision of the model."""
        ...

    @property
    def dimension(self) -> int:
        """How many numbers a vector has."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Shape (n, dimension), in the order of the texts."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """Shape (dimension,)."""
        ...

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        """Shape (n, dimension): each row is what ``embed_query`` gives."""
        ...


@runtime_checkable
class ReadsMeaning(Protocol):
    """An embedder other than the packaged one that gives the packaged one's vector too: what is fitted on questions reads
    that one, whoever embeds the documents."""

    def embed_meaning(self, text: str) -> Vectors:
        """Shape (the packaged model's dimension,)."""
        ...


@runtime_checkable
class ReadsTokens(Protocol):
    """An embedder that also gives the vectors of a text's word pieces, for late interaction."""

    def tokens(self, text: str, kind: TextKind) -> TokenVectors:
        """In the text's order; as many as the model reads of it. Blanks are in no place."""
        ...

    def tokens_of(self, texts: Sequence[str], kind: TextKind) -> list[TokenVectors]:
        """The same for several texts at once."""
        ...


@runtime_checkable
class Reranks(Protocol):
    """An embedder that can also read a question and a passage together, which is slower and surer."""

    def rerank(self, question: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """How well each passage answers, in [0, 1]. Shape (n,)."""
        ...


class VectorStore(Protocol):
    """Nearest passages by cosine similarity, in a folder of its own, written once and then only read."""

    def add(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Vectors of shape (n, dimension), each under its passage id."""
        ...

    def nearest(self, vector: Vectors, count: int) -> list[tuple[str, float]]:
        """(passage id, cosine similarity in [-1, 1]), best first."""
        ...

    def get(self, ids: Sequence[str]) -> dict[str, Vectors]:
        """Passage id → vector of shape (dimension,); an id that is not there is left out."""
        ...

    def close(self) -> None:
        """Lets go of the files. Nothing is asked of the store afterwards."""
        ...


class Opens(Protocol):
    """Makes or opens a store in a folder."""

    def __call__(self, folder: Path, *, create: bool) -> VectorStore:
        """A new store when ``create``, else the one there. Raises WriteFailed, or DamagedIndex."""
        ...


class Questioner(Protocol):
    """Something that foresees the questions a passage answers: a chat model."""

    @property
    def name(self) -> str:
        """Name of the model, kept beside the questions it foresaw."""
        ...

    def questions(self, text: str, context: str) -> Sequence[str] | None:
        """What people would ask to be told this; None when it cannot say now."""
        ...

    def may_read(self, description: Description) -> bool:
        """Whether a document may be sent to it."""
        ...
