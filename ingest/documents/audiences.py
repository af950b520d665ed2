"""Who may read a document nobody has spoken of yet: the next version of a closed one stays closed."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from ingest.documents.inference import stem_of
from ingest.facts.values.dates import MONTHS
from ingest.facts.values.periods import SEASONS
from ingest.model import Description, Remark


def closed_like(
    described: Mapping[str, Description], unsaid: Collection[str]
) -> tuple[dict[str, Description], list[Remark]]:
    """The same descriptions, but that a document of ``unsaid`` (no audience is written of it) that looks like another
    version of a closed one is read by the same people at most; and a remark on each."""
    found = dict(described)
    remarks: list[Remark] = []
    for name in sorted(unsaid):
        about = described[name]
        others = [d for d in described.values() if d.document != name and (d.audience or d.restricted)]
        if kin := [other for other in others if _other_version(about, other)]:
            found[name] = _narrowed(about, kin)
            remarks.append(_inherited(found[name], kin[0]))
    return found, remarks


def _narrowed(about: Description, kin: list[Description]) -> Description:
    """The narrowest: the groups that may read them all, else the fewest; nobody when one is open to nobody."""
    audiences = [other.audience for other in kin if other.audience]
    shared = frozenset.intersection(*audiences) if audiences else frozenset()
    audience = shared or min(audiences, key=lambda a: (len(a), sorted(a)), default=frozenset())
    restricted = about.restricted or not audience
    return replace(about, audience=audience, restricted=restricted, inferred=about.inferred | {"audience"})


def _other_version(about: Description, other: Description) -> bool:
    if other.document in (about.supersedes, about.superseded_by):
        return True
    names = [_bare(PurePosixPath(d.document).stem) for d in (about, other)]
    titles = [_bare(d.title) for d in (about, other)]
    return names[0] == names[1] != "" or titles[0] == titles[1] != ""


def _bare(name: str) -> str:
    """A name without version, date, month or season: what all the issues of one document share."""
    words = re.findall(r"[a-z]{2,}", re.sub(r"(?<=[a-z])(?=\d)", " ", stem_of(name)))
    return " ".join(word for word in words if word not in MONTHS and word not in SEASONS)


def _inherited(about: Description, closed: Description) -> Remark:
    readers = ", ".join(sorted(about.audience))
    who = f"réservé à [{readers}]" if readers else "fermé à tous"
    return Remark(
        "inherited-audience",
        f"« {about.document} » ressemble à une autre version de « {closed.document} » et corpus.yaml ne dit pas qui peut "
        f"le lire : il est {who}, comme elle.",
        f"Écrivez sous « {about.document} », dans corpus.yaml, « audience: [] » s'il est pour tout le monde, ou ses groupes.",
    )
