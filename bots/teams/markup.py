"""Text made harmless for Teams, and cut to its limits.

In a message, everything that is markup somewhere becomes a character entity, which every reader of Markdown decodes
after it has looked for markup. An address in a document's words is kept readable but leads nowhere (a zero-width
space after the scheme): the only links are ours. Limits count UTF-16 units, as Teams does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

ZERO = "\u200b"
_ENTITIES = str.maketrans({c: f"&#{ord(c)};" for c in "&<>*_`[]\\~|{}"})
_LINE = re.compile(r"^([#+=:-]|\d{1,9}(?=[.)]))")
_ADDRESS = re.compile(r"(?i):(?=//)|www(?=\.)|(?:javascript|data|vbscript|mailto|tel):(?=\S)")
_NUMBERED = re.compile(r"\[(?=\s*\d)")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_KEPT_IN_URL = "%/:=&?~#+!$,;'@()*[]"


def markdown(text: str) -> str:
    """The text as Teams Markdown that draws exactly its characters. Lines stay lines."""
    return "\n\n".join(filter(None, map(_line, text.splitlines())))


def _line(text: str) -> str:
    text = _NUMBERED.sub(f"[{ZERO}", _without_links(" ".join(text.split()))).translate(_ENTITIES)
    return _LINE.sub(lambda found: _first(found.group(1)), text)


def _first(start: str) -> str:
    """What would begin a heading, a list or a rule at the start of a line."""
    return f"{start}{ZERO}" if start.isdigit() else f"&#{ord(start)};"


def plain(text: str) -> str:
    """The text for a field that is not Markdown: still no tag and no address, should a client look for them."""
    return _TAG.sub(f"<{ZERO}", _without_links(text))


def _without_links(text: str) -> str:
    return _ADDRESS.sub(lambda found: f"{found.group(0)}{ZERO}", text)


def link(text: str, address: str) -> str:
    """A link of ours; the text alone when the address is not one a browser may open."""
    address = web(address)
    return f"[{markdown(text)}]({address})" if address else markdown(text)


def web(address: str, limit: int = 1500) -> str:
    """The address with nothing in it that could end a link early; "" when it is not http(s), or too long."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return ""
    safe = quote(address, safe=_KEPT_IN_URL, errors="replace").replace("(", "%28").replace(")", "%29")
    return safe if len(safe) <= limit else ""


def units(text: str) -> int:
    """UTF-16 units: what Teams counts."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def cut(text: str, limit: int) -> str:
    """At most ``limit`` units, cut between words where there are some, with « … »."""
    if units(text) <= limit:
        return text
    kept = _head(text, limit - 1)
    space = kept.rfind(" ")
    return (kept[:space] if space > len(kept) // 2 else kept).rstrip(" ,;:.") + "…"


def pieces(text: str, size: int) -> Iterator[str]:
    """The text in pieces of at most ``size`` UTF-8 bytes, cut between words where there are some. Nothing is lost."""
    while len(text.encode()) > size:
        head = text.encode()[:size].decode("utf-8", "ignore")
        space = max(head.rfind(" "), head.rfind("\n"))
        head = head[: space + 1] if space > len(head) // 2 else head
        yield head
        text = text[len(head) :]
    yield text


def _head(text: str, limit: int) -> str:
    used = 0
    for at, letter in enumerate(text):
        used += 2 if letter > "\uffff" else 1
        if used > limit:
            return text[:at]
    return text
