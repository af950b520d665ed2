"""A model that names numbers, behind a real connection: what is told is always ours, and what it may not do it cannot."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from assistant.adapters.chat import LangChainModel
from assistant.answering import Assistant
from assistant.chat.choosing import AGREED, FLOOR, MOST_NAMED, SURE
from assistant.chat.ports import Used
from assistant.errors import ModelUnavailable
from assistant.model import Answer, Claim, Question, Reply
from assistant.verification import find_again
from tests.assistant.chat.conftest import QUESTIONS, Opens, Ranking, counts
from tests.assistant.chat.openai_server import KEY, LIES, WIRE, Data, Script, Server, named, none

pytestmark = pytest.mark.skipif(find_spec("langchain_openai") is None, reason="the extra « openai » is not installed")

# What is counted when the connection or the answer fails.
COUNTED = {
    "busy": "busy", "slow": "slow", "drips": "slow", "garbage": "garbage", "truncated": "truncated", "refuses": "refusal",
    "prose": "garbage", "denied": "denied", "breaks": "unreachable", "wrong_shape": "garbage",
}  # fmt: skip
DIRECTION = frozenset({"direction"})


def model(server: Server) -> LangChainModel:
    return LangChainModel("openai:scripted", server.url, KEY)


class Remote(LangChainModel):
    """The same server, taken for one far away."""

    local = False  # type: ignore[assignment]


def names(*texts: str, span: str = "", premise: bool = False) -> Script:
    """A model that names the first piece that holds each text."""

    def script(data: Data) -> str:
        found = [next((p["n"] for p in data["evidence"] if text in p["text"]), 0) for text in texts]
        return named(*found, span=span, premise=premise)

    return script


def holds(reply: Reply, assistant: Assistant) -> bool:
    """Every claim of a reply is proved by words found again in a document, and nothing planted is in it."""
    library = assistant.library(DIRECTION)
    cited = {c.id for c in reply.citations if find_again(c, library)}
    return all(c.citations and set(c.citations) <= cited for c in reply.claims) and "leurre" not in str(reply).lower()


# ---------------------------------------------------------------- choosing
def test_the_piece_that_is_named_is_told_in_our_words(opens: Opens, server: Server) -> None:
    """Another piece than our first, with its own citation; nothing asked is amiss."""
    server.script = names("au plus tard 30 jours après")
    chosen = opens(model(server))
    reply = chosen.answer(Question("Le rapport trimestriel, c'est pour quand ?"))
    assert "au plus tard 30 jours" in reply.text
    assert holds(reply, chosen)
    assert server.complaints == []
    assert counts(chosen)["kept"] == 1


def test_none_is_a_refusal(opens: Opens, server: Server) -> None:
    """A model that finds nothing makes us say so; the same question is answered without it."""
    server.script = none
    assert not opens().answer(Question(QUESTIONS[0])).abstained
    assert opens(model(server)).answer(Question(QUESTIONS[0])).abstained


def test_a_sure_fact_is_not_asked_about(opens: Opens, server: Server) -> None:
    """From SURE on, no request leaves, and a model that would say none silences nothing."""
    server.script = none
    sure = opens(model(server), ranking=Ranking(SURE))
    assert sure.answer(Question(QUESTIONS[0])) == opens(ranking=Ranking(SURE)).answer(Question(QUESTIONS[0]))
    assert server.requests == []
    assert counts(sure) == {"not_asked.sure": 1}


def test_two_numbers_are_told_one_after_the_other(opens: Opens, server: Server) -> None:
    """Two questions in one: both answers, in the model's order, each with its proof."""
    server.script = names("20 jours ouvrables", "fréquence : Le comité directeur")
    both = opens(model(server), ranking=Ranking(0.85))
    reply = both.answer(Question("En combien de temps un avis, et quand siège le comité directeur ?"))
    assert reply.text.index("20 jours ouvrables") < reply.text.index("toutes les six semaines")
    assert holds(reply, both)


