"""Microsoft Graph as a directory: application permission ``GroupMember.Read.All``, one question, nothing else read.

``POST /v1.0/users/{id}/checkMemberGroups`` tells which of the groups we name a person is in, through other groups too:
no list of anybody's groups ever leaves the directory.
"""

from __future__ import annotations

import asyncio
import re
import time
from typing import Any
from urllib.parse import urlsplit

import httpx

from bots.http.access.directory import DirectoryDown
from bots.settings import LOOPBACK

LOGIN = "https://login.microsoftonline.com"
GRAPH = "https://graph.microsoft.com"
SECONDS = 4.0  # for one call
AT_ONCE = 20  # groups Graph takes in one question
_EARLY = 120.0  # seconds before its end a token is drawn anew
_PERSON = re.compile(r"[0-9a-fA-F-]{36}")


class Graph:
    """``other`` stands for both of Microsoft's servers, in tests: an address on this machine."""

    def __init__(self, tenant: str, client_id: str, client_secret: str, other: str = "") -> None:
        self._login, self._graph = (other or LOGIN).rstrip("/"), (other or GRAPH).rstrip("/")
        self._tenant, self._id, self._secret = tenant, client_id, client_secret
        self._local = urlsplit(self._graph).hostname in LOOPBACK
        self._token, self._until = "", 0.0
        self._drawing = asyncio.Lock()
        self._client: httpx.AsyncClient | None = None

    async def among(self, person: str, groups: tuple[str, ...]) -> frozenset[str]:
        """Those of ``groups`` this person is in. Raises DirectoryDown."""
        if not _PERSON.fullmatch(person):
            raise DirectoryDown("no such identifier")
        try:
            found: set[str] = set()
            for first in range(0, len(groups), AT_ONCE):
                found |= await self._check(person, groups[first : first + AT_ONCE])
        except (httpx.HTTPError, ValueError, TypeError, KeyError) as error:
            raise DirectoryDown(type(error).__name__) from error
        return frozenset(found)

    async def close(self) -> None:
        """Ends its connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _check(self, person: str, groups: tuple[str, ...]) -> set[str]:
        address = f"{self._graph}/v1.0/users/{person}/checkMemberGroups"
        body = {"groupIds": list(groups)}
        client = await self._opened()
        answer = await client.post(address, json=body, headers=await self._bearer())
        if answer.status_code == 401:  # the token ended before its time
            self._token = ""
            answer = await client.post(address, json=body, headers=await self._bearer())
        if answer.status_code == 404:
            return set()  # nobody of that name: a guest of another tenant, or someone who left
        if answer.status_code != 200:
            raise DirectoryDown(str(answer.status_code))
        said = answer.json()["value"]
        return {one for one in said if isinstance(one, str)} & {group.casefold() for group in groups}

    async def _bearer(self) -> dict[str, str]:
        async with self._drawing:
            if not self._token or time.monotonic() > self._until:
                self._token, seconds = await self._drawn()
                self._until = time.monotonic() + max(0.0, seconds - _EARLY)
        return {"authorization": f"Bearer {self._token}"}

    async def _drawn(self) -> tuple[str, float]:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._id,
            "client_secret": self._secret,
            "scope": "https://graph.microsoft.com/.default",
        }
        client = await self._opened()
        answer = await client.post(f"{self._login}/{self._tenant}/oauth2/v2.0/token", data=form)
        if answer.status_code != 200:
            raise DirectoryDown(f"token {answer.status_code}")
        given: dict[str, Any] = answer.json()
        return str(given["access_token"]), float(given["expires_in"])

    async def _opened(self) -> httpx.AsyncClient:
        if self._client is None:  # making one reads the certificates of the system: not on the event loop
            self._client = await asyncio.to_thread(
                httpx.AsyncClient, timeout=SECONDS, trust_env=not self._local, verify=not self._local
            )
        return self._client
