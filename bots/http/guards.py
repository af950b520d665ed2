"""What stands before every route: host, size, rate, headers. Plain ASGI, so that nothing is read twice."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bots.http.problems import problem
from bots.settings import Settings

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

BODY = 1024 * 1024  # bytes
CLIENTS = 20_000  # remembered at once
UNDER_WAY = 1_000  # requests at once; more are refused in a sentence, health excepted
BODY_SECONDS = 30.0  # between two pieces of a body
BURST = 60  # questions a client may send at once before the rate applies

_HEALTH = frozenset({"/healthz", "/readyz", "/metrics"})
_READ = ("/api/search", "/explorer", "/sources/")  # metered like questions, apart from them

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
        "trusted-types 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), interest-cohort=()",
}


class Rate:
    """A token bucket per client. Thread-safe."""

    def __init__(self, per_minute: int, burst: int = BURST, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_minute / 60
        self._burst = min(burst, per_minute)
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, client: str) -> float:
        """Takes a token; 0 when there was one, otherwise the seconds until there is."""
        now = self._clock()
        with self._lock:
            left, then = self._left.pop(client, (float(self._burst), now))
            left = min(self._burst, left + (now - then) * self._per_second)
            allowed = left >= 1
            self._left[client] = (left - 1 if allowed else left, now)
            while len(self._left) > CLIENTS:
                self._left.popitem(last=False)
        return 0.0 if allowed else (1 - left) / self._per_second


class Guards:
    """Host names, origins, body size, rate and headers, in that order."""

    def __init__(self, app: ASGIApp, settings: Settings, unmetered: tuple[str, ...] = ()) -> None:
        self._app = app
        self._hosts = settings.hosts
        self._own = _origin(settings.base_url)
        self._rate = Rate(settings.questions_per_minute)
        self._reading = Rate(settings.questions_per_minute)
        self._unmetered = unmetered
        self._under_way = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await problem(scope, *refusal)(scope, receive, _with_headers(send))
            return
        body = _Body(receive, send)
        self._under_way += 1
        try:
            with contextlib.suppress(_TooLarge, _TooSlow):
                await self._app(scope, body.receive, _with_headers(body.send))
        finally:
            self._under_way -= 1
        if body.too_large and not body.started:
            await problem(scope, 413, "too_large", BODY // 1024**2)(scope, receive, _with_headers(send))
        elif body.too_slow and not body.started:
            await problem(scope, 408, "too_slow_body", None)(scope, receive, _with_headers(send))

    def _refusal(self, scope: Scope, headers: dict[str, str]) -> tuple[int, str, object] | None:
        if self._hosts and _hostname(headers.get("host", "")) not in self._hosts:
            return 421, "foreign_host", None
        if self._under_way >= UNDER_WAY and scope["path"] not in _HEALTH:
            return 503, "too_busy", None
        if scope["method"] not in ("GET", "HEAD", "OPTIONS"):
            if _length(headers) > BODY:
                return 413, "too_large", BODY // 1024**2
            if scope["path"] in self._unmetered:
                return None
            if self._foreign(headers):
                return 403, "foreign_form", None
            if seconds := self._rate.wait(client(scope)):
                return 429, "too_many", max(1, round(seconds))
        elif scope["path"].startswith(_READ) and (seconds := self._reading.wait(client(scope))):
            return 429, "too_many", max(1, round(seconds))
        return None

    def _foreign(self, headers: dict[str, str]) -> bool:
        """A browser on another site's page sends its origin; programs send none."""
        origin, site = headers.get("origin", ""), headers.get("sec-fetch-site", "")
        if site == "cross-site":
            return True
        if origin == "null":  # what hides where it comes from is foreign, unless the browser says otherwise
            return site != "same-origin"
        return bool(origin) and _origin(origin) not in {headers.get("host", "").lower(), self._own} - {""}


class _TooLarge(Exception):
    pass


class _TooSlow(Exception):
    pass


class _Body:
    """Counts the body as it comes: a length may be missing or false."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send, self._seen = receive, send, 0
        self.started = self.too_large = self.too_slow = self._whole = False

    async def receive(self) -> Message:
        if self._whole:
            return await self._receive()  # what comes now is that the other end has left
        try:
            message = await asyncio.wait_for(self._receive(), BODY_SECONDS)
        except TimeoutError:
            self.too_slow = True
            raise _TooSlow from None
        self._whole = not message.get("more_body", False)
        self._seen += len(message.get("body", b""))
        if self._seen > BODY:
            self.too_large = True
            raise _TooLarge
        return message

    async def send(self, message: Message) -> None:
        if (self.too_large or self.too_slow) and not self.started:
            return  # what a route says of a body it could not read
        self.started = True
        await self._send(message)


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            said = {name.lower() for name, _ in message["headers"]}
            more = [(n.encode(), v.encode()) for n, v in HEADERS.items() if n.encode() not in said]
            message = {**message, "headers": [*message["headers"], *more]}
        await send(message)

    return sending


def client(scope: Scope) -> str:
    """The address of who asks, as the limits and the queue tell them apart."""
    return str((scope.get("client") or ("?",))[0])


def _length(headers: dict[str, str]) -> int:
    said = headers.get("content-length", "0")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 20 else 0


def _hostname(host: str) -> str:
    """« name:port » → « name »; "" for what is no host."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _origin(url: str) -> str:
    """« https://host:port » → « host:port »."""
    return url.partition("://")[2].rstrip("/").lower()
