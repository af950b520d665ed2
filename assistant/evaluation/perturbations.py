"""Eight ways people mistype a question. The same question perturbed should lead to the same first citation."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable

from ingest.languages import ENGLISH, FRENCH, fold

_FILLERS = ("bonjour, ", "euh ", "s'il vous plaît, ", "je me demandais, ", "dites-moi donc, ")
_WORD = re.compile(r"\w+", re.UNICODE)


def without_accents(text: str, _: random.Random) -> str:
    decomposed = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def capitals(text: str, _: random.Random) -> str:
    return text.upper()


def typing_errors(text: str, chance: random.Random) -> str:
    """Two neighbouring letters swapped in one long word out of two."""

    def swap(found: re.Match[str]) -> str:
        word = found.group()
        if len(word) < 6 or any(c.isdigit() for c in word) or word.isupper() or chance.random() < 0.5:
            return word
        at = chance.randrange(1, len(word) - 2)
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]

    return _WORD.sub(swap, text)


def lost_elision(text: str, _: random.Random) -> str:
    """« l'entente » typed « lentente »."""
    return re.sub(r"\b([dlnsjmDLNSJM]|[qQ]u)['’](?=\w)", r"\1", text)


def other_apostrophes(text: str, _: random.Random) -> str:
    return text.replace("’", "'") if "’" in text else text.replace("'", "’")


def word_order(text: str, _: random.Random) -> str:
    """The second half first, as when people add what they forgot."""
    said = text.rstrip(" ?!.").split()
    half = len(said) // 2
    return " ".join(said[half:] + said[:half]) + " ?"


def telegraphic(text: str, _: random.Random) -> str:
    """Only the words that carry meaning, and the question word."""
    stops = (FRENCH.stop_words | ENGLISH.stop_words) - FRENCH.interrogatives - ENGLISH.interrogatives
    said = re.findall(r"[\w-]+", re.sub(r"\b\w{1,2}['’]", "", text))
    return " ".join(w for w in said if fold(w) not in stops) or text


def filler_words(text: str, chance: random.Random) -> str:
    return chance.choice(_FILLERS) + text[:1].lower() + text[1:]


PERTURBATIONS: dict[str, Callable[[str, random.Random], str]] = {
    "no accents": without_accents,
    "capitals": capitals,
    "typing errors": typing_errors,
    "elision": lost_elision,
    "apostrophes": other_apostrophes,
    "word order": word_order,
    "telegraphic": telegraphic,
    "filler words": filler_words,
}
