"""``/v1/chat/completions``: Repère as a model, for software that speaks to OpenAI's API.

The last user message is the question, the earlier ones its context. The answer's text ends with its numbered sources;
each citation is also a ``url_citation`` annotation on the number that calls it.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import Annotated, Any

from fastapi import Depends, FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.errors import MAX_QUESTION, QuestionRefused
from bots.channel import Asked, Desk
from bots.http.access.person import Person
from bots.http.guards import client
from bots.http.keys import asker
from bots.http.refusals import REFUSALS
from bots.rendering.message import Message, plain_text
from bots.settings import Settings
from bots.wording import ENGLISH, FRENCH

MODEL = "repere"
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


class Completion(BaseModel):
    """What matters of OpenAI's request; the rest (temperature, tools…) is ignored."""

    model_config = ConfigDict(
        extra="ignore",
        json_schema_extra={
            "examples": [{"model": MODEL, "messages": [{"role": "user", "content": "Qui approuve le plan annuel ?"}]}]
        },
    )
    model: str = MODEL
    messages: list[Turn] = Field(min_length=1, max_length=200)
    stream: bool = False


class OpenAi:
    name = "openai"
    unmetered: tuple[str, ...] = ()

    def missing(self, settings: Settings) -> tuple[str, ...]:  # noqa: ARG002 – always on
        return ()

    def mount(self, app: FastAPI, desk: Desk) -> AbstractAsyncContextManager[None] | None:
        @app.get("/v1/models", tags=["openai"], responses=REFUSALS)
        def models() -> dict[str, Any]:
            return {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": "repere"}]}

        @app.post(
            "/v1/chat/completions", tags=["openai"], summary="OpenAI-compatible: citations as annotations",
            responses=REFUSALS,
        )  # fmt: skip
        async def complete(
            asking: Completion, request: Request, person: Annotated[Person, Depends(asker)]
        ) -> Response:
            message = await desk.answer(_asked(asking, f"api/{client(request.scope)}", person))
            if asking.stream:
                return StreamingResponse(_chunks(message), media_type="text/event-stream")
            return JSONResponse(_whole(message))

        return None


def _asked(asking: Completion, lane: str, person: Person) -> Asked:
    said = [turn.words for turn in asking.messages if turn.role == "user" and turn.words.strip()]
    if not said:
        raise QuestionRefused(FRENCH.bad_request.format("messages"), ENGLISH.bad_request.format("messages"))
    earlier = tuple(text for text in said[:-1] if len(text) <= MAX_QUESTION)
    return Asked(said[-1], context=earlier[-6:], groups=person.asking(), lane=lane, unsure=person.unsure)


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


def _whole(message: Message) -> dict[str, Any]:
    text = plain_text(message)
    told = {"role": "assistant", "content": text, "refusal": None, "annotations": _annotations(message, text)}
    return {
        "id": f"chatcmpl-{message.id}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": MODEL,
        "choices": [{"index": 0, "message": told, "finish_reason": "stop", "logprobs": None}],
        # Nothing is counted in tokens here: no model wrote this.
        "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
    }


async def _chunks(message: Message) -> AsyncIterator[bytes]:
    text = plain_text(message)
    head = {"id": f"chatcmpl-{message.id}", "object": "chat.completion.chunk", "created": int(time.time())}
    deltas: list[tuple[dict[str, Any], str | None]] = [({"role": "assistant", "content": ""}, None)]
    deltas += [({"content": line}, None) for line in text.splitlines(keepends=True)]
    deltas += [({"annotations": _annotations(message, text)}, None), ({}, "stop")]
    for delta, finish in deltas:
        chunk = {**head, "model": MODEL, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}
        yield f"data: {json.dumps(chunk)}\n\n".encode()
    yield b"data: [DONE]\n\n"
