"""Microsoft's own emulator of Teams in front of the bot, driven in a real browser: what a person sees is there.

The emulator is installed by ``make teams-demo``; without it, node or Chromium, these tests skip.
"""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bots.memory.feedback import Feedback
from bots.settings import Settings
from bots.working.threads import WARMING
from tests.bots.replies import TABLE, Scripted, answer, refusal
from tests.bots.teams.service import served

if TYPE_CHECKING:
    from playwright.sync_api import Page

spec = importlib.util.spec_from_file_location("teams_demo", Path(__file__).parents[2] / "tools" / "teams_demo.py")
assert spec is not None
assert spec.loader is not None
demo = importlib.util.module_from_spec(spec)
spec.loader.exec_module(demo)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(demo.emulator() is None, reason="the Teams emulator is not installed: run make teams-demo"),
]


@pytest.fixture
def chat(tmp_path: Path) -> Iterator[Page]:
    replies = Scripted(answer(table=TABLE, suggestions=("Qui est consulté ?",)), refusal())
    trial = Settings(state=tmp_path, teams_unauthenticated="loopback")
    replies._replies[:0] = [answer() for _ in WARMING]  # what the server asks to warm itself
    with served(trial, replies) as bot, demo.playground(bot) as address, demo.page(address) as opened:
        yield opened


def test_a_person_asks_and_sees(chat: Page) -> None:
    """Welcome, sign of progress, answer, pills, notice, card, follow-up; then an honest refusal."""
    chat.wait_for_selector("text=Je réponds aux questions sur la gouvernance")
    demo.ask(chat, "Qui approuve le plan ?")
    chat.wait_for_selector("text=Recherche dans les documents…")
    chat.wait_for_selector("text=Le comité approuve le plan.", timeout=15_000)
    assert chat.locator("text=AI generated").count() == 0, "a quotation chosen by a rule is not made by AI"
    chat.wait_for_selector("text=Le document date d'un an.")
    assert chat.locator(".fai-Citation").count() >= 2
    for cell in ("Rôle", "Lettre", "Comité", "Direction"):
        chat.wait_for_selector(f".ac-adaptiveCard >> text={cell}")
    chat.wait_for_selector("text=Qui est consulté ?")
    demo.ask(chat, "Quelle est la capitale ?")
    chat.wait_for_selector("text=Les documents ne le disent pas.", timeout=15_000)
    chat.wait_for_selector("text=responsable de « Cadre »")


def test_a_thumb_and_its_reason_are_kept(chat: Page, tmp_path: Path) -> None:
    """One row, with the reason and the masked question."""
    demo.ask(chat, "Qui approuve le plan de a@b.ca ?")
    chat.locator("[aria-label=Dislike]").first.click(timeout=15_000)
    chat.locator("textarea").fill("Mauvaise source")
    chat.locator("text=Submit").last.click()
    until = time.monotonic() + 10
    while not (rows := Feedback(tmp_path).rows()) and time.monotonic() < until:
        time.sleep(0.1)
    (row,) = rows
    assert row[1:] == ("teams", "down", "Mauvaise source", "Qui approuve le plan de [courriel] ?")
