"""Twenty questions a second for thirty seconds, during an ingest: REPERE_LOAD=1 pytest tests/bots/slack/test_load.py -s

The whole service (``repere serve``) with its real index, in a process of its own; the documents are ingested again and
again in another meanwhile; Slack is the fake, here.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from tests.bots.slack.fake import BOT, TEAM, FakeSlack
from tests.bots.slack.payloads import SECRET, direct, encoded, signed
from tests.listening import free_port

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(900),
    pytest.mark.skipif(not os.environ.get("REPERE_LOAD"), reason="takes minutes: set REPERE_LOAD=1"),
]
HERE = Path(__file__).resolve().parents[3]
RATE, SECONDS = 20, 30
PATIENCE = 400.0  # seconds for the last answer on a small machine: none may be lost, whenever it comes
QUESTIONS = (
    "Qui approuve le plan annuel ?", "Qui est responsable de la sécurité de l'information ?",
    "Où en sont les projets ?", "Comment demander un service ?", "À quelle fréquence le comité se réunit-il ?",
    "Quelle est la mission du comité ?", "Que veut dire RACI ?", "Quelle est la capitale de l'Islande ?",
)  # fmt: skip


def _environment(folder: Path, port: int, slack: FakeSlack) -> dict[str, str]:
    return {
        **os.environ, "REPERE_INDEX": str(folder), "REPERE_CORPUS": str(HERE / "corpus"), "REPERE_PORT": str(port),
        "REPERE_SLACK_SIGNING_SECRET": SECRET, "REPERE_SLACK_BOT_TOKEN": BOT, "REPERE_SLACK_TEAM_IDS": TEAM,
        "REPERE_SLACK_API_URL": slack.url,
    }  # fmt: skip


@contextlib.asynccontextmanager
async def _served(environment: dict[str, str]) -> AsyncIterator[str]:
    running = subprocess.Popen([sys.executable, "-m", "bots", "serve"], cwd=HERE, env=environment)  # noqa: ASYNC220
    url = f"http://127.0.0.1:{environment['REPERE_PORT']}"
    try:
        async with httpx.AsyncClient() as web:
            for _ in range(600):
                with contextlib.suppress(httpx.TransportError):
                    if (await web.get(f"{url}/readyz")).status_code == 200:
                        break
                await asyncio.sleep(0.1)
        yield url
    finally:
        running.send_signal(signal.SIGTERM)
        await asyncio.to_thread(running.wait, 60)


async def _ingesting(environment: dict[str, str], until: asyncio.Event) -> int:
    """Ingests again and again; gives how many times it was done."""
    done = 0
    while not until.is_set():
        one = await asyncio.create_subprocess_exec(
            "nice", "-n", "10", sys.executable, "-m", "bots", "ingest", cwd=HERE, env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        await one.wait()
        done += one.returncode == 0
    return done


async def _asked(url: str) -> list[float]:
    """Sends at the rate, whatever the answers; gives the seconds each acknowledgement took."""
    took: list[float] = []

    async def one(web: httpx.AsyncClient, number: int) -> None:
        body = encoded(direct(QUESTIONS[number % len(QUESTIONS)], channel=f"D{number % 7}"))
        began = time.perf_counter()
        given = await web.post(f"{url}/slack/events", content=body, headers=signed(body))
        took.append(time.perf_counter() - began)
        assert given.status_code == 200

    # Idle connections are dropped before the server drops them (5 s), as Slack's own are.
    limits = httpx.Limits(max_connections=None, keepalive_expiry=2)
    async with httpx.AsyncClient(timeout=30, limits=limits) as web, asyncio.TaskGroup() as sending:
        start = time.perf_counter()
        for number in range(RATE * SECONDS):
            await asyncio.sleep(max(0.0, start + number / RATE - time.perf_counter()))
            sending.create_task(one(web, number))
    return took


async def test_twenty_questions_a_second_during_an_ingest(tmp_path: Path) -> None:
    """Acknowledged within 200 ms for 95 of 100 and 2.5 s for all; each answered, once."""
    port = free_port()
    async with FakeSlack() as slack:
        environment = _environment(tmp_path / "index", port, slack)
        ingest = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bots", "ingest", cwd=HERE, env=environment, stdout=subprocess.DEVNULL
        )
        assert await ingest.wait() == 0
        async with _served(environment) as url:
            over = asyncio.Event()
            ingesting = asyncio.create_task(_ingesting(environment, over))
            began = time.perf_counter()
            try:
                took = await _asked(url)
            finally:
                over.set()
            total = RATE * SECONDS
            await slack.until(lambda: len(slack.answers()) >= total, PATIENCE)
            last = time.perf_counter() - began
            await asyncio.sleep(1)
            ingests = await ingesting
    threads = Counter(message.thread for message in slack.messages)
    p50, p95 = statistics.median(took), statistics.quantiles(took, n=20)[-1]
    print(  # noqa: T201
        f"\n{total} questions, {RATE}/s; acknowledged p50 {p50 * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, "
        f"max {max(took) * 1000:.0f} ms; last answer after {last:.0f} s; {ingests} ingests meanwhile"
    )
    assert len(threads) == total
    assert set(threads.values()) == {1}
    assert not any("erreur interne" in m.shown or "réessayez" in m.shown for m in slack.messages)
    assert ingests >= 1
    assert p95 <= 0.2
    assert max(took) <= 2.5
