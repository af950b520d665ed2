"""Passing a question on to a person, with its sources."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from bots.slack.api import SlackRefused
from bots.slack.bot import Bot, Heard
from bots.slack.writing.blocks import SECTION, Block, context, section, words
from bots.slack.writing.markup import mrkdwn
from bots.slack.writing.replying import direct, place
from bots.slack.writing.threads import QUIET

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
    given = json.loads(str(payload["actions"][0].get("value") or "{}"))
    carried: dict[str, Any] = {"q": str(given.get("q", "")), "s": [], "l": await _permalink(bot, payload)}
    for line in _sources(payload) or given.get("s", ()):
        longer = {**carried, "s": [*carried["s"], str(line)]}
        if len(json.dumps(longer, ensure_ascii=False)) <= METADATA:
            carried = longer
    return carried


def _sources(payload: dict[str, Any]) -> list[str]:
    """The sources of the message the button stands under; none when Slack does not give the message back."""
    blocks = (payload.get("message") or {}).get("blocks") or ()
    told = [b["text"]["text"] for b in blocks if str(b.get("block_id", "")).startswith("sources-")]
    lines = "\n".join(told).split("\n")[1:]  # the first line is the heading
    # Two lines a source: its place, then its quote.
    return ["\n".join(lines[at : at + 2]) for at in range(0, len(lines), 2)]


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
