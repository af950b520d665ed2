"""Work under way: held, so that nothing is lost to the garbage collector; stopped by name; drained at the end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Coroutine
from typing import Any

log = logging.getLogger("repere")


class Tasks:
    """The tasks of one event loop. ``name`` says what a task works on; several may share it."""

    def __init__(self) -> None:
        self._held: dict[asyncio.Task[None], str] = {}
        self._stopped: set[asyncio.Task[None]] = set()

    def hold(self, work: Coroutine[Any, Any, None], name: str = "") -> None:
        task = asyncio.get_running_loop().create_task(_told(work))
        self._held[task] = name
        task.add_done_callback(self._let_go)

    def stop(self, name: str) -> int:
        """Cancels what is worked on under a name; gives how many there were."""
        found = [task for task, held in self._held.items() if held == name]
        self._stopped.update(found)
        for task in found:
            task.cancel()
        return len(found)

    def stopped(self) -> bool:
        """Whether the task that asks was stopped by name, rather than let go at the end."""
        return asyncio.current_task() in self._stopped

    async def drain(self, seconds: float) -> None:
        """Waits for what is under way, then lets go of the rest."""
        if self._held:
            await asyncio.wait(list(self._held), timeout=seconds)
        left = list(self._held)
        for task in left:
            task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.gather(*left, return_exceptions=True)

    def _let_go(self, task: asyncio.Task[None]) -> None:
        self._held.pop(task, None)
        self._stopped.discard(task)

    def __len__(self) -> int:
        return len(self._held)


async def _told(work: Coroutine[Any, Any, None]) -> None:
    try:
        await work
    except Exception as error:  # noqa: BLE001 – the last to see it: said by its kind, a message may hold a question
        log.warning("slack: %s", type(error).__name__)
