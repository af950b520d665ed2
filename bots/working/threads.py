"""Answers computed in threads of this process: for commands, tests, and a machine where a second process is too much."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from assistant.model import Question
from bots.errors import TookTooLong
from bots.working.tasks import OnClaim, Step, Task, counts_of

if TYPE_CHECKING:
    from assistant.answering import Assistant

WARMING = ("gouvernance", "who is responsible for governance")  # the lists of words of both languages are read


class Inline:
    """In the thread that asks, for a command: what it takes, it takes."""

    size = 1

    def __init__(self, opened: Callable[[], Assistant]) -> None:
        self._opened = opened

    def run(self, task: Task, step: Step, claim: OnClaim, seconds: float) -> Any:  # noqa: ARG002 – nobody else waits
        """What the task gives. Raises what it raises."""
        return task.run(self._opened(), step, claim)

    def warm(self) -> None:
        """Nothing: a command asks at once."""

    def counts(self) -> Mapping[str, float]:
        """The outcomes of the chat model's calls."""
        return counts_of(self._opened())

    def close(self) -> None:
        """Nothing is held."""


class Threads:
    """``opened`` gives the assistant, or raises why there is none. A thread past its time goes on, unheard."""

    def __init__(self, opened: Callable[[], Assistant], size: int) -> None:
        self._opened = opened
        self.size = size
        self._pool = ThreadPoolExecutor(size + 4, "answering")

    def run(self, task: Task, step: Step, claim: OnClaim, seconds: float) -> Any:
        """What the task gives. Raises what it raises, or TookTooLong."""
        running = self._pool.submit(lambda: task.run(self._opened(), step, claim))
        try:
            return running.result(seconds)
        except TimeoutError as error:
            if running.done():
                raise
            raise TookTooLong(seconds) from error

    def warm(self) -> None:
        """Answers once in each language, in the background."""
        threading.Thread(target=lambda: warmed(self._opened), name="warm", daemon=True).start()

    def counts(self) -> Mapping[str, float]:
        """The outcomes of the chat model's calls."""
        return counts_of(self._opened())

    def close(self) -> None:
        """Waits for nobody."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def once(opens: Callable[[], Assistant]) -> Callable[[], Assistant]:
    """``opens``, called until it gives the assistant, then never again. Thread-safe."""
    lock = threading.Lock()
    made: list[Assistant] = []

    def opened() -> Assistant:
        with lock:
            if not made:
                made.append(opens())
            return made[0]

    return opened


def warmed(opened: Callable[[], Assistant]) -> None:
    """Opens and answers once in each language; what goes wrong is said again, in a sentence, to whoever asks."""
    with contextlib.suppress(Exception):
        assistant = opened()
        for question in WARMING:
            assistant.answer(Question(question))
