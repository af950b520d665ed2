"""What the chooser learns from: for each gold question, every candidate as a row of numbers, and whether it is right.

read → gather → tell and verify each → judge. A candidate is right when its verified answer is right and fully cited (for
a premise to correct, right is enough); of a question to be refused, none is.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from assistant.answering import tell
from assistant.choosing import features, finalists
from assistant.choosing.chooser import standing
from assistant.choosing.finalists import Reader, Told
from assistant.choosing.ranker import Ranker
from assistant.choosing.rules import stands
from assistant.errors import AssistantError
from assistant.evaluation.gold import Gold
from assistant.evaluation.organisation import Organisation, sources
from assistant.evaluation.scoring import judge
from assistant.evaluation.sources import Sources
from assistant.evidence.candidate import Candidate, Plan
from assistant.evidence.gathering import gather
from assistant.library import Library
from assistant.model import Answer, Question
from assistant.reading import talk
from assistant.reading.reading import Reading, read
from assistant.verification import verify

if TYPE_CHECKING:
    from assistant.answering import Assistant

NEED = "offer_find"  # the kind of question that tells a need
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Tried:
    """One question of an organisation: ``rows`` has shape (candidates, features); ``right`` says which answer it, and
    ``held`` which could be told and proved, and may stand: the others are never shown. ``asked``, ``answers`` and ``kin``
    are what a reader reads of the question and of each candidate, and what each is about; ``reads`` the words whose kind
    is read, and ``plans`` how each candidate is told and the kinds of question it answers."""

    organisation: str
    gold: Gold
    rows: features.Rows
    right: NDArray[np.bool_]
    held: NDArray[np.bool_]
    asked: str = ""
    answers: tuple[Told, ...] = ()
    kin: tuple[str, ...] = ()
    reads: str = ""
    plans: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def reachable(self) -> bool:
        """Whether any candidate answers."""
        return bool(self.right.any())


def collect(asked: Organisation, assistant: Assistant, say: Progress = lambda *_: None) -> Iterator[Tried]:
    """Every question anyone may ask, its candidates told and judged."""
    open_ones = [gold for gold in asked.gold if gold.public]
    known = sources(assistant.generation)
    for number, gold in enumerate(open_ones, 1):
        yield _tried(asked.name, gold, assistant.library(as_of=gold.as_of), known)
        say(asked.name, number, len(open_ones))


def _tried(name: str, gold: Gold, library: Library, known: Sources) -> Tried:
    reading = read(Question(gold.question, gold.context, gold.as_of), library)
    candidates = gather(reading, library)
    shows = [shown(reading, candidate, library) for candidate in candidates]
    right = np.array([is_right(gold, one, known) for one in shows], np.bool_)
    if gold.kind == NEED:
        right &= [not lists_all(candidate) for candidate in candidates]
    told = [one is not None and stands(reading, c, library) for c, one in zip(candidates, shows, strict=True)]
    held = np.array(told, np.bool_) & (not refused_first(reading))
    answers = (finalists.told(reading, c, library) if ok else Told() for c, ok in zip(candidates, held, strict=True))
    related = tuple(str(one) for one in finalists.kin(candidates))
    return Tried(
        name, gold, features.rows(reading, candidates), right, held, finalists.asked(reading), tuple(answers), related,
        reading.asks, tuple((candidate.plan.value, candidate.kinds) for candidate in candidates),
    )  # fmt: skip


def lists_all(candidate: Candidate) -> bool:
    """Whether it lists all there is: of a need, it holds the right service and helps nobody find it."""
    return candidate.plan is Plan.LIST and not candidate.features.get("conditions")


def read_again(tried: Sequence[Tried], first: Ranker, reader: Reader) -> list[Tried]:
    """The same questions with only their finalists, as the last ranking sees them."""
    return [_finalists(one, first, reader) for one in tried]


def _finalists(one: Tried, first: Ranker, reader: Reader) -> Tried:
    shares = standing(first.shares(one.rows), one.held)
    found = finalists.finals(one.asked, one.rows, shares, one.kin, one.answers.__getitem__, reader)
    held = np.ones(len(found.numbers), np.bool_)
    return replace(
        one, rows=found.rows, right=one.right[found.numbers], held=held, answers=found.answers, kin=(), plans=()
    )


def refused_first(reading: Reading) -> bool:
    """Whether the assistant refuses before it looks for anything: talk, or a code that no document knows."""
    return bool(reading.unknown_codes or (not reading.borrowed and talk.said(reading.kinds)))


def shown(reading: Reading, candidate: Candidate, library: Library) -> Answer | None:
    """What a person would be shown if the candidate were chosen; None when it cannot be told or proved."""
    draft = tell(reading, candidate, library)
    return verify(reading, draft, library) if draft else None


def is_right(gold: Gold, answer: Answer | None, known: Sources) -> bool:
    """Whether showing this answer is what the question hopes for."""
    if answer is None or gold.behaviour == "abstain":
        return False
    verdict = judge(gold, answer, known)
    return verdict.supported if gold.behaviour == "answer" else verdict.right


# ---------------------------------------------------------------- kept between two fits
def keep(tried: Sequence[Tried], path: Path) -> None:
    """Writes what was tried of one organisation (``.npz``): collecting is what takes time, and fitting does not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        rows=np.concatenate([t.rows for t in tried]),
        right=np.concatenate([t.right for t in tried]),
        held=np.concatenate([t.held for t in tried]),
        counts=np.array([len(t.rows) for t in tried]),
        ids=np.array(json.dumps([t.gold.id for t in tried])),
        names=np.array(json.dumps(features.NAMES)),
        words=np.array(json.dumps([[t.asked, [[a.text, a.spans] for a in t.answers], t.kin] for t in tried])),
        kinds=np.array(json.dumps([[t.reads, t.plans] for t in tried])),
    )


def _told(answers: list[tuple[str, list[tuple[str, int, int]]]]) -> tuple[Told, ...]:
    return tuple(Told(text, tuple((name, start, end) for name, start, end in spans)) for text, spans in answers)


def kept(asked: Organisation, path: Path) -> list[Tried]:
    """What was tried of an organisation, as it was kept. Raises AssistantError when features or questions are others."""
    with np.load(path) as file:
        ids, names = json.loads(str(file["ids"])), tuple(json.loads(str(file["names"])))
        rows, right, held, ends = file["rows"], file["right"], file["held"], np.cumsum(file["counts"])
        said = [(asked, _told(answers), tuple(kin)) for asked, answers, kin in json.loads(str(file["words"]))]
        kinds = [(reads, tuple((p, tuple(k)) for p, k in plans)) for reads, plans in json.loads(str(file["kinds"]))]
    gold = {g.id: g for g in asked.gold}
    if names != features.NAMES or not set(ids) <= set(gold):
        raise AssistantError(
            f"« {path} » a été recueilli avec d'autres traits ou d'autres questions : effacez-le, puis relancez.",
            f"“{path}” was collected with other features or questions: delete it, then run again.",
        )
    starts = [0, *ends.tolist()[:-1]]
    cuts = [slice(start, end) for start, end in zip(starts, ends.tolist(), strict=True)]
    each = zip(ids, cuts, said, kinds, strict=True)
    return [Tried(asked.name, gold[i], rows[cut], right[cut], held[cut], *words, *k) for i, cut, words, k in each]
