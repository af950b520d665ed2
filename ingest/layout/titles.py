"""Titles that software left in a file's properties name no document: a source file, a printer's job, « untitled »."""

from __future__ import annotations

import re

from ingest.layout.normalisation import clean

_LEFT = re.compile(
    r"(?:\(?(?:untitled|anonymous|sans[ -]titre|sans nom|unknown|unspecified)\b|microsoft (?:word|excel|powerpoint)\b"
    r"|(?:word|excel) document$|(?:new|nouveau) (?:document|microsoft)|document\s*\d*$|(?:présentation )?powerpoint\b"
    r"|présentation(?:\s+powerpoint|\s*\d+)?$|(?:classeur|workbook|book|presentation|slide|diapositive|page)\s*\d*$)"
    r"|.*\.(?:docx?|docm|dotx?|rtf|odt|indd|qxd|pdf|pptx?|xlsx?|pmd|p65|fm|tex|html?|pub|wpd|ai|psd|txt)$"
    r"|[\W\d_]*$|https?://",
    re.IGNORECASE,
)


def said_title(title: str) -> str:
    """The title, or "" when software put it there."""
    title = clean(title)
    return "" if _LEFT.match(title) else title
