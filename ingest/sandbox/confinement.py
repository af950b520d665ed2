"""The sandbox's own process: a small server that forks one child per file and watches it.

Started as ``python -m ingest.sandbox.confinement`` by ``ingest.sandbox.process``. Frames on stdin and stdout are eight bytes of
length, then the content. A request is a JSON frame, then the bytes of the file; a reply is one status byte, then JSON.
The child has no standard streams, cannot write a file (RLIMIT_FSIZE is 0) and dies with this process.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import resource
import select
import signal
import struct
import sys
import time
from pathlib import Path
from typing import BinaryIO

DOCUMENT, ERROR, TIME, MEMORY, CRASH = b"D", b"E", b"T", b"M", b"C"
BEAT = b"."
_FIRST = {
    ".pdf": ("pypdf", "pypdf.generic"),
    ".xlsx": ("openpyxl", "lxml.etree"),
    ".docx": ("lxml.etree",),
    ".pptx": ("lxml.etree",),
}
_LATER = {".pdf": ("pdfplumber",)}
_REPLY_BYTES = 400 << 20
_KILLED_BY_PARENT = 1  # prctl option: the signal a child gets when its parent dies


def serve() -> None:
    """Answers requests until stdin closes."""
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    seen: set[str] = set()
    while (head := read_frame(requests)) is not None:
        data = read_frame(requests)
        if data is None:
            return
        request = json.loads(head)
        _warm(str(request["suffix"]), seen)
        write_frame(replies, _confined(data, request, requests.fileno()))
        del data


def read_frame(stream: BinaryIO) -> bytes | None:
    """The next frame, or None when the other side is gone."""
    head = stream.read(8)
    if len(head) < 8:
        return None
    (size,) = struct.unpack("!Q", head)
    content = stream.read(size)
    return content if len(content) == size else None


def write_frame(stream: BinaryIO, content: bytes) -> None:
    """The length in eight bytes, then the content, sent at once."""
    stream.write(struct.pack("!Q", len(content)))
    stream.write(content)
    stream.flush()


def _warm(suffix: str, seen: set[str]) -> None:
    """Imports what the children will need, once; none of it has seen a byte of any file."""
    for module in _FIRST.get(suffix, ()) + (_LATER.get(suffix, ()) if suffix in seen else ()):
        with contextlib.suppress(ImportError):
            importlib.import_module(module)
    seen.add(suffix)


def _confined(data: bytes, request: dict[str, object], stdin: int) -> bytes:
    out, into = os.pipe()
    gc.freeze()
    child = os.fork()
    if child == 0:
        os.close(out)
        _child(data, request, into)
    os.close(into)
    try:
        return _watch(child, out, float(str(request["seconds"])), float(str(request["total"])), stdin)
    finally:
        os.close(out)


def _watch(child: int, out: int, seconds: float, total: float, stdin: int) -> bytes:
    """The child's reply. It may take ``seconds`` without a beat, and ``total`` in all."""
    end = time.monotonic() + total
    deadline = min(end, time.monotonic() + seconds)
    chunks: list[bytes] = []
    size = 0
    while True:
        left = deadline - time.monotonic()
        ready, _, _ = select.select([out, stdin], [], [], max(0.0, left))
        if out in ready:
            chunk = os.read(out, 1 << 20)
            if not chunk:
                break
            if not chunks:
                chunk = chunk.lstrip(BEAT)
                deadline = min(end, time.monotonic() + seconds)
            if chunk:
                chunks.append(chunk)
            size += len(chunk)
        if left <= 0 or size > _REPLY_BYTES or (stdin in ready and out not in ready):
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return TIME
    _, status = os.waitpid(child, 0)
    if status == 0 and chunks:
        return b"".join(chunks)
    return TIME if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU else CRASH


def _child(data: bytes, request: dict[str, object], into: int) -> None:
    """Never returns."""
    code = 1
    try:
        _limit(int(str(request["bytes"])), float(str(request["total"])))
        _beat_into(into)
        reply = _reply(data, str(request["name"]))
        with os.fdopen(into, "wb") as stream:
            stream.write(reply)
        code = 0
    except MemoryError:
        code = _last_words(into)
    finally:
        os._exit(code)


def _beat_into(into: int) -> None:
    from ingest.sandbox.heartbeat import listen

    def write() -> None:
        os.write(into, BEAT)

    listen(write)


def _last_words(into: int) -> int:
    return 0 if os.write(into, MEMORY) else 1


def _limit(memory: int, seconds: float) -> None:
    with contextlib.suppress(OSError, AttributeError):
        import ctypes

        ctypes.CDLL(None).prctl(_KILLED_BY_PARENT, signal.SIGKILL)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.set_threshold(50_000, 20, 50)


def _reply(data: bytes, name: str) -> bytes:
    from ingest.errors import DocumentError
    from ingest.loaders.reading import load
    from ingest.sandbox.transport import encode

    try:
        return DOCUMENT + encode(load(data, name))
    except DocumentError as error:
        return ERROR + json.dumps([type(error).__name__, error.french, error.english]).encode()
    except (MemoryError, RecursionError):
        return MEMORY
    except Exception:  # noqa: BLE001 - whatever a damaged file makes a library raise, the reader is told the same thing
        return CRASH


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2]))
    serve()
