"""Teams as seen from the bot, on this machine: a key server, a connector, tokens really signed, a running server."""

from __future__ import annotations

import base64
import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from assistant.model import Question
from bots.server import application
from bots.settings import Settings
from bots.working.threads import WARMING
from tests.bots.replies import Scripted
from tests.listening import listening

CLIENT, TENANT, BOT, PERSON = "11111111-aaaa", "tenant-1", "28:bot", "29:person"
EXPERT = "0a1b2c3d-0000-4000-8000-000000000001"  # the only person who has installed Repère, besides who asks
ISSUER = "https://api.botframework.com"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
FORGED = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PUBLISHED = "/v1/.well-known/openidconfiguration"

Answer = tuple[int, dict[str, Any], dict[str, str]]


class _Silent(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Says nothing."""

    def answer(self, status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        raw = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {**(headers or {}), "content-type": "application/json"}.items():
            self.send_header(name, value)
        self.send_header("content-length", str(len(raw)))
        self.end_headers()
        with contextlib.suppress(ConnectionError):
            self.wfile.write(raw)


@contextmanager
def _listening(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def jwk(kid: str, key: rsa.RSAPrivateKey = KEY, **more: Any) -> dict[str, Any]:
    numbers = key.public_key().public_numbers()

    def number(value: int) -> str:
        return base64.urlsafe_b64encode(value.to_bytes((value.bit_length() + 7) // 8, "big")).rstrip(b"=").decode()

    return {"kty": "RSA", "use": "sig", "kid": kid, "n": number(numbers.n), "e": number(numbers.e), **more}


@contextmanager
def key_server(keys: list[dict[str, Any]] | None = None, delay: float = 0.0) -> Iterator[str]:
    """The address of the OpenID document."""
    given = [jwk("k1", endorsements=["msteams"])] if keys is None else keys

    class Keys(_Silent):
        def do_GET(self) -> None:
            time.sleep(delay)
            host = f"http://127.0.0.1:{self.server.server_address[1]}"  # type: ignore[misc]
            known = {PUBLISHED: {"issuer": ISSUER, "jwks_uri": f"{host}/keys"}, "/keys": {"keys": given}}
            self.answer(200 if self.path in known else 404, known.get(self.path, {}))

    with _listening(Keys) as address:
        yield address + PUBLISHED


@dataclass
class Taken:
    """What the connector took. ``script`` gives the answers to the next posts; then 201."""

    address: str = ""
    sent: list[dict[str, Any]] = field(default_factory=list)
    at: list[float] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    script: list[Answer] = field(default_factory=list)
    opened: list[dict[str, Any]] = field(default_factory=list)  # conversations begun with a person

    def clear(self) -> None:
        for kept in (self.sent, self.at, self.paths, self.script, self.opened):
            kept.clear()

    def messages(self) -> list[dict[str, Any]]:
        return [one for one in self.sent if one["type"] == "message"]

    def wait(self, count: int = 1, seconds: float = 8.0) -> list[dict[str, Any]]:
        """The messages, once there are that many."""
        until = time.monotonic() + seconds
        while len(self.messages()) < count and time.monotonic() < until:
            time.sleep(0.01)
        assert len(self.messages()) >= count, self.sent
        return self.messages()


@contextmanager
def connector() -> Iterator[Taken]:
    taken, lock = Taken(), threading.Lock()

    class Conversations(_Silent):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            with lock:
                scripted = taken.script.pop(0) if taken.script else None
                taken.paths.append(self.path)
                if scripted is None and self.path == "/v3/conversations":
                    scripted = _begun(body)
                    taken.opened.append(body)
                if scripted is None:
                    taken.sent.append(body)
                    taken.at.append(time.monotonic())
            self.answer(*(scripted or (201, {"id": f"m{len(taken.sent)}"}, {})))

    with _listening(Conversations) as address:
        taken.address = address
        yield taken


def _begun(body: dict[str, Any]) -> Answer:
    """As Teams begins a conversation: with one person, in a tenant that is said, of whom it knows the identifier."""
    members, data = body.get("members") or [], body.get("channelData") or {}
    if len(members) != 1 or not body.get("tenantId") or data.get("tenant", {}).get("id") != body["tenantId"]:
        return 400, {"error": {"code": "BadSyntax"}}, {}
    if members[0].get("id") != EXPERT:
        return 403, {"error": {"code": "BotNotInConversationRoster"}}, {}
    return 201, {"id": f"a:{EXPERT}"}, {}


def token(service_url: str, key: Any = KEY, kid: str = "k1", algorithm: str = "RS256", **claims: Any) -> str:
    """A token as Teams signs them; a claim given as None is left out."""
    now = time.time()
    said = {"iss": ISSUER, "aud": CLIENT, "exp": now + 600, "nbf": now - 5, "serviceurl": service_url, **claims}
    return jwt.encode(
        {name: value for name, value in said.items() if value is not None}, key, algorithm, headers={"kid": kid}
    )


_COUNT = iter(range(1, 10**9))


def message(text: str, service_url: str, /, conversation: Any = "a:chat", **more: Any) -> dict[str, Any]:
    """A message of a person, as Teams posts it."""
    if isinstance(conversation, dict):
        return {**message(text, service_url, **more), "conversation": conversation}
    scope = "channel" if "@thread" in conversation else "personal"
    given = {
        "type": "message",
        "id": f"activity-{next(_COUNT)}",
        "channelId": "msteams",
        "serviceUrl": service_url,
        "from": {"id": PERSON, "aadObjectId": "aad-1", "name": "P"},
        "recipient": {"id": BOT, "name": "Repère"},
        "conversation": {"id": conversation, "conversationType": scope, "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        "textFormat": "plain",
        "locale": "fr-CA",
        "text": text,
    }
    return {**given, **more}


class Changing:
    """An assistant whose place another can take while the server runs."""

    def __init__(self) -> None:
        self.now = Scripted()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.now, name)


def asked(assistant: Scripted) -> list[Question]:
    """What people asked, without the question the server warms itself with."""
    return [one for one in assistant.asked if one.text not in WARMING]


@dataclass
class Bot:
    """The running server and what posts to it."""

    address: str
    service: Taken
    client: httpx.Client
    assistant: Any = None
    conversation: str = "a:chat"

    def post(self, activity: Any, bearer: str | None = "", **headers: str) -> httpx.Response:
        """``bearer``: "" signs well, None sends no header."""
        url = activity.get("serviceUrl", "") if isinstance(activity, dict) else ""
        bearer = token(url if isinstance(url, str) else "") if bearer == "" else bearer
        signed = {} if bearer is None else {"authorization": f"Bearer {bearer}"}
        body = activity if isinstance(activity, bytes) else json.dumps(activity).encode()
        return self.client.post("/api/messages", content=body, headers={**signed, **headers})

    def ask(self, text: str, /, **more: Any) -> httpx.Response:
        return self.post(message(text, self.service.address, **{"conversation": self.conversation, **more}))


def settings(folder: Path, openid: str, **more: Any) -> Settings:
    given: dict[str, Any] = {
        "state": folder,
        "teams_client_id": CLIENT,
        "teams_tenant_ids": TENANT,
        "teams_openid_url": openid,
    }
    return Settings(**{**given, **more})


@contextmanager
def served(given: Settings, assistant: Any) -> Iterator[str]:
    """The address of the application, running in a thread; stopped as a server is."""
    opens: Callable[[], Any] = lambda: assistant  # noqa: E731
    with listening(application(given, opens), timeout_graceful_shutdown=5) as port:
        yield f"http://127.0.0.1:{port}"


class Dying(Scripted):
    """An assistant that gives no answer before its process dies, which ``over`` says."""

    def __init__(self, over: threading.Event) -> None:
        super().__init__()
        self._over = over

    def answer(self, question: Any, on_step: Any = None) -> Any:
        """Nothing, ever."""
        self._over.wait(30)
        raise RuntimeError


@contextmanager
def bot(folder: Path, assistant: Any = None, *, openid: str = "", **more: Any) -> Iterator[Bot]:
    """A bot, its connector and its key server."""
    assistant = assistant or Scripted()
    with (
        key_server() as keys,
        connector() as service,
        served(settings(folder, openid or keys, **more), assistant) as address,
        httpx.Client(base_url=address, timeout=20) as client,
    ):
        yield Bot(address, service, client, assistant)
