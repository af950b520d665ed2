"""An ingest publishes what it could read, says why it refused the rest, and never leaves the index worse."""

from __future__ import annotations

import json
from contextlib import ExitStack
from dataclasses import asdict
from functools import cache
from pathlib import Path

import pytest

from ingest.errors import DescriptionError, NotFound
from ingest.index.generation import open_current
from ingest.pipeline import ingest
from ingest.sandbox.process import Sandbox
from tests.ingest.index.conftest import HashEmbedder

EMBEDDER = HashEmbedder()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    (folder / "sous-dossier").mkdir(parents=True)
    (folder / "a.txt").write_text("Le comité approuve le budget. Il siège quatre fois par an.", "utf-8")
    (folder / "sous-dossier" / "b.txt").write_text("Le réseau compte douze établissements.", "utf-8")
    return folder


def test_a_folder_becomes_a_generation(corpus: Path, tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    report = ingest(corpus, tmp_path / "i", EMBEDDER, lambda *step: steps.append(step))
    assert [d.document for d in report.documents] == ["a.txt", "sous-dossier/b.txt"]
    assert report.exit_code == 0
    assert report.generation == open_current(tmp_path / "i", EMBEDDER.identity).id
    assert {name for name, _, _ in steps} == {"read", "embed"}
    json.dumps([asdict(d) for d in report.documents])


@pytest.mark.parametrize(("more", "started"), [(0, 1), (12, 2)])
def test_a_folder_of_few_documents_starts_one_sandbox(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: int, started: int
) -> None:
    for number in range(more):
        (corpus / f"d{number}.txt").write_text(f"Le quai {number} est repeint.", "utf-8")
    with ExitStack() as stack:
        made = cache(lambda _=0: stack.enter_context(Sandbox()))
        monkeypatch.setattr("ingest.loaders.reading.shared", made)
        ingest(corpus, tmp_path / "i", EMBEDDER)
        assert made.cache_info().currsize == started


def test_a_refused_document_does_not_stop_the_others(corpus: Path, tmp_path: Path) -> None:
    (corpus / "vide.txt").write_bytes(b"")
    (corpus / "image.bmp").write_bytes(b"BM123")
    report = ingest(corpus, tmp_path / "i", EMBEDDER)
    assert {d.document for d in report.refused} == {"vide.txt", "image.bmp"}
    assert report.exit_code == 65
    assert len(open_current(tmp_path / "i", EMBEDDER.identity).descriptions()) == 2


def test_when_nothing_can_be_read_the_old_index_stays(corpus: Path, tmp_path: Path) -> None:
    first = ingest(corpus, tmp_path / "i", EMBEDDER)
    for file in corpus.rglob("*.txt"):
        file.write_bytes(b"")
    report = ingest(corpus, tmp_path / "i", EMBEDDER)
    assert report.generation == ""
    assert report.exit_code == 65
    assert open_current(tmp_path / "i", EMBEDDER.identity).id == first.generation


def test_an_empty_or_absent_folder_is_not_found(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(NotFound, match="déposez"):
            ingest(folder, tmp_path / "i", EMBEDDER)


def test_a_wrong_corpus_yaml_stops_before_anything_is_written(corpus: Path, tmp_path: Path) -> None:
    first = ingest(corpus, tmp_path / "i", EMBEDDER)
    (corpus / "corpus.yaml").write_text("documents: [", "utf-8")
    with pytest.raises(DescriptionError):
        ingest(corpus, tmp_path / "i", EMBEDDER)
    assert open_current(tmp_path / "i", EMBEDDER.identity).id == first.generation


def test_hidden_and_temporary_files_and_links_are_passed_over(corpus: Path, tmp_path: Path) -> None:
    (corpus / ".cache").mkdir()
    (corpus / ".cache" / "x.txt").write_text("caché", "utf-8")
    (corpus / "~$a.docx").write_bytes(b"lock")
    (corpus / "lien.txt").symlink_to("/etc/hostname")
    assert len(ingest(corpus, tmp_path / "i", EMBEDDER).documents) == 2


def test_an_answer_that_is_nowhere_is_said_with_what_to_do(corpus: Path, tmp_path: Path) -> None:
    (corpus / "corpus.yaml").write_text(
        "documents:\n  a.txt:\n    questions:\n      - question: Qui ?\n        answer: Personne\n", "utf-8"
    )
    report = ingest(corpus, tmp_path / "i", EMBEDDER)
    assert [w.code for w in report.documents[0].warnings] == ["answer-not-found"]
    assert "corpus.yaml" in report.documents[0].warnings[0].advice


def test_a_report_says_what_changed_since_the_last_ingest(corpus: Path, tmp_path: Path) -> None:
    first = ingest(corpus, tmp_path / "i", EMBEDDER)
    assert {d.change for d in first.documents} == {"new"}
    (corpus / "a.txt").write_text("Le comité approuve le budget chaque année.", "utf-8")
    (corpus / "sous-dossier" / "b.txt").unlink()
    (corpus / "c.txt").write_text("Le quai est repeint.", "utf-8")
    report = ingest(corpus, tmp_path / "i", EMBEDDER)
    assert {d.document: d.change for d in report.documents} == {"a.txt": "changed", "c.txt": "new"}
    assert report.gone == ("sous-dossier/b.txt",)
    assert {d.change for d in ingest(corpus, tmp_path / "i", EMBEDDER).documents} == {""}


def test_a_report_says_what_was_guessed_and_how_surely(corpus: Path, tmp_path: Path) -> None:
    (corpus / "Charte v2.md").write_text("# Charte du quai\n\nDate : 12 mai 2026\n\nLe quai est à tous.\n", "utf-8")
    [told] = [d for d in ingest(corpus, tmp_path / "i", EMBEDDER).documents if d.document == "Charte v2.md"]
    sure = {guess.attribute: (guess.value, guess.sureness >= 0.8) for guess in told.guessed}
    assert sure == {"title": ("Charte du quai", True), "date": ("2026-05-12", True), "version": ("2", False)}
    assert told.missing == ("owner",)


def test_what_corpus_yaml_says_is_no_guess(corpus: Path, tmp_path: Path) -> None:
    (corpus / "corpus.yaml").write_text("documents:\n  a.txt:\n    title: Le comité\n    owner: Greffe\n", "utf-8")
    [told] = [d for d in ingest(corpus, tmp_path / "i", EMBEDDER).documents if d.document == "a.txt"]
    assert not {"title", "owner"} & {guess.attribute for guess in told.guessed}
    assert told.missing == ("date", "version")
