"""The questions of ``corpus.yaml`` are asked of a new index before it serves: what was answered must still be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.evaluation.trial import Lost, lost
from ingest.index.generation import Generation
from tests.assistant.wordy import Wordy

_SAID = "Un portable est prêté pour deux semaines."
_ASKED = "Pour combien de semaines un portable est-il prêté ?"
_YAML = f"documents:\n  prets.md:\n    questions:\n      - question: {_ASKED}\n        answer: {_SAID}\n"


@pytest.fixture(scope="module")
def before(opens: Callable[[Path], Assistant], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return opens(_corpus(tmp_path_factory.mktemp("avant"), _SAID))


def _corpus(folder: Path, said: str) -> Path:
    (folder / "prets.md").write_text(f"# Prêts\n\n{said}\n", "utf-8")
    (folder / "corpus.yaml").write_text(_YAML, "utf-8")
    return folder


def _lost(before: Assistant, after: Generation) -> list[Lost]:
    library = before.library()
    assert library.encoder
    return lost(library.generation, after, library.encoder, chooser=Wordy())


def test_an_answer_that_goes_is_told_with_what_was_said(
    before: Assistant, opens: Callable[[Path], Assistant], tmp_path: Path
) -> None:
    after = opens(_corpus(tmp_path, "Les modalités de prêt sont revues cette année.")).library().generation
    [gone] = _lost(before, after)
    assert (gone.question, gone.document) == (_ASKED, "prets.md")
    assert gone.before.startswith(_SAID)


def test_an_answer_that_stays_stops_nothing(
    before: Assistant, opens: Callable[[Path], Assistant], tmp_path: Path
) -> None:
    after = opens(_corpus(tmp_path, f"{_SAID}\n\nUne souris est prêtée aussi.")).library().generation
    assert _lost(before, after) == []
