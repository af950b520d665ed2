"""Whose turn it is: a fair queue. One person's hundred questions and another's one are served one by one, in turn."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from concurrent.futures import Future
from dataclasses import dataclass, field

from bots.errors import TooBusy


@dataclass(eq=False, slots=True)
class Turn:
    """A place in the queue; ``granted`` is done when it is its turn."""

    lane: str
    granted: Future[None] = field(default_factory=Future)

    def wait(self, seconds: float | None) -> None:
        """Blocks until it is its turn. Raises TooBusy when that takes longer than one can wait."""
        try:
            self.granted.result(seconds)
        except TimeoutError as error:
            raise TooBusy from error


class Turns:
    """Lanes served one after the other, whoever waits in them. Thread-safe; waiting takes no thread."""

    def __init__(self, at_once: int, waiting: int, per_lane: int) -> None:
        self._free = at_once
        self._most, self._per_lane = waiting, per_lane
        self._lanes: OrderedDict[str, deque[Turn]] = OrderedDict()
        self._waiting = 0
        self._lock = threading.Lock()

    @property
    def waiting(self) -> int:
        """How many wait."""
        return self._waiting

    def join(self, lane: str) -> Turn:
        """A place in a lane. Raises TooBusy when the lane, or the whole queue, is full. To be given back by ``leave``."""
        turn = Turn(lane)
        with self._lock:
            queue = self._lanes.get(lane, ())
            if len(queue) >= self._per_lane or (self._waiting >= self._most and not self._free):
                raise TooBusy
            self._lanes.setdefault(lane, deque()).append(turn)
            self._waiting += 1
            self._grant()
        return turn

    def leave(self, turn: Turn) -> None:
        """Gives back a place, whether its turn had come or not. Once a turn."""
        with self._lock:
            if turn.granted.done() and not turn.granted.cancelled():
                self._free += 1
            elif turn.lane in self._lanes and turn in self._lanes[turn.lane]:
                turn.granted.cancel()
                self._lanes[turn.lane].remove(turn)
                self._waiting -= 1
                if not self._lanes[turn.lane]:
                    del self._lanes[turn.lane]
            self._grant()

    def _grant(self) -> None:
        while self._free and self._lanes:
            lane, queue = self._lanes.popitem(last=False)
            turn = queue.popleft()
            if queue:
                self._lanes[lane] = queue  # at the end: the others come before its next
            self._waiting -= 1
            if turn.granted.set_running_or_notify_cancel():
                self._free -= 1
                turn.granted.set_result(None)
