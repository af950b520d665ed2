"""The application as it is served, in front of a local provider: what the tests of sign-in share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from fastapi.testclient import TestClient

from bots.server import application
from bots.settings import Settings
from tests.bots.access.openid import CLIENT, SECRET, OpenId
from tests.bots.replies import Scripted

BASE = "http://127.0.0.1:8000"
DIRECTION, COMMITTEE = "3f2a0000-0000-4000-8000-000000000000", "77b10000-0000-4000-8000-000000000000"
ASKED = {"question": "Qui approuve le plan ?"}
PAGE = {"accept": "text/html"}


def settings(folder: Path, provider: OpenId | None = None, **more: Any) -> Settings:
    given: dict[str, Any] = {"state": folder, "groups": f"{DIRECTION}=direction, {COMMITTEE}=comité"}
    if provider:
        given |= {"oidc_issuer": provider.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
    return Settings(**{**given, **more})


@contextmanager
def served(folder: Path, provider: OpenId | None = None, assistant: Any = None, **more: Any) -> Iterator[TestClient]:
    """A browser, as far as cookies and redirects go, that runs no script."""
    told = assistant or Scripted()
    app = application(settings(folder, provider, **more), lambda: told)
    with TestClient(app, base_url=BASE, raise_server_exceptions=False, follow_redirects=False) as web:
        yield web


def sent(web: TestClient, path: str = "/") -> str:
    """Where the provider is, for somebody who opens a page without a session."""
    told = web.get(path, headers=PAGE)
    assert told.status_code == 303
    return web.get(told.headers["location"]).headers["location"]


def signed_in(web: TestClient, path: str = "/") -> httpx.Response:
    """The answer that opens the session, after the provider."""
    back = httpx.get(sent(web, path), trust_env=False, verify=False).headers["location"]
    parts = urlsplit(back)
    return web.get(f"{parts.path}?{parts.query}")
