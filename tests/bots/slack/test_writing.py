"""What happens when Slack refuses, asks to wait, forgets a stream or hangs up: one answer all the same."""

from __future__ import annotations

import asyncio
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import QuestionRefused
from assistant.model import Question, Reply
from tests.bots.replies import Scripted
from tests.bots.slack.fake import FakeSlack
from tests.bots.slack.payloads import command, direct, event, mention
from tests.bots.slack.service import serving


class Held(Scripted):
    """Answers when told to."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()

    def answer(self, question: Question, on_step: Any = None) -> Reply:
        self.asked.append(question)
        on_step("12 passages lus")
        self.go.wait(10)
        return super().answer(question, on_step)


@pytest.mark.alone
async def test_a_sign_of_life_comes_before_the_answer(tmp_path: Path) -> None:
    """Within a second: a stream, the status, the native stop; then the answer in the same message."""
    assistant = Held()
    async with serving(tmp_path, assistant) as served:
        began = time.monotonic()
        await served.send(direct("Qui ?"))
        (posted,) = await served.slack.until(lambda: served.slack.messages)
        assert time.monotonic() - began < 1
        assert posted.state == "streaming"
        (status,) = await served.slack.until(lambda: served.slack.of("assistant.threads.setStatus"))
        assert status["status"] == "Recherche dans les documents…"
        assert served.slack.of("agents.sessions.setStatus")[0]["status"] == "processing"
        assistant.go.set()
        (ended,) = await served.slack.until(served.slack.answers)
        assert ended is posted
        assert not served.slack.of("chat.appendStream")  # a step less than a second later is not sent
        assert served.slack.of("chat.stopStream")[0]["session_status"] == "active"


async def test_steps_are_shown_no_faster_than_one_a_second(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """« 12 passages lus », as a line of progress, not as words that would be taken back."""
    monkeypatch.setattr("bots.slack.writing.threads.PACE", 0.0)
    async with serving(tmp_path) as served:
        await served.send(direct("Qui ?"))
        await served.slack.until(served.slack.answers)
        (step,) = served.slack.of("chat.appendStream")
        assert step["chunks"] == [
            {"type": "task_update", "id": "answer", "title": "Recherche dans les documents", "status": "in_progress"}
        ]


async def test_a_refused_stream_becomes_a_message(tmp_path: Path) -> None:
    """Posted, then replaced: still one message, with text for screen readers and nothing unfurled."""
    async with serving(tmp_path) as served:
        served.slack.refuse("chat.startStream", "method_not_supported_for_channel_type")
        await served.send(mention("Qui ?"))
        (posted,) = await served.slack.until(served.slack.answers)
        assert len(served.slack.messages) == 1
        assert "Le comité approuve le plan." in posted.text
        sent = served.slack.of("chat.postMessage")[0]
        assert (sent["unfurl_links"], sent["unfurl_media"]) == (False, False)


async def test_a_stream_too_old_is_replaced(tmp_path: Path) -> None:
    """After five minutes Slack takes no more of it: the answer is written over it."""
    assistant, now = Held(), [0.0]
    async with FakeSlack(clock=lambda: now[0]) as slack, serving(tmp_path, assistant, slack) as served:
        await served.send(direct("Qui ?"))
        await slack.until(lambda: slack.messages)
        now[0] += 301
        assistant.go.set()
        (posted,) = await slack.until(slack.answers)
        assert (len(slack.messages), posted.state) == (1, "ended")
        assert len(slack.of("chat.update")) == 1


async def test_a_deleted_message_is_posted_anew(tmp_path: Path) -> None:
    """Nobody is left without an answer."""
    async with serving(tmp_path) as served:
        served.slack.refuse("chat.stopStream", "message_not_found")
        served.slack.refuse("chat.update", "message_not_found")
        await served.send(direct("Qui ?"))
        (posted,) = await served.slack.until(served.slack.answers)
        assert posted.state == "posted"


async def test_blocks_slack_will_not_have_are_left_out(tmp_path: Path) -> None:
    """Text without buttons is better than silence."""
    async with serving(tmp_path) as served:
        for method in ("chat.stopStream", "chat.update", "chat.postMessage"):
            served.slack.refuse(method, "invalid_blocks")
        await served.send(direct("Qui ?"))
        await served.slack.until(lambda: served.slack.of("chat.postMessage"))
        assert "Le comité approuve le plan." in served.slack.messages[-1].text


@pytest.mark.parametrize("method", ["chat.stopStream"])
async def test_slack_asks_to_wait_and_is_obeyed(tmp_path: Path, method: str) -> None:
    """The call is made again after the seconds asked for; one answer comes."""
    async with serving(tmp_path) as served:
        served.slack.refuse(method, 1)
        began = time.monotonic()
        await served.send(direct("Qui ?"))
        await served.slack.until(served.slack.answers)
        assert time.monotonic() - began >= 1
        assert (len(served.slack.of(method)), len(served.slack.messages)) == (1, 1)


async def test_a_cut_line_is_tried_again(tmp_path: Path) -> None:
    """A connection closed in the middle is made again."""
    async with serving(tmp_path) as served:
        served.slack.refuse("chat.stopStream", None)
        await served.send(direct("Qui ?"))
        await served.slack.until(served.slack.answers)
        assert len(served.slack.messages) == 1


async def test_an_error_is_a_sentence(tmp_path: Path) -> None:
    """No silence, and nothing of the error itself."""
    async with serving(tmp_path, Scripted(QuestionRefused("La question est vide : écrivez une question."))) as served:
        await served.send(direct("Qui ?"))
        (posted,) = await served.slack.until(served.slack.answers)
        assert "écrivez une question" in posted.shown
    async with serving(tmp_path, Scripted(RuntimeError("secret"))) as served:
        await served.send(direct("Qui ?"))
        (posted,) = await served.slack.until(served.slack.answers)
        assert "erreur interne" in posted.shown
        assert "secret" not in posted.shown


async def test_the_native_stop_ends_the_work_and_says_so(tmp_path: Path) -> None:
    """No answer comes after; the session is no longer « processing »; the next question is answered."""
    assistant = Held()
    async with serving(tmp_path, assistant) as served:
        asked = direct("Qui ?")
        await served.send(asked)
        (posted,) = await served.slack.until(lambda: served.slack.messages)
        posted.state = "ended"  # Slack ends the stream itself
        stop = {
            "type": "agent_session_stopped", "channel": "D1", "thread_ts": asked["event"]["ts"], "user": "U1",
            "streaming_message_ts": [posted.ts],
        }  # fmt: skip
        await served.send(event(stop))
        await served.slack.until(lambda: "Arrêté à votre demande." in posted.shown)
        assistant.go.set()
        await asyncio.sleep(0.1)
        assert "comité" not in posted.shown
        statuses = [v["status"] for v in served.slack.of("agents.sessions.setStatus")]
        assert statuses[-1] == "active"
        assert served.desk.deduplication.undone("slack") == []
        await served.send(event({**stop, "thread_ts": "0.0"}))
        await served.slack.until(lambda: served.slack.of("agents.sessions.setStatus")[-1]["thread_ts"] == "0.0")


async def test_a_spent_response_address_is_replaced_by_an_ephemeral_message(tmp_path: Path) -> None:
    """An hour-long queue does not lose a command's answer."""
    async with serving(tmp_path) as served:
        await served.send(command("Qui ?", f"{served.slack.root}/hooks/spent"))
        (posted,) = await served.slack.until(served.slack.answers)
        assert posted.only == "U1"


async def test_an_address_that_is_not_slacks_is_not_called(tmp_path: Path) -> None:
    """A response address comes in a request: only Slack's own hosts are called."""
    async with serving(tmp_path) as served:
        elsewhere = served.slack.hook().replace("127.0.0.1", "localhost")
        await served.send(command("Qui ?", elsewhere))
        await served.slack.until(served.slack.answers)
        assert served.slack.responses == []


async def test_slack_out_of_reach_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer comes when Slack is back, in the message already begun; the question is asked once."""
    monkeypatch.setattr("bots.slack.answering.WAITS", (0.1, 0.1))
    monkeypatch.setattr("bots.slack.writing.threads.TRIES", 1)
    assistant = Scripted()
    async with serving(tmp_path, assistant) as served:
        served.slack.refuse("chat.stopStream", *[None] * 2)
        served.slack.refuse("chat.update", *[None] * 2)
        await served.send(direct("Qui ?"))
        await served.slack.until(served.slack.answers, 15)
        assert (len(served.slack.messages), len(assistant.asked)) == (1, 1)
