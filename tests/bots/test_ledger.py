"""The ledger of what people could not find: off, without people in it, grouped by meaning, for a time, erased on request."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from assistant.model import Reply
from bots.channel import Asked, Desk
from bots.memory.discretion import discreet
from bots.memory.feedback import Opinion
from bots.memory.ledger import ALIKE, Ledger, Missed
from bots.settings import Settings
from tests.bots.replies import Scripted, answer, refusal

DAY = 86_400.0
IN_DOCUMENTS = frozenset("comite plan budget quai projet formation stationnement gouvernance".split())
GIVEN = (
    "Marie Jean Pierre Rose Olivier Anaïs Zoé Mélanie François Gérard Ibrahim Fatima Nguyen Thuy Giulia Mateo Siobhan "
    "Łukasz Björn Éloïse Jean-Philippe Marie-Ève Kevin Sophie Alexandra"
).split()
FAMILY = (
    "Tremblay Gagnon Roy Côté Bouchard Gauthier Morin Lavoie Fortin Gagné Ouellet Pelletier Bélanger Lévesque Bergeron "
    "Dufresne Nguyen O'Brien Saint-Pierre D'Amours"
).split()


def known(word: str) -> bool:
    return word in IN_DOCUMENTS


def planted() -> list[tuple[str, str]]:
    """Five hundred (given name, family name)."""
    return [(given, family) for given in GIVEN for family in FAMILY]


def vector(*values: float) -> Any:
    made = np.array([*values, *(0.0 for _ in range(4 - len(values)))], np.float32)
    return made / (np.linalg.norm(made) or 1.0)


SENTENCES = (
    "Est-ce que {} {} peut siéger au comité ?", "{} {} a-t-elle approuvé le plan ?", "je cherche le bureau de {} {}",
    "Bonjour, mon collègue {} {} veut stationner au quai, qui appeler ?", "Who is {} {} and can they sign?",
)  # fmt: skip


def test_none_of_five_hundred_names_is_kept() -> None:
    """Written as people write them, at any place of a sentence; what was looked for stays."""
    chance = random.Random(3)
    for given, family in planted():
        kept = discreet(chance.choice(SENTENCES).format(given, family), known)
        assert given not in kept, kept
        assert family not in kept, kept
    assert discreet("je cherche le bureau de marie tremblay", known) == "je cherche le bureau de [nom]"
    assert "stationner" in discreet(SENTENCES[3].format("Anaïs", "Roy"), known)


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("Où en est PR-04 ?", "Où en est PR-04 ?"),
        ("mon dossier 48213 et le 418 555-0199", "mon dossier [numéro] et le [téléphone]"),
        ("écrire à a.b@c.ca en 2026", "écrire à [courriel] en 2026"),
        ("congé pour dépression, quel formulaire ?", "congé pour [santé], quel formulaire ?"),
        ("qui approuve le budget du comité ?", "qui approuve le budget du comité ?"),
    ],
)
def test_what_is_kept_of_a_question(asked: str, kept: str) -> None:
    """Codes, years and ordinary words stay; numbers, addresses and words of health go."""
    assert discreet(asked, known) == kept


def made(folder: Path, clock: Callable[[], float] = lambda: 1e9, **more: Any) -> Ledger:
    return Ledger(folder, **{"days": 90, "per_day": 500, **more}, clock=clock)


def test_questions_that_mean_the_same_are_one_line(tmp_path: Path) -> None:
    """Counted by question and by person; another audience's is another line, which others do not see."""
    ledger, near = made(tmp_path), vector(1, 0.2)
    assert float(near @ vector(1)) >= ALIKE > float(vector(1) @ vector(1, 1))
    ledger.note(Missed("où stationner", "refused", "a", "Gestionnaire", vector=vector(1)))
    ledger.note(Missed("stationnement où ?", "disliked", "b", vector=near))
    ledger.note(Missed("où stationner", "again", "a", vector=vector(1)))
    ledger.note(Missed("où dormir", "refused", "a", vector=vector(1, 1)))
    ledger.note(Missed("le plan", "refused", "c", readers=frozenset({"direction"}), vector=vector(1)))
    first, second = sorted(ledger.entries(frozenset()), key=lambda one: -one.times)
    assert (first.question, first.owner, first.times, first.askers) == ("où stationner", "Gestionnaire", 3, 2)
    assert (second.question, second.askers) == ("où dormir", 1)
    assert len(ledger.entries(frozenset({"direction"}))) == 3


