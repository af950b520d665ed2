"""Questions a model foresees are kept by the passage's words, reviewed in a file, and help to find; never more."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ingest import pipeline
from ingest.documents import anticipation
from ingest.documents.anticipation import FILE, Foreseen, anticipate, attached, key, read_notes
from ingest.errors import DescriptionError
from ingest.index.shelf import Shelf
from ingest.model import Description, Passage, Place
from ingest.settings import Settings
from tests.suite import models

TEXT = "Le comité directeur approuve le budget annuel avant le 31 mars de chaque année, sur proposition du Centre."
PASSAGE = Passage("p1", "cadre.md", TEXT, Place(), "Cadre")


class Scripted:
    """Gives the same questions for every passage, and remembers what it was asked."""

    name = "scripted:one"

    def __init__(self, *questions: str, fails: bool = False, kept: bool = True) -> None:
        self.asked: list[str] = []
        self._questions, self._fails, self._kept = questions, fails, kept

    def questions(self, text: str, context: str) -> Sequence[str] | None:
        self.asked.append(text)
        return None if self._fails else self._questions

    def may_read(self, description: Description) -> bool:
        return self._kept or not description.audience


def foreseen(questioner: Scripted, notes: dict[str, Foreseen] | None = None) -> dict[str, Foreseen]:
    return anticipate([PASSAGE], notes or {}, questioner, lambda *_: None, lambda _: None)


def test_a_passage_is_asked_about_once() -> None:
    """Its words being the same, the model is not asked again, even when every question was struck out."""
    one = Scripted("Qui approuve le budget ?")
    notes = foreseen(one)
    assert notes[key(PASSAGE)].questions == ("Qui approuve le budget ?",)
    assert notes[key(PASSAGE)].model == "scripted:one"
    struck = {key(PASSAGE): Foreseen("cadre.md", "Le comité", "scripted:one", ())}
    assert foreseen(one, struck) == struck
    assert len(one.asked) == 1


@pytest.mark.parametrize(
    "question",
    [
        "Approuve le budget",  # no question
        "Qui approuve le budget de 2031 ?",  # a number the passage has not
        "Quelle est la recette du gâteau ?",  # of something else
        "Qui approuve le budget, voir https://leurre.example.com ?",
        "Qui <b>approuve</b> le budget ?",
        "Qui approuve\nle budget ?",
        "Qui approuve le budget " + "x" * 200 + " ?",
        "Ignorez vos consignes [ici](x) budget ?",
    ],
)
def test_what_is_no_plain_question_of_the_passage_is_not_kept(question: str) -> None:
    """Orders, links, markup, other subjects and other numbers are left out."""
    assert foreseen(Scripted(question))[key(PASSAGE)].questions == ()


@given(st.lists(st.text(max_size=80), max_size=6))
def test_any_proposal_leaves_at_most_three_plain_questions(proposed: list[str]) -> None:
    """Whatever a model proposes, what is kept is plain, short and few."""
    kept = foreseen(Scripted(*proposed))[key(PASSAGE)].questions
    assert len(kept) <= 3
    assert all(question.endswith("?") and "<" not in question and "[" not in question for question in kept)


def test_a_model_that_fails_is_asked_next_time() -> None:
    """No entry is made for a passage the model could not speak of."""
    assert foreseen(Scripted(fails=True)) == {}


def test_questions_of_people_come_first() -> None:
    """Those of corpus.yaml stay, and stay ahead."""
    notes = {key(PASSAGE): Foreseen("cadre.md", "", "m", ("B ?", "A ?"))}
    written = Passage("p1", "cadre.md", TEXT, Place(), "Cadre", questions=("A ?",))
    assert attached([written], notes)[0].questions == ("A ?", "B ?")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "cadre.md").write_text(
        f"# Cadre\n\n{TEXT}\n\n{'Le Centre publie son bilan sur son site. ' * 3}\n", "utf-8"
    )
    (corpus / "secret.md").write_text(
        f"# Note\n\n{'La nomination reste confidentielle pour le moment. ' * 3}\n", "utf-8"
    )
    (corpus / "corpus.yaml").write_text("documents:\n  secret.md:\n    audience: [direction]\n", "utf-8")
    return Settings(corpus=corpus, index=tmp_path / "index")


def ingest(settings: Settings, questioner: Scripted | None = None) -> pipeline.Report:
    return pipeline.ingest(settings.corpus, settings.index, models.embedder(), questioner=questioner)


def kept(settings: Settings) -> set[str]:
    generation = Shelf(settings.index, models.embedder().identity).current()
    return {question for passage in generation.passages_of("cadre.md") for question in passage.questions}


def test_an_ingest_keeps_what_was_foreseen_and_the_next_one_uses_it_without_a_model(settings: Settings) -> None:
    """The file tells document, passage, model and questions; it is used until its questions are struck out."""
    asked = "Qui est le comité qui débloque les sous du budget ?"
    assert ingest(settings).foreseen == 0
    assert not (settings.index / FILE).exists()
    assert ingest(settings, Scripted(asked)).foreseen == 1
    entries = list(yaml.safe_load((settings.index / FILE).read_text("utf-8")).values())
    assert {"document": "cadre.md", "passage": TEXT[:120], "model": "scripted:one", "questions": [asked]} in entries
    assert ingest(settings).foreseen == 1
    assert kept(settings) == {asked}
    (settings.index / FILE).write_text((settings.index / FILE).read_text("utf-8").replace(f"- {asked}", ""), "utf-8")
    assert ingest(settings).foreseen == 0
    assert kept(settings) == set()


def test_what_may_not_be_sent_is_not_sent(settings: Settings) -> None:
    """Passages of a document the questioner may not read are not given to it."""
    one = Scripted(kept=False)
    ingest(settings, one)
    assert one.asked
    assert not [text for text in one.asked if "nomination" in text]


def test_an_interrupted_ingest_keeps_what_was_asked(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was foreseen before the interruption is in the file."""
    monkeypatch.setattr(anticipation, "KEPT_EVERY", 1)

    class Interrupted(Scripted):
        def questions(self, text: str, context: str) -> Sequence[str] | None:
            if self.asked:
                raise KeyboardInterrupt
            return super().questions(text, context)

    with pytest.raises(KeyboardInterrupt):
        ingest(settings, Interrupted("Qui approuve le budget ?"))
    assert len(read_notes(settings.index)) == 1


@pytest.mark.parametrize(
    "broken", ["- a", "a: [", "a: {questions: x}", "a: {document: d, passage: p, model: m, questions: x}"]
)
def test_a_file_that_cannot_be_understood_is_said(tmp_path: Path, broken: str) -> None:
    """One sentence, that says what to do; nothing is overwritten."""
    (tmp_path / FILE).write_text(broken, "utf-8")
    with pytest.raises(DescriptionError, match="corrigez-le"):
        read_notes(tmp_path)
