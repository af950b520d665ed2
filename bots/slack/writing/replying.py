"""A sentence of ours to the person who pressed a button, wherever the button stood."""

from __future__ import annotations

import logging
from typing import Any

from bots.slack.api import SlackRefused
from bots.slack.bot import Bot
from bots.slack.writing.threads import QUIET

log = logging.getLogger("repere")


def place(payload: dict[str, Any]) -> tuple[str, str]:
    """(channel, ts of the thread) of the message an interaction came from; "" where there is none."""
    channel = str((payload.get("channel") or {}).get("id") or "")
    message, container = payload.get("message") or {}, payload.get("container") or {}
    thread = message.get("thread_ts") or container.get("thread_ts") or message.get("ts") or ""
    return channel, str(thread)


async def tell(bot: Bot, payload: dict[str, Any], text: str) -> None:
    """For that person's eyes; ``text`` is mrkdwn. Nothing when there is nowhere to say it."""
    url = str(payload.get("response_url") or "")
    channel, thread = place(payload)
    try:
        if url:
            under = {"thread_ts": thread} if thread else {}
            body = {"response_type": "ephemeral", "replace_original": False, "text": text, **QUIET, **under}
            await bot.api.respond(url, body)
        elif channel:
            under = {"thread_ts": thread} if thread else {}
            await bot.api.call("chat.postEphemeral", channel=channel, user=payload["user"]["id"], text=text, **under)
    except SlackRefused as error:
        log.info("slack: %s", error)


async def direct(bot: Bot, user: str) -> str:
    """The channel of our direct messages with a person. Raises SlackRefused."""
    opened = await bot.api.call("conversations.open", users=user)
    return str(opened["channel"]["id"])
