"""The packaged encoder at full precision, as a folder that transformers opens: ``python tools/encoder_folder.py OUT``.

For training, never for the service: OUT holds 465 MB. ``model`` gives the same without writing anything.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np

from ingest.index.model import packaged
from ingest.index.model.weights import MATRICES, Weights

# transformers' names for the matrices of a layer, and for its two norms.
NAMES = {
    "q": "encoder.layer.{}.attention.self.query",
    "k": "encoder.layer.{}.attention.self.key",
    "v": "encoder.layer.{}.attention.self.value",
    "ao": "encoder.layer.{}.attention.output.dense",
    "fi": "encoder.layer.{}.intermediate.dense",
    "fo": "encoder.layer.{}.output.dense",
}
NORMS = {"aln": "encoder.layer.{}.attention.output.LayerNorm", "oln": "encoder.layer.{}.output.LayerNorm"}
PAD = 1


def model(weights: Weights) -> Any:
    """A ``BertModel`` in float32 without pooling layer, ready to evaluate."""
    from transformers import BertConfig, BertModel

    shape = weights.shape
    config = BertConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.inner,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.types,
        layer_norm_eps=shape.epsilon,
        pad_token_id=PAD,
    )
    made: Any = BertModel(config, add_pooling_layer=False)
    made.load_state_dict(state(weights), strict=True)
    return made.eval()


def state(weights: Weights) -> dict[str, Any]:
    """The weights under transformers' names."""
    import torch

    arrays = {
        "embeddings.word_embeddings.weight": weights.words().whole(),
        "embeddings.position_embeddings.weight": weights.places(),
        "embeddings.token_type_embeddings.weight": weights.vector("emb.type").reshape(-1, weights.shape.hidden),
        "embeddings.LayerNorm.weight": weights.vector("emb.ln.w"),
        "embeddings.LayerNorm.bias": weights.vector("emb.ln.b"),
    }
    for layer in range(weights.shape.layers):
        for name in MATRICES:
            arrays[NAMES[name].format(layer) + ".weight"] = weights.matrix(layer, name).whole()
            arrays[NAMES[name].format(layer) + ".bias"] = weights.vector(f"l{layer}.{name}.b")
        for name, long in NORMS.items():
            arrays[long.format(layer) + ".weight"] = weights.vector(f"l{layer}.{name}.w")
            arrays[long.format(layer) + ".bias"] = weights.vector(f"l{layer}.{name}.b")
    return {name: torch.from_numpy(np.array(array, np.float32)) for name, array in arrays.items()}


def write(out: Path) -> None:
    """The model and its tokenizer, after their files were checked."""
    folder = packaged.checked(packaged.folder())
    model(Weights(folder / packaged.WEIGHTS)).save_pretrained(out)
    shutil.copy(folder / "tokenizer.json", out / "tokenizer.json")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("encoder_folder.py OUT")
    write(Path(sys.argv[1]))
