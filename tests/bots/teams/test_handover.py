"""A question handed over in Teams, with what the receiver may read, and the reply that comes back. Over real sockets."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from bots.teams.handover import Receiver
from tests.bots.access.graph import FakeGraph
from tests.bots.replies import Scripted
from tests.bots.teams.service import BOT, EXPERT, PERSON, TENANT, Bot, asked, bot, message
from tests.bots.teams.test_rights import ANNA, DIRECTION, setting, told

CHANNEL = "19:abc123@thread.tacv2"
SECRET = "s3cret-of-the-channel"
QUESTION = "Qui approuve le plan ?"


def buttons(activity: dict[str, Any]) -> list[dict[str, Any]]:
    """What opens a form, in the cards of a message."""
    cards = [one["content"] for one in activity.get("attachments", ())]
    return [a["data"] for card in cards for a in card.get("actions", ()) if a["type"] == "Action.Submit"]


def invoke(teams: Bot, name: str, data: dict[str, Any], conversation: str = "a:chat", person: str = PERSON) -> Any:
    """A button pressed or a form sent, as Teams posts it."""
    activity = {
        "type": "invoke", "name": name, "id": f"i-{name[5:]}-{data.get('act')}", "channelId": "msteams",
        "serviceUrl": teams.service.address, "from": {"id": person, "name": "Camille Roy"},
        "recipient": {"id": BOT}, "channelData": {"tenant": {"id": TENANT}}, "value": {"data": data},
        "conversation": {"id": conversation, "conversationType": "personal", "tenantId": TENANT},
    }  # fmt: skip
    return teams.post(activity)


def form_of(response: Any) -> dict[str, Any]:
    card = response.json()["task"]["value"]["card"]["content"]
    return dict(card)


def sent(teams: Bot, to: str, **fields: str) -> list[dict[str, Any]]:
    """Asks, opens the form, sends it; what was posted to the receiver and to the asker after the answer."""
    teams.ask(QUESTION)
    answered = len(teams.service.wait())
    [data] = buttons(teams.service.messages()[-1])
    form = form_of(invoke(teams, "task/fetch", data))
    assert QUESTION in json.dumps(form, ensure_ascii=False)
    send = form["actions"][0]["data"]
    leaving = invoke(teams, "task/submit", {**send, "note": "", "named": "false", **fields})
    assert leaving.json()["task"]["type"] == "message"
    after = teams.service.wait(answered + 3)[answered:]
    assert all(path.startswith((f"/v3/conversations/{to}", "/v3/conversations/a:chat", "/v3/conversations"))
               for path in teams.service.paths)  # fmt: skip
    return after


def test_without_a_receiver_no_button_is_shown(tmp_path: Path) -> None:
    """Nobody is named in the settings: nobody is offered."""
    with bot(tmp_path) as teams:
        teams.ask(QUESTION)
        assert buttons(teams.service.wait()[-1]) == []


def test_a_person_receives_the_question_and_what_was_found(tmp_path: Path) -> None:
    """In a chat begun with them: the question, the note, the answer made for them; the asker, not named, is told."""
    with bot(tmp_path, teams_handover=EXPERT, teams_client_secret=SECRET) as teams:
        head, found, done = sent(teams, f"a:{EXPERT}", note="C'est pour vendredi.")
        again = teams.assistant.asked[-1]
    assert [one["members"] for one in teams.service.opened] == [[{"id": EXPERT}]]
    assert QUESTION in head["text"]
    assert "pour vendredi" in head["text"]
    assert "Camille" not in json.dumps([head, found])
    assert "Le comité approuve le plan." in found["text"]
    assert (again.text, again.context, again.groups) == (QUESTION, (), frozenset())
    assert done["conversation"]["id"] == "a:chat"
    assert "transmise" in done["text"]


def test_a_channel_receives_it_in_one_thread(tmp_path: Path) -> None:
    """The question opens a thread of the channel, what was found follows in it, for everybody's eyes."""
    with bot(tmp_path, teams_handover=CHANNEL, teams_client_secret=SECRET) as teams:
        head, found, _ = sent(teams, CHANNEL, named="true")
        paths = teams.service.paths
    assert head["conversation"]["id"] == CHANNEL
    assert found["conversation"]["id"].startswith(f"{CHANNEL};messageid=m")
    assert f"/v3/conversations/{CHANNEL}/activities" in paths
    assert "Camille Roy" in head["text"]
    assert teams.service.opened == []


