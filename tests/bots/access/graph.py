"""Microsoft's two servers for one question, on loopback: the token of an application, and ``checkMemberGroups``.

As strict as Graph: the bearer token, its end, twenty groups at most, identifiers that are GUIDs, a person nobody knows. It
can be told to refuse, to ask for patience, or to hang.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from types import TracebackType
from typing import Any

from aiohttp import web

TENANT, CLIENT, SECRET = "aaaaaaaa-0000-4000-8000-000000000000", "graph-client", "graph-secret"
_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class FakeGraph:
    """``members`` maps a person to the groups they are in. ``async with FakeGraph() as graph``: ``graph.url``."""

    def __init__(self) -> None:
        self.members: dict[str, set[str]] = {}
        self.hangs = 0.0
        self.refuses: list[int] = []
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.drawn = 0
        self._tokens: set[str] = set()

    def revoke(self) -> None:
        """Every token given so far is at its end."""
        self._tokens.clear()

    async def __aenter__(self) -> FakeGraph:
        app = web.Application()
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        app.router.add_post("/v1.0/users/{person}/checkMemberGroups", self._check)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        await self._runner.cleanup()

    async def _token(self, request: web.Request) -> web.Response:
        form = await request.post()
        wanted = {
            "grant_type": "client_credentials", "client_id": CLIENT, "client_secret": SECRET,
            "scope": "https://graph.microsoft.com/.default",
        }  # fmt: skip
        if request.match_info["tenant"] != TENANT or {**form} != wanted:
            return web.json_response({"error": "invalid_client"}, status=401)
        self.drawn += 1
        token = secrets.token_urlsafe(16)
        self._tokens.add(token)
        return web.json_response({"token_type": "Bearer", "expires_in": 3599, "access_token": token})

    async def _check(self, request: web.Request) -> web.Response:
        if self.hangs:
            await asyncio.sleep(self.hangs)
        if self.refuses:
            return web.json_response(
                {"error": {"code": "refused"}}, status=self.refuses.pop(0), headers={"Retry-After": "1"}
            )
        if request.headers.get("authorization", "").removeprefix("Bearer ") not in self._tokens:
            return _error(401, "InvalidAuthenticationToken")
        person, body = request.match_info["person"], await request.json()
        groups: Any = body.get("groupIds") if isinstance(body, dict) and set(body) == {"groupIds"} else None
        if (
            not isinstance(groups, list)
            or not 1 <= len(groups) <= 20
            or not all(_GUID.fullmatch(str(g)) for g in groups)
        ):
            return _error(400, "Request_BadRequest")
        self.asked.append((person, tuple(groups)))
        if person not in self.members:
            return _error(404, "Request_ResourceNotFound")
        return web.json_response({"value": [one for one in groups if one in self.members[person]]})


def _error(status: int, code: str) -> web.Response:
    return web.json_response({"error": {"code": code, "message": code}}, status=status)
