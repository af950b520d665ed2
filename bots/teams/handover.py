"""A question handed over to the person or the channel that the settings name, and their reply back to the asker.

Nothing the asker was shown travels: the question is answered again with the rights of whoever receives it, and the form
says so before it is sent. The asker is named only if they tick the box; the reply finds them either way, by an address
that stays sealed.
"""

from __future__ import annotations

import asyncio
import base64
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from assistant.errors import AssistantError
from bots.channel import Asked, Desk
from bots.errors import BotError, sentence
from bots.memory.sealing import Seal
from bots.rendering.message import Message
from bots.rendering.plain import one_line, shorten
from bots.teams import cards
from bots.teams.activities import Incoming
from bots.teams.connector import Connector, Where
from bots.teams.markup import markdown
from bots.teams.messages import Activity, Address, activities, text
from bots.web.stewardship import experts
from bots.wording import wording
from bots.wording.steward import steward
from bots.wording.teams import said
from ingest.errors import IngestError

NOTE, QUESTION, NAME = 1000, 400, 80  # characters of a note or a reply, of the question, of who sends it
FETCH, SUBMIT = "task/fetch", "task/submit"
_ASK, _SEND, REPLY, _BACK = "hand-over", "hand-over-send", "hand-over-reply", "hand-over-back"
_CHANNEL = re.compile(r"19:[\w.-]+@thread\.(?:tacv2|skype)")
_PERSON = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")

