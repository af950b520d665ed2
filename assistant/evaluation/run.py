"""Answer a gold set, score it, and lay the figures beside their bars and the naive pipeline's."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from assistant.answering import Assistant
from assistant.evaluation import organisation
from assistant.evaluation.gold import Gold, load
from assistant.evaluation.parts import Parts, counted
from assistant.evaluation.perturbations import PERTURBATIONS
from assistant.evaluation.scoring import Figures, Verdict, figures, judge
from assistant.evaluation.sources import Sources
from assistant.model import Question, Reply

# The share each figure must reach (docs/decisions.md, table of bars).
BARS: dict[str, float] = {
    "overall": 0.90,
    "answer_accuracy": 0.90,
    "supported_accuracy": 0.90,
    "refusal_accuracy": 0.95,
    "abstention_precision": 0.90,
    "set_exact": 0.99,
    "right_cell": 0.99,
    "quote_true": 1.0,
    "current_value_first": 1.0,
}


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Verdicts and replies, one a question and in its order; ``milliseconds`` what each took, warm."""

    path: Path
    verdicts: tuple[Verdict, ...]
    replies: tuple[Reply, ...]
    milliseconds: tuple[float, ...]

    def missed(self) -> list[tuple[Gold, Reply]]:
        """The questions to work on, in the order of the file: wrong, not proven, or answered when nothing is known."""
        pairs = zip(self.verdicts, self.replies, strict=True)
        return [
            (v.gold, reply) for v, reply in pairs if not v.right or (v.gold.behaviour == "answer" and not v.supported)
        ]

    def whole(self) -> Figures:
        """The figures of all the questions."""
        return figures(self.verdicts)

    def parts(self) -> Parts:
        """The four parts of all the questions."""
        return counted(v.part for v in self.verdicts)

    def parts_by(self, attribute: str) -> dict[str, Parts]:
        """The four parts by ``kind``, ``register`` or ``lang`` of the questions, in order of name."""
        return parts_by(self.verdicts, attribute)

    def as_json(self) -> dict[str, Any]:
        """The figures and the parts, for a program."""
        times = {f"p{100 * share:.0f}_ms": round(percentile(self.milliseconds, share), 1) for share in (0.5, 0.95)}
        return {"path": str(self.path), **asdict(self.whole()), **told_parts(self.verdicts), **times}


def parts_by(verdicts: Iterable[Verdict], attribute: str) -> dict[str, Parts]:
    """The four parts of verdicts, by an attribute of their questions."""
    held: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        held.setdefault(getattr(verdict.gold, attribute), []).append(verdict)
    return {name: counted(v.part for v in some) for name, some in sorted(held.items())}


def told_parts(verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """The four parts of all, and by kind, register and language, for a program."""
    by = {
        f"by_{name}": {value: parts.as_json() for value, parts in parts_by(verdicts, name).items()}
        for name in ("kind", "register", "lang")
    }
    return {"parts": counted(v.part for v in verdicts).as_json(), **by}


def evaluate(path: Path, answer: Callable[[Question], Reply], sources: Sources) -> Evaluation:
    """Every question of a gold file, answered and judged. Raises AssistantError when it is no gold set."""
    verdicts, replies, times = [], [], []
    for gold in load(path):
        started = time.perf_counter()
        reply = answer(question(gold))
        times.append((time.perf_counter() - started) * 1000)
        replies.append(reply)
        verdicts.append(judge(gold, reply, sources))
    return Evaluation(path, tuple(verdicts), tuple(replies), tuple(times))


def question(gold: Gold, text: str = "") -> Question:
    """What is asked of the assistant for a gold question, in other words when ``text`` says so."""
    return Question(text or gold.question, context=gold.context, as_of=gold.as_of, id=gold.id)


def stability(path: Path, assistant: Assistant) -> dict[str, float]:
    """By perturbation, the share of answered questions that keep their first citation."""
    asked = [(gold, first) for gold in load(path) if (first := _first(assistant.answer(question(gold))))]
    kept: dict[str, float] = {}
    for name, perturb in PERTURBATIONS.items():
        same = [
            _first(
                assistant.answer(
                    question(
                        gold,
                        perturb(
                            gold.question,
                            random.Random(gold.id),  # noqa: S311 - typing errors, not secrets
                        ),
                    )
                )
            )
            == first
            for gold, first in asked
        ]
        kept[name] = sum(same) / len(same) if same else 0.0
    return kept


def _first(reply: Reply) -> str:
    return reply.citations[0].id if reply.citations and not reply.abstained else ""


def sources_of(assistant: Assistant) -> Sources:
    """The documents an assistant answers from, read anew and not through verification."""
    return organisation.sources(assistant.generation)


def percentile(times: Sequence[float], share: float) -> float:
    """Nearest-rank percentile, in the unit given."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def rows(whole: Figures, naive: Figures | None = None) -> Iterable[tuple[str, str, str, str]]:
    """(figure, ours, bar, naive pipeline) as people read them."""
    for column in fields(Figures):
        ours, theirs = getattr(whole, column.name), getattr(naive, column.name) if naive else None
        bar = BARS.get(column.name)
        yield column.name, shown(ours), shown(bar), shown(theirs)


def shown(value: float | int | None) -> str:
    if value is None:
        return "–"
    return str(value) if isinstance(value, int) else f"{100 * value:.1f} %"
