"""A chat model behind a real connection: whatever it does, what is shown is ours or says the same."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from importlib.util import find_spec

import pytest

from assistant.adapters.chat import LangChainModel
from assistant.answering import Assistant
from assistant.errors import ModelUnavailable
from assistant.model import Claim, Question, Reply
from tests.assistant.phrasing.conftest import QUESTIONS, Opens
from tests.assistant.phrasing.openai_server import KEY, SCRIPTS, WIRE, Server, honest

pytestmark = pytest.mark.skipif(find_spec("langchain_openai") is None, reason="the extra « openai » is not installed")

# What is counted when the connection or the answer fails.
COUNTED = {
    "busy": "busy", "slow": "slow", "drips": "slow", "garbage": "garbage", "truncated": "truncated", "refuses": "refusal",
    "prose": "garbage", "denied": "denied", "breaks": "unreachable", "wrong_shape": "garbage",
}  # fmt: skip


def model(server: Server) -> LangChainModel:
    return LangChainModel("openai:scripted", server.url, KEY)


def same_but_words(one: Reply, other: Reply) -> bool:
    """Claims aside, the replies are equal; the claims have the same citations in the same order."""
    assert one.abstained == other.abstained
    cited = [claim.citations for claim in one.claims] == [claim.citations for claim in other.claims]
    return cited and replace(one, claims=(), text="") == replace(other, claims=(), text="")


def both(plain: Assistant, phrased: Assistant) -> list[tuple[Reply, Reply]]:
    return [(plain.answer(Question(q)), phrased.answer(Question(q))) for q in QUESTIONS]


def test_an_honest_model_is_heard_and_changes_neither_facts_nor_citations(opens: Opens, server: Server) -> None:
    """Some claims come in the model's words; everything else is byte for byte what it was. Nothing asked is amiss."""
    phrased = opens(model(server))
    pairs = both(opens(), phrased)
    assert all(same_but_words(one, other) for one, other in pairs)
    assert any(one.text != other.text for one, other in pairs)
    assert server.complaints == []
    counts = phrased.phrasing.tally.counts() if phrased.phrasing else {}
    assert counts["kept"] >= 4
    assert not [name for name in counts if name.startswith("fallback")]


@pytest.mark.parametrize("script", [name for name in SCRIPTS if name != "honest"])
def test_a_lying_model_changes_nothing(opens: Opens, server: Server, script: str) -> None:
    """Invented quotes, other digits, other documents, lost negations, links, orders obeyed: the reply is ours alone."""
    server.script = script
    for one, other in both(opens(), opens(model(server))):
        assert other == one
        assert "leurre" not in str(other).lower()
    assert server.complaints == []


@pytest.mark.parametrize("evidence", [[], ["e99"], ["e1", "e99"]])
def test_a_sentence_that_names_other_evidence_is_set_aside(opens: Opens, server: Server, evidence: list[str]) -> None:
    """True or not, a sentence without its claim's evidence is not shown."""
    server.replies = lambda data: json.dumps(
        {"sentences": [said | {"evidence": evidence} for said in honest(json.loads(data)["statements"])]}
    )
    phrased = opens(model(server))
    assert all(one == other for one, other in both(opens(), phrased))
    assert phrased.phrasing is not None
    assert phrased.phrasing.tally.counts()["dropped.evidence"] >= 4


def test_a_model_that_keeps_failing_is_left_alone(opens: Opens, server: Server) -> None:
    """After three faults in a row, the next answers ask nothing of it for a while."""
    server.script = "breaks"
    phrased = opens(model(server))
    for _ in range(5):
        phrased.answer(Question(QUESTIONS[0]))
    assert len(server.requests) == 3


@pytest.mark.parametrize("script", WIRE)
def test_a_model_that_fails_is_replaced_by_our_wording(opens: Opens, server: Server, script: str) -> None:
    """429, silence, a byte at a time, garbage, half an answer, a refusal: ours answers in time, and it is counted."""
    server.script = script
    phrased = opens(model(server), seconds=0.7)
    question = Question(QUESTIONS[0])
    phrased.library()  # opens the index beforehand: the time of the answer alone is measured
    phrased.search("comité")
    started = time.monotonic()
    reply = phrased.answer(question)
    assert time.monotonic() - started < 1.2
    assert reply == opens().answer(question)
    assert phrased.phrasing is not None
    assert phrased.phrasing.tally.counts()[f"fallback.{COUNTED[script]}"] == 1


def test_a_server_without_schemas_is_asked_in_words(opens: Opens, server: Server) -> None:
    """A 400 for response_format is met by one more request without it, and the next answers ask without it."""
    server.schemas = False
    phrased = opens(model(server))
    for question in QUESTIONS[:2]:
        phrased.answer(Question(question))
    assert ["response_format" in body for body in server.requests] == [True, False, False]


