"""Which document took the place of which, among those somebody may read: a pure question on their descriptions.

It is asked once for everyone at ingest, and again for an audience that does not see them all: a document replaced by one
that is hidden from a person is, for that person, in force, exactly as if the other did not exist.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from ingest.documents.inference import rank, stem_of, telling
from ingest.model import Description, Kind

UNDATED = "-"  # ``Description.ended`` of a document that says it is no longer in force, not since when
_SHARED = 0.6  # of the telling words of the old title, found again in the new one


def in_line(descriptions: Iterable[Description]) -> dict[str, Description]:
    """Document name → the same description, ``supersedes``, ``superseded_by`` and ``expires`` settled among these alone.

    What is written in ``corpus.yaml`` stays; what was inferred before, among other documents, is inferred anew.
    """
    bare = {about.document: _unsettled(about) for about in descriptions}
    named = _versions(_told(bare))
    replaced_by = {about.supersedes: about.document for about in named.values() if about.supersedes in named}
    return {name: _settled(about, named, replaced_by.get(name, "")) for name, about in named.items()}


def _settled(about: Description, named: Mapping[str, Description], heir: str) -> Description:
    return replace(about, superseded_by=heir, supersedes=about.supersedes if about.supersedes in named else "")


def _unsettled(about: Description) -> Description:
    guessed = about.inferred & {"supersedes", "expires"}
    cleared = dict.fromkeys(guessed, "")
    return replace(about, superseded_by="", inferred=about.inferred - guessed, **cleared)  # type: ignore[arg-type]


def _told(described: dict[str, Description]) -> dict[str, Description]:
    """What a document says of itself: that it is replaced, by the one that follows it; or that it replaces another."""
    found = dict(described)
    for name, about in described.items():
        if about.ended:
            heirs = [d for d in described.values() if d.document != name and not d.ended and _heir(about, d)]
            if heirs:
                heir = max(heirs, key=lambda d: (len(_words(about) & _words(d)), d.date))
                found = _named(found, heir.document, name)
            elif not about.expires and about.ended != UNDATED:
                found[name] = replace(about, expires=about.ended, inferred=about.inferred | {"expires"})
        elif about.replacing:
            others = (d for d in described.values() if d.document != name and d.date and d.date < about.date)
            if before := [d for d in others if _same(about, d)]:
                found = _named(found, name, max(before, key=lambda d: d.date).document)
    return found


def _named(described: dict[str, Description], new: str, old: str) -> dict[str, Description]:
    about = described[new]
    if about.supersedes:
        return described
    return described | {new: replace(about, supersedes=old, inferred=about.inferred | {"supersedes"})}


def _versions(described: dict[str, Description]) -> dict[str, Description]:
    """Each document that names none it replaces replaces the same document in the version before."""
    alike: dict[tuple[Kind, str, str], list[Description]] = defaultdict(list)
    for about in described.values():
        for key in _issues(about):
            alike[key].append(about)
    return {name: _replacing(about, alike) for name, about in described.items()}


def _issues(about: Description) -> tuple[tuple[Kind, str, str], ...]:
    """What two versions of one document share: kind and name, or kind and title, version and year aside."""
    if about.kind is Kind.PROJECT_STATUS or not about.version:
        return ()
    name, title = stem_of(PurePosixPath(about.document).stem), stem_of(about.title)
    return tuple((about.kind, what, words) for what, words in (("name", name), ("title", title)) if words)


def _replacing(about: Description, alike: Mapping[tuple[Kind, str, str], list[Description]]) -> Description:
    if about.supersedes:
        return about
    others = {other.document: other for key in _issues(about) for other in alike[key]}
    older = [other for other in others.values() if rank(other.version) < rank(about.version)]
    if not older:
        return about
    before = max(older, key=lambda other: rank(other.version))
    return replace(about, supersedes=before.document, inferred=about.inferred | {"supersedes"})


def _heir(old: Description, new: Description) -> bool:
    words = _words(old)
    later = not old.date or not new.date or new.date > old.date
    alike = old.kind in (new.kind, Kind.OTHER)  # an extract may be too short for its kind to be told
    return later and alike and bool(words) and len(words & _words(new)) >= _SHARED * len(words)


def _same(one: Description, other: Description) -> bool:
    """Two issues of one document: its file's name or its title, years and versions aside."""
    names = [stem_of(PurePosixPath(d.document).stem) for d in (one, other)]
    return one.kind is other.kind and names[0] == names[1] != "" and _words(one) == _words(other)


def _words(about: Description) -> frozenset[str]:
    return telling(stem_of(about.title))
