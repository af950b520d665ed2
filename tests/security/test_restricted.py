"""What is kept for some is never shown to others: not told, not cited, not named, and not to be guessed from what changes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from assistant.answering import Assistant
from assistant.choosing.chooser import FittedChooser
from assistant.evaluation.gold import load
from assistant.evaluation.run import question
from assistant.evidence.gathering import gather
from assistant.model import Question, Reply
from assistant.reading.reading import read
from ingest import bootstrap, pipeline
from ingest.languages import fold
from ingest.settings import Settings
from tests.assistant import harbour
from tests.suite import models

SHARED = Path(__file__).resolve().parents[3] / "shared" / "gold" / "carrefour"
HIDDEN = "note-privee.md"
ASKED = (
    "Quand ouvre le phare secret ?", "Quand ouvre le phare secret de l'île Noire ?", "Que se passe-t-il le 3 mars 2026 ?",
    "phare", "île Noire", "note sur le phare secret", "When does the secret lighthouse open?", "Combien y a-t-il de phares ?",
    "Quels documents parlent du phare ?", "le phare sekret ouvre kan", "Où en est le phare automatique ?",
    "Qui siège au comité des bouées et des phares ?", "Qu'est-ce qui ouvre en mars 2026 ?", "Que contient la note ?",
)  # fmt: skip


def opened(folder: Path, index: Path) -> Assistant:
    settings = Settings(corpus=folder, index=index)
    pipeline.ingest(settings.corpus, settings.index, models.embedder())
    chooser = FittedChooser(models.reader())
    return Assistant(bootstrap.shelf(settings), models.embedder(), chooser, today=date(2025, 11, 1))


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Assistant, Assistant]:
    """The harbours with their private note, and without it."""
    place = tmp_path_factory.mktemp("harbours")
    beside, without = harbour.build(place / "beside"), harbour.build(place / "without")
    (without / HIDDEN).unlink()
    (without / "corpus.yaml").write_text(harbour.DESCRIBED.replace(f"  {HIDDEN}: ", "  # "), "utf-8")
    return opened(beside, place / "a"), opened(without, place / "b")


def shown(reply: Reply) -> tuple[object, ...]:
    """All that a person sees of a reply, but for the marks of the index it is of."""
    nearest = reply.nearest if reply.abstained else ()
    cited = [(c.document, c.quote, c.place) for c in reply.citations]
    return reply.text, cited, [c.text for c in reply.claims], nearest, reply.suggestions, reply.notices


@pytest.mark.parametrize("said", ASKED)
def test_a_hidden_document_changes_nothing(pair: tuple[Assistant, Assistant], said: str) -> None:
    """Whoever may not read it gets the same reply as if it did not exist."""
    beside, without = (assistant.answer(Question(said)) for assistant in pair)
    assert shown(beside) == shown(without)


def test_its_readers_are_answered_from_it(pair: tuple[Assistant, Assistant]) -> None:
    """It is hidden, not lost."""
    found = pair[0].search("Quand ouvre le phare secret de l'île Noire ?", 1, frozenset({"direction"}))
    assert [one.passage.document for one in found] == [HIDDEN]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared gold sets are not beside this clone")
def test_no_restricted_fact_of_a_whole_organisation_is_shown(tmp_path: Path) -> None:
    """No candidate rests on one, over every question of four sets, some of which are asked for that alone; and no reply shows
    one, over those in prose and a fourth of the others."""
    leaks = yaml.safe_load((SHARED / "leaks.yaml").read_text("utf-8"))
    hidden = set(leaks["restricted_documents"])
    assistant = opened(SHARED / "docs", tmp_path / "index")
    for name, step in {"questions": 1, "matrix": 4, "offers": 4, "status": 4}.items():
        for number, gold in enumerate(load(SHARED / f"{name}.yaml")):
            asked = question(gold)
            library = assistant.library(as_of=asked.as_of)
            assert not {c.document for c in gather(read(asked, library), library)} & hidden, gold.question
            if number % step:
                continue
            reply = assistant.answer(asked)
            told = fold(" ".join((reply.text, *(c.quote for c in reply.citations), *reply.suggestions)))
            assert not {c.document for c in reply.citations} & hidden, gold.question
            assert not [p for p in leaks["global_patterns"] if re.search(p, told)], gold.question
