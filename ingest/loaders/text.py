"""Text files: plain ones, and exports of a form with its tags left in."""

from __future__ import annotations

from ingest.errors import damaged
from ingest.layout.building import Builder
from ingest.layout.decoding import decode, is_mojibake
from ingest.layout.flow import Flow
from ingest.layout.forms import has_tags, read_form
from ingest.layout.normalisation import clean_lines
from ingest.layout.prose import read_prose
from ingest.model import Document


def load(data: bytes, name: str) -> Document:
    """Raises UnreadableDocument for bytes that are no text."""
    text, encoding = decode(data)
    if _is_binary(data, encoding):
        raise damaged(name, "texte")
    text = clean_lines(text)
    builder = Builder(name, "txt")
    flow = Flow(builder)
    if is_mojibake(text):
        say_mojibake(builder)
    if has_tags(text):
        read_form(flow, text)
    else:
        read_prose(flow, text)
    flow.end()
    return builder.document()


def say_mojibake(builder: Builder) -> None:
    """Remarks that the accents of the file were lost before it came here."""
    builder.remark(
        "mojibake",
        "Les accents du fichier ont été abîmés (« Ã© » au lieu de « é »).",
        "Enregistrez de nouveau l'original en UTF-8.",
    )


def _is_binary(data: bytes, encoding: str) -> bool:
    if encoding.startswith(("utf-16", "utf-32")):
        return False
    head = data[:8192]
    controls = sum(1 for byte in head if byte < 32 and byte not in (9, 10, 12, 13, 27))
    return controls > len(head) * 0.10
