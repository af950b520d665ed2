"""The command, the shortcut, the home tab, the buttons and the forms."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from tests.bots.replies import Scripted, answer, refusal
from tests.bots.slack.fake import Posted
from tests.bots.slack.payloads import command, direct, encoded, event, interaction, mention, pressed, submitted
from tests.bots.slack.service import Served, serving


def _button(blocks: list[dict[str, Any]], action: str) -> dict[str, Any]:
    return next(e for b in blocks for e in b.get("elements", ()) if e.get("action_id") == action)


async def _answered(served: Served) -> Posted:
    await served.send(mention("Qui approuve le plan ?"))
    (posted,) = await served.slack.until(served.slack.answers)
    return posted


def _under(posted: Posted) -> dict[str, Any]:
    """What an interaction carries of the message it came from."""
    return {
        "message": {"ts": posted.ts, "thread_ts": posted.thread, "blocks": posted.blocks},
        "container": {"type": "message", "message_ts": posted.ts},
    }


async def test_the_command_answers_for_the_asker_and_publishes_on_request(tmp_path: Path) -> None:
    """Acknowledged with a sign of life; the answer replaces it; publishing answers in a thread, once."""
    assistant = Scripted()
    async with serving(tmp_path, assistant) as served:
        told = await served.send(command("Qui approuve le plan ?", served.slack.hook()))
        assert (told.status_code, told.text) == (200, "Recherche dans les documents…")
        (shown,) = await served.slack.until(lambda: served.slack.responses)
        assert (shown["response_type"], shown["replace_original"]) == ("ephemeral", False)
        assert served.slack.messages == []
        publish = _button(shown["blocks"], "publish")
        assert publish["text"]["text"] == "Publier dans le fil"
        at = {"container": {"is_ephemeral": True, "message_ts": "5.5"}, "response_url": served.slack.hook("r2")}
        for _ in range(2):
            await served.send(pressed("publish", publish["value"], **at))
        (posted,) = await served.slack.until(served.slack.answers)
        await asyncio.sleep(0.1)
        root = served.slack.messages[0]
        assert root.text == "<@U1> a demandé : Qui approuve le plan ?"
        assert (posted.thread, posted.channel) == (root.ts, "C1")
        assert len(served.slack.messages) == 2
        assert "Publié dans le canal." in [r["text"] for r in served.slack.responses]


async def test_publishing_shows_only_what_everyone_there_may_read(tmp_path: Path) -> None:
    """The private answer used the person's rights; the published one the channel's."""
    assistant = Scripted()
    async with serving(tmp_path, assistant, slack_groups="S1=direction") as served:
        served.slack.usergroups = [{"id": "S1", "users": ["U1"]}]
        await served.send(command("Qui ?", served.slack.hook()))
        (shown,) = await served.slack.until(lambda: served.slack.responses)
        at = {"container": {"is_ephemeral": True, "message_ts": "5.5"}}
        await served.send(pressed("publish", _button(shown["blocks"], "publish")["value"], **at))
        await served.slack.until(served.slack.answers)
        assert [q.groups for q in assistant.asked] == [{"direction"}, frozenset()]


async def test_publishing_where_the_bot_is_not_says_how(tmp_path: Path) -> None:
    """Invite it, in a sentence to the person alone; then the same button publishes."""
    async with serving(tmp_path) as served:
        served.slack.absent.add("C1")
        at = {"container": {"is_ephemeral": True, "message_ts": "5.5"}, "response_url": served.slack.hook()}
        await served.send(pressed("publish", json.dumps({"q": "Qui ?", "t": ""}), **at))
        (told,) = await served.slack.until(lambda: served.slack.responses)
        assert "/invite" in told["text"]
        served.slack.absent.clear()
        await served.send(pressed("publish", json.dumps({"q": "Qui ?", "t": ""}), **at))
        await served.slack.until(served.slack.answers)


async def test_an_empty_command_or_mention_says_what_to_write(tmp_path: Path) -> None:
    """With an example; nothing is asked."""
    assistant = Scripted()
    async with serving(tmp_path, assistant) as served:
        assert "par exemple" in (await served.send(command("  "))).text
        await served.send(mention(""))
        (posted,) = await served.slack.until(served.slack.answers)
        assert "par exemple" in posted.shown
        assert assistant.asked == []


async def test_the_shortcut_asks_what_a_message_says(tmp_path: Path) -> None:
    """For the eyes of whoever chose it, published under that very message."""
    assistant = Scripted()
    async with serving(tmp_path, assistant) as served:
        chosen = interaction(
            "message_action", callback_id="ask-message", channel={"id": "C1"}, response_url=served.slack.hook(),
            message={"text": "Qui approuve &lt;le plan&gt; <@U2> ?", "ts": "7.7", "user": "U2"},
        )  # fmt: skip
        await served.send(chosen)
        shown = (await served.slack.until(lambda: [r for r in served.slack.responses if r.get("blocks")]))[0]
        assert assistant.asked[0].text == "Qui approuve <le plan> ?"
        at = {"container": {"is_ephemeral": True, "message_ts": "5.5"}}
        await served.send(pressed("publish", _button(shown["blocks"], "publish")["value"], **at))
        (posted,) = await served.slack.until(served.slack.answers)
        assert posted.thread == "7.7"


async def test_a_question_offered_is_asked_where_it_was_offered(tmp_path: Path) -> None:
    """In the same thread, shown before its answer."""
    assistant = Scripted()
    async with serving(tmp_path, assistant) as served:
        posted = await _answered(served)
        offered = _button(posted.blocks, "ask-0")
        await served.send(pressed("ask-0", offered["value"], **_under(posted)))
        await served.slack.until(lambda: len(served.slack.answers()) == 2)
        assert [m.thread for m in served.slack.messages] == [posted.thread] * 3
        assert served.slack.messages[1].text == "<@U1> a demandé : Qui est consulté ?"
        assert assistant.asked[1].context == ("Qui approuve le plan ?",)


async def test_thumbs_are_recorded_and_a_thumb_down_asks_why(tmp_path: Path) -> None:
    """One row a person and answer; the reason joins it; personal data is masked."""
    async with serving(tmp_path) as served:
        posted = await _answered(served)
        thumbs = _button(posted.blocks, "feedback")
        down, up = (thumbs[f"{side}_button"]["value"] for side in ("negative", "positive"))
        await served.send(pressed("feedback", up, response_url=served.slack.hook(), **_under(posted)))
        (thanks,) = await served.slack.until(lambda: served.slack.responses)
        assert thanks["text"] == "Merci, votre avis est noté."
        await served.send(pressed("feedback", down, **_under(posted)))
        (form,) = await served.slack.until(lambda: served.slack.forms)
        assert form["callback_id"] == "reason"
        why = {"why": {"reason": {"value": "Il manque le 418-555-0199"}}}
        given = await served.send(submitted("reason", why, form["private_metadata"]))
        assert (given.status_code, given.text) == (200, "")
        await served.slack.until(lambda: any(row[3] for row in served.desk.feedback.rows()))
        assert served.desk.feedback.rows() == [
            ("a1", "slack", "down", "Il manque le [téléphone]", "Qui approuve le plan ?")
        ]


def _chosen(person: str, note: str | None = None, *, named: bool = False) -> dict[str, Any]:
    ticked = {"name": {"selected_options": [{"value": "yes"}] if named else []}}
    return {"whom": {"person": {"selected_user": person}}, "note": {"text": {"value": note}}, "named": ticked}


async def _handed(served: Served, values: dict[str, Any], posted: Posted) -> list[Posted]:
    await served.send(pressed("hand-off", _button(posted.blocks, "hand-off")["value"], **_under(posted)))
    form = (await served.slack.until(lambda: served.slack.forms))[-1]
    await served.send(submitted("hand-off", values, form["private_metadata"]))
    told: list[Posted] = await served.slack.until(
        lambda: (m := [m for m in served.slack.messages if m.channel.startswith("DU")]) and len(m) == 2 and m
    )
    return told


async def test_a_question_is_passed_on_with_what_is_found(tmp_path: Path) -> None:
    """To a colleague; a guest, a bot or a stranger is not one to choose."""
    async with serving(tmp_path) as served:
        served.slack.people |= {"U3": {"team_id": "T9"}, "U4": {"team_id": "T1", "is_restricted": True}}
        posted = await _answered(served)
        await served.send(pressed("hand-off", _button(posted.blocks, "hand-off")["value"], **_under(posted)))
        (form,) = await served.slack.until(lambda: served.slack.forms)
        assert "ses propres accès" in json.dumps(form, ensure_ascii=False)  # told before sending
        for barred in ("U3", "U4", "U9"):
            told = await served.send(submitted("hand-off", _chosen(barred), form["private_metadata"]))
            assert "whom" in told.json()["errors"]
        received, confirmed = await _handed(served, _chosen("U2", "Merci <!channel>", named=True), posted)
        assert (received.channel, confirmed.channel) == ("DU2", "DU1")
        for words in ("<@U1>", "Qui approuve le plan ?", "Le comité approuve", "archives/C1/p", "Merci &lt;"):
            assert words in received.shown
        assert "https://repere.example.org/sources/cadre.docx" in received.shown


async def test_whoever_receives_a_question_sees_what_they_may_read(tmp_path: Path) -> None:
    """Answered again with their rights, and with nothing the asker was shown."""
    assistant = Scripted(answer("Le montant est de 4 200 $."), refusal())
    async with serving(tmp_path, assistant, slack_groups="S1=direction") as served:
        served.slack.usergroups = [{"id": "S1", "users": ["U1"]}]
        await served.send(direct("Quel montant ?", ts="1.1"))
        await served.slack.until(served.slack.answers)
        received, _ = await _handed(served, _chosen("U2"), served.slack.answers()[0])
        assert [q.groups for q in assistant.asked] == [{"direction"}, frozenset()]
        assert "Quel montant ?" in received.shown
        assert "4 200" not in received.shown
        assert "<@U1>" not in received.shown  # not named: the box was left empty


async def test_the_reply_comes_back_to_the_asker(tmp_path: Path) -> None:
    """As a person's words; the expert, whom nobody told who asked, only presses a button."""
    async with serving(tmp_path) as served:
        posted = await _answered(served)
        received, _ = await _handed(served, _chosen("U2"), posted)
        press = pressed("reply-back", _button(received.blocks, "reply-back")["value"], channel="DU2")
        press["user"]["id"] = "U2"
        await served.send(press)
        form = await served.slack.until(lambda: len(served.slack.forms) == 2 and served.slack.forms[-1])
        written = submitted(
            "reply-back", {"reply": {"text": {"value": "C'est la direction."}}}, form["private_metadata"]
        )
        written["user"]["id"] = "U2"
        await served.send(written)
        back = await served.slack.until(
            lambda: len(m := [m for m in served.slack.messages if m.channel == "DU1"]) == 2 and m[1]
        )
        assert "<@U2> répond" in back.text
        assert "C'est la direction." in back.shown