def test_the_conversation_is_sent_and_the_person_is_not(opens: Opens, server: Server) -> None:
    """Question, earlier ones, day, evidence with its origin: and no name of who asks."""
    context = ("Quand le comité directeur siège-t-il ?",)
    opens(model(server)).answer(Question("et le comité d'éthique ?", context, person="zephirine"))
    (data,) = server.asked
    assert set(data) == {"question", "earlier", "today", "evidence"}
    assert (data["question"], tuple(data["earlier"]), data["today"]) == (
        "et le comité d'éthique ?",
        context,
        "2026-11-01",
    )
    assert all(set(piece) == {"n", "from", "text"} for piece in data["evidence"])
    assert any("Cadre de gouvernance du Centre (2026-04-01)" in piece["from"] for piece in data["evidence"])
    assert "zephirine" not in str(server.requests)


def test_a_list_travels_whole(opens: Opens, server: Server) -> None:
    """One piece holds its lead-in and every item."""
    opens(model(server)).answer(Question(QUESTIONS[4]))
    texts = [piece["text"] for piece in server.asked[0]["evidence"]]
    assert any(all(item in text for item in ("Le rapport comprend", "l'état", "dépenses", "risques")) for text in texts)


def test_no_document_can_know_its_number(opens: Opens, server: Server) -> None:
    """Numbers are drawn for each request, at most twenty, each once."""
    for _ in range(3):
        opens(model(server)).answer(Question(QUESTIONS[0]))
    drawn = [tuple(piece["n"] for piece in data["evidence"]) for data in server.asked]
    assert len(set(drawn)) == 3
    assert all(len(set(numbers)) == len(numbers) <= 20 for numbers in drawn)


# ---------------------------------------------------------------- spans and premises
def test_a_span_narrows_a_quotation_to_its_sentences(opens: Opens, server: Server) -> None:
    """The sentence that holds the words, whole: half of it could say the contrary."""
    server.script = names("20 jours ouvrables", span="dans les 20 jours")
    narrow = opens(model(server))
    reply = narrow.answer(Question("Un avis est rendu en combien de temps ?"))
    assert "Un avis est rendu dans les 20 jours ouvrables." in reply.text
    assert "une fois par mois" not in reply.claims[0].text.split("Un avis")[-1]
    assert holds(reply, narrow)


def test_a_span_cannot_cut_a_negation(opens: Opens, server: Server) -> None:
    """« déléguer l'approbation » out of « ne peut pas déléguer l'approbation » brings the whole sentence."""
    server.script = names("ne peut pas déléguer", span="déléguer l'approbation du budget annuel")
    reply = opens(model(server)).answer(Question(QUESTIONS[2]))
    assert "ne peut pas déléguer" in reply.text


def test_words_that_are_not_there_narrow_nothing(opens: Opens, server: Server) -> None:
    """The piece is told whole, and it is counted."""
    server.script = names("20 jours ouvrables", span="dans les 20 jours ouvrés")
    chosen = opens(model(server))
    assert "20 jours ouvrables" in chosen.answer(Question("Un avis est rendu en combien de temps ?")).text
    assert counts(chosen)["dropped.span"] == 1


@pytest.mark.parametrize(("question", "put_right"), [
    ("Un avis est bien rendu en 40 jours ouvrables ?", True),
    ("Un avis est bien rendu en 20 jours ouvrables ?", False),
    ("Un avis est rendu en combien de temps ?", False),
])  # fmt: skip
def test_a_premise_is_put_right_only_where_a_figure_differs(
    opens: Opens, server: Server, question: str, put_right: bool
) -> None:
    """The mark counts when the question has a figure, and the evidence another of the same unit."""
    server.script = names("20 jours ouvrables", premise=True)
    reply = opens(model(server)).answer(Question(question))
    assert [n.kind for n in reply.notices if n.kind == "premise"] == (["premise"] if put_right else [])
    assert not put_right or "« 20 jours ouvrables », et non « 40 jours ouvrables »" in reply.text


