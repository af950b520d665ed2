"""From what a source tells to the files of corpus/: what would change, then the changes, each whole or not at all.

Only files that came from the source are ever replaced or removed; what it told, and what failed, is kept beside them in
a hidden file, so that the next time begins where this one ended.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from ingest.errors import SourceUnreachable
from ingest.sources.model import Changes, Item, Source, Told

KEPT = ".sync.json"


@dataclass(slots=True)
class Record:
    """What was taken: id → (path, etag); the token to show; what failed: path → why."""

    items: dict[str, tuple[str, str]] = field(default_factory=dict)
    token: str = ""
    failed: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Done:
    """How many of each, and what could not be done: path → why."""

    changes: Changes
    failed: Mapping[str, str]


class Synchronisation:
    """Of one source into one folder. ``formats``: the suffixes that are documents; the others stay where they are."""

    def __init__(self, source: Source, corpus: Path, formats: frozenset[str]) -> None:
        self._source, self._corpus, self._formats = source, corpus, formats
        self._record = _read(corpus / KEPT)

    def preview(self) -> Changes:
        """What would change. Raises SourceUnreachable; for a source that is suddenly empty too."""
        return self._changes(self._source.told(self._record.token))

    def run(self) -> Done:
        """Makes the changes. What fails is noted and tried again the next time. Raises SourceUnreachable."""
        told = self._source.told(self._record.token)
        changes, failed = self._changes(told), dict[str, str]()
        for path in changes.removed:  # first: another document may take its name
            (self._corpus / path).unlink(missing_ok=True)
            self._record.items = {name: one for name, one in self._record.items.items() if one[0] != path}
        for before, item in changes.renamed:
            self._try(failed, item, lambda before=before, item=item: self._rename(before, item))
        for item in (*changes.added, *changes.changed):
            self._try(failed, item, lambda item=item: self._take(item))
        # The token moves on only when all was taken: what failed would not be told again.
        self._record.token = told.token if not failed else self._record.token
        self._record.failed = failed
        self._save()
        return Done(changes, failed)

    def _changes(self, told: Told) -> Changes:
        known = self._record.items
        wanted = {one.id: one for one in told.items if self._is_document(one.path)}
        if told.whole and known and not told.items:
            raise SourceUnreachable.because("0 document")
        gone = [name for name in known if name not in wanted] if told.whole else [n for n in told.gone if n in known]
        # Renamed out of what is read (another suffix): no longer a document.
        gone += [] if told.whole else [one.id for one in told.items if one.id in known and one.id not in wanted]
        new = [one for one in wanted.values() if one.id not in known]
        moved = [(known[one.id][0], one) for one in wanted.values() if one.id in known and known[one.id][0] != one.path]
        if told.whole:  # without lasting ids, what went and what came with the same content is one document
            by_etag = {known[name][1]: name for name in gone}
            for one in [one for one in new if one.etag in by_etag]:
                name = by_etag.pop(one.etag)
                moved.append((known[name][0], one))
                gone.remove(name)
                new.remove(one)
        changed = [one for one in wanted.values() if one.id in known and known[one.id][1] != one.etag]
        same = [one for one in wanted.values() if known.get(one.id) == (one.path, one.etag)]
        lost = [one for one in same if not (self._corpus / one.path).exists()]
        removed = sorted(known[name][0] for name in gone)
        return Changes(_ordered(new), _ordered([*changed, *lost]), tuple(sorted(moved)), tuple(removed))

    def _is_document(self, path: str) -> bool:
        parts = PurePosixPath(path).parts
        hidden = any(
            part.startswith((".", "~$")) or part in ("..", "/") or "\0" in part or "\\" in part for part in parts
        )
        return (
            bool(parts) and not hidden and path != "corpus.yaml" and PurePosixPath(path).suffix.lower() in self._formats
        )

    def _try(self, failed: dict[str, str], item: Item, act: Any) -> None:
        try:
            act()
        except (SourceUnreachable, OSError) as error:
            failed[item.path] = str(getattr(error, "strerror", None) or error)

    def _take(self, item: Item) -> None:
        place = self._corpus / item.path
        own = {path for path, _ in self._record.items.values()}
        data = self._source.read(item)
        if place.exists() and item.path not in own and place.read_bytes() != data:
            raise FileExistsError(0, "déjà là / already there")  # somebody put it there by hand
        place.parent.mkdir(parents=True, exist_ok=True)
        beside = place.with_name(f".{place.name}.part")
        try:
            beside.write_bytes(data)
            beside.replace(place)
        finally:
            beside.unlink(missing_ok=True)  # half written, it would keep the room the others need
        self._record.items[item.id] = (item.path, item.etag)

    def _rename(self, before: str, item: Item) -> None:
        place = self._corpus / item.path
        if place.exists():
            raise FileExistsError(0, "déjà là / already there")
        place.parent.mkdir(parents=True, exist_ok=True)
        if (self._corpus / before).exists():
            (self._corpus / before).replace(place)
        etag = next((etag for path, etag in self._record.items.values() if path == before), item.etag)
        self._record.items = {name: one for name, one in self._record.items.items() if one[0] != before}
        self._record.items[item.id] = (item.path, etag)  # its content, where that changed too, is yet to be taken

    def _save(self) -> None:
        told = {"token": self._record.token, "items": self._record.items, "failed": self._record.failed}
        beside = self._corpus / f"{KEPT}.part"
        beside.write_text(json.dumps(told, ensure_ascii=False, indent=0), "utf-8")
        beside.chmod(0o600)
        beside.replace(self._corpus / KEPT)


def _ordered(items: list[Item]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda item: item.path))


def _read(file: Path) -> Record:
    """What was kept; nothing where it cannot be read: everything is then compared again, and no file of ours is lost."""
    try:
        said = json.loads(file.read_text("utf-8"))
        items = {str(name): (str(path), str(etag)) for name, (path, etag) in said["items"].items()}
        return Record(items, str(said["token"]), dict(said["failed"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Record()
