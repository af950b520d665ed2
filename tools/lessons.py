"""Lessons for the encoder and the reader: facts of invented organisations, as they would be told, and who asks for them how.

``tools/lessons/*.txt``: an organisation begins with « # », then come its facts (« 3: Document · Section · Thing | told ») and,
after a line « Q », its questions (« 3,7 | question »; « - » where no fact answers).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

PLACE = Path(__file__).with_suffix("")
_FACT = re.compile(r"(\d+): (.+? \| .+)")
_QUESTION = re.compile(r"(-|[\d,]+) \| (.+)")


@dataclass
class Lesson:
    """``facts``: number → text; ``questions``: each with the numbers of the facts that answer, none for none."""

    facts: dict[int, str] = field(default_factory=dict)
    questions: list[tuple[str, tuple[int, ...]]] = field(default_factory=list)


def lessons(place: Path = PLACE) -> Iterator[Lesson]:
    """Those of a folder, in its order. ValueError where a question names no fact."""
    for path in sorted(place.glob("*.txt")):
        for said in re.split(r"^# .*$", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            yield _lesson(said, path.name)


def _lesson(said: str, name: str) -> Lesson:
    made = Lesson()
    for line in said.splitlines():
        if fact := _FACT.fullmatch(line):
            made.facts[int(fact[1])] = fact[2]
        elif asked := _QUESTION.fullmatch(line):
            numbers = tuple(int(n) for n in asked[1].split(",") if n.isdigit())
            if not set(numbers) <= set(made.facts):
                raise ValueError(f"{name}: {line}")
            made.questions.append((asked[2], numbers))
    return made