# ---------------------------------------------------------------- what it may not do
def test_another_subject_falls(opens: Opens, server: Server) -> None:
    """The card of a committee is not told of another one that is named."""
    server.script = names("Comité d'éthique – fréquence")
    chosen = opens(model(server))
    assert chosen.answer(Question(QUESTIONS[0])) == opens().answer(Question(QUESTIONS[0]))
    assert counts(chosen)["dropped.subject"] == 1


def test_another_project_falls(opens: Opens, server: Server) -> None:
    """Nor the state of a project when another's code is written."""
    server.script = names("Entrepôt de données (PR-02) : ")
    chosen = opens(model(server))
    assert chosen.answer(Question("Où en est PR-01 ?")) == opens().answer(Question("Où en est PR-01 ?"))
    assert counts(chosen)["dropped.subject"] == 1


def test_another_moment_falls(opens: Opens, server: Server) -> None:
    """What the report of June says is not told of March."""
    server.script = names("(juin 2026, au 30 juin 2026)")
    chosen = opens(model(server))
    question = Question(
        "Quel était l'état des projets dans le bulletin de mars 2026 : où en est la refonte du portail ?"
    )
    reply = chosen.answer(question)
    assert counts(chosen).get("dropped.moment", 0) + counts(chosen).get("dropped.number", 0) == 1
    assert reply == opens().answer(question)


def test_what_is_unlikely_by_our_own_measure_must_be_named_thrice(opens: Opens, server: Server) -> None:
    """Under FLOOR, naming it twice changes nothing; three times, each in another order, tells it."""
    low = Ranking(FLOOR * 0.99)
    question = Question("Un avis est rendu en combien de temps ?")
    wanted = names("Un avis est rendu")
    tired = opens(model(server), ranking=low)
    server.script = lambda data: none(data) if len(server.requests) == 3 else wanted(data)
    assert tired.answer(question).abstained
    assert counts(tired)["dropped.unconfirmed"] == 1
    server.requests.clear()
    server.script = wanted
    steady = opens(model(server), ranking=low)
    assert "20 jours ouvrables" in steady.answer(question).text
    assert counts(steady)["calls"] == len({tuple(p["n"] for p in data["evidence"]) for data in server.asked}) == 3


def test_an_unlikely_piece_must_be_named_twice(opens: Opens, server: Server) -> None:
    """Under AGREED the evidence is sent again, in another order, under other numbers; who names by place is not heard,
    who names the same piece is."""
    wanted = "au plus tard 30 jours après"
    low = Ranking(AGREED * 0.99)
    question = Question("Le rapport trimestriel, c'est pour quand ?")
    by_place = opens(model(server), ranking=low)
    replies = [by_place.answer(question) for _ in range(6)]
    assert sum(reply.abstained for reply in replies) >= 4  # drawn again at the same place: once in twenty
    first, second = server.asked[:2]
    texts = [[piece["text"] for piece in data["evidence"]] for data in (first, second)]
    assert texts[0][0] in texts[1]  # what was named, and all that says something else
    assert set(texts[1]) <= set(texts[0])
    assert [text for text in texts[0] if text in texts[1]] != texts[1]
    server.script = names(wanted)
    steady = opens(model(server), ranking=low)
    assert wanted in steady.answer(question).text
    assert counts(steady)["calls"] == 2


def test_who_names_at_random_is_seldom_told(opens: Opens, server: Server) -> None:
    """Where our own choice would be a refusal, so is nearly every answer of a model that draws its numbers."""
    server.script = LIES["at_random"]
    drawn = opens(model(server), ranking=Ranking(AGREED * 0.99))
    replies = [drawn.answer(Question(question)) for question in QUESTIONS * 5]
    assert sum(not reply.abstained for reply in replies) <= 0.2 * len(replies)


