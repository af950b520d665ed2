"""Questions people were glad of become entries for ``corpus.yaml``; the others do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bots.channel import Desk
from bots.commands.confirmed import entries, liked
from bots.memory.feedback import Opinion, Verdict
from bots.settings import Settings
from tests.bots.replies import Scripted, answer, refusal


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(Settings(state=tmp_path), Scripted)  # type: ignore[arg-type]


def said(desk: Desk, question: str, *verdicts: Verdict) -> None:
    for number, verdict in enumerate(verdicts):
        desk.feedback.record(Opinion(f"{question}{number}", verdict, "web", str(number), question=question))


def test_only_what_more_people_liked_than_not_is_kept(desk: Desk) -> None:
    """A question disliked as often as liked is not confirmed; the most liked comes first."""
    said(desk, "Qui approuve le plan ?", "up", "up")
    said(desk, "Où en est le projet ?", "up", "down")
    said(desk, "Combien coûte la formation ?", "up")
    assert liked(desk, 1) == ["Qui approuve le plan ?", "Combien coûte la formation ?"]
    assert liked(desk, 2) == ["Qui approuve le plan ?"]


def test_an_entry_holds_the_document_and_its_exact_words(tmp_path: Path) -> None:
    """What is proposed can be pasted: the first cited document, its words; a question now refused is left out."""
    desk = Desk(Settings(state=tmp_path), lambda: Scripted(answer(), refusal()))  # type: ignore[arg-type, return-value]
    cited = answer().citations[0]
    assert entries(desk, ["Qui approuve le plan ?", "Qui approuve la lune ?"]) == {
        cited.document: {"questions": [{"question": "Qui approuve le plan ?", "answer": cited.quote}]}
    }
