"""Generations are kept, named, compared and put back in service, and none of it shows a document to more people."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.errors import AnswersLost, DamagedIndex, MoreOpen, NoIndex
from ingest.index import history
from ingest.index.generation import Generation, open_current
from ingest.pipeline import ingest
from tests.ingest.index.conftest import HashEmbedder

EMBEDDER = HashEmbedder()


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "a.md").write_text("# Quais\n\nLe quai nord ouvre à six heures.\n", "utf-8")
    (folder / "b.md").write_text("# Phares\n\nLe phare est allumé chaque soir.\n", "utf-8")
    return folder


def _made(corpus: Path) -> str:
    return ingest(corpus, corpus.parent / "i", EMBEDDER).generation


def test_two_generations_are_kept_and_those_that_have_a_name(corpus: Path, tmp_path: Path) -> None:
    first = _made(corpus)
    history.name(tmp_path / "i", first, "avant l'été")
    made = [_made(corpus) for _ in range(3)]
    found = history.kept(tmp_path / "i")
    assert {past.id for past in found} == {first, made[-2], made[-1]}
    assert [past.id for past in found if past.current] == [made[-1]]
    assert [past.name for past in found if past.id == first] == ["avant l'été"]


def test_a_generation_is_compared_with_another_by_its_documents(corpus: Path, tmp_path: Path) -> None:
    first = _made(corpus)
    (corpus / "a.md").write_text("# Quais\n\nLe quai nord ouvre à sept heures.\n", "utf-8")
    (corpus / "b.md").rename(corpus / "c.md")
    second = _made(corpus)
    found = history.compare(tmp_path / "i", first, second)
    assert (found.new, found.changed, found.gone) == (("c.md",), ("a.md",), ("b.md",))


def test_going_back_puts_every_word_of_then_in_service(corpus: Path, tmp_path: Path) -> None:
    first = _made(corpus)
    (corpus / "a.md").write_text("# Quais\n\nLe quai nord est fermé.\n", "utf-8")
    _made(corpus)
    assert history.back(tmp_path / "i", first[:-2], EMBEDDER.identity).current
    blocks = open_current(tmp_path / "i", EMBEDDER.identity).blocks("a.md")
    assert [block.text for block in blocks] == ["Quais", "Le quai nord ouvre à six heures."]


@pytest.mark.parametrize("now", ["removed", "closed"])
def test_going_back_never_shows_to_more_people_what_was_closed_since(corpus: Path, tmp_path: Path, now: str) -> None:
    first = _made(corpus)
    if now == "removed":
        (corpus / "b.md").unlink()
    else:
        (corpus / "corpus.yaml").write_text("documents:\n  b.md:\n    audience: [direction]\n", "utf-8")
    second = _made(corpus)
    with pytest.raises(MoreOpen, match=r"b\.md"):
        history.back(tmp_path / "i", first, EMBEDDER.identity)
    assert open_current(tmp_path / "i", EMBEDDER.identity).id == second
    assert history.back(tmp_path / "i", first, EMBEDDER.identity, force=True).id == first


def test_a_damaged_generation_is_not_gone_back_to(corpus: Path, tmp_path: Path) -> None:
    first = _made(corpus)
    second = _made(corpus)
    store = tmp_path / "i" / "generations" / first / "store.sqlite"
    store.write_bytes(store.read_bytes()[:-1] + b"x")
    with pytest.raises(DamagedIndex):
        history.back(tmp_path / "i", first, EMBEDDER.identity)
    assert open_current(tmp_path / "i", EMBEDDER.identity).id == second


def test_an_unknown_or_ambiguous_version_is_said(corpus: Path, tmp_path: Path) -> None:
    _made(corpus)
    _made(corpus)
    for which in ("1999", "20", ""):
        with pytest.raises(NoIndex, match="generations"):
            history.back(tmp_path / "i", which, EMBEDDER.identity)


def test_what_the_trial_refuses_is_not_published_and_leaves_nothing(corpus: Path, tmp_path: Path) -> None:
    first = _made(corpus)
    tried: list[tuple[str, str]] = []

    def refuse(before: Generation | None, after: Generation) -> None:
        assert before is not None
        tried.append((before.id, after.blocks("a.md")[-1].text))
        raise AnswersLost("Rien n'est publié.", "Nothing is published.")

    with pytest.raises(AnswersLost):
        ingest(corpus, tmp_path / "i", EMBEDDER, accept=refuse)
    assert tried == [(first, "Le quai nord ouvre à six heures.")]
    assert open_current(tmp_path / "i", EMBEDDER.identity).id == first
    assert [path.name for path in (tmp_path / "i" / "generations").iterdir()] == [first]
