"""What goes wrong around the service stops none of it: a clear sentence, nothing lost, nobody made to wait."""

from __future__ import annotations

import contextlib
import shutil
import socket
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.testclient import TestClient

from bots.cli import main
from bots.errors import StateOut
from bots.http.connections import Impatient
from bots.memory.deduplication import Deduplication
from bots.memory.feedback import Feedback, Opinion
from bots.server import application
from bots.settings import Settings
from bots.slack.preferences import Preference, Preferences
from ingest.index.generation import open_current
from ingest.index.writing import only_writer, publish
from tests.bots.replies import Scripted
from tests.ingest.index.conftest import CORPUS, HashEmbedder
from tests.listening import listening

ASKED = {"question": "Qui approuve le plan ?"}


def client(folder: Path, assistant: Any = None, **more: Any) -> TestClient:
    app = application(Settings(state=folder, **more), lambda: assistant or Scripted())
    return TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)


@contextlib.contextmanager
def served(folder: Path) -> Iterator[int]:
    """The port of the application, served as ``repere serve`` does."""
    with listening(application(Settings(state=folder), Scripted), http=Impatient) as port:  # type: ignore[arg-type]
        yield port


def test_six_hundred_idle_connections_take_nobody_s_place(tmp_path: Path) -> None:
    """They say nothing; whoever asks is answered."""
    with served(tmp_path) as port, contextlib.ExitStack() as idle:
        for _ in range(600):
            idle.enter_context(socket.create_connection(("127.0.0.1", port)))
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as web:
            assert web.get("/healthz").status_code == 200
            assert web.post("/api/ask", json=ASKED).status_code == 200


@pytest.mark.parametrize(
    "said", [b"", b"GET / HTTP/1.1\r\nhost: 127.0.0.1\r\n", b"GET / HTTP/1.1\r\nx: " + b"a" * 200_000]
)
def test_headers_that_never_end_are_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: bytes
) -> None:
    """Nothing, half of them, or too many: the connection is closed."""
    monkeypatch.setattr("bots.http.connections.SILENT", 0.3)
    with (
        served(tmp_path) as port,
        socket.create_connection(("127.0.0.1", port), timeout=30) as one,
        contextlib.suppress(ConnectionError),
    ):
        one.sendall(said)
        while one.recv(1000):
            pass  # closed: what is read then is nothing


def test_a_body_that_never_ends_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """408, in a sentence."""
    monkeypatch.setattr("bots.http.guards.BODY_SECONDS", 0.3)
    with served(tmp_path) as port, socket.create_connection(("127.0.0.1", port), timeout=30) as one:
        one.sendall(
            b"POST /api/ask HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 90\r\n\r\n{"
        )
        assert b" 408 " in one.recv(2000)


def test_a_damaged_state_is_set_aside(tmp_path: Path) -> None:
    """A new one is begun, the old one is kept beside it, and opinions are taken."""
    Feedback(tmp_path).record(Opinion("a1", "up", "web"))
    for file in tmp_path.glob("feedback.sqlite*"):
        file.write_bytes(b"nothing of a database " * 1000)
    assert client(tmp_path).post("/feedback", data={"verdict": "up", "answer": "a2"}).status_code == 200
    assert [row[0] for row in Feedback(tmp_path).rows()] == ["a2"]
    assert list(tmp_path.glob("feedback.sqlite.damaged-*"))


