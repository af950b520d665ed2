"""The suite stays on this machine: a connection beyond loopback fails the test that tries it. Two workers share it: see
``suite.workers``."""

from __future__ import annotations

import ipaddress
import os
import shutil
import socket
from importlib.util import find_spec
from typing import Any

import pytest
from hypothesis import settings

from tests.suite import workers

# Children of the tests inherit these: no model hub, no telemetry.
os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_OFFLINE="1", ANONYMIZED_TELEMETRY="False")
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

# How long one example takes is a matter of the machine, which two workers share: tests of time say so themselves.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")

_LOCAL_NAMES = {"localhost", "testserver", "", None, socket.gethostname()}


class BeyondThisMachine(OSError):
    """A test tried to reach a host that is not this machine."""


def is_local(address: Any) -> bool:
    """Whether a socket address, or a host name, stays on this machine. A path is a Unix socket."""
    if isinstance(address, str | bytes) and b"/" in os.fsencode(address):
        return True
    host = address[0] if isinstance(address, tuple) else address
    host = host.decode() if isinstance(host, bytes) else host
    if host in _LOCAL_NAMES:
        return True
    try:
        found = ipaddress.ip_address(str(host))
    except ValueError:
        return False
    return found.is_loopback or found.is_unspecified


def _guarded(real: Any, position: int) -> Any:
    def call(*arguments: Any, **options: Any) -> Any:
        address = arguments[position] if len(arguments) > position else options.get("host")
        if not is_local(address):
            raise BeyondThisMachine(f"the test suite may only reach loopback, not {address!r}")
        return real(*arguments, **options)

    return call


@pytest.fixture(autouse=True)
def stay_on_this_machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback only, unless the test is marked ``network``."""
    if request.node.get_closest_marker("network") is None:
        monkeypatch.setattr(socket.socket, "connect", _guarded(socket.socket.connect, 1))
        monkeypatch.setattr(socket.socket, "connect_ex", _guarded(socket.socket.connect_ex, 1))
        monkeypatch.setattr(socket, "getaddrinfo", _guarded(socket.getaddrinfo, 0))


def chromium() -> str | None:
    """The path of a Chromium of this machine."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((path for path in map(shutil.which, names) if path), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests need Chromium and playwright; without them they skip and say so. Each is given its worker."""
    workers.share_out(items)
    missing = "no Chromium on this machine" if not chromium() else ""
    missing = missing or ("playwright is not installed" if find_spec("playwright") is None else "")
    for item in items:
        if missing and item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=missing))


pytest_runtest_protocol = workers.pytest_runtest_protocol
pytest_xdist_auto_num_workers = workers.pytest_xdist_auto_num_workers
