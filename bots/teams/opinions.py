"""Thumbs under the bot's messages: the form that asks why, and the opinion that comes of it."""

from __future__ import annotations

import asyncio
import json
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from bots.channel import Desk
from bots.memory.feedback import Opinion
from bots.rendering.message import Message
from bots.teams import cards
from bots.teams.activities import Incoming
from bots.wording.teams import said

KEPT = 5_000  # messages whose thumbs still find their question

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Sent:
    language: str
    id: str = ""
    question: str = ""
    generation: str = ""


class Opinions:
    """Remembers, in memory, which question each message answered. ``key`` is that of the conversation: a thumb that does
    not name its message is about the last one of it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._sent: OrderedDict[str, _Sent] = OrderedDict()

    def remember(self, given: list[str], message: Message, key: str) -> None:
        """The messages, by their ids, an answer was sent as."""
        for name in (*given, key):
            sent = _Sent(message.language, given[-1] if given else "", message.question, message.generation)
            self._sent[name] = sent
            self._sent.move_to_end(name)
        while len(self._sent) > KEPT:
            self._sent.popitem(last=False)

    def form(self, incoming: Incoming, key: str) -> Body:
        """The form that opens under a thumb."""
        data = incoming.value.get("data")
        given = data.get("actionValue") if isinstance(data, dict) else None
        reaction = given.get("reaction") if isinstance(given, dict) else None
        language = self._known(incoming, key).language
        form = cards.form("like" if reaction == "like" else "dislike", language)
        value = {"title": said("form", language), "height": "medium", "width": "medium", "card": cards.attachment(form)}
        return {"task": {"type": "continue", "value": value}}

    async def record(self, incoming: Incoming, key: str, readers: frozenset[str] | None) -> None:
        """The thumb and its reason. ``readers`` are the groups it was answered with, None where that is not known."""
        given = incoming.value.get("actionValue")
        if incoming.value.get("actionName") != "feedback" or not isinstance(given, dict):
            return
        sent = self._known(incoming, key)
        opinion = Opinion(
            answer=incoming.reply_to or sent.id or incoming.id,
            verdict="up" if given.get("reaction") == "like" else "down",
            channel="teams",
            asker=incoming.person,
            reason=_reason(given.get("feedback"), sent.language),
            question=sent.question,
            generation=sent.generation,
            readers=readers,
        )
        await asyncio.to_thread(self._desk.feedback.record, opinion)

    def _known(self, incoming: Incoming, key: str) -> _Sent:
        return self._sent.get(incoming.reply_to or key, _Sent(self._desk.settings.lang))


def _reason(given: Any, language: str) -> str:
    """The ticked reasons in words, then what was written. Teams gives the form's fields as JSON in a string."""
    try:
        fields = json.loads(given) if isinstance(given, str) else given
    except (ValueError, RecursionError):
        fields = {"comment": given}
    if not isinstance(fields, dict):
        return ""
    ticked = [str(name) for name in str(fields.get("reason", "")).split(",") if name]
    named = [said(f"why_{name}", language) for name in ticked if name in cards.REASONS]
    written = str(fields.get("comment") or fields.get("feedbackText") or "")
    return " – ".join(filter(None, ("; ".join(named), written)))
