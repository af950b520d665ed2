"""What a capable model makes of our answers: its choices, recorded once, played again through a real connection.

The whole sets are marked ``model``: they take a minute each.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path

import pytest

from assistant.adapters.chat import LangChainModel
from assistant.answering import Assistant
from assistant.chat.budget import Budget
from assistant.chat.choosing import ChatChooser
from assistant.chat.service import Service, Tally
from assistant.evaluation.gold import Gold, load
from assistant.evaluation.parts import Parts, counted
from assistant.evaluation.run import question, sources_of
from assistant.evaluation.scoring import judge
from ingest import bootstrap, pipeline
from ingest.settings import Settings
from tests.assistant.chat.openai_server import KEY, Server, named
from tests.assistant.chat.recorded import (
    FOLDER,
    LONGEST,
    Choice,
    Pick,
    Played,
    asked,
    bag,
    choice,
    keep,
    kept,
    mark,
    played,
)

pytestmark = pytest.mark.skipif(find_spec("langchain_openai") is None, reason="the extra « openai » is not installed")

ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared" / "gold"
TODAY = date(2026, 11, 1)
DATA = {
    "question": "C'est quand ?", "earlier": ["Le rapport ?"], "today": "2026-11-01",
    "evidence": [{"n": 5, "from": "Cadre", "text": "Rapport : 30 jours."}, {"n": 7, "from": "Cadre", "text": "Avis : 20 jours."}],
}  # fmt: skip


# ---------------------------------------------------------------- the record itself
def test_a_choice_is_played_again_under_other_numbers(tmp_path: Path) -> None:
    """What was named is found by its words, whatever number it has now, and however its words are punctuated."""
    made = choice(DATA, "Voici : " + named(7, 12, span="20 jours"))
    keep(tmp_path / "x.jsonl", [made])
    assert made == Choice(
        asked(DATA),
        (mark("Rapport 30 jours"), mark("Avis 20 jours")),
        (Pick(mark("Avis – 20 jours"), "20 jours", words=bag("Avis 20 jours")),),
    )
    turned = {
        **DATA,
        "evidence": [{"n": 3, "from": "Cadre", "text": "Avis – 20 jours"}, {"n": 4, "from": "", "text": "Autre."}],
    }
    assert Played({made.question: made})(turned) == named(3, span="20 jours")


def test_a_piece_told_in_other_words_is_found_again() -> None:
    """When our telling changes, what has most words in common is what was chosen; a far text is not."""
    told = {
        "n": 8,
        "from": "Bulletin",
        "text": "Refonte du portail (PR-01) – santé : rouge; avancement : 55 %; échéance : 15 décembre",
    }
    made = choice({**DATA, "evidence": [told]}, named(8))
    again = {
        "n": 2,
        "from": "Bulletin",
        "text": "Refonte du portail (PR-01) : rouge, avancement 55 %, échéance le 15 décembre",
    }
    assert Played({made.question: made})({**DATA, "evidence": [*DATA["evidence"], again]}) == named(2)  # type: ignore[misc]
    assert Played({made.question: made})(DATA) == named()


def test_what_was_never_asked_and_what_is_gone_are_told_apart() -> None:
    """A question that was never put leaves our choice as it is; evidence that is no longer shown is named by nobody."""
    made = choice(DATA, named(5))
    script = Played({made.question: made})
    assert script({**DATA, "question": "Pourquoi ?"}) == named(0)
    assert script({**DATA, "evidence": DATA["evidence"][1:]}) == named()  # type: ignore[index]
    assert (script.unknown, script.gone) == (1, 1)


@pytest.mark.parametrize("name", sorted(path.stem for path in FOLDER.glob("*.jsonl")))
def test_the_record_holds_no_words_of_a_document_but_short_spans(name: str) -> None:
    """Marks alone, and every piece chosen was shown."""
    for one in kept(name):
        assert len(one.question) == 12
        assert all(len(shown) == 12 for shown in one.shown)
        assert {pick.text for pick in one.picks} <= set(one.shown)
        assert all(len(pick.span) <= LONGEST and {*map(len, pick.words)} <= {4} for pick in one.picks)


# ---------------------------------------------------------------- whole sets
@dataclass(frozen=True)
class Whole:
    """A set of questions, and what it gets with the recorded model at the least, at the most."""

    docs: Path
    questions: tuple[Path, ...]
    first: int = 1000
    right: float = 0.0
    wrong: float = 1.0

    def gold(self) -> tuple[Gold, ...]:
        """Its questions, in order."""
        return tuple(gold for path in self.questions for gold in load(path)[: self.first])


def _organisation(name: str, right: float, wrong: float) -> Whole:
    folder = ROOT / "tests" / "organisations" / "taught-later" / name
    return Whole(folder / "docs", (folder / "questions.yaml",), 100, right, wrong)


SETS = {
    "eau": _organisation("eau", 0.60, 0.12),
    "mandate": Whole(SHARED / "mandate", (SHARED / "mandate" / "dev.yaml",), right=0.60, wrong=0.08),
    "carrefour": Whole(
        SHARED / "carrefour" / "docs", (SHARED / "carrefour" / "questions.yaml", SHARED / "carrefour" / "offers.yaml")
    ),
}


def _parts(assistant: Assistant, whole: Whole) -> Parts:
    sources = sources_of(assistant)
    return counted(judge(gold, assistant.answer(question(gold)), sources).part for gold in whole.gold())


@pytest.mark.model
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("name", SETS)
def test_a_capable_model_makes_more_right_and_no_more_wrong(name: str, server: Server, tmp_path: Path) -> None:
    """With its choices more is right than without, and wrong answers stay under the floor set for each set."""
    whole = SETS[name]
    if not whole.docs.is_dir() or not (FOLDER / f"{name}.jsonl").is_file():
        pytest.skip("the shared gold sets, or the record, are not beside this clone")
    plain, chosen, script = _opened(whole, name, server, tmp_path)
    without, with_it = _parts(plain, whole), _parts(chosen, whole)
    sys.stdout.write(f"{name}: without {without.as_json()}\n{name}: with {with_it.as_json()}\n")
    assert server.complaints == []
    assert script.unknown <= 0.15 * len(script.seen)
    assert with_it.right >= without.right
    assert with_it.right >= whole.right * with_it.questions
    assert with_it.wrong_shown <= whole.wrong * with_it.questions


def _opened(whole: Whole, name: str, server: Server, folder: Path) -> tuple[Assistant, Assistant, Played]:
    docs = folder / "docs"
    docs.mkdir()
    for path in whole.docs.iterdir():
        if path.is_file() and path.name not in ("README.md", "dev.yaml", "score.py", "common.py"):
            (docs / path.name).write_bytes(path.read_bytes())
    settings = Settings(corpus=docs, index=folder / "index")
    pipeline.ingest(settings.corpus, settings.index, bootstrap.embedder(settings))
    server.script = script = played(name)
    model = LangChainModel("openai:recorded", server.url, KEY)
    service = Service(model, Budget(folder / "state", 10_000, 10_000), Tally(), seconds=30.0)
    shelf, embedder = bootstrap.shelf(settings), bootstrap.embedder(settings)
    return Assistant(shelf, embedder, None, TODAY), Assistant(shelf, embedder, ChatChooser(service), TODAY), script
