"""Text into Slack's two markups. Nothing a document, a question or a model says can make a link, a mention or a style.

``mrkdwn`` is for blocks (always sent with ``verbatim``), ``markdown`` for streamed text. Zero-width spaces break what
escaping alone leaves alive; they are added after ``bots.rendering.plain`` has taken out those of the text itself.
"""

from __future__ import annotations

import re

from bots.rendering.plain import clean

_BREAK = "\u200b"
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_OPENING = re.compile(r"(?<!\w)([*_~`])(?=\S)")
_EMOJI = re.compile(r":(?=[a-z0-9_+'-]+:)")
_LINK = re.compile(r"\](?=[(\[:])")
_BARE = re.compile(r"(?<=:)(?=//)|(?<=www)(?=\.)", re.IGNORECASE)
_QUOTED = re.compile(r"^(\s*)(?=>|&gt;)", re.MULTILINE)
_BLOCK = re.compile(r"^(\s*)(?=[#\-+=|]|\d+[.)])", re.MULTILINE)
_FENCE = re.compile(r"([`~|*_])(?=[`~|*_])")
_SCHEMES = ("https://", "http://")


def mrkdwn(text: str) -> str:
    """For a section or a context of a message."""
    return _unstyled(clean(text)).translate(_ENTITIES)


def markdown(text: str) -> str:
    """For streamed text, whose markdown knows links, headings, lists and tables besides."""
    text = _unstyled(clean(text))
    text = _BLOCK.sub(rf"\1{_BREAK}", text)
    return _LINK.sub(f"]{_BREAK}", text).translate(_ENTITIES)


def _unstyled(text: str) -> str:
    text = _FENCE.sub(rf"\1{_BREAK}", text)
    text = _OPENING.sub(rf"\1{_BREAK}", text)
    text = _EMOJI.sub(f":{_BREAK}", text)
    text = _QUOTED.sub(rf"\1{_BREAK}", text)
    return _BARE.sub(_BREAK, text)


def address(url: str) -> str:
    """A web address safe inside ``<…|…>`` and ``(…)``; "" when it is not one."""
    if not url.startswith(_SCHEMES) or any(letter.isspace() or not letter.isprintable() for letter in url):
        return ""
    for mark, code in (("&", "&amp;"), ("|", "%7C"), ("<", "%3C"), (">", "%3E"), ("(", "%28"), (")", "%29")):
        url = url.replace(mark, code)
    return url


def link(url: str, words: str) -> str:
    """Our own link, in mrkdwn; the words alone when the address is not one of the web."""
    safe = address(url)
    return f"<{safe}|{mrkdwn(words).replace('|', '¦')}>" if safe else mrkdwn(words)


def plain(words: str) -> str:
    """For plain_text objects, which render no markup but turn :names: into emoji unless told not to."""
    return clean(words).strip() or "–"
