"""What a source tells of its documents, and what there is to do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Item:
    """A document elsewhere. ``id`` stays when it is renamed, where the source has such ids; ``etag`` changes with its
    content; ``path`` is relative, with « / »."""

    id: str
    path: str
    etag: str
    size: int = 0
    address: str = ""  # where its bytes are


@dataclass(frozen=True, slots=True)
class Told:
    """What a source answers: all its documents when ``whole``; else those that changed since the token it was shown, and
    the ids of those that went. ``token`` is to be shown next time."""

    items: tuple[Item, ...]
    gone: tuple[str, ...] = ()
    whole: bool = True
    token: str = ""


class Source(Protocol):
    """Where documents come from."""

    def told(self, token: str) -> Told:
        """What is there, or what changed since the token ("" the first time). Raises SourceUnreachable."""
        ...

    def read(self, item: Item) -> bytes:
        """The bytes of a document. Raises SourceUnreachable."""
        ...


@dataclass(frozen=True, slots=True)
class Changes:
    """What a synchronisation does, paths in order; ``renamed`` are (before, now)."""

    added: tuple[Item, ...] = ()
    changed: tuple[Item, ...] = ()
    renamed: tuple[tuple[str, Item], ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def none(self) -> bool:
        """Nothing to do."""
        return not (self.added or self.changed or self.renamed or self.removed)
