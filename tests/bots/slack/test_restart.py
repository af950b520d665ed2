"""The process dies between the acknowledgement and the answer: the question is answered, once."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.bots.replies import Scripted
from tests.bots.slack.fake import BOT, TEAM, FakeSlack
from tests.bots.slack.payloads import SECRET, command, direct, encoded, signed
from tests.bots.slack.service import serving
from tests.listening import free_port

# The service in a process of its own, whose assistant takes its time while a file is there.
PROGRAM = """
import sys, time
from pathlib import Path
import uvicorn
from fastapi import FastAPI
from bots.channel import Desk
from bots.channels.slack import Slack
from bots.settings import Settings
from tests.bots.replies import Scripted

class Slow(Scripted):
    def answer(self, question, on_step=None):
        while Path(sys.argv[2]).exists():
            time.sleep(0.02)
        return super().answer(question, on_step)

app = FastAPI()
running = Slack().mount(app, Desk(Settings(), lambda: Slow()))
app.router.lifespan_context = lambda _: running
uvicorn.run(app, port=int(sys.argv[1]), log_level="error", access_log=False)
"""


class Process:
    """The service, killed and started again on the same state."""

    def __init__(self, slack: FakeSlack, folder: Path) -> None:
        self.slow = folder / "slow"
        self._environment = {
            **os.environ, "REPERE_STATE": str(folder / "state"), "REPERE_SLACK_SIGNING_SECRET": SECRET,
            "REPERE_SLACK_BOT_TOKEN": BOT, "REPERE_SLACK_TEAM_IDS": TEAM, "REPERE_SLACK_API_URL": slack.url,
            "PYTHONPATH": str(Path(__file__).parents[3]),
        }  # fmt: skip
        self._port = free_port()
        self._running: subprocess.Popen[bytes] | None = None

    async def start(self) -> None:
        arguments = [sys.executable, "-c", PROGRAM, str(self._port), str(self.slow)]
        self._running = subprocess.Popen(arguments, env=self._environment)  # noqa: ASYNC220
        async with httpx.AsyncClient() as web:
            for _ in range(1600):
                try:
                    await web.get(f"http://127.0.0.1:{self._port}/")
                except httpx.TransportError:
                    await asyncio.sleep(0.05)
                else:
                    return
        raise TimeoutError

    async def send(self, payload: dict[str, object]) -> int:
        body = encoded(payload)
        async with httpx.AsyncClient() as web:
            url = f"http://127.0.0.1:{self._port}/slack/events"
            return (await web.post(url, content=body, headers=signed(body))).status_code

    def end(self, how: int = signal.SIGKILL) -> None:
        assert self._running is not None
        self._running.send_signal(how)
        self._running.wait(20)


async def test_killed_between_acknowledgement_and_answer(tmp_path: Path) -> None:
    """kill -9; started again, the answer is written over what was begun, and a retry adds nothing."""
    async with FakeSlack() as slack:
        service = Process(slack, tmp_path)
        service.slow.touch()
        await service.start()
        try:
            asked = direct("Qui ?")
            assert await service.send(asked) == 200
            await slack.until(lambda: slack.messages)
            await asyncio.sleep(0.2)  # the place of the answer is on disk
            service.end()
            assert slack.answers() == []
            service.slow.unlink()
            await service.start()
            await slack.until(slack.answers)
            assert await service.send({**asked, "event_time": 2}) == 200
            await asyncio.sleep(0.5)
            assert [m.thread for m in slack.messages] == [asked["event"]["ts"]]
        finally:
            service.end()


async def test_killed_after_the_answer_nothing_is_said_again(tmp_path: Path) -> None:
    """The row is done: a new start finds nothing to do."""
    assistant = Scripted()
    async with FakeSlack() as slack:
        async with serving(tmp_path, assistant, slack) as served:
            await served.send(direct("Qui ?"))
            await slack.until(slack.answers)
        async with serving(tmp_path, assistant, slack):
            await asyncio.sleep(0.1)
        assert (len(slack.messages), len(assistant.asked)) == (1, 1)


@pytest.mark.parametrize("at", ["chat.stopStream", "done"])
async def test_killed_around_the_last_call_the_answer_is_one_message(
    tmp_path: Path, at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before Slack took the answer, or after it did and before that was noted: the same message, written again."""
    async with FakeSlack() as slack:
        with monkeypatch.context() as dying:
            if at == "done":
                dying.setattr("bots.memory.deduplication.Deduplication.done", lambda *_: None)
            else:
                slack.refuse("chat.stopStream", *[None] * 2)
                slack.refuse("chat.update", *[None] * 9)
                dying.setattr("bots.slack.writing.threads.TRIES", 1)
                dying.setattr("bots.slack.answering.WAITS", ())
            async with serving(tmp_path, slack=slack) as served:
                await served.send(direct("Qui ?"))
                await slack.until(lambda: slack.messages)
                await served.slack.until(lambda: slack.answers() or at != "done")
        slack._wrong.clear()
        async with serving(tmp_path, slack=slack) as served:
            await slack.until(slack.answers)
            await slack.until(lambda: served.desk.deduplication.undone("slack") == [])
        assert len(slack.messages) == 1
        assert slack.messages[0].state == "ended"


async def test_a_command_killed_is_answered_for_its_asker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Through the address Slack gave, kept sealed: no word of the question is on disk."""
    async with FakeSlack() as slack:
        with monkeypatch.context() as dying:
            dying.setattr("bots.slack.interactions.commands.take_on", lambda *_, **__: None)
            async with serving(tmp_path, slack=slack) as served:
                await served.send(command("Que dit le canari ?", slack.hook()))
        assert b"canari" not in b"".join(path.read_bytes() for path in tmp_path.iterdir())  # noqa: ASYNC240
        async with serving(tmp_path, slack=slack):
            (shown,) = await slack.until(lambda: slack.responses)
        assert "Le comité approuve le plan." in shown["text"]


async def test_a_stop_of_the_service_lets_answers_end(tmp_path: Path) -> None:
    """SIGTERM: what is under way is drained."""
    async with FakeSlack() as slack:
        service = Process(slack, tmp_path)
        service.slow.touch()
        await service.start()
        await service.send(direct("Qui ?"))
        await slack.until(lambda: slack.messages)
        began = time.monotonic()
        asyncio.get_running_loop().call_later(0.3, service.slow.unlink)
        await asyncio.to_thread(service.end, signal.SIGTERM)
        assert len(slack.answers()) == 1
        assert time.monotonic() - began < 15
