"""Half characters (lone surrogates): what no text holds is refused with 400 before a route reads it. Plain ASGI.

JSON carries them escaped, in bytes, or in UTF-16; an address and a form as bytes nothing writes; a form of several parts
in an encoding it names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from bots.http.problems import problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

# What a body must hold to have half a character in it: most have none, and are not read twice.
_SUSPECT = re.compile(rb"\\u[dD][89a-fA-F]|\xed[\xa0-\xbf]|\0")
_SENT = re.compile(rb"%[eE][dD]%[aAbB]|\xed[\xa0-\xbf]")
_CHARSET = re.compile(rb"charset=[\"']?([^\s;,\"']*)", re.IGNORECASE)
_UNICODE = (b"utf-8", b"utf8", b"us-ascii", b"")


def whole(value: Any) -> bool:
    """Whether all the text of what JSON gave can be written: names and values, however deep."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return False
    return True


class Legible:
    """``own`` names the paths whose channel reads its bodies itself, once it knows who sends them."""

    def __init__(self, app: ASGIApp, own: Sequence[str] = ()) -> None:
        self._app, self._own = app, frozenset(own)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] in self._own:
            await self._app(scope, receive, send)
            return
        kind = next((value for name, value in scope["headers"] if name.lower() == b"content-type"), b"").lower()
        legible = not _SENT.search(scope.get("raw_path") or b"") and not _SENT.search(scope.get("query_string", b""))
        if legible and scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self._app(scope, receive, send)
            return
        told = await _read(receive) if legible else []
        if legible and _legible(b"".join(one.get("body", b"") for one in told), kind):
            await self._app(scope, _again(told, receive), send)
        else:
            await problem(scope, 400, "half_character")(scope, receive, send)


async def _read(receive: Receive) -> list[Message]:
    """The body's messages, all of them; the guard before has bounded it."""
    told = [await receive()]
    while told[-1]["type"] == "http.request" and told[-1].get("more_body", False):
        told.append(await receive())
    return told


def _legible(body: bytes, kind: bytes) -> bool:
    if kind.startswith(b"multipart/"):
        named = _CHARSET.search(kind)
        return named is None or named[1] in _UNICODE
    if kind.startswith(b"application/x-www-form-urlencoded"):
        return not _SENT.search(body)
    if not _SUSPECT.search(body):
        return True
    try:
        return whole(json.loads(body))
    except (ValueError, RecursionError):
        return True  # no JSON: the route says so


def _again(told: list[Message], receive: Receive) -> Receive:
    left = iter(told)

    async def receiving() -> Message:
        return next(left, None) or await receive()

    return receiving
