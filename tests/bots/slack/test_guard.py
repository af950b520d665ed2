"""What is not Slack's is refused before anything reads it, whatever it is made of."""

from __future__ import annotations

import json
import random
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bots.memory.migrations import THERE
from bots.slack.hearing.guard import BODY, Genuine, Refused, check, sign
from tests.bots.replies import Scripted
from tests.bots.slack.payloads import SECRET, direct, encoded, signed
from tests.bots.slack.service import serving

NOW = 1_700_000_000.0
FORGED = 10_000


def _headers(values: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode(), value.encode("utf-8", "surrogatepass")) for name, value in values.items()]


def _status(body: bytes, headers: dict[str, str], secret: str = SECRET) -> int:
    found = check(_headers(headers), body, secret, NOW)
    return found.status if isinstance(found, Refused) else 200


GOOD = encoded(direct("Qui ?"))


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({}, 200),
        ({"x-slack-request-timestamp": "hier"}, 401),
        ({"x-slack-request-timestamp": "1e9"}, 401),
        ({"x-slack-request-timestamp": "١٧٠٠٠٠٠٠٠٠"}, 401),
        ({"x-slack-request-timestamp": "-1700000000"}, 401),
        ({"x-slack-request-timestamp": ""}, 401),
        ({"x-slack-signature": "v0=é" + "0" * 63}, 401),
        ({"x-slack-signature": "v0=" + "0" * 64}, 401),
        ({"x-slack-signature": "v1=" + "0" * 64}, 401),
        ({"x-slack-signature": ""}, 401),
    ],
)
def test_header_shapes(change: dict[str, str], status: int) -> None:
    """A number, and 64 hexadecimal digits; anything else is not Slack's."""
    assert _status(GOOD, {**signed(GOOD, at=NOW), **change}) == status


def test_age_secret_and_bytes_count() -> None:
    """Five minutes either way; another secret, another body or a header twice do not pass; none is set: nobody does."""
    assert [_status(GOOD, signed(GOOD, at=NOW + s)) for s in (-301, -299, 299, 301)] == [401, 200, 200, 401]
    assert _status(GOOD, signed(GOOD, "other", NOW)) == 401
    assert _status(GOOD + b" ", signed(GOOD, at=NOW)) == 401
    assert _status(GOOD, signed(GOOD, "", NOW), secret="") == 401
    twice = [*_headers(signed(GOOD, at=NOW)), (b"X-Slack-Signature", b"v0=" + b"0" * 64)]
    assert check(twice, GOOD, SECRET, NOW) == Refused(401)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"a" * (BODY + 1), 413),
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        (b'{"event": "mot"}', 400),
        (b'{"team_id": 5}', 400),
        (b'{"actions": [1]}', 400),
        (b'{"event": {"text": ["a"]}}', 400),
        (b"payload=%7B", 400),
        (b"payload=[]", 400),
        (b"[" * 100_000, 400),
        (b'{"a":' * 50_000, 400),
        (b"&".join(b"a=%d" % n for n in range(500)), 400),
    ],
)
def test_signed_but_malformed(body: bytes, status: int) -> None:
    """Refused for good, not sent again."""
    assert _status(body, signed(body, at=NOW)) == status


def test_the_signature_is_slacks_own() -> None:
    """The example of Slack's documentation."""
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&"
        b"channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&"
        b"response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F"
        b"96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )
    told = sign("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body)
    assert told == "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_NAMES = st.sampled_from(
    "type event team_id team user channel actions view message authorizations command payload".split()
)


@given(st.dictionaries(_NAMES | st.text(max_size=5), _JSON, max_size=6))
def test_whatever_is_signed_is_read_or_refused(payload: dict[str, Any]) -> None:
    """No shape of JSON makes the guard fail; what passes is what the listeners can read."""
    body = json.dumps(payload).encode()
    found = check(_headers(signed(body, at=NOW)), body, SECRET, NOW)
    if isinstance(found, Genuine):
        assert isinstance(found.payload.get("event", {}), dict | None)
    else:
        assert found.status == 400


def _forged(dice: random.Random) -> tuple[bytes, dict[str, str]]:
    """A request that is nearly Slack's: one thing about it is wrong."""
    body = encoded(direct("Qui approuve ?")) if dice.random() < 0.7 else dice.randbytes(dice.randrange(200))
    now = time.time()
    headers = signed(body, at=now)
    wrong = dice.randrange(8)
    if wrong == 0:
        headers["x-slack-signature"] = "v0=" + dice.randbytes(32).hex()
    elif wrong == 1:
        headers |= signed(body, at=now - dice.randrange(301, 10**9))
    elif wrong == 2:
        headers |= signed(body, "".join(dice.choices("abcdef0123456789", k=32)))
    elif wrong == 3:
        body = body[: dice.randrange(len(body) + 1)] + b"!" + body[dice.randrange(len(body) + 1) :]
    elif wrong == 4:
        headers["x-slack-request-timestamp"] = dice.choice(["", "NaN", "1e400", "9" * 400, "0x1", "-1", "１７"])
    elif wrong == 5:
        del headers[dice.choice(["x-slack-signature", "x-slack-request-timestamp"])]
    elif wrong == 6:
        flipped = list(headers["x-slack-signature"])
        at = dice.randrange(3, len(flipped))
        flipped[at] = dice.choice([c for c in "0123456789abcdefGé" if c != flipped[at]])
        headers["x-slack-signature"] = "".join(flipped)
    else:
        headers["x-slack-signature"] = headers["x-slack-signature"].upper()
    return body, headers


async def test_ten_thousand_forged_requests_do_nothing(tmp_path: Path) -> None:
    """Each is refused, none with 5xx; no question is asked, no call is made, nothing is remembered."""
    dice, assistant = random.Random(4), Scripted()
    async with serving(tmp_path, assistant) as served:
        statuses: dict[int, int] = {}
        for _ in range(FORGED):
            body, headers = _forged(dice)
            raw = [(n.encode(), v.encode("utf-8")) for n, v in headers.items()]
            request = served.web.build_request("POST", "/slack/events", content=body, headers=raw)
            status = (await served.web.send(request)).status_code
            statuses[status] = statuses.get(status, 0) + 1
        assert statuses == {401: FORGED}
        assert (assistant.asked, served.slack.calls) == ([], [])
    assert kept(tmp_path) == []


def kept(folder: Path) -> list[str]:
    """The tables that hold a row, in any state beside the service; they are made at the first thing kept."""
    held = []
    for path in folder.rglob("*.sqlite"):
        with sqlite3.connect(path) as state:
            tables = [
                name
                for (name,) in state.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
                if name != THERE
            ]
            held += [t for t in tables if state.execute(f'SELECT count(*) FROM "{t}"').fetchone() != (0,)]
    return held


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(["event_callback", "block_actions", "view_submission", "message_action", "shortcut", "x"]),
    more=st.dictionaries(_NAMES, _JSON, max_size=5),
)
async def test_signed_oddities_never_fail_the_service(
    kind: str, more: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A payload unlike any of Slack's is acknowledged or refused, never 5xx."""
    async with serving(tmp_path_factory.mktemp("odd")) as served:
        payload = {"team_id": "T1", **more, "type": kind}
        body = json.dumps(payload).encode()
        assert (await served.raw(body)).status_code in (200, 400)
