"""The questions of ``corpus.yaml`` on the steward's page: tried once in the background, and those that lost their answer told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.answering import Assistant
from assistant.model import Answer, Claim, Lang, Question, Refusal, Reply
from bots.web.stewardship.golden import Trials
from ingest import pipeline
from ingest.index.shelf import Shelf
from tests.bots.access.openid import OpenId
from tests.bots.access.served import DIRECTION, PAGE, served, signed_in
from tests.ingest.index.conftest import HashEmbedder

SAID = """documents:
  quais.md:
    title: Règlement des quais
    owner: Direction des ports
    questions:
      - {question: "Le quai ferme quand ?", answer: ferme à 20 h}
      - {question: "Qui répare le quai ?", answer: La capitainerie répare}
      - {question: "Le quai est-il payant ?", answer: Le quai est gratuit}
  plan.md:
    audience: [direction, comité]
    questions: ["Que dit le plan ?"]
"""
QUAY = "# Quais\n\nLe quai du Nord ferme à 20 h.\n\nLa capitainerie répare le quai.\n\nLe quai est gratuit."


class Answering(Assistant):
    """The first question is answered, the second refused, the third answered with other words; it notes who asked what."""

    asked: list[Question]

    def answer(self, question: Question, *_: Any) -> Reply:
        self.asked.append(question)
        library = self.library(question.groups)
        if question.text.startswith("Qui"):
            return Refusal("r", question.text, Lang.FR, "Non.", "unknown", generation=library.generation.id)
        document = "plan.md" if "plan" in question.text else "quais.md"
        block = library.blocks(document)[1]
        cited = library.cite(document, quote=block.text, place=block.place)
        claim = Claim(block.text, (cited.id,))
        return Answer("a", question.text, Lang.FR, block.text, (claim,), (cited,), generation=library.generation.id)


@pytest.fixture
def assistant(tmp_path: Path) -> Answering:
    return ingested(tmp_path, QUAY)


def ingested(place: Path, quay: str) -> Answering:
    (place / "docs").mkdir(exist_ok=True)
    for name, text in (("corpus.yaml", SAID), ("quais.md", quay), ("plan.md", "# Plan\n\nLe plan dit oui.")):
        (place / "docs" / name).write_text(text, "utf-8")
    embedder = HashEmbedder()
    pipeline.ingest(place / "docs", place / "index", embedder)
    made = Answering(Shelf(place / "index", embedder.identity), embedder, today=date(2026, 11, 24))
    made.asked = []
    return made


@pytest.fixture
def trials(assistant: Answering) -> Iterator[Trials]:
    made = Trials(assistant.answer)
    yield made
    made.close()


def test_each_is_tried_once_and_the_broken_are_told(assistant: Answering, trials: Trials) -> None:
    """None yet while they are tried; afterwards the one refused and the one answered with other words, with their owner."""
    library = assistant.library()
    assert trials.of(library, frozenset()).whole == 3
    trials.wait()
    for _ in range(2):
        told = trials.of(library, frozenset())
        assert [(one.question, one.became, one.owner) for one in told.broken] == [
            ("Qui répare le quai ?", "refused", "Direction des ports"),
            ("Le quai est-il payant ?", "elsewhere", "Direction des ports"),
        ]
    assert (told.done, told.whole) == (3, 3)
    assert len(assistant.asked) == 3


def test_they_are_asked_as_a_reader_and_no_more_than_who_looks(assistant: Answering, trials: Trials) -> None:
    """The public's as the public, a closed document's with the groups that both it and the steward have."""
    library = assistant.library(frozenset({"direction", "autre"}))
    trials.of(library, frozenset({"direction", "autre"}))
    trials.wait()
    assert {(one.text.split()[-2], one.groups) for one in assistant.asked if "plan" in one.text} == {
        ("plan", frozenset({"direction"}))
    }
    assert {one.groups for one in assistant.asked if "plan" not in one.text} == {frozenset()}


def test_another_index_is_tried_again(assistant: Answering, trials: Trials, tmp_path: Path) -> None:
    """What was known of the one before is not told of it."""
    trials.of(assistant.library(), frozenset())
    trials.wait()
    ingested(tmp_path, QUAY + "\n\nUne ligne de plus.")
    assert trials.of(assistant.library(), frozenset()).done == 0
    trials.wait()
    assert trials.of(assistant.library(), frozenset()).done == 3


def test_what_cannot_be_asked_now_is_asked_later(assistant: Answering) -> None:
    """A service too busy to answer breaks no question."""
    busy = [True]

    def asks(question: Question) -> Reply:
        if busy[0]:
            raise TimeoutError
        return assistant.answer(question)

    trials = Trials(asks)
    trials.of(assistant.library(), frozenset())
    trials.wait()
    busy[0] = False
    assert (trials.of(assistant.library(), frozenset()).done, assistant.asked) == (0, [])
    trials.wait()
    assert trials.of(assistant.library(), frozenset()).done == 3
    trials.close()


def test_the_page_tells_them_and_the_ledger_does_not(assistant: Answering, tmp_path: Path) -> None:
    """In both languages; nobody asked them, so nothing counts them."""
    with OpenId() as provider:
        provider.person |= {"groups": [DIRECTION]}
        with served(tmp_path / "state", provider, assistant, stewards="direction", ledger="on") as web:
            signed_in(web)
            assert "L’essai continue" in web.get("/intendance", headers=PAGE).text
            desk = web.app.state.desk  # type: ignore[attr-defined]
            for _ in range(200):
                if "L’essai continue" not in (page := web.get("/intendance", headers=PAGE).text):
                    break
            assert "4 sur 4. Sans la réponse écrite : 2." in page.replace("\u00a0", " ").replace("\u202f", " ")
            assert "répondue par d’autres mots" in page
            assert "answered with other words" in web.get("/intendance?lang=en", headers=PAGE).text
            assert desk.noticing.ledger.weeks() == ()