def test_a_locked_state_holds_no_channel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Messages are told apart meanwhile, what was chosen for a channel falls back to what opens nothing."""
    monkeypatch.setattr("bots.memory.state.LOCKED", 0.1)
    seen, preferences = Deduplication(tmp_path), Preferences(tmp_path)
    preferences.set("C1", Preference(True, frozenset({"direction"})))
    assert seen.first("slack", "before")
    with contextlib.ExitStack() as held:
        for file in tmp_path.glob("*.sqlite"):
            other = held.enter_context(contextlib.closing(sqlite3.connect(file, isolation_level=None)))
            other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        assert [seen.first("slack", name) for name in ("e1", "e1", "e2")] == [True, False, True]
        assert time.monotonic() - began < 10
    assert Preferences(tmp_path).of("C1").follows


def test_a_state_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    """The folder is a file, then the disk is full: questions are answered, an opinion is refused with what to do."""
    (tmp_path / "file").write_bytes(b"")
    web = client(tmp_path / "file")
    assert web.post("/api/ask", json=ASKED).status_code == 200
    refused = web.post("/feedback", data={"verdict": "up", "answer": "a"}, headers={"accept": "text/html"})
    assert refused.status_code == 503
    assert "Traceback" not in refused.text
    seen = Deduplication(tmp_path / "full")
    assert seen.first("slack", "e0")
    seen._state._engine._open().execute("PRAGMA max_page_count=1")  # type: ignore[union-attr]
    row = "INSERT INTO messages (key, channel, at) VALUES (?, 'x', 0)"
    with pytest.raises(StateOut):
        [seen._state.run(row, (f"{number}" * 20,)) for number in range(2000)]
    assert [seen.first("slack", "e1"), seen.first("slack", "e1")] == [True, False]


def test_a_state_gone_while_serving_is_begun_again(tmp_path: Path) -> None:
    """The folder removed under the service: opinions and messages are taken, and are in the new file."""
    web, seen = client(tmp_path / "state"), Deduplication(tmp_path / "state")
    assert seen.first("slack", "e1")
    for number in range(2):
        assert web.post("/feedback", data={"verdict": "up", "answer": f"a{number}"}).status_code == 200
        shutil.rmtree(tmp_path / "state")
        assert seen.first("slack", f"after {number}")
        assert not seen.first("slack", f"after {number}")
    assert web.post("/feedback", data={"verdict": "up", "answer": "last"}).status_code == 200
    assert [row[0] for row in Feedback(tmp_path / "state").rows()] == ["last"]


def test_a_second_ingest_is_told_to_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """While another one writes: status 69 and one sentence; what it is writing is not touched."""
    monkeypatch.setenv("REPERE_INDEX", str(tmp_path / "index"))
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("Le comité approuve le plan.\n", "utf-8")
    with only_writer(tmp_path / "index"):
        assert main(["ingest", str(tmp_path / "corpus"), "--index", str(tmp_path / "index")]) == 69
    told = capsys.readouterr()
    assert told.out == ""
    assert "en cours" in told.err.strip().splitlines()[-1]
    assert "Traceback" not in told.err
    assert {path.name for path in (tmp_path / "index").iterdir()} == {"lock"}


class Real(Scripted):
    """Hand-made answers over a real generation."""

    def __init__(self, index: Path) -> None:
        super().__init__()
        self.generation = open_current(index, "hash@1")


def test_an_index_gone_while_serving_is_not_called_ready(tmp_path: Path) -> None:
    """``/healthz`` says alive, ``/readyz`` says what to do; back, it is ready again."""
    with only_writer(tmp_path / "index"):
        publish(tmp_path / "index", CORPUS, HashEmbedder(), lambda *_: None)
    web = client(tmp_path / "state", Real(tmp_path / "index"))
    assert web.get("/readyz").status_code == 200
    shutil.move(tmp_path / "index", tmp_path / "away")
    assert web.get("/healthz").status_code == 200
    away = web.get("/readyz")
    assert away.status_code == 503
    assert "repere ingest" in away.json()["detail"]
    shutil.move(tmp_path / "away", tmp_path / "index")
    assert web.get("/readyz").status_code == 200


@pytest.mark.parametrize("jump", [-90_000.0, 90_000.0])
def test_a_clock_that_jumps_answers_nothing_twice_at_once(tmp_path: Path, jump: float) -> None:
    """What comes again within the minute is known, whichever way the clock went."""
    now = [1_700_000_000.0]
    seen = Deduplication(tmp_path, lambda: now[0])
    assert seen.first("slack", "e1", b"work")
    now[0] += jump
    seen.first("slack", "e2", b"work")
    assert not seen.first("slack", "e2")
    assert jump > 0 or not seen.first("slack", "e1")
