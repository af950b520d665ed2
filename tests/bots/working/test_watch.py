"""What is counted while it runs: numbers and names of ours, never a word of anybody's."""

from __future__ import annotations

import json
import logging
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient

from bots.http.logs import Json
from bots.server import application
from bots.settings import Settings
from tests.bots.replies import Scripted, answer, refusal

ROOT = Path(__file__).resolve().parents[3]
OPERATING = ROOT / "docs" / "operating"


def client(folder: Path, *replies: object) -> TestClient:
    app = application(Settings(state=folder), lambda: Scripted(*replies))  # type: ignore[arg-type, return-value]
    return TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)


def test_questions_are_counted_by_what_became_of_them(tmp_path: Path) -> None:
    """Answered, refused and why, or the kind of the error; by channel; and nothing of what was asked."""
    web = client(tmp_path, answer(), refusal(), RuntimeError("un secret"))
    for _ in range(3):
        web.post("/api/ask", json={"question": "Une question canari ?", "id": "canari"})
    told = web.get("/metrics").text
    for line in (
        'repere_questions_total{channel="api",outcome="answered"} 1.0',
        'repere_questions_total{channel="api",outcome="refused"} 1.0',
        'repere_questions_total{channel="api",outcome="RuntimeError"} 1.0',
        'repere_refusals_total{reason="unknown"} 1.0',
        'repere_answer_seconds_count{channel="api"} 3.0',
        'repere_wait_seconds_count{channel="api"} 3.0',
        "repere_waiting_questions 0.0",
        "repere_ready 1.0",
    ):
        assert line in told
    assert "canari" not in told
    assert "secret" not in told


def test_alerts_and_dashboard_speak_of_what_is_counted(tmp_path: Path) -> None:
    """Each name of a metric in them is one that /metrics gives."""
    web = client(tmp_path)
    web.post("/api/ask", json={"question": "Qui ?"})
    given = set(re.findall(r"^# TYPE (repere_\w+) ", web.get("/metrics").text, re.MULTILINE))
    given |= {f"{name}_{part}" for name in given for part in ("bucket", "sum", "count")}
    rules = yaml.safe_load((OPERATING / "alerts.yml").read_text("utf-8"))
    asked = [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    board = json.loads((OPERATING / "dashboard.json").read_text("utf-8"))
    asked += [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    assert len(asked) > 10
    assert {name for expr in asked for name in re.findall(r"\brepere_\w+", expr)} - given == set()


def test_a_line_a_program_reads_holds_no_word_of_a_question(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """One JSON object: channel, outcome, milliseconds; of an error its kind alone."""
    with caplog.at_level(logging.INFO, "repere"):
        client(tmp_path).post("/api/ask", json={"question": "Une question canari ?"})
    [record] = [one for one in caplog.records if one.name == "repere.answers"]
    told = json.loads(Json().format(record))
    assert (told["channel"], told["outcome"], told["level"]) == ("api", "answered", "info")
    assert told["ms"] >= 0
    try:
        raise KeyError("une question canari")
    except KeyError as error:
        trace = (KeyError, error, error.__traceback__)
    line = Json().format(logging.LogRecord("repere", logging.ERROR, "", 0, "broken", (), trace))
    assert json.loads(line)["error"] == "KeyError"
    assert "canari" not in line


def test_the_scaled_set_up_shares_what_must_be_shared() -> None:
    """Every machine that serves takes the index from one store and remembers in one database, without privilege."""
    services = yaml.safe_load((ROOT / "docker-compose.scale.yml").read_text("utf-8"))["services"]
    serving = [one for name, one in services.items() if name.startswith("serving")]
    assert len(serving) == 2
    assert serving[0] == serving[1]
    assert serving[0]["environment"]["REPERE_INDEX_URL"] == services["feeding"]["environment"]["REPERE_INDEX_URL"]
    assert serving[0]["environment"]["REPERE_DATABASE_URL"].startswith("postgresql://")
    assert serving[0]["read_only"]
    assert all(f"--to={name}:8000" in services["proxy"]["command"] for name in services if name.startswith("serving"))


@contextmanager
def collector() -> Iterator[tuple[str, list[Any]]]:
    """A real one, over gRPC: its address, and the spans it was sent."""
    import grpc
    from opentelemetry.proto.collector.trace.v1 import trace_service_pb2, trace_service_pb2_grpc

    held: list[Any] = []

    class Taking(trace_service_pb2_grpc.TraceServiceServicer):
        def Export(self, request: Any, context: Any) -> Any:  # noqa: N802 – gRPC's own
            held.extend(span for r in request.resource_spans for s in r.scope_spans for span in s.spans)
            return trace_service_pb2.ExportTraceServiceResponse()

    server = grpc.server(ThreadPoolExecutor(2))
    trace_service_pb2_grpc.add_TraceServiceServicer_to_server(Taking(), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield f"http://127.0.0.1:{port}", held
    finally:
        server.stop(None)


def test_a_span_an_answer_and_no_word_of_anybody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its channel, what became of it, its steps; of an error its kind alone."""
    error = RuntimeError("un canari interne")
    with collector() as (address, spans):
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", address)
        web = client(tmp_path, answer(), refusal(), error)
        for _ in range(3):
            web.post("/api/ask", json={"question": "Une question canari ?"})
        web.app.state.desk.watch.close()  # type: ignore[attr-defined]
    assert [span.name for span in spans] == ["answer"] * 3
    said = [{one.key: one.value.string_value for one in span.attributes} for span in spans]
    assert said == [{"repere.channel": "api", "repere.outcome": o} for o in ("answered", "refused", "RuntimeError")]
    assert [one.name for one in spans[0].events] == ["reading"]
    assert "canari" not in str(spans)


def test_a_collector_that_is_not_there_delays_no_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor the end of the service; without an address nothing of OpenTelemetry is even loaded."""
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    web = client(tmp_path)
    web.post("/api/ask", json={"question": "Qui ?"})
    began = time.monotonic()
    for _ in range(20):
        assert web.post("/api/ask", json={"question": "Qui ?"}).status_code == 200
    assert time.monotonic() - began < 10
    web.app.state.desk.watch.close()  # type: ignore[attr-defined]
    assert time.monotonic() - began < 30
    code = "import sys; from bots.working.watch import Watch; Watch(); print([m for m in sys.modules if 'opentelemetry' in m])"
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
    ran = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, env=quiet)
    assert ran.stdout.strip() == "[]"
