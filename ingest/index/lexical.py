"""Which passages share words with a question: BM25 of a passage, and of the section it is a part of.

Rows of ``parts`` are entries: one for each passage, then one for each question attached to a passage. Rows of
``wholes``, ``pairs`` and ``grams`` are sections (``ingest.documents.passages.wholes``). Everything comes out per passage.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ingest.index.arrays import mapped, save
from ingest.index.postings import Mask, Postings, Scores, write_postings
from ingest.languages import FRENCH, content_words, stem
from ingest.model import Passage

Numbers = NDArray[np.int32]
_NUMBER = "<i4"

# Weights beside the words of the whole, measured on a public set (docs/decisions.md).
PARTS, PAIRS, GRAMS = 0.7, 0.5, 0.5
_FIELDS = ("parts", "wholes", "pairs", "grams")


@dataclass(frozen=True, slots=True)
class Wanted:
    """A question's stems, pairs of neighbouring stems, and letter four-grams, each with a weight."""

    stems: Mapping[str, float]
    pairs: Mapping[str, float]
    grams: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Shares:
    """BM25 scores, shape (passages,): ``total`` weighed and summed, then what each part of it was for the passage."""

    total: Scores
    parts: Scores
    wholes: Scores
    pairs: Scores
    grams: Scores


class Lexical:
    """Maps the files; thread-safe."""

    def __init__(self, folder: Path) -> None:
        self._parts, self._wholes, self._pairs, self._grams = (Postings(folder, name) for name in _FIELDS)
        self._entry_passage: Numbers = mapped(folder / "entry_passage", _NUMBER)
        self._entry_whole: Numbers = mapped(folder / "entry_whole", _NUMBER)
        self._whole_document: Numbers = mapped(folder / "whole_document", _NUMBER)
        self.passages = int(self._entry_passage.max(initial=-1)) + 1

    def shares(self, wanted: Wanted, allowed: Mask | None) -> Shares:
        """``allowed`` has shape (documents,); ``None`` allows all of them."""
        wholes, entries = self._masks(allowed)
        parts = self._parts.scores(wanted.stems, entries)
        words = self._wholes.scores(wanted.stems, wholes)
        pairs, letters = self._pairs.scores(wanted.pairs, wholes), self._grams.scores(wanted.grams, wholes)
        of = self._entry_whole
        total = np.float32(PARTS) * parts + (words + np.float32(PAIRS) * pairs + np.float32(GRAMS) * letters)[of]
        best, own = total[: self.passages].copy(), of[: self.passages]
        # A passage is as good as the best of itself and the questions attached to it.
        np.maximum.at(best, self._entry_passage[self.passages :], total[self.passages :])
        return Shares(best, parts[: self.passages], words[own], pairs[own], letters[own])

    def frequency(self, term: str, allowed: Mask | None = None) -> int:
        """How many passages hold a stem."""
        return self._parts.frequency(term, self._masks(allowed)[1])

    def documents_of(self, passages: Numbers) -> Numbers:
        """The document number of each passage number."""
        documents: Numbers = self._whole_document[self._entry_whole[passages]]
        return documents

    def _masks(self, allowed: Mask | None) -> tuple[Mask | None, Mask | None]:
        if allowed is None:
            return None, None
        wholes = allowed[self._whole_document]
        return wholes, wholes[self._entry_whole]


@dataclass(slots=True)
class LexicalWriter:
    """Takes passages in order, writes the files once."""

    _parts: list[list[str]] = field(default_factory=list)
    _asked: list[tuple[int, int, list[str]]] = field(default_factory=list)  # passage, document, words
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
            self._asked += [(len(self._parts), number, content_words(q, FRENCH)) for q in passage.questions]
            self._parts.append(content_words(passage.context, FRENCH) + text)
            self._wholes[first + whole] += text
            self._passage_whole.append(first + whole)

    def write(self, folder: Path) -> None:
        """A question attached to a passage is an entry and a whole of its own."""
        folder.mkdir(mode=0o700)
        questions = [words for _, _, words in self._asked]
        parts, wholes = self._parts + questions, self._wholes + questions
        entry_whole = [*self._passage_whole, *range(len(self._wholes), len(wholes))]
        write_postings(folder, "parts", (stems(words) for words in parts))
        write_postings(folder, "wholes", (stems(words) for words in wholes))
        write_postings(folder, "pairs", (pairs(stems(words)) for words in wholes))
        write_postings(folder, "grams", (grams(words) for words in wholes))
        of = [*range(len(self._parts)), *(passage for passage, _, _ in self._asked)]
        save(folder / "entry_passage", np.array(of, _NUMBER))
        save(folder / "entry_whole", np.array(entry_whole, _NUMBER))
        documents = [*self._whole_document, *(document for _, document, _ in self._asked)]
        save(folder / "whole_document", np.array(documents, _NUMBER))


def pairs(terms: Sequence[str]) -> list[str]:
    """Neighbouring terms, in order: « comité directeur » is more than comité and directeur."""
    return [f"{one}_{other}" for one, other in pairwise(terms)]


def stems(words: Iterable[str]) -> list[str]:
    """Each word (folded already) cut to its French stem."""
    return [stem(word, FRENCH) for word in words]


def grams(words: Iterable[str], size: int = 4) -> list[str]:
    """Letter n-grams of folded words, each word fenced so that its ends count: « avis » gives _avi, avis, vis_."""
    found = []
    for word in words:
        fenced = f"_{word}_"
        found += [fenced[i : i + size] for i in range(max(1, len(fenced) - size + 1))]
    return found
