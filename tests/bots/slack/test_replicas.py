"""Two machines share one PostgreSQL: either is killed at any instant, and each question is answered once."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bots.slack import test_restart
from tests.bots.slack.fake import FakeSlack
from tests.bots.slack.payloads import direct
from tests.bots.slack.test_restart import Process
from tests.postgres import postgres

# A silent machine is given two seconds instead of thirty, so that the test need not wait.
SOON = "import bots.channel, bots.memory.deduplication\nbots.channel.HELD = bots.memory.deduplication.HELD = 2.0\n"
PATIENCE = 90.0


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with postgres() as url:
        yield url


def machine(slack: FakeSlack, folder: Path, url: str) -> Process:
    folder.mkdir()
    made = Process(slack, folder)
    made._environment["REPERE_DATABASE_URL"] = url
    return made


@pytest.mark.timeout(400)
async def test_a_machine_killed_leaves_nothing_and_nothing_comes_twice(
    tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed with its questions half answered, another takes them up where they were; sent again, they are known."""
    monkeypatch.setattr(test_restart, "PROGRAM", SOON + test_restart.PROGRAM)
    async with FakeSlack() as slack:
        one, other = (machine(slack, tmp_path / name, database) for name in ("one", "other"))
        asked = [direct(f"Question {number} ?", channel=f"D{number}") for number in range(12)]
        one.slow.touch()
        other.slow.touch()
        try:
            await asyncio.gather(one.start(), other.start())
            for number, payload in enumerate(asked):
                assert await (one, other)[number % 2].send(payload) == 200
            await slack.until(lambda: len(slack.messages) >= 2, PATIENCE)
            await asyncio.sleep(random.uniform(0, 0.5))
            one.end()
            other.slow.unlink()
            await slack.until(lambda: len(slack.answers()) == len(asked), PATIENCE)
            for payload in asked:
                assert await other.send({**payload, "event_time": 2}) == 200
            one.slow.unlink()
            await one.start()
            await asyncio.sleep(3)
            threads = Counter(message.thread for message in slack.messages)
            assert threads == Counter(payload["event"]["ts"] for payload in asked)
        finally:
            other.end()
            one.end()
