"""Cuts texts into the word pieces of multilingual-e5-small, each with its place in the text.

The whole tokenizer holds 250,000 pieces: 0.6 s to open and 280 MB. The near one holds those of Latin and Greek letters,
signs and emoji: 0.16 s and 95 MB. A text whose normalised characters are all among these is cut alike by both, since a
piece with another character cannot match; the first text with another one brings in the whole, in the near one's place.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Span = tuple[int, int]  # start and end in characters, end excluded
# More characters than this never fit in 512 pieces; a text is cut there before it is read.
CHARACTERS = 16_384
# The same characters as NEAR of tools/encoder_files.py, which writes near.json.
_NEAR = re.compile("[\u0020-\u03ff\u1e00-\u2bff\ufe00-\ufe0f\U0001f000-\U0001faff]*")


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text's word pieces: their numbers in the vocabulary, and where each lies in the text, blanks around left out."""

    numbers: tuple[int, ...]
    spans: tuple[Span, ...]


class Cutter:
    """A folder with ``near.json``, ``near.ids`` and ``tokenizer.json``. Thread-safe."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        numbers: NDArray[np.uint32] = np.fromfile(folder / "near.ids", "<u4")
        self._opened: tuple[Any, NDArray[np.uint32] | None] | None = (_tokenizer(folder / "near.json"), numbers)

    def cut(self, texts: Sequence[str]) -> list[Pieces]:
        """Without the pieces of begin and end. A lone surrogate counts as « ? »."""
        return [self._one(clean(text)) for text in texts]

    def _one(self, text: str) -> Pieces:
        start = len(text) - len(text.lstrip())
        held = text[start : start + CHARACTERS].rstrip()
        tokenizer, numbers = self._fit(held)
        encoded = tokenizer.encode(held, add_special_tokens=False)
        chosen = encoded.ids if numbers is None else numbers[encoded.ids].tolist()
        return Pieces(tuple(chosen), tuple(_placed(held, span, start) for span in encoded.offsets))

    def _fit(self, text: str) -> tuple[Any, NDArray[np.uint32] | None]:
        """The tokenizer for this text, and the numbers its pieces have in the whole vocabulary where they differ."""
        with self._lock:
            if not self._fits(text):
                # Let go of first: the whole one then takes its memory.
                self._opened = None
            if self._opened is None:
                self._opened = _tokenizer(self._folder / "tokenizer.json"), None
            return self._opened

    def _fits(self, text: str) -> bool:
        if self._opened is None:
            return False
        tokenizer, numbers = self._opened
        return numbers is None or _NEAR.fullmatch(tokenizer.normalizer.normalize_str(text)) is not None


def clean(text: str) -> str:
    """As many characters, and all of them can be written in UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _placed(text: str, span: Span, start: int) -> Span:
    """A piece's place in the uncut text, without the blank that a piece at the head of a word takes in."""
    low, high = span
    while low < high and text[low].isspace():
        low += 1
    return low + start, high + start


def _tokenizer(path: Path) -> Any:
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(path))
