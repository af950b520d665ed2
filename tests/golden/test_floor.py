"""What was reached is kept: our gold questions on the shipped corpus, and the shared sets where they are at hand.

Floors against regressions, set a little under what was measured; no set of these is what the engine is judged by.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.evaluation.run import Evaluation, evaluate, sources_of
from assistant.model import Question, Reply
from tests.golden.conftest import Opens

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "gold"
# Figure → the least share allowed: a little under what was measured when it was last set, so as to see what gets worse.
# They are no bars (docs/evaluation.md has those); raise them when the engine gets better. ``quote_true`` is no floor: a
# false quote is never shown.
SHIPPED = {
    "overall": 0.85, "supported_accuracy": 0.82, "refusal_accuracy": 0.95, "set_exact": 0.75, "right_cell": 0.87,
    "current_value_first": 0.95, "right_if_answered": 0.95,
}  # fmt: skip
ORGANISATION = {
    "matrix.yaml": {"supported_accuracy": 0.96, "set_exact": 0.90, "right_cell": 0.93, "right_if_answered": 0.97},
    "status.yaml": {"supported_accuracy": 0.82, "right_cell": 0.92, "right_if_answered": 0.86},
    "offers.yaml": {"supported_accuracy": 0.68, "right_if_answered": 0.87},
    "questions.yaml": {"overall": 0.87, "refusal_accuracy": 0.95, "set_exact": 0.73, "right_if_answered": 0.94},
}
MANDATE = {
    "supported_accuracy": 0.43, "refusal_accuracy": 0.95, "abstention_precision": 0.36, "right_if_answered": 0.79,
}  # fmt: skip
ALWAYS = {"quote_true": 1.0}


def short_of(found: Evaluation, floor: dict[str, float]) -> dict[str, float]:
    """Figures under their floor; ``right_if_answered`` is the share right of what is shown."""
    parts = found.parts()
    figures = {**asdict(found.whole()), "right_if_answered": parts.right / max(1, parts.right + parts.wrong_shown)}
    return {name: value for name, least in floor.items() if (value := figures[name] or 0.0) < least}


def errors(found: Evaluation) -> str:
    """The figures, and the questions to work on."""
    missed = [f"{v.gold.id} {v.gold.question}" for v in found.verdicts if not v.right]
    return "\n".join([str(found.whole()), *missed])


@pytest.fixture(scope="module")
def organisation(opens: Opens) -> Assistant:
    return opens(SHARED / "organisation" / "docs", None)


def test_the_shipped_corpus_answers_our_questions(shipped: Assistant, replies: Callable[[Question], Reply]) -> None:
    """Figures on tests/golden/questions.yaml stay above what was reached."""
    found = evaluate(ROOT / "tests" / "golden" / "questions.yaml", replies, sources_of(shipped))
    assert not short_of(found, SHIPPED | ALWAYS), errors(found)


def test_the_answer_the_readme_shows_is_the_one_given(shipped: Assistant) -> None:
    """What README prints for its question is what ``repere ask`` says today (``make docs`` writes it)."""
    spec = importlib.util.spec_from_file_location("readme", ROOT / "tools" / "readme.py")
    assert spec
    assert spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    readme = (ROOT / "README.md").read_text("utf-8")
    assert script.placed(readme, script.ANSWER, script.answer(shipped.answer(Question(script.QUESTION)))) == readme


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared gold sets are not beside this clone")
@pytest.mark.parametrize("name", ORGANISATION)
def test_the_shared_organisation_answers_its_questions(organisation: Assistant, name: str) -> None:
    """Figures on the shared sets stay above what was reached; every quote is true."""
    found = evaluate(SHARED / "organisation" / name, organisation.answer, sources_of(organisation))
    assert not short_of(found, ORGANISATION[name] | ALWAYS), errors(found)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared gold sets are not beside this clone")
def test_the_shared_mandate_answers_its_questions(opens: Opens, tmp_path: Path) -> None:
    """Figures on the mandate's questions, asked of its text as it is, stay above what was reached."""
    source = next((SHARED / "mandate").glob("*.txt"))
    (tmp_path / source.name).write_bytes(source.read_bytes())
    assistant = opens(tmp_path, None)
    found = evaluate(SHARED / "mandate" / "dev.yaml", assistant.answer, sources_of(assistant))
    assert not short_of(found, MANDATE | ALWAYS), errors(found)
