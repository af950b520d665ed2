"""Half characters (lone surrogates) at every door: 400 in a sentence, before any work, and never a fault of ours."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bots.server import application
from bots.settings import Settings
from bots.slack.hearing.guard import Refused, check, sign
from bots.teams.activities import parse
from bots.teams.errors import Malformed
from tests.bots.replies import Scripted
from tests.bots.test_guards import client
from tests.listening import listening

HALF = "a\ud800b"
TURN = {"role": "user", "content": "Qui ?"}
CALL = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "tools/call",
    "params": {"name": "ask", "arguments": {"question": "Qui ?"}},
}
ASKED = {"question": "Qui ?"}
BODIES = {
    "api question": ("/api/ask", {"question": HALF}),
    "api id": ("/api/ask", {**ASKED, "id": HALF}),
    "api context": ("/api/ask", {**ASKED, "context": [HALF]}),
    "api group": ("/api/ask", {**ASKED, "groups": [HALF]}),
    "api day": ("/api/ask", {**ASKED, "as_of": HALF}),
    "api unknown name": ("/api/ask", {**ASKED, HALF: 1}),
    "api stream": ("/api/ask/stream", {"question": HALF, "id": HALF}),
    "openai text": ("/v1/chat/completions", {"messages": [{**TURN, "content": HALF}]}),
    "openai part": ("/v1/chat/completions", {"messages": [{**TURN, "content": [{"type": "text", "text": HALF}]}]}),
    "openai role": ("/v1/chat/completions", {"messages": [TURN, {"role": HALF, "content": "x"}]}),
    "openai model": ("/v1/chat/completions", {"model": HALF, "messages": [TURN]}),
    "mcp id": ("/mcp", {**CALL, "id": HALF}),
    "mcp method": ("/mcp", {**CALL, "method": HALF}),
    "mcp question": ("/mcp", {**CALL, "params": {"name": "ask", "arguments": {"question": HALF}}}),
    "mcp tool": ("/mcp", {**CALL, "params": {"name": HALF, "arguments": {}}}),
}
WAYS = {
    "escaped": lambda body: json.dumps(body).encode(),
    "as bytes": lambda body: json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass"),
    "in UTF-16": lambda body: json.dumps(body).encode("utf-16"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of the service, served as it is."""
    app = application(Settings(state=tmp_path_factory.mktemp("half"), questions_per_minute=100_000), Scripted)  # type: ignore[arg-type, return-value]
    with (
        listening(app) as port,
        httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30) as web,
    ):
        yield web


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", BODIES)
def test_half_a_character_in_json_is_refused(site: httpx.Client, name: str, way: str) -> None:
    """In an id, a text or a name, escaped, in bytes or in another encoding of JSON."""
    path, body = BODIES[name]
    headers = {"content-type": "application/json", "accept": "application/json, text/event-stream"}
    told = site.post(path, content=WAYS[way](body), headers=headers)
    assert told.status_code == 400
    assert "caractère" in told.text or "character" in told.text


@pytest.mark.parametrize(
    ("method", "address", "data"),
    [
        ("GET", "/?q=%ED%A0%80", ""),
        ("GET", "/api/search?q=%ed%bf%bf", ""),
        ("GET", "/sources/a%ED%A0%80.pdf/1", ""),
        ("GET", "/explorer/documents?text=%ED%B0%80", ""),
        ("POST", "/", "question=%ED%A0%80"),
        ("POST", "/ask", "question=Qui&context=%ED%A0%80"),
        ("POST", "/feedback", "verdict=up&answer=%ED%A0%80"),
        ("POST", "/feedback", b"verdict=up&answer=\xed\xa0\x80"),
        ("POST", "/table", "title=%ED%A0%80"),
    ],
)
def test_half_a_character_in_an_address_or_a_form_is_refused(
    site: httpx.Client, method: str, address: str, data: str | bytes
) -> None:
    """As bytes nothing writes."""
    headers = {"content-type": "application/x-www-form-urlencoded"} if data else {}
    told = site.request(method, address, content=data, headers=headers)
    assert told.status_code == 400


@pytest.mark.parametrize("charset", ["unicode_escape", "utf-7", "undefined", "idna", "rot13", "utf-16"])
@pytest.mark.parametrize("path", ["/", "/ask", "/feedback", "/table"])
def test_a_form_in_another_encoding_is_refused(site: httpx.Client, path: str, charset: str) -> None:
    """Python knows encodings that give half characters, or fail; no browser sends them."""
    part = '--x\r\ncontent-disposition: form-data; name="question"\r\n\r\n\\ud800\r\n--x--\r\n'
    headers = {"content-type": f'multipart/form-data; boundary=x; charset="{charset}"'}
    assert site.post(path, content=part.encode(), headers=headers).status_code == 400


@pytest.mark.parametrize("text", ["Qui 😀 ?", "\\ud800 en toutes lettres", "한국 ?", "é"])
def test_whole_characters_are_answered(site: httpx.Client, text: str) -> None:
    """A pair of halves, escaped or not, is one character; a word about escapes is words."""
    for body in (json.dumps({"question": text}), json.dumps({"question": text}, ensure_ascii=False)):
        told = site.post("/api/ask", content=body, headers={"content-type": "application/json"})
        assert told.status_code == 200, told.text
        assert told.json()["question"] == text
    assert site.get("/", params={"q": text}).status_code == 200
    assert site.post("/", data={"question": text}).status_code == 200


def test_a_key_is_asked_for_before_anything_is_read(tmp_path: Path) -> None:
    """Whoever shows none learns nothing else."""
    told = client(tmp_path, api_key="clef").post("/api/ask", content=WAYS["escaped"]({"question": HALF}))
    assert told.status_code == 401


def test_slack_and_teams_refuse_it_too() -> None:
    """Once the signature holds, or the body is read: 400 at Slack's door, malformed at Teams'."""
    event = {"type": "event_callback", "team_id": "T1", "event": {"type": "message", "text": HALF}}
    for body in (json.dumps(event), "payload=" + json.dumps({**event, "type": "block_actions"})):
        at = "1700000000"
        headers = {"x-slack-request-timestamp": at, "x-slack-signature": sign("s", at, body.encode())}
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        assert check(raw, body.encode(), "s", float(at)) == Refused(400)
    said = {"type": "message", "id": "1", "text": "Qui ?", "conversation": {"id": "a"}, "from": {"id": "29:1"}}
    activity = {**said, "recipient": {"id": "28:bot"}, "serviceUrl": "https://smba.trafficmanager.net/"}
    assert parse(json.dumps(activity).encode()).text == "Qui ?"
    for wrong in ({"text": HALF}, {"id": HALF}, {"locale": HALF}, {"value": {"a": [HALF]}}, {HALF: 1}):
        with pytest.raises(Malformed):
            parse(json.dumps({**activity, **wrong}).encode())
