"""The ask page: a question in, the answer in the page, or as it comes for the script."""

from __future__ import annotations

import json
import secrets
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from assistant.errors import MAX_QUESTION, AssistantError
from assistant.model import Claim, Reply
from bots.channel import Asked, Desk
from bots.errors import BotError, sentence
from bots.http.access.person import Person, of
from bots.http.guards import client
from bots.http.problems import language as language_of
from bots.http.problems import of_error
from bots.http.streaming import Event
from bots.http.waiting import Waiting
from bots.memory.conversations import REMEMBERED
from bots.memory.feedback import Opinion, Verdict
from bots.rendering.glosses import glossed
from bots.rendering.links import Links
from bots.rendering.message import Message, render
from bots.rendering.plain import clean
from bots.rendering.tongues import names
from bots.web.answer import answer, suggestion
from bots.web.nodes import Node, as_json
from bots.web.pages import account, freshness, page, sayer
from bots.web.projects import figure
from bots.web.starters import starters
from bots.wording.pages import pages
from ingest.errors import IngestError

LINKS = Links()  # within the page, addresses need no host
# What the script draws on an answer, by the names it knows: said in the answer's language, whatever the page's.
_CONTROLS = {
    "copy": "copy", "plain": "copy_plain", "link": "copy_link", "print": "print", "copied": "copied",
    "uncopied": "not_copied", "linked": "link_copied", "thanks": "thanks", "why": "why_not", "hint": "why_hint",
    "tell": "tell",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Form:
    """What the page sends: the question, and the earlier ones it carries itself. Nothing is kept on the server."""

    question: str
    context: tuple[str, ...]


async def form(request: Request) -> Form:
    """Reads the form. A suggestion's button adds a second question, which is the one meant."""
    sent = await request.form(max_fields=50, max_files=0)
    said, earlier = _said(sent.getlist("question")), _said(sent.getlist("context"))
    held = [words for words in earlier if len(words) <= MAX_QUESTION]  # no page of ours sends a longer one
    return Form(said[-1] if said else "", tuple(held[-REMEMBERED:]))


def _said(values: Iterable[object]) -> list[str]:
    """The words of a field, harmless: they are shown again on the page."""
    return [words for value in values if isinstance(value, str) and (words := clean(value).strip())]


def front(request: Request, desk: Desk, question: str = "") -> Response:
    """The page before any question."""
    return _show(request, desk, question=question)


async def answered(request: Request, desk: Desk) -> Response:
    """The page with its answer, for a browser without JavaScript."""
    sent, lane, language = await form(request), client(request.scope), language_of(request.scope)
    asked = _asked(sent, lane, of(request.scope))
    try:
        reply = await desk.replying(asked)
    except (AssistantError, BotError) as error:
        said = {"question": sent.question, "context": sent.context, "error": sentence(error, language)}
        return await desk.drawing(lane, partial(_show, request, desk, 422, **said))
    return await desk.drawing(lane, _answered, request, desk, sent, reply)


def _answered(request: Request, desk: Desk, sent: Form, reply: Reply) -> Response:
    context = (*sent.context, sent.question)[-REMEMBERED:]
    drawn = _drawn(reply, desk, language_of(request.scope), of(request.scope))
    return _show(request, desk, reply=drawn, asked=sent.question, context=context)


def _asked(sent: Form, lane: str, person: Person) -> Asked:
    groups, lane = person.asking(), f"web/{person.key or lane}"
    return Asked(sent.question, context=sent.context, groups=groups, lane=lane, unsure=person.unsure)


def _show(request: Request, desk: Desk, status: int = 200, **values: Any) -> Response:
    language = language_of(request.scope)
    say = sayer(language)
    blank: dict[str, Any] = {
        "question": "", "context": (), "reply": None, "asked": "", "error": "", "ready": True,
        "footer": "", "begin": (), "account": account(request), "controls": _controls(),
    }  # fmt: skip
    try:
        library = desk.assistant.library(of(request.scope).asking())
        begin = library.remember(("starters", language), lambda seen: starters(seen, say))
        blank |= {"footer": freshness(library, language), "begin": _buttons(begin)}
    except (IngestError, AssistantError) as error:
        blank |= {"ready": False, "error": sentence(error, language)}
        status = 503
    return page("ask.html", language, status, **{**blank, **values})


@cache
def _controls() -> str:
    """The words of an answer's controls in both languages, as JSON."""
    said = {one: {name: pages(one)[key] for name, key in _CONTROLS.items()} for one in ("fr", "en")}
    return json.dumps(said, ensure_ascii=False)


def _buttons(begin: tuple[tuple[str, tuple[str, ...]], ...]) -> list[tuple[str, list[Node]]]:
    return [(title, [suggestion(text) for text in questions]) for title, questions in begin]


def _drawn(reply: Reply, desk: Desk, language: str, person: Person) -> Node:
    library = desk.assistant.library(person.asking())
    message = glossed(render(reply, LINKS), library)
    token = secrets.token_hex(4)
    # The answer speaks the question's language; the page around it, the visitor's.
    chart, known = _chart(reply, message, desk, person), names(library)
    return answer(message, sayer(message.language or language), chart, token, known)


# Ways of telling that may be about projects; the figure is drawn only where what is cited is.
_DRAWN = ("whole", "value", "change", "list")


def _chart(reply: Reply, message: Message, desk: Desk, person: Person) -> Node | None:
    """What a person would rather look at than read, when the answer tells progress or colours."""
    if reply.abstained is True or reply.source not in _DRAWN:
        return None
    return figure(desk.assistant.library(person.asking()), reply.citations, sayer(message.language))


async def events(request: Request, desk: Desk, sent: Form) -> AsyncIterator[Event]:
    """Steps, then verified claims, then the answer as a tree the script builds."""
    language = language_of(request.scope)
    lane = client(request.scope)
    asked, told = _asked(sent, lane, of(request.scope)), 0
    waiting = Waiting[Reply, str | Claim](lambda tell: desk.replying(asked, tell, tell))
    try:
        async for step in waiting.steps():
            if isinstance(step, Claim):
                told += 1
                yield "claim", {"text": clean(step.text)}
            else:
                yield "status", {"text": step}
        reply = await waiting.result()
        tree = await desk.drawing(lane, _drawn, reply, desk, language, of(request.scope))
    except Exception as error:  # noqa: BLE001 – the response has begun: the refusal is an event
        yield "error", {"text": _detail(request, error)}
        return
    for claim in reply.claims[told:]:
        yield "claim", {"text": clean(claim.text)}
    say = sayer(language)
    ready = say("ready_refusal") if reply.abstained else say("ready", len(reply.citations))
    yield "answer", {"tree": as_json(tree), "said": ready}


def _detail(request: Request, error: Exception) -> str:
    if isinstance(error, AssistantError | BotError | IngestError):
        return sentence(error, language_of(request.scope))
    refusal = of_error({**request.scope, "path": "/api/"}, error)
    return str(json.loads(bytes(refusal.body))["detail"])


async def opinion(request: Request, desk: Desk) -> Response:
    """A thumb, then perhaps a reason: one row."""
    language = language_of(request.scope)
    sent = {k: v for k, v in (await request.form(max_fields=20, max_files=0)).items() if isinstance(v, str)}
    verdict: Verdict = "down" if sent.get("verdict") == "down" else "up"
    person = of(request.scope)
    said = Opinion(
        answer=sent.get("answer", ""),
        verdict=verdict,
        channel="web",
        asker=person.key if person.via == "session" else sent.get("token", ""),  # one's own, to be shown and erased
        reason=sent.get("reason", ""),
        question=sent.get("question", ""),
        generation=sent.get("generation", ""),
        readers=person.asking(),
    )
    await run_in_threadpool(desk.feedback.record, said)
    asks_why = verdict == "down" and not said.reason
    return page("thanks.html", language, said=said, asks_why=asks_why, footer="", path="/")
