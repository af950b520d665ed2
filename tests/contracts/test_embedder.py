"""What every Embedder promises, and that our own encoder is sentence-transformers' equal."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import EmbeddingUnavailable
from ingest.index import embedding
from ingest.index.embedding import NamedEmbedder, PackagedEmbedder
from ingest.ports import Embedder

TEXTS = ["Qui approuve le budget ?", "", "Ô cœur, l'été 2026 à Québec… 👋", "mot " * 600, "Le comité rend son avis."]


@pytest.fixture(scope="module", params=["packaged", "named"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "packaged":
        return PackagedEmbedder()
    pytest.importorskip("torch")
    return NamedEmbedder(str(embedding._packaged_folder()))


def test_vectors_are_of_unit_length_and_of_the_dimension(embedder: Embedder) -> None:
    vectors = embedder.embed_passages(TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dimension)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_a_query_alone_is_what_it_is_among_others(embedder: Embedder) -> None:
    assert np.allclose(embedder.embed_query(TEXTS[4]), embedder.embed_passages(TEXTS)[4], atol=1e-4)


def test_no_text_gives_no_vector(embedder: Embedder) -> None:
    assert len(embedder.embed_passages([])) == 0


def test_lone_surrogates_do_not_stop_it(embedder: Embedder) -> None:
    assert np.isfinite(embedder.embed_query("un \ud800 deux")).all()


def test_our_encoder_equals_sentence_transformers() -> None:
    """Within 1e-4, for short, long, empty and foreign texts alike."""
    pytest.importorskip("torch")
    ours = PackagedEmbedder().embed_passages(TEXTS)
    theirs = NamedEmbedder(str(embedding._packaged_folder())).embed_passages(TEXTS)
    assert np.abs(ours - theirs).max() < 1e-4


def test_a_question_needs_no_torch() -> None:
    code = (
        "import sys; from ingest.index.embedding import PackagedEmbedder; PackagedEmbedder().embed_query('a');"
        "assert not {'torch', 'sentence_transformers', 'transformers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2], timeout=60)


def test_changed_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"other")
    monkeypatch.setattr(embedding, "_packaged_folder", lambda: tmp_path)
    with pytest.raises(EmbeddingUnavailable, match="réinstallez"):
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
