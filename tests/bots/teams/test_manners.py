"""How the bot behaves: in a channel, on installation, when asked for help, thanked, sent again, or when all fails."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import QuestionRefused
from assistant.model import Lang
from bots.memory.deduplication import Deduplication
from bots.memory.feedback import Feedback
from bots.teams.connector import Pace
from tests.bots.replies import TABLE, Scripted, answer, refusal
from tests.bots.teams.service import BOT, Bot, Changing, Dying, Taken, asked, bot

THREAD = "19:abc@thread.tacv2;messageid=1700"
MENTION: dict[str, Any] = {
    "text": "<at>Repère</at>&nbsp;Qui approuve le plan &amp; le budget ?",
    "entities": [{"type": "mention", "text": "<at>Repère</at>", "mentioned": {"id": BOT, "name": "Repère"}}],
}


@pytest.fixture(autouse=True)
def quick(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Streams are paced for real in the tests that look at their pace only."""
    if "paced" not in request.node.name:
        monkeypatch.setattr("bots.teams.progress.BETWEEN", 0.05)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Bot, Path]]:
    folder = tmp_path_factory.mktemp("manners")
    with bot(folder, Changing()) as made:
        yield made, folder


@pytest.fixture
def teams(running: tuple[Bot, Path], request: pytest.FixtureRequest) -> Bot:
    """The running bot in a chat of the test's own; ``teams.assistant.now`` may be replaced."""
    made, _ = running
    made.service.clear()
    made.assistant.now, made.conversation = Scripted(), f"a:{abs(hash(request.node.name))}"
    return made


def card(message: dict[str, Any], at: int = 0) -> dict[str, Any]:
    content: dict[str, Any] = message["attachments"][at]["content"]
    return content


def pills(message: dict[str, Any]) -> list[dict[str, Any]]:
    return [c for one in message["entities"] for c in one.get("citation", ())]


def settled(service: Taken, count: int) -> list[dict[str, Any]]:
    """The messages, after the time in which one more would have come."""
    service.wait(count)
    time.sleep(0.3)
    return service.messages()


def test_in_a_channel_one_answer_in_the_thread(teams: Bot) -> None:
    """Mentioned: « typing », then one message in the same thread; nothing streams there. The mention is not asked."""
    assistant = Scripted()
    teams.assistant.now = assistant
    teams.ask("", conversation=THREAD, **MENTION)
    assert len(settled(teams.service, 1)) == 1
    kinds = [(one["type"], "streaminfo" in str(one)) for one in teams.service.sent]
    assert kinds == [("typing", False), ("message", False)]
    assert set(teams.service.paths) == {f"/v3/conversations/{THREAD}/activities"}
    assert asked(assistant)[0].text == "Qui approuve le plan & le budget ?"


def test_in_a_channel_silence_unless_named(teams: Bot) -> None:
    """Even where the bot is allowed to read everything."""
    assert teams.ask("Qui ?", conversation=THREAD).status_code == 200
    time.sleep(0.5)
    assert teams.service.sent == []


def test_a_table_is_a_card(teams: Bot) -> None:
    """Header row named as such, no colour set, each fact linked; the text carries the pills of its cells."""
    teams.assistant.now = Scripted(answer(table=TABLE))
    teams.ask("Qui fait quoi ?")
    final = teams.service.wait()[0]
    shown = card(final)
    table = next(one for one in shown["body"] if one["type"] == "Table")
    assert (shown["version"], table["firstRowAsHeaders"]) == ("1.5", True)
    cells = [[c["items"][0]["inlines"][0]["text"] for c in row["cells"]] for row in table["rows"]]
    assert cells == [["Rôle", "Lettre"], ["Comité", "A"], ["Direction", "R"]]
    opened = table["rows"][1]["cells"][1]["items"][0]["inlines"][1]
    assert opened["text"] == " [2]"
    assert "/sources/matrice.xlsx" in opened["selectAction"]["url"]
    assert "color" not in json.dumps(shown)
    assert "Comité | A" in shown["fallbackText"]
    assert {one["position"] for one in pills(final)} == {1, 2}


def test_follow_ups_are_buttons(teams: Bot) -> None:
    """Three at most, each asks its question as if it had been typed."""
    teams.assistant.now = Scripted(answer(suggestions=("Qui ?", "Quand ?", "Où ?", "Pourquoi ?")))
    teams.ask("Qui approuve ?")
    actions = [one["selectAction"] for one in card(teams.service.wait()[0])["body"][1:]]
    assert [a["title"] for a in actions] == ["Qui ?", "Quand ?", "Où ?"]
    assert actions[0]["data"] == {"msteams": {"type": "imBack", "value": "Qui ?"}}


