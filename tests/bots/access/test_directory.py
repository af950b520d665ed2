"""Which groups a person is in, asked of Microsoft Graph; silence gives no right, and delays nobody else."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from bots.http.access import directory
from bots.http.access.audit import Audit
from bots.http.access.directory import DirectoryDown, Membership
from bots.http.access.graph import Graph
from bots.http.access.groups import GroupMap
from bots.server import application
from bots.settings import Settings
from tests.bots.access.graph import CLIENT, SECRET, TENANT, FakeGraph
from tests.bots.replies import Scripted

ANNA, BRUNO = "11111111-2222-3333-4444-555555555555", "99999999-2222-3333-4444-555555555555"
GROUPS = [f"{n:08d}-0000-4000-8000-000000000000" for n in range(45)]
MAPPED = GroupMap(", ".join(f"{group}=public-{n}" for n, group in enumerate(GROUPS)))


@pytest.fixture
async def graph() -> AsyncIterator[FakeGraph]:
    async with FakeGraph() as made:
        yield made


def asking(graph: FakeGraph, secret: str = SECRET) -> Graph:
    return Graph(TENANT, CLIENT, secret, graph.url)


async def test_only_the_groups_that_count_are_asked_about(graph: FakeGraph) -> None:
    """Twenty at a time; what else a person is in never leaves the directory."""
    graph.members[ANNA] = {GROUPS[1], GROUPS[44], "77777777-0000-4000-8000-000000000000"}
    found = await Membership(asking(graph), MAPPED).of(ANNA)
    assert found == {"public-1", "public-44"}
    assert [len(groups) for _, groups in graph.asked] == [20, 20, 5]
    assert graph.drawn == 1


async def test_a_token_ended_before_its_time_is_drawn_again(graph: FakeGraph) -> None:
    """Once, and the question goes on."""
    graph.members[ANNA] = {GROUPS[0]}
    one = asking(graph)
    await one.among(ANNA, tuple(GROUPS[:1]))
    graph.revoke()
    assert await one.among(ANNA, tuple(GROUPS[:1])) == {GROUPS[0]}
    assert graph.drawn == 2


@pytest.mark.parametrize("status", [403, 429, 500, 503])
async def test_a_directory_that_refuses_gives_no_right(graph: FakeGraph, status: int) -> None:
    """The person is not known, which is said; it is asked again half a minute later."""
    graph.members[ANNA] = {GROUPS[0]}
    graph.refuses = [status]
    now = [0.0]
    members = Membership(asking(graph), GroupMap(f"{GROUPS[0]}=direction"), clock=lambda: now[0])
    assert await members.of(ANNA) is None
    assert await members.of(ANNA) is None
    now[0] = directory.SULKED + 1
    assert await members.of(ANNA) == {"direction"}


async def test_a_wrong_secret_or_a_strange_identifier_gives_no_right(graph: FakeGraph) -> None:
    """Nothing is asked for what is no identifier of a person: it would go into an address."""
    with pytest.raises(DirectoryDown):
        await asking(graph, "autre").among(ANNA, tuple(GROUPS[:1]))
    for strange in ("", "../groups", "a" * 36 + "/x", "29:1abc"):
        with pytest.raises(DirectoryDown):
            await asking(graph).among(strange, tuple(GROUPS[:1]))
    assert graph.asked == []


async def test_somebody_the_directory_does_not_know_is_in_no_group(graph: FakeGraph) -> None:
    """Which is an answer, and not a failure."""
    assert await Membership(asking(graph), MAPPED).of(BRUNO) == frozenset()


@pytest.mark.alone
async def test_a_directory_that_hangs_delays_nobody_else(graph: FakeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks waits a bounded time and is the public; the loop, and people already known, go on meanwhile."""
    graph.members |= {ANNA: {GROUPS[0]}, BRUNO: {GROUPS[0]}}
    members = Membership(asking(graph), MAPPED)
    assert await members.of(BRUNO)
    monkeypatch.setattr(directory, "PATIENCE", 0.5)
    graph.hangs = 30.0
    began = time.monotonic()
    hanging = [asyncio.create_task(members.of(ANNA)) for _ in range(50)]
    await asyncio.sleep(0.05)
    assert await members.of(BRUNO) == {"public-0"}
    assert time.monotonic() - began < 0.3
    assert await asyncio.gather(*hanging) == [None] * 50
    assert time.monotonic() - began < 1.5
    assert await members.of(ANNA) is None  # not asked again at once
    assert time.monotonic() - began < 1.6


async def test_one_line_for_every_change_of_rights(graph: FakeGraph, caplog: pytest.LogCaptureFixture) -> None:
    """Who is told by a mark, never by a name or an identifier."""
    caplog.set_level(logging.INFO, "repere.audit")
    now = [0.0]
    members = Membership(asking(graph), GroupMap(f"{GROUPS[0]}=direction"), lambda: now[0], Audit())
    for groups in ({GROUPS[0]}, {GROUPS[0]}, set(), set()):
        graph.members[ANNA] = groups
        await members.of(ANNA)
        now[0] += directory.KEPT + 1
    said = [record.getMessage() for record in caplog.records if record.name == "repere.audit"]
    assert [line.partition(": ")[2] for line in said] == ["[] -> ['direction']", "['direction'] -> []"]
    assert not any(ANNA in line for line in said)


@pytest.mark.parametrize("setting", ["", "seul", "=direction", "a=", " , ,"])
def test_a_group_half_written_is_no_group(setting: str) -> None:
    """It opens nothing."""
    assert GroupMap(setting).audiences(["seul", "a", "", "direction"]) == frozenset()


async def test_its_connections_end_with_the_service_whoever_used_them(graph: FakeGraph, tmp_path: Path) -> None:
    """Sign-in is off, Teams alone asks it: what was opened is closed all the same."""
    known = {"graph_tenant": TENANT, "graph_client_id": CLIENT, "graph_client_secret": SECRET, "graph_url": graph.url}
    app: FastAPI = application(Settings(state=tmp_path, workers=0, **known), Scripted)  # type: ignore[arg-type]
    asked = app.state.desk.doors.graph
    async with app.router.lifespan_context(app):
        await asked.among(ANNA, tuple(GROUPS[:1]))
        client = asked._client
        assert not client.is_closed
    assert client.is_closed
