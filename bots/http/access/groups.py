"""The groups of the organisation's directory, and the audiences of ``corpus.yaml`` they are."""

from __future__ import annotations

from collections.abc import Collection

from bots.settings import listed


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
