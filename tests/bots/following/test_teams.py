"""Told in Teams when something changes, over real sockets: in one's own chat, with the rights the directory says."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from tests.bots.access.graph import FakeGraph
from tests.bots.following.harbours import ingested
from tests.bots.teams.service import bot
from tests.bots.teams.test_rights import ANNA, BRUNO, DIRECTION, setting, told

SECRET = {"teams_client_secret": "s3cret-of-the-channel"}


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bots.memory.following.rounds.EVERY", 0.05)


async def asked(teams: Any, text: str, person: str, scope: str = "personal") -> str:
    """What the bot says to a message."""
    before = len(teams.service.messages())
    await asyncio.to_thread(lambda: teams.ask(text, **told(person, scope)))
    sent = await asyncio.to_thread(lambda: teams.service.wait(before + 1, 30.0))
    return str(sent[-1]["text"])


async def test_each_is_told_what_they_may_read(tmp_path: Path) -> None:
    """A follower of the board is told of what is closed, another of what is open, each in their own chat, once; in a group
    nothing is noted; « /effacer » ends it all."""
    async with FakeGraph() as made:
        made.members = {ANNA: {DIRECTION}, BRUNO: set()}
        with bot(tmp_path / "state", ingested(tmp_path), index=tmp_path / "index", **SECRET, **setting(made)) as teams:
            assert "Phare secret" in await asked(teams, "préviens-moi quand PR-09 change", ANNA)
            assert "ne s’appelle" in await asked(teams, "préviens-moi quand PR-09 change", BRUNO)
            assert "Quai du Nord" in await asked(teams, "tell me when PR-04 changes", BRUNO)
            assert "en privé" in await asked(teams, "préviens-moi quand PR-04 change", ANNA, "groupChat")
            ingested(tmp_path, day="2027-02-28", secret="2027-09-09")
            sent = await asyncio.to_thread(lambda: teams.service.wait(6, 30.0))
            news = {one["conversation"]["id"].split("-")[0]: one["text"] for one in sent[4:]}
            assert "2027-02-28" in news[f"a:{BRUNO[:8]}"]
            assert "What changed" in news[f"a:{BRUNO[:8]}"]
            assert "2027-09-09" in news[f"a:{ANNA[:8]}"]
            assert not any("2027-09-09" in text and "2027-02-28" in text for text in news.values())
            await asked(teams, "/effacer", BRUNO)
            ingested(tmp_path, day="2027-05-05", secret="2027-09-09")
            time.sleep(0.5)  # noqa: ASYNC251 – the server runs in a thread of its own
            assert len(teams.service.messages()) == 7


def test_without_a_secret_nothing_is_followed(tmp_path: Path) -> None:
    """Nothing could be sealed: it is said."""
    with bot(tmp_path / "state", ingested(tmp_path), index=tmp_path / "index") as teams:
        teams.ask("préviens-moi quand PR-04 change")
        assert "ne peux pas le noter" in teams.service.wait()[-1]["text"]
