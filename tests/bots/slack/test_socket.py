"""Socket Mode: the same listeners, acknowledged over a WebSocket, with no port opened."""

from __future__ import annotations

from pathlib import Path

from bots.channels.slack import Slack
from bots.settings import Settings
from tests.bots.replies import Scripted
from tests.bots.slack.payloads import command, mention
from tests.bots.slack.service import serving


async def test_a_mention_over_the_socket_is_acknowledged_and_answered_once(tmp_path: Path) -> None:
    """The same event in another envelope makes no second answer."""
    assistant = Scripted()
    async with serving(tmp_path, assistant, socket=True, slack_signing_secret="") as served:
        asked = mention("Qui ?")
        await served.slack.push(asked, envelope="e1")
        await served.slack.push(asked, envelope="e2")
        (posted,) = await served.slack.until(served.slack.answers)
        assert "Le comité approuve le plan." in posted.text
        assert len(assistant.asked) == 1


async def test_a_command_over_the_socket_carries_its_sign_of_life(tmp_path: Path) -> None:
    """In the acknowledgement itself; the answer follows at its address."""
    async with serving(tmp_path, socket=True, slack_signing_secret="") as served:
        told = await served.slack.push(command("Qui ?", served.slack.hook()), "slash_commands")
        assert told["payload"]["text"] == "Recherche dans les documents…"
        await served.slack.until(lambda: served.slack.responses)


async def test_strangers_over_the_socket_are_not_answered(tmp_path: Path) -> None:
    """The gate stands on both ways in."""
    assistant = Scripted()
    async with serving(tmp_path, assistant, socket=True, slack_signing_secret="") as served:
        await served.slack.push({**mention("Qui ?"), "team_id": "T9"})
        assert (assistant.asked, served.slack.calls) == ([], [])


async def test_http_stays_shut_without_a_signing_secret(tmp_path: Path) -> None:
    """Socket Mode alone opens no way in over HTTP."""
    async with serving(tmp_path, socket=True, slack_signing_secret="") as served:
        assert (await served.send(mention("Qui ?"))).status_code == 401


def test_the_channel_says_what_it_lacks() -> None:
    """A token and one way in."""
    lacks = Slack().missing
    both = ("REPERE_SLACK_BOT_TOKEN", "REPERE_SLACK_SIGNING_SECRET")
    assert lacks(Settings()) == both
    assert lacks(Settings(slack_app_token="xapp")) == both[:1]
    assert lacks(Settings(slack_bot_token="xoxb", slack_signing_secret="s")) == ()
