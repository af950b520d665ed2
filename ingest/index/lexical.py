"""Which passages share words with a question: BM25 of parts, of the wholes they belong to, and of letter four-grams.

Rows of ``words`` and ``grams`` are entries: one for each passage, then one for each question attached to a passage.
Rows of ``wholes`` are sections (``ingest.passages.wholes``). Everything comes out per passage.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.index.postings import Mask, Postings, Scores, write_postings
from ingest.languages import FRENCH, content_words, stem
from ingest.model import Passage

Numbers = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Shares:
    """BM25 per passage, each of shape (passages,): of the passage, of its whole, of its letter four-grams."""

    parts: Scores
    wholes: Scores
    grams: Scores


class Lexical:
    """Maps the files; thread-safe."""

    def __init__(self, folder: Path) -> None:
        self._words, self._grams, self._wholes = (Postings(folder, name) for name in ("words", "grams", "wholes"))
        self._entry_passage: Numbers = np.load(folder / "entry_passage.npy", mmap_mode="r")
        self._passage_whole: Numbers = np.load(folder / "passage_whole.npy", mmap_mode="r")
        self._whole_document: Numbers = np.load(folder / "whole_document.npy", mmap_mode="r")
        self.passages = len(self._passage_whole)

    def shares(self, terms: Mapping[str, float], grams: Mapping[str, float], allowed: Mask | None) -> Shares:
        """``allowed`` has shape (documents,); ``None`` allows all of them."""
        wholes = None if allowed is None else allowed[self._whole_document]
        entries = None if wholes is None else wholes[self._passage_whole[self._entry_passage]]
        return Shares(
            parts=self._per_passage(self._words.scores(terms, entries)),
            wholes=self._wholes.scores(terms, wholes)[self._passage_whole],
            grams=self._per_passage(self._grams.scores(grams, entries)),
        )

    def frequency(self, term: str, allowed: Mask | None = None) -> int:
        wholes = None if allowed is None else allowed[self._whole_document]
        entries = None if wholes is None else wholes[self._passage_whole[self._entry_passage]]
        return self._words.frequency(term, entries)

    def documents_of(self, passages: NDArray[np.int64]) -> Numbers:
        """The document number of each passage number."""
        documents: Numbers = self._whole_document[self._passage_whole[passages]]
        return documents

    def _per_passage(self, entries: Scores) -> Scores:
        best = entries[: self.passages].copy()
        np.maximum.at(best, self._entry_passage[self.passages :], entries[self.passages :])
        return best


@dataclass(slots=True)
class LexicalWriter:
    """Takes passages in order, writes the files once."""

    _words: list[list[str]] = field(default_factory=list)
    _asked: list[tuple[int, list[str]]] = field(default_factory=list)
    _wholes: list[list[str]] = field(default_factory=list)
    _passage_whole: array[int] = field(default_factory=lambda: array("i"))
    _whole_document: array[int] = field(default_factory=lambda: array("i"))

    def document(self, number: int, found: Sequence[Passage], wholes: Sequence[int]) -> None:
        """The passages of one document and the number, within it, of the whole each belongs to."""
        first = len(self._wholes)
        for passage, whole in zip(found, wholes, strict=True):
            while first + whole >= len(self._wholes):
                self._wholes.append(content_words(passage.context, FRENCH))
                self._whole_document.append(number)
            text = content_words(passage.text, FRENCH)
            self._asked += [(len(self._words), content_words(asked, FRENCH)) for asked in passage.questions]
            self._words.append(content_words(passage.context, FRENCH) + text)
            self._wholes[first + whole] += text
            self._passage_whole.append(first + whole)

    def write(self, folder: Path) -> None:
        folder.mkdir(mode=0o700)
        entries = [*self._words, *(words for _, words in self._asked)]
        write_postings(folder, "words", (stems(words) for words in entries))
        write_postings(folder, "grams", (grams(words) for words in entries))
        write_postings(folder, "wholes", (stems(words) for words in self._wholes))
        of = [*range(len(self._words)), *(number for number, _ in self._asked)]
        np.save(folder / "entry_passage.npy", np.array(of, np.int32))
        np.save(folder / "passage_whole.npy", np.array(self._passage_whole, np.int32))
        np.save(folder / "whole_document.npy", np.array(self._whole_document, np.int32))


def stems(words: Iterable[str]) -> list[str]:
    return [stem(word, FRENCH) for word in words]


def grams(words: Iterable[str], size: int = 4) -> list[str]:
    """Letter n-grams of folded words, each word fenced so that its ends count: « avis » gives _avi, avis, vis_."""
    found = []
    for word in words:
        fenced = f"_{word}_"
        found += [fenced[i : i + size] for i in range(max(1, len(fenced) - size + 1))]
    return found
