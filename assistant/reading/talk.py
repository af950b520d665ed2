"""Greetings, thanks, « tu peux faire quoi ? », and the courtesies that people put round a question."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.known.names import Names
from assistant.library import Library
from assistant.reading.meaning import family, kinds
from ingest.languages import FRENCH, content_words, stem, words

_APART = re.compile(r"(?<=[.!?;\n])\s+|\s*\n+\s*|\s+:\s+|(?<=\w):\s+")
_SURE = 0.6
_ENDS = 6  # segments at either end that could be courtesies
_LONG = 6  # words of a segment that could be mere courtesy, at most

KINDS = ("talk.hello", "talk.thanks", "talk.help")


def plain(text: str, library: Library) -> str:
    """The text without the segments that are mere courtesy; as it is when nothing else is left."""
    segments = [part for part in _APART.split(text) if part.strip()]
    if len(segments) < 2:
        return text
    # Courtesies are said first and last: what is between them is not read one piece at a time.
    ends = {*range(_ENDS), *range(len(segments) - _ENDS, len(segments))}
    kept = [part for n, part in enumerate(segments) if n not in ends or not _courtesy(part, library)]
    return " ".join(kept) if kept and len(kept) < len(segments) else text


def _courtesy(part: str, library: Library) -> bool:
    polite = len(words(part)) <= _LONG and family(kinds(part, library), "talk.") >= _SURE
    return polite and not _names(part, library)


def _names(part: str, library: Library) -> bool:
    """« glycol : qui décide ? »: a word that names have, and nothing else."""
    said = content_words(part, FRENCH)
    return bool(said) and all(Names.of(library).holds(stem(word, FRENCH)) for word in said)


def said(asks: Mapping[str, float]) -> str:
    """The kind of small talk a question is, or ""."""
    top = max(asks, key=lambda label: asks[label], default="")
    return top if top in KINDS and asks[top] > _SURE else ""