def test_a_refusal_names_documents_and_whom_to_ask(teams: Bot) -> None:
    """And its pill proves whom."""
    teams.assistant.now = Scripted(refusal())
    teams.ask("Quelle est la capitale ?")
    final = teams.service.wait()[0]
    assert final["text"].startswith("Les documents ne le disent pas.")
    assert "**Les documents les plus proches :**" in final["text"]
    assert "[Cadre](https://documents.example.org/cadre.docx)" in final["text"]
    assert "**À qui demander :** Gestionnaire (responsable de « Cadre »). [1]" in final["text"]
    assert len(pills(final)) == 1


@pytest.mark.parametrize("kind", ["installationUpdate", "conversationUpdate"])
def test_welcome_on_installation(teams: Bot, kind: str) -> None:
    """Scope and commands; once, though Teams tells it twice."""
    more: dict[str, Any] = {"type": kind, "action": "add", "membersAdded": [{"id": BOT}], "text": None}
    teams.ask("", **more)
    teams.ask("", **{**more, "type": "installationUpdate"})
    told = settled(teams.service, 1)
    assert len(told) == 1
    assert told[0]["text"].startswith("Bonjour, je suis **Repère**.")
    for words in ("/aide", "/sources", "/effacer", "in English"):
        assert words in told[0]["text"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("/aide", "Posez votre question en une phrase"),
        ("aide", "Posez votre question en une phrase"),
        ("/help", "Ask your question in a sentence"),
        ("", "Posez votre question en une phrase"),
        ("/sources", "encore aucun document"),
        ("/effacer", "Il n'y avait rien à oublier."),
    ],
)
def test_commands(teams: Bot, typed: str, words: str) -> None:
    """With or without the slash; nothing typed is a call for help."""
    teams.ask(typed)
    assert words in teams.service.wait()[0]["text"]


def test_a_conversation_is_remembered_then_forgotten(teams: Bot) -> None:
    """Per chat; ``/effacer`` forgets it."""
    assistant = Scripted()
    teams.assistant.now = assistant
    for count, text in enumerate(["Qui approuve ?", "Et le budget ?", "/effacer", "Et le plan ?"], start=1):
        teams.ask(text)
        teams.service.wait(count)
    teams.ask("Et ici ?", conversation="a:another")
    teams.service.wait(5)
    assert [q.context for q in asked(assistant)] == [(), ("Qui approuve ?",), (), ()]
    assert "C'est oublié" in teams.service.messages()[2]["text"]


def test_english_is_answered_in_english(teams: Bot) -> None:
    """The sign, and the words around the answer."""
    teams.assistant.now = Scripted(answer("The committee approves.", language=Lang.EN))
    teams.ask("Who approves the plan?")
    final = teams.service.wait()[0]
    assert teams.service.sent[0]["text"] == "Searching the documents…"
    assert card(final)["body"][0]["inlines"][0]["text"] == "You could also ask:"


@pytest.mark.parametrize(
    ("error", "words"),
    [(QuestionRefused("La question est vide : écrivez-la."), "écrivez-la"), (RuntimeError("secret"), "erreur interne")],
)
def test_a_failure_says_so(teams: Bot, error: Exception, words: str) -> None:
    """One sentence, without label or thumbs; never silence, never a trace."""
    teams.assistant.now = Scripted(error)
    teams.ask("Qui ?")
    final = teams.service.wait()[0]
    assert words in final["text"]
    assert "secret" not in str(teams.service.sent)
    assert "feedbackLoop" not in str(final)


def test_a_message_sent_again_is_answered_once(tmp_path: Path) -> None:
    """Ten times at once, and once more after the server was started again."""
    assistant = Scripted()
    with bot(tmp_path, assistant) as teams:
        for _ in range(10):
            assert teams.ask("Qui ?", id="same").status_code == 200
        assert len(settled(teams.service, 1)) == 1
    with bot(tmp_path, assistant) as teams:
        assert teams.ask("Qui ?", id="same").status_code == 200
        time.sleep(0.6)
        assert teams.service.sent == []
    assert len(asked(assistant)) == 1


