"""``/v1/chat/completions``: Repère as a model, for software that speaks to OpenAI's API.

The last user message is the question, the earlier ones its context. The answer's text ends with its numbered sources;
each citation is also a ``url_citation`` annotation on the number that calls it.
"""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.errors import MAX_QUESTION, QuestionRefused
from bots.channel import Asked, Desk
from bots.http.access.person import Person
from bots.http.guards import client
from bots.http.keys import asker
from bots.http.refusals import REFUSALS
from bots.rendering.message import Message, plain_text
from bots.rendering.tasks import own_task, question_in
from bots.settings import Settings
from bots.wording import ENGLISH, FRENCH

MODEL = "repere"
CONTEXT = 6  # earlier questions that count
_MODEL = {"id": MODEL, "object": "model", "created": 0, "owned_by": "repere"}
# Nothing is counted in tokens here: no model wrote this.
_USAGE = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
_CALLS = re.compile(r"\[(\d+)\]")


class Part(BaseModel):
    model_config = ConfigDict(extra="ignore")
    type: str = "text"
    text: str = ""


class Turn(BaseModel):
    model_config = ConfigDict(extra="ignore")
    role: str
    content: str | list[Part] | None = None

    @property
    def words(self) -> str:
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class StreamOptions(BaseModel):
    model_config = ConfigDict(extra="ignore")
    include_usage: bool = False


class Completion(BaseModel):
    """What matters of OpenAI's request; the rest (temperature, tools…) is ignored."""

    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={
            "examples": [{"model": MODEL, "messages": [{"role": "user", "content": "Qui approuve le plan annuel ?"}]}]
        },
    )
    model: str = MODEL
    messages: list[Turn] = Field(min_length=1, max_length=10_000)
    stream: bool = False
    stream_options: StreamOptions | None = None

    @property
    def counted(self) -> bool:
        """Whether the stream ends with a chunk of usage."""
        return bool(self.stream_options and self.stream_options.include_usage)


class OpenAi:
    name = "openai"
    unmetered: tuple[str, ...] = ()

    def missing(self, settings: Settings) -> tuple[str, ...]:  # noqa: ARG002 – always on
        return ()

    def mount(self, app: FastAPI, desk: Desk) -> AbstractAsyncContextManager[None] | None:
        @app.get("/v1/models", tags=["openai"], responses=REFUSALS)
        def models() -> dict[str, Any]:
            return {"object": "list", "data": [_MODEL]}

        @app.get("/v1/models/{name}", tags=["openai"], responses=REFUSALS)
        def model(name: str) -> dict[str, Any]:
            if name != MODEL:
                raise HTTPException(404)
            return _MODEL

        @app.post(
            "/v1/chat/completions", tags=["openai"], summary="OpenAI-compatible: citations as annotations",
            responses=REFUSALS,
        )  # fmt: skip
        async def complete(asking: Completion, request: Request, person: Annotated[Person, Depends(asker)]) -> Response:
            said = _said(asking)
            if (made := own_task(said[-1])) is not None:
                told = Told(secrets.token_hex(8), made, [])
            else:
                message = await desk.answer(_asked(said, f"api/{client(request.scope)}", person))
                text = plain_text(message)
                told = Told(message.id, text, _annotations(message, text))
            if asking.stream:
                return StreamingResponse(_chunks(told, counted=asking.counted), media_type="text/event-stream")
            return JSONResponse(_whole(told))

        return None


@dataclass(frozen=True, slots=True)
class Told:
    """What is sent back: the text, and the annotations of its citations."""

    id: str
    text: str
    annotations: list[dict[str, Any]]


def _said(asking: Completion) -> list[str]:
    """What the person said, oldest first. Raises QuestionRefused when they said nothing."""
    said = [turn.words for turn in asking.messages if turn.role == "user" and turn.words.strip()]
    if not said:
        raise QuestionRefused(FRENCH.bad_request.format("messages"), ENGLISH.bad_request.format("messages"))
    return said[-CONTEXT - 1 :]


def _asked(said: list[str], lane: str, person: Person) -> Asked:
    earlier = tuple(asked for text in said[:-1] if len(asked := question_in(text)) <= MAX_QUESTION)
    question = question_in(said[-1])
    return Asked(question, context=earlier, groups=person.asking(), lane=lane, unsure=person.unsure)


def _annotations(message: Message, text: str) -> list[dict[str, Any]]:
    """One annotation a call of a source: the span of « [n] » in the text, the address and title of the source."""
    sources = {source.number: source for source in message.sources}
    return [
        {
            "type": "url_citation",
            "url_citation": {
                "start_index": call.start(),
                "end_index": call.end(),
                "url": source.url,
                "title": f"{source.title}, {source.place}".rstrip(", "),
            },
        }
        for call in _CALLS.finditer(text)
        if (source := sources.get(int(call.group(1))))
    ]


def _whole(told: Told) -> dict[str, Any]:
    said = {"role": "assistant", "content": told.text, "refusal": None, "annotations": told.annotations}
    return {
        "id": f"chatcmpl-{told.id}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": MODEL,
        "choices": [{"index": 0, "message": said, "finish_reason": "stop", "logprobs": None}],
        "usage": _USAGE,
    }


async def _chunks(told: Told, *, counted: bool) -> AsyncIterator[bytes]:
    head = {
        "id": f"chatcmpl-{told.id}", "object": "chat.completion.chunk", "created": int(time.time()), "model": MODEL,
    }  # fmt: skip
    deltas: list[tuple[dict[str, Any], str | None]] = [({"role": "assistant", "content": ""}, None)]
    deltas += [({"content": line}, None) for line in told.text.splitlines(keepends=True)]
    deltas += [({"annotations": told.annotations}, None), ({}, "stop")]
    blank = {"usage": None} if counted else {}
    for delta, finish in deltas:
        chunk = {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}], **blank}
        yield f"data: {json.dumps(chunk)}\n\n".encode()
    if counted:
        yield f"data: {json.dumps({**head, 'choices': [], 'usage': _USAGE})}\n\n".encode()
    yield b"data: [DONE]\n\n"
