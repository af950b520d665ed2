"""A model that keeps failing is left alone for a while: nobody waits twelve seconds for what will not come."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

FAILURES, SECONDS = 3, 60.0


class Rest:
    """``due`` is true for a minute after three faults in a row. Thread-safe."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures, self._until = 0, float("-inf")

    def due(self) -> bool:
        with self._lock:
            return self._clock() < self._until

    def note(self, *, failed: bool) -> None:
        """After the rest, one more failure is enough to rest again; one success starts anew."""
        with self._lock:
            self._failures = self._failures + 1 if failed else 0
            if self._failures >= FAILURES:
                self._until = self._clock() + SECONDS
