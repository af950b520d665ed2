"""The words of a run of a Word document: letters, signs, ticked boxes, what a drop-down list shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}


def q(name: str) -> str:
    """« w:p » to its qualified name."""
    prefix, local = name.split(":")
    return f"{{{_SPACES[prefix]}}}{local}"


VAL = q("w:val")
GONE = frozenset(
    {q("w:del"), q("w:moveFrom"), q("mc:Fallback"), q("w:pPr"), q("w:rPr"), q("w:instrText"), q("w:sdtPr")}
)
"""Elements whose words nobody sees: deleted, moved away, doubled for old readers, or settings."""

BOX = q("w:txbxContent")
_TICKED = frozenset({"F0FE", "F0FD", "F0FC", "F052", "F053", "F054"})  # Wingdings, Wingdings 2: filled boxes
_EMPTY = frozenset({"F0A8", "F06F", "F071", "F0A3", "F02A"})


def run_text(run: _Element, boxes: list[_Element]) -> Iterator[str]:
    """The pieces of text of a run, in order; text boxes found on the way are added to ``boxes``."""
    stack = list(reversed(run))
    while stack:
        child = stack.pop()
        if child.tag in (q("w:t"), q("m:t")):
            yield child.text or ""
        elif child.tag in (q("w:tab"), q("w:br"), q("w:cr"), q("w:ptab")):
            yield " "
        elif child.tag == q("w:noBreakHyphen"):
            yield "-"
        elif child.tag == q("w:sym"):
            yield _sign(child)
        elif child.tag == q("w:fldChar"):
            yield _field(child)
        elif child.tag == q("v:textpath"):
            yield str(child.get("string") or "")
        elif child.tag == BOX:
            boxes.append(child)
        elif child.tag not in GONE:
            stack.extend(reversed(child))


def _sign(symbol: _Element) -> str:
    """A sign named by its code in a font of signs: boxes are kept, ornaments are none of the words."""
    code = str(symbol.get(q("w:char")) or "").upper()
    if code in _TICKED or code in _EMPTY:
        return "☒ " if code in _TICKED else "☐ "
    return chr(int(code, 16)) if len(code) == 4 and code[0] not in "EF" and code.isalnum() and _is_hex(code) else " "


def _is_hex(code: str) -> bool:
    return all(char in "0123456789ABCDEF" for char in code)


def _field(mark: _Element) -> str:
    """What a form field of the older kind shows and keeps outside the text: a box's state, the entry chosen."""
    data = mark.find(q("w:ffData"))
    if data is None:
        return ""
    box, choices = data.find(q("w:checkBox")), data.find(q("w:ddList"))
    if box is not None:
        state = box.find(q("w:checked"))
        return "☒ " if on(state if state is not None else box.find(q("w:default"))) else "☐ "
    if choices is None:
        return ""
    entries = [str(entry.get(VAL) or "") for entry in choices.findall(q("w:listEntry"))]
    chosen = value(choices.find(q("w:result"))) or value(choices.find(q("w:default"))) or "0"
    return entries[int(chosen)] if chosen.isdigit() and int(chosen) < len(entries) else ""


def is_placeholder(element: _Element) -> bool:
    """True for a content control nobody filled: « Cliquez ici pour entrer du texte » is no text of the document."""
    return element.tag == q("w:sdt") and on(element.find(f"{q('w:sdtPr')}/{q('w:showingPlcHdr')}"))


def on(element: _Element | None) -> bool:
    """Whether a setting is there and is not switched off."""
    return element is not None and str(element.get(VAL) or "1") not in ("0", "false", "off", "none")


def value(element: _Element | None) -> str:
    """The ``w:val`` of a setting, or ""."""
    return "" if element is None else str(element.get(VAL) or "")