Body = dict[str, Any]
Groups = Callable[[Incoming, str], Awaitable[frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who takes questions: a person by their Entra identifier, or a channel by that of its conversation."""

    person: str = ""
    channel: str = ""

    @classmethod
    def of(cls, told: str) -> Receiver | None:
        """From the setting; None where it names neither."""
        told = told.strip()
        if _PERSON.fullmatch(told):
            return cls(person=told.lower())
        return cls(channel=told) if _CHANNEL.fullmatch(told) else None


class Handover:
    """``groups`` gives what a person may read, by their identifier; a channel reads what everybody may."""

    def __init__(self, desk: Desk, connector: Connector, seal: Seal | None, groups: Groups, address: Address) -> None:
        self._desk, self._connector, self._seal = desk, connector, seal
        self._groups, self._address = groups, address
        self._to = Receiver.of(desk.settings.teams_handover)

    def offer(self, message: Message) -> tuple[cards.Card, ...]:
        """The button under an answer; none where nobody is named."""
        question = one_line(message.question)
        if self._to is None or not question:
            return ()
        carried = {"q": shorten(question, QUESTION), "l": message.language}
        return (cards.opening(said("hand_over", message.language), {"act": _ASK, **carried}),)

    def told(self, incoming: Incoming) -> Body:
        """The form that is asked for, or that what was written leaves; nothing for what is not ours."""
        given = _given(incoming)
        act, language = given.get("act"), _language(given)
        if incoming.name == FETCH and act == _ASK and self._to and given.get("q"):
            return _form("hand_over", _asking(given, language, channel=bool(self._to.channel)), language)
        if incoming.name == FETCH and act == REPLY and given.get("b"):
            return _form("hand_over_reply", _answering(given, language), language)
        if self.work(incoming):
            return {"task": {"type": "message", "value": said("hand_over_leaving", language)}}
        return {}

    def work(self, incoming: Incoming) -> bool:
        """Whether it sends something: a question to hand over, or a reply to carry back."""
        given = _given(incoming)
        if incoming.kind != "invoke" or incoming.name != SUBMIT:
            return False
        asks = given.get("act") == _SEND and bool(given.get("q")) and self._to is not None
        return asks or (given.get("act") == _BACK and bool(given.get("reply")) and bool(given.get("b")))

    async def carry(self, incoming: Incoming) -> None:
        """Sends it. Raises Undelivered."""
        given = _given(incoming)
        if given.get("act") == _BACK:
            await self._back(incoming, given)
        elif self._to is not None:
            await self._over(incoming, given, self._to)

    async def _over(self, incoming: Incoming, given: dict[str, str], to: Receiver) -> None:
        language, question = _language(given), given["q"]
        tenant = next(iter(incoming.tenants), "")
        there = to.channel or await self._connector.open_chat(incoming.service_url, to.person, tenant)
        first = await self._connector.send(
            Where(incoming.service_url, there), self._head(incoming, given, language, there)
        )
        # In a channel, what was found follows in the thread of the question.
        thread = f"{there};messageid={first}" if to.channel and first else there
        for activity in await self._found(incoming, question, to, language):
            await self._connector.send(Where(incoming.service_url, thread), {**activity, **_in(incoming, thread)})
        words = text(said("hand_over_done", language), language)
        here = incoming.conversation
        await self._connector.send(Where(incoming.service_url, here), {**words, **_in(incoming, here)})

    def _head(self, incoming: Incoming, given: dict[str, str], language: str, there: str) -> Activity:
        """Who asks what, the note, and the way to reply."""
        named = given.get("named") == "true" and incoming.called
        who = said("handed_over", language, markdown(shorten(incoming.called, NAME))) if named else None
        lines = [who or said("handed_over_unnamed", language), f"**{wording(language).head(said('question', language))}** "
                 + markdown(given["q"])]  # fmt: skip
        if note := given.get("note", "").strip():
            lines.append(markdown(note[:NOTE]))
        activity = {**text("\n\n".join(lines), language), **_in(incoming, there)}
        if self._seal:
            back = json.dumps({"c": incoming.conversation, "s": incoming.service_url, "q": given["q"]})
            sealed = base64.urlsafe_b64encode(self._seal.close(back.encode())).decode()
            way = cards.opening(said("hand_over_reply", language), {"act": REPLY, "b": sealed, "l": language})
            activity["attachments"] = [
                cards.attachment(cards.card([], said("hand_over_reply", language), actions=[way]))
            ]
        return activity

    async def _found(self, incoming: Incoming, question: str, to: Receiver, language: str) -> list[Activity]:
        """What the documents that the receiver may read say of it; the question is handed over all the same without."""
        groups = await self._groups(incoming, to.person) if to.person else frozenset()
        asked = Asked(question, context=(), groups=groups, lane=f"teams/{incoming.person}", patience=None)
        try:
            message = await self._desk.answer(asked)
        except (AssistantError, BotError, IngestError) as error:
            return [text(sentence(error, language), language)]
        found = list(activities(message, self._address))
        found[0]["text"] = f"**{wording(language).head(said('hand_over_found', language))}**\n\n{found[0]['text']}"
        return found

    async def _back(self, incoming: Incoming, given: dict[str, str]) -> None:
        """The words of a person, told as such, to whoever asked."""
        back = self._opened(given["b"])
        if back is None:
            return
        language = _language(given)
        if "e" in back:  # asked from the steward's page: nobody waits for it in a chat
            await asyncio.to_thread(experts.replied, self._desk, back["e"], given["reply"][:NOTE])
            thanks = text(steward(language)["expert_thanks"], language)
            here = incoming.conversation
            await self._connector.send(Where(incoming.service_url, here), {**thanks, **_in(incoming, here)})
            return
        who = markdown(shorten(incoming.called, NAME)) or said("somebody", language)
        question = f"**{wording(language).head(said('question', language))}** {markdown(back['q'])}"
        lines = [said("hand_over_back", language, who), question, markdown(given["reply"][:NOTE])]
        words = text("\n\n".join(lines), language)
        await self._connector.send(Where(back["s"], back["c"]), {**words, **_in(incoming, back["c"])})

    def _opened(self, sealed: str) -> dict[str, str] | None:
        try:
            opened = self._seal.open(base64.urlsafe_b64decode(sealed)) if self._seal else None
        except ValueError:
            return None
        return json.loads(opened) if opened else None


def _asking(given: dict[str, str], language: str, *, channel: bool) -> cards.Card:
    body = [
        cards.paragraph(said("hand_over_channel" if channel else "hand_over_person", language)),
        cards.paragraph(given["q"]),
        cards.written("note", said("hand_over_note", language), NOTE),
        cards.ticked("named", said("hand_over_named", language)),
    ]
    send = {"act": _SEND, "q": given["q"], "l": language}
    return cards.card(body, said("hand_over", language), actions=[cards.sending(said("form_send", language), send)])


def _answering(given: dict[str, str], language: str) -> cards.Card:
    body = [cards.written("reply", said("hand_over_reply", language), NOTE, wanted=said("hand_over_empty", language))]
    send = {"act": _BACK, "b": given["b"], "l": language}
    return cards.card(
        body, said("hand_over_reply", language), actions=[cards.sending(said("form_send", language), send)]
    )


def _form(title: str, card: cards.Card, language: str) -> Body:
    value = {"title": said(title, language), "height": "medium", "width": "medium", "card": cards.attachment(card)}
    return {"task": {"type": "continue", "value": value}}


def _given(incoming: Incoming) -> dict[str, str]:
    """The fields of a button or a form that are words, within what we write ourselves."""
    data = incoming.value.get("data")
    if not isinstance(data, dict):
        return {}
    kept = {str(name): value for name, value in data.items() if isinstance(value, str) and len(value) <= 5 * NOTE}
    return {**kept, "q": one_line(kept["q"])[:QUESTION]} if "q" in kept else kept


def _language(given: dict[str, str]) -> str:
    return "en" if given.get("l") == "en" else "fr"


def _in(incoming: Incoming, conversation: str) -> Activity:
    return {"from": {"id": incoming.bot}, "conversation": {"id": conversation}}
