"""An OpenID provider on loopback, as strict as the real ones where it matters: PKCE, exact return address, codes used once,
client secret, real signatures. ``with OpenId() as provider``: ``provider.issuer`` is its address."""

from __future__ import annotations

import base64
import hashlib
import secrets
import socket
import threading
import time
from functools import cache
from html import escape
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, urlencode

import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "repere-client", "un-secret-de-cinquante-signes-pour-les-essais-000"


@cache
def drawn(kid: str) -> RSAKey:
    """A key pair; drawing one takes a moment, so each is drawn once a run."""
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"})


class OpenId:
    """``people`` are the claims of whoever signs in next; ``hangs`` seconds are waited before any answer."""

    def __init__(self) -> None:
        self.keys = {"k1": drawn("k1")}
        self.person: dict[str, Any] = {
            "sub": "s1",
            "oid": "11111111-2222-3333-4444-555555555555",
            "name": "Personne Test",
        }
        self.hangs = 0.0
        self.fetched = 0
        self._codes: dict[str, dict[str, str]] = {}
        self._socket = socket.socket()
        self._socket.bind(("127.0.0.1", 0))
        self.issuer = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def token(self, kid: str = "k1", header: dict[str, Any] | None = None, **claims: Any) -> str:
        """A signed token; a claim that is None is left out."""
        now = int(time.time())
        base = {"iss": self.issuer, "aud": CLIENT, "sub": "s1", "iat": now, "exp": now + 600, **claims}
        held = {name: value for name, value in base.items() if value is not None}
        return jwt.encode({"alg": "RS256", "kid": kid, **(header or {})}, held, self.keys[kid])

    def turn_over(self) -> None:
        """Signs with another key from now on; the old one is no longer published."""
        self.keys = {"k2": drawn("k2")}

    # --- the server ---

    def __enter__(self) -> OpenId:
        routes = [
            Route("/.well-known/openid-configuration", self._about),
            Route("/keys", self._keys),
            Route("/authorize", self._authorize),
            Route("/token", self._token, methods=["POST"]),
            Route("/end", self._end),
        ]
        config = uvicorn.Config(Starlette(routes=routes), log_level="error", lifespan="off")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True)
        self._thread.start()
        while not self._server.started:
            time.sleep(0.01)
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._server.should_exit = self._server.force_exit = True
        self._thread.join(5)

    async def _pause(self) -> None:
        import asyncio

        await asyncio.sleep(self.hangs)

    async def _about(self, _: Request) -> Response:
        await self._pause()
        self.fetched += 1
        return JSONResponse({
            "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys",
            "end_session_endpoint": f"{self.issuer}/end",
        })  # fmt: skip

    async def _keys(self, _: Request) -> Response:
        await self._pause()
        return JSONResponse({"keys": [key.as_dict(private=False) for key in self.keys.values()]})

    async def _authorize(self, request: Request) -> Response:
        query = dict(request.query_params)
        wanted = {"response_type": "code", "client_id": CLIENT, "code_challenge_method": "S256"}
        if any(query.get(name) != value for name, value in wanted.items()) or "openid" not in query["scope"].split():
            return Response("invalid_request", 400)
        if not all(query.get(name) for name in ("state", "nonce", "code_challenge", "redirect_uri")):
            return Response("invalid_request", 400)
        code = secrets.token_urlsafe(16)
        self._codes[code] = query
        back = query["redirect_uri"] + "?" + urlencode({"code": code, "state": query["state"], "iss": self.issuer})
        if "text/html" not in request.headers.get("accept", ""):
            return RedirectResponse(back, 302)
        page = f'<!doctype html><title>Fournisseur</title><a id="go" href="{escape(back)}">Continuer</a>'
        return HTMLResponse(page)

    async def _token(self, request: Request) -> Response:
        await self._pause()
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        asked = self._codes.pop(form.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if form.get("client_id") != CLIENT or form.get("client_secret") != SECRET:
            return JSONResponse({"error": "invalid_client"}, 401)
        if asked is None or challenge.rstrip(b"=").decode() != asked["code_challenge"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        if form.get("redirect_uri") != asked["redirect_uri"] or form.get("grant_type") != "authorization_code":
            return JSONResponse({"error": "invalid_grant"}, 400)
        kid = next(iter(self.keys))
        identity = self.token(kid, nonce=asked["nonce"], **self.person)
        return JSONResponse({"access_token": "opaque", "token_type": "Bearer", "expires_in": 600, "id_token": identity})

    async def _end(self, _: Request) -> Response:
        return HTMLResponse("<!doctype html><title>Fin</title>Fermé.")
