"""A real model, made here and very small, served over HTTP by a real inference server: real tokens, real time."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from assistant.adapters.chat import LangChainModel
from assistant.chat.ports import ModelFault, Used
from assistant.model import Question
from tests.assistant.chat.conftest import QUESTIONS, Opens, counts

NEEDED = ("langchain_openai", "torch", "transformers", "accelerate")
pytestmark = [
    pytest.mark.model,
    pytest.mark.timeout(300),
    pytest.mark.skipif(any(find_spec(name) is None for name in NEEDED), reason=f"needs {', '.join(NEEDED)}"),
]
TEMPLATE = (
    "{% for m in messages %}<s>{{ m['role'] }}\n{{ m['content'] }}</s>\n{% endfor %}"
    "{% if add_generation_prompt %}<s>assistant\n{% endif %}"
)
PATIENCE = 90  # seconds for the server to load torch


def make(folder: Path, texts: list[str]) -> None:
    """A Llama of 330,000 weights drawn at random, and a tokenizer learnt on a few texts: it writes, and means nothing."""
    import torch
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    torch.manual_seed(0)
    learnt = Tokenizer(models.BPE())
    learnt.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    learnt.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(vocab_size=2000, special_tokens=["<s>", "</s>"], initial_alphabet=alphabet)
    learnt.train_from_iterator(texts, trainer)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=learnt, bos_token="<s>", eos_token="</s>", pad_token="</s>")
    tokenizer.chat_template = TEMPLATE
    shape = LlamaConfig(
        vocab_size=len(tokenizer), hidden_size=64, intermediate_size=128, num_hidden_layers=2, num_attention_heads=4,
        num_key_value_heads=2, max_position_embeddings=32768, bos_token_id=0, eos_token_id=1, pad_token_id=1,
    )  # fmt: skip
    LlamaForCausalLM(shape).save_pretrained(folder)
    tokenizer.save_pretrained(folder)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LangChainModel]:
    folder = tmp_path_factory.mktemp("tiny") / "model"
    root = Path(__file__).resolve().parents[3]
    make(folder, [path.read_text("utf-8") for path in (root / "docs").glob("*.md")])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("transformers")),
        "serve",
        str(folder),
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    log = (folder.parent / "log").open("wb")
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "HF_HOME": str(folder.parent)}
    running = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
    try:
        _wait(port, running)
        yield LangChainModel(f"openai:{folder}", f"http://127.0.0.1:{port}/v1", "none")
    finally:
        running.terminate()
        running.wait(20)
        log.close()


def _wait(port: int, running: subprocess.Popen[bytes]) -> None:
    for _ in range(PATIENCE * 2):
        assert running.poll() is None, "the inference server ended"
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise AssertionError("the inference server did not start")


def test_tokens_stream_one_by_one(served: LangChainModel) -> None:
    """A hundred and twenty pieces come over a time that a whole answer sent at once would not take, and the model is not done."""
    started, times = time.monotonic(), []
    for _ in served.stream("Écris.", "<data-0>\n{}\n</data-0>", None, 30, Used()):
        times.append(time.monotonic() - started)
        if len(times) == 120:
            break
    assert len(times) == 120
    assert times[-1] - times[0] > 0.05


def test_a_model_that_writes_nonsense_is_not_shown(served: LangChainModel, opens: Opens) -> None:
    """Every answer is ours, word for word, and the fault is counted."""
    chosen = opens(served)
    for question in QUESTIONS[:3]:
        assert chosen.answer(Question(question)) == opens().answer(Question(question))
    told = counts(chosen)
    assert sum(count for name, count in told.items() if name.startswith("fallback.")) == told["calls"] == 3


def test_a_model_too_slow_for_the_answer_is_left(served: LangChainModel, opens: Opens) -> None:
    """With half a second for the whole answer, the answer is ours, and comes in time."""
    chosen = opens(served, seconds=0.5)
    chosen.search("comité")
    started = time.monotonic()
    assert chosen.answer(Question(QUESTIONS[0])) == opens().answer(Question(QUESTIONS[0]))
    assert time.monotonic() - started < 1.5


def test_an_address_where_nobody_listens_is_a_fault(served: LangChainModel) -> None:
    """A refused connection is ``unreachable``, at once."""
    with pytest.raises(ModelFault, match="unreachable"):
        list(LangChainModel("openai:x", "http://127.0.0.1:9/v1", "none").stream("a", "b", None, 5, Used()))
