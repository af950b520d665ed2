"""Sign-in with a real OpenID exchange: the session it opens, what it carries, and every way of not coming back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from tests.bots.access.openid import OpenId
from tests.bots.access.served import ASKED, DIRECTION, PAGE, sent, served, signed_in
from tests.bots.replies import Scripted


@pytest.fixture
def provider() -> Iterator[OpenId]:
    with OpenId() as made:
        yield made


DOORS = (
    ("POST", "/api/ask"), ("POST", "/api/ask/stream"), ("GET", "/api/search?q=plan"), ("GET", "/v1/models"),
    ("POST", "/v1/chat/completions"), ("POST", "/feedback"), ("POST", "/mcp"), ("GET", "/explorer"), ("POST", "/"),
    ("GET", "/sources/a.md/1"), ("GET", "/intendance"), ("GET", "/nulle-part"), ("POST", "/ask"), ("GET", "/"),
)  # fmt: skip


def asked(assistant: Scripted) -> list[frozenset[str]]:
    """The groups people's questions came with; what warms the service is nobody's."""
    return [q.groups for q in assistant.asked if q.text == ASKED["question"]]


def test_every_page_asks_who_one_is_and_leads_back(tmp_path: Path, provider: OpenId) -> None:
    """To the very page that was asked for, with its query."""
    with served(tmp_path, provider) as web:
        for path in ("/", "/explorer/documents", "/sources/a.md/1?start=3&end=9"):
            opened = signed_in(web, path)
            assert (opened.status_code, opened.headers["location"]) == (303, path)
            web.cookies.clear()


@pytest.mark.parametrize("how", ["provider", "key", "keys"])
def test_one_rule_for_all_doors(tmp_path: Path, provider: OpenId, how: str) -> None:
    """Where anybody has to say who they are, everybody does, whatever the door; only health and sign-in stay open."""
    keys = tmp_path / "keys.yaml"
    keys.write_text(f"keys: {{portail: {{sha256: '{'0' * 64}', groups: []}}}}", "utf-8")
    more: dict[str, Any] = {"provider": {}, "key": {"api_key": "clef"}, "keys": {"keys": keys}}[how]
    assistant = Scripted()
    with served(tmp_path, provider if how == "provider" else None, assistant, **more) as web:
        for method, path in DOORS:
            assert web.request(method, path, json=ASKED if method == "POST" else None).status_code == 401, path
        assert [web.get(p).status_code for p in ("/healthz", "/readyz", "/static/repere.css")] == [200] * 3
    assert asked(assistant) == []


def test_the_groups_of_the_token_are_those_of_the_question(tmp_path: Path, provider: OpenId) -> None:
    """Mapped by the settings; a group written nowhere is nothing; the form cannot name one."""
    provider.person |= {"groups": [DIRECTION.upper(), "inconnu", 7]}
    assistant = Scripted()
    with served(tmp_path, provider, assistant) as web:
        signed_in(web)
        assert web.post("/", data={**ASKED, "groups": "comité"}, headers=PAGE).status_code == 200
        assert web.post("/api/ask", json={**ASKED, "groups": ["comité"]}).status_code == 200
    assert asked(assistant) == [{"direction"}, frozenset()]


def test_a_session_is_closed_for_good(tmp_path: Path, provider: OpenId) -> None:
    """A copy of its cookie opens nothing afterwards; the page says where the organisation's own session ends."""
    with served(tmp_path, provider) as web:
        signed_in(web)
        kept = web.cookies["repere_session"]
        told = web.post("/sign-out", headers=PAGE)
        assert f"{provider.issuer}/end" in told.text
        web.cookies.clear()
        web.cookies.set("repere_session", kept)
        assert web.get("/", headers=PAGE).status_code == 303


