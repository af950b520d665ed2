"""The channel alone, as the server mounts it, in front of a fake Slack."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI

from bots.channel import Desk
from bots.channels.slack import PATH, Slack
from bots.settings import Settings
from bots.slack.manifest import scopes
from tests.bots.replies import Scripted
from tests.bots.slack.fake import APP, BOT, TEAM, FakeSlack
from tests.bots.slack.payloads import SECRET, encoded, signed


@dataclass
class Served:
    """``send`` posts what Slack would; ``slack`` is what Slack saw."""

    slack: FakeSlack
    desk: Desk
    web: httpx.AsyncClient

    async def send(self, payload: dict[str, Any], **headers: str) -> httpx.Response:
        return await self.raw(encoded(payload), **headers)

    async def raw(self, body: bytes, **headers: str) -> httpx.Response:
        return await self.web.post(PATH, content=body, headers={**signed(body), **headers})


def settings(slack: FakeSlack, folder: Path, **more: Any) -> Settings:
    given = {
        "state": folder, "slack_signing_secret": SECRET, "slack_bot_token": BOT, "slack_team_ids": TEAM,
        "slack_api_url": slack.url, "public_url": "https://repere.example.org", **more,
    }  # fmt: skip
    return Settings(**given)


@asynccontextmanager
async def serving(
    folder: Path, assistant: Any = None, slack: FakeSlack | None = None, **more: Any
) -> AsyncIterator[Served]:
    assistant = assistant or Scripted()
    if slack is None:
        async with FakeSlack(scopes()) as made, serving(folder, assistant, made, **more) as served:
            yield served
        return
    if more.pop("socket", False):
        more |= {"slack_app_token": APP}
    desk = Desk(settings(slack, folder, **more), lambda: assistant)
    app = FastAPI()
    channel = Slack()
    assert channel.missing(desk.settings) == ()
    running = channel.mount(app, desk)
    assert running is not None
    transport = httpx.ASGITransport(app)
    async with running, httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as web:
        yield Served(slack, desk, web)
    desk.close()
