"""« Confirmer jusqu'au… » under an answer in Slack: the form, and what comes of it."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from assistant.errors import AssistantError
from bots.errors import BotError, sentence
from bots.http.access.person import key_of
from bots.slack.bot import NAME, Bot, Heard
from bots.slack.writing.blocks import section, words
from bots.slack.writing.markup import mrkdwn
from bots.slack.writing.replying import direct
from bots.slack.writing.threads import QUIET
from bots.wording.pages import long_date
from bots.wording.steward import steward
from ingest.errors import IngestError


async def opened(bot: Bot, heard: Heard) -> None:
    """Opens the form, if whoever pressed still confirms that document."""
    await heard.ack()
    given = json.loads(str(heard.payload["actions"][0].get("value") or "{}"))
    groups, told = await bot.rights.of(str(heard.payload["user"]["id"])), steward(bot.language)
    offered = await asyncio.to_thread(
        lambda: bot.desk.confirming.offer(bot.desk.assistant.library(groups), groups, [str(given.get("document"))])
    )
    blocks: list[dict[str, Any]] = [section(mrkdwn(told["confirm_not"]))]
    if offered:
        until = {"type": "datepicker", "action_id": "day", "initial_date": offered.usual}
        blocks = [
            section(mrkdwn(told["confirm_that"].format(offered.title))),
            {"type": "input", "block_id": "until", "label": words(told["until"]), "element": until},
        ]
    view: dict[str, Any] = {
        "type": "modal", "callback_id": "confirm", "title": words(told["confirm"]), "close": words(bot.say("cancel")),
        "private_metadata": json.dumps({name: str(given.get(name, "")) for name in ("document", "seen")}), "blocks": blocks,
    }  # fmt: skip
    submit = {"submit": words(told["confirm"])} if offered else {}
    await bot.api.call("views.open", trigger_id=heard.payload.get("trigger_id"), view={**view, **submit})


async def confirmed(bot: Bot, heard: Heard) -> None:
    """Notes it, with the rights of the moment; a day that cannot be is said under it."""
    view, user = heard.payload["view"], str(heard.payload["user"]["id"])
    sent = json.loads(view.get("private_metadata") or "{}")
    until = str(view["state"]["values"]["until"]["day"].get("selected_date") or "")
    groups = await bot.rights.of(user)
    try:
        text = await asyncio.to_thread(_done, bot, user, groups, {**sent, "until": until})
    except (AssistantError, BotError, IngestError) as error:
        await heard.ack(response_action="errors", errors={"until": sentence(error, bot.language)[:150]})
        return
    await heard.ack()
    await bot.api.call("chat.postMessage", channel=await direct(bot, user), text=mrkdwn(text), **QUIET)


def _done(bot: Bot, user: str, groups: frozenset[str], sent: dict[str, str]) -> str:
    library, told = bot.desk.assistant.library(groups), steward(bot.language)
    if not bot.desk.confirming.confirm(library, key_of(NAME, user), groups, sent):
        return told["confirm_not"]
    title = library.description(sent["document"]).title or sent["document"]
    return told["confirm_done"].format(title, long_date(sent["until"], bot.language))
