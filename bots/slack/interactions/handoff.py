"""Passing a question on to a person, and their reply back to the asker.

Nothing the asker was shown travels: the question is answered again with the rights of whoever receives it, and the form
says so before it is sent. The asker is named only if they tick the box; the reply finds them either way.
"""

from __future__ import annotations

import asyncio
import base64
import json
import logging
from typing import Any

from bots.channel import Asked
from bots.rendering.message import Message, render
from bots.slack.api import SlackRefused
from bots.slack.bot import Bot, Heard
from bots.slack.writing.blocks import Block, button, context, draw, section, words
from bots.slack.writing.markup import mrkdwn
from bots.slack.writing.replying import direct, place
from bots.slack.writing.threads import QUIET
from bots.web.stewardship import experts
from bots.wording.steward import steward

NOTE = 1000  # characters of a note, of a reply
QUESTION = 400  # characters of the question passed on
log = logging.getLogger("repere")


async def proposed(bot: Bot, heard: Heard) -> None:
    """Opens the form, with the person the channel's settings name already chosen."""
    await heard.ack()
    payload = heard.payload
    channel, _ = place(payload)
    person = (await asyncio.to_thread(bot.preferences.of, channel)).person if channel else ""
    given = json.loads(str(payload["actions"][0].get("value") or "{}"))
    carried = {"q": str(given.get("q", ""))[:QUESTION], "l": await _permalink(bot, payload)}
    await bot.api.call("views.open", trigger_id=payload.get("trigger_id"), view=_form(bot, carried, person))


async def sent(bot: Bot, heard: Heard) -> None:
    """Writes to the chosen person. A guest, a bot or someone of another workspace is not one to choose."""
    payload, say = heard.payload, bot.say
    view = payload["view"]
    values = view["state"]["values"]
    person = str(values["whom"]["person"].get("selected_user") or "")
    note = str(values["note"]["text"].get("value") or "")
    named = bool((values.get("named") or {}).get("name", {}).get("selected_options"))
    if not await _colleague(bot, person):
        await heard.ack(response_action="errors", errors={"whom": say("hand_off_stranger")})
        return
    await heard.ack()
    user = str(payload["user"]["id"])
    carried = json.loads(view.get("private_metadata") or "{}")
    text = say("handed_off", user) if named else say("handed_off_unnamed")
    blocks = await _told(bot, text, carried if named else {**carried, "l": ""}, note, person)
    blocks.append({"type": "actions", "block_id": "back", "elements": [_reply_button(bot, user, carried)]})
    await bot.api.call("chat.postMessage", channel=await direct(bot, person), text=text, blocks=blocks, **QUIET)
    done = say("hand_off_done", person)
    await bot.api.call("chat.postMessage", channel=await direct(bot, user), text=done, **QUIET)


async def replying(bot: Bot, heard: Heard) -> None:
    """Opens the form in which the expert writes back; whom to stays sealed."""
    await heard.ack()
    value = str(heard.payload["actions"][0].get("value") or "")
    await bot.api.call("views.open", trigger_id=heard.payload.get("trigger_id"), view=_reply_form(bot, value))


async def replied(bot: Bot, heard: Heard) -> None:
    """Carries the expert's words to the asker, as a person's words and not as an answer of the documents."""
    view, say = heard.payload["view"], bot.say
    await heard.ack()
    opened = bot.seal.open(base64.urlsafe_b64decode(str(view.get("private_metadata") or "")))
    if opened is None:
        return
    back = json.loads(opened)
    written = str(view["state"]["values"]["reply"]["text"].get("value") or "")[:NOTE]
    expert = str(heard.payload["user"]["id"])
    if "e" in back:  # asked from the steward's page: nobody waits for it in a chat
        await asyncio.to_thread(experts.replied, bot.desk, back["e"], written)
        thanks = mrkdwn(steward(bot.language)["expert_thanks"])
        await bot.api.call("chat.postMessage", channel=await direct(bot, expert), text=thanks, **QUIET)
        return
    text = say("reply_back", expert)
    blocks = [section(text), section(f"*{say('question')} :* {mrkdwn(back['q'])}"), section(mrkdwn(written))]
    await bot.api.call("chat.postMessage", channel=await direct(bot, back["u"]), text=text, blocks=blocks, **QUIET)


