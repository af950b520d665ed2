"""The web application: guards, health, and each channel whose settings are there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.middleware.gzip import GZipMiddleware

from assistant.errors import AssistantError
from bots.channel import AT_ONCE, Channel, Desk
from bots.channels import CHANNELS, channel
from bots.errors import BotError
from bots.http.entrance import Entrance
from bots.http.guards import Guards
from bots.http.legibility import Legible
from bots.http.problems import of_error, problem
from bots.settings import Settings
from bots.working.tasks import service_of
from bots.working.threads import Threads, once
from bots.working.worker import from_settings
from ingest.errors import IngestError
from ingest.index.generation import Generation

if TYPE_CHECKING:
    from assistant.answering import Assistant

log = logging.getLogger("repere")
_THREADS = 32
_FETCHED = 15.0  # seconds between two looks at the store of indexes


def application(settings: Settings | None = None, opens: Callable[[], Assistant] | None = None) -> FastAPI:
    """The application, with every channel that is on. ``opens`` replaces how the assistant is opened, in tests."""
    settings = settings or Settings()
    desk = _desk(settings, opens)
    entered: list[AbstractAsyncContextManager[None]] = []
    app = FastAPI(
        title="Repère",
        version="0.1.0",
        description="Des réponses vérifiées sur la gouvernance, chacune avec ses citations exactes.",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan(desk, entered),
    )
    app.state.language, app.state.desk = settings.lang, desk
    on, off = _channels(settings)
    mounted = [one.mount(app, desk) for one in on]
    entered += [lifespan for lifespan in mounted if lifespan is not None]
    _health(app, desk, {one.name: "on" for one in on} | off)
    _refusals(app)
    app.add_middleware(GZipMiddleware, minimum_size=1024)  # tables compress tenfold; event streams are left alone
    own = tuple(path for one in on for path in one.unmetered)
    app.add_middleware(Legible, own=own)
    app.add_middleware(Entrance, doors=desk.doors, own=own)
    app.add_middleware(Guards, settings=settings, unmetered=own)
    return app


def _desk(settings: Settings, opens: Callable[[], Assistant] | None) -> Desk:
    """Answers in processes of their own, unless the settings or a test say otherwise."""
    if opens is None and settings.processes:
        from bots.working.processes import Processes

        return Desk(settings, working=Processes(settings.processes))
    opened = once(opens or from_settings)
    return Desk(settings, opened, Threads(opened, AT_ONCE))


def _channels(settings: Settings) -> tuple[list[Channel], dict[str, str]]:
    """The channels that are on, and why the others are off."""
    on: list[Channel] = []
    off: dict[str, str] = {}
    for name in CHANNELS:
        one = channel(name)
        if one is None:
            off[name] = "off: not installed"
        elif missing := one.missing(settings):
            off[name] = f"off: missing {', '.join(missing)}"
        else:
            on.append(one)
    return on, off


def _lifespan(
    desk: Desk, entered: Iterable[AbstractAsyncContextManager[None]]
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        # What waits for a disk or another service: many, since each holds a thread for as long as it waits.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_THREADS, "repere"))
        async with AsyncExitStack() as stack:
            stack.callback(desk.close)
            stack.push_async_callback(desk.doors.close)
            for one in entered:
                await stack.enter_async_context(one)
            desk.warm()
            fetching = asyncio.create_task(_fetching())
            stack.callback(fetching.cancel)
            yield

    return lifespan


async def _fetching() -> None:
    """Where several machines take the index from a store: what it names is fetched, checked and served, as it changes."""
    from ingest import bootstrap
    from ingest.settings import Settings as Reading

    settings = Reading()
    store = bootstrap.store(settings)
    while store:
        try:
            if name := await asyncio.to_thread(store.fetch, settings.index):
                log.warning("index: %s is in service", name)
        except (IngestError, OSError) as error:
            log.error("index: %s", error)  # noqa: TRY400 – one sentence: what serves goes on
        await asyncio.sleep(_FETCHED)


def _health(app: FastAPI, desk: Desk, channels: dict[str, str]) -> None:
    @app.get("/healthz", tags=["health"], summary="The process is alive")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz", tags=["health"], summary="The index is open; which channels are on", responses={503: {}})
    async def readyz() -> Response:
        try:
            generation = await asyncio.to_thread(_serving, desk)
        except (IngestError, AssistantError) as error:
            body: dict[str, Any] = {"status": "not ready", "detail": error.french, "channels": channels}
            return JSONResponse(body, 503)
        return JSONResponse({"status": "ready", "generation": generation, "channels": channels, **_chat(desk)})

    @app.get("/metrics", tags=["health"], summary="Counts and times, for Prometheus", response_class=PlainTextResponse)
    async def metrics() -> Response:
        return Response(await asyncio.to_thread(desk.metrics), media_type="text/plain; version=0.0.4; charset=utf-8")


def _serving(desk: Desk) -> str:
    """The id of the generation in service. Raises IndexFault when its files are gone, even if it still answers."""
    generation = desk.assistant.generation
    if isinstance(generation, Generation):
        generation.require()
    return generation.id


def _chat(desk: Desk) -> dict[str, Any]:
    """The chat model and what became of its calls, in numbers alone; nothing when there is none."""
    service = service_of(desk.assistant)
    return {"chat": {"model": service.model.name, "counts": dict(desk.working.counts())}} if service else {}


def _refusals(app: FastAPI) -> None:
    async def ours(request: Request, error: Exception) -> Response:
        return of_error(request.scope, error)

    async def unexpected(request: Request, error: Exception) -> Response:
        # The path and the kind of error only: a message may hold a question.
        log.error("%s %s: %s", request.method, request.url.path, type(error).__name__)
        return problem(request.scope, 500, "broken")

    for kind in (AssistantError, BotError, IngestError):
        app.add_exception_handler(kind, ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(StarletteHTTPException, _http)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, unexpected)


async def _invalid(request: Request, error: Exception) -> Response:
    found = error.errors()[0] if isinstance(error, RequestValidationError) and error.errors() else {}
    where = ".".join(str(part) for part in found.get("loc", ()) if part != "body")
    if found.get("type") == "json_invalid":
        return problem(request.scope, 422, "not_json")
    if found.get("type") == "string_too_long" and where.endswith(("question", "content")):
        return problem(request.scope, 422, "too_long", found.get("ctx", {}).get("max_length"))
    return problem(request.scope, 422, "bad_request", where or found.get("type", "?"))


async def _http(request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 500)
    sentence = {404: "unknown_page", 405: "wrong_method", 401: "key_wanted", 400: "not_json"}.get(status, "broken")
    return problem(request.scope, status, sentence)
