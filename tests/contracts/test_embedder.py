"""What every Embedder promises, and that our own encoder gives what torch gives at full precision."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from ingest.errors import EmbeddingUnavailable
from ingest.index.embedding import NamedEmbedder, PackagedEmbedder
from ingest.index.model import packaged
from ingest.ports import Embedder, ReadsTokens

ROOT = Path(__file__).parents[2]
TEXTS = ["Qui approuve le budget ?", "", "Ô cœur, l'été 2026 à Québec… 👋", "mot " * 600, "Le comité rend son avis."]


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small model of random weights, as a folder that sentence-transformers opens."""
    torch = pytest.importorskip("torch")
    from tokenizers import Tokenizer
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    folder = tmp_path_factory.mktemp("models") / "tiny-e5"
    torch.manual_seed(0)
    near = Tokenizer.from_file(str(packaged.folder() / "near.json"))
    config = BertConfig(
        vocab_size=near.get_vocab_size(),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=512,
        pad_token_id=1,
    )
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    PreTrainedTokenizerFast(tokenizer_object=near, pad_token="<pad>", model_max_length=512).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module", params=["packaged", "named"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "packaged":
        return PackagedEmbedder()
    return NamedEmbedder(str(request.getfixturevalue("named")))


@pytest.fixture(scope="module")
def ours() -> PackagedEmbedder:
    return PackagedEmbedder()


def test_vectors_are_of_unit_length_and_of_the_dimension(embedder: Embedder) -> None:
    for vectors in (embedder.embed_passages(TEXTS), embedder.embed_queries(TEXTS)):
        assert vectors.shape == (len(TEXTS), embedder.dimension)
        assert vectors.dtype == np.float32
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_query_alone_is_what_it_is_among_others(embedder: Embedder) -> None:
    assert np.allclose(embedder.embed_query(TEXTS[4]), embedder.embed_queries(TEXTS)[4], atol=1e-4)


def test_a_passage_alone_is_what_it_is_among_others(embedder: Embedder) -> None:
    alone = embedder.embed_passages(TEXTS[4:])[0]
    assert np.allclose(alone, embedder.embed_passages([*TEXTS, "Le comité rend son AVIS."])[4], atol=1e-4)


def test_a_query_and_a_passage_of_the_same_words_are_encoded_apart(embedder: Embedder) -> None:
    assert embedder.embed_query(TEXTS[0]) @ embedder.embed_passages(TEXTS[:1])[0] < 0.9999


def test_no_text_gives_no_vector(embedder: Embedder) -> None:
    assert embedder.embed_passages([]).shape == embedder.embed_queries([]).shape == (0, embedder.dimension)


def test_lone_surrogates_do_not_stop_it(embedder: Embedder) -> None:
    assert np.isfinite(embedder.embed_query("un \ud800 deux")).all()


def test_a_question_needs_no_torch() -> None:
    code = (
        "import sys; from ingest.index.embedding import PackagedEmbedder; PackagedEmbedder().embed_query('a');"
        "assert not {'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, timeout=60)


def test_changed_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "weights.bin").write_bytes(b"other")
    monkeypatch.setattr(packaged, "folder", lambda: tmp_path)
    with pytest.raises(EmbeddingUnavailable, match=r"modifié.*encoder_files\.py"):
        PackagedEmbedder().embed_query("a")


def test_a_packaged_model_that_was_not_fetched_says_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packaged, "folder", lambda: tmp_path / "nothing")
    with pytest.raises(EmbeddingUnavailable, match=r"encoder_files\.py"):
        PackagedEmbedder().embed_query("a")


def test_an_absent_model_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("torch")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(EmbeddingUnavailable, match="REPERE_EMBEDDING_MODEL"):
        NamedEmbedder(str(tmp_path)).embed_query("a")


def test_two_folders_of_weights_are_two_models(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"one")
    first = NamedEmbedder(str(tmp_path)).identity
    (tmp_path / "model.safetensors").write_bytes(b"two")
    assert NamedEmbedder(str(tmp_path)).identity != first


# --- Word pieces, for those that give them ----------------------------------------------------------------------------


def test_the_packaged_model_gives_its_word_pieces(ours: PackagedEmbedder) -> None:
    assert isinstance(ours, ReadsTokens)


@pytest.mark.parametrize("kind", ["query", "passage"])
def test_each_word_piece_has_a_unit_vector_and_its_place(ours: PackagedEmbedder, kind: Any) -> None:
    """Places are those of the text as it was given, blanks and signs of two code points included."""
    text = "  Qui\tapprouve le budget 👋 de l'été ?  "
    vectors, spans = ours.tokens(text, kind)
    assert vectors.shape == (len(spans), ours.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert "".join(text[low:high] for low, high in spans) == "".join(text.split())
    assert text[slice(*spans[0])] == "Qui"


def test_word_pieces_alone_are_what_they_are_among_others(ours: PackagedEmbedder) -> None:
    several = ours.tokens_of(TEXTS, "passage")
    assert len(several) == len(TEXTS)
    assert np.allclose(several[4].vectors, ours.tokens(TEXTS[4], "passage").vectors, atol=1e-4)
    assert several[4].spans == ours.tokens(TEXTS[4], "passage").spans


def test_no_more_word_pieces_than_the_model_reads(ours: PackagedEmbedder) -> None:
    vectors, spans = ours.tokens("mot " * 9000, "passage")
    assert len(vectors) == len(spans) <= 512


def test_an_empty_text_has_no_word_piece(ours: PackagedEmbedder) -> None:
    vectors, spans = ours.tokens("  ", "query")
    assert vectors.shape == (0, ours.dimension)
    assert spans == ()


def test_questions_are_understood_whoever_embeds(named: Path, tmp_path: Path) -> None:
    """What a question asks is read from the packaged encoder's vector: another model of another dimension changes the search,
    not the reading, and the reader of answers goes with it."""
    from assistant.answering import Assistant
    from assistant.choosing.chooser import FittedChooser
    from assistant.model import Question
    from assistant.reading.reading import read
    from ingest import bootstrap, pipeline
    from ingest.settings import Settings

    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "cadre.md").write_text(
        "# Cadre\n\n## Comité des quais\n\nSon quorum est de cinq membres.\n", "utf-8"
    )
    question, kinds = Question("Quel est le quorum du comité des quais ?"), []
    for model in (str(named), ""):
        settings = Settings(corpus=tmp_path / "docs", index=tmp_path / f"i{len(model)}", embedding_model=model)
        embedder = bootstrap.embedder(settings)
        pipeline.ingest(settings.corpus, settings.index, embedder)
        assistant = Assistant(bootstrap.shelf(settings), embedder, FittedChooser(bootstrap.reader(embedder)))
        kinds.append(read(question, assistant.library()).kinds)
        assert assistant.answer(question).text
    assert kinds[0] == pytest.approx(kinds[1])
