"""The groups of the organisation's directory, and the audiences of ``corpus.yaml`` they are."""

from __future__ import annotations

from collections.abc import Collection

from bots.settings import listed
from ingest.languages import fold


class GroupMap:
    """« 3f2a…=direction, 77b1…=comité »: only the groups written there count. One group may be several audiences."""

    def __init__(self, setting: str) -> None:
        pairs = [
            (group.strip(), audience.strip()) for group, _, audience in (p.partition("=") for p in listed(setting))
        ]
        self._pairs = tuple((group.casefold(), audience) for group, audience in pairs if group and audience)

    @property
    def known(self) -> tuple[str, ...]:
        """The groups it is worth asking a directory about, each once."""
        return tuple(dict.fromkeys(group for group, _ in self._pairs))

    def audiences(self, groups: Collection[object]) -> frozenset[str]:
        """What these groups may read as; what is no text, or written nowhere, counts for nothing."""
        named = {group.casefold() for group in groups if isinstance(group, str)}
        return frozenset(audience for group, audience in self._pairs if group in named)


class Owners:
    """« direction=Bureau des ports, dri=* »: whose documents an audience confirms; « * » is everyone's. A comma inside the
    name of an owner is of that name, as long as no « = » follows."""

    def __init__(self, setting: str) -> None:
        pairs: list[tuple[str, str]] = []
        for part in listed(setting):
            audience, mark, owner = part.partition("=")
            if mark:
                pairs.append((audience.strip(), owner.strip()))
            elif pairs:
                pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]}, {part}")
        self._pairs = tuple((audience, _one_form(owner)) for audience, owner in pairs if audience and owner)

    def may(self, groups: Collection[str], owner: str) -> bool:
        """Whether somebody of these groups confirms what this owner keeps; without owner, only who confirms everything."""
        named = _one_form(owner)
        return any(audience in groups and of in ("*", named or "*") for audience, of in self._pairs)


def _one_form(name: str) -> str:
    return " ".join(fold(name).split())
