"""One analysis for documents and questions: fold, cut, drop, stem. In that order, and for a reason.

Accents go before the stop list and before the stemmer, or « remuneree » never meets « rémunérée »; ligatures go
before accents, or « cœur » becomes « cur ». Both were measured (docs/decisions.md).
"""

from __future__ import annotations

import re
import threading
import unicodedata
from functools import lru_cache

from ingest.languages.language import Language

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "’": "'", "ʼ": "'", "‘": "'"})
# Inclusive writing: « un·e », « chargé(e)s », « adjoint(e) », « employé.e.s » are one word.
_INCLUSIVE = re.compile(
    r"(?<=\w\w)(?:[·•.]|\()(?:e|es|ne|nes|trice|trices|euse|euses|ve|ves|le|les)(?:\)|[·•.]s)?(s?)(?!\w)"
)
_WORD = re.compile(r"[a-z0-9]+")
_SHORT = 120  # characters of a text whose folded form is remembered: names, heads and cells come back all the time


def fold(text: str) -> str:
    """Lower case, no accents, no ligatures, straight apostrophes. Length may change."""
    if text.isascii():
        return text.lower()
    return _folded(text) if len(text) <= _SHORT else _unaccented(text)


@lru_cache(maxsize=100_000)
def _folded(text: str) -> str:
    return _unaccented(text)


def _unaccented(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES).lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """Folded words in order, elisions and hyphens cut, nothing dropped: « l'IUCPQ-UL » gives l, iucpq, ul."""
    return list(_remembered(text)) if len(text) <= _SHORT else _cut(text)


@lru_cache(maxsize=20_000)
def _remembered(text: str) -> tuple[str, ...]:
    return tuple(_cut(text))


def _cut(text: str) -> list[str]:
    return _WORD.findall(_INCLUSIVE.sub(r"\1", fold(text)))


# One a thread: a stemmer keeps the word it works on, and two threads in one give wrong stems, or a KeyError.
_OWN = threading.local()


def _stemmer(name: str):  # type: ignore[no-untyped-def]  # snowballstemmer ships no types
    import snowballstemmer

    if name not in _OWN.__dict__:
        _OWN.__dict__[name] = snowballstemmer.stemmer(name)
    return _OWN.__dict__[name]


@lru_cache(maxsize=200_000)
def stem(word: str, language: Language) -> str:
    """The Snowball stem of a folded word. Numbers and codes are their own stem."""
    if any(c.isdigit() for c in word):
        return word
    stemmed: str = _stemmer(language.stemmer).stemWord(word)
    return stemmed


def content_words(text: str, language: Language) -> list[str]:
    """Folded words that carry meaning: no stop word, no lone letter."""
    return [w for w in words(text) if w not in language.stop_words and (len(w) > 1 or w.isdigit())]


def analyse(text: str, language: Language) -> list[str]:
    """The terms a text is searched by."""
    return [stem(w, language) for w in content_words(text, language)]
