"""Cleaning of the text a file gives, before anything is indexed or quoted.

What is removed cannot be seen by a person (control, bidirectional, zero-width and tag characters), so a quote of the
cleaned text is still what the page shows. Letters, case, accents and punctuation are never changed.
"""

from __future__ import annotations

import re
import unicodedata

BULLETS = "•●◦▪▫■□‣⁃∙·➢➤►▶✓✔❖\uf0b7\uf0a7\uf0d8\uf0fc\uf02d\uf076\uf0a8\uf06e\u25aa\u25cb"
"""Signs that open a list item; the private-use ones are what the Symbol and Wingdings fonts leave behind."""

_MARKS_KEPT = 4  # combining signs kept on one letter: no living orthography needs more
_SPACES = re.compile(r"\s+")
_USUAL = re.compile(r"[\t\n\r -~\u00a0-\u00ac\u00ae-\u024f\u2010-\u2027\u202f-\u205e\u20ac\u2190-\u21ff\u25a0-\u26ff]*")
"""What nearly all text is made of: nothing there is invisible, combining or decomposed."""
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Cn"})


def clean(text: str) -> str:
    """One line of normalised text (NFC), white space folded, nothing invisible left."""
    if _USUAL.fullmatch(text) is None:
        text = unicodedata.normalize("NFC", "".join(_visible(text)).translate(_SEPARATORS))
    return _SPACES.sub(" ", text).strip()


def clean_lines(text: str) -> str:
    """As ``clean``, but line breaks, form feeds and tabs are kept for loaders that read lines."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "\n".join(_clean_line(line) for line in text.split("\n"))


def _clean_line(line: str) -> str:
    if _USUAL.fullmatch(line) is not None:
        return line.replace("\u00a0", " ").replace("\u202f", " ")
    kept = "\t".join("".join(_visible(part)) for part in line.split("\t"))
    return unicodedata.normalize("NFC", kept)


def _visible(text: str) -> list[str]:
    kept: list[str] = []
    marks = 0
    for char in text:
        if char.isascii() and char.isprintable():
            marks = 0
            kept.append(char)
            continue
        if char.isspace():
            kept.append("\f" if char == "\f" else " ")
            continue
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MARKS_KEPT and not is_invisible(char):
            kept.append(char)
    return kept


def is_invisible(char: str) -> bool:
    """True for what no reader sees: controls, formats, surrogates, unassigned code points, variation selectors."""
    code = ord(char)
    return unicodedata.category(char) in _INVISIBLE or 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF


# U+001C to U+001F are white space to Python and control characters to everybody else
_SEPARATORS = dict.fromkeys((28, 29, 30, 31, 133), " ")


def strip_bullet(text: str) -> str:
    """The words of a list item, without the sign that opens it."""
    return text.lstrip(BULLETS + " \t")
