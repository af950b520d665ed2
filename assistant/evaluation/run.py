"""Answer a gold set, score it, and lay the figures beside their bars and the naive pipeline's."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from assistant.answering import Assistant
from assistant.evaluation.gold import Gold, load
from assistant.evaluation.perturbations import PERTURBATIONS
from assistant.evaluation.scoring import Figures, Verdict, figures, judge
from assistant.model import Citation, Question, Reply

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
    """``milliseconds`` holds one time per question, warm; ``stability`` the share of same first citations."""

    path: Path
    verdicts: tuple[Verdict, ...]
    replies: tuple[Reply, ...]
    milliseconds: tuple[float, ...]
    stability: dict[str, float]

    def by_kind(self) -> dict[str, Figures]:
        kinds = sorted({v.gold.kind for v in self.verdicts})
        return {kind: figures([v for v in self.verdicts if v.gold.kind == kind]) for kind in kinds}

    def missed(self) -> list[tuple[Gold, Reply]]:
        """The questions to work on, in the order of the file: wrong, not proven, or answered when nothing is known."""
        pairs = zip(self.verdicts, self.replies, strict=True)
        return [
            (v.gold, reply) for v, reply in pairs if not v.right or (v.gold.behaviour == "answer" and not v.supported)
        ]

    def whole(self) -> Figures:
        return figures(self.verdicts)


def evaluate(path: Path, answer: Callable[[Question], Reply], is_true: Callable[[Citation], bool]) -> Evaluation:
    """Every question of a gold file, answered and judged."""
    verdicts, replies, times = [], [], []
    for gold in load(path):
        started = time.perf_counter()
        reply = answer(_question(gold))
        times.append((time.perf_counter() - started) * 1000)
        replies.append(reply)
        verdicts.append(judge(gold, reply, is_true))
    return Evaluation(path, tuple(verdicts), tuple(replies), tuple(times), {})


def _question(gold: Gold, text: str = "") -> Question:
    return Question(text or gold.question, context=gold.context, id=gold.id)


def stability(path: Path, assistant: Assistant) -> dict[str, float]:
    """By perturbation, the share of answered questions that keep their first citation."""
    asked = [(gold, first) for gold in load(path) if (first := _first(assistant.answer(_question(gold))))]
    kept: dict[str, float] = {}
    for name, perturb in PERTURBATIONS.items():
        same = [
            _first(
                assistant.answer(
                    _question(
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


def true_in(assistant: Assistant) -> Callable[[Citation], bool]:
    """Whether a citation's words are in the stored document, read anew and not through verification."""
    from assistant.verification import squeeze

    texts: dict[str, str] = {}

    def check(citation: Citation) -> bool:
        if citation.document not in texts:
            document = assistant.generation.document(citation.document)
            cells = [cell.text for block in document.blocks for cell in block.cells]
            texts[citation.document] = squeeze(" ".join([document.text, *cells]))
        return squeeze(citation.quote) in texts[citation.document]

    return check


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
