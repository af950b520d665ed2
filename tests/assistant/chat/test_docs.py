"""``docs/chat-model.md`` says what the code does: limits, settings, providers, what is counted, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from assistant.adapters.chat import PROVIDERS
from assistant.chat.choosing import AGREED, FLOOR, MOST_NAMED, SURE
from assistant.chat.service import TYPICAL
from assistant.settings import Settings

ROOT = Path(__file__).resolve().parents[3]
WHOLE = (ROOT / "docs" / "chat-model.md").read_text("utf-8")
FRENCH, ENGLISH = WHOLE.split("\n# Using a chat model")


def test_every_setting_of_the_model_is_told_and_no_other() -> None:
    """Each REPERE_CHAT_… of the settings is in the French page; nothing that the settings do not have is in either."""
    known = {f"REPERE_{name.upper()}" for name in Settings.model_fields if name.startswith("chat_")}
    assert set(re.findall(r"REPERE_CHAT_[A-Z_]+", FRENCH)) == known
    assert set(re.findall(r"REPERE_CHAT_[A-Z_]+", ENGLISH)) <= known


@pytest.mark.parametrize("page", [FRENCH, ENGLISH], ids=["fr", "en"])
def test_the_limits_told_are_those_of_the_code(page: str) -> None:
    """How sure, how many numbers, how many tokens."""
    decimal = (lambda n: f"{n:g}".replace(".", ",")) if page is FRENCH else (lambda n: f"{n:g}")
    for limit in (SURE, AGREED, FLOOR):
        assert re.search(rf"\b{re.escape(decimal(limit))}\b", page), limit
    assert re.search(rf"\b{MOST_NAMED} num", page)
    tokens = f"{TYPICAL[0]:,}".replace(",", " ") if page is FRENCH else f"{TYPICAL[0]:,}"
    assert tokens in page


def test_every_provider_is_in_the_table() -> None:
    """By one of its names, with its extra."""
    assert {how.extra for how in PROVIDERS.values()} == set(re.findall(r"`\.\[(\w+)\]`", FRENCH))


def test_the_old_work_of_the_model_is_told_nowhere() -> None:
    """No page promises rephrasing any more."""
    for path in (ROOT / "README.md", ROOT / "docs" / "chat-model.md", ROOT / "docker-compose.yml", ROOT / "Makefile"):
        assert not re.search(r"rephras|redit en phrases|demo-llm", path.read_text("utf-8")), path
