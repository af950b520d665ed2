"""A small corpus as values, and an embedder with no model in it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import pytest

from ingest.documents.passages import passages
from ingest.facts.records import Fact, Term
from ingest.index.writing import Entry
from ingest.model import Anticipated, Block, BlockKind, Description, Document, Kind, Place
from ingest.ports import Vectors


class HashEmbedder:
    """The same text always has the same vector; unlike texts have unlike ones. Counts what it is asked."""

    identity = "hash@1"
    dimension = 16

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return self.embed_queries(texts)

    def embed_queries(self, texts: Sequence[str]) -> Vectors:
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text: str) -> Vectors:
        seed = int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:4], "big")
        vector = np.random.default_rng(seed).standard_normal(self.dimension).astype(np.float32)
        return vector / np.linalg.norm(vector)


def document(name: str, *texts: str) -> Document:
    blocks, start = [], 0
    for number, text in enumerate(texts):
        place = Place(section=("Partie",), start=start, end=start + len(text))
        blocks.append(Block(f"b{number}", BlockKind.PARAGRAPH, text, place))
        start += len(text) + 1
    return Document(name, "text", "\n".join(texts), tuple(blocks), name)


def entry(name: str, *texts: str, groups: Sequence[str] = (), question: str = "", restricted: bool = False) -> Entry:
    read = document(name, *texts)
    asked = (Anticipated(question, texts[0]),) if question else ()
    about = Description(
        name, f"Titre de {name}", Kind.OTHER, audience=frozenset(groups), questions=asked, restricted=restricted
    )
    fact = Fact(texts[0], texts[0], read.blocks[0].place)
    term = Term(id=f"{name}#t", document=name, name=fact, meaning=fact)
    return Entry(read, about, passages(read, about), (term,), digest="0")


CORPUS = (
    entry("budget.txt", "Le comité directeur approuve le budget annuel.", "La direction le prépare en mars."),
    entry("ethique.txt", "Le comité d'éthique rend son avis en vingt jours.", question="Combien de temps attend-on ?"),
    entry("secret.txt", "Le projet Aurore remplace le réseau.", groups=("direction",)),
)


@pytest.fixture
def embedder() -> HashEmbedder:
    return HashEmbedder()
