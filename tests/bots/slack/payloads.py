"""What Slack sends, as it sends it: signed events, commands and interactions."""

from __future__ import annotations

import hashlib
import hmac
import itertools
import json
import time
from typing import Any
from urllib.parse import urlencode

from tests.bots.slack.fake import ME, TEAM

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
_numbers = itertools.count(1)


def signed(body: bytes, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {
        "x-slack-request-timestamp": stamp,
        "x-slack-signature": f"v0={digest}",
        "content-type": "application/json" if body.startswith(b"{") else "application/x-www-form-urlencoded",
    }


def event(inner: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": "A1",
        "event_id": f"Ev{next(_numbers)}",
        "event_time": int(time.time()),
        "authorizations": [{"team_id": TEAM, "user_id": ME, "is_bot": True}],
        "is_ext_shared_channel": False,
        "event": inner,
        **more,
    }


def stamp() -> str:
    return f"17{next(_numbers):08d}.000100"


def direct(text: str, **more: Any) -> dict[str, Any]:
    inner = {
        "type": "message", "channel_type": "im", "channel": "D1", "user": "U1", "team": TEAM, "text": text,
        "ts": stamp(), **more,
    }  # fmt: skip
    return event(inner)


def mention(text: str, **more: Any) -> dict[str, Any]:
    said = f"<@{ME}> {text}"
    return event(
        {"type": "app_mention", "channel": "C1", "user": "U1", "team": TEAM, "text": said, "ts": stamp(), **more}
    )


def command(text: str, url: str = "", **more: Any) -> dict[str, Any]:
    return {
        "command": "/gouvernance", "text": text, "team_id": TEAM, "user_id": "U1", "channel_id": "C1",
        "channel_name": "general", "trigger_id": f"t{next(_numbers)}", "response_url": url, **more,
    }  # fmt: skip


def interaction(kind: str, **more: Any) -> dict[str, Any]:
    return {
        "type": kind, "team": {"id": TEAM}, "user": {"id": "U1", "team_id": TEAM}, "trigger_id": f"t{next(_numbers)}",
        **more,
    }  # fmt: skip


def pressed(action: str, value: str, channel: str = "C1", **more: Any) -> dict[str, Any]:
    one = {"type": "button", "action_id": action, "value": value, "block_id": "act", "action_ts": "1.2"}
    return interaction("block_actions", channel={"id": channel}, actions=[one], **more)


def submitted(callback: str, values: dict[str, Any], metadata: str = "") -> dict[str, Any]:
    view = {"type": "modal", "callback_id": callback, "private_metadata": metadata, "state": {"values": values}}
    return interaction("view_submission", view=view)


def encoded(payload: dict[str, Any]) -> bytes:
    """As Slack posts it: events as JSON, commands as a form, interactions as JSON in a form."""
    if "command" in payload:
        return urlencode(payload).encode()
    if payload["type"] in ("event_callback", "url_verification"):
        return json.dumps(payload).encode()
    return urlencode({"payload": json.dumps(payload)}).encode()
