"""A question asked in Slack, answered in its thread with its sources."""

from __future__ import annotations

from pathlib import Path

from bots.channel import Desk
from bots.slack.bot import build
from tests.bots.replies import CITATION, Scripted, answer, refusal
from tests.bots.slack.payloads import direct, mention
from tests.bots.slack.service import serving


async def test_a_mention_is_answered_in_its_thread_with_its_sources(tmp_path: Path) -> None:
    """Streamed progress, then the verified text, then a block of sources that lead to the very passage."""
    async with serving(tmp_path) as served:
        asked = mention("Qui approuve le plan ?")
        given = await served.send(asked)
        assert given.status_code == 200
        (posted,) = await served.slack.until(served.slack.answers)
        assert (posted.channel, posted.thread, posted.state) == ("C1", asked["event"]["ts"], "ended")
        assert "Le comité approuve le plan." in posted.text
        sources = next(b for b in posted.blocks if b.get("block_id") == "sources-0")["text"]["text"]
        assert "<https://repere.example.org/sources/cadre.docx/3.1?start=0&amp;end=0&amp;m=" in sources
        assert "Matrice des rôles, version 3.1, 2 septembre 2026, feuille « Matrice », cellule D12" in sources
        assert "« Le comité approuve. »" in sources
        assert "À noter" in posted.shown
        (begun,) = served.slack.of("chat.startStream")
        assert (begun["recipient_team_id"], begun["recipient_user_id"]) == ("T1", "U1")
        assert begun["chunks"][0]["title"] == "Recherche dans les documents…"


async def test_a_direct_message_is_answered_and_followed_up(tmp_path: Path) -> None:
    """In the thread of the first message; the second leans on it; the mention is not part of the question."""
    assistant = Scripted(answer(), refusal())
    async with serving(tmp_path, assistant) as served:
        first = direct("Qui approuve le plan ?")
        await served.send(first)
        await served.slack.until(served.slack.answers)
        await served.send(direct("Et le budget ?", thread_ts=first["event"]["ts"]))
        await served.slack.until(lambda: len(served.slack.answers()) == 2)
        assert {m.thread for m in served.slack.messages} == {first["event"]["ts"]}
        assert [q.text for q in assistant.asked] == ["Qui approuve le plan ?", "Et le budget ?"]
        assert assistant.asked[1].context == ("Qui approuve le plan ?",)
        assert "À qui demander :* Gestionnaire" in served.slack.answers()[1].shown


async def test_without_a_public_address_links_lead_where_they_can(tmp_path: Path) -> None:
    """In a trial on this machine, to this machine's viewer; otherwise to the document's own address."""
    async with serving(tmp_path, public_url="") as served:
        await served.send(mention("Qui ?"))
        (posted,) = await served.slack.until(served.slack.answers)
        assert "<http://127.0.0.1:8000/sources/cadre.docx" in posted.shown
        real = served.desk.settings.model_copy(update={"slack_api_url": ""})
        bot = build(Desk(real), None)  # type: ignore[arg-type]
        assert bot.address(CITATION) == CITATION.url
