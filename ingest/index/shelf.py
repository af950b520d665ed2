"""Gives the generation in service, and notices when an ingest publishes another."""

from __future__ import annotations

import threading
from pathlib import Path

from ingest.errors import IndexFault
from ingest.index.generation import Generation, current_id, open_current


class Shelf:
    """``current`` costs one small read. A generation handed out stays usable after the next one comes."""

    def __init__(self, folder: Path, embedder_identity: str | None) -> None:
        self._folder = folder
        self._identity = embedder_identity
        self._lock = threading.Lock()
        self._said = ""
        self._generation: Generation | None = None

    def current(self) -> Generation:
        """Raises NoIndex, IncompatibleIndex or DamagedIndex when there was never one to give.

        Once one is open, a CURRENT that cannot be read or honoured leaves it in service.
        """
        with self._lock:
            try:
                said = current_id(self._folder)
                if said != self._said or self._generation is None:
                    self._said = (
                        said  # tried once: a generation that cannot be honoured is not checked at each question
                    )
                    self._generation = open_current(self._folder, self._identity)
            except IndexFault:
                if self._generation is None:
                    raise
            return self._generation
