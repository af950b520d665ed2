"""The command line keeps its contract: exit statuses, JSON that scripts read, one clear sentence for every error."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bots.cli import main
from bots.commands import COMMANDS
from tests.assistant.wordy import Wordy

CHARTER = """---
title: Charte du Centre
version: "1.0"
---
# Charte

## Approbation

Le comité directeur approuve le plan annuel de travail avant le 31 mars.

## Rencontres

Le comité directeur se réunit toutes les six semaines.
"""
ANSWER = {
    "id", "question", "language", "abstained", "text", "claims", "citations", "notices", "ask", "suggestions",
    "generation", "as_of",
}  # fmt: skip
CITATION = {
    "id", "document", "title", "version", "date", "page", "slide", "section", "sheet", "cell", "row", "quote", "url",
}  # fmt: skip
GOLD = """- id: {}
  question: {}
  kind: {}
  expects:
    answerable: {}
    behaviour: {}
    evidence:
    - {{document: charte.md, place: row 9, quote: approuve le plan annuel, flag: all_of}}
    must_mention: [{}]
"""


@dataclass(frozen=True)
class Ended:
    status: int
    out: str
    err: str

    def json(self) -> object:
        return json.loads(self.out)


Runs = Callable[..., Ended]


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A corpus of one document, and its index."""
    corpus, index = tmp_path_factory.mktemp("corpus"), tmp_path_factory.mktemp("index")
    (corpus / "charte.md").write_text(CHARTER, "utf-8")
    assert main(["ingest", str(corpus), "--index", str(index)]) == 0
    return corpus, index


