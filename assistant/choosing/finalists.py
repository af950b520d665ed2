"""The best candidates of a first ranking, each told and read beside the question, ready to be ranked again.

Reading question and answer together is what a ranking by features cannot do, and costs ten milliseconds an answer: so it
is done for the best of them (Nogueira and Cho, 2019, is the method).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from assistant.choosing import features
from assistant.choosing.features import Rows
from assistant.evidence.candidate import Candidate
from assistant.evidence.gathering import columns
from assistant.known.moments import met, times
from assistant.library import Library
from assistant.reading.reading import Reading
from assistant.telling.drafting import Drafting

KEPT = 8
_UNDER = " | "  # between what an answer is about and the answer
_HEAD, _BODY = 60, 600  # characters of a title, section or name above an answer, and of the answer, that are read
_FLOOR = 1e-4  # added to a share before its logarithm
# What the first ranking gives, alone and with what tells of the same thing or says the same words; what reading gives.
_OWN = ("first", "first_rank", "first_gap", "kin", "kin_gap", "same", "read", "read_rank", "read_gap", "timely")
_QUESTION = ("first_none", "first_best", "kin_best", "read_best")
# What of the features still tells something once the first ranking is known.
_FEATURES = tuple(
    name
    for name in features.NAMES
    if name.startswith("plan ")
    or name
    in ("own_kind", "kind_gap", "letter", "asked", "about", "named", "exact", "score", "current", "label", "held")
)
_AT = tuple(features.NAMES.index(name) for name in _FEATURES)
NAMES = (*_OWN, *_QUESTION, *_FEATURES)


class Reader(Protocol):
    """Reads a question and answers together."""

    def scores(self, question: str, answers: Sequence[str]) -> NDArray[np.float32]:
        """How well each answers: logits, shape (n,)."""
        ...


Span = tuple[str, int, int]  # a document, and from where to where in its text


@dataclass(frozen=True)
class Told:
    """A candidate as a reader reads it, and the ``spans`` of the documents that it cites."""

    text: str = ""
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Finals:
    """``numbers`` of the candidates kept, the best of the first ranking first; their ``rows``, shape (n, len(NAMES)); the
    ``answers`` as they were read."""

    numbers: NDArray[np.int64]
    rows: Rows
    answers: tuple[Told, ...]


def asked(reading: Reading) -> str:
    """The question as a reader reads it: with what it borrows of the conversation."""
    return reading.text if reading.borrowed else reading.question.text


def told(reading: Reading, candidate: Candidate, library: Library) -> Told:
    """Document, section and thing, then the answer; no text when it has nothing to say."""
    draft = Drafting(library, reading.language, columns(reading))
    candidate.tell(draft)
    if not draft.claims or not all(claim.citations for claim in draft.claims):
        return Told()
    first = next(iter(draft.citations.values()))
    about = [first.title or first.document, *first.place.section[-2:], candidate.thing.name if candidate.thing else ""]
    above = " · ".join(dict.fromkeys(said.strip()[:_HEAD] for said in about if said.strip()))
    text = f"{above}{_UNDER}{' '.join(claim.text for claim in draft.claims)[:_BODY]}"
    cited = draft.citations.values()
    return Told(text, tuple(sorted({(c.document, c.place.start, c.place.end) for c in cited if c.place.end})))


def head(told: Told) -> str:
    """What an answer is about."""
    return told.text.partition(_UNDER)[0]


def body(told: Told) -> str:
    """What an answer says."""
    return told.text.rpartition(_UNDER)[2]


def kin(candidates: Sequence[Candidate]) -> list[Hashable]:
    """What each candidate is about: its thing, or itself."""
    return [c.thing.number if c.thing is not None else c.key for c in candidates]


def finals(
    question: str, rows: Rows, shares: NDArray[np.float32], related: Sequence[Hashable],
    text: Callable[[int], Told], reader: Reader,
) -> Finals:  # fmt: skip
    """The ``KEPT`` best of different words. ``shares`` is zero for what may not stand; ``text`` tells a candidate."""
    same: dict[str, float] = {}
    answers: list[Told] = []
    numbers: list[int] = []
    for number in np.argsort(-shares, kind="stable").tolist():
        if len(numbers) == KEPT or not shares[number]:
            break
        answer = text(number)
        if answer.text and answer.text not in same:
            numbers.append(number)
            answers.append(answer)
        if answer.text:
            same[answer.text] = same.get(answer.text, 0.0) + float(shares[number])
    if not numbers:
        return Finals(np.empty(0, np.int64), np.empty((0, len(NAMES)), np.float32), ())
    kept = np.array(numbers)
    read = np.asarray(reader.scores(question, list(same)), np.float32)
    own, near = _log(shares[kept]), _log(_kin(shares, related)[kept])
    columns = [
        own, np.arange(len(kept)), own - own.max(), near, near - near.max(), _log(np.array([*same.values()])),
        read, np.argsort(np.argsort(-read, kind="stable")), read - read.max(), _timely(question, answers),
        *(np.full(len(kept), one) for one in (_log(1 - shares.sum()), own.max(), near.max(), read.max())),
    ]  # fmt: skip
    made = np.concatenate([np.stack(columns, axis=1), rows[kept][:, _AT]], axis=1, dtype=np.float32)
    return Finals(kept, made, tuple(answers))


def _timely(question: str, answers: Sequence[Told]) -> NDArray[np.float64]:
    """Whether each says a time that the question says, or another one (``moments.met``), shape (n,)."""
    said = times(question)
    return np.array([met(said, times(answer.text)) if said else 0.0 for answer in answers])


def _kin(shares: NDArray[np.float32], related: Sequence[Hashable]) -> NDArray[np.float64]:
    """The share of all that is about the same thing, shape (n,)."""
    total: dict[Hashable, float] = {}
    for name, share in zip(related, shares.tolist(), strict=True):
        total[name] = total.get(name, 0.0) + share
    return np.array([total[name] for name in related])


def _log(shares: NDArray[Any] | np.floating[Any]) -> NDArray[np.float64]:
    return np.asarray(np.log(np.maximum(np.asarray(shares, np.float64), 0) + _FLOOR))
