"""Sign-in and sign-out, by the organisation's account (OpenID Connect) or with a key. Off where nobody has to say who they
are. The parts are in ``bots.http.access``; here, addresses and cookies."""

from __future__ import annotations

import secrets
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from bots.channel import Desk
from bots.http.access.audit import AUDIT
from bots.http.access.doors import Doors
from bots.http.access.person import Person
from bots.http.access.provider import ProviderDown, Unproved
from bots.http.access.sessions import SIGNING_IN, Leaving
from bots.http.entrance import SIGN_IN, WRONG, cookie, cookie_name
from bots.http.guards import Rate, client
from bots.http.problems import language, problem
from bots.settings import Settings
from bots.web.pages import page
from bots.wording.access import access

LAST = "repere_last"  # whose conversation this browser may hold: a mark, no name
_REMEMBERED = 180 * 86_400.0  # seconds
LEAVING = "repere_leaving"  # the cookie of somebody on their way to the provider


class SignIn:
    name = "sign-in"
    unmetered: tuple[str, ...] = ()

    def missing(self, settings: Settings) -> tuple[str, ...]:
        """Nothing where a provider, a file of keys or the one key is named."""
        named = settings.oidc_issuer or settings.keys or settings.api_key
        return () if named else ("REPERE_OIDC_ISSUER",)

    def mount(self, app: FastAPI, desk: Desk) -> AbstractAsyncContextManager[None] | None:
        desk_side = _Desk(desk.doors)

        @app.get(SIGN_IN, include_in_schema=False)
        async def sign_in(request: Request, to: str = "/", key: str = "") -> Response:
            return await desk_side.asked(request, _inside(to), by_key=key == "1")

        @app.post(SIGN_IN, include_in_schema=False)
        async def with_key(request: Request) -> Response:
            return await desk_side.keyed(request)

        @app.get(f"{SIGN_IN}/back", include_in_schema=False)
        async def back(request: Request) -> Response:
            return await desk_side.back(request)

        @app.post("/sign-out", include_in_schema=False)
        async def sign_out(request: Request) -> Response:
            return await desk_side.out(request)

        return None


class _Desk:
    """What the four addresses do."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors
        self._base = doors.settings.local_url
        self._secure = self._base.startswith("https://")
        self._wrong = Rate(WRONG)

    async def asked(self, request: Request, to: str, *, by_key: bool) -> Response:
        provider = self._doors.provider
        if provider is None or by_key:
            return _shown(request, to=to)
        leaving = Leaving(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48), to)
        try:
            address = await provider.way_in(self._back, leaving.state, leaving.nonce, leaving.verifier)
        except ProviderDown:
            return _shown(request, 503, to=to, error="provider_down")
        left = RedirectResponse(address, 303, {"cache-control": "no-store"})
        self._keep(left, LEAVING, self._doors.sessions.left(leaving), SIGNING_IN, path=SIGN_IN)
        return left

    async def keyed(self, request: Request) -> Response:
        sent = await request.form(max_fields=5, max_files=0)
        to = _inside(str(sent.get("to") or "/"))
        held = self._doors.keys.holder(str(sent.get("key") or ""), datetime.now(UTC).date())
        if held is None and self._wrong.wait(client(request.scope)):
            return problem(request.scope, 429, "too_many", 60)
        if held is None:
            return _shown(request, 401, to=to, error="wrong_key")
        # Whoever holds the one key names groups for others; as a reader of pages, it is the public.
        person = Person("session", held[0].key, held[0].name, held[0].groups)
        return self._opened(request, person, to)

    async def back(self, request: Request) -> Response:
        """From the provider, with a code: each step that does not hold ends on the same sentence."""
        query = request.query_params
        headers = {"cookie": request.headers.get("cookie", "")}
        leaving = self._doors.sessions.back(cookie(headers, self._base, LEAVING))
        provider = self._doors.provider
        if provider is None or leaving is None or not _same(query.get("state", ""), leaving.state):
            return _shown(request, 400, error="not_back")
        if query.get("iss", provider.issuer).rstrip("/") != provider.issuer.rstrip("/") or not query.get("code"):
            return _shown(request, 400, to=leaving.to, error="not_back")
        try:
            claims = await provider.exchanged(query["code"][:4096], self._back, leaving.verifier, leaving.nonce)
        except Unproved:
            return _shown(request, 401, to=leaving.to, error="not_back")
        except ProviderDown:
            return _shown(request, 503, to=leaving.to, error="provider_down")
        return self._opened(request, await self._doors.person(claims, "session"), leaving.to)

    async def out(self, request: Request) -> Response:
        self._doors.sessions.end(cookie({"cookie": request.headers.get("cookie", "")}, self._base))
        everywhere = await self._doors.provider.way_out() if self._doors.provider else ""
        shown = _shown(request, out=True, everywhere=everywhere)
        # What the page keeps in the browser (the conversation, one's questions) is this person's: the next one sees none of it.
        shown.headers["clear-site-data"] = '"cache", "storage"'
        shown.delete_cookie(cookie_name(self._base), secure=self._secure, httponly=True, samesite="lax")
        return shown

    def _opened(self, request: Request, person: Person, to: str) -> Response:
        AUDIT.seen(person.key, "session", person.groups)
        answer = RedirectResponse(to, 303, {"cache-control": "no-store"})
        headers = {"cookie": request.headers.get("cookie", "")}
        if (before := cookie(headers, self._base, LAST)) and before != person.key:
            answer.headers["clear-site-data"] = '"cache", "storage"'  # somebody else's conversation
        self._keep(answer, LAST, person.key, _REMEMBERED, path=SIGN_IN)
        kept = self._doors.settings.session_minutes * 60
        self._keep(answer, cookie_name(self._base), self._doors.sessions.opened(person), kept)
        answer.delete_cookie(LEAVING, path=SIGN_IN, secure=self._secure, httponly=True, samesite="lax")
        return answer

    @property
    def _back(self) -> str:
        return f"{self._base}{SIGN_IN}/back"

    def _keep(self, answer: Response, name: str, value: str, seconds: float, path: str = "/") -> None:
        # Lax: a link from Teams or Slack arrives with the session; another site's form does not.
        answer.set_cookie(name, value, int(seconds), path=path, secure=self._secure, httponly=True, samesite="lax")


def _inside(to: str) -> str:
    """An address of our own pages; the front page for anything that could lead elsewhere."""
    inside = to.startswith("/") and not to.startswith(("//", "/\\", SIGN_IN)) and to.isprintable() and "\\" not in to
    return to if inside and len(to) <= 2100 else "/"


def _same(given: str, kept: str) -> bool:
    return secrets.compare_digest(given.encode("utf-8", "replace"), kept.encode())


def _shown(request: Request, status: int = 200, **values: Any) -> Response:
    said = language(request.scope)
    words = access(said)
    error = values.pop("error", "")
    blank: dict[str, Any] = {
        "to": "/", "out": False, "everywhere": "", "error": words[error] if error else "", "footer": "", "path": SIGN_IN,
        "provider": request.app.state.desk.doors.provider is not None, "keys": bool(request.app.state.desk.doors.keys),
    }  # fmt: skip
    return page("signin.html", said, status, **{**blank, **values})
