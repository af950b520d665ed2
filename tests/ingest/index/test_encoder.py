"""Our reading of the packaged model is the model: torch at full precision, with the whole tokenizer, says the same."""

from __future__ import annotations

import copy
import importlib.util
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.index.model import packaged
from ingest.index.model.adapters import open_adapter
from ingest.index.model.encoder import Encoder
from ingest.index.model.graph import node, tensor
from ingest.index.model.network import Network, Precision
from ingest.index.model.pairs import PairEncoder
from ingest.index.model.weights import MATRICES, Array, Weights
from ingest.index.model.wordpieces import CHARACTERS, Cutter

ROOT = Path(__file__).parents[3]
TEXTS = [
    "Qui approuve le budget annuel ?",
    "Ô cœur, l'été 2026 à Québec… 👋 ½ kg ﬁn № 5",
    "The committee meets every second Tuesday; minutes are kept by the secretary.",
    "Комитет утверждает бюджет — 委員会は予算を承認する。",
    "Le comité de direction autorise l'ajout d'un poste d'analyste spécialisé." * 12,
    "d",
]


def _tool(name: str) -> Any:
    """A script of tools, as a module."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


FOLDER = _tool("encoder_folder")


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(packaged.checked(packaged.folder()))


@pytest.fixture(scope="module")
def whole() -> Any:
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(packaged.folder() / "tokenizer.json"))


@pytest.fixture(scope="module")
def full() -> Any:
    """BERT of transformers, in float32."""
    pytest.importorskip("torch")
    return FOLDER.model(Weights(packaged.folder() / packaged.WEIGHTS))


def states(full: Any, pieces: Sequence[int]) -> Array:
    import torch

    with torch.no_grad():
        hidden: Array = full(torch.tensor([list(pieces)])).last_hidden_state[0].numpy()
    return hidden


def alike(one: Array, other: Array) -> Any:
    return (one * other).sum(-1) / np.linalg.norm(one, axis=-1) / np.linalg.norm(other, axis=-1)


# --- Against torch ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", TEXTS)
def test_a_query_is_what_torch_says(encoder: Encoder, whole: Any, full: Any, text: str) -> None:
    """Cosine above 0.99999, for Latin and other scripts alike; pieces too."""
    hidden = states(full, whole.encode("query: " + text).ids)
    assert alike(encoder.sentences([text], "query")[0], hidden.mean(axis=0)) > 0.99999
    assert alike(encoder.tokens([text], "query")[0].vectors, hidden[4:-1]).min() > 0.9999


@pytest.mark.parametrize("text", TEXTS)
def test_a_passage_is_nearly_what_torch_says(encoder: Encoder, whole: Any, full: Any, text: str) -> None:
    """Whole numbers of 8 and 7 bits cost less than 0.01 of cosine, and less than 0.05 for any piece."""
    hidden = states(full, whole.encode("passage: " + text).ids)
    assert alike(encoder.sentences([text], "passage")[0], hidden.mean(axis=0)) > 0.99
    prefix = len(whole.encode("passage:").ids) - 1
    assert alike(encoder.tokens([text], "passage")[0].vectors, hidden[prefix:-1]).min() > 0.95


# --- Word pieces ------------------------------------------------------------------------------------------------------


def _letters(first: int, last: int) -> st.SearchStrategy[str]:
    return st.characters(codec="utf-8", min_codepoint=first, max_codepoint=last)


@given(st.text(_letters(0x09, 0x3FF) | _letters(0x1E00, 0x2BFF) | _letters(0x1F000, 0x1FAFF), max_size=60))
@settings(max_examples=300, deadline=None)
def test_the_near_tokenizer_cuts_as_the_whole_one(text: str) -> None:
    """Any text of the characters it is for, known to the vocabulary or not."""
    near, whole = _cutters()
    assert near.cut([text]) == whole.cut([text])


@given(st.text(st.sampled_from("abéœ’'-_ .,;:!?€½ªﬁ№…«»\u00a0\u0301\u200b\u2581αΩ👋🇫🇷ı\t\n"), max_size=40))
@settings(max_examples=300, deadline=None)
def test_signs_and_accents_are_cut_alike(text: str) -> None:
    """Composed, decomposed, unknown: the near tokenizer's own characters, in any order."""
    near, whole = _cutters()
    assert near.cut([text]) == whole.cut([text])


def test_real_words_in_any_order_are_cut_alike() -> None:
    near, whole = _cutters()
    drawn = random.Random(0)
    words = " ".join(file.read_text("utf-8") for file in sorted((ROOT / "docs").glob("*.md"))).split()
    texts = [" ".join(drawn.sample(words, 12)) for _ in range(300)]
    assert near.cut(texts) == whole.cut(texts)


_CUTTERS: list[Cutter] = []


def _cutters() -> tuple[Cutter, Cutter]:
    """A near one, made anew once a text has brought in the whole, and a whole one."""
    if not _CUTTERS:
        _CUTTERS.extend([Cutter(packaged.folder()), Cutter(packaged.folder())])
        _CUTTERS[1].cut(["я"])
    if _CUTTERS[0]._opened is None or _CUTTERS[0]._opened[1] is None:
        _CUTTERS[0] = Cutter(packaged.folder())
    return _CUTTERS[0], _CUTTERS[1]


def test_a_text_of_a_book_is_read_at_its_beginning_alone(encoder: Encoder) -> None:
    pieces = encoder.cutter.cut(["mot " * 1_000_000])[0]
    assert len(pieces.numbers) <= CHARACTERS


