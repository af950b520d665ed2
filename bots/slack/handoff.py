"""Passing a question on to a person, with its sources."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from bots.slack.api import SlackRefused
from bots.slack.blocks import SECTION, Block, context, section, words
from bots.slack.bot import Bot, Heard
from bots.slack.markup import mrkdwn
from bots.slack.replying import direct, place
from bots.slack.writing import QUIET

METADATA = 3000  # characters a form may carry
NOTE = 1000


async def proposed(bot: Bot, heard: Heard) -> None:
    """Opens the form, with the person the channel's settings name already chosen."""
    await heard.ack()
    payload = heard.payload
    channel, _ = place(payload)
    person = (await asyncio.to_thread(bot.preferences.of, channel)).person if channel else ""
    carried = await _carried(bot, payload)
    await bot.api.call("views.open", trigger_id=payload.get("trigger_id"), view=_form(bot, carried, person))


async def sent(bot: Bot, heard: Heard) -> None:
    """Writes to the chosen person. A guest, a bot or someone of another workspace is not one to choose."""
    payload, say = heard.payload, bot.say
    view = payload["view"]
    values = view["state"]["values"]
    person = str(values["whom"]["person"].get("selected_user") or "")
    note = str(values["note"]["text"].get("value") or "")
    if not await _colleague(bot, person):
        await heard.ack(response_action="errors", errors={"whom": say("hand_off_stranger")})
        return
    await heard.ack()
    user = str(payload["user"]["id"])
    carried = json.loads(view.get("private_metadata") or "{}")
    text = say("handed_off", user)
    blocks = _told(bot, text, carried, note)
    await bot.api.call("chat.postMessage", channel=await direct(bot, person), text=text, blocks=blocks, **QUIET)
    done = say("hand_off_done", person)
    await bot.api.call("chat.postMessage", channel=await direct(bot, user), text=done, **QUIET)


async def _carried(bot: Bot, payload: dict[str, Any]) -> dict[str, Any]:
    """The question, where it was asked, and as many sources as a form can hold, as they were shown."""
    question = str(payload["actions"][0].get("value") or "")
    message = payload.get("message") or {}
    carried: dict[str, Any] = {"q": question, "s": [], "l": await _permalink(bot, payload)}
    for block in message.get("blocks") or ():
        if str(block.get("block_id", "")).startswith("sources-"):
            for line in str((block.get("text") or {}).get("text", "")).split("\n<"):
                whole = line if line.startswith(("<", "*", "[")) else f"<{line}"
                if len(json.dumps({**carried, "s": [*carried["s"], whole]}, ensure_ascii=False)) <= METADATA:
                    carried["s"].append(whole)
    return carried


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


def _told(bot: Bot, text: str, carried: dict[str, Any], note: str) -> list[Block]:
    say = bot.say
    blocks = [section(text), section(f"*{say('question')} :* {mrkdwn(str(carried.get('q', '')))}"[:SECTION])]
    if note:
        blocks.append(section(mrkdwn(note[:NOTE])))
    blocks += [section(str(line)[:SECTION]) for line in carried.get("s", ())]
    if link := carried.get("l"):
        blocks.append(context(f"<{link}|{mrkdwn(say('conversation'))}>"))
    return blocks


def _form(bot: Bot, carried: dict[str, Any], person: str) -> dict[str, Any]:
    say = bot.say
    chooser: dict[str, Any] = {"type": "users_select", "action_id": "person"}
    if person:
        chooser["initial_user"] = person
    return {
        "type": "modal",
        "callback_id": "hand-off",
        "private_metadata": json.dumps(carried, ensure_ascii=False),
        "title": words(say("hand_off")[:24]),
        "submit": words(say("send")),
        "close": words(say("cancel")),
        "blocks": [
            {"type": "input", "block_id": "whom", "label": words(say("hand_off_to")), "element": chooser},
            {
                "type": "input", "block_id": "note", "optional": True, "label": words(say("hand_off_note")),
                "element": {
                    "type": "plain_text_input", "action_id": "text", "multiline": True, "max_length": NOTE,
                },
            },
        ],
    }  # fmt: skip