def test_claims_come_as_they_are_verified(opens: Opens, server: Server) -> None:
    """on_claim is told of every claim, in order, in its final words."""
    heard: list[Claim] = []
    reply = opens(model(server)).answer(Question(QUESTIONS[3]), on_claim=heard.append)
    assert tuple(heard) == reply.claims


def test_the_web_api_streams_each_claim_before_the_answer(opens: Opens, server: Server) -> None:
    """Server-sent events: statuses, then every claim in its final words, then the answer that holds the same."""
    from fastapi.testclient import TestClient

    from bots.server import application
    from bots.settings import Settings

    phrased = opens(model(server))
    app = application(Settings(allowed_hosts="testserver"), lambda: phrased)
    with TestClient(app) as client:
        told = client.post("/api/ask/stream", json={"question": QUESTIONS[3]}).text
        ready = client.get("/readyz").json()
    events = [block.split("\n") for block in told.strip().split("\n\n")]
    names = [lines[0].removeprefix("event: ") for lines in events]
    answer = json.loads(events[-1][1].removeprefix("data: "))
    claims = [
        json.loads(data.removeprefix("data: "))
        for name, (_, data) in zip(names, events, strict=True)
        if name == "claim"
    ]
    assert names == sorted(names, key=["status", "claim", "answer"].index)
    assert claims == answer["claims"] != []
    assert ready["chat"]["counts"]["kept"] >= 1


def test_what_is_kept_to_some_people_goes_to_no_remote_model(opens: Opens, server: Server) -> None:
    """Nothing is sent of a document with an audience, unless its name is allowed; a model on this machine may have it."""
    asked = Question(
        "Quand la nomination de la direction du laboratoire est-elle confirmée ?", groups=frozenset({"direction"})
    )
    remote = Remote("openai:scripted", server.url, KEY)
    plain = opens().answer(asked)
    assert not plain.abstained
    assert opens(remote).answer(asked) == plain
    assert server.requests == []
    opens(remote, restricted=frozenset({"nominations.md"})).answer(asked)
    opens(model(server)).answer(asked)
    assert len(server.requests) == 2


class Remote(LangChainModel):
    """The same server, taken for one far away."""

    local = False  # type: ignore[assignment]


def test_the_budget_of_the_day_and_of_a_person_is_kept(opens: Opens, server: Server) -> None:
    """Past either, no request leaves, and the answer is ours."""
    phrased = opens(model(server), per_day=3, per_person=2)
    for person in ("a", "a", "a", "b", "c"):
        phrased.answer(Question(QUESTIONS[0], person=person))
    assert len(server.requests) == 3
    assert phrased.phrasing is not None
    assert phrased.phrasing.tally.counts()["not_asked.budget"] == 2


def test_neither_question_nor_person_is_sent_to_phrase(opens: Opens, server: Server) -> None:
    """Only claims leave: not what was asked, nor by whom."""
    opens(model(server)).answer(Question(QUESTIONS[0], person="zephirine"))
    sent = str([body["messages"][1] for body in server.requests])
    assert "six semaines" in sent
    assert "fréquence" not in sent
    assert "zephirine" not in sent


def test_no_exchange_is_traced_elsewhere(opens: Opens, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables that turn LangSmith's tracing on have no effect."""
    import langsmith

    sent: list[object] = []
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    monkeypatch.setenv("LANGCHAIN_TRACING_V2", "true")
    monkeypatch.setenv("LANGSMITH_API_KEY", "x")
    monkeypatch.setattr(langsmith.Client, "create_run", lambda *given, **_: sent.append(given))
    opens(model(server)).answer(Question(QUESTIONS[0]))
    assert server.requests
    assert sent == []


@pytest.mark.parametrize("name", ["", "openai", "openai:", "nobody:model", ":x"])
def test_a_name_that_is_none_is_refused_in_a_sentence(name: str) -> None:
    """Anything but « provider:name » of a known provider says what to write."""
    with pytest.raises(ModelUnavailable, match="fournisseur:nom"):
        LangChainModel(name)


@pytest.mark.parametrize(
    ("name", "address", "local"),
    [
        ("openai:x", "", False), ("openai:x", "https://api.example.org/v1", False), ("openai:x", "http://127.0.0.1:1/v1", True),
        ("openai:x", "http://[::1]:1/v1", True), ("ollama:x", "", True), ("ollama:x", "http://ollama:11434", True),
        ("ollama:x", "http://10.1.2.3:11434", False), ("anthropic:x", "", False), ("azure:x", "https://x.example.org", False),
    ],
)  # fmt: skip
def test_what_stays_on_this_machine(name: str, address: str, local: bool) -> None:
    """Loopback and a compose neighbour are here; a provider, a public name and another machine's address are not."""
    assert LangChainModel(name, address).local is local
