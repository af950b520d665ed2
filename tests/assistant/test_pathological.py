"""Documents that no person writes make no question slow: what is read of them is bounded at answer time, and said."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from assistant.model import Question
from assistant.telling.quotes import sentences
from ingest import pipeline
from ingest.index.embedding import PackagedEmbedder
from tests.assistant.conftest import Opens

MADE = {
    "mots.txt": "règlement " * 30_000,
    "parentheses.txt": "(" * 100_000,
    "initiales.txt": "M. A. Tremblay, Mme B. Roy, " * 4_000,
    "annexe.txt": "Les membres du comité sont : " + ", ".join(f"Prénom{n} Nom{n}" for n in range(850)) + ".",
    "suivi.md": "Le quorum du comité des quais est de trois personnes.\n",
}


class Quick(PackagedEmbedder):
    """The packaged encoder for questions; of passages, their first words."""

    def embed_passages(self, texts):  # type: ignore[no-untyped-def]
        return super().embed_passages([text[:40] for text in texts]) if len(texts) < 40 else self._repeated(texts)

    def _repeated(self, texts):  # type: ignore[no-untyped-def]
        import numpy as np

        made = super().embed_passages(sorted({text[:40] for text in texts})[:30])
        return made[np.arange(len(texts)) % len(made)]


@pytest.mark.parametrize("unit", ["M. A. ", "no. ", "Fin. Il ", "a", "(", ") ", "« A » . "])
def test_sentences_are_parted_in_linear_time(unit: str) -> None:
    """Eight times the text, at most some ten times the time."""

    def seconds(length: int) -> float:
        began = time.thread_time()
        sentences((unit * length)[:length])
        return time.thread_time() - began

    short, long = (min(seconds(n) for _ in range(2)) for n in (20_000, 160_000))
    assert long < max(0.05, 16 * short)


def test_pathological_documents_slow_no_question(opens: Opens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the processor's time, two seconds at most, whatever is asked; the report tells what to do."""
    for name, text in MADE.items():
        (tmp_path / name).write_text(text, "utf-8")
    told = {}
    real = pipeline.ingest
    monkeypatch.setattr("ingest.bootstrap.embedder", lambda _: Quick())
    monkeypatch.setattr(pipeline, "ingest", lambda *given: told.setdefault("report", real(*given)))
    assistant = opens(tmp_path)
    said = {d.document: {w.code for w in d.warnings} for d in told["report"].documents}
    assert told["report"].refused == ()
    assert {name for name, codes in said.items() if "overlong-paragraph" in codes} == set(MADE) - {"suivi.md"}
    passages = {d.document: d.passages for d in told["report"].documents}
    assert passages["mots.txt"] == 1, "what is said once is found once"
    assert passages["parentheses.txt"] == 1
    assert passages["initiales.txt"] <= 3
    assert passages["annexe.txt"] > 20, "names that differ are all found"
    assistant.answer(Question("Quel est le quorum du comité des quais ?"))
    for text in (
        "Que dit le règlement ?",
        "Qui est Prénom12 Nom12 ?",
        "M. A. Tremblay",
        "Quel est le quorum du comité ?",
    ):
        began = time.thread_time()
        assistant.answer(Question(text))
        assert time.thread_time() - began < 2, text
