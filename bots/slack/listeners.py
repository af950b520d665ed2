"""What is listened to, in one table: the channel registers it with Bolt, the manifest is generated from it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from bots.slack.answering import take_on
from bots.slack.bot import Bot, Heard
from bots.slack.interactions import commands, confirming, handoff, home, opinions, settings_form

Kind = Literal["event", "command", "shortcut", "action", "view"]


@dataclass(frozen=True, slots=True)
class Listener:
    """``name`` is the event, command or callback, or a pattern of action names. ``events`` are what to subscribe to."""

    kind: Kind
    name: str
    serve: Callable[[Bot, Heard], Awaitable[None]]
    events: tuple[str, ...] = ()
    scopes: tuple[str, ...] = ()


async def asked(bot: Bot, heard: Heard) -> None:
    """A mention or a message the gate let through."""
    if heard.ask is not None:
        take_on(bot, heard.ask)


LISTENERS = (
    Listener("event", "app_mention", asked, ("app_mention",), ("app_mentions:read",)),
    Listener(
        "event",
        "message",
        asked,
        ("message.im", "message.channels", "message.groups"),
        ("im:history", "channels:history", "groups:history"),
    ),
    Listener("event", "app_home_opened", home.opened, ("app_home_opened",)),
    Listener("event", "agent_session_stopped", commands.stopped, ("agent_session_stopped",)),
    Listener("command", commands.COMMAND, commands.typed, scopes=("commands",)),
    Listener("shortcut", commands.SHORTCUT, commands.picked, scopes=("commands",)),
    Listener("action", r"ask-.*", commands.asked_on),
    Listener("action", r"publish", commands.published),
    Listener("action", r"feedback", opinions.judged),
    Listener("action", r"hand-off", handoff.proposed),
    Listener("action", r"reply-back", handoff.replying),
    Listener("action", r"forget", home.forget),
    Listener("action", r"confirm", confirming.opened),
    Listener("view", "reason", opinions.explained),
    Listener("view", "hand-off", handoff.sent),
    Listener("view", "confirm", confirming.confirmed),
    Listener("view", "reply-back", handoff.replied),
    Listener("view", "settings", settings_form.saved),
)
