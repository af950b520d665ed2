"""Every gold question with and without a chat model: the same facts, the same citations, the same refusals."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

from assistant.adapters.chat import LangChainModel
from assistant.answering import Assistant
from assistant.bootstrap import composers
from assistant.evaluation.gold import load
from assistant.evaluation.run import Evaluation, evaluate, sources_of
from assistant.lexicon import names_nothing
from assistant.model import Question
from assistant.phrasing.budget import Budget
from assistant.phrasing.kinds import KINDS
from assistant.phrasing.rephrasing import Phrasing
from assistant.phrasing.tally import Tally
from ingest import bootstrap, pipeline
from ingest.languages import FRENCH, content_words, fold
from ingest.settings import Settings
from tests.assistant.phrasing.openai_server import KEY, SCRIPTS, Server, honest, serving
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
    return evaluate(GOLD, plain.answer, sources_of(plain))


def test_an_honest_model_changes_no_figure_and_no_citation(
    plain: Assistant, alone: Evaluation, server: Server, tmp_path: Path
) -> None:
    """Claim by claim the citations are the same, and the gold set is scored the same."""
    phrased = with_model(plain, server, tmp_path)
    found = evaluate(GOLD, phrased.answer, sources_of(phrased))
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


@pytest.fixture(scope="module")
def refused(alone: Evaluation) -> list[Question]:
    """The gold questions the documents do not answer."""
    pairs = zip(load(GOLD), alone.replies, strict=True)
    return [Question(g.question, context=g.context) for g, reply in pairs if reply.abstained]


def misread(server: Server, **reading: str) -> None:
    """From now on the model reads every question so."""

    def reply(data: str) -> str:
        asked = json.loads(data)
        if "statements" in asked:
            return json.dumps({"sentences": honest(asked["statements"])})
        return json.dumps({"readings": [{"question": asked["question"], "words": [], "french": "", **reading}]})

    server.replies = reply


def test_a_model_wrong_of_the_kind_brings_next_to_no_answer(
    plain: Assistant, refused: list[Question], server: Server, tmp_path: Path
) -> None:
    """Every kind said of every question refused, about all the words of it that name something: three in a hundred
    get an answer at most, and each of these says how the question was read."""
    helped = with_model(plain, server, tmp_path)
    answered = []
    for kind in KINDS:
        for question in refused:
            misread(server, kind=kind, about=naming(question.text))
            reply = helped.answer(question)
            answered += [] if reply.abstained else [reply]
    assert len(answered) <= 0.03 * len(KINDS) * len(refused)
    assert all(reply.notices and reply.notices[0].kind == "premise" for reply in answered)


def naming(text: str) -> str:
    """All that a reading may not leave out."""
    return " ".join(w for w in content_words(text, FRENCH) if not names_nothing(w) and w not in FRENCH.interrogatives)


@pytest.mark.parametrize("french", ["Qui approuve le budget annuel ?", "Où en est le projet des chutes ?"])
def test_a_model_that_translates_into_another_question_brings_no_answer(
    plain: Assistant, refused: list[Question], server: Server, tmp_path: Path, french: str
) -> None:
    """Whatever the question, the same French one: each refusal stays as it was."""
    misread(server, french=french, kind="", about="")
    helped = with_model(plain, server, tmp_path)
    assert [q.text for q in refused if not helped.answer(q).abstained] == []


def test_a_model_that_reads_well_helps_where_rules_did_not(plain: Assistant, server: Server, tmp_path: Path) -> None:
    """Readings written by hand for questions the rules refuse: each then gets what the documents say, and is told so."""
    told = yaml.safe_load((Path(__file__).parent / "readings.yaml").read_text("utf-8"))
    helped = with_model(plain, server, tmp_path)
    for one in told:
        assert plain.answer(Question(one["question"])).abstained, one["question"]
        reading = {key: one.get(key, "") for key in ("french", "kind", "about")}
        words = [{"word": word, "means": [means]} for word, means in one.get("words", {}).items()]
        misread(server, **reading, words=words)  # type: ignore[arg-type]
        reply = helped.answer(Question(one["question"]))
        assert re.search(one["says"], fold(reply.text)), (one["question"], reply.text)
        assert reply.notices[0].kind == "premise"
