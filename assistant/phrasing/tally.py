"""What became of the calls to a chat model, counted: nothing of what was asked or answered is kept."""

from __future__ import annotations

import threading
from collections import Counter


class Tally:
    """Counts by name. Thread-safe. Names: « calls », « kept », « fallback.slow », « dropped.order »…"""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()

    def add(self, name: str, count: int = 1) -> None:
        with self._lock:
            self._counts.update({name: count} if count else {})

    def counts(self) -> dict[str, int]:
        with self._lock:
            return dict(sorted(self._counts.items()))
