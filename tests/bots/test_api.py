"""The HTTP API, as a program uses it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant.errors import QuestionRefused
from assistant.model import Claim, Question, Reply
from bots.server import application
from bots.settings import Settings
from tests.bots.replies import Scripted, answer, refusal
from tests.bots.test_guards import ASKED, client

FIELDS = {"id", "question", "language", "abstained", "text", "claims", "citations", "notices", "ask", "suggestions"}


def events(body: str) -> list[tuple[str, Any]]:
    told = [block.split("\n") for block in body.strip().split("\n\n")]
    return [(name.removeprefix("event: "), json.loads(data.removeprefix("data: "))) for name, data in told]


def test_an_answer_has_the_shape_of_the_contract(tmp_path: Path) -> None:
    """Every field, the caller's id as it came, addresses of the viewer, how long it took."""
    told = client(tmp_path).post("/api/ask", json={**ASKED, "id": 7}).json()
    assert set(told) >= FIELDS | {"generation", "as_of", "ms"}
    assert told["id"] == 7
    assert told["citations"][0]["url"].startswith("http://127.0.0.1:8000/sources/")


def test_a_refusal_is_an_answer(tmp_path: Path) -> None:
    """200, abstained, with whom to ask: the documents do not say."""
    told = client(tmp_path, Scripted(refusal())).post("/api/ask", json=ASKED)
    assert told.status_code == 200
    assert told.json()["abstained"] is True
    assert told.json()["ask"]["role"] == "Gestionnaire"


def test_events_come_in_order(tmp_path: Path) -> None:
    """Steps, then each verified claim, then the answer whole; nothing is held back by compression."""
    with client(tmp_path).stream("POST", "/api/ask/stream", json=ASKED) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        assert "content-encoding" not in response.headers
        told = events(response.read().decode())
    names = [name for name, _ in told]
    assert names == sorted(names, key=["status", "claim", "answer"].index)
    assert set(names) == {"status", "claim", "answer"}
    assert told[-1][1]["claims"] == [claim for name, claim in told if name == "claim"]


class Rephrased(Scripted):
    """As with a chat model: each claim is told as soon as its words are final."""

    def answer(self, question: Question, on_step: Any = None, on_claim: Any = None) -> Reply:
        reply = super().answer(question, on_step)
        for claim in reply.claims:
            on_claim(claim)
        return reply


@pytest.mark.parametrize(("path", "sent"), [("/api/ask/stream", {"json": ASKED}), ("/ask", {"data": ASKED})])
@pytest.mark.parametrize("assistant", [Scripted, Rephrased])
def test_each_claim_is_told_once(tmp_path: Path, path: str, sent: dict[str, Any], assistant: type[Scripted]) -> None:
    """Whether it comes early or with the answer, to a program or to the page."""
    claims = (Claim("Le comité approuve.", ("c1",)), Claim("La direction signe.", ("c2",)))
    told = events(client(tmp_path, assistant(answer(claims=claims))).post(path, **sent).text)
    assert [value["text"] for name, value in told if name == "claim"] == [claim.text for claim in claims]
    assert told[-1][0] == "answer"


def test_an_error_is_an_event_once_the_answer_has_begun(tmp_path: Path) -> None:
    """With the sentence a person would read."""
    error = QuestionRefused("La question est vide : écrivez une question.", "The question is empty: write one.")
    told = events(client(tmp_path, Scripted(error)).post("/api/ask/stream", json=ASKED).text)
    assert told[-1][0] == "error"
    assert "écrivez une question" in told[-1][1]["detail"]


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ("{", 422, "JSON"),
        ("{}", 422, "question"),
        (json.dumps({"question": "a" * 4001}), 422, "4000"),
        (json.dumps({"question": "Qui ?", "as_of": "hier"}), 422, "as_of"),
        (json.dumps({"question": "Qui ?", "context": ["a"] * 21}), 422, "context"),
    ],
)
def test_a_refused_request_says_why(tmp_path: Path, body: str, status: int, words: str) -> None:
    """problem+json, in the caller's language, never a trace."""
    web = client(tmp_path)
    headers = {"content-type": "application/json", "accept-language": "fr"}
    refused = web.post("/api/ask", content=body, headers=headers)
    assert refused.status_code == status
    assert refused.headers["content-type"] == "application/problem+json"
    assert set(refused.json()) == {"type", "title", "status", "detail"}
    assert words in refused.json()["detail"]
    english = web.post("/api/ask", content=body, headers={**headers, "accept-language": "en"}).json()
    assert english["detail"] != refused.json()["detail"]


def test_an_unexpected_error_tells_nothing_of_itself(tmp_path: Path) -> None:
    """500, one sentence; what went wrong inside stays inside."""
    refused = client(tmp_path, Scripted(RuntimeError("secret interne"))).post("/api/ask", json=ASKED)
    assert refused.status_code == 500
    assert "secret" not in refused.text


KEYED = ("/api/ask", "/api/ask/stream", "/v1/chat/completions")
CHAT = {"messages": [{"role": "user", "content": "Qui approuve le plan ?"}]}


@pytest.mark.parametrize("path", KEYED)
@pytest.mark.parametrize(
    "headers", [{}, {"authorization": "Bearer autre"}, {"x-api-key": "clé"}, {"authorization": "Basic clef"}]
)
def test_the_key_is_asked_for(tmp_path: Path, path: str, headers: dict[str, str]) -> None:
    """Without it, or with another: 401 and no work."""
    assistant = Scripted()
    web = client(tmp_path, assistant, api_key="clef")
    encoded = {name: value.encode() for name, value in headers.items()}
    refused = web.post(path, json=CHAT if path.startswith("/v1") else ASKED, headers=encoded)
    assert refused.status_code == 401
    assert refused.headers["www-authenticate"] == "Bearer"
    assert assistant.asked == []


def test_groups_count_only_with_the_key(tmp_path: Path) -> None:
    """A caller nobody authenticated is the public, whatever groups it names."""
    body = {**ASKED, "groups": ["direction"]}
    anonymous, known = Scripted(), Scripted()
    client(tmp_path, anonymous).post("/api/ask", json=body)
    client(tmp_path, known, api_key="clef").post("/api/ask", json=body, headers={"x-api-key": "clef"})
    assert anonymous.asked[0].groups == frozenset()
    assert known.asked[0].groups == {"direction"}


def test_health_and_readiness_differ(tmp_path: Path) -> None:
    """Alive without an index, but not ready, and saying what to run; ready, it names the generation and the channels."""
    from ingest.errors import NoIndex

    def missing() -> Any:
        raise NoIndex("Aucun index : lancez « repere ingest ».", "No index: run “repere ingest”.")

    bare = TestClient(application(Settings(state=tmp_path), missing), base_url="http://127.0.0.1")
    assert bare.get("/healthz").status_code == 200
    assert bare.get("/readyz").status_code == 503
    assert "repere ingest" in bare.get("/readyz").json()["detail"]
    assert "repere ingest" in bare.get("/", headers={"accept": "text/html", "accept-language": "fr"}).text
    ready = client(tmp_path, Scripted(answer())).get("/readyz").json()
    assert ready["generation"] == "g1"
    assert ready["channels"]["web"] == "on"
    assert ready["channels"]["slack"].startswith("off: missing")
