"""A call to a chat model that ends in time, whatever the model does."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any

from assistant.chat.ports import ChatModel, ModelFault, Used

AT_ONCE = 8  # calls that may be waited for; a model that hangs cannot take more threads than this
_gate = threading.BoundedSemaphore(AT_ONCE)

_END = object()


def call(
    model: ChatModel, instructions: str, data: str, schema: Mapping[str, Any] | None, deadline: float, used: Used
) -> Iterator[str]:
    """Pieces as they come, until ``deadline`` (of ``time.monotonic``). Raises ModelFault: slow, busy, or the model's own.

    A time-out of the connection is not enough: a server that sends one byte a second never meets it.
    """
    seconds = deadline - time.monotonic()
    if seconds <= 0.2:
        raise ModelFault("slow")
    if not _gate.acquire(blocking=False):
        raise ModelFault("busy")
    pieces: queue.SimpleQueue[object] = queue.SimpleQueue()
    given_up = threading.Event()

    def work() -> None:
        try:
            for piece in model.stream(instructions, data, schema, seconds, used):
                used["characters"] += len(piece)
                pieces.put(piece)
                if given_up.is_set() or time.monotonic() > deadline:
                    break
            pieces.put(_END)
        except ModelFault as fault:
            pieces.put(fault)
        except Exception:  # noqa: BLE001 – a vendor's surprise is a fault like another, never a person's
            pieces.put(ModelFault("unreachable"))
        finally:
            _gate.release()

    threading.Thread(target=work, name="chat-model", daemon=True).start()
    try:
        yield from _until(pieces, deadline)
    finally:
        given_up.set()


def _until(pieces: queue.SimpleQueue[object], deadline: float) -> Iterator[str]:
    while True:
        try:
            piece = pieces.get(timeout=max(0.0, deadline - time.monotonic()))
        except queue.Empty:
            raise ModelFault("slow") from None
        if piece is _END:
            return
        if isinstance(piece, ModelFault):
            raise piece
        yield str(piece)
