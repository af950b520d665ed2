"""``repere eval`` measures whole organisations, says what is wrong with a folder, and speaks to programs."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from assistant import bootstrap
from assistant.answering import Assistant
from bots.cli import main
from ingest import bootstrap as documents
from ingest.settings import Settings

QUESTIONS = """
- {id: q1, question: Quel est le quorum ?, kind: text, register: formal, expects: {behaviour: answer, must_mention: [cinq],
   evidence: [{document: regles.md, place: row 2, quote: Le quorum est de cinq membres., flag: all_of}]}}
- {id: q2, question: Qui préside ?, lang: fr, kind: unanswerable, register: formal, expects: {behaviour: abstain}}
"""


class Silent:
    """A chooser that chooses nothing: everything is refused."""

    def choose(self, *_: Any) -> list[Any]:
        return []


@pytest.fixture(autouse=True)
def silent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The assistant over the index that the settings name, which never answers."""

    def opened() -> Assistant:
        settings = Settings()
        return Assistant(documents.shelf(settings), documents.embedder(settings), Silent())

    monkeypatch.setattr(bootstrap, "assistant", opened)
    monkeypatch.setenv("REPERE_INDEX", "elsewhere")


def organisation(folder: Path) -> Path:
    (folder / "docs").mkdir(parents=True)
    (folder / "docs" / "regles.md").write_text("# Règles\nLe quorum est de cinq membres.\n", "utf-8")
    (folder / "questions.yaml").write_text(QUESTIONS, "utf-8")
    return folder


def test_organisations_are_read_asked_and_counted_in_four_parts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each alone and together, for a program; the setting of the index is as before."""
    folders = [str(organisation(tmp_path / name)) for name in ("nord", "sud")]
    assert main(["eval", *folders, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [Path(one["path"]).parent.name for one in told["sets"]] == ["nord", "sud"]
    parts = told["together"]["parts"]
    assert (parts["questions"], parts["wrongly_refused"], parts["rightly_refused"]) == (4, 2, 2)
    assert told["together"]["by_kind"]["text"]["wrongly_refused"] == 2
    assert os.environ["REPERE_INDEX"] == "elsewhere"


def test_a_table_has_the_parts_by_kind_and_register(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And the index stays where it is asked to."""
    assert main(["eval", str(organisation(tmp_path / "nord")), "--no-naive", "--index", str(tmp_path / "index")]) == 0
    told = capsys.readouterr().out
    assert all(words in told for words in ("refusé à tort", "50.0 %", "unanswerable", "formal", "Quel est le quorum ?"))
    assert (tmp_path / "index" / "CURRENT").is_file()


@pytest.mark.parametrize(
    ("missing", "arguments", "said"),
    [
        ("questions.yaml", [], "il y manque « questions.yaml » (docs/evaluation.md)"),
        ("", ["--left-out"], "au moins deux dossiers"),
    ],
)
def test_what_a_folder_lacks_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], missing: str, arguments: list[str], said: str
) -> None:
    """One sentence, and status 2."""
    folder = organisation(tmp_path / "nord")
    if missing:
        (folder / missing).unlink()
    assert main(["eval", str(folder), *arguments]) == 2
    assert said in capsys.readouterr().err
