"""Answers computed in processes of their own, over one mapped index: the interpreter's lock binds no two of them.

A worker that takes too long, or dies, is replaced; what it was at is tried once more by another one when it died, and
refused in a sentence when it took too long. None outlives this process: each ends with its pipe.
"""

from __future__ import annotations

import logging
import multiprocessing
import queue
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from bots.errors import Broken, TookTooLong
from bots.working.tasks import OnClaim, Step, Task
from bots.working.worker import from_settings, serve

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from assistant.answering import Assistant

log = logging.getLogger("repere")
STARTING = 60.0  # seconds a new worker may take beside its first task
PAUSE = 1.0  # seconds before a worker that died takes its place again: what kills it at once must not spin


class _Gone(Exception):
    """The worker died with the task in its hands."""


class Worker:
    """One process and the pipe to it. Used by one thread at a time."""

    def __init__(self, opens: Callable[[], Assistant]) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe: Connection
        self._pipe, theirs = context.Pipe()
        self._process: BaseProcess = context.Process(
            target=serve, args=(theirs, opens), name="repere-worker", daemon=True
        )
        self._process.start()
        theirs.close()
        self._ready = False
        self.counts: Mapping[str, float] = {}

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid or 0

    def run(self, task: Task, step: Step, claim: OnClaim, seconds: float) -> Any:
        """What the task gives. Raises TookTooLong or _Gone, after either of which the worker is not to be used."""
        try:
            self._pipe.send(task)
            until = time.monotonic() + seconds + (0 if self._ready else STARTING)
            while True:
                if not self._pipe.poll(max(0.0, until - time.monotonic())):
                    raise TookTooLong(seconds)
                kind, *values = self._pipe.recv()
                if kind == "ready":
                    self._ready, until = True, time.monotonic() + seconds
                elif kind == "step":
                    step(values[0])
                elif kind == "claim":
                    claim(values[0])
                else:
                    return self._ended(kind, values)
        except (EOFError, OSError) as error:
            raise _Gone from error

    def _ended(self, kind: str, values: list[Any]) -> Any:
        if kind == "refused":
            raise values[0]
        if kind == "broken":
            raise Broken(values[0])
        self.counts = values[1]
        return values[0]

    def end(self) -> None:
        """Kills the process, whatever it is at: a worker holds nothing that is not elsewhere."""
        self._process.kill()
        self._process.join(5)
        self._pipe.close()


class Processes:
    """``size`` workers. Started by ``warm``, or by the first task. ``opens`` is called in each of them."""

    def __init__(self, size: int, opens: Callable[[], Assistant] = from_settings) -> None:
        self.size = size
        self._opens = opens
        self._idle: queue.LifoQueue[Worker] = queue.LifoQueue()
        self._all: set[Worker] = set()
        self._lost: dict[str, float] = {}  # what workers that are gone had counted
        self._lock = threading.Lock()
        self._started = self._closed = False

    def run(self, task: Task, step: Step, claim: OnClaim, seconds: float) -> Any:
        """What the task gives; tried again once when the worker died. Raises TookTooLong, Broken, and what it raises."""
        self.warm()
        try:
            return self._tried(task, step, claim, seconds)
        except _Gone:
            log.warning("a worker died: its question is answered by another one")
        try:
            return self._tried(task, step, claim, seconds)
        except _Gone as error:
            raise Broken("WorkerDied") from error

    def _tried(self, task: Task, step: Step, claim: OnClaim, seconds: float) -> Any:
        try:
            worker = self._idle.get(timeout=seconds + STARTING)
        except queue.Empty as error:
            raise TookTooLong(seconds) from error
        try:
            made = worker.run(task, step, claim, seconds)
        except (_Gone, TookTooLong):
            self._replace(worker)
            raise
        except BaseException:
            self._idle.put(worker)
            raise
        self._idle.put(worker)
        return made

    def warm(self) -> None:
        """Starts the workers; each opens the index and answers once before it says it is ready."""
        with self._lock:
            starting, self._started = not self._started and not self._closed, True
            for _ in range(self.size if starting else 0):
                self._add()

    def _add(self) -> None:
        worker = Worker(self._opens)
        self._all.add(worker)
        self._idle.put(worker)

    def _replace(self, worker: Worker) -> None:
        """In the background: whoever asked is told at once."""

        def again() -> None:
            worker.end()
            time.sleep(PAUSE)
            with self._lock:
                self._all.discard(worker)
                self._lost = _summed((self._lost, worker.counts))
                if not self._closed:
                    self._add()

        threading.Thread(target=again, name="replace-worker", daemon=True).start()

    def counts(self) -> Mapping[str, float]:
        """The outcomes of the chat model's calls, over all workers."""
        with self._lock:
            return _summed((self._lost, *(worker.counts for worker in self._all)))

    @property
    def pids(self) -> tuple[int, ...]:
        """The processes, for whoever watches them."""
        with self._lock:
            return tuple(worker.pid for worker in self._all)

    def close(self) -> None:
        """Ends every worker."""
        with self._lock:
            self._closed = True
            for worker in self._all:
                worker.end()
            self._all.clear()


def _summed(several: Iterable[Mapping[str, float]]) -> dict[str, float]:
    total: dict[str, float] = {}
    for counts in several:
        for name, count in counts.items():
            total[name] = total.get(name, 0) + count
    return total
