"""What is checked of a request before anything reads it: size, header shapes, age, signature on the raw bytes, shape.

Slack signs ``v0:{timestamp}:{body}`` with HMAC-SHA256 (https://docs.slack.dev/authentication/verifying-requests-from-slack).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from bots.http.legibility import whole

BODY = 512 * 1024  # bytes; Slack's largest payloads stay well under
AGE = 300  # seconds, either way
_TIMESTAMP = re.compile(r"[0-9]{1,12}", re.ASCII)
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)
FIELDS = 100  # of a form

Headers = Iterable[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Refused:
    status: int


@dataclass(frozen=True, slots=True)
class Genuine:
    """Signed by Slack and well formed. ``signature`` is what a replay would show again."""

    text: str
    payload: dict[str, Any]
    signature: str


def check(headers: Headers, body: bytes, secret: str, now: float) -> Genuine | Refused:
    """Nothing is decoded until the signature holds. 413 too large, 401 not Slack's, 400 Slack's but malformed."""
    if len(body) > BODY:
        return Refused(413)
    timestamp = _only(headers, b"x-slack-request-timestamp", _TIMESTAMP)
    signature = _only(headers, b"x-slack-signature", _SIGNATURE)
    if not secret or not timestamp or not signature or abs(now - int(timestamp)) > AGE:
        return Refused(401)
    if not hmac.compare_digest(sign(secret, timestamp, body), signature):
        return Refused(401)
    return _read(body, signature)


def sign(secret: str, timestamp: str, body: bytes) -> str:
    signed = hmac.new(secret.encode(), b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256)
    return "v0=" + signed.hexdigest()


def _only(headers: Headers, name: bytes, shape: re.Pattern[str]) -> str:
    """The header's value when it is given once and has its shape, else ""."""
    given = [value for key, value in headers if key.lower() == name]
    if len(given) != 1:
        return ""
    value = given[0].decode("latin-1")
    return value if shape.fullmatch(value) else ""


def _read(body: bytes, signature: str) -> Genuine | Refused:
    try:
        text = body.decode("utf-8")
        payload = _payload(text)
    except (ValueError, RecursionError):  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        return Refused(400)
    return Genuine(text, payload, signature) if _shaped(payload) and whole(payload) else Refused(400)


def _payload(text: str) -> Any:
    """JSON (events), or a form with a ``payload`` of JSON (interactions), or a plain form (commands)."""
    if text.startswith("{"):
        return json.loads(text)
    form = dict(parse_qsl(text, keep_blank_values=True, max_num_fields=FIELDS))
    return json.loads(form["payload"]) if "payload" in form else form


_TEXTS = frozenset("type event_id team_id callback_id trigger_id response_url command text channel_id user_id".split())
_OBJECTS = frozenset("event user channel container view message".split())
_EVENT_TEXTS = frozenset(
    "type subtype text user team user_team source_team channel channel_type ts thread_ts bot_id tab".split()
)


def _shaped(payload: Any) -> bool:
    """What the listeners read is of the type they read it as, or absent."""
    if not isinstance(payload, dict) or not (payload.get("type") or payload.get("command")):
        return False
    event = payload.get("event")
    return (
        all(isinstance(payload.get(name, ""), str | None) for name in _TEXTS)
        and all(isinstance(payload.get(name, {}), dict | None) for name in _OBJECTS)
        and isinstance(payload.get("team", ""), str | dict | None)
        and _all_objects(payload.get("actions"))
        and _all_objects(payload.get("authorizations"))
        and (not isinstance(event, dict) or all(isinstance(event.get(n, ""), str | None) for n in _EVENT_TEXTS))
    )


def _all_objects(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(one, dict) for one in value))
