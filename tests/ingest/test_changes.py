"""What changed from one state of the documents to the next: fact by fact, each with its place, for whoever may read both."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bots.memory.following.comparing import line, told
from bots.wording.commands import commands
from ingest import pipeline
from ingest.facts.changes import Change, about, changes
from ingest.facts.records import Fact, Sort, Subject, Value
from ingest.index import history
from ingest.index.generation import Generation
from ingest.model import Period, Place
from ingest.settings import Settings
from tests.assistant import harbour
from tests.suite import models


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The harbours, read once."""
    folder = tmp_path_factory.mktemp("first")
    settings = Settings(corpus=harbour.build(folder / "docs"), index=folder / "index")
    pipeline.ingest(settings.corpus, settings.index, models.embedder())
    return folder


@pytest.fixture
def corpus(first: Path, tmp_path: Path) -> Path:
    """Their documents, beside an index of them."""
    shutil.copytree(first, tmp_path, dirs_exist_ok=True)
    return tmp_path / "docs"


def ingested(corpus: Path) -> tuple[Generation, Generation]:
    """The generation before, and that of the documents as they are."""
    settings = Settings(corpus=corpus, index=corpus.parent / "index")
    pipeline.ingest(settings.corpus, settings.index, models.embedder())
    return history.pair(settings.index)


def subject(name: str, document: str = "etat.md", end: str = "", **values: str) -> Subject:
    held = tuple(Value(key, key.title(), Fact("", words, Place())) for key, words in values.items())
    period = Period(end, end, int(end[:4])) if end else None
    return Subject(
        id=f"{document}{name}",
        document=document,
        sort=Sort.PROJECT,
        name=Fact("", name, Place()),
        values=held,
        period=period,
    )


def every(_: str) -> bool:
    return True


def short(found: tuple[Change, ...]) -> list[tuple[str, str, str, str, str]]:
    return [
        (c.how, c.name, c.label, c.before.fact.quote if c.before else "", c.after.fact.quote if c.after else "")
        for c in found
    ]


def test_each_fact_is_compared_with_what_it_was() -> None:
    """A value new, changed or gone; a subject new or gone; case and spacing are no change."""
    before = [subject("Quai", due="2026-01-01", health="Vert", site="Nord"), subject("Phare", due="2027-01-01")]
    after = [
        subject("Quai", due="2026-03-31", health=" vert ", lead="Capitainerie"),
        subject("Digue", due="2028-01-01"),
    ]
    assert short(changes(before, after, every, every)) == [
        ("changed", "Quai", "Due", "2026-01-01", "2026-03-31"),
        ("new", "Quai", "Lead", "", "Capitainerie"),
        ("gone", "Quai", "Site", "Nord", ""),
        ("new", "Digue", "", "", "Digue"),
        ("gone", "Phare", "", "Phare", ""),
    ]


def test_the_latest_report_in_force_is_the_one_compared() -> None:
    """An older report kept beside it, or one that is replaced, says nothing of today."""
    old, new = subject("Quai", "t1.md", "2026-03-31", due="a"), subject("Quai", "t2.md", "2026-06-30", due="b")
    assert changes([new], [old, new], every, every) == ()
    replaced = subject("Quai", "t3.md", "2026-09-30", due="c")
    assert changes([new], [new, replaced], every, lambda name: name != "t3.md") == ()


def test_only_what_is_asked_about() -> None:
    """By words of a name or a code, whatever accents."""
    found = changes([], [subject("Phare d'été"), subject("Quai")], every, every)
    assert [one.name for one in about(found, "ETE phare")] == ["Phare d'été"]


def test_two_generations_are_compared_for_those_who_read_them(corpus: Path) -> None:
    """A due date changes and a hidden note comes: the public is told of the date, with its place, and of nothing else."""
    from assistant.library import Library

    (corpus / harbour_note()).unlink()
    (corpus / "corpus.yaml").write_text(harbour.DESCRIBED.replace(f"  {harbour_note()}: ", "  # "), "utf-8")
    ingested(corpus)
    harbour.build(corpus)
    report = corpus / "suivi-automne.md"
    report.write_text(report.read_text("utf-8").replace("2026-06-30", "2026-09-30"), "utf-8")
    before, after = ingested(corpus)
    public = told(Library(before, None), Library(after, None))
    assert [line(one, commands("fr")).partition(" [")[0] for one in public] == [
        "changé : PR-03 Phare automatique · Échéance : « 2026-06-30 » → « 2026-09-30 »"
    ]
    assert not any("secret" in str(one) for one in public)
    readers = frozenset({"direction"})
    theirs = told(Library(before, None, readers), Library(after, None, readers))
    assert any("secret" in str(one) for one in theirs)


def harbour_note() -> str:
    return "note-privee.md"


@pytest.mark.parametrize("renamed", [False, True])
def test_old_words_of_a_document_restricted_since_are_not_told(corpus: Path, *, renamed: bool) -> None:
    """Public then, for the board alone now, under its name or another: the public is told neither what it said, nor that a
    fact of it went, nor that an older report is in force again; whoever reads it today is told of both."""
    from assistant.library import Library

    name, hidden = "suivi-automne.md", "suivi-prive.md" if renamed else "suivi-automne.md"
    said = (corpus / name).read_text("utf-8")
    (corpus / name).unlink()
    (corpus / hidden).write_text(said if renamed else said.replace("2026-06-30", "2026-09-30"), "utf-8")
    (corpus / "corpus.yaml").write_text(f"{harbour.DESCRIBED}  {hidden}: {{audience: [direction]}}\n", "utf-8")
    before, after = ingested(corpus)
    assert told(Library(before, None), Library(after, None)) == ()
    readers = frozenset({"direction"})
    theirs = told(Library(before, None, readers), Library(after, None, readers))
    assert [line(one, commands("fr")).partition(" [")[0] for one in theirs] == (
        [] if renamed else ["changé : PR-03 Phare automatique · Échéance : « 2026-06-30 » → « 2026-09-30 »"]
    )


def test_old_words_of_a_document_that_is_gone_are_told_to_its_readers(corpus: Path) -> None:
    """By its audience of then and nobody else."""
    from assistant.library import Library

    glossary = "glossaire.md"
    (corpus / "corpus.yaml").write_text(f"{harbour.DESCRIBED}  {glossary}: {{audience: [direction]}}\n", "utf-8")
    ingested(corpus)
    (corpus / glossary).unlink()
    (corpus / "repertoire.md").unlink()
    (corpus / "corpus.yaml").write_text(harbour.DESCRIBED, "utf-8")
    before, after = ingested(corpus)
    gone = {
        groups: {
            one.before.document
            for one in told(Library(before, None, groups), Library(after, None, groups))
            if one.before
        }
        for groups in (frozenset[str](), frozenset({"direction"}))
    }
    assert gone == {frozenset(): {"repertoire.md"}, frozenset({"direction"}): {"repertoire.md", glossary}}
