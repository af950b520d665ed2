"""The generations kept: listed, named, compared, and put back in service."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from ingest.errors import IndexFault, MoreOpen, NoIndex
from ingest.index import manifest as manifests
from ingest.index.generation import Generation, current_id, open_current
from ingest.index.manifest import Manifest
from ingest.index.writing import names, only_writer, point, set_names
from ingest.model import Description

_LONGEST = 60  # characters of a name


@dataclass(frozen=True, slots=True)
class Past:
    """A generation: when it was made (ISO), how much it holds, the name somebody gave it or "", whether it serves."""

    id: str
    created: str
    documents: int
    passages: int
    name: str
    current: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """Documents, by name, from one state to a later one."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def between(before: Mapping[str, str], after: Mapping[str, str]) -> Changes:
    """What changed between two maps from documents to the digests of their files."""
    return Changes(
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(name for name in after.keys() & before.keys() if after[name] != before[name])),
        tuple(sorted(before.keys() - after.keys())),
    )


def documents_before(folder: Path) -> dict[str, str]:
    """The documents of the generation in service, with the digests of their files; none where there is none."""
    try:
        return dict(open_current(folder, None, check=False).manifest.documents)
    except IndexFault:
        return {}


def kept(folder: Path) -> tuple[Past, ...]:
    """Every generation there is, the newest first. Raises NoIndex."""
    serving, called = current_id(folder).partition(" ")[0], names(folder)
    found = []
    for place in sorted((folder / "generations").iterdir(), reverse=True):
        if place.is_dir() and not place.name.startswith("."):
            about = _manifest(place)
            counts = about.counts
            found.append(
                Past(
                    place.name, about.created, counts.get("documents", 0), counts.get("passages", 0),
                    called.get(place.name, ""), place.name == serving,
                )
            )  # fmt: skip
    return tuple(found)


def name(folder: Path, which: str, called: str) -> Past:
    """Gives a name to a generation, which is then kept; "" takes its name away. Raises NoIndex, IndexBusy."""
    with only_writer(folder):
        found = _one(folder, which)
        others = {of: said for of, said in names(folder).items() if of != found.id and said != called}
        set_names(folder, others | ({found.id: called[:_LONGEST]} if called else {}))
    return _one(folder, found.id)


def compare(folder: Path, before: str, after: str) -> Changes:
    """The documents that differ between two generations. Raises NoIndex."""
    first, second = (_manifest(folder / "generations" / _one(folder, which).id) for which in (before, after))
    return between(first.documents, second.documents)


def pair(folder: Path, before: str = "") -> tuple[Generation, Generation]:
    """A generation (the one before the one in service, unless named) and the one in service. Raises NoIndex."""
    past = kept(folder)
    which = before or next((one.id for one in past if not one.current), past[0].id)
    place = folder / "generations" / _one(folder, which).id
    return Generation(place, _manifest(place)), open_current(folder, None, check=False)


def back(folder: Path, which: str, identity: str, *, force: bool = False) -> Past:
    """Puts a generation back in service, every byte of it checked. ``identity`` is the embedding model's.

    Raises NoIndex, IncompatibleIndex, DamagedIndex, IndexBusy, and MoreOpen where more people would read a document than
    may read it now, unless ``force``.
    """
    with only_writer(folder):
        found = _one(folder, which)
        place = folder / "generations" / found.id
        digest = manifests.digest(place / manifests.NAME)
        about = manifests.read(place, digest)
        manifests.require_model(about, identity)
        manifests.check(place, about)
        opened = _opened(Generation(place, about), open_current(folder, None, check=False))
        if opened and not force:
            raise MoreOpen.naming(opened)
        point(folder, found.id, digest)
    return _one(folder, found.id)


def _opened(then: Generation, now: Generation) -> list[str]:
    """The documents that more people would read than may read them now, those that are gone among them."""
    today = {about.document: about for about in now.descriptions()}
    return [about.document for about in then.descriptions() if _wider(about, today.get(about.document))]


def _wider(then: Description, now: Description | None) -> bool:
    if then.restricted and not then.audience:
        return False  # nobody read it
    if now is None or (now.restricted and not now.audience):
        return True
    return bool(now.audience) and (not then.audience or not then.audience <= now.audience)


def _one(folder: Path, which: str) -> Past:
    """The generation of that id, of that name, or the only one whose id begins so."""
    found = kept(folder)
    exact = [past for past in found if which in (past.id, past.name)]
    begun = exact or [past for past in found if which and past.id.startswith(which)]
    if len(begun) != 1:
        raise NoIndex(
            f"Aucune version de l'index ne s'appelle « {which} » : voyez « repere generations ».",
            f"No version of the index is called “{which}”: see “repere generations”.",
        )
    return begun[0]


def _manifest(place: Path) -> Manifest:
    """What a generation says of itself, whatever version of Repère wrote it. Raises DamagedIndex."""
    try:
        said = json.loads((place / manifests.NAME).read_text("utf-8"))
        known = {field.name: said[field.name] for field in fields(Manifest) if field.name in said}
        return Manifest(**{**known, "rooms": tuple(known.get("rooms", ()))})
    except (OSError, ValueError, TypeError) as error:
        raise manifests.damaged() from error
