"""Who is let in, before every route but those that need to know nobody. Plain ASGI; the rule itself is ``bots.http.access``.

A page sends whoever must say who they are to sign in, and back; a program gets 401. What was shown and is false is
refused even where showing nothing is enough, and showing many false things is slowed.
"""

from __future__ import annotations

import logging
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import quote

from bots.http.access.doors import Doors, Let
from bots.http.access.person import PLACE
from bots.http.guards import Rate, client
from bots.http.problems import language, problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "repere_session"
SIGN_IN = "/sign-in"
WRONG = 30  # false keys and tokens a client may show in a minute
# Nothing of what the documents say is behind these.
OPEN = frozenset({
    "/healthz", "/readyz", "/version", "/metrics", "/openapi.json", "/favicon.ico", "/privacy", "/sign-out", SIGN_IN,
    f"{SIGN_IN}/back", "/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/mcp",
})  # fmt: skip
log = logging.getLogger("repere")


class Entrance:
    """``own`` names the paths whose channel authenticates its callers itself (Teams, Slack)."""

    def __init__(self, app: ASGIApp, doors: Doors, own: tuple[str, ...] = ()) -> None:
        self._app, self._doors = app, doors
        self._own = frozenset(own)
        self._wrong = Rate(WRONG)
        self._rates: dict[str, Rate] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in self._own or scope["path"].startswith("/static/"):
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        unneeded = scope["path"] in OPEN
        shown = {} if unneeded else headers
        let = await self._doors.let(shown, cookie(headers, self._doors.settings.base_url))
        if let.person is None and not unneeded:
            await self._refused(scope, headers, let)(scope, receive, send)
            return
        if let.named and (seconds := self._over(let)):
            await problem(scope, 429, "too_many", max(1, round(seconds)))(scope, receive, send)
            return
        if let.person is not None:
            scope[PLACE] = let.person
        await self._app(scope, receive, send if self._doors.open and not let.named else _private(send))

    def _over(self, let: Let) -> float:
        """Seconds the holder of a limited key has to wait."""
        if let.named is None or not let.named.per_minute:
            return 0.0
        rate = self._rates.setdefault(let.named.name, Rate(let.named.per_minute))
        return rate.wait(let.named.name)

    def _refused(self, scope: Scope, headers: dict[str, str], let: Let) -> ASGIApp:
        if let.down:
            return problem(scope, 503, "sign_in_down")
        if let.wrong and (seconds := self._wrong.wait(client(scope))):
            return problem(scope, 429, "too_many", max(1, round(seconds)))
        if let.wrong:
            log.info("a false key or token was refused")
        refused = problem(scope, 401, "key_wrong" if let.wrong else "key_wanted")
        if scope["path"] == "/mcp" and self._doors.provider:  # where its client finds who gives tokens (RFC 9728)
            about = f"{self._doors.settings.local_url}/.well-known/oauth-protected-resource/mcp"
            refused.headers["www-authenticate"] = f'Bearer resource_metadata="{about}"'
        page = scope["method"] in ("GET", "HEAD") and _is_page(scope["path"], headers)
        return _sent_to_sign_in(scope) if page and not let.wrong else refused


def cookie_name(base_url: str) -> str:
    """With https, a name browsers keep to this very host."""
    return f"__Host-{COOKIE}" if base_url.startswith("https://") else COOKIE


def cookie(headers: dict[str, str], base_url: str, name: str = "") -> str:
    """A cookie of a request: the session's unless another is named; "" without one."""
    found: SimpleCookie = SimpleCookie()
    try:
        found.load(headers.get("cookie", ""))
    except CookieError:
        return ""
    held = found.get(name or cookie_name(base_url))
    return held.value if held else ""


def _is_page(path: str, headers: dict[str, str]) -> bool:
    return "text/html" in headers.get("accept", "") and not path.startswith(("/api/", "/v1/", "/mcp"))


def _sent_to_sign_in(scope: Scope) -> ASGIApp:
    from starlette.responses import RedirectResponse

    asked = str(scope.get("query_string", b""), "latin-1")
    to = scope["path"] + (f"?{asked}" if asked else "")
    address = f"{SIGN_IN}?to={quote(to[:2000], safe='')}&lang={language(scope)}"
    return RedirectResponse(address, 303, {"cache-control": "no-store"})


def _private(send: Send) -> Send:
    """What somebody is shown for who they are is kept by no cache."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            said = {name.lower() for name, _ in message["headers"]}
            more = [] if b"cache-control" in said else [(b"cache-control", b"private, no-store")]
            message = {**message, "headers": [*message["headers"], *more, (b"vary", b"Cookie, Authorization")]}
        await send(message)

    return sending
