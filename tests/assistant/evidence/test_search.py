"""Search finds by words, misspelt words and attached questions, and what one may not read leaves no trace."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.evaluation.retrieval import evaluate_retrieval, ndcg, recall, reciprocal_rank
from assistant.evidence.search import ranked
from assistant.library import Library
from assistant.model import Ranked
from assistant.reading.reading import mend
from ingest.index.generation import Generation, open_current
from ingest.index.writing import Entry, only_writer, publish
from tests.ingest.index.conftest import CORPUS, HashEmbedder, entry

EMBEDDER = HashEmbedder()


def indexed(folder: Path, entries: tuple[Entry, ...]) -> Generation:
    with only_writer(folder):
        publish(folder, entries, EMBEDDER, lambda *_: None)
    return open_current(folder, EMBEDDER.identity)


def search(generation: Generation, embedder: HashEmbedder | None, text: str, count: int) -> tuple[Ranked, ...]:
    """What someone of no group finds."""
    library = Library(generation, embedder)
    vector = library.embed(text) if embedder and text.strip() else None
    return ranked(library, text, mend(text, library), vector, count)


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    return indexed(tmp_path_factory.mktemp("index"), CORPUS)


def test_words_find(generation: Generation) -> None:
    found = search(generation, None, "Qui approuve le budget ?", 3)
    assert found[0].passage.text == "Le comité directeur approuve le budget annuel."
    assert 0 < found[0].score <= 1
    assert found[0].reasons


def test_words_without_accents_and_misspelt_find(generation: Generation) -> None:
    found = search(generation, None, "aprouve le bugdet anuel", 1)
    assert found[0].passage.document == "budget.txt"


def test_an_attached_question_finds_what_shares_no_word_with_it(generation: Generation) -> None:
    found = search(generation, None, "combien de temps attend-on", 1)
    assert found[0].passage.text == "Le comité d'éthique rend son avis en vingt jours."


def test_an_english_question_finds_french_words(generation: Generation) -> None:
    found = search(generation, None, "Which committee approves the budget?", 1)
    assert found[0].passage.text == "Le comité directeur approuve le budget annuel."


def test_an_empty_question_finds_nothing(generation: Generation) -> None:
    assert search(generation, EMBEDDER, "  ", 3) == ()


@given(st.text(max_size=80))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_may_be_searched(generation: Generation, text: str) -> None:
    found = search(generation, EMBEDDER, text, 5)
    assert len(found) <= 5
    assert all(0 <= r.score <= 1 for r in found)
    assert [r.score for r in found] == sorted((r.score for r in found), reverse=True)


@pytest.mark.parametrize("question", ["Qui approuve le budget ?", "projet Aurore", "réseau", "aurrore budjet"])
def test_a_document_one_may_not_read_changes_nothing(tmp_path: Path, question: str) -> None:
    """Same passages, same scores, same reasons, same words to mend with, whether or not the hidden document exists."""
    said = "Le budget du projet Aurore, réseau"
    hidden = [entry(f"secret{n}.txt", f"{said} {n}.", groups=("direction",)) for n in range(9)]
    marked = entry("marque.txt", "Le budget du projet Aurore est confidentiel.", restricted=True)
    public = CORPUS[:2]
    without = indexed(tmp_path / "a", public)
    beside = indexed(tmp_path / "b", (*hidden, *public, marked))
    assert search(beside, EMBEDDER, question, 10) == search(without, EMBEDDER, question, 10)
    assert mend(question, Library(beside, EMBEDDER)) == mend(question, Library(without, EMBEDDER))


def test_figures_are_those_of_their_definitions() -> None:
    run, good = ["a", "b", "c"], {"b": 1.0, "z": 1.0}
    assert ndcg(run, good, 10) == pytest.approx((1 / 1.5849625) / (1 + 1 / 1.5849625))
    assert recall(run, good, 10) == 0.5
    assert reciprocal_rank(run, good, 10) == 0.5


def test_a_beir_folder_is_scored(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text(
        '{"_id": "d1", "title": "Chats", "text": "Le chat dort."}\n'
        '{"_id": "d2", "title": "", "text": "La pluie tombe."}\n',
        "utf-8",
    )
    (tmp_path / "queries.jsonl").write_text('{"_id": "q1", "text": "Où dort le chat ?"}\n', "utf-8")
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t1\n", "utf-8")
    figures = evaluate_retrieval(tmp_path, None, EMBEDDER)
    assert (figures.queries, figures.documents, figures.ndcg_at_10) == (1, 2, 1.0)
