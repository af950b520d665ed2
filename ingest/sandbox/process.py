"""Files are read in a process of their own, under limits; a hang or a crash loses that file and nothing else."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import select
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO, cast

from ingest import errors
from ingest.errors import DocumentError, LimitExceeded, damaged
from ingest.model import Document
from ingest.sandbox.confinement import DOCUMENT, ERROR, MEMORY, TIME, write_frame
from ingest.sandbox.limits import MEMORY_BYTES, SECONDS, TOTAL_SECONDS
from ingest.sandbox.transport import decode

_GRACE = 2.0  # seconds the server has, beyond the file's own limit, to say that it stopped the child


@dataclass(frozen=True, slots=True)
class Limits:
    """``seconds`` without a sign of progress, ``total`` seconds in all, ``memory`` bytes of address space."""

    seconds: float = SECONDS
    total: float = TOTAL_SECONDS
    memory: int = MEMORY_BYTES


class Sandbox:
    """One warm server process. Calls from several threads wait for one another; make several to read in parallel."""

    def __init__(self, limits: Limits = Limits()) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._server: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def read(self, data: bytes, name: str, total: float | None = None) -> Document:
        """The document, or the DocumentError its loader raised, or LimitExceeded, or UnreadableDocument on a crash."""
        with self._lock:
            reply = self._ask(data, name, self._limits.total if total is None else total)
        kind, content = reply[:1], reply[1:]
        if kind == DOCUMENT:
            return decode(content)
        if kind == ERROR:
            raise _error(content)
        if kind == TIME:
            raise _too_slow(name)
        if kind == MEMORY:
            raise _too_heavy(name)
        raise damaged(name)

    def close(self) -> None:
        """Ends the server; nothing is left running."""
        server, self._server = self._server, None
        if server is None:
            return
        for stream in (server.stdin, server.stdout):
            if stream is not None:
                stream.close()
        try:
            server.wait(timeout=1)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()

    def _ask(self, data: bytes, name: str, total: float) -> bytes:
        for attempt in (1, 2):
            server = self._running()
            try:
                self._send(server, data, name, total)
                reply = self._receive(server, total)
                if reply is not None:
                    return reply
            except (BrokenPipeError, ConnectionError):
                pass
            self._stop(server)
            if attempt == 1 and server.returncode in (0, None):
                break
        return TIME

    def _send(self, server: subprocess.Popen[bytes], data: bytes, name: str, total: float) -> None:
        request = {
            "name": name,
            "suffix": Path(name).suffix.lower(),
            "seconds": min(self._limits.seconds, total),
            "total": total,
            "bytes": self._limits.memory,
        }
        stdin = cast("BinaryIO", server.stdin)
        write_frame(stdin, json.dumps(request).encode())
        write_frame(stdin, data)

    def _receive(self, server: subprocess.Popen[bytes], total: float) -> bytes | None:
        """The reply, or None when the server itself does not answer in time."""
        deadline = time.monotonic() + total + _GRACE
        head = self._exactly(server, 8, deadline)
        return None if head is None else self._exactly(server, int.from_bytes(head, "big"), deadline + 10)

    def _exactly(self, server: subprocess.Popen[bytes], size: int, deadline: float) -> bytes | None:
        fd = cast("BinaryIO", server.stdout).fileno()
        parts = bytearray()
        while len(parts) < size:
            ready, _, _ = select.select([fd], [], [], max(0.0, deadline - time.monotonic()))
            chunk = os.read(fd, min(size - len(parts), 1 << 20)) if ready else b""
            if not chunk:
                return None
            parts += chunk
        return bytes(parts)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._server is None or self._server.poll() is not None:
            self._server = _start()
        return self._server

    def _stop(self, server: subprocess.Popen[bytes]) -> None:
        server.kill()
        server.wait()
        for stream in (server.stdin, server.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        self._server = None


def _start() -> subprocess.Popen[bytes]:
    """The server inherits no secret: only what Python needs to start."""
    root = str(Path(__file__).parents[2])
    kept = {key: os.environ[key] for key in ("PATH", "LD_LIBRARY_PATH", "TMPDIR") if key in os.environ}
    return subprocess.Popen(
        [sys.executable, "-m", "ingest.sandbox.confinement"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env=kept | {"PYTHONPATH": root, "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C.UTF-8"},
    )


@cache
def shared(number: int = 0) -> Sandbox:  # noqa: ARG001 - the key of the cache
    """One of the process's own sandboxes, by number, started at its first file and ended at exit."""
    sandbox = Sandbox()
    atexit.register(sandbox.close)
    return sandbox


def _error(content: bytes) -> DocumentError:
    name, french, english = json.loads(content)
    kind = getattr(errors, str(name), errors.UnreadableDocument)
    if not (isinstance(kind, type) and issubclass(kind, DocumentError)):
        kind = errors.UnreadableDocument
    return kind(str(french), str(english))


def _too_slow(name: str) -> LimitExceeded:
    return LimitExceeded(
        f"« {name} » est trop long à lire; divisez-le ou enregistrez-le de nouveau.",
        f"“{name}” takes too long to read; split it or save it again.",
    )


def _too_heavy(name: str) -> LimitExceeded:
    return LimitExceeded(
        f"« {name} » demande trop de mémoire; divisez-le ou enregistrez-le de nouveau.",
        f"“{name}” needs too much memory; split it or save it again.",
    )
