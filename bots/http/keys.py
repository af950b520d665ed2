"""The API key: who presents it may name groups; when none is set, everyone is the public."""

from __future__ import annotations

import hmac

from fastapi import Request

from bots.errors import NotPermitted


def known(request: Request) -> bool:
    """The dependency of routes that ask for the key."""
    return check(request, request.app.state.desk.settings.api_key)


def check(request: Request, key: str) -> bool:
    """True when the caller presented the key, false when none is set. Raises NotPermitted otherwise."""
    if not key:
        return False
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    given = given.strip() if scheme.lower() == "bearer" else request.headers.get("x-api-key", "")
    if not hmac.compare_digest(given.encode("utf-8", "replace"), key.encode()):
        raise NotPermitted
    return True