def test_the_reply_finds_the_asker(tmp_path: Path) -> None:
    """Whoever receives it writes back from a form; whom to stays sealed, and their words are told as theirs."""
    with bot(tmp_path, teams_handover=EXPERT, teams_client_secret=SECRET) as teams:
        head, *_ = sent(teams, f"a:{EXPERT}")
        [data] = buttons(head)
        assert "a:chat" not in json.dumps(data)
        send = form_of(invoke(teams, "task/fetch", data, f"a:{EXPERT}", "29:expert"))["actions"][0]["data"]
        before = len(teams.service.messages())
        invoke(teams, "task/submit", {**send, "reply": "Le *comité*, le 3 mars."}, f"a:{EXPERT}", "29:expert")
        back = teams.service.wait(before + 1)[-1]
    assert back["conversation"]["id"] == "a:chat"
    assert "Camille Roy répond" in back["text"]
    assert "pas ceux des documents" in back["text"]
    assert "*comité*" not in back["text"], "their marks are words, not markup"


def test_a_form_sent_twice_is_handed_over_once(tmp_path: Path) -> None:
    """Teams sends an invoke again when it hears nothing: one question is posted."""
    with bot(tmp_path, teams_handover=CHANNEL, teams_client_secret=SECRET) as teams:
        sent(teams, CHANNEL)
        count = len(teams.service.messages())
        data = {"act": "hand-over-send", "q": QUESTION, "l": "fr", "note": "", "named": "false"}
        invoke(teams, "task/submit", data)
        teams.ask("Autre question ?")
        teams.service.wait(count + 1)
        posted = [one for one in teams.service.messages() if "vous transmet" in one["text"]]
    assert len(posted) == 1


def test_a_person_who_cannot_be_written_to_is_told_to_the_asker(tmp_path: Path) -> None:
    """Repère is not installed for them (403): the asker hears that it was not sent."""
    stranger = EXPERT.replace("1", "9")
    with bot(tmp_path, teams_handover=stranger, teams_client_secret=SECRET) as teams:
        teams.ask(QUESTION)
        count = len(teams.service.wait())
        invoke(teams, "task/submit", {"act": "hand-over-send", "q": QUESTION, "l": "fr"})
        said = teams.service.wait(count + 1)[-1]
    assert said["conversation"]["id"] == "a:chat"
    assert "pas pu" in said["text"]


def test_a_forged_reply_goes_nowhere(tmp_path: Path) -> None:
    """An address that we did not seal is no address."""
    with bot(tmp_path, teams_handover=EXPERT, teams_client_secret=SECRET) as teams:
        forged = {"act": "hand-over-back", "b": "bm90IG91cnM=", "reply": "x", "l": "fr"}
        assert invoke(teams, "task/submit", forged).status_code == 200
        teams.ask(QUESTION)
        teams.service.wait()
        assert all("répond à la question" not in one["text"] for one in teams.service.messages())


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (EXPERT.upper(), Receiver(person=EXPERT)),
        (f" {CHANNEL} ", Receiver(channel=CHANNEL)),
        ("19:a/../b@thread.tacv2", None),
        ("quelqu'un", None),
        ("", None),
    ],
)
def test_a_receiver_is_a_person_or_a_channel(written: str, found: Receiver | None) -> None:
    """Anything else is nobody."""
    assert Receiver.of(written) == found


async def test_the_receiver_sees_what_they_may_read(tmp_path: Path) -> None:
    """The asker reads what the direction reads; who receives the question, what the public does; and the other way round."""
    assistant = Scripted()
    async with FakeGraph() as made:
        for members, rights in (({ANNA: {DIRECTION}}, frozenset()), ({EXPERT: {DIRECTION}}, frozenset({"direction"}))):
            made.members = {ANNA: set(), EXPERT: set(), **members}
            assistant.asked.clear()
            folder = tmp_path / str(len(rights))
            with bot(folder, assistant, **{**setting(made), "teams_handover": EXPERT}) as teams:
                whose = {**told(ANNA), "type": "invoke", "name": "task/submit"}
                data = {"act": "hand-over-send", "q": QUESTION, "l": "fr"}
                sending = {**message("", teams.service.address), **whose, "value": {"data": data}}
                await asyncio.to_thread(teams.post, sending)
                await asyncio.to_thread(lambda: teams.service.wait(3, 30.0))
            assert [q.groups for q in asked(assistant)] == [rights]