async def test_a_form_sent_again_is_received_once(tmp_path: Path) -> None:
    """Signed anew, as a retry is: the colleague gets one message."""
    async with serving(tmp_path) as served:
        body = encoded(submitted("hand-off", _chosen("U2"), json.dumps({"q": "Qui ?", "l": ""})))
        for again in (b"", b"&again=1"):
            assert (await served.raw(body + again)).status_code == 200
        await served.slack.until(lambda: [m for m in served.slack.messages if m.channel == "DU1"])
        await asyncio.sleep(0.1)
        assert len([m for m in served.slack.messages if m.channel == "DU2"]) == 1


async def test_a_private_answer_is_passed_on_too(tmp_path: Path) -> None:
    """Slack does not give an ephemeral message back with the press of its button: the button carries the question."""
    async with serving(tmp_path) as served:
        await served.send(command("Qui approuve le plan ?", served.slack.hook()))
        (shown,) = await served.slack.until(lambda: served.slack.responses)
        value = _button(shown["blocks"], "hand-off")["value"]
        await served.send(pressed("hand-off", value, container={"is_ephemeral": True, "message_ts": "5.5"}))
        (form,) = await served.slack.until(lambda: served.slack.forms)
        assert json.loads(form["private_metadata"])["q"] == "Qui approuve le plan ?"


