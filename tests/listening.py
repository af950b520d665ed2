"""An application served in a thread of the tests, on a real port; and a port for a service that is told where to listen."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from typing import Any

import uvicorn

# Under what Linux gives to connections and to port 0, so that none is taken before the service listens, or while it is
# started again. Each worker has its own thousand.
_WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
_PORTS = islice(cycle(range(20_000 + 1000 * _WORKER, 21_000 + 1000 * _WORKER)), os.getpid() % 1000, None)


def free_port() -> int:
    """A port of this machine that nobody listens on, another one each time."""
    for port in _PORTS:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)):
                return port
    raise AssertionError("endless")


@contextmanager
def listening(app: Any, port: int = 0, **config: Any) -> Iterator[int]:
    """The port it listens on, a free one unless named; stopped as a server is. ``config`` is Uvicorn's."""
    server = uvicorn.Server(uvicorn.Config(app, port=port, **{"log_level": "critical", **config}))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 60
    while not server.started and thread.is_alive() and time.monotonic() < until:
        time.sleep(0.01)
    try:
        assert server.started, "the application did not start"
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(20)
