"""Repère in Microsoft's Teams emulator, with screenshots: ``make teams-demo``.

The emulator (npm package ``@microsoft/m365agentsplayground``) is installed once in a cache folder outside the
repository, or taken from the folder named by REPERE_TEAMS_EMULATOR. It listens on every interface of the machine: run
this where nobody else may connect. Needs node, npm and Chromium; an index must be published (``make index``).
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = Path(__file__).resolve().parent.parent
PACKAGE = "@microsoft/m365agentsplayground@0.2.28"
QUESTIONS = (
    "/effacer",
    "Où en sont les projets ?",
    "/effacer",
    "Qui est consulté pour la planification annuelle ?",
    "Combien coûte un café ?",
    "/sources",
)
LOGGED = re.compile(r"(Playground|-> User Application) (typing|message) \d")  # in the emulator's panel, either way
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking")


def folder() -> Path:
    """Where the emulator is, or will be."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    return Path(os.environ.get("REPERE_TEAMS_EMULATOR", cache / "repere" / "teams-emulator"))


def emulator() -> Path | None:
    """The emulator's command; None when it is not installed, or node is not there."""
    command = folder() / "node_modules" / ".bin" / "agentsplayground"
    return command if command.exists() and shutil.which("node") else None


def chromium() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def free_port() -> int:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        return int(made.getsockname()[1])


@contextmanager
def running(command: list[str], address: str, **env: str) -> Iterator[str]:
    """A program, once its address answers; ended afterwards."""
    process = subprocess.Popen(command, cwd=HERE, env={**os.environ, **env}, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} ended")
            try:
                urllib.request.urlopen(address, timeout=1).close()  # noqa: S310 – an address made here
                break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(60)  # a server gives the answers under way, for half a minute


@contextmanager
def playground(bot: str) -> Iterator[str]:
    """The emulator in front of a bot; gives its address."""
    port = free_port()
    command = ["node", str(emulator()), "-e", f"{bot}/api/messages", "-c", "msteams", "-p", str(port), "--dt"]
    with running(command, f"http://127.0.0.1:{port}/", BROWSER="none") as address:
        yield address


@contextmanager
def page(address: str) -> Iterator[Page]:
    """The emulator's page, ready for a question."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        opened = browser.new_page(viewport={"width": 1400, "height": 1000})
        opened.goto(address)
        opened.wait_for_selector("text=Type a message", timeout=30_000)
        yield opened
        browser.close()


def ask(opened: Page, question: str) -> None:
    opened.locator("[contenteditable=true]").first.fill(question)
    opened.keyboard.press("Enter")


def settle(opened: Page, seconds: float = 120) -> None:
    """Waits until the bot has the last word and has added nothing to it for two seconds. Raises TimeoutError."""
    until, before = time.monotonic() + seconds, ""
    while time.monotonic() < until:
        now = opened.locator("body").inner_text()
        if now == before and LOGGED.findall(now)[-1:] == [("Playground", "message")]:
            return
        before = now
        time.sleep(2)
    raise TimeoutError("the bot has not answered")


def main(out: Path) -> int:
    if not (shutil.which("npm") and shutil.which("node") and chromium()):
        print("Il faut node, npm et chromium : installez-les, puis relancez « make teams-demo ».", file=sys.stderr)
        return 69
    if not emulator():
        subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", str(folder()), PACKAGE], check=True)
    out.mkdir(parents=True, exist_ok=True)
    port = free_port()
    served = f"http://127.0.0.1:{port}"
    state = str(out / "state")
    serve = [sys.executable, "-m", "bots", "serve", "--port", str(port)]
    trial = {"REPERE_TEAMS_UNAUTHENTICATED": "loopback", "REPERE_STATE": state, "REPERE_HOST": "127.0.0.1"}
    with running(serve, f"{served}/readyz", **trial), playground(served) as address, page(address) as opened:
        settle(opened)
        opened.screenshot(path=out / "0-accueil.png")
        for number, question in enumerate(QUESTIONS, start=1):
            ask(opened, question)
            time.sleep(0.8)
            opened.screenshot(path=out / f"{number}-pendant.png")
            settle(opened)
            opened.screenshot(path=out / f"{number}-reponse.png")
    print(f"Captures d'écran : {out}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else HERE / "build" / "teams-demo")))