def test_it_ages_is_capped_and_is_erased(tmp_path: Path) -> None:
    """Past its days a line goes; past the day's number nothing is noted; a person's go with them."""
    now = [1e9]
    ledger = made(tmp_path, lambda: now[0], days=30, per_day=3)
    for number, asker in enumerate(("a", "b", "c", "d")):
        ledger.note(Missed(f"question {number}", "refused", asker, vector=vector(*[0.0] * number, 1.0)))
    assert len(ledger.entries(frozenset())) == 3
    assert ledger.of("a") == ("question 0",)
    assert ledger.erase("a") == 1
    assert [one.question for one in ledger.entries(frozenset())] == ["question 1", "question 2"]
    now[0] += 31 * DAY
    ledger.age_out()
    assert ledger.entries(frozenset()) == ()
    assert b"question" not in b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.suffix == ".sqlite")


class Embedding(Scripted):
    """With a library that embeds by the first letter and knows no word."""

    def library(self, groups: frozenset[str] = frozenset()) -> Any:
        found = super().library(groups)
        found.embed = lambda text: vector(*[0.0] * (len(text) % 3), 1.0)  # type: ignore[method-assign]
        type(found).speller = property(lambda _: type("Speller", (), {"said": staticmethod(known)}))  # type: ignore[assignment]
        return found

    def search(self, *_: Any) -> tuple[()]:
        return ()


def desk(folder: Path, *replies: Reply, **more: Any) -> Desk:
    assistant = Embedding(*replies)
    return Desk(Settings(state=folder, **more), lambda: assistant)  # type: ignore[arg-type, return-value]


def test_it_is_off_until_switched_on(tmp_path: Path) -> None:
    """No file of it is made."""
    one = desk(tmp_path, refusal())
    one.reply(Asked("Qui dort ?"))
    assert one.noticing is None
    assert not (tmp_path / "ledger.sqlite").exists()


def test_refusals_and_thumbs_down_are_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With whom to ask, for those who are of the groups it was answered with; an answer is counted and not kept; greetings
    count for nothing, nor does a thumb whose readers cannot be known."""
    from assistant.library import Library

    monkeypatch.setattr(Library, "speller", Library.speller)  # what the fake changes comes back
    one = desk(tmp_path, refusal(), answer(), refusal(reason="talk.hello"), ledger="on")
    for text in ("Où dormir ?", "Qui approuve le plan ?", "bonjour"):
        one.reply(Asked(text, lane="web/1"))
    for number, readers in enumerate((frozenset[str](), frozenset({"direction"}), None)):
        one.feedback.record(
            Opinion(f"a{number}", "down", "web", "x", question="Qui approuve le budget ?", readers=readers)
        )
    assert one.noticing is not None
    one.noticing.settled()
    lines = {line.question: line for line in one.noticing.ledger.entries(frozenset())}
    assert lines["Où dormir ?"].owner == "Gestionnaire"
    assert lines["Qui approuve le budget ?"].disliked == 1
    directors = one.noticing.ledger.entries(frozenset({"direction"}))
    assert sorted(sorted(line.readers) for line in directors if line.disliked) == [[], ["direction"]]
    assert [(w.asked, w.answered, w.refused) for w in one.noticing.ledger.weeks()] == [(2, 1, 1)]
    one.close()


def test_nothing_at_all_is_kept_where_that_is_asked(tmp_path: Path) -> None:
    """No opinion, no ledger, no conversation, no words of a message under way."""
    one = desk(tmp_path, refusal(), ledger="on", keep="nothing")
    one.reply(Asked("Une question canari", conversation="teams/1"))
    one.feedback.record(Opinion("a1", "down", "web", "x", question="canari"))
    one.deduplication.first("teams", "k", b"canari")
    assert one.noticing is None
    assert one.conversations.context("teams/1") == ()
    assert one.feedback.rows() == []
    one.close()
    assert all(b"canari" not in path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())


def test_a_person_s_are_erased_with_their_conversation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """« /effacer »: opinions and lines of the ledger too."""
    from assistant.library import Library

    monkeypatch.setattr(Library, "speller", Library.speller)
    one = desk(tmp_path, refusal(), ledger="on")
    one.reply(Asked("Où dormir ?", conversation="teams/c1", lane="teams/29:p"))
    assert one.noticing is not None
    one.noticing.settled()
    assert one.erase("teams", "29:p", "teams/c1")
    assert one.noticing.ledger.entries(frozenset()) == ()
    assert not one.erase("teams", "29:p", "teams/c1")
    one.close()
