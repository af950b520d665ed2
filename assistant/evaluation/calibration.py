"""How often quotations of a given confidence are right: the curve of docs/calibration.md.

``python -m assistant.evaluation.calibration GOLD.yaml INDEX [GOLD.yaml INDEX …]`` prints it as a Markdown table.
Only what is answered from prose counts: quotations and fields, before and after the reasons not to answer.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answering import Assistant
from assistant.evaluation.gold import Gold, load
from assistant.evaluation.scoring import overlap
from assistant.model import Question
from assistant.quoting import asking
from assistant.quoting.answers import given
from assistant.quoting.confidence import judge
from assistant.understanding import understand
from ingest.languages import FRENCH
from ingest.languages.spelling import Speller

BINS = 10


@dataclass(frozen=True, slots=True)
class Point:
    """One question: the confidence of its best quotation, whether that quotation is among what was expected, and
    whether it was kept back by a reason other than its confidence."""

    confidence: float
    right: bool
    answerable: bool
    refused: bool


def points(gold: Iterable[Gold], assistant: Assistant) -> Iterator[Point]:
    """A point for each question that prose answers, or that nothing does."""
    for asked in gold:
        if asked.behaviour == "answer" and any("!" in e.place for e in asked.evidence):
            continue
        library = assistant.library()
        speller = library.remember("speller", lambda seen: Speller(seen.generation.vocabulary(), FRENCH))
        query = understand(Question(asked.question, asked.context), speller, library.today)
        ranking = asking.ranked(query, library)
        if ranking.candidates:
            judged = judge(query, ranking)
            units = [c.unit for c in given(query, ranking, judged.best)]
            right = any(overlap(unit.text, e.quote) for unit in units for e in asked.evidence)
            answerable = asked.behaviour == "answer"
            yield Point(judged.confidence, right and answerable, answerable, judged.refused)


def table(found: Sequence[Point]) -> Iterator[str]:
    """Rows of a Markdown table: confidence, questions, share that are right, and the share answered of each."""
    yield "| confidence | questions | right | kept back |"
    yield "|---|---|---|---|"
    for number in range(BINS):
        low, high = number / BINS, (number + 1) / BINS
        inside = [p for p in found if low <= p.confidence < high]
        if inside:
            right = sum(p.right for p in inside) / len(inside)
            kept = sum(p.refused for p in inside) / len(inside)
            yield f"| {low:.1f} – {high:.1f} | {len(inside)} | {right:.0%} | {kept:.0%} |"


def main(arguments: Sequence[str]) -> None:
    from ingest import bootstrap
    from ingest.index.shelf import Shelf
    from ingest.settings import Settings

    embedder = bootstrap.embedder(Settings())
    found: list[Point] = []
    for gold, index in zip(arguments[::2], arguments[1::2], strict=True):
        assistant = Assistant(Shelf(Path(index), embedder.identity), embedder, ())
        found += points(load(Path(gold)), assistant)
    sys.stdout.write("\n".join(table(found)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
