"""Gives the generation in service, and notices when an ingest publishes another."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

from ingest.errors import IndexFault
from ingest.index.generation import Generation, current_id, open_current

AGAIN = 15.0  # seconds before a generation that could not be honoured is looked at again


class Shelf:
    """``current`` costs one small read. A generation handed out stays usable after the next one comes."""

    def __init__(
        self, folder: Path, embedder_identity: str | None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._folder = folder
        self._identity = embedder_identity
        self._clock, self._tried = clock, float("-inf")
        self._lock = threading.Lock()
        self._said, self._opened = "", False
        self._generation: Generation | None = None

    def current(self) -> Generation:
        """Raises NoIndex, IncompatibleIndex or DamagedIndex when there was never one to give.

        Once one is open, a CURRENT that cannot be read or honoured leaves it in service.
        """
        with self._lock:
            try:
                said = current_id(self._folder)
                if self._generation is None or self._to_try(said):
                    self._said, self._tried, self._opened = said, self._clock(), False
                    self._generation = open_current(self._folder, self._identity)
                    self._opened = True
            except IndexFault:
                if self._generation is None:
                    raise
            return self._generation

    def _to_try(self, said: str) -> bool:
        """Another one than was tried; or the same, now and then, when it could not be honoured: it may have been on
        its way here, and it is not checked at each question."""
        return said != self._said or (not self._opened and self._clock() - self._tried > AGAIN)