def test_what_the_cookies_promise(tmp_path: Path, provider: OpenId) -> None:
    """Unreadable by scripts and by people, not sent by other sites' forms, of this host alone over https."""
    with served(tmp_path, provider) as web:
        opened = signed_in(web)
        cookie = next(c for c in opened.headers.get_list("set-cookie") if c.startswith("repere_session="))
        assert {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=3600"} <= set(cookie.split("; "))
        assert "Personne" not in cookie
        assert web.get("/", headers=PAGE).headers["cache-control"] in ("no-store", "private, no-store")
    with served(tmp_path / "s", provider, public_url="https://repere.example.org") as web:
        web.base_url = "https://repere.example.org"  # type: ignore[assignment]
        left = web.get("/sign-in", headers=PAGE)
        assert "Secure" in left.headers["set-cookie"]
        assert parse_qs(urlsplit(left.headers["location"]).query)["redirect_uri"] == [
            "https://repere.example.org/sign-in/back"
        ]


ELSEWHERE = (
    "https://evil.example/", "//evil.example", "/\\evil.example", "/\t/evil.example", "javascript:alert(1)", "/sign-in",
    "\\\\evil.example", "/%0d%0aLocation:evil", "/" + "a" * 3000,
)  # fmt: skip


def test_sign_in_leads_nowhere_else(tmp_path: Path, provider: OpenId) -> None:
    """After it, one is on a page of ours."""
    with served(tmp_path, provider) as web:
        for to in ELSEWHERE:
            left = web.get("/sign-in", params={"to": to}).headers["location"]
            parts = urlsplit(httpx.get(left, trust_env=False, verify=False).headers["location"])
            landed = web.get(f"{parts.path}?{parts.query}").headers["location"]
            assert landed.startswith("/"), to
            assert not landed.startswith(("//", "/\\", "/\t")), to
            assert "\r" not in landed


@pytest.mark.parametrize("missing", ["state", "code", "cookie", "iss", "again", "other"])
def test_who_does_not_come_back_as_they_left_stays_out(tmp_path: Path, provider: OpenId, missing: str) -> None:
    """Another state, no code, no cookie, another issuer, the same return twice, the return of somebody else."""
    with served(tmp_path, provider) as web:
        back = httpx.get(sent(web), trust_env=False, verify=False).headers["location"]
        query = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
        if missing == "cookie":
            web.cookies.clear()
        elif missing == "iss":
            query["iss"] = "https://evil.example"
        elif missing == "again":
            kept = web.cookies["repere_leaving"]
            assert web.get("/sign-in/back", params=query).status_code == 303
            web.cookies.clear()
            web.cookies.set("repere_leaving", kept, path="/sign-in")
        elif missing == "other":
            sent(web)  # another sign-in begun in the same browser: the first return no longer fits
        else:
            query[missing] = ""
        told = web.get("/sign-in/back", params=query, headers=PAGE)
        assert told.status_code == 400
        assert "repere_session" not in told.headers.get("set-cookie", "")


FOREIGN: tuple[dict[str, Any], ...] = (
    {"nonce": "autre"}, {"nonce": None}, {"aud": "autre"}, {"iss": "https://evil.example"}, {"exp": 1}, {"exp": None},
    {"aud": ["repere-client", "autre"]}, {"sub": None},
)  # fmt: skip


def test_an_identity_that_is_not_for_us_opens_nothing(tmp_path: Path, provider: OpenId) -> None:
    """Signed by the provider all the same."""
    real = provider.token
    with served(tmp_path, provider) as web:
        for claims in FOREIGN:
            provider.token = partial(_changed, real, claims)  # type: ignore[method-assign]
            assert signed_in(web).status_code == 401, claims
            assert "repere_session" not in web.cookies


def _changed(real: Any, claims: dict[str, Any], kid: str, **given: Any) -> str:
    return str(real(kid, **{**given, **claims}))


def test_too_many_groups_for_a_token_and_no_directory(tmp_path: Path, provider: OpenId) -> None:
    """Entra's overage: the person reads what is public, and every page and answer says so."""
    provider.person |= {"_claim_names": {"groups": "src1"}, "groups": [DIRECTION]}
    assistant = Scripted()
    with served(tmp_path, provider, assistant) as web:
        signed_in(web)
        assert "seuls documents publics" in web.get("/explorer/documents", headers=PAGE).text
        told = web.post("/api/ask", json=ASKED).json()
    assert asked(assistant) == [frozenset()]
    assert told["notices"][-1]["kind"] == "restricted"
    assert "seuls documents publics" in told["text"]


def test_a_provider_that_is_down_lets_nobody_in(
    tmp_path: Path, provider: OpenId, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a sentence, within seconds; health answers, and who has a session goes on."""
    from bots.http.access import provider as room

    with served(tmp_path, provider) as web:
        signed_in(web)
        monkeypatch.setattr(room, "SECONDS", 0.3)
        provider.hangs = 30.0
        with served(tmp_path / "other", provider) as cold:
            told = cold.get("/sign-in", headers=PAGE)
            assert (told.status_code, "ne répond pas" in told.text) == (503, True)
            assert cold.get("/healthz").status_code == 200
        assert web.get("/", headers=PAGE).status_code == 200


def test_keys_turn_over(tmp_path: Path, provider: OpenId, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new key is fetched when it is first met, and the old one opens nothing any more."""
    from bots.http.access import provider as room

    monkeypatch.setattr(room, "AGAIN", 0.0)
    with served(tmp_path, provider) as web:
        old = {"authorization": f"Bearer {provider.token(scp='ask')}"}
        assert web.post("/api/ask", json=ASKED, headers=old).status_code == 200
        provider.turn_over()
        new = {"authorization": f"Bearer {provider.token('k2', scp='ask')}"}
        assert web.post("/api/ask", json=ASKED, headers=new).status_code == 200
        assert web.post("/api/ask", json=ASKED, headers=old).status_code == 401


def test_with_the_public_let_in(tmp_path: Path, provider: OpenId) -> None:
    """Who shows nothing reads what is public and may sign in; who shows something false is refused."""
    assistant = Scripted()
    with served(tmp_path, provider, assistant, anonymous="public") as web:
        assert 'href="/sign-in?' in web.get("/", headers=PAGE).text
        assert web.post("/api/ask", json={**ASKED, "groups": ["direction"]}).status_code == 200
        false = {"authorization": "Bearer faux"}
        assert web.post("/api/ask", json=ASKED, headers=false).status_code == 401
    assert asked(assistant) == [frozenset()]


def test_a_key_opens_a_session_for_a_browser(tmp_path: Path) -> None:
    """Where keys alone say who asks: typed once, kept nowhere; the holder of the one key is a reader like the public."""
    with served(tmp_path, api_key="clef-de-l-api") as web:
        told = web.get("/explorer", headers=PAGE)
        assert told.headers["location"].startswith("/sign-in?to=%2Fexplorer")
        assert 'name="key"' in web.get(told.headers["location"], headers=PAGE).text
        wrong = [web.post("/sign-in", data={"key": f"fausse {n}"}, headers=PAGE).status_code for n in range(35)]
        assert wrong[0] == 401
        assert wrong[-1] == 429  # slowed; the right one still opens
        opened = web.post("/sign-in", data={"key": "clef-de-l-api", "to": "/explorer"}, headers=PAGE)
        assert (opened.status_code, opened.headers["location"]) == (303, "/explorer")
        assert web.get("/explorer", headers=PAGE).status_code == 200
        assert "clef-de-l-api" not in opened.headers["set-cookie"]


def test_without_keys_nor_provider_nothing_changes(tmp_path: Path) -> None:
    """Everyone is the public, and no page speaks of signing in."""
    with served(tmp_path) as web:
        told = web.get("/", headers=PAGE)
        assert told.status_code == 200
        assert "sign-in" not in told.text
        assert web.get("/sign-in").status_code == 404