class Slow(Scripted):
    """Takes its time."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds

    def answer(self, question: Any, on_step: Any = None) -> Any:
        for step in ("Lecture", "Lecture des passages", "Vérification"):
            on_step(step)
            time.sleep(self.seconds / 3)
        return super().answer(question)


@pytest.mark.alone
def test_progress_is_paced(teams: Bot) -> None:
    """One request a second at most, each line numbered, the stream named once it has a name; no wait for the post."""
    teams.assistant.now = Slow(2.4)
    started = time.monotonic()
    teams.ask("Qui ?")
    assert time.monotonic() - started < 0.5
    teams.service.wait()
    at = teams.service.at
    assert all(after - before >= 1.1 for before, after in pairwise(at))
    entities = [one["entities"][-1] for one in teams.service.sent]
    assert [e.get("streamSequence") for e in entities[:-1]] == list(range(1, len(entities)))
    assert [e.get("streamId") for e in entities] == [None, *["m1"] * (len(entities) - 1)]
    assert len(entities) >= 3


def test_one_stream_at_a_time_in_a_chat(teams: Bot) -> None:
    """A second question meanwhile is answered too, without a stream of its own."""
    teams.assistant.now = Slow(0.6)
    teams.ask("Qui ?")
    teams.ask("Quand ?")
    teams.service.wait(2)
    begun = [e for one in teams.service.sent for e in one.get("entities", ()) if e.get("streamSequence") == 1]
    assert len(begun) == 1


def test_answers_under_way_end_before_the_server(tmp_path: Path) -> None:
    """Stopped in the middle of an answer, the server gives it first."""
    with bot(tmp_path, Slow(0.9)) as teams:
        teams.ask("Qui ?")
        time.sleep(0.2)
    assert len(teams.service.messages()) == 1


def test_a_message_acknowledged_before_a_crash_is_answered_after(tmp_path: Path) -> None:
    """Its words are kept, sealed, until it is answered; the second life answers it, once."""
    over = threading.Event()

    secret = {"teams_client_secret": "s3cret"}
    with ExitStack() as dying:
        teams = dying.enter_context(bot(tmp_path, Dying(over), **secret))
        teams.ask("Une question confidentielle")
        service = teams.service
        while not list(tmp_path.glob("seen*")) or not service.sent:
            time.sleep(0.01)
        assert b"confidentielle" not in b"".join(one.read_bytes() for one in tmp_path.glob("seen*"))
        with bot(tmp_path, Scripted(), **secret):
            service.wait()
        with bot(tmp_path, Scripted(), **secret):
            time.sleep(0.3)
        assert len(service.messages()) == 1
        assert Deduplication(tmp_path).undone("teams") == []
        over.set()


@pytest.mark.parametrize("status", [429, 412, 502, 504])
def test_a_busy_service_is_tried_again(teams: Bot, monkeypatch: pytest.MonkeyPatch, status: int) -> None:
    """After the time it asks for."""
    monkeypatch.setattr("bots.teams.connector.FIRST", 0.05)
    teams.service.script += [(status, {}, {"retry-after": "0"}), (status, {}, {})]
    teams.ask("/aide")
    assert len(settled(teams.service, 1)) == 1
    assert len(teams.service.paths) == 3


def test_a_refused_stream_becomes_a_message(teams: Bot) -> None:
    """Where streaming is not allowed, the answer still comes."""
    teams.service.script.append((403, {"error": {"message": "Content stream is not allowed"}}, {}))
    teams.ask("Qui ?")
    final = teams.service.wait()[0]
    assert "streaminfo" not in str(final)
    assert "Le comité approuve" in final["text"]


def test_a_refused_message_keeps_its_words(teams: Bot) -> None:
    """When Teams takes neither the stream's end nor the card, the sentence still comes."""
    teams.ask("Qui ?")
    while not teams.service.sent:
        time.sleep(0.01)
    teams.service.script += [(400, {}, {}), (400, {}, {})]
    final = teams.service.wait()[0]
    assert "Le comité approuve" in final["text"]
    assert "attachments" not in final


def thumb(teams: Any, name: str, reply: str, value: dict[str, Any]) -> Any:
    return teams.ask("", type="invoke", name=name, replyToId=reply, value=value).json()


def test_thumbs_and_their_reason(tmp_path: Path) -> None:
    """The form offers reasons; what is sent is one row, with the message's id and the masked question."""
    with bot(tmp_path) as teams:
        teams.ask(
            "Qui appelle le 514 555-1234 ?", conversation=THREAD, **{**MENTION, "text": "Qui a le 514 555-1234 ?"}
        )
        teams.service.wait()
        reply = f"m{len(teams.service.sent)}"
        time.sleep(0.1)
        asked = {"actionName": "feedback", "actionValue": {"reaction": "dislike"}}
        form = thumb(teams, "message/fetchTask", reply, {"data": asked})["task"]["value"]["card"]["content"]
        sent = json.dumps({"reason": "wrong,outdated", "comment": "Voir a@b.ca"})
        for feedback in ("{}", sent):
            value = {"actionName": "feedback", "actionValue": {"reaction": "dislike", "feedback": feedback}}
            assert thumb(teams, "message/submitAction", reply, value) == {}
    assert [one["id"] for one in form["body"] if "id" in one] == ["reason", "comment"]
    rows = Feedback(tmp_path).rows()
    reason = "La réponse est fausse; La source est périmée ou mauvaise – Voir [courriel]"
    assert rows == [(reply, "teams", "down", reason, "Qui a le [téléphone] ?")]


def test_a_long_list_of_messages_is_paced() -> None:
    """No thread gets more than seven messages a second, or sixty in thirty seconds."""
    pace = Pace(lambda: 0.0)
    at = [pace.wait("a") for _ in range(200)]
    for count, seconds in ((7, 1.0), (60, 30.0)):
        assert all(at[n + count] - at[n] > seconds - 1e-6 for n in range(len(at) - count))
    assert pace.wait("b") == 0
