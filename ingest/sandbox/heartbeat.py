"""A long file tells its watcher that it gets on: a loader beats once a page, the sandbox waits on."""

from __future__ import annotations

from collections.abc import Callable


def _nobody() -> None:
    """Outside the sandbox nobody listens."""


_listeners: list[Callable[[], None]] = [_nobody]


def listen(listener: Callable[[], None]) -> None:
    """The sandbox's child sets who hears the beats."""
    _listeners[0] = listener


def beat() -> None:
    """One more piece of the file is read."""
    _listeners[0]()