@pytest.mark.parametrize("script", LIES.values(), ids=LIES)
def test_a_lie_shows_nothing_that_its_evidence_does_not_hold(opens: Opens, server: Server, script: Script) -> None:
    """Whatever is named, what is told is a candidate of ours, proved word for word; nothing the model wrote is in it."""
    server.script = script
    lied = opens(model(server))
    replies = [lied.answer(Question(question)) for question in QUESTIONS]
    assert all(holds(reply, lied) for reply in replies)
    assert server.complaints == []


@pytest.mark.parametrize("lie", ["all_of_them", "none_that_exist", "writes_facts"])
def test_a_model_that_chooses_nothing_changes_nothing(opens: Opens, server: Server, lie: str) -> None:
    """All numbers, numbers that do not exist, words for numbers: our own choice answers."""
    server.script = LIES[lie]
    lied = opens(model(server))
    for question in QUESTIONS:
        assert lied.answer(Question(question)) == opens().answer(Question(question))
    assert counts(lied).get("dropped.many", 0) + counts(lied).get("dropped.number", 0) >= 1


def test_more_numbers_than_an_answer_can_be_made_of_are_no_choice(opens: Opens, server: Server) -> None:
    """MOST_NAMED may be named; one more, and our own choice answers."""
    server.script = lambda data: named(*[piece["n"] for piece in data["evidence"]][: MOST_NAMED + 1])
    lied = opens(model(server))
    assert lied.answer(Question(QUESTIONS[0])) == opens().answer(Question(QUESTIONS[0]))
    assert counts(lied)["dropped.many"] == 1


# ---------------------------------------------------------------- failures and limits
@pytest.mark.alone
@pytest.mark.parametrize("wire", WIRE)
def test_a_model_that_fails_is_replaced_by_our_choice(opens: Opens, server: Server, wire: str) -> None:
    """429, silence, a byte at a time, garbage, half an answer, a refusal: ours answers in time, and it is counted."""
    server.wire = wire
    failing = opens(model(server), seconds=1.0)
    question = Question(QUESTIONS[0])
    expected = opens().answer(question)  # opens the index beforehand: the time of the answer alone is measured
    started = time.monotonic()
    reply = failing.answer(question)
    assert time.monotonic() - started < 1.3
    assert reply == expected
    assert counts(failing)[f"fallback.{COUNTED[wire]}"] == 1


def test_a_model_that_keeps_failing_is_left_alone(opens: Opens, server: Server) -> None:
    """After three faults in a row, the next answers ask nothing of it for a while."""
    server.wire = "breaks"
    failing = opens(model(server))
    for _ in range(5):
        failing.answer(Question(QUESTIONS[0]))
    assert len(server.requests) == 3
    assert counts(failing)["not_asked.resting"] == 2


def test_a_server_without_schemas_is_asked_in_words(opens: Opens, server: Server) -> None:
    """A 400 for response_format is met by one more request without it, and the next answers ask without it."""
    server.schemas = False
    chosen = opens(model(server))
    for question in QUESTIONS[:2]:
        chosen.answer(Question(question))
    assert ["response_format" in body for body in server.requests] == [True, False, False]


def test_the_budget_of_the_day_and_of_a_person_is_kept(opens: Opens, server: Server) -> None:
    """Past either, no request leaves, and the answer is ours."""
    chosen = opens(model(server), per_day=3, per_person=2)
    for person in ("a", "a", "a", "b", "c"):
        chosen.answer(Question(QUESTIONS[0], person=person))
    assert len(server.requests) == 3
    assert counts(chosen)["not_asked.budget"] == 2


def test_a_question_goes_to_a_remote_model_only_where_it_is_let(opens: Opens, server: Server) -> None:
    """By default, what people ask stays on this machine; « always » lets it go, « never » keeps it from any model."""
    remote = Remote("openai:scripted", server.url, KEY)
    for questions, sent in (("local", 0), ("never", 0), ("always", 1)):
        opens(remote, questions=questions).answer(Question(QUESTIONS[0]))
        assert len(server.requests) == sent
    opens(model(server), questions="never").answer(Question(QUESTIONS[0]))
    assert len(server.requests) == 1


