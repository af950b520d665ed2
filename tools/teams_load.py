"""Twenty questions a second for thirty seconds in Teams, during an ingest: ``make teams-load``.

Everything is on this machine and real but Microsoft: `repere serve` in a process of its own, signed tokens, a key
server, a connector that takes the answers. One message in ten is sent twice, as Teams does when it doubts. Prints the
figures, and exits with 1 when the acknowledgement's 95th percentile passes 200 ms, or a question is lost or doubled.
"""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))

from tests.bots.teams import service  # noqa: E402 – found once the root is on the path

RATE, SECONDS, TWICE = 20, 30, 10
ACKNOWLEDGED = 0.2  # seconds, 95th percentile
QUESTIONS = (
    "Où en sont les projets ?",
    "Qui est consulté pour la planification annuelle ?",
    "Quel est le mandat du CEIAVD ?",
    "Qui approuve le plan annuel de travail ?",
    "Comment demander une orientation ?",
    "Combien coûte un café ?",
)


@contextmanager
def serving(folder: Path, openid: str) -> Iterator[str]:
    with socket.socket() as made:
        made.bind(("127.0.0.1", 0))
        port = made.getsockname()[1]
    env = {
        **os.environ,
        "REPERE_INDEX": str(folder / "index"),
        "REPERE_STATE": str(folder / "state"),
        "REPERE_PORT": str(port),
        "REPERE_TEAMS_CLIENT_ID": service.CLIENT,
        "REPERE_TEAMS_CLIENT_SECRET": "secret",
        "REPERE_TEAMS_TENANT_IDS": service.TENANT,
        "REPERE_TEAMS_OPENID_URL": openid,
    }
    address = f"http://127.0.0.1:{port}"
    process = subprocess.Popen([sys.executable, "-m", "bots", "serve"], cwd=HERE, env=env)
    try:
        for _ in range(300):
            try:
                if httpx.get(f"{address}/readyz", timeout=2).status_code == 200:
                    break
            except httpx.HTTPError:
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(60)


@contextmanager
def ingesting(command: list[str]) -> Iterator[list[int]]:
    """One ingest after another, each publishing a generation the server must open; gives their exit statuses."""
    over, statuses = threading.Event(), []

    def again() -> None:
        while not over.is_set():
            statuses.append(subprocess.run(command, cwd=HERE, check=False, stdout=subprocess.DEVNULL).returncode)

    thread = threading.Thread(target=again)
    thread.start()
    yield statuses
    over.set()
    thread.join()


async def send(address: str, connector: str) -> tuple[list[float], Counter[int]]:
    """Acknowledgement times in seconds, and how often each status came."""
    signed = {"authorization": f"Bearer {service.token(connector)}"}
    took: list[float] = []
    statuses: Counter[int] = Counter()

    async with httpx.AsyncClient(base_url=address, timeout=30, limits=httpx.Limits(max_connections=100)) as client:

        async def post(body: dict[str, Any]) -> None:
            started = time.perf_counter()
            given = await client.post("/api/messages", json=body, headers=signed)
            took.append(time.perf_counter() - started)
            statuses[given.status_code] += 1

        begun, tasks = time.perf_counter(), []
        for number in range(RATE * SECONDS):
            await asyncio.sleep(max(0.0, begun + number / RATE - time.perf_counter()))
            body = service.message(QUESTIONS[number % len(QUESTIONS)], connector, f"a:chat-{number}")
            tasks.append(asyncio.create_task(post(body)))
            if number % TWICE == 0:
                tasks.append(asyncio.create_task(post(body)))
        await asyncio.gather(*tasks)
    return took, statuses


def finals(taken: service.Taken) -> Counter[str]:
    """Answers by chat: the last part of each is the one with thumbs."""
    return Counter(
        one["conversation"]["id"] for one in taken.messages() if "feedbackLoop" in str(one.get("channelData"))
    )


def main() -> int:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        ingest = [sys.executable, "-m", "bots", "ingest", "corpus", "--index", str(folder / "index")]
        subprocess.run(ingest, cwd=HERE, check=True, stdout=subprocess.DEVNULL)
        openid, taken = stack.enter_context(service.key_server()), stack.enter_context(service.connector())
        address = stack.enter_context(serving(folder, openid))
        time.sleep(5)  # the first answer, which the server asks itself, loads the model
        with ingesting(ingest) as done:
            took, statuses = asyncio.run(send(address, taken.address))
        waiting = time.monotonic()
        while len(finals(taken)) < RATE * SECONDS and time.monotonic() - waiting < 180:
            time.sleep(0.5)
        caught_up = time.monotonic() - waiting
    return told(took, statuses, finals(taken), caught_up, ingests=len(done))


def told(took: list[float], statuses: Counter[int], answers: Counter[str], caught_up: float, *, ingests: int) -> int:
    took.sort()
    asked = RATE * SECONDS
    figures = {
        "questions": asked,
        "posts": len(took),
        "statuses": dict(statuses),
        "ack_ms": {f"p{p}": round(took[int(len(took) * p / 100)] * 1000) for p in (50, 95, 99)},
        "ack_max_ms": round(took[-1] * 1000),
        "lost": asked - len(answers),
        "twice": sum(count > 1 for count in answers.values()),
        "last_answer_after_s": round(caught_up, 1),
        "ingests_meanwhile": ingests,
    }
    print(json.dumps(figures, indent=2))
    kept = figures["lost"] == figures["twice"] == 0 and set(statuses) == {200}
    return 0 if kept and took[int(len(took) * 0.95)] <= ACKNOWLEDGED else 1


if __name__ == "__main__":
    sys.exit(main())
