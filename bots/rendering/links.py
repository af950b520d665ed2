"""Addresses of the source viewer, pinned to a document's version and to the very words cited.

``/sources/{document}/{version}?start=…&end=…&m=…#passage``: the character span in the document's text, and a mark
computed from the words. When the document changes, the mark tells whether the words are still where the link says.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from urllib.parse import quote, urlencode

from assistant.model import Citation
from bots.rendering.plain import whole

UNVERSIONED = "-"  # stands in the address for a document without a version
ANCHOR = "passage"
_SPACES = re.compile(r"\s+")


def source_path(document: str, version: str) -> str:
    """The address of a document, without host."""
    return f"/sources/{quote(whole(document), safe='/')}/{quote(whole(version) or UNVERSIONED, safe='')}"


def passage_path(citation: Citation) -> str:
    """The address of a citation's words, without host."""
    place = citation.place
    asked = {"start": str(place.start), "end": str(place.end), "m": fingerprint(citation.quote)}
    if place.cell:
        asked["cell"] = place.cell
    return f"{source_path(citation.document, citation.version)}?{urlencode(asked)}#{ANCHOR}"


class Links:
    """Where citations lead, from the public address (without a final slash; "" gives addresses without host)."""

    def __init__(self, base: str = "") -> None:
        self._base = base

    def __call__(self, citation: Citation) -> str:
        return self._base + passage_path(citation)

    def source(self, document: str, version: str) -> str:
        return self._base + source_path(document, version)


def fingerprint(words: str) -> str:
    """Ten hexadecimal digits of the words, white space folded: the same words, the same mark."""
    folded = _SPACES.sub(" ", unicodedata.normalize("NFC", words)).strip()
    return hashlib.sha256(folded.encode("utf-8", "replace")).hexdigest()[:10]
