"""Bytes of a text file to characters, for the encodings found in Québec offices."""

from __future__ import annotations

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FRENCH = "éèêàâçîïôûùëœÉÈÊÀÂÇÎÔ"
_DOS_PIECES = frozenset("ÃÂ")


def decode(data: bytes) -> tuple[str, str]:
    """(text, encoding). Never fails: the last resort, cp1252 with replacements, reads any byte."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    if encoding := _wide(data[:4096]):
        return data.decode(encoding, "replace"), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _one_byte(data)


def _wide(head: bytes) -> str:
    """UTF-16 or UTF-32 without a mark shows as NUL bytes at regular places; must be seen before UTF-8 accepts them."""
    if len(head) < 4 or head.count(0) < len(head) / 4:
        return ""
    shares = [head[offset::4].count(0) / max(1, len(head[offset::4])) for offset in range(4)]
    if shares[1] > 0.9 and shares[2] > 0.9 and shares[3] > 0.9:
        return "utf-32-le"
    if shares[0] > 0.9 and shares[1] > 0.9 and shares[2] > 0.9:
        return "utf-32-be"
    if shares[1] > 0.6 and shares[3] > 0.6:
        return "utf-16-le"
    return "utf-16-be" if shares[0] > 0.6 and shares[2] > 0.6 else ""


def _one_byte(data: bytes) -> tuple[str, str]:
    """cp1252 unless another one-byte table gives clearly more French letters; a damaged UTF-8 file stays UTF-8."""
    damaged = data.decode("utf-8", "replace")
    if damaged.count("\ufffd") * 20 < sum(damaged.count(letter) for letter in _FRENCH):
        return damaged, "utf-8"
    tables = {table: data.decode(table, "replace") for table in ("cp1252", "mac-roman", "cp850")}
    best = max(tables, key=lambda table: (_french(tables[table]), table == "cp1252"))
    return tables[best], best


def _french(text: str) -> int:
    """Accented letters between or after small letters, less the letters French never uses."""
    good = sum(text.count(letter) for letter in _FRENCH)
    strange = sum(1 for char in text if ord(char) > 127 and char not in _FRENCH and char not in "«»’œ—–…\u00a0°•")
    return good - 2 * strange


def is_mojibake(text: str) -> bool:
    """True when UTF-8 was once read as cp1252 (« Ã© » for « é ») and saved so."""
    return sum(text.count(pair) for pair in ("Ã©", "Ã¨", "Ã ", "Ã´", "Ãª", "â€™")) >= 3
