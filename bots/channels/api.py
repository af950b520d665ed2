"""The HTTP API: the contract's answer, whole or as it comes."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Query, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from assistant.errors import MAX_QUESTION
from assistant.model import Claim, Reply
from bots.channel import Asked, Desk
from bots.http.access.person import Person
from bots.http.guards import client
from bots.http.keys import asker
from bots.http.problems import of_error
from bots.http.refusals import REFUSALS
from bots.http.streaming import Event, stream
from bots.http.waiting import Waiting
from bots.memory.following.news import Comparison
from bots.rendering.contract import claim_json, ranked_json, reply_json
from bots.rendering.plain import whole
from bots.settings import Settings

Earlier = Annotated[str, StringConstraints(max_length=MAX_QUESTION)]

_EXAMPLE: dict[str, Any] = {
    "id": "q1",
    "question": "Qui approuve le plan annuel de travail ?",
    "context": [],
    "as_of": None,
    "groups": [],
}


class Asking(BaseModel):
    """A question. ``groups`` count for the holder of the one API key; for others, they can only narrow what they may read."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})

    question: str = Field(max_length=MAX_QUESTION)
    id: str | int = Field("", description="Given back as it came")
    context: list[Earlier] = Field(default_factory=list, max_length=20, description="Earlier questions, oldest first")
    as_of: date | None = None
    groups: list[str] = Field(default_factory=list, max_length=100)


_ANSWER: dict[str, Any] = {
    "id": "q1", "question": "Qui approuve le plan annuel de travail ?", "language": "fr", "abstained": False,
    "text": "Le comité directeur approuve le plan annuel de travail.",
    "claims": [{"text": "Le comité directeur approuve le plan annuel de travail.", "citations": ["c1"]}],
    "citations": [{
        "id": "c1", "document": "matrice.xlsx", "title": "Matrice des rôles", "version": "3", "date": "2026-09-30",
        "page": None, "slide": None, "section": None, "sheet": "Matrice", "cell": "D12", "row": 12, "quote": "A",
        "url": "http://127.0.0.1:8000/sources/matrice.xlsx/3?start=812&end=813#passage",
    }],
    "notices": [], "ask": None, "suggestions": [], "generation": "20261124T120000-abcdef", "as_of": "2026-11-24",
    "ms": 41.2,
}  # fmt: skip


class Api:
    name = "api"
    unmetered: tuple[str, ...] = ()

    def missing(self, settings: Settings) -> tuple[str, ...]:  # noqa: ARG002 – always on
        return ()

    def mount(self, app: FastAPI, desk: Desk) -> AbstractAsyncContextManager[None] | None:
        @app.post(
            "/api/ask",
            tags=["api"],
            summary="One verified answer",
            responses={**REFUSALS, 200: {"content": {"application/json": {"example": _ANSWER}}}},
        )
        async def ask(asking: Asking, request: Request, person: Annotated[Person, Depends(asker)]) -> Response:
            started = time.perf_counter()
            reply = await desk.replying(_asked(asking, request, person))
            return JSONResponse(_told(reply, asking, desk, started))

        @app.post(
            "/api/ask/stream",
            tags=["api"],
            summary="The same, as server-sent events: status, then claim, then answer",
            response_class=StreamingResponse,
            responses={**REFUSALS, 200: {"content": {"text/event-stream": {}}}},
        )
        async def ask_stream(asking: Asking, request: Request, person: Annotated[Person, Depends(asker)]) -> Response:
            return stream(_events(asking, request, desk, person))

        @app.get(
            "/api/search",
            tags=["api"],
            summary="The ranked evidence alone",
            responses=REFUSALS,
        )
        async def search(
            request: Request,
            person: Annotated[Person, Depends(asker)],
            q: Annotated[str, Query(min_length=1, max_length=MAX_QUESTION)],
            k: Annotated[int, Query(ge=1, le=50)] = 10,
        ) -> list[dict[str, Any]]:
            return [ranked_json(found) for found in await desk.searching(q, k, client(request.scope), person.asking())]

        @app.get(
            "/api/changes",
            tags=["api"],
            summary="What changed since an earlier version of the index, fact by fact",
            responses=REFUSALS,
        )
        async def changes(
            request: Request,
            person: Annotated[Person, Depends(asker)],
            about: Annotated[str, Query(max_length=200, description="Words of a name, or a code")] = "",
            since: Annotated[
                str, Query(max_length=60, description="A generation, as an answer names it; else the oldest kept")
            ] = "",
        ) -> dict[str, Any]:
            return await desk.drawing(client(request.scope), _changed, desk, person.asking(), about, since)

        return None


def _changed(desk: Desk, groups: frozenset[str], about: str, since: str) -> dict[str, Any]:
    """What these groups may be told; ``generation`` is what to compare with the next time."""
    generation = desk.assistant.generation.id
    found = Comparison(desk, since, desk.links).news(groups, about)
    told = {"generation": generation, "since": found.since, "more": found.more}
    return {**told, "changes": [asdict(one) for one in found.items]}


async def _events(asking: Asking, request: Request, desk: Desk, person: Person) -> AsyncIterator[Event]:
    started = time.perf_counter()
    asked, told = _asked(asking, request, person), 0
    waiting = Waiting[Reply, str | Claim](lambda tell: desk.replying(asked, tell, tell))
    try:
        async for step in waiting.steps():
            if isinstance(step, Claim):
                told += 1
                yield _claim(step)
            else:
                yield "status", {"text": step}
        reply = await waiting.result()
    except Exception as error:  # noqa: BLE001 – the response has begun: the refusal is an event
        refusal = of_error(request.scope, error)
        yield "error", json.loads(bytes(refusal.body))
        return
    for claim in reply.claims[told:]:
        yield _claim(claim)
    yield "answer", _told(reply, asking, desk, started)


def _claim(claim: Claim) -> Event:
    return "claim", claim_json(claim)


def _asked(asking: Asking, request: Request, person: Person) -> Asked:
    groups = person.asking(frozenset(asking.groups))
    return Asked(
        asking.question,
        "",
        tuple(asking.context),
        groups,
        asking.as_of,
        whole(str(asking.id)),
        f"api/{client(request.scope)}",
        unsure=person.unsure,
    )


def _told(reply: Reply, asking: Asking, desk: Desk, started: float) -> dict[str, Any]:
    told = reply_json(reply, desk.links)
    if asking.id != "":
        told["id"] = whole(asking.id) if isinstance(asking.id, str) else asking.id
    return {**told, "ms": round((time.perf_counter() - started) * 1000, 1)}
