"""What a language is to the analyser: a value, no behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """Every word is folded (lower case, no accents). ``stemmer`` is the name of a Snowball algorithm."""

    code: str
    stemmer: str
    elisions: frozenset[str]
    stop_words: frozenset[str]
    interrogatives: frozenset[str]
    months: Mapping[str, int]
    numbers: Mapping[str, int]
