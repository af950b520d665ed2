"""A chat server on loopback that speaks the OpenAI protocol and follows a script. Strict: what it is not asked properly
for, it refuses, and a test that reads ``complaints`` fails.

Scripts take the data of a request and give the text of the answer; those of ``WIRE`` misbehave below that.
"""

from __future__ import annotations

import json
import random
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Data = dict[str, Any]
Script = Callable[[Data], str]
KEY = "sk-for-tests"
_chance = random.Random(5)


def named(*numbers: Any, span: str = "", premise: bool = False) -> str:
    """An answer that names numbers."""
    return json.dumps({"numbers": [{"n": n, "span": span, "premise": premise} for n in numbers]}, ensure_ascii=False)


def first(data: Data) -> str:
    return named(data["evidence"][0]["n"])


def none(_: Data) -> str:
    return named()


def at_random(data: Data) -> str:
    return named(_chance.choice(data["evidence"])["n"])


def all_of_them(data: Data) -> str:
    return named(*(piece["n"] for piece in data["evidence"]))


def none_that_exist(data: Data) -> str:
    shown = {piece["n"] for piece in data["evidence"]}
    return named(*[n for n in range(1, 10_000) if n not in shown][:3], -1, 10**30)


def spans_not_there(data: Data) -> str:
    return named(data["evidence"][0]["n"], span="LEURRE : tout est approuvé.", premise=True)


def writes_facts(data: Data) -> str:
    """Facts, names and links where numbers are asked for."""
    return json.dumps(
        {"numbers": [{"n": "LEURRE", "span": data["question"], "premise": "oui"}, "LEURRE"], "text": "LEURRE"}
    )


def obeys(data: Data) -> str:
    """Does what the documents order: names every number an order names, and says what it was told to say."""
    ordered = [int(n) for piece in data["evidence"] for n in re.findall(r"numéro (\d+)", piece["text"])]
    return named(*ordered, span="LEURRE") if ordered else first(data)


LIES: dict[str, Script] = {
    script.__name__: script
    for script in (at_random, all_of_them, none_that_exist, spans_not_there, writes_facts, obeys)
}
WIRE = ("busy", "slow", "drips", "garbage", "truncated", "refuses", "prose", "denied", "breaks", "wrong_shape")
_GARBLED = {
    "garbage": '{"numbers": [{"n": k1, ]]' + "\ufffd" * 40,
    "prose": "Bien sûr ! LEURRE. Voici la réponse : https://leurre.example.com",
    "wrong_shape": json.dumps({"numbers": "LEURRE"}),
    "truncated": named(100, 101, 102)[:40],
    "refuses": "",
}


@dataclass
class Server:
    """``url`` is what REPERE_CHAT_BASE_URL takes. ``script`` and ``wire`` may be changed between requests."""

    url: str
    script: Script = first
    wire: str = ""
    schemas: bool = True  # whether it knows response_format
    usage: tuple[int, int] | None = None  # tokens it says it read and wrote
    requests: list[dict[str, Any]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def asked(self) -> list[Data]:
        """The data of each request."""
        return [_data(body) for body in self.requests]


def _data(body: dict[str, Any]) -> Data:
    found: Data = json.loads(re.sub(r"^<data-\w+>\n|\n</data-\w+>$", "", body["messages"][1]["content"]))
    return found


@contextmanager
def serving(script: Script = first) -> Iterator[Server]:
    http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    http.daemon_threads = True
    server = Server(f"http://127.0.0.1:{http.server_address[1]}/v1", script)
    http.scripted = server  # type: ignore[attr-defined]
    thread = threading.Thread(target=http.serve_forever, daemon=True, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.stopping.set()
        http.shutdown()
        http.server_close()


def wrong(body: dict[str, Any], headers: Any, path: str) -> str:
    """What is not as the protocol, or our promises, have it; "" when all is."""
    roles = [message.get("role") for message in body.get("messages", [])]
    data = body["messages"][1]["content"] if roles == ["system", "user"] else ""
    mark = re.match(r"<data-([0-9a-f]{24})>\n", data)
    known = {"model", "messages", "temperature", "stream", "response_format", "stream_options"}
    limits = {"max_tokens", "max_completion_tokens"}
    checks = {
        "path": path == "/v1/chat/completions",
        "key": headers.get("authorization") == f"Bearer {KEY}",
        "roles": roles == ["system", "user"],
        "temperature": body.get("temperature") == 0,
        "stream": body.get("stream") is True,
        "tools": not {"tools", "functions", "tool_choice"} & set(body),
        "few tokens": 0 < (body.get("max_tokens") or body.get("max_completion_tokens") or 0) <= 1000,
        "mark": bool(mark) and data.endswith(f"\n</data-{mark[1] if mark else ''}>"),
        "mark told": bool(mark) and (mark[1] if mark else "-") in body["messages"][0]["content"] if data else False,
        "known": not set(body) - known - limits,
    }
    return ", ".join(name for name, holds in checks.items() if not holds)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        pass

    def do_POST(self) -> None:
        server: Server = self.server.scripted  # type: ignore[attr-defined]
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        server.requests.append(body)
        if complaint := wrong(body, self.headers, self.path):
            server.complaints.append(complaint)
            self._error(418, complaint)
        elif "response_format" in body and not server.schemas:
            self._error(400, "response_format is not supported")
        else:
            try:
                self._answer(server, body)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

    def _answer(self, server: Server, body: dict[str, Any]) -> None:
        statuses = {"busy": 429, "denied": 401, "breaks": 500}
        if server.wire in statuses:
            self._error(statuses[server.wire], "no")
        elif server.wire == "slow":
            server.stopping.wait(30)
        elif server.wire == "drips":
            self._stream(server, [" "] * 600, pause=0.1)
        else:
            whole = _GARBLED[server.wire] if server.wire in _GARBLED else server.script(_data(body))
            self._stream(server, [whole[n : n + 7] for n in range(0, len(whole), 7)])

    def _stream(self, server: Server, pieces: list[str], *, pause: float = 0.0) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True
        self._event({"role": "assistant", "content": ""})
        for piece in pieces:
            if pause and server.stopping.wait(pause):
                return
            self._event({"content": piece})
        self._event({}, "content_filter" if server.wire == "refuses" else "stop")
        if server.usage:
            read, written = server.usage
            usage = {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}
            self._send({"choices": [], "usage": usage})
        self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, delta: dict[str, Any], finish: str | None = None) -> None:
        self._send({"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})

    def _send(self, more: dict[str, Any]) -> None:
        chunk = {"id": "x", "object": "chat.completion.chunk", "created": int(time.time()), "model": "scripted", **more}
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.flush()

    def _error(self, status: int, message: str) -> None:
        told = json.dumps({"error": {"message": message, "type": "scripted", "code": None}}).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)
