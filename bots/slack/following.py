"""Telling a change in Slack: the commands in a private conversation, and the messages that come of them."""

from __future__ import annotations

import asyncio
import base64
import json

from assistant.model import Reply
from bots.memory.following.news import Item, News
from bots.memory.following.posts import Follower, NotTold
from bots.memory.following.requests import Request
from bots.memory.following.rounds import Following
from bots.rendering.message import render
from bots.rendering.plain import shorten
from bots.slack.api import UNREACHABLE, SlackRefused
from bots.slack.asks import Ask
from bots.slack.bot import NAME, Bot
from bots.slack.writing.blocks import Block, button, context, draw, section
from bots.slack.writing.markup import link, mrkdwn
from bots.slack.writing.replying import direct
from bots.slack.writing.threads import QUIET
from bots.wording.following import said
from bots.wording.slack import sayer
from bots.wording.steward import steward as expert

QUESTION = 400  # characters of the question a reply carries


class SlackPost:
    """``bots.memory.following.rounds.Post``: in the direct messages of a person, with their rights of the moment."""

    name = NAME

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    def at(self, spot: str) -> dict[str, str]:
        return {"u" if spot.startswith(("U", "W")) else "c": spot}

    async def groups(self, follower: Follower) -> frozenset[str] | None:
        if channel := follower.at.get("c"):  # what its members opened it to
            return (await asyncio.to_thread(self._bot.preferences.of, channel)).groups
        found = await self._bot.rights.of(follower.at.get("u", ""))
        return None if self._bot.rights.unsure else found

    async def send(self, follower: Follower, title: str, news: News) -> None:
        lines: list[Block] = [section(_line(one, follower.language)) for one in news.items]
        rest = [context(mrkdwn(said("more", follower.language, news.more)))] if news.more else []
        rest += [section(link(news.way, said("way", follower.language)))] if news.way else []
        blocks = [section(f"*{mrkdwn(title)}*"), *lines, *rest]
        await self._post(follower, mrkdwn(title), blocks)

    async def ask(self, follower: Follower, question: str, note: str, found: Reply, entry: str) -> None:
        say, text = sayer(follower.language), expert(follower.language)["expert_ask"]
        back = json.dumps({"e": entry, "q": shorten(question, QUESTION)}, ensure_ascii=False)
        sealed = base64.urlsafe_b64encode(self._bot.seal.close(back.encode())).decode()
        blocks = [section(mrkdwn(text)), section(f"*{say('question')} :* {mrkdwn(question)}")]
        blocks += [section(mrkdwn(note))] if note else []
        blocks += [section(f"*{say('hand_off_found')}*"), *draw(render(found, self._bot.address), say).blocks]
        blocks.append({"type": "actions", "block_id": "back", "elements": [button("reply-back", say("reply"), sealed)]})
        await self._post(follower, mrkdwn(text), blocks)

    async def _post(self, follower: Follower, text: str, blocks: list[Block]) -> None:
        try:
            there = follower.at.get("c") or await direct(self._bot, follower.at.get("u", ""))
            await self._bot.api.call("chat.postMessage", channel=there, text=text, blocks=blocks, **QUIET)
        except SlackRefused as error:
            raise NotTold(later=error.error == UNREACHABLE) from error


def following(bot: Bot) -> Following:
    """The commands and the rounds of this workspace."""
    return Following(bot.desk, SlackPost(bot), bot.seal)


async def followed(bot: Bot, ask: Ask, wanted: Request) -> str:
    """What a command did, in a sentence. Raises StateOut, AssistantError, IngestError."""
    if not (ask.direct or ask.private):
        return said("follow_where", wanted.language)
    return await following(bot).served(ask.user, wanted, {"u": ask.user}, await bot.rights.of(ask.user))


def _line(one: Item, language: str) -> str:
    values = " → ".join(f"« {mrkdwn(words)} »" for words in (one.before, one.after) if words)
    return f"• {said(one.how, language)} : *{mrkdwn(one.what)}* : {values} [{link(one.url, one.place)}]"
