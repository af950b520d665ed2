"""The OpenID provider: what it publishes of itself, its keys, and the exchange of a code. Every wait is bounded.

The only file that knows Authlib and joserfc.
"""

from __future__ import annotations

import asyncio
import logging
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx

from bots.http.access.person import key_of
from bots.settings import LOOPBACK

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

log = logging.getLogger("repere")

SECONDS = 4.0  # a provider slower than this is taken for down
AGAIN = 10.0  # between two fetches for a key nobody knows
FRESH = 3600.0  # how long what it publishes is trusted
LEEWAY = 60  # seconds two clocks may differ
ALGORITHMS = ("RS256", "PS256", "ES256")
_BYTES = 1 << 20
_LONGEST = 16_384  # characters of a token


class Unproved(Exception):
    """What was shown proves nothing. ``str`` is the reason, for the log; it quotes no token."""


class ProviderDown(Exception):
    """The provider did not answer in time, or not as it should."""


@dataclass(frozen=True, slots=True)
class Published:
    """The addresses and keys of a provider."""

    authorization: str
    token: str
    end_session: str
    keys: KeySet


class Provider:
    """One issuer. One fetch at a time, shared by all who wait for it."""

    def __init__(self, issuer: str, client_id: str, client_secret: str, scopes: str) -> None:
        self.issuer = issuer.rstrip("/")
        self._client_id, self._secret, self._scopes = client_id, client_secret, scopes
        self._published: Published | None = None
        self._tried = float("-inf")
        self._fetched = float("-inf")
        self._fetching: asyncio.Task[None] | None = None
        self._tls: ssl.SSLContext | None = None

    async def way_in(self, back: str, state: str, nonce: str, verifier: str) -> str:
        """Where to send a browser. Raises ProviderDown."""
        from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
        from authlib.oauth2.rfc7636 import create_s256_code_challenge

        published = await self._known()
        return str(
            prepare_grant_uri(
                published.authorization,
                self._client_id,
                "code",
                redirect_uri=back,
                scope=self._scopes,
                state=state,
                nonce=nonce,
                code_challenge=create_s256_code_challenge(verifier),
                code_challenge_method="S256",
            )
        )

    async def way_out(self) -> str:
        """Where a person ends their session with the provider too; "" when it does not say."""
        try:
            return (await self._known()).end_session
        except ProviderDown:
            return ""

    async def exchanged(self, code: str, back: str, verifier: str, nonce: str) -> Mapping[str, Any]:
        """The claims of the ID token this code stands for. Raises ProviderDown or Unproved."""
        from authlib.common.errors import AuthlibBaseError
        from authlib.integrations.httpx_client import AsyncOAuth2Client

        published = await self._known()
        try:
            async with (
                asyncio.timeout(SECONDS),
                AsyncOAuth2Client(
                    self._client_id,
                    self._secret or None,
                    redirect_uri=back,
                    timeout=SECONDS,
                    trust_env=not self._local,
                    verify=await self._trusting(),
                    token_endpoint_auth_method="client_secret_post" if self._secret else "none",
                ) as client,
            ):
                given = await client.fetch_token(published.token, code=code, code_verifier=verifier)
        except AuthlibBaseError as error:
            raise Unproved(str(error.error or type(error).__name__)[:60]) from error
        except (httpx.HTTPError, TimeoutError, ValueError, TypeError, KeyError) as error:
            raise ProviderDown(type(error).__name__) from error
        token = given.get("id_token") if isinstance(given, dict) else None
        if not isinstance(token, str):
            raise Unproved("no id_token")
        claims = await self.claims(token, self._client_id)
        if claims.get("nonce") != nonce:
            raise Unproved("nonce")
        if isinstance(claims.get("aud"), list) and len(claims["aud"]) > 1 and claims.get("azp") != self._client_id:
            raise Unproved("azp")
        return claims

    async def claims(self, token: str, audience: str) -> Mapping[str, Any]:
        """The claims of a token this issuer signed for this audience. Raises Unproved or ProviderDown."""
        if len(token) > _LONGEST:
            raise Unproved("too long")
        published = await self._known()
        try:
            return self._read(token, published.keys, audience)
        except _UnknownKey:
            await self._fetch()  # keys turn over
            try:
                return self._read(token, (await self._known()).keys, audience)
            except _UnknownKey as error:
                raise Unproved("key") from error

    def _read(self, token: str, keys: KeySet, audience: str) -> Mapping[str, Any]:
        from joserfc import jwt
        from joserfc.errors import InvalidKeyIdError, JoseError

        try:
            decoded = jwt.decode(token, keys, algorithms=list(ALGORITHMS))
            jwt.JWTClaimsRegistry(
                leeway=LEEWAY,
                iss={"essential": True, "value": self.issuer},
                aud={"essential": True, "value": audience},
                exp={"essential": True},
                sub={"essential": True},
            ).validate(decoded.claims)
        except InvalidKeyIdError as error:
            raise _UnknownKey from error
        except (
            JoseError,
            ValueError,
            TypeError,
            LookupError,
            AttributeError,
            ArithmeticError,
            RecursionError,
        ) as error:
            raise Unproved(type(error).__name__) from error
        return decoded.claims

    @property
    def _local(self) -> bool:
        return urlsplit(self.issuer).hostname in LOOPBACK

    async def _trusting(self) -> ssl.SSLContext | bool:
        """What certificates are checked with: reading the system's takes a moment, once and off the event loop."""
        if self._local:
            return False
        if self._tls is None:
            self._tls = await asyncio.to_thread(httpx.create_ssl_context)
        return self._tls

    async def _known(self) -> Published:
        if self._published is None or time.monotonic() - self._fetched > FRESH:
            await self._fetch()
        if self._published is None:
            raise ProviderDown("unknown")
        return self._published

    async def _fetch(self) -> None:
        if self._fetching is None:
            if time.monotonic() - self._tried < AGAIN:
                return
            self._tried = time.monotonic()
            self._fetching = asyncio.create_task(self._fetch_once())
        await asyncio.shield(self._fetching)

    async def _fetch_once(self) -> None:
        try:
            async with asyncio.timeout(SECONDS):
                self._published = await self._read_published()
            self._fetched = time.monotonic()
        except (httpx.HTTPError, TimeoutError, ValueError, TypeError, KeyError) as error:
            # What is known stays in use; a provider that was down is asked again sooner than one that answered.
            self._tried = time.monotonic() - AGAIN * 0.8
            log.warning("sign-in: the provider cannot be read (%s)", type(error).__name__)
        finally:
            self._fetching = None

    async def _read_published(self) -> Published:
        from joserfc.jwk import KeySet

        trusted = await self._trusting()
        async with httpx.AsyncClient(timeout=SECONDS, trust_env=not self._local, verify=trusted) as client:
            about = await _json(client, f"{self.issuer}/.well-known/openid-configuration")
            if str(about["issuer"]).rstrip("/") != self.issuer:
                raise ValueError("issuer")
            self.issuer = str(about["issuer"])  # with or without its slash, as its tokens will say
            keys = KeySet.import_key_set(_signing(await _json(client, self._safe(about["jwks_uri"]))))
        ends = about.get("end_session_endpoint")
        return Published(
            self._safe(about["authorization_endpoint"]),
            self._safe(about["token_endpoint"]),
            self._safe(ends) if ends else "",
            keys,
        )

    def _safe(self, address: object) -> str:
        """An address of the provider's: https, but on this machine in a trial. Raises ValueError."""
        parts = urlsplit(str(address))
        if parts.scheme != "https" and not (self._local and parts.hostname in LOOPBACK):
            raise ValueError("address")
        return str(address)


class _UnknownKey(Exception):
    pass


async def _json(client: httpx.AsyncClient, address: str) -> dict[str, Any]:
    answer = await client.get(address)
    answer.raise_for_status()
    value = answer.json() if len(answer.content) <= _BYTES else None
    if not isinstance(value, dict):
        raise ValueError(address)  # noqa: TRY004 – what was answered, not a programmer's slip
    return value


def _signing(given: dict[str, Any]) -> Any:
    """The public signing keys of a set: what else it holds is of no use here."""
    keys = [one for one in given["keys"] if isinstance(one, dict) and one.get("kty") in ("RSA", "EC")]
    kept = [one for one in keys if one.get("use", "sig") == "sig" and "d" not in one and one.get("kid")]
    if not kept:
        raise ValueError("keys")
    return {"keys": kept}


def subject(claims: Mapping[str, Any]) -> str:
    """A stable name for whoever the claims are of, which says nothing of them."""
    return key_of("oidc", str(claims.get("iss")), str(claims.get("oid") or claims.get("sub")))
