"""Writing to a terminal, a pipe or a file: harmless text, JSON, a progress bar, colours where there are some."""

from __future__ import annotations

import json
import os
import shutil
import sys
import textwrap
from typing import IO, Any

from bots.rendering.plain import clean

BOLD, DIM, YELLOW = "1", "2", "33"


def say(text: str = "") -> None:
    """A line for a person, on standard output."""
    sys.stdout.write(clean(text) + "\n")


def complain(text: str) -> None:
    """A sentence about what went wrong, on standard error."""
    sys.stderr.write(clean(text) + "\n")


def say_json(value: Any) -> None:
    """A value for a program: one line, as it is."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def style(text: str, code: str) -> str:
    """The text in bold, dim or a colour, where standard output is a terminal that wants it."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return text
    return f"\x1b[{code}m{text}\x1b[0m"


def width() -> int:
    return min(100, shutil.get_terminal_size((100, 24)).columns)


def wrapped(text: str, indent: str = "", first: str | None = None, code: str = "") -> None:
    """A paragraph folded to the terminal; whole lines when written to a file."""
    start = indent if first is None else first
    for line in clean(text).split("\n"):
        folded = textwrap.wrap(line, width(), initial_indent=start, subsequent_indent=indent) if _wide() else []
        for piece in folded or [start + line]:
            sys.stdout.write((style(piece, code) if code else piece) + "\n")
        start = indent


def _wide() -> bool:
    return sys.stdout.isatty()


class Bar:
    """A progress bar on standard error, drawn only where that is a terminal."""

    def __init__(self, names: dict[str, str], stream: IO[str] | None = None) -> None:
        self._names = names
        self._stream = stream or sys.stderr
        self._on = self._stream.isatty()

    def __call__(self, step: str, done: int, of: int) -> None:
        if not self._on:
            return
        part = done / of if of else 1.0
        filled = round(part * 24)
        name = self._names.get(step, step)
        self._stream.write(f"\r\x1b[2K{name:<24} {'█' * filled}{'░' * (24 - filled)} {done}/{of}")
        self._stream.flush()

    def clear(self) -> None:
        if self._on:
            self._stream.write("\r\x1b[2K")
            self._stream.flush()
