"""A question asked in Teams, and what its author sees. Over real sockets, with tokens really signed."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest

from tests.bots.teams.service import bot


def entity(message: dict[str, Any], kind: str) -> Any:
    return next(one for one in message.get("entities", ()) if one["type"] == kind)


@pytest.mark.alone
def test_one_to_one_a_sign_then_the_verified_answer(tmp_path: Path) -> None:
    """« Recherche… » within a second, then one final message that ends the stream, with pills, label and thumbs."""
    with bot(tmp_path) as teams:
        started = time.monotonic()
        assert teams.ask("Qui approuve le plan ?", conversation="a:chat-2", id="q7").status_code == 200
        final = teams.service.wait()[0]
    sign = teams.service.sent[0]
    assert (sign["type"], sign["text"]) == ("typing", "Recherche dans les documents…")
    assert entity(sign, "streaminfo")["streamType"] == "informative"
    assert teams.service.at[0] - started < 1
    assert teams.service.at[-1] - teams.service.at[-2] >= 1
    assert entity(final, "streaminfo") == {"type": "streaminfo", "streamId": "m1", "streamType": "final"}
    assert "Le comité approuve le plan. [1][2]" in final["text"]
    assert "**À noter :** Le document date d'un an." in final["text"]
    told = entity(final, "https://schema.org/Message")
    assert "additionalType" not in told, "a quotation chosen by a rule is not made by AI"
    pills = {one["position"]: one["appearance"] for one in told["citation"]}
    assert pills[1]["name"] == "Matrice des rôles, « Rôles »"
    assert pills[1]["abstract"] == "Le comité approuve."
    assert pills[2]["name"] == "Matrice des rôles, feuille « Matrice », cellule D12"
    assert "/sources/matrice.xlsx/3.1?start=10&end=11" in pills[2]["url"]
    assert final["channelData"]["feedbackLoop"] == {"type": "custom"}
    assert final["textFormat"] == "markdown"
    assert set(teams.service.paths) == {"/v3/conversations/a:chat-2/activities"}
    assert final["replyToId"] == "q7"
