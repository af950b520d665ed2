"""Questions foreseen at ingest: asked of the model, read back as text, never of what it may not see."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from assistant.adapters.chat import LangChainModel
from assistant.chat.budget import Budget
from assistant.chat.foreseeing import Foreseer
from assistant.chat.probe import probe
from assistant.chat.service import Service, Tally
from ingest.model import Description
from tests.assistant.chat.openai_server import KEY, Server, named

pytestmark = pytest.mark.skipif(find_spec("langchain_openai") is None, reason="the extra « openai » is not installed")


class Remote(LangChainModel):
    """The same server, taken for one far away."""

    local = False  # type: ignore[assignment]


def foreseer(server: Server, folder: Path, kind: type[LangChainModel] = LangChainModel) -> Foreseer:
    return Foreseer(Service(kind("openai:scripted", server.url, KEY), Budget(folder, 0, 0), Tally()))


def test_questions_come_back_and_spend_no_one_s_budget(server: Server, tmp_path: Path) -> None:
    """The passage and its headings are sent as data; what is no text falls."""
    server.script = lambda _: json.dumps({"questions": [{"text": "C'est quand ?"}, {"text": 3}]})
    asking = foreseer(server, tmp_path)
    assert asking.questions("Le rapport est dû le 3 mai.", "Rapports") == ["C'est quand ?"]
    assert server.asked == [{"passage": "Le rapport est dû le 3 mai.", "under": "Rapports"}]
    assert server.complaints == []


def test_a_fault_is_none(server: Server, tmp_path: Path) -> None:
    """None: the passage is tried again at the next ingest."""
    server.wire = "busy"
    assert foreseer(server, tmp_path).questions("a", "b") is None


def test_a_remote_model_reads_only_what_everyone_may(server: Server, tmp_path: Path) -> None:
    """A document with an audience, or closed by its marks, is for a model on this machine."""
    closed = Description("n.md", "Note", audience=frozenset({"direction"}))
    for kind, may in ((LangChainModel, True), (Remote, False)):
        assert foreseer(server, tmp_path, kind).may_read(closed) is may
        assert foreseer(server, tmp_path, kind).may_read(Description("n.md", "Note"))


@pytest.mark.parametrize(("answer", "outcome"), [(named(1), "kept"), (named(2), "dropped"), ("Bien sûr !", "garbage")])
def test_the_doctor_s_question(server: Server, answer: str, outcome: str) -> None:
    """A harmless question, of no document: the right number, another, or no number."""
    server.script = lambda _: answer
    assert probe(LangChainModel("openai:scripted", server.url, KEY), 5).outcome == outcome
