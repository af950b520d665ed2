"""A folder of this machine, or a share mounted on it."""

from __future__ import annotations

from pathlib import Path

from ingest.errors import SourceUnreachable
from ingest.sources.model import Item, Told


class Folder:
    """Files by name; a file is another one when its size or its time changed."""

    def __init__(self, place: Path) -> None:
        self._place = place

    def told(self, token: str) -> Told:  # noqa: ARG002 – a folder remembers nothing
        """All the files. Raises SourceUnreachable."""
        if not self._place.is_dir():
            raise SourceUnreachable.because(str(self._place))
        try:
            files = [one for one in sorted(self._place.rglob("*")) if one.is_file() and not one.is_symlink()]
            return Told(tuple(self._item(one) for one in files))
        except OSError as error:
            raise SourceUnreachable.because(error.strerror or "?") from error

    def _item(self, file: Path) -> Item:
        name, state = file.relative_to(self._place).as_posix(), file.stat()
        return Item(name, name, f"{state.st_size}-{state.st_mtime_ns}", state.st_size)

    def read(self, item: Item) -> bytes:
        """The bytes of a file. Raises SourceUnreachable."""
        try:
            return (self._place / item.path).read_bytes()
        except OSError as error:
            raise SourceUnreachable.because(error.strerror or "?") from error
