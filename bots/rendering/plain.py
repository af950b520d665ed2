"""Text from documents, questions and models made harmless as text, whatever Unicode it is made of."""

from __future__ import annotations

import re
import unicodedata

# Controls (but tab and newline), lone surrogates, non-characters, and the marks that turn the reading order around.
_HARMFUL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]"
)
_INVISIBLE = re.compile("[\u200b\u2060-\u2064\ufeff\u00ad\U000e0000-\U000e007f]")
_BEFORE = re.compile(r" ([?!:;»%])")
_AFTER = re.compile("« ")
MARKS = 8  # combining marks kept on one letter; no language writes more


def clean(text: str) -> str:
    """Without what could drive a terminal, reorder a line, hide words or draw over the next line."""
    if text.isascii() and text.isprintable():
        return text
    return _few_marks(_INVISIBLE.sub("", _HARMFUL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))))


def whole(text: str) -> str:
    """Without half characters (lone surrogates, which JSON can carry): what can be written in UTF-8."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` characters, cut between words where there are some, with « … »."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit // 2 else cut).rstrip(" ,;:.") + "…"


def begun(text: str) -> str:
    """With a capital, as words that stand alone begin; an address, a code or a sign stays as it is."""
    word = text.split(maxsplit=1)[0] if text.strip() else ""
    return text[:1].upper() + text[1:] if word.rstrip(",.;:").replace("'", "").replace("’", "").isalpha() else text


def spaced(text: str) -> str:
    """French typography: no line begins with « ? » or « » », none ends with « « ». For display only."""
    return _AFTER.sub("«\u00a0", _BEFORE.sub("\u00a0\\1", text))


def _few_marks(text: str) -> str:
    kept, run = [], 0
    for letter in text:
        run = run + 1 if unicodedata.combining(letter) else 0
        if run <= MARKS:
            kept.append(letter)
    return "".join(kept)
