"""Personal data taken out of a text before it reaches a disk.

Masked: e-mail addresses, telephone numbers, social insurance numbers (NAS, 3-3-3 digits), health insurance numbers
(NAM/RAMQ, four letters and eight digits), payment card numbers, postal codes and
any other run of seven digits or more. Names of people are **not**: nothing tells « Rose » the person from « rose »
the colour without a list that would itself be personal data. What is stored is therefore kept for a limited time.
"""

from __future__ import annotations

import re

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("[courriel]", re.compile(r"(?<![^\s@<>()\[\],;:\"«»])[^\s@<>()\[\],;:\"«»]+@[^\s@<>()\[\],;:\"«»]+")),
    ("[NAM]", re.compile(r"\b[^\W\d_]{4}[\s.-]?\d{4}[\s.-]?\d{4}\b")),
    ("[numéro]", re.compile(r"(?<![\d-])\d(?:[\s.\u00a0\u202f-]?\d){12,18}(?!\d)")),
    ("[téléphone]", re.compile(r"(?<!\d)(?:\+?1[\s.-]?)?\(?\d{3}\)?[\s.\u00a0-]?\d{3}[\s.\u00a0-]?\d{4}(?!\d)")),
    ("[NAS]", re.compile(r"(?<!\d)\d{3}[\s.\u00a0-]?\d{3}[\s.\u00a0-]?\d{3}(?!\d)")),
    ("[code postal]", re.compile(r"\b[A-Za-z]\d[A-Za-z][\s-]?\d[A-Za-z]\d\b")),
    ("[numéro]", re.compile(r"(?<!\d)\d{7,}(?!\d)")),
)


def mask(text: str) -> str:
    """The text with personal numbers and addresses replaced by a word in brackets that says what stood there."""
    for word, pattern in _PATTERNS:
        text = pattern.sub(word, text)
    return text
