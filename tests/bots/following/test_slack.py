"""Told in Slack when something changes: who asked, what they may read, each fact with its words. A fake Slack, real documents."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.bots.following.harbours import ingested
from tests.bots.slack.payloads import command, direct, mention
from tests.bots.slack.service import Served, serving

FOLLOW = "préviens-moi quand PR-04 change"
BOARD: dict[str, Any] = {"slack_groups": "S1=direction"}


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bots.memory.following.rounds.EVERY", 0.05)


async def told(served: Served, text: str, **more: Any) -> str:
    """The bot's answer to a direct message."""
    before = len(served.slack.answers())
    await served.send(direct(text, **more))
    await served.slack.until(lambda: len(served.slack.answers()) > before)
    return served.slack.answers()[-1].shown


async def test_a_change_is_told_once_with_its_words(tmp_path: Path) -> None:
    """To whoever asked, in their direct messages, with where the words are and a link; not of PR-40, whose name begins alike;
    nothing when the next generation changes nothing of it; nothing any more when it is ended."""
    async with serving(tmp_path / "state", ingested(tmp_path), index=tmp_path / "index") as served:
        assert "PR-04 Quai du Nord" in await told(served, FOLLOW)
        assert "PR-04" in await told(served, "mes avis")
        ingested(tmp_path, day="2027-02-28")
        [news] = await served.slack.until(lambda: [m for m in served.slack.answers() if "Ce qui a changé" in m.shown])
        assert "« 2026-12-31 » → « 2027-02-28 »" in news.shown
        assert "<https://repere.example.org/sources/ouvert.md" in news.shown
        assert "PR-40" not in news.shown
        ingested(tmp_path, day="2027-02-28", secret="2028-01-01")
        assert "ne vous préviendrai plus" in await told(served, "ne me préviens plus de PR-04")
        assert "n’aviez rien demandé" in await told(served, "ne me préviens plus de PR-04")
        ingested(tmp_path, day="2027-05-05")
        await asyncio.sleep(0.4)
        assert len([m for m in served.slack.answers() if "Ce qui a changé" in m.shown]) == 1
        assert "Vous ne suivez rien" in await told(served, "mes avis")


async def test_only_what_one_may_read_is_followed_and_told(tmp_path: Path) -> None:
    """What is hidden from a person is, for them, called by no name; of two who follow everything alike, each is told theirs,
    by their groups of the moment."""
    async with serving(tmp_path / "state", ingested(tmp_path), index=tmp_path / "index", **BOARD) as served:
        served.slack.usergroups = [{"id": "S1", "users": ["U2"]}]
        hidden, nowhere = [await told(served, FOLLOW.replace("PR-04", name)) for name in ("PR-09", "PR-77")]
        assert hidden.replace("PR-09", "PR-77") == nowhere
        assert "Phare secret" in await told(served, FOLLOW.replace("PR-04", "PR-09"), user="U2", channel="D2")
        assert "PR-04" in await told(served, FOLLOW)
        ingested(tmp_path, day="2027-02-28", secret="2027-09-09")
        await served.slack.until(lambda: len([m for m in served.slack.answers() if "Ce qui a changé" in m.shown]) == 2)
        to = {
            ("2027-09-09" in m.shown, "2027-02-28" in m.shown) for m in served.slack.answers() if "Ce qui a" in m.shown
        }
        assert to == {(True, False), (False, True)}


async def test_a_right_taken_away_takes_the_news_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Followed as one of the board, which one is no more: nothing is told."""
    monkeypatch.setattr("bots.slack.rights.KEPT", 0.0)
    async with serving(tmp_path / "state", ingested(tmp_path), index=tmp_path / "index", **BOARD) as served:
        served.slack.usergroups = [{"id": "S1", "users": ["U1"]}]
        assert "Phare secret" in await told(served, FOLLOW.replace("PR-04", "PR-09"))
        served.slack.usergroups = []
        before = served.desk.assistant.generation.id
        ingested(tmp_path, secret="2027-09-09")
        await served.slack.until(lambda: served.desk.subscriptions.of("slack", "U1")[0].told > before)
        assert not [m for m in served.slack.answers() if "Ce qui a changé" in m.shown]


async def test_where_groups_cannot_be_known_it_is_told_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack does not say who is of the board: nothing is told as if to the public, and nothing is lost once it says."""
    for name in ("slack.rights.KEPT", "slack.rights.SULKED", "memory.subscriptions.HELD"):
        monkeypatch.setattr(f"bots.{name}", 0.0)
    async with serving(tmp_path / "state", ingested(tmp_path), index=tmp_path / "index", **BOARD) as served:
        served.slack.usergroups = [{"id": "S1", "users": ["U1"]}]
        assert "Phare secret" in await told(served, FOLLOW.replace("PR-04", "PR-09"))
        served.slack.refuse("usergroups.list", *["missing_scope"] * 3)
        ingested(tmp_path, secret="2027-09-09")
        await served.slack.until(lambda: [m for m in served.slack.answers() if "2027-09-09" in m.shown])


async def test_before_others_one_is_sent_to_a_private_talk(tmp_path: Path) -> None:
    """In a channel nothing is noted; the command, which only its author sees, does note it."""
    async with serving(tmp_path / "state", ingested(tmp_path), index=tmp_path / "index") as served:
        await served.send(mention(FOLLOW))
        [answer] = await served.slack.until(served.slack.answers)
        assert "en privé" in answer.shown
        assert served.desk.subscriptions.of("slack", "U1") == ()
        await served.send(command(FOLLOW, served.slack.hook()))
        await served.slack.until(lambda: served.desk.subscriptions.of("slack", "U1"))
        assert served.desk.erase("slack", "T1/U1", "")
        assert served.desk.subscriptions.of("slack", "U1") == ()


async def test_what_slack_did_not_take_is_told_later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unreachable, it is tried again; nothing readable is in the state meanwhile."""
    monkeypatch.setattr("bots.memory.subscriptions.HELD", 0.0)
    async with serving(tmp_path / "state", ingested(tmp_path), index=tmp_path / "index") as served:
        await told(served, FOLLOW)
        served.slack.refuse("conversations.open", "internal_error", "internal_error")
        ingested(tmp_path, day="2027-02-28")
        await served.slack.until(lambda: [m for m in served.slack.answers() if "2027-02-28" in m.shown])
        held = (tmp_path / "state" / "subscriptions.sqlite").read_bytes()
        assert b"PR-04" not in held
        assert b"U1" not in held


async def test_nothing_is_noted_where_nothing_is_kept(tmp_path: Path) -> None:
    """And it is said."""
    async with serving(tmp_path / "state", ingested(tmp_path), index=tmp_path / "index", keep="nothing") as served:
        assert "ne rien garder" in await told(served, FOLLOW)
