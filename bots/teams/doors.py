"""Who may come in: the token, the tenant, the address to answer at. Nothing else of the channel sees a stranger."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import jwt

from bots.errors import BadInput
from bots.settings import LOOPBACK, Settings, listed
from bots.teams.activities import Incoming
from bots.teams.errors import Malformed, TeamsFault, Untrusted
from bots.teams.keys import Keys
from bots.wording.teams import said

log = logging.getLogger("repere")

ISSUER = "https://api.botframework.com"
SERVICES = frozenset({"smba.trafficmanager.net"})  # where Teams is answered, whatever the region (its path names it)
LEEWAY = 300  # seconds between our clock and Microsoft's
QUIET = 60.0  # seconds between two lines of the log about the same cause
CAUSES = 100
_TOKEN = re.compile(r"[Bb]earer ([\w=-]{1,8192}\.[\w=-]{1,8192}\.[\w=-]{0,8192})", re.ASCII)
# A program of this machine sends none of these: a proxy does, or a browser on somebody's page.
_ELSEWHERE = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via", "origin", "sec-fetch-site")


@dataclass(frozen=True, slots=True)
class Trust:
    """What the settings say of whom to believe. ``trial``: everything is on this machine, as in tests."""

    client_id: str
    tenants: frozenset[str]
    unsigned: bool
    trial: bool

    @classmethod
    def of(cls, settings: Settings) -> Trust:
        """Raises BadInput when unsigned messages are accepted from beyond loopback."""
        unsigned = settings.teams_unauthenticated == "loopback"
        if unsigned and settings.host not in LOOPBACK:
            raise BadInput(said("not_loopback", "fr"), said("not_loopback", "en"))
        tenants = frozenset(one.lower() for one in listed(settings.teams_tenant_ids))
        return cls(settings.teams_client_id, tenants, unsigned, unsigned or on_loopback(settings.teams_openid_url))


class Doors:
    def __init__(self, trust: Trust, keys: Keys) -> None:
        self._trust = trust
        self._keys = keys

    def knock(self, headers: dict[str, str], client: str) -> str:
        """The token, before anything is read; "" when messages need none. Raises Untrusted."""
        if self._trust.unsigned:
            if client not in LOOPBACK or any(name in headers for name in _ELSEWHERE):
                raise Untrusted("beyond loopback")
            return ""
        found = _TOKEN.fullmatch(headers.get("authorization", ""))
        if not found:
            raise Untrusted("header")
        return found.group(1)

    async def enter(self, token: str, incoming: Incoming) -> None:
        """Raises Malformed or Untrusted unless the message is from Teams, for us, from a tenant we serve."""
        if not incoming.service_url:
            raise Malformed("serviceUrl")
        if not self._trust.unsigned:
            self._claimed(await self._claims(token, incoming.channel), incoming)
        if not self._answerable(incoming.service_url):
            raise Untrusted("serviceUrl")
        tenants = {one.lower() for one in incoming.tenants}
        if self._trust.tenants and not (tenants and tenants <= self._trust.tenants):
            raise Untrusted("tenant")

    async def _claims(self, token: str, channel: str) -> dict[str, Any]:
        try:
            header = jwt.get_unverified_header(token)
            key = await self._keys.get(str(header.get("kid", ""))) if header.get("alg") == "RS256" else None
            if key is None:
                raise Untrusted("key")
            claims: dict[str, Any] = jwt.decode(
                token,
                key.jwk,
                algorithms=["RS256"],
                audience=self._trust.client_id,
                issuer=ISSUER,
                leeway=LEEWAY,
                options={"require": ["exp", "iss", "aud"]},
            )
        except (jwt.PyJWTError, ValueError, TypeError, ArithmeticError, RecursionError) as error:
            raise Untrusted(type(error).__name__) from error
        if key.endorsements is not None and channel not in key.endorsements:
            raise Untrusted("endorsement")
        return claims

    def _claimed(self, claims: dict[str, Any], incoming: Incoming) -> None:
        claimed = claims.get("serviceurl", claims.get("serviceUrl"))
        if not isinstance(claimed, str) or claimed.rstrip("/") != incoming.service_url.rstrip("/"):
            raise Untrusted("serviceurl")

    def _answerable(self, address: str) -> bool:
        try:
            parts = urlsplit(address)
            port = parts.port
        except ValueError:
            return False
        if parts.query or parts.fragment or "@" in parts.netloc or "\\" in address or not address.isprintable():
            return False
        if self._trust.trial and on_loopback(address):
            return parts.scheme in ("http", "https")
        return parts.scheme == "https" and parts.hostname in SERVICES and port in (None, 443)


class Refusals:
    """Tells the log why messages are refused: each cause once a minute, since anyone may post."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._told: dict[str, float] = {}

    def note(self, fault: TeamsFault) -> None:
        cause, now = str(fault)[:40], self._clock()
        if now - self._told.get(cause, float("-inf")) >= QUIET and (cause in self._told or len(self._told) < CAUSES):
            self._told[cause] = now
            log.warning("Teams: a message was refused (%s: %s)", fault.status, cause)


def on_loopback(address: str) -> bool:
    try:
        return urlsplit(address).hostname in LOOPBACK
    except ValueError:
        return False
