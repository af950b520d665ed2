"""What people write first, for scale: 1000-character chunks, the same encoder, the nearest chunk as the answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.library import Library, citation_id
from assistant.model import Answer, Citation, Claim, Lang, Question
from ingest.model import Document, Place

if TYPE_CHECKING:
    from ingest.ports import Embedder

CHUNK, OVERLAP = 1000, 200
Split = Callable[[str], list[str]]


class Naive:
    """Answers every question with the chunk nearest by cosine. Never refuses, cites what it shows."""

    def __init__(self, library: Library, embedder: Embedder, split: Split) -> None:
        self._embedder = embedder
        self._chunks = [
            (document, chunk)
            for description in library.descriptions()
            for document in [library.generation.document(description.document)]
            for chunk in split(document.text)
        ]
        self._vectors = embedder.embed_passages([chunk for _, chunk in self._chunks])

    def answer(self, question: Question) -> Answer:
        scores = self._vectors @ self._embedder.embed_query(question.text)
        document, chunk = self._chunks[int(scores.argmax())]
        citation = _cited(document, chunk)
        return Answer(
            id=question.id,
            question=question.text,
            language=Lang.FR,
            text=chunk,
            claims=(Claim(chunk, (citation.id,)),),
            citations=(citation,),
        )


def _cited(document: Document, chunk: str) -> Citation:
    start = max(document.text.find(chunk), 0)
    block = next((b for b in document.blocks if b.place.start <= start < b.place.end), document.blocks[0])
    place = Place(
        page=block.place.page, sheet=block.place.sheet, row=block.place.row, start=start, end=start + len(chunk)
    )
    return Citation(citation_id(document.name, chunk, place), document.name, chunk, place)
