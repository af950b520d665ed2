"""Mending words that neither the corpus nor the language knows: « aprouve », « piplines », « dacheter ».

Candidates come from the corpus' own words first: a question can only be answered with them. Distance is optimal
string alignment (a swap counts one); words that sound alike are allowed one more letter.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from ingest.languages.analysis import fold
from ingest.languages.language import Language

_SOUNDS = (
    (re.compile(r"ph"), "f"),
    (re.compile(r"ti(?=on)|ssi(?=on)"), "si"),
    (re.compile(r"qu|ck|k|q|c(?![eiyh])"), "k"),
    (re.compile(r"c(?=[eiy])|ss|sc(?=[eiy])"), "s"),
    (re.compile(r"eau|au|aux"), "o"),
    (re.compile(r"ai|ei|er$|ez$|et$"), "e"),
    (re.compile(r"y"), "i"),
    (re.compile(r"g(?=[ei])"), "j"),
    (re.compile(r"h"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?<=..)(?:ent|es|e|s|t|d|x)$"), ""),
)


@cache
def frequencies(language: Language) -> Mapping[str, int]:
    """Folded words and how often films' subtitles say them (pyspellchecker, MIT; about 140,000 in French)."""
    from spellchecker import SpellChecker

    counted: dict[str, int] = {}
    for word, count in SpellChecker(language=language.code).word_frequency.dictionary.items():
        key = fold(word)
        counted[key] = counted.get(key, 0) + count
    return counted


@cache
def known_words(language: Language) -> frozenset[str]:
    """The folded words of the language."""
    return frozenset(word for word, count in frequencies(language).items() if count >= _RARE) | language.others


# Rarer entries of the list are mostly typing errors themselves.
_RARE = 40


def sound(word: str) -> str:
    """A rough French phonetic key of a folded word: « informatik » and « informatique » share it."""
    for pattern, replacement in _SOUNDS:
        word = pattern.sub(replacement, word)
    return word


SOUND = 1.1  # letters that sounding alike is worth: people write what they hear


_REMEMBERED = 20_000  # words whose mending is kept
_LONGEST = 40  # letters of a word that may be mended
_LITTLE = 2.0  # letters that an elision before a little word is worth


def allowance(word: str) -> int:
    """How many letters may be wrong in a word of this length."""
    return 0 if len(word) < 4 else 1 if len(word) < 7 else 2


class Speller:
    """Mends words against a vocabulary (folded word → count in the corpus)."""

    def __init__(self, vocabulary: Mapping[str, int], language: Language) -> None:
        self._vocabulary = vocabulary
        self._language = language
        self._mended: dict[str, tuple[str, ...]] = {}

    def knows(self, word: str) -> bool:
        """Whether a folded word needs no mending: the corpus or the language has it, or it holds a digit."""
        return word in self._vocabulary or any(c.isdigit() for c in word) or word in known_words(self._language)

    def said(self, word: str) -> bool:
        """Whether the corpus itself holds a folded word."""
        return word in self._vocabulary

    def mend(self, word: str, count: int = 3) -> tuple[str, ...]:
        """Corpus words that a misspelt folded word may stand for, likeliest first; empty when it is well spelt."""
        found = self._mended.get(word)
        if found is None:
            found = () if not 4 <= len(word) <= _LONGEST or self.knows(word) else self._candidates(word, count)
            if len(self._mended) >= _REMEMBERED:  # people may send any number of words that are none
                self._mended.clear()
            self._mended[word] = found
        return found

    def near(self, word: str) -> list[tuple[str, float]]:
        """Words of the vocabulary within reach of a misspelt one, and how far each is; nearest, then most used, first."""
        return sorted(self._near(word), key=lambda pair: (pair[1], -self._vocabulary.get(pair[0], 0)))

    def _candidates(self, word: str, count: int) -> tuple[str, ...]:
        scored = self.near(word)
        best = scored[0][1] if scored else 0.0
        return tuple(candidate for candidate, cost in scored if cost <= best + 0.5)[:count]

    def _near(self, word: str) -> list[tuple[str, float]]:
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        limit, key, letters = allowance(word) + 1, sound(word), sorted(word)
        found = extract(word, self._vocabulary.keys(), scorer=OSA.distance, score_cutoff=limit, limit=40)
        kept = []
        for candidate, distance, _ in found:
            alike = sound(candidate) == key
            swapped = sorted(candidate) == letters  # fingers swap letters more often than they change them
            if len(candidate) > 3 and distance - alike < limit:
                kept.append((candidate, distance - SOUND * alike - 0.25 * (candidate[0] == word[0]) - 0.3 * swapped))
        return kept + self._glued(word)

    def _glued(self, word: str) -> list[tuple[str, float]]:
        """« dacheter », « cest »: an elision typed without its apostrophe, which before a little word is surer than any other
        mending."""
        parts = [(e, word[len(e) :]) for e in self._language.elisions if word.startswith(e)]
        little = [(f"{e}'{rest}", -_LITTLE) for e, rest in parts if len(rest) > 1 and rest in self._language.stop_words]
        return little + [(rest, 0.5) for _, rest in parts if len(rest) > 3 and rest in self._vocabulary]
