"""A blocking piece of work that tells its steps, awaited from a coroutine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Generic, TypeVar

T = TypeVar("T")
Told = TypeVar("Told")


class Waiting(Generic[T, Told]):
    """Starts ``work`` in a thread at once. ``steps`` ends when the work does; ``result`` gives its outcome."""

    def __init__(self, work: Callable[[Callable[[Told], None]], T]) -> None:
        loop = asyncio.get_running_loop()
        self._queue: asyncio.Queue[Told | None] = asyncio.Queue()

        def put(step: Told | None) -> None:
            loop.call_soon_threadsafe(self._queue.put_nowait, step)

        def run() -> T:
            try:
                return work(put)
            finally:
                put(None)

        self._task = asyncio.create_task(asyncio.to_thread(run))

    async def steps(self) -> AsyncIterator[Told]:
        while (step := await self._queue.get()) is not None:
            yield step

    async def result(self) -> T:
        return await self._task