@pytest.fixture
def repere(
    folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Runs:
    """Runs a command as a script would, beside an index made before; what is fitted is no matter of the command line's."""

    def run(*arguments: object, lang: str = "fr", index: Path | None = None, corpus: Path | None = None) -> Ended:
        monkeypatch.setenv("REPERE_LANG", lang)
        monkeypatch.setenv("REPERE_CORPUS", str(corpus or folders[0]))
        monkeypatch.setenv("REPERE_INDEX", str(index or folders[1]))
        monkeypatch.setenv("REPERE_STATE", str(tmp_path / "state"))
        monkeypatch.setenv("REPERE_TODAY", "2026-11-01")
        monkeypatch.setattr("assistant.bootstrap.chooser", lambda _: Wordy())
        capsys.readouterr()
        status = main([str(argument) for argument in arguments])
        return Ended(status, *capsys.readouterr())

    return run


def test_an_answer_has_every_field_and_its_quotes_are_in_what_read_prints(
    repere: Runs, folders: tuple[Path, Path]
) -> None:
    """``ask --json`` and ``read`` agree, word for word."""
    answer = repere("ask", "Qui approuve le plan annuel ?", "--json").json()
    assert isinstance(answer, dict)
    assert set(answer) >= ANSWER
    assert not answer["abstained"]
    printed = " ".join(repere("read", folders[0] / "charte.md").out.split())
    for citation in answer["citations"]:
        assert set(citation) >= CITATION
        assert citation["document"] == "charte.md"
        assert " ".join(citation["quote"].split()) in printed
    known = {citation["id"] for citation in answer["citations"]}
    assert answer["claims"]
    assert all(claim["citations"] and set(claim["citations"]) <= known for claim in answer["claims"])


def test_a_refusal_is_told_as_one(repere: Runs) -> None:
    """Exit status 0: silence of the documents is no error."""
    ended = repere("ask", "Quelle est la couleur des rideaux ?", "--json")
    answer = ended.json()
    assert isinstance(answer, dict)
    assert ended.status == 0
    assert answer["abstained"]
    assert answer["claims"] == []


def test_earlier_questions_are_leaned_on(repere: Runs) -> None:
    """``--context`` gives what « et quand » is about."""
    asked = repere("ask", "Et à quelle fréquence se réunit-il ?", "--context", "Que fait le comité directeur ?")
    assert "six semaines" in asked.out


def test_a_batch_gives_a_line_for_a_line_with_its_id_and_time(repere: Runs, tmp_path: Path) -> None:
    """A line that is no question is told so in its place, with status 65; the others are answered."""
    asked, told = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [{"id": "a", "question": "Qui approuve le plan annuel ?"}, {"id": "b"}, {"id": "c", "question": "Quand ?"}]
    asked.write_text("".join(json.dumps(line) + "\n" for line in lines) + "{broken\n", "utf-8")
    ended = repere("batch", asked, "--out", told)
    answers = [json.loads(line) for line in told.read_text("utf-8").splitlines()]
    assert ended.status == 65
    assert ended.err.strip()
    assert len(answers) == 4
    assert answers[0]["id"] == "a"
    assert answers[0]["ms"] >= 0
    assert not answers[0]["abstained"]
    assert answers[2]["id"] == "c"


def test_search_gives_as_many_passages_as_asked_with_reasons(repere: Runs) -> None:
    """Best first, each with why it is there."""
    found = repere("search", "plan annuel", "-k", "2", "--json").json()
    assert isinstance(found, list)
    assert len(found) == 2
    assert "plan annuel" in found[0]["text"]
    assert all(one["reasons"] for one in found)
    assert found[0]["score"] >= found[1]["score"]


def test_eval_gives_a_table_by_kind_and_the_questions_missed(repere: Runs, tmp_path: Path) -> None:
    """The list is what one works from: each question with how its answer begins."""
    gold = tmp_path / "gold.yaml"
    right = GOLD.format("q1", "Qui approuve le plan annuel ?", "who", "true", "answer", "comite directeur")
    wrong = GOLD.format("q2", "À quelle fréquence se réunit le comité directeur ?", "often", "true", "answer", "lundi")
    gold.write_text(right + wrong, "utf-8")
    ended = repere("eval", gold, "--no-naive")
    assert ended.status == 0
    table, _, missed = ended.out.partition("Questions manquées")
    assert "often" in table
    assert "who" in table
    assert "q2" in missed
    assert "six semaines" in missed
    assert "q1" not in missed


def test_documents_that_come_by_themselves_are_indexed(repere: Runs, tmp_path: Path) -> None:
    """What a preview told is then copied and published; when nothing changed, that is said."""
    there, where = tmp_path / "partage", {"index": tmp_path / "i", "corpus": tmp_path / "c"}
    there.mkdir()
    (there / "charte.md").write_text(CHARTER, "utf-8")
    assert "charte.md" in repere("sync", there, "--preview", **where).out
    done = repere("sync", there, **where)
    assert (done.status, done.err) == (0, "")
    assert "toutes les six semaines" in repere("search", "rencontres du comité", **where).out
    assert repere("sync", there, **where).out.count("\n") == 1


def test_a_bad_file_is_refused_and_the_rest_is_published(repere: Runs, tmp_path: Path) -> None:
    """Status 65, a sentence for the file, and the other document answers; lint says what it could not read."""
    corpus, index = tmp_path / "corpus", tmp_path / "index"
    corpus.mkdir()
    (corpus / "charte.md").write_text(CHARTER, "utf-8")
    (corpus / "note.pdf").write_bytes(b"no PDF at all")
    ended = repere("ingest", corpus, "--index", index, "--json")
    report = ended.json()
    assert isinstance(report, dict)
    assert ended.status == 65
    assert {d["document"]: bool(d["refused"]) for d in report["documents"]} == {"charte.md": False, "note.pdf": True}
    assert "comité directeur" in repere("ask", "Qui approuve le plan annuel ?", index=index).out
    linted = repere("lint", corpus)
    assert linted.status == 0
    assert "note.pdf" in linted.err


@pytest.mark.parametrize(
    ("status", "arguments"),
    [
        (2, ["frobnicate"]),
        (2, ["ask"]),
        (2, ["ask", "Qui ?", "--as-of", "demain"]),
        (2, ["ask", "   "]),
        (2, ["ask", "a" * 4001]),
        (2, ["search", "plan", "-k", "0"]),
        (2, ["serve", "--port", "cent"]),
        (65, ["read", "{bad}"]),
        (66, ["read", "absent.pdf"]),
        (66, ["ingest", "absent"]),
        (66, ["lint", "absent"]),
        (66, ["ask", "Qui ?", "--index", "absent"]),
        (66, ["batch", "absent.jsonl", "--out", "answers.jsonl"]),
        (66, ["eval", "absent.yaml"]),
        (66, ["eval-retrieval", "absent"]),
    ],
)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_an_error_is_one_sentence_with_the_right_status(
    repere: Runs, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, status: int, arguments: list[str], lang: str
) -> None:
    """In the language set, on standard error, and never a trace."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.pdf").write_bytes(b"no PDF at all")
    ended = repere(*(a.format(bad="bad.pdf") for a in arguments), lang=lang)
    assert ended.status == status, ended
    assert ended.out == ""
    assert len(ended.err.strip().splitlines()) == 1
    assert ended.err.strip()[-1] in ".?!»”"
    assert "Traceback" not in ended.err


def test_the_two_languages_differ(repere: Runs) -> None:
    """REPERE_LANG chooses the words of errors."""
    assert repere("ask").err != repere("ask", lang="en").err


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(repere: Runs, command: str) -> None:
    """``--help`` names every option, in French by default."""
    with pytest.raises(SystemExit) as ended:
        repere(command, "--help")
    assert ended.value.code == 0


def test_the_version_is_told(repere: Runs) -> None:
    assert repere("--version").out.startswith("repere 0.")
