"""A real server on the loopback, over the shipped corpus, and a real browser in front of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.listening import free_port

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@contextmanager
def serving(index: Path, **settings: str) -> Iterator[str]:
    """`repere serve` in a process of its own; gives its address."""
    port = free_port()
    env = {**os.environ, "REPERE_INDEX": str(index), "REPERE_PORT": str(port), **settings}
    with subprocess.Popen([sys.executable, "-m", "bots", "serve"], cwd=ROOT, env=env) as process:
        try:
            _wait(f"http://127.0.0.1:{port}/healthz", process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(150):
        assert process.poll() is None, "the server ended"
        try:
            urllib.request.urlopen(address, timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise AssertionError("the server does not answer")


@pytest.fixture(scope="session")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped corpus, ingested once."""
    folder = tmp_path_factory.mktemp("index")
    subprocess.run([sys.executable, "-m", "bots", "ingest", "corpus", "--index", str(folder)], cwd=ROOT, check=True)
    return folder


@pytest.fixture(scope="session")
def site(index: Path) -> Iterator[str]:
    with serving(index) as address:
        warmed(address)
        yield address


def warmed(address: str) -> None:
    """One question first: what a page does is not about how long a cold model takes to open."""
    asked = json.dumps({"id": "warm", "question": "Qui approuve la charte de projet ?"}).encode()
    sent = urllib.request.Request(f"{address}/api/ask", asked, {"content-type": "application/json"})
    urllib.request.urlopen(sent, timeout=60).close()


Opens = Callable[..., "BrowserContext"]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser a module: each test opens contexts of its own, which share nothing.

    Not one a session: its loop would still run in this thread when tests of coroutines come.
    """
    if not Path(CHROMIUM).exists():
        pytest.skip("no Chromium at /usr/bin/chromium")
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Opens]:
    """Opens browser contexts that fail the test on any request beyond this machine."""
    opened: list[BrowserContext] = []
    left: list[str] = []

    def opens(**more: Any) -> BrowserContext:
        settings = {"locale": "fr-CA", "viewport": {"width": 1280, "height": 900}, **more}
        context = chromium.new_context(**settings)
        context.set_default_timeout(15_000)
        context.on("request", lambda r: None if _local(r.url) else left.append(r.url))
        opened.append(context)
        return context

    yield opens
    for context in opened:
        context.close()
    assert left == [], "a request left this machine"


def _local(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", "data:", "about:", "blob:"))


@pytest.fixture(scope="session")
def axe() -> str:
    """The source of axe-core, as a Python package carries it."""
    package = pytest.importorskip("axe_playwright_python")
    return (Path(package.__file__).parent / "axe.min.js").read_text("utf-8")
