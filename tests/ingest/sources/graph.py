"""A strict fake of Microsoft Graph's drive: delta with pages and tokens, throttling, resync, renewed links, one site only.

It refuses what Graph refuses: no token or a foreign one (401), another site (403), a token it no longer honours (410).
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

SITE, TENANT, CLIENT, SECRET = "contoso:/sites/gouvernance", "tenant-1", "app-1", "s3cret"
PAGE = 2  # items a page


@dataclass
class Drive:
    """The library. ``put``, ``rename`` and ``remove`` are what people do in it."""

    address: str = ""
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    log: list[str] = field(default_factory=list)  # ids in the order of their last change
    deleted: set[str] = field(default_factory=set)
    forgotten: int = 0  # delta tokens under this number are no longer honoured
    busy: int = 0  # next calls to be throttled
    revoked: bool = False  # the tokens given so far are refused
    portal: str = "://"  # calls whose address holds this are answered with a page, as a portal in between does
    tokens: int = 0
    calls: list[str] = field(default_factory=list)

    def put(self, name: str, path: str, data: bytes) -> None:
        version = self.files.get(name, {}).get("version", 0) + 1
        self.files[name] = {"path": path, "data": data, "version": version}
        self._changed(name)

    def rename(self, name: str, path: str) -> None:
        self.files[name]["path"] = path
        self._changed(name)

    def remove(self, name: str) -> None:
        del self.files[name]
        self.deleted.add(name)
        self._changed(name)

    def _changed(self, name: str) -> None:
        self.log.append(name)

    def since(self, number: int) -> list[dict[str, Any]]:
        names = dict.fromkeys(self.log[number:]) if number else dict.fromkeys(n for n in self.log if n in self.files)
        folder = [{"id": "root", "name": "root", "folder": {}, "eTag": "r"}]
        return folder + [self._shown(name) for name in names]

    def _shown(self, name: str) -> dict[str, Any]:
        if name not in self.files:
            return {"id": name, "deleted": {"state": "deleted"}}
        above, _, own = self.files[name]["path"].rpartition("/")
        place = f"/drives/d1/root:/{above}" if above else "/drives/d1/root:"
        return {"id": name, "name": own, "file": {"mimeType": "x"}, "cTag": f"c{self.files[name]['version']}",
                "size": len(self.files[name]["data"]), "parentReference": {"path": place}}  # fmt: skip


class _Graph(BaseHTTPRequestHandler):
    drive: Drive

    def log_message(self, *_: Any) -> None:
        """Says nothing."""

    def do_POST(self) -> None:
        sent = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
        wanted = {"grant_type": ["client_credentials"], "client_id": [CLIENT], "client_secret": [SECRET],
                  "scope": ["https://graph.microsoft.com/.default"]}  # fmt: skip
        if self.drive.portal in self.path:
            self._raw(200, b"<html>Connexion</html>", {})
            return
        if self.path != f"/{TENANT}/oauth2/v2.0/token" or sent != wanted:
            self._say(401, {"error": "invalid_client"})
            return
        self.drive.tokens, self.drive.revoked = self.drive.tokens + 1, False
        self._say(200, {"access_token": f"t{self.drive.tokens}", "expires_in": 3600})

    def do_GET(self) -> None:
        self.drive.calls.append(self.path)
        parts = urlsplit(self.path)
        path, query = unquote(parts.path), parse_qs(parts.query)
        if self.drive.portal in self.path:
            self._raw(200, b"<html>Connexion</html>", {})
        elif self.drive.revoked or self.headers.get("authorization") != f"Bearer t{self.drive.tokens}":
            self._say(401, {"error": {"code": "InvalidAuthenticationToken"}})
        elif self.drive.busy:
            self.drive.busy -= 1
            self._say(429, {"error": {"code": "TooManyRequests"}}, {"retry-after": "7"})
        elif path == f"/sites/{SITE}:/drive/root/delta":
            self._delta(int(query.get("token", ["0"])[0]), int(query.get("skip", ["0"])[0]))
        elif found := re.fullmatch(rf"/sites/{re.escape(SITE)}:/drive/items/([^/]+)/content", path):
            self._content(found[1])
        else:
            self._say(403, {"error": {"code": "accessDenied"}})

    def _delta(self, token: int, skip: int) -> None:
        if token and token < self.drive.forgotten:
            self._say(410, {"error": {"code": "resyncRequired"}})
            return
        found, here = self.drive.since(token), f"{self.drive.address}{urlsplit(self.path).path}"
        page: dict[str, Any] = {"value": found[skip : skip + PAGE]}
        more = skip + PAGE < len(found)
        link = f"{here}?token={token}&skip={skip + PAGE}" if more else f"{here}?token={len(self.drive.log)}"
        self._say(200, {**page, ("@odata.nextLink" if more else "@odata.deltaLink"): link})

    def _content(self, name: str) -> None:
        if name not in self.drive.files:
            self._say(404, {"error": {"code": "itemNotFound"}})
            return
        self._raw(200, self.drive.files[name]["data"], {})

    def _say(self, status: int, body: Any, headers: dict[str, str] | None = None) -> None:
        self._raw(status, json.dumps(body).encode(), headers or {})

    def _raw(self, status: int, data: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {**headers, "content-length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def graph() -> Iterator[Drive]:
    """The drive, served on this machine."""
    drive = Drive()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Graph", (_Graph,), {"drive": drive}))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    drive.address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield drive
    finally:
        server.shutdown()
        server.server_close()
