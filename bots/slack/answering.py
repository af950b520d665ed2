"""A question taken on → progress → the verified answer, shown once, whatever dies in between."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections.abc import Iterable

from assistant.errors import AssistantError
from assistant.model import Reply
from bots.channel import Asked
from bots.errors import BotError, sentence
from bots.http.waiting import Waiting
from bots.memory.following.requests import request
from bots.memory.masking import mask
from bots.rendering.message import Message
from bots.rendering.plain import one_line, shorten
from bots.slack.api import UNREACHABLE, SlackRefused
from bots.slack.asks import Ask, unpacked
from bots.slack.bot import NAME, WAITING, Bot
from bots.slack.following import followed
from bots.slack.writing.blocks import VALUE, Block, Drawn, button, draw, said, words
from bots.slack.writing.threads import Thread, Whisper, Writing
from bots.wording.slack import Say, sayer
from bots.wording.steward import steward
from ingest.errors import IngestError

OFFERED = 300  # characters of a question offered; a longer one is not
WAITS = (5.0, 30.0, 120.0, 300.0)  # seconds between two tries when Slack cannot be reached
log = logging.getLogger("repere")


def take_on(bot: Bot, ask: Ask, *, begun: bool = False, posted: str = "") -> None:
    """Starts answering. ``begun``: the asker already sees a sign of life; ``posted``: the message to write over."""
    bot.tasks.hold(_answer(bot, ask, begun=begun, posted=posted), ask.place)


async def resume(bot: Bot) -> None:
    """Answers what was promised before the process died. Its unreadable rows are left to expire."""
    for undone in await asyncio.to_thread(bot.desk.deduplication.undone, NAME):
        opened = bot.seal.open(undone.work)
        try:
            ask = unpacked(opened) if opened else None
        except (TypeError, ValueError):
            ask = None
        if ask is not None:
            take_on(bot, ask, begun=True, posted=undone.posted)


async def _answer(bot: Bot, ask: Ask, *, begun: bool, posted: str) -> None:
    seen = bot.desk.deduplication

    async def noted(ts: str) -> None:
        await asyncio.to_thread(seen.posted, NAME, ask.key, ts)

    writing: Writing = (
        Whisper(bot.api, ask, bot.say, begun=begun) if ask.private else Thread(bot.api, ask, bot.say, noted, posted)
    )
    try:
        if not await _shown(bot, ask, writing):
            return  # stays promised: answered when the service starts again
    except asyncio.CancelledError:
        if not bot.tasks.stopped():
            raise  # the service is going down: stays promised
        await _shown(bot, ask, writing, said(bot.say("stopped")))
    await asyncio.to_thread(seen.done, NAME, ask.key)


async def _shown(bot: Bot, ask: Ask, writing: Writing, drawn: Drawn | None = None) -> bool:
    """Shows the answer, trying for minutes when Slack cannot be reached; false when it never could."""
    for wait in (*WAITS, None):
        try:
            await writing.begin()
            drawn = drawn or await _drawn(bot, ask, writing)
            await writing.finish(drawn)
        except SlackRefused as error:
            log.warning("slack: %s", error)
            if error.error != UNREACHABLE:
                return True  # Slack will not have it: nowhere is left to say it
            if wait is None:
                return False
            await asyncio.sleep(wait)
        else:
            return True
    return False


async def _drawn(bot: Bot, ask: Ask, writing: Writing) -> Drawn:
    say = bot.say
    if not ask.text:
        return said(say("nothing_asked", say("example")))
    if len(bot.tasks) > WAITING:
        return said(say("too_many"))
    if wanted := request(ask.text):
        try:
            return said(await followed(bot, ask, wanted))
        except (AssistantError, BotError, IngestError) as error:
            return said(sentence(error, wanted.language))
    groups = await _groups(bot, ask)
    unsure = bot.rights.unsure and (ask.direct or ask.private)
    asked = Asked(ask.text, ask.conversation, groups=groups, lane=f"slack/{ask.user}", patience=None, unsure=unsure)
    waiting = Waiting[Reply, str](lambda step: bot.desk.replying(asked, step))
    try:
        async for step in waiting.steps():
            await writing.step(step)
        message = bot.desk.drawn(await waiting.result(), asked, bot.address)
    except Exception as error:  # noqa: BLE001 – said to the person in a sentence, to the log by its kind
        log.warning("slack: %s", type(error).__name__)
        return said(sentence(error, bot.language))
    confirm = await _confirm(bot, message, groups) if ask.direct or ask.private else []
    return draw(message, sayer(message.language), buttons(message, ask, sayer(message.language), confirm))


async def _groups(bot: Bot, ask: Ask) -> frozenset[str]:
    """Alone with the person: their own rights. Before others: what the channel was opened to, else the public's."""
    if ask.direct or ask.private:
        return await bot.rights.of(ask.user)
    return (await asyncio.to_thread(bot.preferences.of, ask.channel)).groups


async def _confirm(bot: Bot, message: Message, groups: frozenset[str]) -> list[Block]:
    """« Confirmer jusqu'au… », for whoever confirms a document the answer cites."""
    documents = [source.document for source in message.sources]
    if not groups or not documents:
        return []
    offered = None
    with contextlib.suppress(AssistantError, IngestError):  # the answer matters more than the button
        offered = await asyncio.to_thread(
            lambda: bot.desk.confirming.offer(bot.desk.assistant.library(groups), groups, documents)
        )
    value = _fitting({"document": offered.document, "seen": offered.seen}) if offered else ""
    return [button("confirm", steward(message.language)["confirm_until"], value)] if value else []


def buttons(message: Message, ask: Ask, say: Say, more: Iterable[Block] = ()) -> list[Block]:
    """What can be done with an answer: ask on, publish, pass on, judge; ``more`` are other buttons."""
    made = [button(f"ask-{n}", text, text) for n, text in enumerate(message.suggestions[:3]) if len(text) <= OFFERED]
    blocks: list[Block] = [{"type": "actions", "block_id": "ask-on", "elements": made}] if made else []
    question = one_line(ask.text)
    acts: list[Block] = []
    if ask.private and ask.url and (value := _fitting({"q": question, "t": ask.thread})):
        acts.append(button("publish", say("publish"), value))
    # The question alone travels: whoever receives it sees what they themselves may read.
    acts += [button("hand-off", say("hand_off"), _fitting({"q": shorten(question, 400)})), *more]
    return [*blocks, {"type": "actions", "block_id": "act", "elements": acts}, _feedback(message, say)]


def _fitting(value: dict[str, object]) -> str:
    """As JSON, or "" when it is longer than a button can hold."""
    made = json.dumps(value, ensure_ascii=False)
    return made if len(made) <= VALUE else ""


def _feedback(message: Message, say: Say) -> Block:
    about = {"a": message.id[:64], "g": message.generation[:64], "q": shorten(mask(one_line(message.question)), 200)}
    value = json.dumps(about, ensure_ascii=False)
    return {
        "type": "context_actions",
        "block_id": "opinion",
        "elements": [{
            "type": "feedback_buttons",
            "action_id": "feedback",
            "positive_button": {"text": words(say("useful")), "value": f"+{value}"},
            "negative_button": {"text": words(say("useless")), "value": f"-{value}"},
        }],
    }  # fmt: skip
