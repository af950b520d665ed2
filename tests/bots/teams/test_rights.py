"""What a person may read in Teams: their own groups when alone with them, the public's before others, and never on a doubt."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest

from tests.bots.access import graph
from tests.bots.access.graph import FakeGraph
from tests.bots.replies import Scripted
from tests.bots.teams.service import asked, bot

ANNA, BRUNO = "11111111-2222-3333-4444-555555555555", "99999999-2222-3333-4444-555555555555"
DIRECTION = "3f2a0000-0000-4000-8000-000000000000"


def setting(made: FakeGraph) -> dict[str, Any]:
    return {
        "teams_tenant_ids": f"{graph.TENANT}, tenant-2", "graph_tenant": graph.TENANT, "graph_client_id": graph.CLIENT,
        "graph_client_secret": graph.SECRET, "graph_url": made.url, "groups": f"{DIRECTION}=direction",
    }  # fmt: skip


def told(person: str, scope: str = "personal", tenant: str = graph.TENANT) -> dict[str, Any]:
    """A message of a person, in a scope, of a tenant."""
    return {
        "from": {"id": f"29:{person}", "aadObjectId": person},
        "conversation": {"id": f"a:{person}-{scope}-{tenant}", "conversationType": scope, "tenantId": tenant},
        "channelData": {"tenant": {"id": tenant}},
        "entities": [{"type": "mention", "text": "<at>R</at>", "mentioned": {"id": "28:bot", "name": "R"}}],
    }


async def answered(teams: Any, count: int, **message: Any) -> dict[str, Any]:
    given = await asyncio.to_thread(lambda: teams.ask("Qui approuve le plan ?", **message))
    assert given.status_code == 200
    sent: list[dict[str, Any]] = await asyncio.to_thread(lambda: teams.service.wait(count, 30.0))
    return sent[-1]


async def test_whose_rights_an_answer_is_of(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Alone: theirs, by the directory. In a group, from another tenant, or of an identifier nobody knows: the public's."""
    caplog.set_level(logging.INFO, "repere.audit")
    assistant = Scripted()
    async with FakeGraph() as made:
        made.members = {ANNA: {DIRECTION}, BRUNO: set()}
        with bot(tmp_path, assistant, **setting(made)) as teams:
            await answered(teams, 1, **told(ANNA))
            await answered(teams, 2, **told(BRUNO))
            await answered(teams, 3, **told(ANNA, "groupChat"))
            await answered(teams, 4, **told(ANNA, tenant="tenant-2"))
            last = await answered(teams, 5, **told("aad-1"))
    assert [q.groups for q in asked(assistant)] == [{"direction"}, *[frozenset()] * 4]
    assert "seuls documents publics" in str(last)
    assert [person for person, _ in made.asked] == [ANNA, BRUNO]
    said = [record.getMessage() for record in caplog.records if record.name == "repere.audit"]
    assert not any("Qui approuve" in line or ANNA in line for line in said)


async def test_a_directory_that_hangs_delays_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever it hangs on is answered from public documents, and told so; a group is answered meanwhile."""
    from bots.http.access import directory

    monkeypatch.setattr(directory, "PATIENCE", 3.0)
    async with FakeGraph() as made:
        made.hangs = 30.0
        with bot(tmp_path, **setting(made)) as teams:
            await asyncio.to_thread(lambda: teams.ask("Qui approuve le plan ?", **told(ANNA)))
            first = await answered(teams, 1, **told(BRUNO, "groupChat"))
            assert "seuls documents publics" not in str(first)
            sent = await asyncio.to_thread(lambda: teams.service.wait(2, 30.0))
            assert "seuls documents publics" in str(sent[-1])
