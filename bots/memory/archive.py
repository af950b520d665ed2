"""One file that holds all a service would miss: the index in service, what is remembered, and the names of its settings.

Taken while it runs: a generation never changes, and the state is copied by its own engine. Secrets are not in it.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bots.errors import BadInput
from bots.settings import Settings
from ingest.errors import DISK
from ingest.index import manifest as manifests
from ingest.index.generation import current_id
from ingest.index.writing import put_in_service

_ABOUT = "repere.json"
_SECRET = ("KEY", "SECRET", "TOKEN", "PASSWORD", "DATABASE_URL")


def backup(file: Path, settings: Settings) -> dict[str, Any]:
    """Writes the archive beside its name, then in its place; gives what it holds. Raises IndexFault, BadInput."""
    name, _, digest = current_id(settings.index).partition(" ")
    place = settings.index / "generations" / name
    manifest = manifests.read(place, digest)
    manifests.check(place, manifest)
    states = sorted(settings.state_folder.glob("*.sqlite")) if settings.state_folder.is_dir() else []
    about = {"made": int(time.time()), "generation": name, "digest": digest, "state": [one.name for one in states],
             "elsewhere": bool(settings.database_url), "settings": _settings()}  # fmt: skip
    beside = file.with_name(f".{file.name}.part")
    try:
        with tarfile.open(beside, "w") as archive:
            _add(archive, _ABOUT, json.dumps(about, ensure_ascii=False, indent=1).encode())
            for one in (*manifest.files, manifests.NAME):
                archive.add(place / one, f"index/{one}", filter=_plain)
            for state in states:
                with _copied(state) as copy:
                    archive.add(copy, f"state/{state.name}", filter=_plain)
        beside.chmod(0o600)
        beside.replace(file)
    except OSError as error:
        raise BadInput(
            f"« {file} » n'a pas pu être écrit ({error.strerror}) : libérez de l'espace ou vérifiez le dossier et ses "
            "droits, puis relancez.",
            f"“{file}” could not be written ({error.strerror}): free some space or check the folder and its "
            "permissions, then run this again.",
        ) from error
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    return about


def restore(file: Path, settings: Settings) -> dict[str, Any]:
    """Puts the archive's index in service and its state in the state folder, where there is none yet.

    Raises BadInput for what is no archive, or where a state is already there; IndexFault for a damaged one."""
    with tempfile.TemporaryDirectory(dir=_parent(settings.index), prefix=".restore-") as held:
        about = _unpacked(file, Path(held))
        name, digest = str(about["generation"]), str(about["digest"])
        index, states = Path(held, "index"), Path(held, "state")
        manifest = manifests.read(index, digest)
        manifests.check(index, manifest)
        kept = [one for one in states.glob("*.sqlite") if (settings.state_folder / one.name).exists()]
        if kept:
            raise BadInput(
                f"« {settings.state_folder} » contient déjà un état ({kept[0].name}) : déplacez-le, puis relancez.",
                f"“{settings.state_folder}” already holds a state ({kept[0].name}): move it away, then run this again.",
            )
        generations = settings.index / "generations"
        generations.mkdir(mode=0o700, parents=True, exist_ok=True)
        index.rename(generations / f".{name}")
        put_in_service(settings.index, generations / f".{name}", name, digest)
        settings.state_folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for one in states.glob("*.sqlite") if states.is_dir() else ():
            shutil.move(one, settings.state_folder / one.name)  # which may be on another disk
    return about


def _unpacked(file: Path, place: Path) -> dict[str, Any]:
    try:
        with tarfile.open(file, "r:") as archive:
            archive.extractall(place, filter="data")
        about = json.loads((place / _ABOUT).read_bytes())
        if not all(isinstance(about.get(name), str) and "/" not in about[name] for name in ("generation", "digest")):
            raise ValueError
    except (tarfile.TarError, OSError, ValueError, AttributeError) as error:
        if getattr(error, "errno", None) in DISK:  # the disk it is put back on, and not the archive
            raise
        raise BadInput(
            f"« {file} » n'est pas une sauvegarde de Repère, ou elle est abîmée : prenez-en une autre.",
            f"“{file}” is no backup of Repère, or it is damaged: take another one.",
        ) from error
    return dict(about)


@contextlib.contextmanager
def _copied(state: Path) -> Iterator[Path]:
    """A copy of a database in use, whole at one instant."""
    with tempfile.TemporaryDirectory() as held:
        copy = Path(held, state.name)
        with (
            contextlib.closing(sqlite3.connect(state, timeout=10)) as one,
            contextlib.closing(sqlite3.connect(copy)) as other,
        ):
            one.backup(other)
        yield copy


def _settings() -> dict[str, str]:
    """The settings of this process, secrets as « … »: what to set again after a restore."""
    ours = {name: value for name, value in sorted(os.environ.items()) if name.startswith("REPERE_")}
    return {name: "…" if name.endswith(_SECRET) else value for name, value in ours.items()}


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o600
    return entry


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode, entry.mtime = len(data), 0o600, int(time.time())
    archive.addfile(entry, io.BytesIO(data))


def _parent(index: Path) -> Path:
    index.mkdir(mode=0o700, parents=True, exist_ok=True)
    return index
