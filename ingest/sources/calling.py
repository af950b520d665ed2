"""Calls to a service of documents: again when it is busy, as late as it asks, and never for ever."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from ingest.errors import SourceUnreachable

ATTEMPTS = 5
SECONDS = 30.0  # one attempt may take
LONGEST = 60.0  # seconds between two attempts, whatever is asked
BUSY = frozenset({408, 423, 429, 500, 502, 503, 504})
MOST = 200 * 1024 * 1024  # bytes of one document
Sleep = Callable[[float], None]


class Caller:
    """A client with patience. ``sleep`` is the clock's unless given."""

    def __init__(self, sleep: Sleep = time.sleep, **options: Any) -> None:
        self._client = httpx.Client(timeout=SECONDS, **options)
        self._sleep = sleep

    def call(self, method: str, url: str, good: tuple[int, ...] = (200,), **values: Any) -> httpx.Response:
        """The response, when its status is one of ``good``. Raises Answered for another one, SourceUnreachable for none."""
        why = "?"
        for attempt in range(ATTEMPTS):
            try:
                response = self._client.request(method, url, **values)
            except httpx.HTTPError as error:
                why, asked = type(error).__name__, ""
            else:
                if response.status_code in good:
                    return response
                if response.status_code not in BUSY:
                    raise Answered(response)
                why, asked = str(response.status_code), response.headers.get("retry-after", "")
            if attempt < ATTEMPTS - 1:
                self._sleep(_pause(attempt, asked))
        raise SourceUnreachable.because(why)

    def bytes_of(self, url: str, headers: Mapping[str, str] | None = None) -> bytes:
        """A document. Raises Answered, SourceUnreachable; for one over the limit too."""
        response = self.call("GET", url, headers=dict(headers or {}), follow_redirects=True)
        if len(response.content) > MOST:
            raise SourceUnreachable.because("> 200 Mo")
        return response.content


class Answered(SourceUnreachable):
    """The service answered otherwise than well. ``response`` tells how."""

    def __init__(self, response: httpx.Response) -> None:
        told = SourceUnreachable.because(str(response.status_code))
        super().__init__(told.french, told.english)
        self.response = response

    def __reduce__(self) -> Any:
        return SourceUnreachable, (self.french, self.english)


def _pause(attempt: int, asked: str) -> float:
    """Seconds: what the service asks for, else twice as long each time, with jitter."""
    if asked.isascii() and asked.isdigit() and len(asked) < 5:
        return min(float(asked), LONGEST)
    return float(min(2.0**attempt, LONGEST) * random.uniform(0.5, 1.5))  # noqa: S311 – not a secret
