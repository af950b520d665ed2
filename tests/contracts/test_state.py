"""What is remembered between two messages, on each engine: a file of SQLite, and a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest

from bots.errors import StateOut
from bots.memory.confirmations import FRESH, Confirmation, Confirmations
from bots.memory.conversations import Conversations, SharedConversations, Talks
from bots.memory.deduplication import HELD, LATE, Deduplication
from bots.memory.feedback import Feedback, Opinion
from bots.memory.state import Database, Place, State
from bots.slack.preferences import Preference, Preferences
from tests.postgres import postgres


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    return tmp_path if request.param == "sqlite" else Database(request.getfixturevalue("database"))


class Clock:
    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


def test_a_key_is_first_once_among_threads_and_processes(place: Place) -> None:
    """Two services and eight threads each: one of them all is told it is the first."""
    both, key = [Deduplication(place), Deduplication(place)], uuid4().hex
    with ThreadPoolExecutor(16) as threads:
        told = list(threads.map(lambda n: both[n % 2].first("slack", key), range(32)))
    assert sum(told) == 1
    assert both[0].first("teams", key)
    both[0].forget("slack", key)
    assert both[1].first("slack", key)


def test_work_is_kept_until_done_and_found_again(place: Place) -> None:
    """With where it was being written, oldest first; done, or an hour late, it is not."""
    clock, channel = Clock(), uuid4().hex
    seen = Deduplication(place, clock)
    assert seen.first(channel, "e1", b"one")
    clock.now += 1
    assert seen.first(channel, "e2", b"\x00two")
    seen.posted(channel, "e1", "C1/12.5")
    seen.close()
    again = Deduplication(place, clock)
    assert [(one.work, one.posted) for one in again.undone(channel)] == [(b"one", "C1/12.5"), (b"\x00two", "")]
    again.done(channel, "e1")
    again.close()
    late = Deduplication(place, clock)
    assert [one.work for one in late.undone(channel)] == [b"\x00two"]
    late.close()
    clock.now += LATE + 1
    assert Deduplication(place, clock).undone(channel) == []


def test_beside_others_work_is_taken_up_only_when_nobody_holds_it(database: str) -> None:
    """A living machine keeps its own; of one that fell silent, one other takes each piece, once."""
    clock, channel = Clock(), uuid4().hex
    one, two, three = (Deduplication(Database(database), clock) for _ in range(3))
    for number in range(20):
        one.first(channel, f"e{number}", b"work")
    assert two.undone(channel) == []
    clock.now += HELD + 1
    with ThreadPoolExecutor(2) as threads:
        taken = list(threads.map(lambda seen: seen.undone(channel), (two, three)))
    assert sum(map(len, taken)) == 20
    assert one.undone(channel) == []


def test_an_opinion_is_one_row_and_erased(place: Place) -> None:
    """Said again it is replaced, the reason joins it; erased, nothing is left of it."""
    feedback, answer = Feedback(place), uuid4().hex
    feedback.record(Opinion(answer, "up", "web", answer, question="q"))
    feedback.record(Opinion(answer, "down", "web", answer, reason="faux"))
    assert [row for row in feedback.rows() if row[0] == answer] == [(answer, "web", "down", "faux", "q")]
    assert feedback.erase("web", answer) == 1
    assert [row for row in feedback.rows() if row[0] == answer] == []


def test_a_confirmation_is_one_a_document_and_taken_back(place: Place) -> None:
    """The last one counts, on every machine within seconds; where nothing is kept, none is."""
    clock, name = Clock(), f"{uuid4().hex}.md"
    here, there, kept = Confirmations(place, clock), Confirmations(place, clock), Confirmations(place, keeps=False)
    assert name not in there.held()
    kept.confirm(Confirmation(name, "d0", "Bureau", "2026-01-01", "2026-09-09"))
    for until in ("2027-01-01", "2027-06-01"):
        here.confirm(last := Confirmation(name, "d1", "Bureau", "2026-11-24", until))
    assert here.held()[name] == last
    clock.now += FRESH + 1
    assert there.held()[name] == last
    assert kept.held() == {}
    assert there.withdraw(name)
    assert not there.withdraw(name)
    assert name not in there.held()


def test_what_a_channel_chose_is_kept(place: Place) -> None:
    """And replaced whole."""
    chosen, channel = Preferences(place), uuid4().hex
    assert chosen.of(channel) == Preference()
    for one in (Preference(True, frozenset({"a", "b"}), "U1"), Preference(False, frozenset(), "U2")):
        chosen.set(channel, one)
        assert Preferences(place).of(channel) == one


@pytest.fixture(params=["memory", "postgresql"])
def talks(request: pytest.FixtureRequest) -> tuple[Talks, Talks]:
    """Twice: what one machine was told, another one knows where they share."""
    if request.param == "memory":
        one = Conversations()
        return one, one
    place = Database(request.getfixturevalue("database"))
    return SharedConversations(place), SharedConversations(place)


def test_a_conversation_is_remembered_and_forgotten(talks: tuple[Talks, Talks]) -> None:
    """The latest questions in order, threads with their chat; nothing under no key."""
    one, other, key = *talks, f"slack/{uuid4().hex}"
    for number in range(8):
        one.remember(f"{key}/t1", f"question {number}")
    one.remember("", "perdue")
    one.remember(f"{key}/t2", "autre fil")
    assert other.context(f"{key}/t1") == tuple(f"question {n}" for n in range(2, 8))
    assert other.context("") == ()
    assert other.forget(key)
    assert one.context(f"{key}/t1") == one.context(f"{key}/t2") == ()
    assert not one.forget(key)


def test_nothing_readable_is_in_the_database(database: str) -> None:
    """Neither the words of a conversation nor the name of its chat: a dump tells nothing."""
    talks = SharedConversations(Database(database))
    talks.remember("slack/canari-chat/1", "une question canari")
    rows, _ = State(Database(database), "SELECT 1").run("SELECT key, above, questions FROM talks")
    assert rows
    assert b"canari" not in repr(rows).encode()


def test_a_database_that_is_away_is_said_and_comes_back(tmp_path: Path) -> None:
    """One sentence, no trace; messages are still answered once meanwhile."""
    away = Database(f"postgresql://repere@/postgres?host={tmp_path}&connect_timeout=1")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bots.memory.state.REACHED", 0.3)
        with pytest.raises(StateOut):
            Feedback(away).rows()
        assert Confirmations(away).held() == {}
        seen = Deduplication(away)
        assert [seen.first("slack", "e1"), seen.first("slack", "e1"), seen.first("slack", "e2")] == [True, False, True]
        assert seen.undone("slack") == []
