"""Killed at any instant, the service gives each answer in Teams once: what was not taken is sent, what was is not."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from bots.memory.deduplication import Deduplication
from bots.teams.connector import Where
from bots.teams.errors import Undelivered
from bots.teams.progress import Mark, Progress
from tests.bots.replies import Scripted
from tests.bots.teams.service import Dying, bot


class Taking:
    """A connector that takes messages, and like Teams refuses the end of a stream that has ended."""

    def __init__(self, *ended: str) -> None:
        self.sent: list[dict[str, Any]] = []
        self.ended = set(ended)

    async def send(self, _: Where, activity: dict[str, Any]) -> str:
        stream = activity.get("channelData", {})
        if stream.get("streamId") in self.ended:
            raise Undelivered(403, over=True)
        if stream.get("streamType") == "final":
            self.ended.add(stream["streamId"])
        self.sent.append(activity)
        return f"m{len(self.sent)}"


MESSAGES = tuple({"type": "message", "text": text} for text in ("un", "deux", "trois"))


async def finished(connector: Taking, mark: Mark | None = None, *, streams: bool = True) -> list[Mark]:
    """The marks noted on the way."""
    noted: list[Mark] = []

    async def note(mark: Mark) -> None:
        noted.append(mark)

    made = Progress(connector, Where("", "a"), {}, "Recherche…", streams=streams, note=note, mark=mark)  # type: ignore[arg-type]
    await made.finish(MESSAGES)
    return noted


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bots.teams.progress.BETWEEN", 0)


async def test_each_message_is_marked_once_it_is_taken() -> None:
    """First the stream, then one more message each time; a mark reads as it was written."""
    connector = Taking()
    noted = await finished(connector)
    assert noted == [Mark("m1"), Mark("m1", 1), Mark("m1", 2), Mark("m1", 3)]
    assert [Mark.of(str(mark)) for mark in noted] == noted
    assert Mark.of("") == Mark.of("activity-17") == Mark()
    assert [one["text"] for one in connector.sent] == ["Recherche…", "un", "deux", "trois"]


@pytest.mark.parametrize("streams", [True, False])
async def test_dying_between_any_two_messages_loses_and_doubles_none(streams: bool) -> None:
    """Taken up from each mark in turn, the three messages are there once."""
    whole = Taking()
    for mark in [Mark(), *await finished(whole, streams=streams)]:
        connector = Taking(*(["m1"] if mark.taken and mark.stream else []))
        await finished(connector, mark, streams=streams)
        texts = [one["text"] for one in connector.sent if one["type"] == "message"]
        assert texts == ["un", "deux", "trois"][mark.taken :], mark


async def test_the_end_of_a_stream_taken_just_before_dying_is_not_sent_again() -> None:
    """Teams had it, we did not know: it refuses, and no second message is posted in its place."""
    connector = Taking("m1")
    await finished(connector, Mark("m1"))
    assert [one["text"] for one in connector.sent] == ["deux", "trois"]


def test_an_answer_begun_before_a_crash_ends_its_own_stream(tmp_path: Path) -> None:
    """The person sees one message: the sign of life becomes the answer, in the second life."""
    over = threading.Event()

    secret = {"teams_client_secret": "s3cret"}
    with ExitStack() as dying:
        teams = dying.enter_context(bot(tmp_path, Dying(over), **secret))
        teams.ask("Qui approuve ?")
        until = time.monotonic() + 20
        while not any(one.posted for one in Deduplication(tmp_path).undone("teams")) and time.monotonic() < until:
            time.sleep(0.02)
        with bot(tmp_path, Scripted(), **secret):
            [final] = teams.service.wait(seconds=30)
        assert final["channelData"]["streamId"] == "m1"
        assert len([one for one in teams.service.sent if one["type"] == "typing"]) == 1
        over.set()
