"""Thumbs under an answer, and the form that asks why when it was of no use."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from bots.memory.feedback import REASON, Opinion, Verdict
from bots.slack.bot import NAME, Bot, Heard
from bots.slack.writing.blocks import words
from bots.slack.writing.replying import place, tell


async def judged(bot: Bot, heard: Heard) -> None:
    """Notes the thumb at once; a thumb down opens the form, which may be left empty."""
    await heard.ack()
    value = str(heard.payload["actions"][0].get("value") or "")
    verdict: Verdict = "down" if value.startswith("-") else "up"
    await _record(bot, heard.payload, verdict, _about(value[1:]))
    if verdict == "up":
        await tell(bot, heard.payload, bot.say("thanks"))
    else:
        await bot.api.call("views.open", trigger_id=heard.payload.get("trigger_id"), view=_form(bot, value[1:]))


async def explained(bot: Bot, heard: Heard) -> None:
    """The reason joins the thumb."""
    await heard.ack()
    view = heard.payload["view"]
    reason = str(view["state"]["values"]["why"]["reason"].get("value") or "")
    await _record(bot, heard.payload, "down", _about(view.get("private_metadata") or ""), reason)


async def _record(bot: Bot, payload: dict[str, Any], verdict: Verdict, about: dict[str, str], reason: str = "") -> None:
    if not about.get("a"):
        return
    asker = f"{(payload.get('team') or {}).get('id', '')}/{payload['user']['id']}"
    readers = None if reason else await _readers(bot, payload)
    said = Opinion(about["a"], verdict, NAME, asker, reason, about.get("q", ""), about.get("g", ""), readers)
    await asyncio.to_thread(bot.desk.feedback.record, said)


async def _readers(bot: Bot, payload: dict[str, Any]) -> frozenset[str] | None:
    """The groups the answer above the thumb was made with, as when it was asked; None where Slack does not say."""
    channel, _ = place(payload)
    if not channel.startswith("D") and not (payload.get("container") or {}).get("is_ephemeral"):
        return (await asyncio.to_thread(bot.preferences.of, channel)).groups
    found = await bot.rights.of(str(payload["user"]["id"]))
    return None if bot.rights.unsure else found


def _about(value: str) -> dict[str, str]:
    """Which answer a button speaks of; nothing when it is not one of ours."""
    try:
        found = json.loads(value)
    except ValueError:
        return {}
    return {k: v for k, v in found.items() if isinstance(v, str)} if isinstance(found, dict) else {}


def _form(bot: Bot, about: str) -> dict[str, Any]:
    say = bot.say
    return {
        "type": "modal",
        "callback_id": "reason",
        "private_metadata": about,
        "title": words(say("why_title")),
        "submit": words(say("send")),
        "close": words(say("close")),
        "blocks": [{
            "type": "input",
            "block_id": "why",
            "optional": True,
            "label": words(say("why")),
            "hint": words(say("why_hint")),
            "element": {
                "type": "plain_text_input", "action_id": "reason", "multiline": True, "max_length": REASON,
            },
        }],
    }  # fmt: skip
