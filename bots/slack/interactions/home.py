"""App Home: what can be asked, how fresh the documents are, examples, privacy, erasing; and the agent's first prompts."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from assistant.errors import AssistantError
from assistant.library import Library
from bots.rendering.plain import shorten
from bots.slack.bot import NAME, Bot, Heard
from bots.slack.writing.blocks import BUTTON, Block, button, context, header, section, words
from bots.slack.writing.markup import mrkdwn
from bots.web.explore import dated
from bots.web.pages import sayer as pages_sayer
from bots.web.starters import starters
from bots.wording.pages import long_date
from ingest.errors import IngestError

PROMPTS = 4  # Slack shows no more


async def opened(bot: Bot, heard: Heard) -> None:
    """The home tab is drawn for whoever opens it; the messages tab gets prompts."""
    event = heard.payload["event"]
    if event.get("tab") == "messages":
        await _prompt(bot, str(event.get("channel") or ""))
    elif event.get("tab") == "home":
        await publish(bot, str(event.get("user") or ""))


async def publish(bot: Bot, user: str) -> None:
    await bot.api.call("views.publish", user_id=user, view=await asyncio.to_thread(view, bot))


async def forget(bot: Bot, heard: Heard) -> None:
    """Erases what is kept of a person, and says how much there was."""
    await heard.ack()
    user, team = heard.payload["user"]["id"], str((heard.payload.get("team") or {}).get("id") or "")
    bot.desk.conversations.forget(f"slack/{user}")
    gone = await asyncio.to_thread(bot.desk.feedback.erase, NAME, f"{team}/{user}")
    await asyncio.to_thread(bot.desk.subscriptions.erase, NAME, str(user))
    if bot.desk.noticing:
        await asyncio.to_thread(bot.desk.noticing.ledger.erase, f"{NAME}/{user}")
    home = await asyncio.to_thread(view, bot)
    home["blocks"].insert(0, section(f"*{mrkdwn(bot.say('forgotten', gone))}*"))
    await bot.api.call("views.publish", user_id=user, view=home)


async def _prompt(bot: Bot, channel: str) -> None:
    examples = await asyncio.to_thread(_examples, bot)
    prompts = [{"title": shorten(text, BUTTON), "message": text} for text in examples[:PROMPTS]]
    await bot.api.call(
        "assistant.threads.setSuggestedPrompts", channel_id=channel, title=bot.say("prompts_title"), prompts=prompts
    )


def view(bot: Bot) -> dict[str, Any]:
    """The home tab. Blocking: it may open the index."""
    say, settings = bot.say, bot.desk.settings
    examples = [button(f"ask-home-{n}", text, text) for n, text in enumerate(_examples(bot)[:6])]
    privacy = say("home_privacy_words", settings.conversation_minutes, settings.feedback_days)
    erase = button("forget", say("forget"), "forget", "danger")
    erase["confirm"] = {
        "title": words(say("forget")),
        "text": words(say("forget_sure")),
        "confirm": words(say("forget")[:30]),
        "deny": words(say("cancel")),
    }
    blocks: list[Block] = [
        header(say("home_title")),
        section(mrkdwn(say("home_scope"))),
        section(mrkdwn(say("home_how"))),
        header(say("home_documents")),
        section(mrkdwn(_freshness(bot))),
        header(say("home_examples")),
        {"type": "actions", "elements": examples},
        header(say("home_privacy")),
        context(mrkdwn(privacy)),
        {"type": "actions", "elements": [erase]},
    ]
    return {"type": "home", "blocks": blocks}


def _library(bot: Bot) -> Library | None:
    try:
        return bot.desk.assistant.library()
    except (AssistantError, IngestError):
        return None


def _freshness(bot: Bot) -> str:
    library = _library(bot)
    if library is None:
        return bot.say("home_not_ready")
    known = library.descriptions()
    latest = long_date(max((dated(d) for d in known), default=""), bot.language) or "–"
    return bot.say("home_freshness", len(known), latest, _published(bot.desk.assistant.generation.id, bot.language))


def _published(generation: str, language: str) -> str:
    """A generation's id begins with the instant it was made; anything else is shown as it is."""
    try:
        made = datetime.strptime(generation[:8], "%Y%m%d").date()  # noqa: DTZ007 – a day, as the index wrote it
    except ValueError:
        return generation or "–"
    return long_date(made.isoformat(), language)


def _examples(bot: Bot) -> list[str]:
    """Questions drawn from the documents in service; ours when there are none."""
    library = _library(bot)
    found = starters(library, pages_sayer(bot.language)) if library else ()
    mixed = [text for questions in zip(*(q for _, q in found), strict=False) for text in questions] if found else []
    return [text for text in mixed if len(text) <= 2000] or [bot.say("example")]
