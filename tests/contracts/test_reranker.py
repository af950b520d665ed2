"""A cross-encoder, where one is set, reorders what search found and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.evidence.search import ranked
from assistant.library import Library
from assistant.model import Ranked
from ingest import bootstrap
from ingest.errors import EmbeddingUnavailable
from ingest.index.embedding import RerankingEmbedder
from ingest.index.generation import Generation, open_current
from ingest.pipeline import ingest
from ingest.ports import Embedder, Reranks
from ingest.settings import Settings
from tests.ingest.index.conftest import HashEmbedder


class Backwards(RerankingEmbedder):
    """Finds the longest passage best: no search by words would."""

    def rerank(self, question: str, passages: Sequence[str]) -> np.ndarray:
        lengths = np.array([len(p) for p in passages], np.float32)
        return lengths / lengths.max()


def found(generation: Generation, embedder: Embedder) -> tuple[Ranked, ...]:
    """What a search by words ranks for one question."""
    return ranked(Library(generation, embedder), "budget approuvé", {}, None, 5)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    docs = tmp_path / "docs"
    docs.mkdir()
    text = (
        "Le budget est approuvé par la direction.\n\n"
        "Le budget, la paie et les achats sont suivis chaque mois par le bureau des finances, qui en rend compte.\n\n"
        "La cafétéria ouvre à midi.\n"
    )
    (docs / "regles.txt").write_text(text, "utf-8")
    ingest(docs, tmp_path / "index", HashEmbedder())
    return tmp_path / "index"


def test_what_the_cross_encoder_prefers_comes_first(folder: Path) -> None:
    """The order changes, the passages found and their bounds do not."""
    generation = open_current(folder, HashEmbedder.identity)
    plain = found(generation, HashEmbedder())
    again = found(generation, Backwards(HashEmbedder(), "none"))
    assert "approuvé" in plain[0].passage.text
    assert "finances" in again[0].passage.text
    assert {r.passage.id for r in again} == {r.passage.id for r in plain}
    assert all(0 <= r.score <= 1 for r in again)


def test_it_is_off_unless_it_is_set() -> None:
    """Without the setting nothing reranks; with it the index is still the embedder's."""
    plain = bootstrap.embedder(Settings(reranker_model=""))
    chosen = bootstrap.embedder(Settings(reranker_model="models/some-cross-encoder"))
    assert not isinstance(plain, Reranks)
    assert isinstance(chosen, Reranks)
    assert chosen.identity == plain.identity


def test_a_model_that_is_not_there_is_one_sentence() -> None:
    """The setting's name and what to do are told."""
    pytest.importorskip("torch")
    with pytest.raises(EmbeddingUnavailable, match="REPERE_RERANKER_MODEL"):
        RerankingEmbedder(HashEmbedder(), "/nowhere/at-all").rerank("a", ["b"])


def test_a_real_cross_encoder_reads_pairs(tmp_path: Path) -> None:
    """A tiny model made here, saved and loaded by sentence-transformers, gives one score a passage in [0, 1]."""
    pytest.importorskip("torch")
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    (tmp_path / "vocab.txt").write_text("[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nbudget\npaie")
    tokenizer = BertTokenizerFast(str(tmp_path / "vocab.txt"))
    config = BertConfig(
        vocab_size=7, hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16, num_labels=1
    )
    BertForSequenceClassification(config).save_pretrained(tmp_path, safe_serialization=True)
    tokenizer.save_pretrained(tmp_path)
    scores = RerankingEmbedder(HashEmbedder(), str(tmp_path)).rerank("budget", ["paie", "budget", "un \ud800 deux"])
    assert scores.shape == (3,)
    assert ((scores >= 0) & (scores <= 1)).all()
