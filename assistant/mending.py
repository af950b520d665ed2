"""A question as it was probably meant: courtesies set aside, misspelt words mended.

A word that neither the language nor the documents know is mended to the nearest word of the documents, or to the
nearest word people ask with (« comiben », « projtes », « risuqe »): both are what a question can be about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from assistant.lexicon import asking_words, english_words
from assistant.model import Lang
from ingest.languages import ENGLISH, FRENCH, fold
from ingest.languages.spelling import Speller, common_words, known_words

_COURTESY = (
    r"bonjour|bonsoir|salut|all[oô]|hello|hi|hey|good (?:morning|afternoon)|merci(?: d'avance| beaucoup)?|thanks?(?: you)?|"
    r"s'?il (?:vous|te) pla[iî]t|svp|stp|please|pardon|excuse[zr]?[- ]?(?:moi)?|excuse me|euh+|heu+|hum+|"
    r"je me demand(?:ais|e)(?: si)?|j'aimerais savoir|je voudrais savoir|je cherche à savoir|peux-tu me dire|"
    r"pouvez-vous me dire|pourriez-vous me dire|sais-tu|savez-vous|dis(?:-moi)?(?: donc)?|dites(?:-moi)?(?: donc)?|"
    r"i was wondering|i wonder|could you(?: please)? tell me|can you(?: please)? tell me|tell me|do you know|"
    r"une (?:petite )?question|question|rapidement|bon|ok|okay"
)
_ASKS = r"qui|quel(?:le)?s?|quoi|où|ou|combien|quand|comment|pourquoi|who|what|when|where|how|which|why|if"
_FIRST = re.compile(rf"^\s*(?:(?:{_COURTESY})(?:\s*[,!.:…–-]+\s*|\s+(?=(?:{_COURTESY}|{_ASKS})\b)))+", re.IGNORECASE)
_LAST = re.compile(rf"[\s,]+(?:{_COURTESY})\s*([?!.\s]*)$", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W\d_]{4,}(?:['’][^\W\d_]+)?")


@dataclass(frozen=True, slots=True)
class Mended:
    """``text`` with its misspelt words replaced; ``others`` gives what else a replaced word may have been."""

    text: str
    pairs: tuple[tuple[str, str], ...] = ()
    others: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def plainly(text: str) -> str:
    """The question without the courtesies around it; the whole text when nothing else is there."""
    bare = _LAST.sub(r"\1", _FIRST.sub("", text))
    return bare if re.search(r"\w", bare) else text


def mend(text: str, language: Lang, speller: Speller) -> Mended:
    """Misspelt words replaced by what they stand for. Names and acronyms are left alone."""
    shouted = text.upper() == text
    pairs: list[tuple[str, str]] = []
    others: dict[str, tuple[str, ...]] = {}

    def replaced(found: re.Match[str]) -> str:
        token = found.group()
        word = fold(token.replace("’", "'"))
        if "'" in word or (not shouted and _named(found)) or _known(word, language, speller):
            return token
        candidates = _candidates(word, language, speller)
        if not candidates:
            return token
        pairs.append((word, candidates[0]))
        others[candidates[0]] = candidates[1:]
        return candidates[0]

    return Mended(_TOKEN.sub(replaced, text), tuple(pairs), others)


def _named(found: re.Match[str]) -> bool:
    """An acronym, or a capital inside the sentence: somebody's or something's name, not a slip."""
    token, before = found.group(), found.string[: found.start()].rstrip(" «\"'(")
    return token[1:] != token[1:].lower() or (token[0].isupper() and bool(before) and before[-1] not in ".!?:")


def _known(word: str, language: Lang, speller: Speller) -> bool:
    if language is Lang.EN and (word in known_words(ENGLISH) or word in english_words()):
        return True
    return speller.knows(word) or word in FRENCH.spoken or word in asking_words()


def _candidates(word: str, language: Lang, speller: Speller) -> tuple[str, ...]:
    """Nearest words of the documents and of asking, likeliest first; the documents' first when as near."""
    near = [*speller.near(word), *((found, cost + _ELSEWHERE) for found, cost in _asking_speller(language).near(word))]
    if not near:
        return ()
    best = min(cost for _, cost in near)
    return tuple(dict.fromkeys(found for found, cost in sorted(near, key=lambda pair: pair[1]) if cost <= best + 0.5))[
        :3
    ]


@cache
def _asking_speller(language: Lang) -> Speller:
    """Words people ask with, and those everybody uses, in one language."""
    asking, spoken = (english_words(), ENGLISH) if language is Lang.EN else (asking_words(), FRENCH)
    return Speller(dict(common_words(spoken)) | dict.fromkeys(asking, _ASKED_WITH), FRENCH)


_ELSEWHERE = 0.2  # what a word that the documents do not use is held to be further
_ASKED_WITH = 1_000_000