def test_what_is_kept_to_some_people_goes_to_no_remote_model(opens: Opens, server: Server) -> None:
    """Nothing of a document with an audience is sent, unless its name is allowed; a model on this machine may have it."""
    asked = Question("Quand la nomination de la direction du laboratoire est-elle confirmée ?", groups=DIRECTION)
    remote = Remote("openai:scripted", server.url, KEY)
    plain = opens().answer(asked)
    assert isinstance(plain, Answer)
    assert opens(remote, questions="always").answer(asked) == plain
    assert server.requests == []
    beside = Question("Qui doit approuver le budget annuel, la direction du laboratoire ?", groups=DIRECTION)
    opens(remote, questions="always").answer(beside)
    assert "nomination" not in str(server.asked)
    opens(remote, questions="always", restricted=frozenset({"nominations.md"})).answer(asked)
    opens(model(server)).answer(asked)
    assert sum("12 mai 2026" in json.dumps(data) for data in server.asked) == 2


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


# ---------------------------------------------------------------- told, counted
def test_tokens_and_dollars_are_told(opens: Opens, server: Server) -> None:
    """The provider's count where it gives one; four characters a token elsewhere; dollars where a price is set."""
    priced = opens(model(server), price=(2.0, 8.0))
    server.usage = (1_000, 50)
    priced.answer(Question(QUESTIONS[0]))
    assert counts(priced)["tokens.read"], counts(priced)["tokens.written"] == (1_000, 50)
    assert counts(priced)["dollars"] == pytest.approx(0.0024)
    server.usage = None
    estimated = opens(model(server))
    estimated.answer(Question(QUESTIONS[0]))
    sent = sum(len(message["content"]) for message in server.requests[-1]["messages"])
    assert counts(estimated)["tokens.read"] == sent // 4
    assert counts(estimated)["tokens.written"] > 5
    assert "dollars" not in counts(estimated)


def test_claims_come_as_they_are_verified(opens: Opens, server: Server) -> None:
    """on_claim is told of every claim, in order, in its final words."""
    heard: list[Claim] = []
    reply = opens(model(server)).answer(Question(QUESTIONS[3]), on_claim=heard.append)
    assert tuple(heard) == reply.claims != ()


def test_the_counts_are_on_the_ready_page(opens: Opens, server: Server) -> None:
    """``GET /readyz`` names the model and what became of its calls."""
    from fastapi.testclient import TestClient

    from bots.server import application
    from bots.settings import Settings

    chosen = opens(model(server))
    chosen.answer(Question(QUESTIONS[0]))
    with TestClient(application(Settings(allowed_hosts="testserver"), lambda: chosen)) as client:
        ready = client.get("/readyz").json()
    assert ready["chat"]["model"] == "openai:scripted"
    assert ready["chat"]["counts"]["calls"] >= 1


class AtOnce:
    """A model that takes no time: it names the first piece."""

    name, local = "at once", True

    def stream(self, instructions: str, data: str, schema: object, seconds: float, used: Used) -> Iterator[str]:
        yield named(json.loads(data.split("\n")[1])["evidence"][0]["n"])


@pytest.mark.alone
def test_we_add_little_to_the_model_s_own_time(opens: Opens) -> None:
    """Nineteen answers in twenty cost at most 30 ms more of the processor than without a model, its own time left out."""
    plain, chosen = opens(), opens(AtOnce())
    spent: list[float] = []
    for question in QUESTIONS * 7:
        started = time.process_time()
        plain.answer(Question(question))
        middle = time.process_time()
        chosen.answer(Question(question))
        spent.append((time.process_time() - middle) - (middle - started))
    spent = sorted(spent[len(QUESTIONS) :])  # the first round warms
    assert spent[int(len(spent) * 0.95)] < 0.030, [f"{1000 * s:.0f} ms" for s in spent]


# ---------------------------------------------------------------- names and places
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
