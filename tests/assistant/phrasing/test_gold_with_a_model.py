"""Every gold question with and without a chat model: the same facts, the same citations, the same refusals."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from assistant.adapters.chat import LangChainModel
from assistant.answering import Assistant
from assistant.bootstrap import composers
from assistant.evaluation.gold import load
from assistant.evaluation.run import Evaluation, evaluate, true_in
from assistant.model import Question
from assistant.phrasing.budget import Budget
from assistant.phrasing.rephrasing import Phrasing
from assistant.phrasing.tally import Tally
from ingest import bootstrap, pipeline
from ingest.settings import Settings
from tests.assistant.phrasing.openai_server import KEY, SCRIPTS, Server, serving
from tests.assistant.phrasing.test_with_a_server import same_but_words

pytestmark = [
    pytest.mark.model,
    pytest.mark.timeout(900),
    pytest.mark.skipif(find_spec("langchain_openai") is None, reason="the extra « openai » is not installed"),
]
ROOT = Path(__file__).resolve().parents[3]
GOLD = ROOT / "tests" / "golden" / "questions.yaml"


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    settings = Settings(corpus=ROOT / "corpus", index=tmp_path_factory.mktemp("index"))
    embedder = bootstrap.embedder(settings)
    pipeline.ingest(settings.corpus, settings.index, embedder)
    return Assistant(bootstrap.shelf(settings), embedder, composers())


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as one:
        yield one


def with_model(plain: Assistant, server: Server, folder: Path) -> Assistant:
    one = copy.copy(plain)
    model = LangChainModel("openai:scripted", server.url, KEY)
    one.phrasing = Phrasing(model, Budget(folder, 10**6, 10**6), Tally())
    return one


@pytest.fixture(scope="module")
def alone(plain: Assistant) -> Evaluation:
    """The gold set without a model."""
    return evaluate(GOLD, plain.answer, true_in(plain))


def test_an_honest_model_changes_no_figure_and_no_citation(
    plain: Assistant, alone: Evaluation, server: Server, tmp_path: Path
) -> None:
    """Claim by claim the citations are the same, and the gold set is scored the same."""
    phrased = with_model(plain, server, tmp_path)
    found = evaluate(GOLD, phrased.answer, true_in(phrased))
    pairs = list(zip(alone.replies, found.replies, strict=True))
    assert [one.question for one, other in pairs if not same_but_words(one, other)] == []
    assert sum(one.text != other.text for one, other in pairs) >= 30
    assert alone.whole() == found.whole()
    assert server.complaints == []


@pytest.mark.parametrize("script", [name for name in SCRIPTS if name != "honest"])
def test_a_lying_model_changes_no_answer(
    plain: Assistant, alone: Evaluation, server: Server, tmp_path: Path, script: str
) -> None:
    """One gold question in three, a different third for each lie, is answered word for word as without a model."""
    server.script = script
    phrased, first = with_model(plain, server, tmp_path), list(SCRIPTS).index(script) % 3
    asked = [Question(gold.question, context=gold.context, id=gold.id) for gold in load(GOLD)]
    pairs = list(zip(asked, alone.replies, strict=True))[first::3]
    assert [question.text for question, reply in pairs if phrased.answer(question) != reply] == []
