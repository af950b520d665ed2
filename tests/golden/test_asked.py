"""Short questions, as people ask them, get what the documents say, or silence: as often as they did, and never a false quote.

On the shipped documents in turns of phrase that no document has (``asked.yaml``), and on two organisations of other
sectors, in shapes nobody foresaw by name (``transport.yaml``, ``cooperative.yaml``).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml

from assistant.reading.language import detect
from tests.golden import cooperative, transport
from tests.golden.conftest import Opens, wrong

HERE = Path(__file__).parent
TODAY = date(2026, 11, 1)
CORPUS = HERE.parents[1] / "corpus"


def shipped(_: Path) -> Path:
    """The documents that ship, where they are."""
    return CORPUS


# Set → what writes its documents, and the least share right: a little under what was measured when it was last set.
SETS: dict[str, tuple[Callable[[Path], Path], float]] = {
    "asked": (shipped, 0.49),
    "transport": (transport.build, 0.67),
    "cooperative": (cooperative.build, 0.52),
}


@pytest.mark.parametrize("name", SETS)
def test_as_many_are_right_as_were(opens: Opens, tmp_path: Path, name: str) -> None:
    """Floors against regressions, not bars: raised when the engine gets better."""
    build, least = SETS[name]
    listed = yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8"))
    questions = listed if isinstance(listed, list) else [asked for part in listed.values() for asked in part]
    missed = wrong(opens(build(tmp_path / "docs"), TODAY), questions)
    share = 1 - len(missed) / len(questions)
    assert share >= least, f"{share:.3f}\n" + "\n".join(missed)


def test_the_language_of_a_question_is_heard() -> None:
    """English is told from French, whatever the turn of phrase."""
    for code, listed in yaml.safe_load((HERE / "asked.yaml").read_text("utf-8")).items():
        assert [asked["question"] for asked in listed if detect(asked["question"]) != code] == []
