"""What a language is to the analyser: a value, no behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Language:
    """Every word is folded (lower case, no accents). ``stemmer`` is the name of a Snowball algorithm.

    ``spoken`` maps how people type a function word to how it is spelt (« koi » : « quoi »). ``others``
    are well spelt though lists of usual words lack them.
    """

    code: str
    stemmer: str
    elisions: frozenset[str] = field(hash=False)
    stop_words: frozenset[str] = field(hash=False)
    interrogatives: frozenset[str] = field(hash=False)
    months: Mapping[str, int] = field(hash=False)
    numbers: Mapping[str, int] = field(hash=False)
    spoken: Mapping[str, str] = field(hash=False, default_factory=dict)
    others: frozenset[str] = field(hash=False, default_factory=frozenset)
