"""An application served in a thread of the tests, on a real port."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn


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
