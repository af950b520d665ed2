"""Whom the entrance let in, for the routes."""

from __future__ import annotations

from fastapi import Request

from bots.http.access.person import Person, of


def asker(request: Request) -> Person:
    """The dependency of routes that answer according to who asks."""
    return of(request.scope)
