"""How the chooser does on an organisation it never saw: fitted on all the others, scored on it, each in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from assistant.choosing import agreement
from assistant.choosing.ranker import Ranker
from assistant.evaluation.collecting import Tried
from assistant.evaluation.fitting import ranker
from assistant.evaluation.parts import Part, Parts, counted, part_of
from assistant.reading.meaning import FITTED

BOUND = 0.05  # the share wrong among what is answered that may not be exceeded, nineteen times in twenty
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Scored:
    """The best candidate of a question, by a chooser that never saw its organisation: how sure, and whether right."""

    tried: Tried
    sureness: float
    right: bool

    def part(self, threshold: float) -> Part:
        """What becomes of the question when only what is as sure as the threshold is shown."""
        behaviour = self.tried.gold.behaviour
        abstained = not self.tried.held.any() or self.sureness < threshold
        return part_of(behaviour, right=abstained or self.right, abstained=abstained)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Every question scored once, and the threshold that is kept."""

    scored: tuple[Scored, ...]
    threshold: float

    def parts(self) -> Parts:
        """The four parts over all organisations."""
        return counted(s.part(self.threshold) for s in self.scored)

    def parts_by(self, attribute: str) -> dict[str, Parts]:
        """The four parts by ``organisation``, or by ``kind``, ``register`` or ``lang`` of the questions."""
        held: dict[str, list[Part]] = {}
        for scored in self.scored:
            whose = scored.tried if attribute == "organisation" else scored.tried.gold
            held.setdefault(getattr(whose, attribute), []).append(scored.part(self.threshold))
        return {name: counted(parts) for name, parts in sorted(held.items())}

    @property
    def reachable(self) -> float:
        """The share of questions to be answered that some candidate answers: what the best chooser would reach."""
        asked = [s.tried for s in self.scored if s.tried.gold.behaviour == "answer"]
        return sum(t.reachable for t in asked) / len(asked) if asked else 0.0

    def curve(self) -> Iterator[tuple[float, int, float]]:
        """Tenths of sureness, how many questions' best answers fall there, and the share of them that is right."""
        for tenth in range(10):
            inside = [s for s in self.scored if min(int(10 * s.sureness), 9) == tenth and s.tried.held.any()]
            if inside:
                yield tenth / 10, len(inside), sum(s.right for s in inside) / len(inside)

    def as_json(self) -> dict[str, Any]:
        """The figures, for a program."""
        by = {
            f"by_{name}": {value: parts.as_json() for value, parts in self.parts_by(name).items()}
            for name in ("organisation", "kind", "register", "lang")
        }
        return {
            "threshold": self.threshold,
            "reachable": self.reachable,
            "curve": [*self.curve()],
            "parts": self.parts().as_json(),
            **by,
        }


def left_out(
    tried: Sequence[Tried],
    threshold: float | None = None,
    bound: float = BOUND,
    fit: Callable[[Sequence[Tried]], Ranker] = ranker,
    say: Progress = lambda *_: None,
) -> LeftOut:
    """Each organisation scored by a ranking fitted on all the others; the lowest threshold that holds the bound, or one.

    Raises ValueError when there are fewer than two organisations."""
    names = sorted({t.organisation for t in tried})
    if len(names) < 2:
        raise ValueError(f"leaving one out needs two organisations at least, not {len(names)}")
    scored: list[Scored] = []
    for number, name in enumerate(names, 1):
        model = fit([t for t in tried if t.organisation != name])
        scored += _scored((t for t in tried if t.organisation == name), model)
        say(name, number, len(names))
    return LeftOut(tuple(scored), holding(scored, bound) if threshold is None else threshold)


def holding(scored: Sequence[Scored], bound: float) -> float:
    """The lowest threshold at which the Clopper-Pearson bound on wrong-if-answered is within ``bound``; 1 when none is."""
    best = 1.0
    for threshold in sorted({s.sureness for s in scored}, reverse=True):
        if counted(s.part(threshold) for s in scored).bound <= bound:
            best = threshold
    return best


def _scored(tried: Iterator[Tried] | Sequence[Tried], model: Ranker) -> Iterator[Scored]:
    for question in tried:
        if not question.held.any():
            yield Scored(question, 0.0, right=False)
            continue
        own = np.where(question.held, model.shares(question.rows), np.float32(0))
        sure = agreement.load(FITTED).sure(own, question.answers) if question.answers else own
        best = int(np.argmax(agreement.ranked(own, sure)))
        yield Scored(question, float(sure[best]), bool(question.right[best]))
