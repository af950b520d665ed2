"""The same questions with and without a chat model, side by side: ``make demo-llm``.

The model is the one REPERE_CHAT_MODEL names; Ollama on this machine when none is named. When it cannot be reached, what
to do is said instead.
"""

from __future__ import annotations

import copy
import os
import sys
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.answering import Assistant

QUESTIONS = (
    "Qui approuve le plan annuel de travail ?",
    "À quelle fréquence le comité de priorisation des projets se réunit-il ?",
    "Où en est le projet Tri des demandes de consultation ?",
    "On a une idée de projet en IA, par où commencer ?",
    "What is the quorum of the strategic advisory committee?",
)
DEFAULT = "ollama:qwen3:4b"
HOW = """\
Le modèle {model} ne répond pas ({outcome}). Pour l'essayer avec Ollama sur cette machine :
  .venv/bin/pip install '.[ollama]'
  docker compose --profile llm up -d ollama ollama-pull     # ou : ollama serve & ollama pull qwen3:4b
  make demo-llm
Autre fournisseur : définissez REPERE_CHAT_MODEL, REPERE_CHAT_BASE_URL et REPERE_CHAT_API_KEY (docs/chat-model.md).
"""


def main() -> int:
    os.environ.setdefault("REPERE_CHAT_MODEL", DEFAULT)
    # A first answer loads the model into memory; a demonstration may wait for it.
    os.environ.setdefault("REPERE_CHAT_SECONDS", "60")
    from assistant import bootstrap
    from assistant.errors import ModelUnavailable
    from assistant.phrasing.probe import probe

    try:
        assistant = bootstrap.assistant()
    except ModelUnavailable as error:
        print(error.french)
        return error.exit_code
    phrasing = assistant.phrasing
    if phrasing is None:
        return 69
    found = probe(phrasing.model, 60)
    if found.outcome not in ("kept", "dropped"):
        print(HOW.format(model=os.environ["REPERE_CHAT_MODEL"], outcome=found.outcome))
        return 69
    for question in QUESTIONS:
        show(assistant, question)
    print(phrasing.tally.counts())
    return 0


def show(assistant: Assistant, question: str) -> None:
    from assistant.model import Question

    plain = copy.copy(assistant)
    plain.phrasing = None
    one = plain.answer(Question(question))
    started = time.monotonic()
    other = assistant.answer(Question(question))
    same = [c.id for c in one.citations] == [c.id for c in other.citations]
    print(
        f"\n# {question}\n\nsans modèle\n{one.text}\n\navec modèle ({time.monotonic() - started:.1f} s)\n{other.text}"
    )
    print(f"\nmêmes citations : {'oui' if same else 'NON'} ({len(other.citations)})")


if __name__ == "__main__":
    sys.exit(main())
