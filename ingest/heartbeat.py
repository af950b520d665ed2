"""A long file tells its watcher that it gets on: a loader beats once a page, the sandbox waits on."""

from __future__ import annotations

from collections.abc import Callable


def _nobody() -> None:
    """Outside the sandbox nobody listens."""


_listener: Callable[[], None] = _nobody


def listen(listener: Callable[[], None]) -> None:
    """The sandbox's child sets who hears the beats."""
    global _listener
    _listener = listener


def beat() -> None:
    """One more piece of the file is read."""
    _listener()
