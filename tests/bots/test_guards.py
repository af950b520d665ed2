"""What stands before every route: hosts, origins, sizes, rates, headers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from bots.http.guards import HEADERS, Rate
from bots.server import application
from bots.settings import Settings
from tests.bots.replies import Scripted

ASKED = {"question": "Qui approuve le plan ?"}


def client(folder: Path, assistant: Scripted | None = None, **more: Any) -> TestClient:
    app = application(Settings(state=folder, **more), lambda: assistant or Scripted())  # type: ignore[arg-type, return-value]
    return TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)


@pytest.mark.parametrize(
    "path", ["/", "/explorer/documents", "/sources/absent.pdf/1", "/static/repere.js", "/nulle-part"]
)
def test_every_answer_carries_the_policy(tmp_path: Path, path: str) -> None:
    """No script but ours, no frame, no request elsewhere, Trusted Types; on refusals too."""
    sent = client(tmp_path).get(path, headers={"accept": "text/html"}).headers
    assert {name: sent[name] for name in HEADERS} == HEADERS
    policy = dict(part.strip().partition(" ")[::2] for part in sent["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert "unsafe" not in sent["content-security-policy"]


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "[::1", "", "localhost@evil.example"])
def test_a_foreign_host_name_is_refused(tmp_path: Path, host: str) -> None:
    """A page elsewhere that makes its name point here reaches nothing (DNS rebinding)."""
    assistant = Scripted()
    refused = client(tmp_path, assistant).post("/api/ask", json=ASKED, headers={"host": host})
    assert refused.status_code == 421
    assert assistant.asked == []


def test_the_public_address_is_answered_to(tmp_path: Path) -> None:
    """With the host name it names, on any port."""
    web = client(tmp_path, public_url="https://repere.example.org")
    assert web.get("/healthz", headers={"host": "repere.example.org:8443"}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}],
)
def test_another_site_s_form_is_refused(tmp_path: Path, headers: dict[str, str]) -> None:
    """A question or an opinion sent from someone else's page does no work."""
    assistant = Scripted()
    web = client(tmp_path, assistant)
    for path, data in (("/", {"question": "Qui ?"}), ("/ask", {"question": "Qui ?"}), ("/feedback", {"verdict": "up"})):
        assert web.post(path, data=data, headers=headers).status_code == 403
    assert assistant.asked == []


def test_our_own_form_is_accepted(tmp_path: Path) -> None:
    """The origin of the page itself."""
    headers = {"origin": "http://127.0.0.1", "sec-fetch-site": "same-origin"}
    assert client(tmp_path).post("/", data={"question": "Qui ?"}, headers=headers).status_code == 200


def test_a_large_body_is_refused_whatever_its_length_says(tmp_path: Path) -> None:
    """Announced or not: one sentence, no work."""
    assistant = Scripted()
    web = client(tmp_path, assistant)
    large = b'{"question": "' + b"a" * 1024 * 1024 + b'"}'
    json = {"content-type": "application/json"}
    assert web.post("/api/ask", content=large, headers=json).status_code == 413
    assert web.post("/api/ask", content=iter([large]), headers=json).status_code == 413
    assert assistant.asked == []


def test_a_flood_is_slowed_and_others_are_served(tmp_path: Path) -> None:
    """Beyond a client's share: 429 with when to come back; reading pages and other clients are not touched."""
    app = application(Settings(state=tmp_path, questions_per_minute=5), Scripted)  # type: ignore[arg-type, return-value]
    one, other = (TestClient(app, base_url="http://127.0.0.1", client=(host, 1)) for host in ("192.0.2.1", "192.0.2.2"))
    told = [one.post("/api/ask", json=ASKED) for _ in range(7)]
    assert [answer.status_code for answer in told] == [200] * 5 + [429] * 2
    assert 1 <= int(told[-1].headers["retry-after"]) <= 60
    assert told[-1].headers["content-type"] == "application/problem+json"
    assert one.get("/explorer/documents").status_code == 200
    assert other.post("/api/ask", json=ASKED).status_code == 200


@given(st.lists(st.floats(0, 30), max_size=200), st.integers(1, 120))
@examples(suppress_health_check=list(HealthCheck))
def test_no_client_exceeds_its_share(pauses: list[float], per_minute: int) -> None:
    """Over any stretch of time: the burst, and what has come back since, never more."""
    now = 0.0
    rate = Rate(per_minute, burst=10, clock=lambda: now)
    given_at = []
    for pause in pauses:
        now += pause
        if rate.wait("a") == 0:
            given_at.append(now)
    for first in range(len(given_at)):
        for last in range(first, len(given_at)):
            assert last - first + 1 <= min(10, per_minute) + (given_at[last] - given_at[first]) * per_minute / 60 + 1e-6
