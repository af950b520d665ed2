"""The public keys of whoever signs for Teams: fetched ahead, never while holding the event loop."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
import jwt

log = logging.getLogger("repere")

PUBLISHED = "https://login.botframework.com/v1/.well-known/openidconfiguration"
SECONDS = 3.0  # a key server slower than this is taken for down
AGAIN = 10.0  # between two fetches for keys nobody knows: forged ones must not become a flood elsewhere
FRESH = 3600.0  # between two fetches ahead of need
_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Key:
    """``endorsements`` names the channels its holder may speak for; None: any."""

    jwk: jwt.PyJWK
    endorsements: frozenset[str] | None = None


class Keys:
    """Signing keys by ``kid``. One fetch at a time, shared by all who wait for it."""

    def __init__(self, address: str = "") -> None:
        self._address = address or PUBLISHED
        self._known: dict[str, Key] = {}
        self._tried = float("-inf")
        self._fetching: asyncio.Task[None] | None = None
        self._client: httpx.AsyncClient | None = None

    async def get(self, kid: str) -> Key | None:
        """The key, fetched when it is not known; None when the key server does not give it in time."""
        if kid not in self._known:
            await self._fetch()
        return self._known.get(kid)

    @asynccontextmanager
    async def kept_fresh(self) -> AsyncIterator[None]:
        """Fetches at once, then every hour, in the background."""
        keeping = asyncio.create_task(self._keep())
        try:
            yield
        finally:
            keeping.cancel()
            if self._client is not None:
                await self._client.aclose()
                self._client = None

    async def _keep(self) -> None:
        while True:
            await self._fetch()
            await asyncio.sleep(FRESH if self._known else AGAIN)

    async def _fetch(self) -> None:
        if self._fetching is None:
            if time.monotonic() - self._tried < AGAIN:
                return
            self._fetching = asyncio.create_task(self._fetch_once())
        await asyncio.shield(self._fetching)

    async def _fetch_once(self) -> None:
        try:
            async with asyncio.timeout(SECONDS):
                found = await self._published()
            self._tried = time.monotonic()
            self._known = found or self._known
        except (httpx.HTTPError, TimeoutError, ValueError, TypeError) as error:
            # Known keys stay in use; a server that was down is asked again sooner than one that answered.
            self._tried = time.monotonic() - AGAIN * 0.8
            log.warning("Teams: signing keys could not be fetched (%s)", type(error).__name__)
        finally:
            self._fetching = None

    async def _published(self) -> dict[str, Key]:
        """The keys named by the OpenID document, or those beside it where there is no such document."""
        try:
            place = (await self._json(self._address)).get("jwks_uri")
        except (httpx.HTTPStatusError, ValueError):
            place = None
        beside = self._address.removesuffix("/openidconfiguration") + "/keys"
        found = await self._json(place if isinstance(place, str) and place else beside)
        keys = found.get("keys")
        return dict(filter(None, map(_key, keys if isinstance(keys, list) else [])))

    async def _json(self, address: str) -> dict[str, Any]:
        if self._client is None:  # making one reads the certificates of the system: not on the event loop
            local = urlsplit(self._address).hostname in ("127.0.0.1", "localhost", "::1")
            self._client = await asyncio.to_thread(httpx.AsyncClient, timeout=SECONDS, trust_env=not local)
        answer = await self._client.get(address)
        answer.raise_for_status()
        if len(answer.content) > _BYTES:
            raise ValueError(address)
        value = answer.json()
        return value if isinstance(value, dict) else {}


def _key(given: Any) -> tuple[str, Key] | None:
    if not isinstance(given, dict) or given.get("kty") != "RSA" or not isinstance(given.get("kid"), str):
        return None
    named = given.get("endorsements")
    endorsements = frozenset(map(str, named)) if isinstance(named, list) else None
    try:
        return given["kid"], Key(jwt.PyJWK(given, algorithm="RS256"), endorsements)
    except (jwt.PyJWTError, ValueError, TypeError, KeyError):
        return None
