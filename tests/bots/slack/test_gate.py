"""Whom the channel answers, and how many times: the table of what bare Bolt does wrong, and the rest of the gate."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.bots.replies import Scripted
from tests.bots.slack.fake import ME
from tests.bots.slack.payloads import command, direct, encoded, event, mention, pressed, signed, stamp
from tests.bots.slack.service import Served, serving


async def _quiet(served: Served) -> None:
    """Long enough for what was let through to be asked."""
    await asyncio.sleep(0.15)


async def test_the_same_signed_bytes_again_are_refused(tmp_path: Path) -> None:
    """401, even after a restart; the question is asked once."""
    assistant = Scripted()
    body = encoded(mention("Qui ?"))
    headers = signed(body)
    async with serving(tmp_path, assistant) as served:
        said = [(await served.web.post("/slack/events", content=body, headers=headers)).status_code for _ in range(3)]
        await served.slack.until(served.slack.answers)
    async with serving(tmp_path, assistant) as served:
        said.append((await served.web.post("/slack/events", content=body, headers=headers)).status_code)
        await _quiet(served)
        assert said == [200, 401, 401, 401]
        assert len(assistant.asked) == 1


async def test_a_retry_is_acknowledged_and_answered_once(tmp_path: Path) -> None:
    """Slack signs its retries anew; many at once, and after a restart, make one answer."""
    assistant = Scripted()
    asked = mention("Qui ?")
    async with serving(tmp_path, assistant) as served:
        # A space more stands for another second: either way, another signature.
        bodies = [encoded(asked) + b" " * n for n in range(4)]
        given = await asyncio.gather(
            *(served.raw(body, **{"x-slack-retry-num": str(n)}) for n, body in enumerate(bodies))
        )
        assert {g.status_code for g in given} == {200}
        await served.slack.until(served.slack.answers)
    async with serving(tmp_path, assistant) as served:
        assert (await served.raw(encoded(asked) + b"     ")).status_code == 200
        await _quiet(served)
        assert len(assistant.asked) == 1


async def test_one_mention_heard_as_two_events_is_answered_once(tmp_path: Path) -> None:
    """``app_mention`` and ``message`` both come, in either order, each with its own event id."""
    assistant = Scripted()
    async with serving(tmp_path, assistant) as served:
        for first in ("app_mention", "message"):
            asked = mention("Qui ?")
            inner = asked["event"]
            twin = event({**inner, "type": "message", "channel_type": "channel"})
            for payload in (asked, twin) if first == "app_mention" else (twin, asked):
                assert (await served.send(payload)).status_code == 200
        await served.slack.until(lambda: len(served.slack.answers()) == 2)
        await _quiet(served)
        assert len(assistant.asked) == 2


async def test_a_direct_message_sent_under_another_event_id_is_answered_once(tmp_path: Path) -> None:
    """(channel, ts) names the message, whatever event carries it."""
    assistant = Scripted()
    async with serving(tmp_path, assistant) as served:
        one = direct("Qui ?")
        await served.send(one)
        await served.send({**one, "event_id": "EvOther"})
        await served.slack.until(served.slack.answers)
        await _quiet(served)
        assert len(assistant.asked) == 1


@pytest.mark.parametrize(
    "payload",
    [
        event({"type": "reaction_added", "user": "U1", "item": {}}),
        event({"type": "channel_rename", "channel": {"id": "C1"}}) | {"event": {"type": "team_rename"}},
        {"type": "app_rate_limited", "team_id": "T1", "minute_rate_limited": 1},
        pressed("unknown", "x"),
    ],
)
async def test_what_nobody_listens_to_is_acknowledged(tmp_path: Path, payload: dict[str, Any]) -> None:
    """200, so that Slack does not send it again."""
    async with serving(tmp_path) as served:
        assert (await served.send(payload)).status_code == 200


async def test_slacks_challenge_is_answered(tmp_path: Path) -> None:
    """The first thing Slack sends to a new address."""
    async with serving(tmp_path) as served:
        given = await served.send({"type": "url_verification", "challenge": "3eZb", "token": "x"})
        assert (given.status_code, given.json()) == (200, {"challenge": "3eZb"})


def _said(**inner: Any) -> dict[str, Any]:
    return direct("Qui ?", **inner)


NOT_FOR_US: dict[str, dict[str, Any]] = {
    "another workspace": {**_said(), "team_id": "T9"},
    "a person of another workspace": _said(user_team="T9", team="T9"),
    "a stranger of a shared channel": {**mention("Qui ?", user_team="T9", team="T9"), "is_ext_shared_channel": True},
    "a shared channel that does not say whose": {
        **event({"type": "app_mention", "channel": "C1", "user": "U1", "text": f"<@{ME}> Qui ?", "ts": stamp()}),
        "is_ext_shared_channel": True,
    },
    "a bot": _said(bot_id="B2"),
    "a bot's own subtype": _said(subtype="bot_message"),
    "our own message": _said(user=ME),
    "an edit": _said(subtype="message_changed", message={"text": "Qui ?", "user": "U1"}),
    "an edited mention": mention("Qui ?", edited={"user": "U1", "ts": "1"}),
    "a deletion": _said(subtype="message_deleted"),
    "someone who joins": _said(subtype="channel_join"),
    "talk in a channel": event(
        {
            "type": "message", "channel_type": "channel", "channel": "C1", "user": "U1", "team": "T1",
            "text": "Bonjour", "ts": "1.1",
        }
    ),
    "talk in a thread nobody asked to follow": event(
        {
            "type": "message", "channel_type": "channel", "channel": "C1", "user": "U1", "team": "T1",
            "text": "Bonjour", "ts": "1.2", "thread_ts": "1.1",
        }
    ),
}  # fmt: skip


@pytest.mark.parametrize("who", NOT_FOR_US)
async def test_who_is_not_answered(tmp_path: Path, who: str) -> None:
    """Acknowledged, nothing asked, nothing said."""
    assistant = Scripted()
    async with serving(tmp_path, assistant) as served:
        assert (await served.send(NOT_FOR_US[who])).status_code == 200
        await _quiet(served)
        assert (assistant.asked, served.slack.calls) == ([], [])


async def test_a_stranger_who_types_the_command_is_told(tmp_path: Path) -> None:
    """In a sentence, and nothing is asked; a button they press does nothing."""
    assistant = Scripted()
    async with serving(tmp_path, assistant) as served:
        told = await served.send(command("Qui ?", team_id="T9"))
        assert "espace de travail" in told.text
        stranger = pressed("ask-0", "Qui ?")
        stranger["user"]["team_id"] = "T9"
        assert (await served.send(stranger)).status_code == 200
        await _quiet(served)
        assert (assistant.asked, served.slack.calls) == ([], [])


async def test_without_named_workspaces_the_tokens_own_is_the_one(tmp_path: Path) -> None:
    """Asked of Slack once; when Slack does not say, nobody is answered."""
    assistant = Scripted()
    async with serving(tmp_path, assistant, slack_team_ids="") as served:
        served.slack.refuse("auth.test", "internal_error")
        await served.send(direct("Qui ?"))
        await _quiet(served)
        assert assistant.asked == []
        await served.send(direct("Qui ?"))
        await served.send({**direct("Qui ?"), "team_id": "T9"})
        await served.slack.until(served.slack.answers)
        await _quiet(served)
        assert (len(assistant.asked), len(served.slack.of("auth.test"))) == (1, 1)


async def test_a_member_in_a_shared_channel_is_answered_for_their_eyes(tmp_path: Path) -> None:
    """What strangers of the channel may not read is not written before them."""
    async with serving(tmp_path) as served:
        await served.send({**mention("Qui ?"), "is_ext_shared_channel": True})
        (posted,) = await served.slack.until(served.slack.answers)
        assert (posted.only, posted.channel) == ("U1", "C1")
        assert not served.slack.of("chat.startStream")
        assert not served.slack.of("chat.postMessage")
