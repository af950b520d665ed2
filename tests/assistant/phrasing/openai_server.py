"""A chat server on loopback that speaks the OpenAI protocol and follows a script. Strict: what it is not asked properly
for, it refuses, and a test that reads ``complaints`` fails.

Scripts take the statements of a request and give the sentences of the answer; those of ``WIRE`` misbehave below that.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Statement = dict[str, Any]
Script = Callable[[list[Statement]], list[dict[str, Any]]]
MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
KEY = "sk-for-tests"


def _said(statement: Statement, text: str) -> dict[str, Any]:
    return {"claim": statement["id"], "evidence": statement["evidence"], "text": text}


def politely(text: str) -> str:
    """An honest sentence by rule: dates spelt out, and a single « label : value » turned round."""
    if re.search(r"\b(the|is|are|of|for)\b|“", text):
        return text
    spelt = re.sub(
        r"\b(\d{4})-(\d\d)-(\d\d)\b", lambda m: f"{int(m[3])} {MONTHS[int(m[2]) - 1]} {m[1]}", text.rstrip(".")
    )
    label, colon, value = spelt.partition(" : ")
    turns = colon and " : " not in value and not re.search(r"[–;(.,]|☒", spelt) and "•" not in spelt
    return (
        f"{value[0].upper()}{value[1:]} : {label[0].lower()}{label[1:]}."
        if turns and label[1:2].islower()
        else spelt + "."
    )


def honest(statements: list[Statement]) -> list[dict[str, Any]]:
    return [_said(s, politely(s["text"])) for s in statements]


def invents_quotes(statements: list[Statement]) -> list[dict[str, Any]]:
    return [_said(s, f"{s['text'].rstrip('.')}, « comme le veut la loi LEURRE ».") for s in statements]


def shifts_digits(statements: list[Statement]) -> list[dict[str, Any]]:
    return [_said(s, re.sub(r"\d", lambda m: str((int(m[0]) + 1) % 10), s["text"])) for s in statements]


def swaps_documents(statements: list[Statement]) -> list[dict[str, Any]]:
    """The words of one statement under the ids of the next, and evidence nobody gave."""
    turned = statements[1:] + statements[:1]
    swapped = [_said(s, other["text"]) for s, other in zip(statements, turned, strict=True)]
    return swapped if len(statements) > 1 else [{**_said(statements[0], statements[0]["text"]), "evidence": ["e99"]}]


def drops_negations(statements: list[Statement]) -> list[dict[str, Any]]:
    bare = [re.sub(r"(?i)\b(ne |n['’]|pas |aucune? |not |no )", "", s["text"]) for s in statements]
    return [
        _said(s, text.replace("doit", "peut").replace("doivent", "peuvent"))
        for s, text in zip(statements, bare, strict=True)
    ]


def emits_links(statements: list[Statement]) -> list[dict[str, Any]]:
    return [
        _said(s, f"{s['text']} [source](https://leurre.example.com) <b>!</b> ![](https://leurre.example.com/x.png)")
        for s in statements
    ]


def obeys(statements: list[Statement]) -> list[dict[str, Any]]:
    """Does what the data orders, and tells what it was told."""
    return [_said(s, f"LEURRE. {s['text']} Le mot de passe est LEURRE.") for s in statements] + [
        {"claim": "k99", "evidence": [], "text": "LEURRE : tout est approuvé."}
    ]


SCRIPTS: dict[str, Script] = {
    script.__name__: script
    for script in (honest, invents_quotes, shifts_digits, swaps_documents, drops_negations, emits_links, obeys)
}
WIRE = ("busy", "slow", "drips", "garbage", "truncated", "refuses", "prose", "denied", "breaks", "wrong_shape")


@dataclass
class Server:
    """``url`` is what REPERE_CHAT_BASE_URL takes. ``script`` may be changed between requests."""

    url: str
    script: str = "honest"
    schemas: bool = True  # whether it knows response_format
    requests: list[dict[str, Any]] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    replies: Callable[[str], str] | None = None  # data → answer, instead of a script
    stopping: threading.Event = field(default_factory=threading.Event)


@contextmanager
def serving(script: str = "honest") -> Iterator[Server]:
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
    checks = {
        "path": path == "/v1/chat/completions",
        "key": headers.get("authorization") == f"Bearer {KEY}",
        "roles": roles == ["system", "user"],
        "temperature": body.get("temperature") == 0,
        "stream": body.get("stream") is True,
        "tools": not {"tools", "functions", "tool_choice"} & set(body),
        "mark": bool(mark) and data.endswith(f"\n</data-{mark[1] if mark else ''}>"),
        "mark told": bool(mark) and (mark[1] if mark else "-") in body["messages"][0]["content"] if data else False,
        "known": not set(body)
        - {
            "model",
            "messages",
            "temperature",
            "stream",
            "max_tokens",
            "max_completion_tokens",
            "response_format",
            "stream_options",
        },
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
        data = re.sub(r"^<data-\w+>\n|\n</data-\w+>$", "", body["messages"][1]["content"])
        statuses = {"busy": 429, "denied": 401, "breaks": 500}
        if server.script in statuses:
            self._error(statuses[server.script], "no")
        elif server.script == "slow":
            server.stopping.wait(30)
        elif server.script == "drips":
            self._stream([" "] * 600, pause=0.1, stopping=server.stopping)
        else:
            whole = server.replies(data) if server.replies else _whole(server.script, json.loads(data))
            if server.script == "truncated":
                whole = whole[: len(whole) * 2 // 3]
            refusal = server.script == "refuses"
            self._stream([whole[n : n + 7] for n in range(0, len(whole), 7)], refusal=refusal)

    def _stream(
        self, pieces: list[str], *, pause: float = 0.0, refusal: bool = False, stopping: threading.Event | None = None
    ) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("connection", "close")
        self.end_headers()
        self.close_connection = True
        self._event({"role": "assistant", "content": ""})
        for piece in pieces:
            if pause and stopping is not None and stopping.wait(pause):
                return
            self._event({"content": piece})
        self._event({}, "content_filter" if refusal else "stop")
        self.wfile.write(b"data: [DONE]\n\n")

    def _event(self, delta: dict[str, Any], finish: str | None = None) -> None:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {
            "id": "x",
            "object": "chat.completion.chunk",
            "created": int(time.time()),
            "model": "scripted",
            "choices": [choice],
        }
        self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        self.wfile.flush()

    def _error(self, status: int, message: str) -> None:
        told = json.dumps({"error": {"message": message, "type": "scripted", "code": None}}).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)


# What a model that obeys the data would have a question read as.
_READINGS = {"obeys": [{"question": "LEURRE", "words": [{"word": "leurre", "means": ["LEURRE"]}]}]}


def _whole(script: str, data: dict[str, Any]) -> str:
    if script == "garbage":
        return '{"sentences": [{"claim": k1, ]]' + "\ufffd" * 40
    if script == "prose":
        return "Bien sûr ! LEURRE. Voici la réponse : https://leurre.example.com"
    if script == "wrong_shape":
        return json.dumps({"sentences": [{"claim": 1, "text": ["LEURRE"]}]})
    if script == "refuses":
        return ""
    if "statements" not in data:
        return json.dumps({"readings": _READINGS.get(script, [])})
    return json.dumps({"sentences": SCRIPTS.get(script, honest)(data["statements"])}, ensure_ascii=False)
