"""The web page: ask, the source viewer, the explorer. A browser names no group: a session does."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager
from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.responses import FileResponse, Response
from fastapi.staticfiles import StaticFiles

from bots.channel import Desk
from bots.http.guards import client
from bots.http.streaming import stream
from bots.settings import Settings
from bots.web import asking, exploring, exporting, reading
from bots.web.pages import STATIC


class Web:
    name = "web"
    unmetered: tuple[str, ...] = ()

    def missing(self, settings: Settings) -> tuple[str, ...]:  # noqa: ARG002 – always on
        return ()

    def mount(self, app: FastAPI, desk: Desk) -> AbstractAsyncContextManager[None] | None:
        app.mount("/static", StaticFiles(directory=STATIC), name="static")
        _ask(app, desk)
        _read(app, desk)
        return None


def _ask(app: FastAPI, desk: Desk) -> None:
    @app.get("/", include_in_schema=False)
    async def front(request: Request, q: Annotated[str, Query(max_length=4000)] = "") -> Response:
        return await desk.drawing(client(request.scope), asking.front, request, desk, q)

    @app.post("/", include_in_schema=False)
    async def ask(request: Request) -> Response:
        return await asking.answered(request, desk)

    @app.post("/ask", include_in_schema=False)
    async def ask_live(request: Request) -> Response:
        return stream(asking.events(request, desk, await asking.form(request)))

    @app.post("/feedback", include_in_schema=False)
    async def feedback(request: Request) -> Response:
        return await asking.opinion(request, desk)

    @app.post("/table", include_in_schema=False)
    async def table(request: Request) -> Response:
        return await exporting.table(request)

    @app.get("/favicon.ico", include_in_schema=False)
    async def icon() -> Response:
        return FileResponse(STATIC / "repere.svg", media_type="image/svg+xml")


def _read(app: FastAPI, desk: Desk) -> None:
    @app.get("/sources/{document:path}/{version}", tags=["web"], summary="The source viewer, the cited words marked")
    async def source(
        request: Request,
        document: str,
        version: str,
        start: Annotated[int, Query(ge=0, le=10**9)] = 0,
        end: Annotated[int, Query(ge=0, le=10**9)] = 0,
        m: Annotated[str, Query(max_length=20)] = "",
        cell: Annotated[str, Query(max_length=20)] = "",
    ) -> Response:
        link = reading.Link(document, version, start, end, m, cell)
        return await desk.drawing(client(request.scope), reading.show, request, link, desk)

    @app.get("/explorer", tags=["web"], summary="The facts in service")
    @app.get("/explorer/{section}", include_in_schema=False)
    async def explore(request: Request, section: str = "") -> Response:
        return await desk.drawing(client(request.scope), exploring.show, request, desk, section)
