"""Values of the model to bytes and back, for the store. Exact: what was written is what is read."""

from __future__ import annotations

import zlib
from functools import cache
from typing import Any

from ingest.facts.records import Record
from ingest.model import Description, Document, Passage


@cache
def _adapter(shape: Any) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(shape)


def pack(value: Document | Description | Passage | Record) -> bytes:
    """Compressed JSON. Lone surrogates cannot be there: loaders normalise what they read."""
    shape: Any = type(value) if isinstance(value, (Document, Description, Passage)) else Record
    return zlib.compress(_adapter(shape).dump_json(value), 1)


def unpack_document(data: bytes) -> Document:
    """The document that ``pack`` made these bytes of."""
    return _adapter(Document).validate_json(zlib.decompress(data))  # type: ignore[no-any-return]


def unpack_description(data: bytes) -> Description:
    """The description that ``pack`` made these bytes of."""
    return _adapter(Description).validate_json(zlib.decompress(data))  # type: ignore[no-any-return]


def unpack_passage(data: bytes) -> Passage:
    """The passage that ``pack`` made these bytes of."""
    return _adapter(Passage).validate_json(zlib.decompress(data))  # type: ignore[no-any-return]


def unpack_record(data: bytes) -> Record:
    """A record, of the type its ``kind`` names."""
    return _adapter(Record).validate_json(zlib.decompress(data))  # type: ignore[no-any-return]
