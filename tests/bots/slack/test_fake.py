"""The fake refuses what Slack refuses: a test that passes against it means something."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.bots.slack.blockkit import check
from tests.bots.slack.fake import APP, BOT, FakeSlack


class Client:
    def __init__(self, slack: FakeSlack, web: httpx.AsyncClient) -> None:
        self.slack, self.web = slack, web

    async def __call__(self, method: str, token: str = BOT, **values: Any) -> str:
        """Slack's word: « ok », or why not."""
        given = await self.web.post(self.slack.url + method, json=values, headers={"authorization": f"Bearer {token}"})
        told = given.json()
        return "ok" if told["ok"] else str(told["error"])


@pytest.fixture
async def call() -> AsyncIterator[Client]:
    now = [1000.0]
    async with FakeSlack({"chat:write"}, clock=lambda: now[0]) as slack, httpx.AsyncClient() as web:
        made = Client(slack, web)
        made.now = now  # type: ignore[attr-defined]
        yield made


@pytest.mark.parametrize(
    ("method", "values", "word"),
    [
        ("chat.postMessage", {"channel": "C1", "text": "a"}, "ok"),
        ("chat.postMessage", {"channel": "C1"}, "no_text"),
        ("chat.postMessage", {"text": "a"}, "invalid_arguments"),
        ("chat.postMessage", {"channel": "C1", "text": "a", "color": "red"}, "invalid_arguments"),
        ("chat.postMessage", {"channel": "C9", "text": "a"}, "not_in_channel"),
        ("chat.postMessage", {"channel": "C1", "text": "a" * 13_001}, "msg_too_long"),
        ("chat.update", {"channel": "C1", "ts": "9", "text": "a"}, "message_not_found"),
        ("chat.appendStream", {"channel": "C1", "ts": "9", "chunks": []}, "message_not_found"),
        ("chat.startStream", {"channel": "C1", "thread_ts": "1"}, "missing_recipient_team_id"),
        ("users.info", {"user": "U1"}, "missing_scope"),
        ("chat.everything", {}, "unknown_method"),
        ("views.open", {"trigger_id": "", "view": {}}, "invalid_trigger_id"),
    ],
)
async def test_each_call_gets_slacks_word(call: Client, method: str, values: dict[str, Any], word: str) -> None:
    """Arguments, scopes, places and lengths."""
    call.slack.absent.add("C9")
    assert await call(method, **values) == word
    assert await call(method, token="xoxb-other", **values) == "invalid_auth"


async def test_a_stream_is_appended_to_while_it_lives_and_stopped_once(call: Client) -> None:
    """Not after five minutes, not after its end; nor is it edited meanwhile."""
    to: dict[str, Any] = {"channel": "C1", "thread_ts": "1", "recipient_team_id": "T1", "recipient_user_id": "U1"}
    chunk = {"type": "markdown_text", "text": "a"}
    assert await call("chat.startStream", **to, chunks=[chunk]) == "ok"
    at = {"channel": "C1", "ts": call.slack.messages[0].ts}
    assert await call("chat.update", **at, text="b") == "streaming_state_conflict"
    assert await call("chat.appendStream", **at, chunks=[{"type": "word"}]) == "invalid_chunks"
    assert await call("chat.appendStream", **at, chunks=[chunk]) == "ok"
    assert await call("chat.stopStream", **at, chunks=[chunk]) == "ok"
    assert call.slack.messages[0].text == "aaa"
    assert await call("chat.stopStream", **at) == "message_not_in_streaming_state"
    assert await call("chat.update", **at, text="b") == "ok"
    assert await call("chat.startStream", **to) == "ok"
    call.now[0] += 301  # type: ignore[attr-defined]
    late = {"channel": "C1", "ts": call.slack.messages[1].ts}
    assert await call("chat.stopStream", **late, chunks=[chunk]) == "message_not_in_streaming_state"
    assert await call("chat.update", **late, text="b") == "ok"


async def test_it_asks_to_wait_and_refuses_when_told(call: Client) -> None:
    """A number is a 429, a word is an error; then all is well."""
    call.slack.refuse("chat.postMessage", 7, "is_archived")
    given = await call.web.post(call.slack.url + "chat.postMessage", json={})
    assert (given.status_code, given.headers["retry-after"]) == (429, "7")
    assert await call("chat.postMessage", channel="C1", text="a") == "is_archived"
    assert await call("chat.postMessage", channel="C1", text="a") == "ok"


async def test_a_response_address_serves_five_times(call: Client) -> None:
    """And only what was handed out."""
    url = call.slack.hook()
    said = [(await call.web.post(url, json={"text": "a"})).status_code for _ in range(6)]
    assert said == [200] * 5 + [404]
    assert (await call.web.post(url + "x", json={"text": "a"})).status_code == 404


async def test_the_socket_is_given_to_an_app_token(call: Client) -> None:
    """A bot token opens none."""
    assert await call("apps.connections.open", token=BOT) == "invalid_auth"
    assert await call("apps.connections.open", token=APP) == "ok"


def _text(length: int, kind: str = "mrkdwn") -> dict[str, Any]:
    return {"type": kind, "text": "a" * length}


def _button(**more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": "a", "text": _text(5, "plain_text"), "value": "", **more}


@pytest.mark.parametrize(
    "block",
    [
        {"type": "section", "text": _text(3001)},
        {"type": "section", "text": _text(0)},
        {"type": "header", "text": _text(151, "plain_text")},
        {"type": "header", "text": _text(5)},
        {"type": "context", "elements": [_text(5)] * 11},
        {"type": "context", "elements": []},
        {"type": "actions", "elements": [_button(text=_text(76, "plain_text"))]},
        {"type": "actions", "elements": [_button(value="a" * 2001)]},
        {"type": "actions", "elements": [_button(), _button()]},
        {"type": "table"},
    ],
)
def test_a_block_over_a_limit_is_refused(block: dict[str, Any]) -> None:
    """Each limit, alone."""
    assert check([block], 50)
    assert check([{"type": "divider"}] * 51, 50)
    assert not check([{"type": "section", "text": _text(3000)}, {"type": "actions", "elements": [_button()]}], 50)
