"""A question without the people in it: what is kept of it says what was looked for, and of nobody.

On top of the numbers and addresses that ``masking`` takes out, a word stays only when a dictionary or the documents know
it, it is no name, and it tells of nobody's health. An unknown word may be a name: it goes. What is lost is a little sense;
what stays is safe to be read by somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path

from bots.memory.masking import mask
from ingest.languages import fold
from ingest.languages.english import ENGLISH
from ingest.languages.french import FRENCH
from ingest.languages.spelling import known_words

_WORDS = Path(__file__).parent / "words"
_TOKEN = re.compile(r"\[[^\[\]\n]{1,20}\]|[^\W\d_][\w'’-]*|\d+")
_PIECE = re.compile(r"[^\W\d_]+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CODE = re.compile(r"[A-Z]{1,5}-?\d{1,4}")
_NAME, _OTHER, _HEALTH, _NUMBER = "[nom]", "[…]", "[santé]", "[numéro]"
_LONG = 3  # digits from which a number may be somebody's

Knows = Callable[[str], bool]  # whether the documents everyone may read hold this folded word


def discreet(text: str, documents: Knows) -> str:
    """The text with people, numbers, addresses, unknown words and words of health replaced by what stood there."""
    masked = mask(text)
    first = True

    def kept(found: re.Match[str]) -> str:
        nonlocal first
        token, begins = found.group(), first
        first = False
        return token if token.startswith("[") else _kept(token, documents, begins=begins)

    return re.sub(r"(?:\[nom\]\s*){2,}", "[nom] ", _TOKEN.sub(kept, masked)).strip()


def _kept(token: str, documents: Knows, *, begins: bool) -> str:
    if token.isdigit():
        return token if len(token) <= _LONG or _YEAR.fullmatch(token) else _NUMBER
    if _CODE.fullmatch(token):
        return token
    pieces = [(piece, fold(piece)) for piece in _PIECE.findall(token)]
    if any(folded.startswith(_health()) for _, folded in pieces):
        return _HEALTH
    verdicts = {_verdict(piece, folded, documents, begins=begins) for piece, folded in pieces}
    return next((word for word in (_NAME, _OTHER) if word in verdicts), token)


def _verdict(piece: str, folded: str, documents: Knows, *, begins: bool) -> str:
    """ "" for a word that may stay."""
    if len(folded) < 3 or folded in FRENCH.stop_words or folded in ENGLISH.stop_words:
        return ""
    raised = piece[0].isupper() and not begins
    if folded in _names() and (raised or begins or not documents(folded)):
        return _NAME
    if documents(folded):
        return ""
    return _OTHER if raised or not _common(folded) else ""


def _common(folded: str) -> bool:
    return folded in known_words(FRENCH) or folded in known_words(ENGLISH)


@cache
def _names() -> frozenset[str]:
    return frozenset((_WORDS / "names.txt").read_text("utf-8").split())


@cache
def _health() -> tuple[str, ...]:
    return tuple((_WORDS / "health.txt").read_text("utf-8").split())
