"""Whether a French question says what an English one asks.

Nothing here knows English beyond the glossary. So each word of meaning on one side must have its match on the other:
a pair of the glossary, a pair the model named (which the person is told), or itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant.lexicon import asks_only, names_nothing, root, translate
from assistant.model import Query
from assistant.understanding import asked, detect
from ingest.languages import ENGLISH, FRENCH, words

_NOT_ENGLISH = re.compile(r"\b(not|never|no|without|cannot|neither|nor|n t|\w+n t)\b")
_NOT_FRENCH = re.compile(r"\b(ne|n|pas|jamais|sans|aucune?|ni|non)\b")
_LONGEST = 500  # characters


def denies(text: str) -> bool:
    """Whether a question denies something (« ne… pas », “not”), in either language."""
    said = " ".join(words(text))
    return bool(_NOT_ENGLISH.search(said) or _DENIES.search(said))


# « n » alone is also « l'on n'… » or a letter; with what follows it, it denies.
_DENIES = re.compile(r"\b(?:ne|n) (?:\w+ ){1,3}(?:pas|plus|jamais|aucune?|rien)\b|\b(?:pas|jamais|sans|aucune?|ni)\b")


def says_the_same(query: Query, french: str, pairs: Sequence[tuple[str, str]]) -> bool:
    """``pairs`` are the words (folded) the model reads as French ones."""
    if len(french) > _LONGEST or not french.strip() or detect(french) is query.language:
        return False
    said, told = words(query.standalone), words(french)
    kinds = asked(query.standalone)
    return (
        _figures(said) == _figures(told)
        and bool(_NOT_ENGLISH.search(" ".join(said))) == bool(_NOT_FRENCH.search(" ".join(told)))
        and (not kinds or bool(kinds & asked(french)))
        and _matched(query, said, told, dict(pairs))
    )


def _figures(said: Iterable[str]) -> set[str]:
    return {word for word in said if any(letter.isdigit() for letter in word)}


def _matched(query: Query, said: Sequence[str], told: Sequence[str], pairs: Mapping[str, str]) -> bool:
    """Each word of meaning of the question has its match in the French one, and each of that one's has its own."""
    matches = list(_matches(query, said, pairs))
    there = {root(word) for word in told}
    known = {each for _, roots in matches for each in roots}
    return all(roots & there for word, roots in matches if not _small(word)) and all(
        root(word) in known or _small(word) for word in told
    )


def _matches(query: Query, said: Sequence[str], pairs: Mapping[str, str]) -> Iterator[tuple[str, set[str]]]:
    """A French word for each word of meaning, or phrase of the glossary, and the roots that may say it."""
    inside: set[int] = set()
    for start, end, french in translate(said):
        inside |= set(range(start, end))
        yield french[0], {root(word) for word in french}
    for word in query.content:
        if word.position not in inside:
            french = tuple(words(pairs.get(word.surface, word.surface)))
            yield french[0], {root(each) for each in french}


def _small(word: str) -> bool:
    """A word that asks, or holds a sentence together: two languages do not do so with the same words."""
    listed = FRENCH.stop_words | FRENCH.interrogatives | ENGLISH.stop_words
    return asks_only(word) or names_nothing(word) or word in listed or len(word) < 2
