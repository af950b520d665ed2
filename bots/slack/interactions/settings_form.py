"""The settings of a channel: a form, opened by « /gouvernance réglages »."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from bots.rendering.plain import shorten
from bots.slack.bot import Bot, Heard
from bots.slack.preferences import Preference
from bots.slack.writing.blocks import Block, words

CHOICES = 10  # Slack's limit on the boxes of one group


async def show(bot: Bot, payload: dict[str, Any]) -> None:
    """Opens the form. Restricted documents are offered to those who read them, and in private channels only."""
    channel, user = str(payload.get("channel_id") or ""), str(payload.get("user_id") or "")
    if channel.startswith("D"):
        await bot.api.respond(str(payload.get("response_url")), {"text": bot.say("settings_where")})
        return
    private = payload.get("channel_name") == "privategroup"
    offered = await bot.rights.of(user) if private else frozenset()
    chosen = await asyncio.to_thread(bot.preferences.of, channel)
    view = _form(bot, channel, chosen, sorted(offered)[:CHOICES])
    await bot.api.call("views.open", trigger_id=payload.get("trigger_id"), view=view)


async def saved(bot: Bot, heard: Heard) -> None:
    """Keeps the choices. What a person may not read themselves, they cannot open to others, whatever the form says."""
    view = heard.payload["view"]
    user = str(heard.payload["user"]["id"])
    about = json.loads(view.get("private_metadata") or "{}")
    values = view["state"]["values"]
    mode = ((values["mode"]["choice"].get("selected_option")) or {}).get("value")
    boxes = values.get("audience", {}).get("groups", {}).get("selected_options") or ()
    groups = frozenset(str(box["value"]) for box in boxes)
    mine = await bot.rights.of(user)
    if groups - mine:
        await heard.ack(response_action="errors", errors={"audience": bot.say("not_yours")})
        return
    await heard.ack()
    person = str(values["person"]["user"].get("selected_user") or "")
    channel = str(about.get("channel") or "")
    before = await asyncio.to_thread(bot.preferences.of, channel)
    kept = before.groups - mine  # opened by someone who could, and not shown to this person
    await asyncio.to_thread(bot.preferences.set, channel, Preference(mode == "thread", groups | kept, person))
    await bot.api.call("chat.postEphemeral", channel=channel, user=user, text=bot.say("settings_saved"))


def _form(bot: Bot, channel: str, chosen: Preference, offered: list[str]) -> dict[str, Any]:
    say = bot.say
    return {
        "type": "modal",
        "callback_id": "settings",
        "private_metadata": json.dumps({"channel": channel}),
        "title": words(say("settings_title")),
        "submit": words(say("save")),
        "close": words(say("cancel")),
        "blocks": [_mode(bot, chosen), *_audience(bot, chosen, offered), _person(bot, chosen)],
    }


def _mode(bot: Bot, chosen: Preference) -> Block:
    say = bot.say
    options = [{"text": words(say(f"mode_{name}")), "value": name} for name in ("mention", "thread")]
    return {
        "type": "input", "block_id": "mode", "label": words(say("settings_mode")),
        "element": {
            "type": "radio_buttons", "action_id": "choice", "options": options,
            "initial_option": options[int(chosen.follows)],
        },
    }  # fmt: skip


def _audience(bot: Bot, chosen: Preference, offered: list[str]) -> list[Block]:
    if not offered:
        return []
    options = [{"text": words(shorten(name, 75)), "value": name[:150]} for name in offered]
    ticked = [option for option, name in zip(options, offered, strict=True) if name in chosen.groups]
    boxes: Block = {"type": "checkboxes", "action_id": "groups", "options": options}
    if ticked:
        boxes["initial_options"] = ticked
    return [{
        "type": "input", "block_id": "audience", "optional": True, "label": words(bot.say("settings_audience")),
        "hint": words(bot.say("settings_audience_hint")), "element": boxes,
    }]  # fmt: skip


def _person(bot: Bot, chosen: Preference) -> Block:
    chooser: Block = {"type": "users_select", "action_id": "user"}
    if chosen.person:
        chooser["initial_user"] = chosen.person
    return {
        "type": "input", "block_id": "person", "optional": True, "label": words(bot.say("settings_person")),
        "element": chooser,
    }  # fmt: skip
