"""What codes stand for: « X | abandonné » in a row of two, on any sheet, or « EV : en vigueur. PIL : projet pilote. »."""

from __future__ import annotations

import re

from ingest.facts.opening import texts_of
from ingest.model import BlockKind, Document

_CODE = re.compile(r"[^\W\d_]{1,4}")
_DEFINED = re.compile(r"(?<![\w'’])([A-Z]{1,4})\s*[:=]\s+([^.;|\n]{3,60})")
_FEWEST = 2  # definitions in one block: one alone is a label and its value


def legend(document: Document) -> dict[str, str]:
    """Code, in capitals → its meaning in the document's words."""
    found: dict[str, str] = {}
    for block in document.blocks:
        pair = texts_of(block)
        if block.kind is BlockKind.ROW and len(pair) == _FEWEST and _CODE.fullmatch(pair[0]):
            found.setdefault(pair[0].upper(), pair[1])
        elif len(defined := _DEFINED.findall(block.text)) >= _FEWEST:
            for code, meaning in defined:
                found.setdefault(code, meaning.strip())
    return found
