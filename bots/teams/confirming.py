"""« Confirmer jusqu'au… » under an answer in Teams, for whoever confirms the document it cites."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Any

from assistant.errors import AssistantError
from bots.channel import Desk
from bots.errors import BotError, sentence
from bots.http.access.confirming import Offer
from bots.http.access.person import key_of
from bots.rendering.message import Message
from bots.teams import cards
from bots.teams.activities import Incoming
from bots.wording.pages import long_date
from bots.wording.steward import steward
from ingest.errors import IngestError

_ASK, _SEND = "confirm", "confirm-send"

Body = dict[str, Any]


class Confirm:
    """The button, its form, and what comes of it. ``groups`` are always those of whoever presses, None where unknown."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def offer(self, message: Message, groups: frozenset[str] | None) -> tuple[cards.Card, ...]:
        """The button under an answer; none where there is nothing for this person to confirm."""
        documents = [source.document for source in message.sources]
        if not groups or not documents:
            return ()
        with contextlib.suppress(AssistantError, IngestError):  # the answer matters more than the button
            found = await asyncio.to_thread(self._offered, groups, documents)
            return () if found is None else (cards.opening(*_button(found, message.language)),)
        return ()

    def ours(self, incoming: Incoming) -> bool:
        """Whether it is our button, or our form."""
        return _given(incoming).get("act") in (_ASK, _SEND)

    async def told(self, incoming: Incoming, groups: frozenset[str] | None) -> Body:
        """The form, or what it did."""
        return await asyncio.to_thread(self._told, incoming, groups or frozenset())

    def _told(self, incoming: Incoming, groups: frozenset[str]) -> Body:
        given = _given(incoming)
        language = "en" if given.get("l") == "en" else "fr"
        words = steward(language)
        try:
            if given.get("act") == _SEND:
                return _said(self._confirmed(given, groups, language, incoming))
            offered = self._offered(groups, [given.get("document", "")])
        except (AssistantError, BotError, IngestError) as error:
            return _said(sentence(error, language))
        if offered is None:
            return _said(words["confirm_not"])
        days = (offered.first, offered.usual, offered.last)
        body = [
            cards.paragraph(words["confirm_that"].format(offered.title)),
            cards.day("until", words["until"], days, words["confirm_day"]),
        ]
        send = {"act": _SEND, "document": offered.document, "seen": given.get("seen", ""), "l": language}
        card = cards.card(body, words["confirm"], actions=[cards.sending(words["confirm"], send)])
        value = {"title": words["confirm"], "height": "small", "width": "medium", "card": cards.attachment(card)}
        return {"task": {"type": "continue", "value": value}}

    def _confirmed(self, given: dict[str, str], groups: frozenset[str], language: str, incoming: Incoming) -> str:
        library = self._desk.assistant.library(groups)
        if not self._desk.confirming.confirm(library, key_of("teams", incoming.person), groups, given):
            return steward(language)["confirm_not"]
        title = library.description(given["document"]).title or given["document"]
        return steward(language)["confirm_done"].format(title, long_date(given["until"], language))

    def _offered(self, groups: frozenset[str], documents: list[str]) -> Offer | None:
        return self._desk.confirming.offer(self._desk.assistant.library(groups), groups, documents)


def _button(found: Offer, language: str) -> tuple[str, dict[str, str]]:
    data = {"act": _ASK, "document": found.document, "seen": found.seen, "l": language}
    return steward(language)["confirm_until"], data


def _said(words: str) -> Body:
    return {"task": {"type": "message", "value": words}}


def _given(incoming: Incoming) -> dict[str, str]:
    data = incoming.value.get("data")
    if not isinstance(data, dict):
        return {}
    return {str(name): value for name, value in data.items() if isinstance(value, str) and len(value) <= 1000}
