"""Slack, as strict as the real one where it matters, on loopback: Web API, response addresses and Socket Mode.

It refuses what Slack refuses (token, scope, unknown or missing argument, Block Kit limits, stream states, spent response
addresses), can be told to refuse, to ask for patience (429) or to hang up, and keeps everything it was sent.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from aiohttp import WSMsgType, web

from tests.bots.slack.blockkit import No, content, streamed, strings, surface

BOT, APP, ME, TEAM = "xoxb-test", "xapp-test", "UBOT", "T1"
STREAM_LIFE = 300.0  # seconds

# method → (scope, required arguments, optional arguments)
METHODS: dict[str, tuple[str, str, str]] = {
    "agents.sessions.setStatus": ("chat:write", "status", "channel_id thread_ts title initiator_user_id"),
    "assistant.threads.setStatus": ("assistant:write", "channel_id thread_ts status", "loading_messages"),
    "assistant.threads.setSuggestedPrompts": ("assistant:write", "channel_id prompts", "thread_ts title"),
    "auth.test": ("", "", ""),
    "chat.appendStream": ("chat:write", "channel ts", "markdown_text chunks"),
    "chat.getPermalink": ("", "channel message_ts", ""),
    "chat.postEphemeral": ("chat:write", "channel user", "text blocks thread_ts"),
    "chat.postMessage": ("chat:write", "channel", "text blocks thread_ts unfurl_links unfurl_media"),
    "chat.startStream": (
        "chat:write", "channel thread_ts", "markdown_text chunks recipient_team_id recipient_user_id task_display_mode",
    ),
    "chat.stopStream": ("chat:write", "channel ts", "markdown_text chunks blocks metadata session_status"),
    "chat.update": ("chat:write", "channel ts", "text blocks"),
    "conversations.open": ("im:write", "users", ""),
    "usergroups.list": ("usergroups:read", "", "include_users include_disabled"),
    "users.info": ("users:read", "user", ""),
    "views.open": ("", "trigger_id view", ""),
    "views.publish": ("", "user_id view", "hash"),
}  # fmt: skip


@dataclass(frozen=True)
class Call:
    method: str
    values: dict[str, Any]
    at: float


@dataclass
class Posted:
    """A message as people see it. ``state``: posted, streaming or ended."""

    channel: str
    ts: str
    thread: str
    text: str = ""
    blocks: list[dict[str, Any]] = field(default_factory=list)
    state: str = "posted"
    begun: float = 0.0
    only: str = ""  # the one person who sees it

    @property
    def shown(self) -> str:
        return "\n".join([self.text, *strings(self.blocks)])


class FakeSlack:
    """``async with FakeSlack() as slack``: ``slack.url`` is the Web API's address."""

    def __init__(self, scopes: Iterable[str] | None = None, clock: Callable[[], float] = time.time) -> None:
        self.scopes = set(scopes) if scopes is not None else None
        self.clock = clock
        self.calls: list[Call] = []
        self.messages: list[Posted] = []
        self.responses: list[dict[str, Any]] = []
        self.homes: dict[str, dict[str, Any]] = {}
        self.forms: list[dict[str, Any]] = []
        self.acks: dict[str, dict[str, Any]] = {}
        self.people: dict[str, dict[str, Any]] = {"U1": {"team_id": TEAM}, "U2": {"team_id": TEAM}}
        self.usergroups: list[dict[str, Any]] = []
        self.absent: set[str] = set()  # channels the bot is not in
        self._wrong: dict[str, list[str | float | None]] = {}
        self._hooks: dict[str, int] = {}
        self._stamps = itertools.count(1)
        self._sockets: list[web.WebSocketResponse] = []
        self._connected = asyncio.Event()

    # --- what tests tell it ---

    def refuse(self, method: str, *how: str | float | None) -> None:
        """The next calls of a method: a word refuses, a number asks to wait that many seconds, None hangs up."""
        self._wrong.setdefault(method, []).extend(how)

    def hook(self, name: str = "r1") -> str:
        self._hooks[name] = 0
        return f"{self.root}/hooks/{name}"

    def of(self, method: str) -> list[dict[str, Any]]:
        return [call.values for call in self.calls if call.method == method]

    def answers(self, channel: str = "") -> list[Posted]:
        """The messages no longer being written, but those that only say that something is under way."""
        done = [m for m in self.messages if m.state == "ended" or (m.state == "posted" and m.blocks)]
        return [m for m in done if not channel or m.channel == channel]

    async def until(self, told: Callable[[], Any], seconds: float = 5.0) -> Any:
        """What ``told`` gives once it is true. Raises TimeoutError."""
        end = time.monotonic() + seconds
        while not (found := told()):
            if time.monotonic() > end:
                raise TimeoutError
            await asyncio.sleep(0.005)
        return found

    async def push(self, payload: dict[str, Any], kind: str = "events_api", envelope: str = "e1") -> dict[str, Any]:
        """Sends through the socket; gives what the application acknowledged with."""
        await asyncio.wait_for(self._connected.wait(), 5)
        sent = {"envelope_id": envelope, "type": kind, "payload": payload, "accepts_response_payload": True}
        await self._sockets[-1].send_json(sent)
        found: dict[str, Any] = await self.until(lambda: self.acks.get(envelope))
        return found

    # --- the server ---

    async def __aenter__(self) -> FakeSlack:
        app = web.Application(client_max_size=4 * 1024**2)
        app.router.add_post("/api/{method}", self._api)
        app.router.add_post("/hooks/{name}", self._hook)
        app.router.add_get("/socket", self._socket)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.root = f"http://127.0.0.1:{port}"
        self.url = f"{self.root}/api/"
        return self

    async def __aexit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        for socket in self._sockets:
            await socket.close()
        await self._runner.cleanup()

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        token = request.headers.get("authorization", "")
        if method == "apps.connections.open":
            good = token == f"Bearer {APP}"
            return web.json_response(
                {"ok": True, "url": f"{self.root}/socket".replace("http", "ws", 1)}
                if good
                else {"ok": False, "error": "invalid_auth"}
            )
        wrong = self._wrong.get(method)
        how = wrong.pop(0) if wrong else ""
        if how is None:
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        if isinstance(how, float | int):
            return web.json_response(
                {"ok": False, "error": "ratelimited"}, status=429, headers={"retry-after": str(how)}
            )
        try:
            if how:
                raise No(how)
            if token != f"Bearer {BOT}":
                raise No("invalid_auth")
            values = await request.json() if request.can_read_body else {}
            self._allowed(method, values)
            self.calls.append(Call(method, values, time.monotonic()))
            given = getattr(self, method.replace(".", "_"), lambda **_: {})(**values)
        except No as no:
            return web.json_response({"ok": False, "error": str(no)})
        return web.json_response({"ok": True, **given})

    def _allowed(self, method: str, values: dict[str, Any]) -> None:
        if method not in METHODS:
            raise No("unknown_method")
        scope, required, optional = METHODS[method]
        if self.scopes is not None and scope and scope not in self.scopes:
            raise No("missing_scope")
        if not set(required.split()) <= set(values) or not set(values) <= set(f"{required} {optional}".split()):
            raise No("invalid_arguments")

    async def _hook(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in self._hooks or self._hooks[name] >= 5:
            return web.Response(status=404, text="used_url")
        self._hooks[name] += 1
        body = await request.json()
        known = {"text", "blocks", "response_type", "replace_original", "delete_original", "thread_ts"}
        try:
            if not set(body) <= known | {"unfurl_links", "unfurl_media"}:
                raise No("invalid_payload")
            content(body.get("text", ""), body.get("blocks", []))
        except No as no:
            return web.Response(status=400, text=str(no))
        self.responses.append(body)
        return web.Response(text="ok")

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self._sockets.append(socket)
        self._connected.set()
        async for message in socket:
            if message.type is WSMsgType.TEXT and message.data.startswith("{"):
                told = json.loads(message.data)
                if told.get("envelope_id") in self.acks:
                    raise AssertionError("acknowledged twice")
                self.acks[told["envelope_id"]] = told
        return socket

    # --- the methods ---

    def auth_test(self) -> dict[str, Any]:
        return {"team_id": TEAM, "user_id": ME, "bot_id": "B1", "url": "https://example.slack.com/"}

    def chat_postMessage(self, channel: str, text: str = "", blocks: Any = (), thread_ts: str = "", **_: Any) -> Any:  # noqa: N802
        self._inside(channel)
        content(text, blocks)
        made = self._made(channel, thread_ts, text, blocks)
        return {"channel": channel, "ts": made.ts}

    def chat_postEphemeral(  # noqa: N802
        self, channel: str, user: str, text: str = "", blocks: Any = (), thread_ts: str = ""
    ) -> Any:
        self._inside(channel)
        content(text, blocks)
        made = self._made(channel, thread_ts, text, blocks)
        made.only = user
        return {"message_ts": made.ts}

    def chat_update(self, channel: str, ts: str, text: str = "", blocks: Any = ()) -> Any:
        content(text, blocks)
        found = self._found(channel, ts)
        if found.only:
            raise No("cant_update_message")
        if found.state == "streaming" and self.clock() - found.begun <= STREAM_LIFE:
            raise No("streaming_state_conflict")
        found.text, found.blocks, found.state = text, list(blocks), "ended"
        return {"ts": ts}

    def chat_startStream(  # noqa: N802
        self, channel: str, thread_ts: str, chunks: Any = (), recipient_team_id: str = "", recipient_user_id: str = "",
        **more: Any,
    ) -> Any:  # fmt: skip
        self._inside(channel)
        if not channel.startswith("D") and not (recipient_team_id and recipient_user_id):
            raise No("missing_recipient_team_id")
        made = self._made(channel, thread_ts, streamed(chunks, more), [])
        made.state, made.begun = "streaming", self.clock()
        return {"channel": channel, "ts": made.ts}

    def chat_appendStream(self, channel: str, ts: str, chunks: Any = (), **more: Any) -> Any:  # noqa: N802
        found = self._streaming(channel, ts)
        found.text += streamed(chunks, more)
        return {"ts": ts}

    def chat_stopStream(self, channel: str, ts: str, chunks: Any = (), blocks: Any = (), **more: Any) -> Any:  # noqa: N802
        found = self._streaming(channel, ts)
        text = found.text + streamed(chunks, more)
        content(text or "–", blocks)
        found.text, found.blocks, found.state = text, list(blocks), "ended"
        return {"ts": ts}

    def chat_getPermalink(self, channel: str, message_ts: str) -> Any:  # noqa: N802
        self._found(channel, message_ts)
        return {"permalink": f"https://example.slack.com/archives/{channel}/p{message_ts.replace('.', '')}"}

    def conversations_open(self, users: str) -> Any:
        if users not in self.people:
            raise No("user_not_found")
        return {"channel": {"id": f"D{users}"}}

    def users_info(self, user: str) -> Any:
        if user not in self.people:
            raise No("user_not_found")
        return {"user": {"id": user, "is_bot": False, **self.people[user]}}

    def usergroups_list(self, **_: Any) -> Any:
        return {"usergroups": self.usergroups}

    def views_publish(self, user_id: str, view: dict[str, Any]) -> Any:
        surface(view, "home")
        self.homes[user_id] = view
        return {}

    def views_open(self, trigger_id: str, view: dict[str, Any]) -> Any:
        if not trigger_id:
            raise No("invalid_trigger_id")
        surface(view, "modal")
        self.forms.append(view)
        return {}

    def assistant_threads_setSuggestedPrompts(self, channel_id: str, prompts: Any, **_: Any) -> Any:  # noqa: N802
        if not 1 <= len(prompts) <= 4 or any(set(p) != {"title", "message"} for p in prompts):
            raise No("invalid_arguments")
        return {}

    def agents_sessions_setStatus(self, status: str, **_: Any) -> Any:  # noqa: N802
        if status not in ("active", "processing", "suspended", "closed"):
            raise No("invalid_status")
        return {}

    def _inside(self, channel: str) -> None:
        if channel in self.absent:
            raise No("not_in_channel")

    def _made(self, channel: str, thread: str, text: str, blocks: Any) -> Posted:
        made = Posted(channel, f"1700000000.{next(self._stamps):06d}", thread, text, list(blocks))
        self.messages.append(made)
        return made

    def _found(self, channel: str, ts: str) -> Posted:
        for one in self.messages:
            if (one.channel, one.ts) == (channel, ts):
                return one
        raise No("message_not_found")

    def _streaming(self, channel: str, ts: str) -> Posted:
        found = self._found(channel, ts)
        if found.state != "streaming" or self.clock() - found.begun > STREAM_LIFE:
            raise No("message_not_in_streaming_state")
        return found
