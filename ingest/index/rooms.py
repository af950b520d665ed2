"""Who may read what, as rooms: the documents of one audience are together, and nothing in a room shows outside it."""

from __future__ import annotations

import hashlib

from ingest.model import Description

EVERYONE = "everyone"
CLOSED = "closed"  # marked restricted, and corpus.yaml names no reader: nobody enters


def room_of(description: Description) -> str:
    """A name that can be a folder's."""
    if description.audience:
        key = "\0".join(sorted(description.audience))
        return "r" + hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:12]
    return CLOSED if description.restricted else EVERYONE
