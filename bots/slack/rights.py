"""Who a person of the workspace is to the documents: Slack's user groups, each given the audience it stands for.

Only groups named in REPERE_SLACK_GROUPS count. Everyone may be able to edit user groups in a workspace: the operator
says which ones are kept by administrators.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable

from bots.http.access.audit import AUDIT
from bots.http.access.groups import GroupMap
from bots.http.access.person import key_of
from bots.slack.api import Api, SlackRefused

KEPT = 300.0  # seconds a list of members is trusted
SULKED = 30.0  # seconds before Slack is asked again, when it did not say
PATIENCE = 5.0  # seconds people wait for it
log = logging.getLogger("repere")


class Rights:
    """The audiences a person belongs to. When Slack does not say, they are the public, and ``unsure`` says so."""

    def __init__(self, api: Api, setting: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._api = api
        self._groups = GroupMap(setting)
        self._clock = clock
        self._members: dict[str, frozenset[str]] = {}
        self._until = 0.0
        self.unsure = False
        self._lock = asyncio.Lock()

    async def of(self, user: str) -> frozenset[str]:
        if not self._groups.known or not user:
            return frozenset()
        async with self._lock:
            if self._clock() >= self._until:
                self._members = await self._read()
                self._until = self._clock() + (SULKED if self.unsure else KEPT)
        found = frozenset(audience for audience, members in self._members.items() if user in members)
        AUDIT.seen(key_of("slack", user), "slack", found)
        return found

    async def _read(self) -> dict[str, frozenset[str]]:
        self.unsure = True
        try:
            async with asyncio.timeout(PATIENCE):
                found = await self._api.call("usergroups.list", include_users=True)
        except (SlackRefused, TimeoutError) as error:
            log.warning("slack: %s", str(error) or type(error).__name__)
            return {}
        self.unsure = False
        members: dict[str, set[str]] = {}
        for group in found.get("usergroups", ()):
            for audience in () if group.get("date_delete") else self._groups.audiences([group.get("id")]):
                members.setdefault(audience, set()).update(group.get("users", ()))
        return {audience: frozenset(users) for audience, users in members.items()}
