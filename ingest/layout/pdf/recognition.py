"""Pages that are pictures, read by the character recognition of the machine when it has one: ``tesseract`` on the PATH.

Nothing is written to disk: the page goes in by a pipe, its words come out by another.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable

from ingest.layout.normalisation import clean_lines
from ingest.layout.pdf.pages import Line, Part

PROGRAM = "tesseract"
"""The only program asked. ``ocrmypdf`` calls it too, but must write files, which the sandbox forbids."""

SECONDS = 20.0
"""The longest one page may take."""

_KILLED_BY_PARENT = 1  # prctl option: the signal a child gets when its parent dies
_WAIT = 0.5  # seconds between two signs that the page gets on
_SURE = 40  # out of 100: words less sure are noise of the picture
_LEVEL_WORD = "5"
Picture = tuple[bytes, float]  # a page as a grey PNM image, and how many of its dots make a point


def languages() -> str:
    """« fra+eng », « fra » or « eng » as the program has them; "" when it is not there or reads none of these."""
    program = shutil.which(PROGRAM)
    if program is None:
        return ""
    try:
        done = subprocess.run([program, "--list-langs"], capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 - no word of the file is in the command
    except (OSError, subprocess.SubprocessError):
        return ""
    known = done.stdout.decode("utf-8", "replace").split()
    return "+".join(language for language in ("fra", "eng") if language in known)


def recognised(picture: Picture, height: float, language: str, beat: Callable[[], None]) -> list[Line]:
    """The lines of a page ``height`` points high; none when the program fails. ``beat`` is called while it works."""
    image, scale = picture
    try:
        table = _ask([PROGRAM, "stdin", "stdout", "-l", language, "tsv"], image, beat)
    except (OSError, subprocess.SubprocessError):
        return []
    return _lines(table, height, scale)


def _ask(command: list[str], image: bytes, beat: Callable[[], None]) -> str:
    with subprocess.Popen(  # noqa: S603 - no word of the file is in the command
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        preexec_fn=_die_with_parent,  # noqa: PLW1509 - one thread runs in the sandbox; nothing must outlive it
    ) as process:
        deadline = time.monotonic() + SECONDS
        waiting: bytes | None = image
        while True:
            beat()
            try:
                found, _ = process.communicate(waiting, timeout=_WAIT)
                return found.decode("utf-8", "replace")
            except subprocess.TimeoutExpired:
                waiting = None
                if time.monotonic() > deadline:
                    process.kill()
                    raise


def _die_with_parent() -> None:
    with contextlib.suppress(OSError, AttributeError):
        import ctypes

        ctypes.CDLL(None).prctl(_KILLED_BY_PARENT, signal.SIGKILL)


def _environment() -> dict[str, str]:
    """One thread: several pages are not read at once. Nothing else is handed over than where programs stand."""
    kept = ("PATH", "LD_LIBRARY_PATH", "TESSDATA_PREFIX")
    return {key: os.environ[key] for key in kept if key in os.environ} | {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}


def _lines(table: str, height: float, scale: float) -> list[Line]:
    """The program's table (one word a row, with its block, paragraph, line and box) as lines of the page."""
    rows: dict[tuple[str, ...], list[tuple[str, float, float, float]]] = {}
    for row in table.split("\n")[1:]:
        cells = row.split("\t")
        if len(cells) != 12 or cells[0] != _LEVEL_WORD or not cells[11].strip():
            continue
        try:
            left, top, _, tall, sure = (float(cells[n]) for n in (6, 7, 8, 9, 10))
        except ValueError:
            continue
        if sure >= _SURE:
            rows.setdefault(tuple(cells[1:5]), []).append((cells[11], left / scale, (top + tall) / scale, tall / scale))
    lines = []
    for words in rows.values():
        x, y, size = words[0][1], height - max(word[2] for word in words), max(word[3] for word in words)
        text = clean_lines(" ".join(word[0] for word in words))
        lines.append(Line(text, round(x, 1), round(y, 1), round(size), parts=(Part(text, x, y),)))
    return lines
