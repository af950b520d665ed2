"""Addresses in a text: where one may write, and what one may open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

from bots.rendering.plain import shorten

SUBJECT, BODY = 100, 500  # characters
_CUT = "…"

_FOUND = re.compile(
    r"(?P<mail>(?<![\w.+-])[A-Za-z0-9][\w.+-]*@[A-Za-z0-9][\w-]*(?:\.[A-Za-z0-9][\w-]*)+)|(?P<web>https?://[^\s<>«»\"“”]+[^\s<>«»\"“”.,;:!?)\]])",
    re.ASCII,
)


def letter(mail: str, subject: str, body: str) -> str:
    """« mailto:… » with what is to be said written in it: a question is handed over as it was asked."""
    head = f"{mail}?subject={quote(shorten(subject, SUBJECT), safe='')}&body="
    return head + quote(shorten(body, BODY), safe="")


def parted(text: str) -> Iterator[tuple[str, str]]:
    """The text in pieces, each with the address it leads to: « mailto:… » or « https://… », or "" for plain words."""
    end = 0
    for found in _FOUND.finditer(text):
        if found.start() > end:
            yield text[end : found.start()], ""
        cut = found[0].endswith(_CUT) or text[found.end() : found.end() + 1] == _CUT  # half an address leads elsewhere
        yield found[0], "" if cut else f"mailto:{found[0]}" if found["mail"] else found[0]
        end = found.end()
    if end < len(text):
        yield text[end:], ""


def addresses(text: str) -> tuple[str, ...]:
    """Every address in a text, once, in order."""
    return tuple(dict.fromkeys(address for _, address in parted(text) if address))
