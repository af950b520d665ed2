"""A payload → the question in it, or nothing: bots, edits, the bot's own messages and other people's talk."""

from __future__ import annotations

import html
import re
from typing import Any

from bots.slack.asks import Ask

_SPOKEN = frozenset({"", "file_share", "thread_broadcast"})  # subtypes under which a person speaks
_TOKEN = re.compile(r"<([@#!])?([^<>|]*)(?:\|([^<>]*))?>")


def question(payload: dict[str, Any], bot: str) -> Ask | None:
    """What a person asked in a mention or a direct message, or says in a thread.

    Whether a thread is followed is for the gate to tell.
    """
    event = payload["event"]
    user, channel, ts = (event.get(name) or "" for name in ("user", "channel", "ts"))
    if not (user and channel and ts) or not _a_person(event, bot):
        return None
    direct = event.get("channel_type") == "im" or channel.startswith("D")
    if event["type"] == "message" and not direct and mentions(event.get("text"), bot):
        return None  # an app_mention comes for the same words
    return Ask(
        key=f"{channel}:{ts}",
        text=words(event.get("text") or "", bot),
        team=_team(payload),
        user=user,
        channel=channel,
        thread=event.get("thread_ts") or ts,
        direct=direct,
        private=payload.get("is_ext_shared_channel") is True and not direct,
    )


def _a_person(event: dict[str, Any], bot: str) -> bool:
    return (
        (event.get("subtype") or "") in _SPOKEN
        and not any(event.get(name) for name in ("bot_id", "bot_profile", "app_id", "hidden", "edited"))
        and event.get("user") not in (bot, "USLACKBOT")
    )


def _team(payload: dict[str, Any]) -> str:
    """The asker's own workspace."""
    event = payload["event"]
    found = (event.get("user_team"), event.get("source_team"), event.get("team"), payload.get("team_id"))
    return next((team for team in found if team), "")


def mentions(text: str | None, bot: str) -> bool:
    return bool(bot) and f"<@{bot}>" in re.sub(r"\|[^<>]*>", ">", text or "")


def addressed_to_another(text: str | None) -> bool:
    """« @Marie, qu'en penses-tu ? » is not for us."""
    return bool(re.match(r"\s*<@[^>]+>", text or ""))


def words(text: str, bot: str = "") -> str:
    """What was typed: our mention gone, Slack's tokens as the words a reader sees, entities as their letters."""

    def shown(found: re.Match[str]) -> str:
        kind, name, label = found.group(1) or "", found.group(2), found.group(3)
        if kind == "@" and name == bot:
            return " "
        return label or {"@": "", "#": "", "!": ""}.get(kind, name)

    return re.sub(r"[ \t\u00a0]+", " ", html.unescape(_TOKEN.sub(shown, text))).strip()
