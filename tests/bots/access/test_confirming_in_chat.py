"""« Confirmer jusqu'au… » in Slack and in Teams: shown to whoever may, alone with the bot, and checked again when it is sent."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from tests.bots.access.graph import FakeGraph
from tests.bots.access.test_confirming import ingested
from tests.bots.access.test_confirming import told as verified
from tests.bots.slack.payloads import direct, mention, pressed, submitted
from tests.bots.slack.service import Served, serving
from tests.bots.teams.service import Bot, bot
from tests.bots.teams.test_handover import buttons
from tests.bots.teams.test_rights import ANNA, BRUNO, DIRECTION, setting, told

OWNERS = "direction=Direction des ports, du large"


async def shown(served: Served, payload: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The buttons under the answer to a message, by their name."""
    before = len(served.slack.answers())
    await served.send(payload)
    await served.slack.until(lambda: len(served.slack.answers()) > before)
    blocks = served.slack.answers()[-1].blocks
    return {one["action_id"]: one for block in blocks for one in block.get("elements", ()) if "action_id" in one}


def filled(day: str) -> dict[str, Any]:
    return {"until": {"day": {"selected_date": day}}}


async def test_in_slack_an_owner_confirms_under_an_answer(tmp_path: Path) -> None:
    """The button, the form, the word that it is noted, and answers that say so; nothing of it for another person, in a channel,
    or under a document of another owner; a day that is past is said under the day."""
    more = {"index": tmp_path / "index", "owners": OWNERS, "slack_groups": "S1=direction"}
    async with serving(tmp_path / "state", ingested(tmp_path), **more) as served:
        served.slack.usergroups = [{"id": "S1", "users": ["U1"]}]
        assert "confirm" not in await shown(served, direct("quais.md", user="U2", channel="D2"))
        assert "confirm" not in await shown(served, mention("quais.md"))
        assert "confirm" not in await shown(served, direct("glace.md"))
        button = (await shown(served, direct("quais.md")))["confirm"]
        await served.send(pressed("confirm", button["value"], channel="D1"))
        [form] = await served.slack.until(lambda: served.slack.forms)
        assert "Règlement des quais" in json.dumps(form, ensure_ascii=False)
        wrong = await served.send(submitted("confirm", filled("2026-11-24"), form["private_metadata"]))
        assert "until" in wrong.json()["errors"]
        await served.send(submitted("confirm", filled("2027-05-01"), form["private_metadata"]))
        await served.slack.until(lambda: [m for m in served.slack.messages if "C’est noté" in m.text])
        assert verified(served.desk, "quais.md") == [
            "Vérifié le 24 novembre 2026 par la Direction des ports, du large."
        ]
        assert "confirm" not in await shown(served, direct("quais.md")), "it holds for more than a month"
        other = submitted("confirm", filled("2027-06-01"), form["private_metadata"])
        await served.send({**other, "user": {"id": "U2", "team_id": "T1"}})
        assert served.desk.confirmations.held()["quais.md"].until == "2027-05-01"


def invoke(teams: Bot, name: str, data: dict[str, Any], person: str) -> dict[str, Any]:
    """What Teams is told of a button pressed, or a form sent, by a person."""
    activity = {
        "type": "invoke", "name": name, "id": f"i-{name[5:]}-{person}-{data.get('until')}", "channelId": "msteams",
        "serviceUrl": teams.service.address, "recipient": {"id": "28:bot"}, "value": {"data": data}, **told(person),
    }  # fmt: skip
    return dict(teams.post(activity).json()["task"])


async def test_in_teams_an_owner_confirms_under_an_answer(tmp_path: Path) -> None:
    """The same; whoever was forwarded the button confirms nothing with it."""
    async with FakeGraph() as made:
        made.members = {ANNA: {DIRECTION}, BRUNO: set()}
        more = {"index": tmp_path / "index", "owners": OWNERS, **setting(made)}
        with bot(tmp_path / "state", ingested(tmp_path), **more) as teams:

            def asked(person: str, count: int, scope: str = "personal") -> list[dict[str, Any]]:
                teams.ask("quais.md", **told(person, scope))
                return [one for one in buttons(teams.service.wait(count, 30.0)[-1]) if one.get("act") == "confirm"]

            assert await asyncio.to_thread(asked, BRUNO, 1) == []
            assert await asyncio.to_thread(asked, ANNA, 2, "groupChat") == []
            [data] = await asyncio.to_thread(asked, ANNA, 3)
            assert "n’est pas" in str(await asyncio.to_thread(invoke, teams, "task/fetch", data, BRUNO))
            task = await asyncio.to_thread(invoke, teams, "task/fetch", data, ANNA)
            card = task["value"]["card"]["content"]
            day = next(one for one in card["body"] if one["type"] == "Input.Date")
            assert (day["min"], day["value"], day["max"]) == ("2026-11-25", "2027-11-24", "2028-11-24")
            send = card["actions"][0]["data"]
            for person, until, said in (
                (BRUNO, "2027-05-01", "n’est pas"), (ANNA, "2026-11-24", "Rien n’est confirmé"),
                (ANNA, "2027-05-01", "C’est noté"),
            ):  # fmt: skip
                given = await asyncio.to_thread(invoke, teams, "task/submit", {**send, "until": until}, person)
                assert said in given["value"], (person, until)
            assert await asyncio.to_thread(asked, ANNA, 4) == []
            assert "Vérifié le 24 novembre 2026" in str(teams.service.messages()[-1])
