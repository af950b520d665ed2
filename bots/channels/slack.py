"""Slack, over HTTP (``POST /slack/events``) or Socket Mode. The only file that knows Slack's SDK.

request ─► guard ─► Bolt ─► gate ─► listener ─► ack          (milliseconds)
                                      └─► answering ─► Web API  (held, drained, resumed)
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from fastapi import FastAPI, Request
from fastapi.responses import Response

from bots.channel import Desk
from bots.settings import Settings
from bots.slack.answering import resume
from bots.slack.api import METHODS, UNREACHABLE, SlackRefused
from bots.slack.bot import NAME, Bot, Heard, build
from bots.slack.following import following
from bots.slack.hearing.gate import Ignored, gate
from bots.slack.hearing.guard import BODY, Genuine, check
from bots.slack.listeners import LISTENERS, Listener

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

PATH = "/slack/events"
API = "https://slack.com/api/"
DRAIN = 15.0  # seconds answers under way have to end; what is left is answered after the restart
RETRIES = 5  # times a call is made again when Slack asks to wait
TIMEOUT = 10  # seconds for one call
PER_CALL = 90.0  # seconds for one call and its waits
# Not a refusal: the same call may be taken later.
_LATER = frozenset({None, "ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"})
_HOOKS = frozenset({"hooks.slack.com", "hooks.slack-gov.com"})
log = logging.getLogger("repere")


class Slack:
    name = NAME
    unmetered: tuple[str, ...] = (PATH,)

    def missing(self, settings: Settings) -> tuple[str, ...]:
        """A token, and a way in: the signing secret (HTTP) or an app token (Socket Mode)."""
        way_in = settings.slack_signing_secret or settings.slack_app_token
        wanted = {"REPERE_SLACK_BOT_TOKEN": settings.slack_bot_token, "REPERE_SLACK_SIGNING_SECRET": way_in}
        return tuple(name for name, value in wanted.items() if not value)

    def mount(self, app: FastAPI, desk: Desk) -> AbstractAsyncContextManager[None] | None:
        service = Service(desk)

        @app.post(PATH, include_in_schema=False)
        async def events(request: Request) -> Response:
            return await service.received(request)

        return service.running()


class Service:
    """The channel while the server runs."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._bot: Bot | None = None
        self._bolt: AsyncApp | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        import aiohttp

        settings = self._desk.settings
        async with AsyncExitStack() as stack:
            session = await stack.enter_async_context(aiohttp.ClientSession())
            client = _client(settings, session)
            self._bot, self._bolt = bot, bolt = self._built(client)
            stack.callback(bot.preferences.close)
            stack.push_async_callback(bot.tasks.drain, DRAIN)
            if settings.slack_app_token:
                await stack.enter_async_context(_socket(bolt, settings, client))
            await stack.enter_async_context(self._desk.resuming(partial(resume, bot)))
            await stack.enter_async_context(following(bot).running())
            yield

    def _built(self, client: AsyncWebClient) -> tuple[Bot, AsyncApp]:
        bot = build(self._desk, WebApi(client, self._desk.settings.slack_api_url))
        return bot, _bolt(bot)

    async def received(self, request: Request) -> Response:
        """One signed request. Never 5xx: what Slack would send again is either promised or refused for good."""
        body = await _body(request)
        found = check(request.headers.raw, body, self._desk.settings.slack_signing_secret, time.time())
        if not isinstance(found, Genuine):
            return Response(status_code=found.status)
        if not await asyncio.to_thread(self._desk.deduplication.first, NAME, found.signature):
            return Response(status_code=401)
        return await self._dispatched(found.text, dict(request.headers))

    async def _dispatched(self, text: str, headers: dict[str, str]) -> Response:
        from slack_bolt.request.async_request import AsyncBoltRequest

        if self._bolt is None:  # mounted in an application that does not run lifespans
            self._bot, self._bolt = self._built(_client(self._desk.settings, None))
        try:
            answered = await self._bolt.async_dispatch(AsyncBoltRequest(body=text, headers=headers))  # type: ignore[arg-type]
        except Exception as error:  # noqa: BLE001 – Bolt's own reading of a payload unlike any of Slack's
            log.warning("slack: %s", type(error).__name__)
            return Response(status_code=400)
        if answered.status == 404:  # nobody listens: Slack must not send it again
            return Response(status_code=200)
        if answered.status >= 500:
            return Response(status_code=400)
        kind = (answered.headers.get("content-type") or ["text/plain"])[0]
        return Response(answered.body or "", answered.status, media_type=kind)


async def _body(request: Request) -> bytes:
    """The raw bytes, no more of them than one over the limit."""
    read = bytearray()
    async for chunk in request.stream():
        read += chunk
        if len(read) > BODY:
            break
    return bytes(read[: BODY + 1])


def _bolt(bot: Bot) -> AsyncApp:
    """Bolt with our gate before every listener. It verifies nothing itself: the guard has."""
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.authorization import AuthorizeResult

    quiet = logging.getLogger("repere.slack.bolt")
    quiet.setLevel(logging.CRITICAL)  # its warnings quote the request, which may hold a question

    async def authorize(**_: Any) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=None, bot_token=bot.desk.settings.slack_bot_token)

    app = AsyncApp(
        logger=quiet,
        authorize=authorize,
        signing_secret=bot.desk.settings.slack_signing_secret or "unused",
        request_verification_enabled=False,
        ssl_check_enabled=False,
        ignoring_self_events_enabled=False,
        attaching_conversation_kwargs_enabled=False,
        attaching_function_token_enabled=False,
    )
    app.use(_gated(bot))
    app.error(_unexpected)
    for listener in LISTENERS:
        _register(app, listener, bot)
    return app


