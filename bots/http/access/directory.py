"""Which of the known groups a person is in, asked of a directory, remembered for minutes. Silence gives no right.

A person waits at most ``PATIENCE`` for it, alone: others ask on other connections, and a directory that hangs is not
asked again about the same person for half a minute.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

from bots.http.access.audit import AUDIT, Audit
from bots.http.access.groups import GroupMap
from bots.http.access.person import key_of

log = logging.getLogger("repere")

KEPT = 300.0  # seconds an answer is trusted
SULKED = 30.0  # seconds before a directory that failed is asked again about a person
PATIENCE = 5.0  # seconds a person waits for it
PEOPLE = 20_000  # remembered at once


class DirectoryDown(Exception):
    """The directory did not answer in time, or refused."""


class Directory(Protocol):
    """Knows who is in which group."""

    async def among(self, person: str, groups: tuple[str, ...]) -> frozenset[str]:
        """Those of ``groups`` this person is in, directly or through others. Raises DirectoryDown."""
        ...


class Membership:
    """A directory seen through a memory. One question at a time about one person."""

    def __init__(
        self, directory: Directory, groups: GroupMap, clock: Callable[[], float] = time.monotonic, audit: Audit = AUDIT
    ) -> None:
        self._directory, self._groups, self._clock, self._audit = directory, groups, clock, audit
        self._kept: OrderedDict[str, tuple[frozenset[str] | None, float]] = OrderedDict()
        self._asking: dict[str, asyncio.Task[frozenset[str] | None]] = {}

    async def of(self, person: str) -> frozenset[str] | None:
        """The audiences of a person; None when they cannot be known: the public's then, and it is to be said."""
        if not person:
            return None
        if not self._groups.known:
            return frozenset()
        kept = self._kept.get(person)
        if kept and self._clock() < kept[1]:
            return kept[0]
        if person not in self._asking:
            self._asking[person] = asyncio.create_task(self._asked(person))
        return await asyncio.shield(self._asking[person])

    async def _asked(self, person: str) -> frozenset[str] | None:
        found: frozenset[str] | None = None
        try:
            async with asyncio.timeout(PATIENCE):
                found = self._groups.audiences(await self._directory.among(person, self._groups.known))
        except (DirectoryDown, TimeoutError) as error:
            log.warning("directory: %s", str(error)[:80] or type(error).__name__)
        finally:
            self._asking.pop(person, None)
        self._kept[person] = (found, self._clock() + (SULKED if found is None else KEPT))
        self._kept.move_to_end(person)
        while len(self._kept) > PEOPLE:
            self._kept.popitem(last=False)
        self._audit.seen(key_of("directory", person), "directory", found or frozenset())
        return found
