"""What the channel may ask of Slack, and the scope each method costs. The manifest's scopes are drawn from here."""

from __future__ import annotations

from typing import Any, Protocol

# method → bot scope ("" asks for none)
METHODS: dict[str, str] = {
    "agents.sessions.setStatus": "chat:write",
    "assistant.threads.setStatus": "assistant:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "auth.test": "",
    "chat.appendStream": "chat:write",
    "chat.getPermalink": "",
    "chat.postEphemeral": "chat:write",
    "chat.postMessage": "chat:write",
    "chat.startStream": "chat:write",
    "chat.stopStream": "chat:write",
    "chat.update": "chat:write",
    "conversations.open": "im:write",
    "usergroups.list": "usergroups:read",
    "users.info": "users:read",
    "views.open": "",
    "views.publish": "",
}


UNREACHABLE = "unreachable"  # the error when no answer came from Slack


class SlackRefused(Exception):
    """Slack said no, or did not answer. ``error`` is Slack's own word for it, or the kind of failure."""

    def __init__(self, method: str, error: str) -> None:
        super().__init__(f"{method}: {error}")
        self.method = method
        self.error = error


class Api(Protocol):
    """Slack's Web API. Waits as long as Slack asks (429) before it tries again."""

    async def call(self, method: str, **values: Any) -> dict[str, Any]:
        """Raises SlackRefused. ``method`` is one of METHODS."""
        ...

    async def respond(self, url: str, body: dict[str, Any]) -> None:
        """Posts to the ``response_url`` of a command or an interaction. Raises SlackRefused."""
        ...
