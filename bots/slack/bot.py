"""What every listener works with."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import urlsplit

from assistant.model import Citation
from bots.channel import Desk
from bots.memory.sealing import Seal
from bots.memory.state import place_of
from bots.settings import LOOPBACK, listed
from bots.slack.api import Api, SlackRefused
from bots.slack.asks import Ask
from bots.slack.preferences import Preferences
from bots.slack.rights import Rights
from bots.slack.tasks import Tasks
from bots.wording.slack import Say, sayer

NAME = "slack"
WAITING = 3000  # questions acknowledged and waiting; more are refused in a sentence
log = logging.getLogger("repere")


class Acknowledge(Protocol):
    async def __call__(self, **values: Any) -> None: ...


@dataclass(frozen=True, slots=True)
class Heard:
    """One payload let through. ``ask`` is there when it holds a question; ``ack`` answers Slack within 3 s."""

    payload: dict[str, Any]
    ack: Acknowledge
    ask: Ask | None = None


@dataclass(frozen=True, slots=True)
class Bot:
    """The desk, Slack, and what is remembered between them. One an event loop."""

    desk: Desk
    api: Api
    seal: Seal
    rights: Rights
    preferences: Preferences
    tasks: Tasks = field(default_factory=Tasks)
    who: dict[str, str] = field(default_factory=dict)

    @property
    def language(self) -> str:
        return self.desk.settings.lang

    @property
    def say(self) -> Say:
        return sayer(self.language)

    def address(self, citation: Citation) -> str:
        """Where a citation leads. In a trial, whose Slack is this machine, the viewer need not be published."""
        trial = urlsplit(self.desk.settings.slack_api_url).hostname in LOOPBACK
        return self.desk.links(citation) if trial else self.desk.address(citation)

    async def teams(self) -> frozenset[str]:
        """The workspaces answered to: those of the settings, or else the one the token belongs to."""
        named = frozenset(listed(self.desk.settings.slack_team_ids))
        return named or frozenset(filter(None, [(await self.identity()).get("team_id", "")]))

    async def me(self, payload: dict[str, Any]) -> str:
        """Our own user id, as the event tells it, or as Slack does."""
        for one in payload.get("authorizations") or ():
            if one.get("is_bot") and isinstance(one.get("user_id"), str):
                return str(one["user_id"])
        return (await self.identity()).get("user_id", "")

    async def identity(self) -> dict[str, str]:
        """Who the token is, asked once; empty as long as Slack does not say."""
        if not self.who:
            try:
                found = await self.api.call("auth.test")
            except SlackRefused as error:
                log.warning("slack: %s", error)
                return {}
            self.who.update({name: str(found.get(name) or "") for name in ("team_id", "user_id")})
        return self.who


def build(desk: Desk, api: Api) -> Bot:
    settings = desk.settings
    secret = settings.slack_signing_secret or settings.slack_app_token
    return Bot(desk, api, Seal(secret), Rights(api, settings.slack_groups), Preferences(place_of(settings)))
