"""Questions as people ask them, in turns of phrase no document has, get what the shipped documents say, or silence."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.answering import Assistant
from assistant.model import Question
from ingest.languages import fold
from tests.golden.conftest import Opens

HERE = Path(__file__).parent
TODAY = date(2026, 11, 1)
ASKED = [
    pytest.param(code, asked, id=asked["question"])
    for code, listed in yaml.safe_load((HERE / "asked.yaml").read_text("utf-8")).items()
    for asked in listed
]


@pytest.fixture(scope="module")
def assistant(opens: Opens) -> Assistant:
    return opens(HERE.parents[1] / "corpus", TODAY)


@pytest.mark.parametrize(("code", "asked"), ASKED)
def test_a_question_as_people_ask_it(assistant: Assistant, code: str, asked: dict[str, Any]) -> None:
    """In the person's language, every expected word said, no other thing answered; silence where there is nothing."""
    reply = assistant.answer(Question(asked["question"]))
    assert reply.language == code
    assert reply.abstained is bool(asked.get("abstain")) or "not" in asked, reply.text
    told = fold(reply.text)
    assert not [said for said in asked.get("says", []) if not re.search(fold(said), told)], reply.text
    assert not [banned for banned in asked.get("not", []) if re.search(banned, told)], reply.text
