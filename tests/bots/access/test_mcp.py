"""The official MCP client over streamable HTTP, with tokens and keys, before the service as it runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from bots.channel import Desk
from bots.channels.mcp import _tools
from bots.http.access.keys import digest
from bots.server import application
from tests.bots.access.openid import OpenId
from tests.bots.access.served import ASKED, DIRECTION, settings
from tests.bots.replies import Scripted
from tests.listening import free_port, listening

KEY = "rpr_une-cle-d-essai"


@pytest.fixture(scope="module")
def provider() -> Iterator[OpenId]:
    with OpenId() as made:
        yield made


@pytest.fixture(scope="module")
def assistant() -> Scripted:
    return Scripted()


@pytest.fixture(scope="module")
def site(provider: OpenId, assistant: Scripted, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    place, port = tmp_path_factory.mktemp("mcp"), free_port()
    (place / "keys.yaml").write_text(f"keys: {{agent: {{sha256: {digest(KEY)}, groups: [comité]}}}}", "utf-8")
    made = settings(place, provider, port=port, keys=place / "keys.yaml")
    app = application(made, lambda: assistant)  # type: ignore[arg-type, return-value]
    with listening(app, port):
        yield f"http://127.0.0.1:{port}"


@asynccontextmanager
async def session(site: str, token: str) -> AsyncIterator[Any]:
    """The official client."""
    import httpx2
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    headers = {"authorization": f"Bearer {token}"}
    async with (
        httpx2.AsyncClient(headers=headers, trust_env=False, timeout=20) as http,
        streamable_http_client(f"{site}/mcp", http_client=http) as (reads, writes, *_),
        ClientSession(reads, writes) as opened,
    ):
        await opened.initialize()
        yield opened


async def test_the_tools_answer_for_whoever_the_token_is_of(site: str, provider: OpenId, assistant: Scripted) -> None:
    """Five of them, none showing how it knows who asks; a token's groups, then a key's."""
    for token, groups in ((provider.token(scp="ask", groups=[DIRECTION]), {"direction"}), (KEY, {"comité"})):
        async with session(site, token) as client:
            listed = (await client.list_tools()).tools
            assert [t.name for t in listed] == ["ask", "search", "who_is_responsible", "project_status", "find_service"]
            assert all("request" not in t.input_schema.get("properties", {}) for t in listed)
            told = await client.call_tool("ask", {"question": ASKED["question"]})
            assert not told.is_error, told.content
            assert told.structured_content["citations"]
        assert assistant.asked[-1].groups == groups


async def test_a_search_waits_its_turn_among_the_questions(tmp_path: Path) -> None:
    """As at the other doors: while all who compute are taken, it is not computed beside them."""

    class Finding(Scripted):
        def search(self, *_: Any) -> tuple[()]:
            return ()

    desk = Desk(settings(tmp_path), Finding)  # type: ignore[arg-type]
    taken = desk.turns.join("somebody")
    search = next(tool for tool in _tools(desk) if tool.__name__ == "search")
    searching = asyncio.create_task(search("plan"))
    assert not (await asyncio.wait({searching}, timeout=0.2))[0]
    desk.turns.leave(taken)
    assert (await asyncio.wait_for(searching, 10))["results"] == []
    desk.close()


async def test_without_a_right_token_the_client_is_told_who_gives_them(site: str, provider: OpenId) -> None:
    """401, with the protected resource document, which names the provider (RFC 9728)."""
    foreign = provider.token(aud="autre")
    async with httpx.AsyncClient(trust_env=False, verify=False) as web:
        for headers in ({}, {"authorization": "Bearer faux"}, {"authorization": f"Bearer {foreign}"}):
            told = await web.post(f"{site}/mcp", json={}, headers=headers)
            assert told.status_code == 401
            where = told.headers["www-authenticate"].partition('resource_metadata="')[2].rstrip('"')
            about = (await web.get(where)).json()
            assert about["authorization_servers"] == [provider.issuer]
            assert about["resource"] == f"{site}/mcp"
    with pytest.raises(BaseException):  # noqa: B017, PT011 – the client's own group of errors
        async with session(site, "faux"):
            pass
