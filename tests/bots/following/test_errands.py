"""What is sent without being asked for: the week's note, and reminders before a confirmation lapses."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bots.commands.doctor import _places
from bots.memory.following import errands
from bots.memory.following.spots import Contacts, Spot, spots
from bots.settings import Settings
from bots.wording.commands import commands
from ingest.index import history
from tests.bots.following.harbours import ingested
from tests.bots.slack.service import serving
from tests.bots.teams.service import EXPERT, bot

CHANNEL = "19:abc123@thread.tacv2"
LAPSING = "  ouvert.md: {title: Suivi ouvert, owner: Bureau, verified: 2026-01-05, review: 2026-12-20}\n"
WEEKS = ["2026-W48"]


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    WEEKS[:] = ["2026-W48"]
    monkeypatch.setattr("bots.memory.following.rounds.EVERY", 0.05)
    monkeypatch.setattr(errands, "_week", lambda _: WEEKS[0])


def test_where_to_write_is_read_from_the_settings() -> None:
    """A comma inside an owner's name is of it; what names no service counts for nothing; « * » is for all the others."""
    said = "Direction des ports, du large=slack:U1, Bureau=teams:3f2a, Bureau=slack:C2, Rien=courriel:x, *=slack:C9"
    contacts = Contacts(said)
    assert contacts.of("direction des ports,  du large") == (Spot("slack", "U1"),)
    assert contacts.of("Bureau") == (Spot("teams", "3f2a"), Spot("slack", "C2"))
    assert contacts.of("Rien") == contacts.of("") == (Spot("slack", "C9"),)
    assert Contacts("").of("Bureau") == ()
    assert spots(f"slack:C1, teams:{CHANNEL}, C2, :x") == (Spot("slack", "C1"), Spot("teams", CHANNEL))


def test_the_doctor_says_what_leads_nowhere() -> None:
    """A place without its service, or of a channel that is off; what is right is shown, what is not set is not."""
    say, slack = commands("fr"), {"slack_bot_token": "x", "slack_signing_secret": "x"}

    def found(**more: str) -> list[tuple[str, str, str]]:
        return list(_places(Settings(**{**slack, **more}), say))  # type: ignore[arg-type]

    assert found() == []
    assert found(weekly="slack:C1") == [("REPERE_WEEKLY", "ok", "slack:C1")]
    said = "Ports, du large=slack:U1, Bureau=courriel:x, *=teams:3f2a"
    [(name, state, detail)] = found(contacts=said)
    assert (name, state) == ("REPERE_CONTACTS", "to-do")
    assert "Bureau=courriel:x, teams;" in detail
    assert "C012;" in found(weekly="C012")[0][2].replace("slack:C012", "")
    assert "du large;" in found(contacts="Ports=slack:U1, du large")[0][2]


@pytest.mark.parametrize(
    ("now", "week"),
    [("2026-11-30T07:59", "2026-W48"), ("2026-11-30T08:00", "2026-W49"), ("2026-12-04T12:00", "2026-W49")],
)
def test_a_week_begins_on_monday_at_eight(now: str, week: str) -> None:
    """And lasts until the next."""
    assert (datetime.fromisoformat(now) - errands.timedelta(hours=errands.HOUR)).strftime("%G-W%V") == week


async def test_the_week_s_note_tells_a_channel_what_changed(tmp_path: Path) -> None:
    """Once a week, from the note before, however many times the documents were read since; what everybody may read there;
    nothing in a week when nothing changed."""
    told: dict[str, Any] = {"index": tmp_path / "index", "weekly": "slack:C7, teams:elsewhere"}
    async with serving(tmp_path / "state", ingested(tmp_path), **told) as served:
        first = served.desk.assistant.generation.id
        await served.slack.until(lambda: served.desk.subscriptions.mark("weekly/slack/C7/since") == first)
        for day in ("2027-01-01", "2027-01-15", "2027-02-28"):
            ingested(tmp_path, day=day, secret="2027-09-09")
        assert first in [one.id for one in history.kept(tmp_path / "index")]
        await asyncio.sleep(0.3)
        assert served.slack.answers() == []
        WEEKS[0] = "2026-W49"
        [note] = await served.slack.until(served.slack.answers)
        assert note.channel == "C7"
        assert "Ce qui a changé depuis le" in note.shown
        assert "« 2026-12-31 » → « 2027-02-28 »" in note.shown
        assert "2027-09-09" not in note.shown
        WEEKS[0] = "2026-W50"
        await asyncio.sleep(0.3)
        assert len(served.slack.answers()) == 1


async def test_an_owner_is_reminded_once_before_a_confirmation_lapses(tmp_path: Path) -> None:
    """Thirty days before, in their own place; of another owner's document, or one this place may not read, nothing."""
    more = LAPSING + "  ferme.md: {owner: Bureau, verified: 2026-01-05, review: 2026-12-20, audience: [direction]}\n"
    assistant = ingested(tmp_path, more=more.partition("  ferme.md")[0])
    told: dict[str, Any] = {
        "index": tmp_path / "index",
        "contacts": "Bureau=slack:U2, *=slack:U1",
        "owners": "direction=*",
    }
    async with serving(tmp_path / "state", assistant, **told) as served:
        [reminder] = await served.slack.until(lambda: [m for m in served.slack.messages if "vérifié jusqu" in m.shown])
        assert "Suivi ouvert" in reminder.shown
        assert "20 décembre 2026" in reminder.shown
        assert "https://repere.example.org/intendance" in reminder.shown
        assert served.slack.of("conversations.open") == [{"users": "U2"}]
        await asyncio.sleep(0.3)
        assert len(served.slack.messages) == 1


def test_teams_is_written_to_where_it_last_wrote_from(tmp_path: Path) -> None:
    """The week's note in a channel, a reminder in a chat begun with the owner: at the server a message came from."""
    told: dict[str, Any] = {
        "weekly": f"teams:{CHANNEL}",
        "contacts": f"Bureau=teams:{EXPERT}",
        "index": tmp_path / "index",
    }
    assistant = ingested(tmp_path)
    with bot(tmp_path / "state", assistant, teams_client_secret="s3cret", **told) as teams:
        teams.ask("/aide")
        teams.service.wait(1)
        time.sleep(0.3)
        ingested(tmp_path, day="2027-02-28", more=LAPSING)
        WEEKS[0] = "2026-W49"
        sent = {one["conversation"]["id"]: one["text"] for one in teams.service.wait(3)[1:]}
    assert "2027-02-28" in sent[CHANNEL]
    assert "Suivi ouvert" in sent[f"a:{EXPERT}"]
