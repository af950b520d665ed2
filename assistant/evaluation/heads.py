"""The meaning head: which kind of question each is, fitted on examples, on frames, and on what organisations were asked.

An example says its kind. Of a question of an organisation only what answers it is known: its kind is among those that its
right candidates answer, told apart by a head that was fitted before (one step of Dempster, Laird and Rubin, 1977).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assistant.evaluation.collecting import NEED, Tried
from assistant.reading.meaning import Meaning, family

if TYPE_CHECKING:
    from ingest.ports import Embedder

Asked = Mapping[str, Mapping[str, float]]  # the words of a question → what share of it is of each kind
# The inverse of the regularisation; what a filled frame and a question of an organisation weigh beside an example: all by
# the kinds of the right candidates of organisations that the head had not learned from (docs/decisions.md).
SLOPE, FRAMED, LIVED = 8.0, 0.3, 2.0
FOLDS = 5
_LEAST = 0.1  # share under which a kind is none of a question's
_FLOOR = 1e-4  # added to a probability, so that no kind is shut out
# What those who wrote a question say that it asks, where that is one of ours.
_WRITTEN = {
    "status_change": ("change",), NEED: ("need",), "offer_contact": ("offer.request",), "offer_filter": ("list.offers",),
    "status_filter": ("list.projects", "count.projects"), "definition": ("define",), "acronym": ("acronym",),
}  # fmt: skip
_QUOTED = "quote"  # a sentence may answer nearly anything


@dataclass(frozen=True, slots=True)
class Head:
    """The meaning head, how many examples made it, and how often the kind of an example left out comes first, and among
    the first three."""

    meaning: Meaning
    examples: int
    first: float
    among_three: float


def lived(tried: Iterable[Tried], before: Meaning, embedder: Embedder) -> dict[str, dict[str, float]]:
    """The kinds of the questions that some candidate answers, as a head of ``before`` tells them apart."""
    found: dict[str, dict[str, float]] = {}
    for one in tried:
        may = _possible(one, before.labels)
        if not (may and one.reads):
            continue
        read = before.read(embedder.embed_query(one.reads))
        total = sum(read[kind] + _FLOOR for kind in may)
        shares = {kind: (read[kind] + _FLOOR) / total for kind in may}
        found[one.reads] = {kind: share for kind, share in shares.items() if share > _LEAST}
    return found


def _possible(one: Tried, labels: Sequence[str]) -> tuple[str, ...]:
    """The kinds that a question may be of: what its right candidates answer."""
    right = [told for told, ok in zip(one.plans, one.right & one.held, strict=True) if ok and told[1]]
    if one.gold.behaviour != "answer" or not right:
        return ()
    if one.gold.kind in _WRITTEN:
        return _WRITTEN[one.gold.kind]
    for written, plan, other in (("responsibility", "who", "part"), ("reverse_responsibility", "duties", "")):
        if one.gold.kind == written:
            exact = {
                kinds[0] for told, kinds in right if told == plan and len(kinds) == 1 and not kinds[0].endswith("any")
            }
            rest = "part" if any(told == other for told, _ in right) else f"{plan}.any"
            return tuple(kind for kind in sorted(exact) if kind in labels) or (rest,)
    if one.gold.kind in ("status_latest", "status_as_of"):
        values = {kinds[0] for told, kinds in right if told == "value" and kinds[0].startswith("state.")}
        return ("state", *sorted(values))
    told = {kind for plan, kinds in right for kind in kinds if plan != _QUOTED}
    told = told or {kind for _, kinds in right for kind in kinds}
    return tuple(label for label in labels if family({label: 1.0}, *told))


def head(
    examples: Mapping[str, Sequence[str]], embedder: Embedder, framed: Mapping[str, Sequence[str]] | None = None,
    asked: Asked | None = None, slope: float = SLOPE,
) -> Head:  # fmt: skip
    """A multinomial logistic regression over the vectors of the examples of each kind of question, of its ``framed``
    questions (``frames.filled``), which weigh less, and of questions ``asked``: only examples are left out in turn."""
    from sklearn.model_selection import StratifiedKFold

    labels = tuple(sorted(examples))
    own = _read(_written(examples, labels, 1.0), embedder)
    beside = _read([*_written(framed or {}, labels, FRAMED), *_shared(asked or {}, labels)], embedder)
    guessed = np.zeros((len(own.kinds), len(labels)))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(own.vectors, own.kinds)
    for some, others in folds:
        guessed[others] = _fitted(own.some(some), beside, slope).predict_proba(own.vectors[others])
    model = _fitted(own, beside, slope)
    first, among_three = (_found(guessed, own.kinds, count) for count in (1, 3))
    return Head(_meaning(model, labels), len(own.kinds), first, among_three)


def without(
    examples: Mapping[str, Sequence[str]], embedder: Embedder, framed: Mapping[str, Sequence[str]],
    asked: Mapping[str, Asked],
) -> Iterator[tuple[str, Meaning]]:  # fmt: skip
    """For each organisation, a head that learned from the questions of all the others (``asked``: organisation → questions)."""
    labels = tuple(sorted(examples))
    own = _read([*_written(examples, labels, 1.0), *_written(framed, labels, FRAMED)], embedder)
    read = {name: _read(_shared(questions, labels), embedder) for name, questions in asked.items()}
    for name in asked:
        others = [part for other, part in read.items() if other != name]
        yield name, _meaning(_fitted(own, _Read.joined(others, embedder.dimension), SLOPE), labels)


@dataclass(frozen=True)
class _Read:
    """Vectors, shape (n, dimension); the number of the kind of each; what each weighs."""

    vectors: NDArray[np.float32]
    kinds: NDArray[np.int64]
    weights: NDArray[np.float64]

    def some(self, numbers: NDArray[np.int64]) -> _Read:
        return _Read(self.vectors[numbers], self.kinds[numbers], self.weights[numbers])

    @staticmethod
    def joined(parts: Sequence[_Read], dimension: int) -> _Read:
        empty = _Read(np.zeros((0, dimension), np.float32), np.zeros(0, np.int64), np.zeros(0))
        every = [empty, *parts]
        return _Read(
            np.concatenate([p.vectors for p in every]), np.concatenate([p.kinds for p in every]),
            np.concatenate([p.weights for p in every]),
        )  # fmt: skip


_Line = tuple[str, int, float]  # words, the number of a kind, a weight


def _written(texts: Mapping[str, Sequence[str]], labels: Sequence[str], weight: float) -> list[_Line]:
    return [(text, number, weight) for number, label in enumerate(labels) for text in texts.get(label, ())]


def _shared(asked: Asked, labels: Sequence[str]) -> list[_Line]:
    number = {label: n for n, label in enumerate(labels)}
    return [(text, number[kind], LIVED * share) for text, kinds in asked.items() for kind, share in kinds.items()]


def _read(lines: Sequence[_Line], embedder: Embedder) -> _Read:
    vectors = np.array([embedder.embed_query(text) for text, _, _ in lines], np.float32)
    return _Read(
        vectors.reshape(len(lines), embedder.dimension), np.array([kind for _, kind, _ in lines], np.int64),
        np.array([weight for _, _, weight in lines], np.float64),
    )  # fmt: skip


def _fitted(own: _Read, beside: _Read, slope: float) -> Any:
    from sklearn.linear_model import LogisticRegression

    every = _Read.joined([own, beside], own.vectors.shape[1])
    return LogisticRegression(C=slope, max_iter=1000).fit(every.vectors, every.kinds, every.weights)


def _meaning(model: Any, labels: tuple[str, ...]) -> Meaning:
    return Meaning(labels, model.coef_.astype(np.float32), model.intercept_.astype(np.float32))


def _found(guessed: NDArray[np.float64], kinds: NDArray[np.int64], count: int) -> float:
    """The share of examples whose kind is among so many likeliest."""
    likeliest = np.argsort(-guessed, axis=1)[:, :count]
    return float((likeliest == kinds[:, None]).any(axis=1).mean())
