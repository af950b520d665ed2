"""Without REPERE_CHAT_MODEL there is no chat model: nothing of one is loaded, and there is nothing to reach."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from assistant import bootstrap
from assistant.errors import ModelUnavailable
from ingest.settings import Settings

CODE = """
import sys
from assistant.bootstrap import assistant
one = assistant()
one.search("comité directeur")
assert type(one.chooser).__name__ == "FittedChooser"
print(*sorted({name.partition(".")[0] for name in sys.modules} & {"langchain", "langchain_core", "langsmith", "openai"}))
"""


def test_the_assistant_loads_nothing_of_a_chat_model(indexed: Settings) -> None:
    """The assistant is opened and searches, and neither LangChain nor a provider's library is imported."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("REPERE_")}
    environment = kept | {"REPERE_INDEX": str(indexed.index), "PYTHONPATH": os.pathsep.join(sys.path)}
    ran = subprocess.run([sys.executable, "-c", CODE], env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split() == []


def test_foreseeing_questions_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """--anticipate without a model ends with the name of the variable to set."""
    monkeypatch.delenv("REPERE_CHAT_MODEL", raising=False)
    with pytest.raises(ModelUnavailable, match="REPERE_CHAT_MODEL"):
        bootstrap.questioner()
