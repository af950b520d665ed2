"""Connections of the server: one that says nothing, or says its headers without end, is closed; none is refused for it.

Idle connections cost nothing but a descriptor: there is no limit on their number short of the system's. What is
limited is the requests under way (``bots.http.guards``).
"""

from __future__ import annotations

import asyncio
import contextlib
import resource
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

SILENT = 15.0  # seconds from a connection, or the first byte of a request, to the end of its headers
HEADERS = 64 * 1024  # bytes of the headers of one request


class Impatient(HttpToolsProtocol):
    """Uvicorn's protocol, with an end to waiting for headers."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self._end: asyncio.TimerHandle | None = None
        self._read = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as Uvicorn's own is
        """Begins to wait for the first headers."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Waits no more."""
        self._heard()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """A request begins: its headers have an end."""
        super().on_message_begin()
        self._read = 0
        self._wait()

    def on_url(self, url: bytes) -> None:
        """Counts the address with the headers."""
        super().on_url(url)
        self._count(len(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        """Counts."""
        super().on_header(name, value)
        self._count(len(name) + len(value))

    def on_headers_complete(self) -> None:
        """The headers are there."""
        self._heard()
        super().on_headers_complete()

    def _wait(self) -> None:
        self._heard()
        self._end = self.loop.call_later(SILENT, self._leave)

    def _heard(self) -> None:
        if self._end is not None:
            self._end.cancel()
            self._end = None

    def _count(self, size: int) -> None:
        self._read += size
        if self._read > HEADERS:
            self._leave()

    def _leave(self) -> None:
        if not self.transport.is_closing():
            self.transport.close()


def many() -> None:
    """As many descriptors as the system allows this process: a connection takes one."""
    with contextlib.suppress(OSError, ValueError):
        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
