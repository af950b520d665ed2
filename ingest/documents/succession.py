"""Which document took the place of which: said by the new one (« remplace »), or by the old one (« remplacé », « ancien »)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from ingest.documents.inference import stem_of, telling
from ingest.facts.opening import name_in_words, opening
from ingest.facts.values.dates import moments
from ingest.languages import fold
from ingest.model import Description, Document, Kind

_OLD_NAME = re.compile(r"\((?:ancienne?|old|perimee?|archive|obsolete)\)|\b(?:perimee?|obsolete|abrogee?|remplacee?)\b")
# « PÉRIMÉ – … », « DOCUMENT REMPLACÉ par … », « Remplacée par le règlement le 1er avril 2024; conservée pour mémoire. »
_OLD = re.compile(
    r"(?:^|[.;–—]\s*)(?:document |texte |version )?(?:perime|remplace|abroge|obsolete|superseded)e?\b"
    r"(?!\s+(?:la|le|les|l'|celle))"
)
_NEW = re.compile(
    r"\b(?:re(?:m)?plac|abrog|annul|supersed)e?(?:s|nt)?\b\s+(?:et \w+ )?(?:la|le|l'|celle|celui|the|that)\b"
)
_SHARED = 0.6  # of the telling words of the old title, found again in the new one


def with_successions(documents: Mapping[str, Document], described: Mapping[str, Description]) -> dict[str, Description]:
    """The same descriptions, each that says it replaces another naming it; one that says it is replaced and is followed by
    none here expires the day it says."""
    found = dict(described)
    for name, document in documents.items():
        about = found[name]
        if said := _said_old(document):
            heirs = [d for d in described.values() if d.document != name and _heir(about, d)]
            heirs = [d for d in heirs if not _said_old(documents[d.document])]
            if heirs:
                heir = max(heirs, key=lambda d: (len(_words(about) & _words(d)), d.date))
                found = _named(found, heir.document, name)
            elif not about.expires and (day := _ended(said)):
                found[name] = replace(about, expires=day, inferred=about.inferred | {"expires"})
        elif any(_NEW.search(text) for text in _opening(document)):
            before = [
                d
                for d in described.values()
                if d.document != name and _same(about, d) and d.date and d.date < about.date
            ]
            if before:
                found = _named(found, name, max(before, key=lambda d: d.date).document)
    return found


def _named(described: dict[str, Description], new: str, old: str) -> dict[str, Description]:
    about = described[new]
    if about.supersedes:
        return described
    return described | {new: replace(about, supersedes=old, inferred=about.inferred | {"supersedes"})}


def _said_old(document: Document) -> str:
    """The words by which a document says it is no longer in force, or ""."""
    told = next((text for text in _opening(document) if _OLD.search(text)), "")
    return told or ("-" if _OLD_NAME.search(fold(name_in_words(document))) else "")


def _opening(document: Document) -> Iterator[str]:
    yield from (fold(block.text) for block in opening(document))


def _ended(said: str) -> str:
    """« remplacé le 18 septembre 2024 », « du 1er mai 2022 au 31 mars 2025 »: the last day said."""
    days = [moment.day.isoformat() for moment in moments(said) if moment.exact]
    return max(days, default="")


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
