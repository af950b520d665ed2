"""What is remembered between two messages, on each engine: a file of SQLite, and a real PostgreSQL."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from uuid import uuid4

import pytest

from bots.errors import StateOut
from bots.memory.confirmations import FRESH, Confirmation, Confirmations
from bots.memory.conversations import Conversations, SharedConversations, Talks
from bots.memory.deduplication import HELD, LATE, Deduplication
from bots.memory.feedback import Feedback, Opinion
from bots.memory.ledger import Ledger, Missed
from bots.memory.state import Database, Place, State
from bots.memory.subscriptions import HELD as FOLLOWED
from bots.memory.subscriptions import MOST, Subscriptions
from bots.slack.preferences import Preference, Preferences
from tests.postgres import postgres, server


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


def test_services_that_open_a_new_file_at_once_all_reach_it(tmp_path: Path) -> None:
    """SQLite refuses without waiting while another turns the file to WAL: the file is tried again, nothing is lost."""
    for turn in range(60):
        begun, states = Barrier(4), [State(tmp_path / str(turn), "CREATE TABLE IF NOT EXISTS t (n)") for _ in range(4)]

        def write(state: State, begun: Barrier = begun) -> None:
            begun.wait()
            state.run("INSERT INTO t VALUES (1)")

        with ThreadPoolExecutor(4) as threads:
            list(threads.map(write, states))
        assert states[0].run("SELECT count(*) FROM t")[0] == [(4,)]
        for state in states:
            state.close()


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


def test_the_day_s_notes_are_counted_among_processes(place: Place) -> None:
    """Two services and eight threads each, and one that starts again: no more than the day's number; the next day begins
    anew."""
    clock, name = Clock(), uuid4().hex
    clock.now += int(name[:4], 16) * 1_000_000  # a day of its own in a database that is kept
    both = [Ledger(place, 90, 5, clock) for _ in range(2)]

    def note(number: int) -> str:
        return both[number % 2].note(Missed(f"{name} {number}", "refused", "a"))

    with ThreadPoolExecutor(16) as threads:
        assert sum(map(bool, threads.map(note, range(32)))) == 5
    again = Ledger(place, 90, 5, clock)
    assert again.note(Missed(f"{name} encore", "refused", "a")) == ""
    clock.now += 86_400
    assert again.note(Missed(f"{name} encore", "refused", "a"))
    for one in (*both, again):
        one.close()


def test_what_one_follows_is_told_by_one_process_at_a_time(place: Place) -> None:
    """Each is due once a generation; whoever dies with it leaves it to the next; ended or erased, nothing is left."""
    clock, who, channel = Clock(), uuid4().hex, uuid4().hex
    one, two = (Subscriptions(place, clock) for _ in range(2))
    assert one.add(channel, who, "PR-04", b"sealed", "g1")
    assert one.add(channel, f"T1/{who}", "pr-04", b"sealed again", "g2"), "the same: the address is renewed"
    assert [(held.work, held.told) for held in two.of(channel, who)] == [(b"sealed again", "g1")]
    assert one.due(channel, "g1") == ()
    [due] = one.due(channel, "g2")
    assert two.due(channel, "g2") == ()
    clock.now += FOLLOWED + 1
    assert two.due(channel, "g2") == (due,)
    two.told(due.id, "g2")
    assert [len(one.due(channel, name)) for name in ("g2", "g3")] == [0, 1]
    assert one.end(channel, who, " Pr-04 ")
    assert not one.end(channel, who, "PR-04")
    assert all(one.add(channel, who, f"PR-{n}", b"w", "g1") for n in range(MOST))
    assert not one.add(channel, who, "PR-99", b"w", "g1")
    assert two.erase(channel, who) == MOST
    assert not Subscriptions(place, clock, keeps=False).add(channel, who, "PR-04", b"w", "g1")
    assert [one.take(who, value) for value in ("a", "a", "b")] == [True, False, True]
    assert two.mark(who) == "b"


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
    rows, _ = State(Database(database), ()).run("SELECT key, above, questions FROM talks")
    assert rows
    assert b"canari" not in repr(rows).encode()


def test_a_database_that_was_never_there_is_said(tmp_path: Path) -> None:
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


def test_a_database_that_goes_and_comes_back_is_used_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut in mid-service: one sentence a call, messages answered once meanwhile; back, what it held is there."""
    monkeypatch.setattr("bots.memory.state.REACHED", 2.0)
    monkeypatch.setattr("bots.memory.deduplication._PAUSE", 0.0)
    with server() as running:
        place = Database(running.url)
        seen, feedback, talks = Deduplication(place), Feedback(place), SharedConversations(place)
        assert seen.first("slack", "before", b"work")
        feedback.record(Opinion("a1", "up", "web"))
        talks.remember("slack/c", "avant")
        running.stop()
        with pytest.raises(StateOut):
            feedback.rows()
        with pytest.raises(StateOut):
            talks.context("slack/c")
        assert [seen.first("slack", "e1"), seen.first("slack", "e1")] == [True, False]
        running.start()
        assert not seen.first("slack", "before")
        assert not seen.first("slack", "e1"), "what was answered while it was away is remembered"
        assert [row[0] for row in feedback.rows()] == ["a1"]
        assert talks.context("slack/c") == ("avant",)
        for one in (seen, feedback, talks):
            one.close()


