"""Turns of phrase put in plain words: « ça roule-tu, le projet des chutes ? » asks where it stands.

A turn is matched with or without its accents, apostrophes and hyphens.
"""

from __future__ import annotations

import re
from functools import cache

from assistant.lexicon import turns

_SPELLINGS = {"oe": "(?:oe|œ)", "a": "[aàâä]", "c": "[cç]", "e": "[eéèêë]", "i": "[iîï]", "o": "[oôö]", "u": "[uùûü]"}
_APART = r"[\s'’-]+"  # what stands between two words of a turn
_LETTER = re.compile(r"\\.|oe|[a-z ]")


def in_plain_words(text: str) -> str:
    """The question with its turns of phrase said plainly; nothing else of it changes."""
    for turn, plain in _turns():
        text = turn.sub(plain, text)
    return text


@cache
def _turns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_pattern(said), plain) for said, plain in turns())


def _pattern(said: str) -> re.Pattern[str]:
    spelt = _LETTER.sub(lambda found: _spelt(found[0]), said)
    return re.compile(rf"(?<!\w){spelt}(?!\w)", re.IGNORECASE)


def _spelt(letter: str) -> str:
    if letter == " ":
        return _APART
    return _SPELLINGS.get(letter, letter)
