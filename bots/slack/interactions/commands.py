"""``/gouvernance``, the message shortcut, the questions offered under an answer, and « Publier dans le fil »."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import replace
from typing import Any

from bots.slack.answering import take_on
from bots.slack.api import SlackRefused
from bots.slack.asks import Ask
from bots.slack.bot import NAME, Bot, Heard
from bots.slack.hearing.gate import promise
from bots.slack.hearing.payloads import words
from bots.slack.interactions.settings_form import show
from bots.slack.writing.markup import mrkdwn
from bots.slack.writing.replying import direct, place, tell
from bots.slack.writing.threads import QUIET

COMMAND = "/gouvernance"
SHORTCUT = "ask-message"
log = logging.getLogger("repere")


async def typed(bot: Bot, heard: Heard) -> None:
    """Answers for the eyes of whoever typed it; « réglages » opens the channel's settings."""
    payload, say = heard.payload, bot.say
    text = words(str(payload.get("text") or ""))
    if text.casefold() in say("settings_words").split():
        await heard.ack()
        await show(bot, payload)
        return
    if not text:
        await heard.ack(text=say("nothing_asked", say("example")))
        return
    ask = Ask(
        key=str(payload.get("trigger_id")) + "/ask",
        text=text,
        team=str(payload.get("team_id") or ""),
        user=str(payload.get("user_id") or ""),
        channel=str(payload.get("channel_id") or ""),
        private=True,
        url=str(payload.get("response_url") or ""),
    )
    promised = await promise(bot, ask)
    await heard.ack(text=say("searching"))
    if promised:
        take_on(bot, ask, begun=True)


async def picked(bot: Bot, heard: Heard) -> None:
    """The shortcut: a message someone wrote becomes the question."""
    message = heard.payload.get("message") or {}
    thread = str(message.get("thread_ts") or message.get("ts") or "")
    await _private(bot, heard, words(str(message.get("text") or "")), thread)


async def asked_on(bot: Bot, heard: Heard) -> None:
    """A question offered under an answer, or on the home tab: answered where it was offered."""
    payload = heard.payload
    text = str(payload["actions"][0].get("value") or "")
    channel, root = place(payload)
    if (payload.get("container") or {}).get("is_ephemeral"):
        await _private(bot, heard, text, root)
        return
    await heard.ack()
    at_home = not (channel and root)
    if at_home:
        channel, root = await _in_messages(bot, str(payload["user"]["id"]), text)
    ask = _ask(payload, text, channel, root)
    if not await promise(bot, ask):
        return
    if not at_home:  # whoever reads the thread sees what is being answered
        await _repeated(bot, ask)
    take_on(bot, ask)


async def published(bot: Bot, heard: Heard) -> None:
    """Answers again before everyone: with what everyone there may read, not what the asker may."""
    await heard.ack()
    payload, say = heard.payload, bot.say
    chosen = _chosen(payload)
    channel, user = place(payload)[0], str(payload["user"]["id"])
    seen = f"publish/{channel}/{(payload.get('container') or {}).get('message_ts')}"
    if not chosen.get("q") or not await asyncio.to_thread(bot.desk.deduplication.first, NAME, seen):
        return
    thread = {"thread_ts": chosen["t"]} if chosen.get("t") else {}
    text = say("asked_by", user, mrkdwn(chosen["q"]))
    try:
        made = await bot.api.call("chat.postMessage", channel=channel, text=text, **QUIET, **thread)
    except SlackRefused as error:
        await asyncio.to_thread(bot.desk.deduplication.forget, NAME, seen)
        told = "not_in_channel" if error.error in ("not_in_channel", "channel_not_found") else "refused_by_slack"
        await tell(bot, payload, say(told, error.error))
        return
    ask = _ask(payload, chosen["q"], channel, chosen.get("t") or str(made["ts"]))
    if await promise(bot, ask):
        take_on(bot, ask)
    await tell(bot, payload, say("published"))


async def stopped(bot: Bot, heard: Heard) -> None:
    """Slack's own stop button: the work ends, and says so where it was going to answer."""
    event = heard.payload["event"]
    channel, thread = str(event.get("channel") or ""), str(event.get("thread_ts") or "")
    if bot.tasks.stop(f"{channel}/{thread}"):
        return
    try:  # nothing was under way: the status alone has to leave « processing »
        await bot.api.call("agents.sessions.setStatus", channel_id=channel, thread_ts=thread, status="active")
    except SlackRefused as error:
        log.info("slack: %s", error)


async def _private(bot: Bot, heard: Heard, text: str, thread: str) -> None:
    payload = heard.payload
    url = str(payload.get("response_url") or "")
    ask = replace(_ask(payload, text, place(payload)[0], thread), direct=False, private=True, url=url)
    promised = await promise(bot, ask)
    await heard.ack()
    if promised:
        take_on(bot, ask)


def _ask(payload: dict[str, Any], text: str, channel: str, thread: str) -> Ask:
    """The question of whoever pressed a button, answered before those who see it."""
    return Ask(
        key=str(payload.get("trigger_id")) + "/ask",
        text=text,
        team=str((payload.get("team") or {}).get("id") or ""),
        user=str(payload["user"]["id"]),
        channel=channel,
        thread=thread,
        direct=channel.startswith("D"),
    )


async def _repeated(bot: Bot, ask: Ask) -> None:
    """Shows the question; the answer comes even when Slack will not have it."""
    shown = bot.say("asked_by", ask.user, mrkdwn(ask.text))
    try:
        await bot.api.call("chat.postMessage", channel=ask.channel, thread_ts=ask.thread, text=shown, **QUIET)
    except SlackRefused as error:
        log.info("slack: %s", error)


async def _in_messages(bot: Bot, user: str, text: str) -> tuple[str, str]:
    """From the home tab there is no message to answer under: the question is put in the person's own messages."""
    channel = await direct(bot, user)
    made = await bot.api.call("chat.postMessage", channel=channel, text=mrkdwn(text), **QUIET)
    return channel, str(made["ts"])


def _chosen(payload: dict[str, Any]) -> dict[str, str]:
    try:
        found = json.loads(str(payload["actions"][0].get("value")))
    except ValueError:
        return {}
    return {k: v for k, v in found.items() if isinstance(v, str)} if isinstance(found, dict) else {}
