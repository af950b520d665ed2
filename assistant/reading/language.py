"""In which language a question is typed: the one whose function words it holds more of; French when in doubt."""

from __future__ import annotations

from assistant.model import Lang
from ingest.languages import ENGLISH, FRENCH, fold, words

_SHARED = FRENCH.stop_words & ENGLISH.stop_words


def detect(text: str) -> Lang:
    """French unless English function words are more numerous. Names and codes say nothing."""
    said = words(text)
    french = sum(w in FRENCH.stop_words or w in FRENCH.interrogatives or w in FRENCH.spoken for w in said)
    english = sum(w in ENGLISH.stop_words or w in ENGLISH.interrogatives for w in said)
    both = sum(w in _SHARED for w in said)
    accented = len(fold(text)) == len(text) and fold(text) != text.lower()
    return Lang.EN if english - both > french - both + accented else Lang.FR
