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
from tests.golden import cooperative, transport
from tests.golden.conftest import Opens

FOLDER = Path(__file__).parent
TODAY = date(2026, 11, 1)
ORGANISATIONS = {"transport": transport.build, "cooperative": cooperative.build}
QUESTIONS = [
    pytest.param(name, asked, id=asked["id"])
    for name in ORGANISATIONS
    for asked in yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))
]


@pytest.fixture(scope="module")
def assistants(opens: Opens, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Assistant]:
    made = tmp_path_factory.mktemp("unforeseen")
    return {name: opens(build(made / name), TODAY) for name, build in ORGANISATIONS.items()}


@pytest.mark.parametrize(("name", "asked"), QUESTIONS)
def test_a_question_on_unforeseen_documents_gets_what_they_say_or_a_refusal(
    assistants: dict[str, Assistant], name: str, asked: dict[str, Any]
) -> None:
    """Every expected word is said, no other thing is named, every expected quote is cited; silence where they are silent."""
    reply = assistants[name].answer(Question(asked["question"]))
    assert reply.abstained is bool(asked.get("abstain")), reply.text
    assert not _missing(reply, asked.get("says", [])), reply.text
    assert not [banned for banned in asked.get("not", []) if re.search(banned, fold(reply.text))], reply.text
    quotes = {citation.quote for citation in reply.citations}
    assert quotes >= set(asked.get("quotes", [])), quotes


def _missing(reply: Reply, said: list[str]) -> list[str]:
    return [words for words in said if not (re.search(words, fold(reply.text)) or re.search(words, reply.text))]
