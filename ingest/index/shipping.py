"""Generations sent to a folder or an object store, and fetched from there: the only door to fsspec.

A generation is immutable: copying it is a backup, and what several machines serve. What is sent is whole before
``CURRENT`` names it; what is fetched is checked, file by file, against the digests of its manifest before it serves.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ingest.errors import DISK, DamagedIndex, IngestError, NoIndex, StoreUnreachable, WriteFailed
from ingest.index import manifest as manifests
from ingest.index.generation import CURRENT, current_id
from ingest.index.writing import put_in_service

_KEPT = 3  # generations left in the store: the one in service, and those machines may still be fetching


class Store:
    """Where generations are sent: « file:///srv/repere », « s3://bucket/repere » and whatever else fsspec reads."""

    def __init__(self, url: str) -> None:
        self._url = url

    def send(self, index: Path) -> str:
        """Sends the generation in service, unless it is there; gives its id. Raises IndexFault, StoreUnreachable."""
        name, _, digest = current_id(index).partition(" ")
        manifest = manifests.read(index / "generations" / name, digest)
        with self._reached() as (store, root):
            if self._said(store, root) != f"{name} {digest}":
                for file in [*manifest.files, manifests.NAME]:
                    place = f"{root}/generations/{name}/{file}"
                    store.makedirs(place.rsplit("/", 1)[0], exist_ok=True)
                    store.put_file(str(index / "generations" / name / file), place)
                self._name(store, root, f"{name} {digest}")
                self._clean(store, root, name)
        return name

    def fetch(self, index: Path) -> str:
        """Puts in service the generation the store names; gives its id, or "" when it already serves.

        Raises NoIndex, DamagedIndex, WriteFailed, StoreUnreachable; what served before then stays.
        """
        with self._reached() as (store, root):
            said = self._said(store, root)
            if not said:
                raise _nothing(self._url)
            if _served(index) == said:
                return ""
            name, _, digest = said.partition(" ")
            if not name or "/" in name or name.startswith("."):
                raise manifests.damaged()
            place = index / "generations" / f".{name}"
            try:
                self._take(store, f"{root}/generations/{name}", place, digest)
                put_in_service(index, place, name, digest)
            finally:
                shutil.rmtree(place, ignore_errors=True)
            return name

    def _take(self, store: Any, there: str, place: Path, digest: str) -> None:
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(mode=0o700, parents=True)
        store.get_file(f"{there}/{manifests.NAME}", str(place / manifests.NAME))
        manifest = manifests.read(place, digest)
        for file in manifest.files:
            if ".." in Path(file).parts or Path(file).is_absolute():
                raise manifests.damaged()
            (place / file).parent.mkdir(parents=True, exist_ok=True)
            store.get_file(f"{there}/{file}", str(place / file))
        manifests.check(place, manifest)

    def _said(self, store: Any, root: str) -> str:
        """What the store's CURRENT says, or ""."""
        try:
            return str(store.cat_file(f"{root}/{CURRENT}").decode("ascii")).strip()
        except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
            return ""

    def _name(self, store: Any, root: str, said: str) -> None:
        """Beside, then in its place: a reader meets the one or the other, whole."""
        store.pipe_file(f"{root}/{CURRENT}.new", f"{said}\n".encode())
        store.mv(f"{root}/{CURRENT}.new", f"{root}/{CURRENT}")

    def _clean(self, store: Any, root: str, serving: str) -> None:
        found = sorted(str(one).rstrip("/") for one in store.ls(f"{root}/generations", detail=False))
        old = [one for one in found if one.rsplit("/", 1)[-1] != serving][: -(_KEPT - 1)]
        for one in old:
            store.rm(one, recursive=True)

    @contextlib.contextmanager
    def _reached(self) -> Iterator[tuple[Any, str]]:
        """The file system and the root. Whatever a store raises is said by its kind alone: it may name a secret."""
        import fsspec

        try:
            store, root = fsspec.core.url_to_fs(self._url)
            yield store, root.rstrip("/")
        except IngestError:
            raise
        except FileNotFoundError as error:
            raise manifests.damaged() from error
        except Exception as error:
            if getattr(error, "errno", None) in DISK:  # this machine's own
                raise WriteFailed.because(str(getattr(error, "strerror", ""))) from error
            # Each store's library has errors of its own: none may end who fetches again and again.
            raise StoreUnreachable.because(type(error).__name__) from error


def _served(index: Path) -> str:
    try:
        return current_id(index)
    except (NoIndex, DamagedIndex):
        return ""


def _nothing(url: str) -> NoIndex:
    return NoIndex(
        f"Aucun index n'a été envoyé à « {url} » : lancez « repere ingest » sur la machine qui l'alimente.",
        f"No index was sent to “{url}”: run “repere ingest” on the machine that feeds it.",
    )
