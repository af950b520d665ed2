"""HTML pages, by lxml: no script, no style, nothing hidden, nothing fetched. Also workbooks and mails saved as pages."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from ingest.errors import UnsupportedFormat, damaged
from ingest.layout.building import Builder
from ingest.layout.decoding import decode
from ingest.layout.titles import said_title
from ingest.layout.web import Web, parsed
from ingest.model import Document

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_PAGES = 50  # of one archive


def load(data: bytes, name: str) -> Document:
    """Headings, paragraphs, lists and tables of the page; its title is ``<title>``. Raises DocumentError."""
    return _read([_text(data)], name)


def load_archive(data: bytes, name: str) -> Document:
    """A page saved with its pictures in one file (.mht): its HTML parts, in order. Raises DocumentError."""
    try:
        pages = list(_parts(data))
    except Exception as error:  # the mail reader raises whatever a damaged header makes it raise
        raise damaged(name, "MHT") from error
    if not any(pages):
        raise damaged(name, "MHT")
    return _read(pages, name)


def load_old(_: bytes, name: str) -> Document:
    """A file of an older Office: read when it is a page in disguise (kind_of sees it), refused in a sentence otherwise."""
    suffix = PurePosixPath(name).suffix.lower()
    raise UnsupportedFormat(
        f"« {name} » est d'un ancien format d'Office; ouvrez-le et enregistrez-le en « {suffix}x ».",
        f"“{name}” is in an old Office format; open it and save it as “{suffix}x”.",
    )


def _parts(data: bytes) -> Iterator[str]:
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part, _ in zip((p for p in message.walk() if p.get_content_type() == "text/html"), range(_PAGES), strict=False):
        raw = part.get_payload(decode=True)
        yield _text(raw, part.get_content_charset() or "") if isinstance(raw, bytes) else ""


def _read(pages: list[str], name: str) -> Document:
    builder = Builder(name, "html")
    title = ""
    for text in pages:
        try:
            root = parsed(text)
        except ValueError as error:
            raise damaged(name, "HTML") from error
        if root is None:
            continue
        web = Web(builder)
        web.walk(root, 0)
        web.end()
        title = title or said_title(root.findtext(".//title") or "")
    return builder.document(title=title)


def _text(data: bytes, charset: str = "") -> str:
    declared = _CHARSET.search(data[:2048])
    named = charset or (declared[1].decode("ascii") if declared else "")
    text = ""
    if named and named.lower() not in ("utf-8", "utf8"):
        try:
            text = data.decode(named)
        except (LookupError, UnicodeDecodeError):
            text = ""
    text = text or decode(data)[0]
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\x00", "")
