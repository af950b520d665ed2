"""What is counted while it runs: numbers and names of ours, never a word of anybody's."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path

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