async def _permalink(bot: Bot, payload: dict[str, Any]) -> str:
    channel, _ = place(payload)
    ts = (payload.get("message") or {}).get("ts")
    if not channel or not ts:
        return ""
    try:
        return str((await bot.api.call("chat.getPermalink", channel=channel, message_ts=ts)).get("permalink") or "")
    except SlackRefused:
        return ""


async def _colleague(bot: Bot, person: str) -> bool:
    try:
        found = (await bot.api.call("users.info", user=person)).get("user") or {}
    except SlackRefused:
        return False
    barred = ("is_bot", "is_stranger", "is_restricted", "is_ultra_restricted", "deleted")
    return found.get("team_id") in await bot.teams() and not any(found.get(name) for name in barred)


async def _told(bot: Bot, text: str, carried: dict[str, Any], note: str, person: str) -> list[Block]:
    say, question = bot.say, str(carried.get("q", ""))
    blocks = [section(text), section(f"*{say('question')} :* {mrkdwn(question)}")]
    if note:
        blocks.append(section(mrkdwn(note[:NOTE])))
    if link := carried.get("l"):
        blocks.append(context(f"<{link}|{mrkdwn(say('conversation'))}>"))
    if found := await _found(bot, question, person):
        blocks += [section(f"*{say('hand_off_found')}*"), *draw(found, say).blocks]
    return blocks


async def _found(bot: Bot, question: str, person: str) -> Message | None:
    """What the documents this person may read answer; None when that cannot be known."""
    asked = Asked(question, context=(), groups=await bot.rights.of(person))
    try:
        return await asyncio.to_thread(lambda: render(bot.desk.reply(asked), bot.address))
    except Exception as error:  # noqa: BLE001 – the question is passed on all the same
        log.warning("slack: %s", type(error).__name__)
        return None


def _reply_button(bot: Bot, user: str, carried: dict[str, Any]) -> dict[str, Any]:
    back = json.dumps({"u": user, "q": str(carried.get("q", ""))}, ensure_ascii=False)
    sealed = base64.urlsafe_b64encode(bot.seal.close(back.encode())).decode()
    return button("reply-back", bot.say("reply"), sealed)


def _form(bot: Bot, carried: dict[str, Any], person: str) -> dict[str, Any]:
    say = bot.say
    chooser: dict[str, Any] = {"type": "users_select", "action_id": "person"}
    if person:
        chooser["initial_user"] = person
    agreed = {"text": words(say("hand_off_named")), "value": "yes"}
    return {
        **_modal(bot, "hand-off", "hand_off"),
        "private_metadata": json.dumps(carried, ensure_ascii=False),
        "blocks": [
            section(say("hand_off_rights")),
            {"type": "input", "block_id": "whom", "label": words(say("hand_off_to")), "element": chooser},
            _written("note", say("hand_off_note"), optional=True),
            {
                "type": "input", "block_id": "named", "optional": True, "label": words(say("hand_off_name")),
                "element": {"type": "checkboxes", "action_id": "name", "options": [agreed]},
            },
        ],
    }  # fmt: skip


def _reply_form(bot: Bot, sealed: str) -> dict[str, Any]:
    blocks = [_written("reply", bot.say("reply"), optional=False)]
    return {**_modal(bot, "reply-back", "reply"), "private_metadata": sealed, "blocks": blocks}


def _modal(bot: Bot, name: str, title: str) -> dict[str, Any]:
    say = bot.say
    shown = words(say(title)[:24])
    return {
        "type": "modal",
        "callback_id": name,
        "title": shown,
        "submit": words(say("send")),
        "close": words(say("cancel")),
    }


def _written(name: str, label: str, *, optional: bool) -> Block:
    field = {"type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": NOTE}
    return {"type": "input", "block_id": name, "optional": optional, "label": words(label), "element": field}
