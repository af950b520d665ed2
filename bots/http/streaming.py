"""Server-sent events, written by hand: a name, and JSON on one line."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

from fastapi.responses import StreamingResponse

Event = tuple[str, Any]


def stream(events: AsyncIterator[Event]) -> StreamingResponse:
    headers = {"cache-control": "no-store", "x-accel-buffering": "no"}
    return StreamingResponse(_written(events), media_type="text/event-stream", headers=headers)


async def _written(events: AsyncIterator[Event]) -> AsyncIterator[bytes]:
    async for name, value in events:
        yield f"event: {name}\ndata: {json.dumps(value, ensure_ascii=True)}\n\n".encode()
