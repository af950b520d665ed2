"""From the steward's page to the owner of a subject, by Slack and by Teams, and back as a proposal. Never as a source."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bots.channel import Desk
from bots.http.access.keys import digest
from bots.memory.ledger import Entry, Ledger, Missed
from bots.web.stewardship import experts
from tests.bots.access.openid import OpenId
from tests.bots.access.served import DIRECTION, PAGE, served, signed_in
from tests.bots.access.test_confirming import ingested
from tests.bots.slack.payloads import pressed, submitted
from tests.bots.slack.service import serving
from tests.bots.teams.service import EXPERT, bot
from tests.bots.teams.test_handover import buttons, form_of, invoke

OWNER = "Direction des ports, du large"
HELD, UNHELD = "Le quai du Nord ferme à 20 h.", "Le quai ferme quand il veut."


@pytest.fixture
def provider() -> Iterator[OpenId]:
    with OpenId() as made:
        made.person |= {"groups": [DIRECTION]}
        yield made


def missed(desk: Desk, readers: frozenset[str] = frozenset()) -> Entry:
    """A line of the ledger; its question is one the documents here answer with their last words."""
    assert desk.noticing is not None
    found = desk.noticing.ledger.entry(
        desk.noticing.ledger.note(Missed("quais.md", "refused", "a", owner=OWNER, readers=readers))
    )
    assert found is not None
    return found


def became(desk: Desk, entry: Entry) -> tuple[str, str]:
    assert desk.noticing is not None
    found = desk.noticing.ledger.entry(entry.id)
    assert found is not None
    return found.settled, found.note


@pytest.mark.parametrize(("words", "settled"), [(HELD, "proposed"), (UNHELD, "noted")])
async def test_in_slack_a_reply_becomes_a_proposal_or_a_note(tmp_path: Path, words: str, settled: str) -> None:
    """The question, the note and what was found arrive at the owner's; the words of a document come back as a question of
    corpus.yaml, others as a note; a second reply changes nothing."""
    more: dict[str, Any] = {"index": tmp_path / "index", "ledger": "on", "contacts": f"{OWNER}=slack:U2"}
    async with serving(tmp_path / "state", ingested(tmp_path), **more) as made:
        entry = missed(made.desk)
        assert await experts.ask(made.desk, entry, "C'est pressant.") == "asked"
        [sent] = made.slack.messages
        assert sent.channel == "DU2"
        assert all(said in sent.shown for said in ("quais.md", "pressant", "Le quai du Nord ferme à 20"))
        button = next(e for b in sent.blocks for e in b.get("elements", ()) if e.get("action_id") == "reply-back")
        await made.send(pressed("reply-back", button["value"], channel="DU2"))
        [form] = await made.slack.until(lambda: made.slack.forms)
        for said in (words, "autre chose"):
            given = {"reply": {"text": {"value": said}}}
            await made.send(submitted("reply-back", given, form["private_metadata"]))
            await made.slack.until(lambda: became(made.desk, entry)[0] != "")
        await made.slack.until(lambda: len([m for m in made.slack.messages if "Merci" in m.text]) == 2)
        how, note = became(made.desk, entry)
        assert how == settled
        assert words in note
        assert ("question: quais.md" in note) is (how == "proposed")


async def test_only_those_who_may_read_the_question_are_asked(tmp_path: Path) -> None:
    """Asked with the rights of the board: it goes to a place where the board reads, and to no other; nowhere where nobody is
    named, or where nothing arrives."""
    more: dict[str, Any] = {"index": tmp_path / "index", "ledger": "on", "slack_groups": "S1=direction"}
    async with serving(tmp_path / "state", ingested(tmp_path), contacts="*=slack:U2", **more) as made:
        entry = missed(made.desk, frozenset({"direction"}))
        assert await experts.ask(made.desk, entry, "") == "nobody"
        assert not await experts.tell(made.desk, entry, "note")
        assert made.slack.messages == []
    async with serving(tmp_path / "other", ingested(tmp_path), contacts="*=slack:U2", **more) as made:
        made.slack.usergroups = [{"id": "S1", "users": ["U2"]}]
        entry = missed(made.desk, frozenset({"direction"}))
        made.slack.refuse("conversations.open", "user_not_found")
        assert await experts.ask(made.desk, entry, "") == "unsent"
        assert await experts.ask(made.desk, entry, "") == "asked"
        assert await experts.tell(made.desk, entry, "À préciser dans le règlement.")
        assert "À préciser dans le règlement." in made.slack.messages[-1].shown
    async with serving(tmp_path / "none", ingested(tmp_path), contacts="Autre=slack:U2", **more) as made:
        assert await experts.ask(made.desk, missed(made.desk), "") == "nobody"


def test_in_teams_an_owner_is_asked_and_replies(tmp_path: Path) -> None:
    """From the page, in a chat begun with them; the reply is at the stewards', and they are thanked."""
    (tmp_path / "keys.yaml").write_text(f"keys: {{agent: {{sha256: {digest('k1')}, groups: [direction]}}}}", "utf-8")
    more: dict[str, Any] = {
        "index": tmp_path / "index", "ledger": "on", "contacts": f"*=teams:{EXPERT}", "keys": tmp_path / "keys.yaml",
        "stewards": "direction", "anonymous": "public", "teams_client_secret": "s3cret",
    }  # fmt: skip
    ledger = Ledger(tmp_path / "state", 90, 500)
    with bot(tmp_path / "state", ingested(tmp_path), **more) as teams:
        teams.ask("/aide")
        teams.service.wait(1)
        name = ledger.note(Missed("quais.md", "refused", "a", owner=OWNER))
        key = {"authorization": "Bearer k1"}
        told = teams.client.post("/intendance", data={"id": name, "how": "ask", "words": "Pressant."}, headers=key)
        assert "became=asked" in told.headers["location"]
        assert "la réponse est attendue" in teams.client.get("/intendance", headers={**key, **PAGE}).text
        sent = teams.service.wait(3)
        assert "Pressant." in sent[1]["text"]
        assert HELD in json.dumps(sent[2], ensure_ascii=False)
        [data] = buttons(sent[1])
        send = form_of(invoke(teams, "task/fetch", data))["actions"][0]["data"]
        invoke(teams, "task/submit", {**send, "reply": HELD})
        assert "Merci" in teams.service.wait(4)[-1]["text"]
        entry = ledger.entry(name)
        assert entry is not None
        assert entry.settled == "proposed"


def test_the_page_says_what_became_of_it(tmp_path: Path, provider: OpenId) -> None:
    """Nobody to write to: said, and the line stays; a note no document holds is kept, and said not to have been received."""
    more: dict[str, Any] = {"stewards": "direction", "ledger": "on"}
    with served(tmp_path / "state", provider, ingested(tmp_path), **more) as web:
        desk: Desk = web.app.state.desk  # type: ignore[attr-defined]
        signed_in(web)
        entry = missed(desk)
        assert 'value="ask"' in web.get("/intendance", headers=PAGE).text
        for how, words, said in (("ask", "", "ne dit pas où écrire"), ("propose", UNHELD, "personne ne l’a reçue")):
            told = web.post("/intendance", data={"id": entry.id, "how": how, "words": words}, headers=PAGE)
            assert said in web.get(told.headers["location"], headers=PAGE).text
        assert became(desk, entry) == ("noted", UNHELD)