# --- Variants ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def adapter(tmp_path: Path) -> Path:
    """Every kind of matrix changed in the last layer, and a head of two labels."""
    drawn, shape = np.random.default_rng(0), Weights(packaged.folder() / packaged.WEIGHTS).shape
    arrays = {
        "scale": np.float32(0.5),
        "head.weight": drawn.standard_normal((2, 384)),
        "head.bias": np.array([0.0, 1.0]),
    }
    for name in MATRICES:
        outputs, inputs = shape.matrix(name)
        arrays[f"11.{name}.a"] = drawn.standard_normal((4, inputs)) * 0.3
        arrays[f"11.{name}.b"] = drawn.standard_normal((outputs, 4)) * 0.3
    np.savez(tmp_path / "adapter.npz", **arrays)
    return tmp_path / "adapter.npz"


def test_a_variant_is_what_torch_says_of_the_merged_weights(
    encoder: Encoder, whole: Any, full: Any, adapter: Path
) -> None:
    """Exactly in EXACT; in FAST within 0.01 of cosine. The layout of a pair is the tokenizer's own."""
    torch = pytest.importorskip("torch")
    merged, opened = copy.deepcopy(full), open_adapter(adapter, encoder.weights.shape)
    for (layer, name), delta in opened.deltas.items():
        merged.get_parameter(FOLDER.NAMES[name].format(layer) + ".weight").data += torch.from_numpy(delta)
    pair = (TEXTS[0], TEXTS[2])
    hidden = states(merged, whole.encode(*pair).ids)
    exact, fast = (PairEncoder(encoder, opened, p).states([pair])[0].hidden for p in (Precision.EXACT, Precision.FAST))
    assert alike(exact, hidden).min() > 0.9999
    assert alike(fast, hidden).mean() > 0.99
    assert alike(states(full, whole.encode(*pair).ids), hidden).mean() < 0.99


def test_evidence_keeps_its_places_and_the_head_reads_the_first_state(encoder: Encoder, adapter: Path) -> None:
    opened = open_adapter(adapter, encoder.weights.shape)
    variant = PairEncoder(encoder, opened, evidence=8)
    read = variant.states([(TEXTS[0], TEXTS[4]), (TEXTS[0], "Oui.")])
    assert len(read[0].spans) == 8
    assert len(read[0].hidden) == read[0].first + len(read[0].spans) + 1
    assert TEXTS[4][slice(*read[0].spans[1])] == "comité"
    assert opened.head is not None
    expected = opened.head.scores(np.stack([one.hidden[0] for one in read]))
    assert np.allclose(variant.scores([(TEXTS[0], TEXTS[4]), (TEXTS[0], "Oui.")]), expected, atol=1e-4)
    assert variant.scores([]).shape == (0, 2)


def test_two_texts_that_are_alike_raise_the_score_as_the_file_says(
    encoder: Encoder, adapter: Path, tmp_path: Path
) -> None:
    """By their cosine once each has seen the other, multiplied and raised."""
    with np.load(adapter) as held:
        np.savez(tmp_path / "alike.npz", likeness=np.array([2.0, -0.5]), **{name: held[name] for name in held.files})
    pairs = [(TEXTS[0], TEXTS[4]), (TEXTS[0], TEXTS[0])]
    plain, alike = (
        PairEncoder(encoder, open_adapter(path, encoder.weights.shape)).scores(pairs)
        for path in (adapter, tmp_path / "alike.npz")
    )
    added = alike - plain
    assert np.allclose(added[:, 0], added[:, 1], atol=1e-5)
    assert added[1, 0] > added[0, 0]
    assert (np.abs((added + 0.5) / 2) <= 1).all()


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("12.q.a", np.zeros((4, 384))),
        ("0.x.a", np.zeros((4, 384))),
        ("other", np.zeros(1)),
        ("head.bias", np.zeros(3)),
    ],
)
def test_an_adapter_of_another_encoder_is_refused(encoder: Encoder, tmp_path: Path, name: str, array: Array) -> None:
    np.savez(tmp_path / "a.npz", **{name: array})
    with pytest.raises(ValueError, match=name):
        open_adapter(tmp_path / "a.npz", encoder.weights.shape)


def test_objects_in_an_adapter_are_not_opened(encoder: Encoder, tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", scale=np.array([{}], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
        open_adapter(tmp_path / "a.npz", encoder.weights.shape)


def test_another_file_is_no_weights(tmp_path: Path) -> None:
    (tmp_path / "weights.bin").write_bytes(b"GGUF" + bytes(64))
    with pytest.raises(ValueError, match=r"weights\.bin"):
        Weights(tmp_path / "weights.bin")


def test_a_message_of_the_graph_has_the_bytes_of_its_format() -> None:
    """A node and a tensor written down by hand after onnx.proto."""
    assert node("Add", ["x", "y"], ["z"], axis=-1) == (
        b"\x0a\x01x\x0a\x01y\x12\x01z\x22\x03Add\x2a\x14\x0a\x04axis\x18" + b"\xff" * 9 + b"\x01\xa0\x01\x02"
    )
    assert tensor("t", np.array([[1, 2]], np.uint8)) == b"\x08\x01\x08\x02\x10\x02\x42\x01t\x4a\x02\x01\x02"


def test_texts_beside_one_another_do_not_change_one_another(encoder: Encoder) -> None:
    """Whole numbers are scaled for each piece: nobody's vector tells of another's text."""
    network = Network(encoder.weights, Precision.FAST)
    one, other = np.array([[0, 35, 2]]), np.array([[0, 200_000, 2]])
    assert np.array_equal(network.hidden(np.vstack([one, other]))[0], network.hidden(one)[0])
