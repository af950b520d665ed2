"""What Ollama is sent: the schema, temperature 0, no thinking aloud, no tool; and its answer is read as any other."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from typing import Any

import pytest

from assistant.adapters.chat import LangChainModel
from assistant.chat.choosing import NUMBERS
from assistant.chat.ports import ModelFault, Used
from assistant.chat.prompt import enclosed, items

pytestmark = pytest.mark.skipif(find_spec("langchain_ollama") is None, reason="the extra « ollama » is not installed")


class Ollama(ThreadingHTTPServer):
    """``/api/chat`` alone, as lines of JSON. ``status`` other than 200 is answered with an error."""

    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[dict[str, Any]] = []


class _Handler(BaseHTTPRequestHandler):
    server: Ollama

    def log_message(self, *_: Any) -> None:
        pass

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.server.asked.append(body | {"path": self.path})
        self.send_response(self.server.status)
        self.send_header("content-type", "application/x-ndjson")
        self.end_headers()
        if self.server.status != 200:
            self.wfile.write(b'{"error": "no"}')
            return
        whole = json.dumps({"numbers": [{"n": 417, "span": "", "premise": False}]})
        for at in range(0, len(whole), 9):
            self._line({"role": "assistant", "content": whole[at : at + 9]}, done=False)
        self._line({"role": "assistant", "content": ""}, done=True)

    def _line(self, message: dict[str, Any], *, done: bool) -> None:
        told = {"model": "tiny", "created_at": "2026-11-01T00:00:00Z", "message": message, "done": done}
        told |= {"done_reason": "stop", "prompt_eval_count": 812, "eval_count": 9} if done else {}
        self.wfile.write(json.dumps(told).encode() + b"\n")


@pytest.fixture
def ollama() -> Iterator[Ollama]:
    server = Ollama()
    threading.Thread(target=server.serve_forever, daemon=True, kwargs={"poll_interval": 0.05}).start()
    yield server
    server.shutdown()
    server.server_close()


def asked(server: Ollama, used: Used) -> list[int]:
    model = LangChainModel("ollama:tiny", f"http://127.0.0.1:{server.server_address[1]}")
    data = enclosed("0" * 24, {"question": "?", "evidence": []})
    return [value["n"] for value in items(model.stream("Choose.", data, NUMBERS, 5, used), "numbers")]


def test_ollama_is_held_to_the_schema_and_read(ollama: Ollama) -> None:
    """One request, to /api/chat, with what we promise; the number comes back, and what it cost."""
    used = Used()
    assert asked(ollama, used) == [417]
    assert (used["read"], used["written"]) == (812, 9)
    (body,) = ollama.asked
    assert body["path"] == "/api/chat"
    assert body["format"] == dict(NUMBERS)
    assert body["options"]["temperature"] == 0
    assert body["think"] is False
    assert body["stream"] is True
    assert not body.get("tools")
    assert [message["role"] for message in body["messages"]] == ["system", "user"]


@pytest.mark.parametrize(("status", "kind"), [(404, "rejected"), (429, "busy"), (500, "unreachable")])
def test_what_ollama_refuses_is_a_fault(ollama: Ollama, status: int, kind: str) -> None:
    """An unknown model, a busy or a broken server: each has its name."""
    ollama.status = status
    with pytest.raises(ModelFault, match=kind):
        asked(ollama, Used())
