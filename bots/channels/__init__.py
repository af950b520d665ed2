"""The channels, by name. One module each; they do not import one another."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from bots.channel import Channel

# name → "module:class"
CHANNELS: dict[str, str] = {
    "web": "bots.channels.web:Web",
    "sign-in": "bots.channels.signin:SignIn",
    "steward": "bots.channels.steward:Steward",
    "privacy": "bots.channels.privacy:Privacy",
    "api": "bots.channels.api:Api",
    "openai": "bots.channels.openai:OpenAi",
    "mcp": "bots.channels.mcp:Mcp",
    "teams": "bots.channels.teams:Teams",
    "slack": "bots.channels.slack:Slack",
}


def channel(name: str) -> Channel | None:
    """The channel, constructed; None when its module is not part of this installation."""
    module, _, noun = CHANNELS[name].partition(":")
    try:
        return cast("Channel", getattr(import_module(module), noun)())
    except ModuleNotFoundError as error:
        if error.name == module:
            return None
        raise
