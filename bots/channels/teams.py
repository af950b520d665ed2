"""Microsoft Teams: one route, every door before it. The parts are in ``bots.teams``."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response

from bots.channel import Desk
from bots.http.problems import language, told
from bots.settings import Settings
from bots.teams.activities import parse
from bots.teams.bot import Bot
from bots.teams.connector import Connector
from bots.teams.doors import Doors, Refusals, Trust, on_loopback
from bots.teams.errors import TeamsFault, TooLarge
from bots.teams.keys import Keys
from bots.wording.teams import said

log = logging.getLogger("repere")

PATH = "/api/messages"
BODY = 256 * 1024  # bytes; Teams' own limit for a message is a tenth of it


class Teams:
    """On with a client id and the tenants served; in a trial on this machine, with one of its two settings alone."""

    name = "teams"
    unmetered: tuple[str, ...] = (PATH,)

    def missing(self, settings: Settings) -> tuple[str, ...]:
        if settings.teams_unauthenticated:
            return ()
        needed = {"REPERE_TEAMS_CLIENT_ID": settings.teams_client_id}
        if not on_loopback(settings.teams_openid_url):
            needed["REPERE_TEAMS_TENANT_IDS"] = settings.teams_tenant_ids
        return tuple(name for name, value in needed.items() if not value)

    def mount(self, app: FastAPI, desk: Desk) -> AbstractAsyncContextManager[None] | None:
        """Raises BadInput when unsigned messages are accepted from beyond loopback."""
        trust = Trust.of(desk.settings)
        keys, connector = Keys(desk.settings.teams_openid_url), Connector(desk.settings)
        doors, bot = Doors(trust, keys), Bot(desk, connector, local_links=trust.trial)
        refusals = Refusals()
        if trust.unsigned:
            log.warning("Teams: UNSIGNED MESSAGES ARE ACCEPTED (REPERE_TEAMS_UNAUTHENTICATED), from this machine only")

        @app.post(PATH, tags=["teams"], summary="Microsoft Teams", responses={400: {}, 401: {}, 413: {}})
        async def messages(request: Request) -> Response:
            try:
                token = doors.knock(dict(request.headers), request.client.host if request.client else "")
                body = await _body(request)
                incoming = parse(body)
                await doors.enter(token, incoming)
            except TeamsFault as fault:
                refusals.note(fault)
                return told(request.scope, fault.status, said(fault.sentence, language(request.scope)))
            given = await bot.take(incoming, body)
            return Response(status_code=200) if given is None else JSONResponse(given)

        return _lifespan(desk, keys, connector, bot, unsigned=trust.unsigned)


@asynccontextmanager
async def _lifespan(desk: Desk, keys: Keys, connector: Connector, bot: Bot, *, unsigned: bool) -> AsyncIterator[None]:
    opening = asyncio.create_task(connector.open())
    async with desk.resuming(bot.resume), bot.following.running(), nullcontext() if unsigned else keys.kept_fresh():
        yield
    await asyncio.gather(opening, return_exceptions=True)
    await bot.drain()


async def _body(request: Request) -> bytes:
    """At most ``BODY`` bytes; a length may be missing or false. Raises TooLarge."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > BODY:
            raise TooLarge("body")
    return bytes(body)