async def test_the_home_tab_says_what_why_and_how_to_erase(tmp_path: Path) -> None:
    """Scope, freshness, examples, privacy; erasing forgets questions and opinions of that person alone."""
    async with serving(tmp_path) as served:
        home = {"type": "app_home_opened", "user": "U1", "tab": "home", "channel": "D1"}
        await served.send(event(home))
        view = await served.slack.until(lambda: served.slack.homes.get("U1"))
        shown = json.dumps(view, ensure_ascii=False)
        for words in ("documents officiels", "Documents relus", "Exemples", "Vie privée", "30 minutes", "365 jours"):
            assert words in shown
        await served.send(direct("Qui ?", ts="1.1"))
        await served.slack.until(served.slack.answers)
        thumbs = _button(served.slack.answers()[0].blocks, "feedback")
        for user in ("U1", "U2"):
            one = pressed("feedback", thumbs["positive_button"]["value"])
            one["user"]["id"] = user
            await served.send(one)
        await served.slack.until(lambda: len(served.desk.feedback.rows()) == 2)
        assert served.desk.conversations.context("slack/U1/1.1")
        await served.send(pressed("forget", "forget", container={"type": "view"}))
        await served.slack.until(lambda: "C'est fait" in json.dumps(served.slack.homes["U1"]))
        assert len(served.desk.feedback.rows()) == 1
        assert not served.desk.conversations.context("slack/U1/1.1")