def test_work_held_by_a_clock_that_was_ahead_is_taken_up(database: str) -> None:
    """A machine whose clock was a day ahead died: its work does not wait for a day."""
    channel = uuid4().hex
    ahead, right = Clock(), Clock()
    ahead.now += 86_400
    Deduplication(Database(database), ahead).first(channel, "e1", b"work")
    assert [one.work for one in Deduplication(Database(database), right).undone(channel)] == [b"work"]


OLD = Path(__file__).with_name("state-1.sql")
FILES = {
    name: body for name, _, body in (part.partition("\n") for part in OLD.read_text("utf-8").split("-- file ")[1:])
}


def as_it_was(place: Place) -> None:
    """A state of the version before there were numbers, as it was stored."""
    if isinstance(place, Path):
        for name, body in FILES.items():
            with contextlib.closing(sqlite3.connect(place / name)) as file:
                file.executescript(body)
        return
    import psycopg

    with psycopg.connect(place.url, autocommit=True) as connection:
        for body in FILES.values():
            connection.execute(body.replace(" BLOB", " BYTEA").replace(" REAL", " DOUBLE PRECISION"))


def shape(place: Place) -> list[tuple[object, ...]]:
    """Every column and index there is."""
    if isinstance(place, Path):
        asked = "SELECT m.name, p.name, p.type, m.type FROM sqlite_master m LEFT JOIN pragma_table_info(m.name) p ORDER BY 1, 2"
        files = [sqlite3.connect(file) for file in sorted(place.glob("*.sqlite"))]
        return [row for file in files for row in file.execute(asked)]
    columns = "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public'"
    indexes = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    rows, _ = State(place, ()).run(f"{columns} UNION ALL {indexes} ORDER BY 1, 2, 3")
    return rows


@pytest.fixture(params=["sqlite", "postgresql"])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Place, Place]]:
    """Two that nothing is in."""
    if request.param == "sqlite":
        (tmp_path / "old").mkdir()
        yield tmp_path / "old", tmp_path / "new"
        return
    import psycopg

    url, names = request.getfixturevalue("database"), [f"t{uuid4().hex}" for _ in range(2)]
    with psycopg.connect(url, autocommit=True) as connection:
        for name in names:
            connection.execute(f"CREATE DATABASE {name}")
    yield tuple(Database(url.replace("/postgres?", f"/{name}?")) for name in names)  # type: ignore[misc]


def opened(place: Place) -> tuple[Deduplication, Feedback, Preferences]:
    """Each part, opened by the first thing it is asked."""
    seen, feedback, chosen = Deduplication(place), Feedback(place), Preferences(place)
    seen.undone("nobody"), feedback.rows(), chosen.of("nowhere")
    return seen, feedback, chosen


def test_a_state_of_an_earlier_version_becomes_one_of_this_one(places: tuple[Place, Place]) -> None:
    """Nothing is lost, opened by four at once; what it has become is what a new one is."""
    old, new = places
    as_it_was(old)
    with ThreadPoolExecutor(4) as threads:
        seen, feedback, chosen = next(iter(list(threads.map(lambda _: opened(old), range(4)))))
    assert [row[0] for row in feedback.rows()] == ["a1", "a2"]
    assert feedback.erase("web", "somebody") == 1
    assert chosen.of("C1") == Preference(True, frozenset({"direction"}), "U1")
    assert not seen.first("slack", "e1")
    opened(new)
    assert shape(old) == shape(new)
    steps, _ = State(new, (), "feedback.sqlite").run("SELECT number FROM migrations WHERE part = 'feedback.sqlite'")
    assert steps[0][0] == 2


def test_a_step_that_fails_leaves_the_state_as_it_was(places: tuple[Place, Place]) -> None:
    """All of it or nothing; the next opening tries again, and a version gone back to reads on."""
    place, _ = places
    first, name = "CREATE TABLE IF NOT EXISTS things (one TEXT)", "things.sqlite"
    if isinstance(place, Path):
        place.mkdir(exist_ok=True)
    State(place, (first,), name).run("INSERT INTO things (one) VALUES ('kept')")
    second = "ALTER TABLE things ADD COLUMN two TEXT NOT NULL DEFAULT 'new'"
    with pytest.raises(StateOut):
        State(place, (first, f"{second}; ALTER TABLE nothing ADD COLUMN two TEXT"), name).run("SELECT one FROM things")
    assert State(place, (first, second), name).run("SELECT one, two FROM things")[0] == [("kept", "new")]
    assert State(place, (first, second), name).run("SELECT one, two FROM things")[0] == [("kept", "new")]
    assert State(place, (first,), name).run("SELECT one FROM things")[0] == [("kept",)]
