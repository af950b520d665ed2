"""Right answers, or none, on documents of another sector, in shapes nobody foresaw by name."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.answering import Assistant
from assistant.model import Question, Reply
from ingest.languages import fold
from tests.golden.conftest import Opens
from tests.golden.stranger import build

QUESTIONS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "stranger.yaml").read_text("utf-8"))
TODAY = date(2026, 11, 1)


@pytest.fixture(scope="module")
def assistant(opens: Opens, tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opens(build(tmp_path_factory.mktemp("stranger") / "docs"), TODAY)


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked["id"])
def test_a_question_on_unforeseen_documents_gets_what_they_say_or_a_refusal(
    assistant: Assistant, asked: dict[str, Any]
) -> None:
    """Every expected word is said, no other thing is named, every expected quote is cited; silence where they are silent."""
    reply = assistant.answer(Question(asked["question"]))
    assert reply.abstained is bool(asked.get("abstain")), reply.text
    assert not _missing(reply, asked.get("says", [])), reply.text
    assert not [banned for banned in asked.get("not", []) if re.search(banned, fold(reply.text))], reply.text
    quotes = {citation.quote for citation in reply.citations}
    assert quotes >= set(asked.get("quotes", [])), quotes


def _missing(reply: Reply, said: list[str]) -> list[str]:
    return [words for words in said if not (re.search(words, fold(reply.text)) or re.search(words, reply.text))]
