"""Draws the README's pictures: tools/pictures.py [ADDRESS] (``make pictures``); needs Chromium.

Serves the index (or uses a server already at ADDRESS), asks in a real browser, and writes ``docs/pictures``: an answer, its
proof beside it, the explorer.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = Path(__file__).resolve().parent.parent
PICTURES = HERE / "docs" / "pictures"
DAY = "2026-11-30"  # the day of the pictures: what is late does not change with the day they are drawn
FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync".split()
SIZE = {"width": 1180, "height": 760}
WAIT = 120.0  # seconds for the service to be ready
QUESTION = "Où en est le projet PR-06 ?"


def main() -> int:
    """Writes the three pictures; 69 where there is no browser."""
    chromium = next((path for path in map(shutil.which, ("chromium", "chromium-browser")) if path), None)
    if chromium is None:
        sys.stderr.write("chromium: not found\n")
        return 69
    from playwright.sync_api import sync_playwright

    PICTURES.mkdir(exist_ok=True)
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_context(locale="fr-CA", viewport=SIZE).new_page()  # type: ignore[arg-type]
        draw(page, address)
        browser.close()
    return 0


def draw(page: Page, address: str) -> None:
    """An answer, the proof of it, the explorer."""
    page.set_default_timeout(60_000)
    page.goto(address)
    page.get_by_label("Votre question").fill(QUESTION)
    page.keyboard.press("Enter")
    page.locator(".reply").wait_for()
    page.evaluate("scrollTo(0, 0)")
    shoot(page, "answer")
    page.locator(".call").first.click()
    page.locator("#proof mark").wait_for()
    shoot(page, "proof")
    page.goto(f"{address}/explorer/projets")
    shoot(page, "explorer")


def shoot(page: Page, name: str) -> None:
    page.wait_for_timeout(300)
    page.screenshot(path=PICTURES / f"{name}.png")


@contextmanager
def served() -> Iterator[str]:
    """The address given, or a server of our own for as long as the pictures take."""
    if len(sys.argv) > 1:
        yield sys.argv[1].rstrip("/")
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    address, env = f"http://127.0.0.1:{port}", {**os.environ, "REPERE_PORT": str(port), "REPERE_TODAY": DAY}
    with subprocess.Popen([sys.executable, "-m", "bots", "serve"], cwd=HERE, env=env) as server:
        try:
            ready(address)
            yield address
        finally:
            server.terminate()


def ready(address: str) -> None:
    until = time.monotonic() + WAIT
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2).close()  # noqa: S310 – loopback
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
        else:
            return
    raise TimeoutError(address)


if __name__ == "__main__":
    sys.exit(main())
