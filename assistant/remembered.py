"""What is derived from an index, made once and kept for a bounded number of views (an audience on a day)."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")
VIEWS = 8  # an asker may name any day: what was derived for the one not asked about for longest goes


class View:
    """The values of one audience on one day. Each is made by one thread while the others wait for it."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._made: dict[Hashable, Any] = {}

    def made(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of a key; ``make`` may ask for others of the same view."""
        if key not in self._made:
            with self._lock:
                if key not in self._made:
                    self._made[key] = make()
        value: T = self._made[key]
        return value


class Memory:
    """The views of one generation. Thread-safe."""

    def __init__(self, views: int = VIEWS) -> None:
        self._lock = threading.Lock()
        self._most = views
        self._views: OrderedDict[Hashable, View] = OrderedDict()

    def view(self, of: Hashable) -> View:
        """The view of an audience on a day; the one not asked about for longest makes place for a new one."""
        with self._lock:
            found = self._views.setdefault(of, View())
            self._views.move_to_end(of)
            while len(self._views) > self._most:
                self._views.popitem(last=False)
            return found
