"""``slack-manifest.yaml``, generated from the listeners and from what the code asks of Slack: neither more nor less.

python -m bots.slack.manifest > slack-manifest.yaml
"""

from __future__ import annotations

import sys
from typing import Any

from bots.slack.api import METHODS
from bots.slack.interactions.commands import COMMAND, SHORTCUT
from bots.slack.listeners import LISTENERS
from bots.wording.slack import sayer

URL = "https://repere.example.org/slack/events"
_HEAD = """\
# The Slack application of Repère. Generated from the code: python -m bots.slack.manifest > slack-manifest.yaml
# Put your own address in place of repere.example.org, or set socket_mode_enabled to true. See docs/slack.md.
"""


def scopes() -> list[str]:
    """The bot's scopes: those the listeners receive by, and those the methods called cost."""
    wanted = {scope for listener in LISTENERS for scope in listener.scopes}
    return sorted(wanted | {scope for scope in METHODS.values() if scope})


def events() -> list[str]:
    return sorted({event for listener in LISTENERS for event in listener.events})


def manifest(language: str = "fr", url: str = URL) -> dict[str, Any]:
    say = sayer(language)
    return {
        "display_information": {"name": "Repère", "description": say("about"), "background_color": "#1d3a5f"},
        "features": {
            "app_home": {
                "home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Repère", "always_online": True},
            "agent_view": {"agent_description": say("agent")},
            "shortcuts": [
                {
                    "name": say("shortcut"), "type": "message", "callback_id": SHORTCUT,
                    "description": say("command_help"),
                },
            ],
            "slash_commands": [
                {
                    "command": COMMAND, "url": url, "description": say("command_help"),
                    "usage_hint": say("command_hint"), "should_escape": False,
                },
            ],
        },
        "oauth_config": {"scopes": {"bot": scopes()}},
        "settings": {
            "event_subscriptions": {"request_url": url, "bot_events": events()},
            "interactivity": {"is_enabled": True, "request_url": url},
            "org_deploy_enabled": False,
            "socket_mode_enabled": False,
            "token_rotation_enabled": False,
        },
    }  # fmt: skip


def text() -> str:
    import yaml

    return _HEAD + yaml.safe_dump(manifest(), allow_unicode=True, sort_keys=False, width=110)


if __name__ == "__main__":
    sys.stdout.write(text())