def _gated(bot: Bot) -> Callable[..., Awaitable[Any]]:
    async def gated(body: dict[str, Any], context: dict[str, Any], next: Callable[[], Awaitable[None]]) -> Any:  # noqa: A002 – Bolt calls it so
        from slack_bolt.response import BoltResponse

        verdict = await gate(bot, body)
        if isinstance(verdict, Ignored):
            said = bot.say("foreign_space") if verdict.foreign and "command" in body else ""
            return BoltResponse(status=200, body=said)
        context["ask"] = verdict.ask
        return await next()

    return gated


async def _unexpected(error: Exception) -> None:
    log.error("slack: %s", type(error).__name__)


def _register(app: AsyncApp, listener: Listener, bot: Bot) -> None:
    """Listeners only acknowledge and hand over: what lasts runs in tasks of our own, which Bolt would not hold."""

    async def serve(ack: Callable[..., Awaitable[Any]], body: dict[str, Any], context: dict[str, Any]) -> None:
        async def acknowledge(**values: Any) -> None:
            await ack(**values)

        bot.tasks.hold(_served(listener, bot, Heard(body, acknowledge, context.get("ask"))))

    decorate = getattr(app, listener.kind)
    decorate(re.compile(rf"{listener.name}\Z") if listener.kind == "action" else listener.name)(serve)


async def _served(listener: Listener, bot: Bot, heard: Heard) -> None:
    try:
        await listener.serve(bot, heard)
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        log.warning("slack: %s in %s", type(error).__name__, listener.name)  # a payload unlike Slack's
        await heard.ack()


@asynccontextmanager
async def _socket(app: AsyncApp, settings: Settings, client: AsyncWebClient) -> AsyncIterator[None]:
    """Socket Mode: Slack is called, no port is opened. Connects in the background, and again when it is cut."""
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

    handler = AsyncSocketModeHandler(app, settings.slack_app_token, web_client=client)
    connecting = asyncio.create_task(handler.connect_async())  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        connecting.cancel()
        await asyncio.gather(connecting, return_exceptions=True)
        await handler.close_async()  # type: ignore[no-untyped-call]


def _client(settings: Settings, session: Any) -> AsyncWebClient:
    from slack_sdk.http_retry.builtin_async_handlers import (
        AsyncConnectionErrorRetryHandler,
        AsyncRateLimitErrorRetryHandler,
        AsyncServerErrorRetryHandler,
    )
    from slack_sdk.web.async_client import AsyncWebClient

    quiet = logging.getLogger("repere.slack.sdk")
    quiet.setLevel(logging.CRITICAL)
    return AsyncWebClient(
        settings.slack_bot_token,
        base_url=settings.slack_api_url or API,
        timeout=TIMEOUT,
        session=session,
        logger=quiet,
        retry_handlers=[
            AsyncRateLimitErrorRetryHandler(max_retry_count=RETRIES),
            AsyncConnectionErrorRetryHandler(max_retry_count=1),
            AsyncServerErrorRetryHandler(max_retry_count=1),
        ],
    )


class WebApi:
    """``bots.slack.api.Api`` over Slack's client; its errors become ours."""

    def __init__(self, client: AsyncWebClient, other: str = "") -> None:
        self._client = client
        self._hosts = _HOOKS | ({urlsplit(other).hostname} if other else set())

    async def call(self, method: str, **values: Any) -> dict[str, Any]:
        if method not in METHODS:
            raise SlackRefused(method, "not_listed")
        return await self._guarded(method, self._client.api_call(method, json=values))

    async def respond(self, url: str, body: dict[str, Any]) -> None:
        parts = urlsplit(url)
        if parts.hostname not in self._hosts or (parts.scheme != "https" and parts.hostname in _HOOKS):
            raise SlackRefused("respond", "foreign_address")
        await self._guarded("respond", self._hook(url, body))

    async def _hook(self, url: str, body: dict[str, Any]) -> dict[str, Any]:
        from slack_sdk.webhook.async_client import AsyncWebhookClient

        client = self._client
        hook = AsyncWebhookClient(
            url, TIMEOUT, session=client.session, logger=client.logger, retry_handlers=client.retry_handlers
        )
        answered = await hook.send_dict(body)
        if answered.status_code != 200:
            raise SlackRefused("respond", str(answered.status_code))
        return {}

    async def _guarded(self, method: str, calling: Awaitable[Any]) -> dict[str, Any]:
        from aiohttp import ClientError
        from slack_sdk.errors import SlackApiError, SlackClientError

        try:
            async with asyncio.timeout(PER_CALL):
                answered = await calling
        except SlackApiError as error:
            said = error.response.get("error") if error.response is not None else None
            raise SlackRefused(method, UNREACHABLE if said in _LATER else str(said)) from error
        except (SlackClientError, ClientError, TimeoutError, OSError, json.JSONDecodeError) as error:
            raise SlackRefused(method, UNREACHABLE) from error
        return dict(answered.data) if hasattr(answered, "data") else answered
