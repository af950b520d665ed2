"""Before any listener, over HTTP and over a socket alike: whom we answer, and each question once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bots.slack.asks import Ask
from bots.slack.bot import NAME, Bot
from bots.slack.hearing.payloads import addressed_to_another, question

SPEECH = frozenset({"app_mention", "message"})


@dataclass(frozen=True, slots=True)
class Passed:
    ask: Ask | None = None


@dataclass(frozen=True, slots=True)
class Ignored:
    """Acknowledged, and nothing done. ``foreign`` when the workspace, or the person's, is not one we answer to."""

    foreign: bool = False


async def gate(bot: Bot, payload: dict[str, Any]) -> Passed | Ignored:
    """A question let through is already promised: it is on disk, sealed, before Slack is told it was received."""
    if payload.get("type") in ("url_verification", "app_rate_limited") and "event" not in payload:
        return Passed()
    if not await _ours(bot, payload):
        return Ignored(foreign=True)
    event = payload.get("event")
    if not isinstance(event, dict):
        return Passed() if await _first(bot, payload.get("trigger_id")) else Ignored()
    if event.get("type") not in SPEECH:
        return Passed() if await _first(bot, payload.get("event_id")) else Ignored()
    return await _spoken(bot, payload)


async def _spoken(bot: Bot, payload: dict[str, Any]) -> Passed | Ignored:
    ask = question(payload, await bot.me(payload))
    if ask is None or not await _for_us(bot, payload["event"], ask):
        return Ignored()
    return Passed(ask) if await promise(bot, ask, payload.get("event_id")) else Ignored()


async def promise(bot: Bot, ask: Ask, event: str | None = None) -> bool:
    """Takes a question on, once: its row and its work in one write. False when it was taken on before."""
    return await asyncio.to_thread(_promised, bot, ask, event)


def _promised(bot: Bot, ask: Ask, event: str | None) -> bool:
    seen = bot.desk.deduplication
    if not seen.first(NAME, ask.key, bot.seal.close(ask.packed())):
        return False
    # After, not before: a death between the two loses nothing, since the question is already on disk.
    if event and not seen.first(NAME, event):
        seen.done(NAME, ask.key)
        return False
    return True


async def _first(bot: Bot, key: str | None) -> bool:
    return not key or await asyncio.to_thread(bot.desk.deduplication.first, NAME, key)


async def _for_us(bot: Bot, event: dict[str, Any], ask: Ask) -> bool:
    """A mention, a direct message, or what follows in a thread of a channel that asked for it."""
    if event["type"] == "app_mention" or ask.direct:
        return True
    if not event.get("thread_ts") or addressed_to_another(event.get("text")):
        return False
    if not bot.desk.conversations.context(ask.conversation):
        return False
    return (await asyncio.to_thread(bot.preferences.of, ask.channel)).follows


async def _ours(bot: Bot, payload: dict[str, Any]) -> bool:
    """Every workspace the payload names is one we answer to, and the person's is named."""
    teams = set(_teams(payload))
    event = payload.get("event")
    if isinstance(event, dict) and payload.get("is_ext_shared_channel") is True:
        teams |= {_of_person(event) or "?"}
    return bool(teams) and teams <= await bot.teams()


def _teams(payload: dict[str, Any]) -> Iterator[str]:
    event, user, team = payload.get("event"), payload.get("user"), payload.get("team")
    found: list[Any] = [payload.get("team_id"), team.get("id") if isinstance(team, dict) else team]
    if isinstance(event, dict):
        found += [event.get(name) for name in ("user_team", "source_team", "team")]
    if isinstance(user, dict):
        found.append(user.get("team_id"))
    yield from (str(one) for one in found if one)


def _of_person(event: dict[str, Any]) -> str:
    return next((str(event[name]) for name in ("user_team", "source_team", "team") if event.get(name)), "")