async def test_the_agent_view_offers_prompts_and_an_example_is_answered(tmp_path: Path) -> None:
    """Prompts without a thread; a question of the home tab is put in the person's own messages."""
    assistant = Scripted()
    async with serving(tmp_path, assistant) as served:
        await served.send(event({"type": "app_home_opened", "user": "U1", "tab": "messages", "channel": "D1"}))
        (prompts,) = await served.slack.until(lambda: served.slack.of("assistant.threads.setSuggestedPrompts"))
        assert "thread_ts" not in prompts
        assert prompts["prompts"][0]["message"]
        await served.send(pressed("ask-home-0", "Qui approuve ?", channel="", container={"type": "view"}))
        (posted,) = await served.slack.until(served.slack.answers)
        assert posted.channel == "DU1"
        assert served.slack.messages[0].text == "Qui approuve ?"


async def test_a_channel_may_have_its_threads_followed(tmp_path: Path) -> None:
    """Not before it is set by « réglages »; then what follows is answered, but not what is said to someone else."""
    assistant = Scripted(answer(), refusal())
    async with serving(tmp_path, assistant) as served:
        asked = mention("Qui ?")
        await served.send(asked)
        await served.slack.until(served.slack.answers)
        talk = {
            "type": "message", "channel_type": "channel", "channel": "C1", "user": "U1", "team": "T1",
            "thread_ts": asked["event"]["ts"],
        }  # fmt: skip
        await served.send(event({**talk, "ts": "9.0", "text": "Merci !"}))
        await served.send(command("réglages"))
        (form,) = await served.slack.until(lambda: served.slack.forms)
        assert form["callback_id"] == "settings"
        values = {
            "mode": {"choice": {"selected_option": {"value": "thread"}}},
            "person": {"user": {"selected_user": "U2"}},
        }
        await served.send(submitted("settings", values, form["private_metadata"]))
        await served.slack.until(lambda: [m for m in served.slack.messages if m.text == "Réglages enregistrés."])
        await served.send(event({**talk, "ts": "9.1", "text": "<@U2> qu'en penses-tu ?"}))
        await served.send(event({**talk, "ts": "9.2", "text": "Et le budget ?"}))
        await served.slack.until(lambda: len(served.slack.answers()) == 2)
        assert [q.text for q in assistant.asked] == ["Qui ?", "Et le budget ?"]


async def test_only_who_may_read_opens_restricted_documents_to_a_private_channel(tmp_path: Path) -> None:
    """A choice one may not make is refused, even when the form is forged; the channel is then answered with it."""
    assistant = Scripted()
    async with serving(tmp_path, assistant, slack_groups="S1=direction") as served:
        served.slack.usergroups = [{"id": "S1", "users": ["U1"]}]
        await served.send(command("réglages"))
        await served.send(command("réglages", channel_name="privategroup"))
        public, private = await served.slack.until(lambda: len(served.slack.forms) == 2 and served.slack.forms)
        assert [b["block_id"] for b in public["blocks"]] == ["mode", "person"]
        assert [b["block_id"] for b in private["blocks"]] == ["mode", "audience", "person"]
        values = {
            "mode": {"choice": {"selected_option": {"value": "mention"}}},
            "audience": {"groups": {"selected_options": [{"value": "direction"}]}},
            "person": {"user": {"selected_user": None}},
        }
        other = submitted("settings", values, private["private_metadata"])
        other["user"]["id"] = "U2"
        assert "audience" in (await served.send(other)).json()["errors"]
        await served.send(submitted("settings", values, private["private_metadata"]))
        await served.slack.until(lambda: [m for m in served.slack.messages if m.text == "Réglages enregistrés."])
        await served.send(mention("Qui ?"))
        await served.send(direct("Qui ?", user="U2"))
        await served.slack.until(lambda: len(served.slack.answers()) == 2)
        assert sorted(len(q.groups) for q in assistant.asked) == [0, 1]
