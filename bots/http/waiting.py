"""A piece of work that tells its steps from another thread, awaited from a coroutine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any, Generic, TypeVar

T = TypeVar("T")
Told = TypeVar("Told")


class Waiting(Generic[T, Told]):
    """Starts ``work`` at once. ``steps`` ends when the work does; ``result`` gives its outcome."""

    def __init__(self, work: Callable[[Callable[[Told], None]], Coroutine[Any, Any, T]]) -> None:
        loop = asyncio.get_running_loop()
        self._queue: asyncio.Queue[Told | None] = asyncio.Queue()

        def put(step: Told | None) -> None:
            loop.call_soon_threadsafe(self._queue.put_nowait, step)

        async def run() -> T:
            try:
                return await work(put)
            finally:
                put(None)

        self._task = asyncio.create_task(run())

    async def steps(self) -> AsyncIterator[Told]:
        """What the work tells, as it comes. Left before its end, the work is let go."""
        try:
            while (step := await self._queue.get()) is not None:
                yield step
        except BaseException:
            self._task.cancel()  # whoever waited went away: a turn not yet come is given up
            raise

    async def result(self) -> T:
        """The outcome, once. Raises what the work raised."""
        return await self._task
