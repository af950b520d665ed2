"""What the privacy page says is kept is what is kept, and what it says it erases is erased."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.library import Library
from bots.channel import Desk
from bots.channels.privacy import rows
from bots.memory.deduplication import LATE
from bots.memory.feedback import Feedback, Opinion
from bots.settings import Settings
from tests.bots.access.openid import OpenId
from tests.bots.access.served import PAGE, served, signed_in
from tests.bots.replies import refusal
from tests.bots.test_ledger import Embedding

THUMB = {"verdict": "down", "answer": "a1", "token": "t1", "question": "Qui approuve le budget ?"}


@pytest.fixture
def provider() -> Iterator[OpenId]:
    with OpenId() as made:
        yield made


def test_a_thumb_of_somebody_signed_in_is_shown_to_them_and_erased(
    tmp_path: Path, provider: OpenId, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With or without the ledger; what another one said is neither."""
    monkeypatch.setattr(Library, "speller", Library.speller)  # what the fake changes comes back
    for ledger in ("", "on"):
        place = tmp_path / (ledger or "off")
        assistant: Any = Embedding(refusal())
        with served(place, provider, assistant, ledger=ledger) as web:
            desk: Desk = web.app.state.desk  # type: ignore[attr-defined]
            desk.feedback.record(Opinion("a0", "down", "web", "t1", question="Une autre ?"))
            signed_in(web)
            web.post("/feedback", data=THUMB)
            if desk.noticing:
                desk.noticing.settled()
            assert "le budget" in web.get("/privacy", headers=PAGE).text
            assert "Une autre" not in web.get("/privacy", headers=PAGE).text
            assert web.post("/privacy").status_code == 303
            assert "le budget" not in web.get("/privacy", headers=PAGE).text
        assert [row[0] for row in Feedback(place).rows()] == ["a0"]


def test_the_times_are_those_of_the_settings_and_of_the_code() -> None:
    """Each row follows its own setting; an hour is what a message promised is kept; nothing kept, no row says that it is."""
    made = Settings(conversation_minutes=11, feedback_days=22, ledger_days=33, session_minutes=44, ledger="on")
    said = {row[0]: row[2] for row in rows(made, "en")}
    assert said["The conversation (Teams, Slack)"] == "11 minutes"
    assert said["Your thumbs and their reasons"] == "22 days"
    assert said["Questions left without an answer"] == "33 days"
    assert said["Your session"] == "44 minutes"
    assert "an hour" in said["A message received and not answered yet"]
    assert LATE == 3600
    kept = {row[0] for row in rows(Settings(ledger="on", keep="nothing"), "en")}
    assert kept == {"Your question", "The conversation (web page)", "The log", "Your session"}
    assert "Questions left without an answer" not in {row[0] for row in rows(Settings(), "en")}


def test_the_assessment_is_the_same_in_both_languages() -> None:
    """Row by row: the same settings, files and places left to fill; every setting and every file named is there."""
    root = Path(__file__).parents[3]
    french, english = ((root / "docs" / name).read_text("utf-8") for name in ("efvp.md", "efvp.en.md"))
    shapes = [[line[:2] for line in page.splitlines() if line[:1] in "|#-"] for page in (french, english)]
    assert shapes[0] == shapes[1]
    for pattern in (r"REPERE_\w+", r"`[\w/]+\.py`", r"\[[^\]]*\](?!\()"):
        found = [re.findall(pattern, page) for page in (french, english)]
        assert len(found[0]) == len(found[1]) > 0
        assert found[0] == found[1] or pattern.startswith(r"\[")
    known = (root / "docs" / "settings.md").read_text("utf-8")
    assert all(f"`{name}`" in known for name in re.findall(r"REPERE_\w+", english))
    assert all((root / path).is_file() for path in re.findall(r"`((?:tests|bots)/[\w/]+\.py)`", english))
