"""What is fitted from examples and organisations, and written to ``assistant/fitted``: the chooser and the meaning head.

Both are fitted with scikit-learn, which is needed for that alone: what is written is numbers that numpy reads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from assistant.choosing import features, trees
from assistant.evaluation.collecting import Tried
from assistant.reading.meaning import Meaning

if TYPE_CHECKING:
    from ingest.ports import Embedder

ROUNDS = 250
SLOPE = 30.0  # inverse of the regularisation of the meaning head, by cross-validation over the examples
FOLDS = 5


def classifier(tried: Sequence[Tried], rounds: int = ROUNDS, seed: int = 0) -> Any:
    """Boosted trees fitted on the candidates of these questions, each question weighing as the root of their number.

    Raises ValueError when nothing was tried, or no candidate is right."""
    from sklearn.ensemble import HistGradientBoostingClassifier

    some = [t for t in tried if len(t.rows)]
    rows, right = np.concatenate([t.rows for t in some]), np.concatenate([t.right for t in some])
    weights = np.concatenate([np.full(len(t.rows), len(t.rows) ** -0.5) for t in some])
    model = HistGradientBoostingClassifier(
        max_iter=rounds, learning_rate=0.06, max_leaf_nodes=15, min_samples_leaf=30, l2_regularization=5,
        max_features=0.3, early_stopping=False, random_state=seed,
    )  # fmt: skip
    return model.fit(rows, right, sample_weight=weights)


def chooser(tried: Sequence[Tried], rounds: int = ROUNDS) -> trees.Trees:
    """The chooser fitted on all these questions, as numbers."""
    return trees.grown(classifier(tried, rounds), features.NAMES)


@dataclass(frozen=True, slots=True)
class Head:
    """The meaning head, and how often the kind of an example left out comes first, and among the first three."""

    meaning: Meaning
    examples: int
    first: float
    among_three: float


def head(examples: Mapping[str, Sequence[str]], embedder: Embedder, slope: float = SLOPE) -> Head:
    """A multinomial logistic regression over the vectors of the examples of each kind of question."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    labels = tuple(sorted(examples))
    vectors = np.array([embedder.embed_query(text) for label in labels for text in examples[label]], np.float32)
    kinds = np.array([number for number, label in enumerate(labels) for _ in examples[label]])
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    model = LogisticRegression(C=slope, max_iter=1000)
    guessed = cross_val_predict(model, vectors, kinds, cv=folds, method="predict_proba")
    model.fit(vectors, kinds)
    meaning = Meaning(labels, model.coef_.astype(np.float32), model.intercept_.astype(np.float32))
    first, among_three = (_found(guessed, kinds, count) for count in (1, 3))
    return Head(meaning, len(kinds), first, among_three)


def _found(guessed: NDArray[np.float64], kinds: NDArray[np.int64], count: int) -> float:
    """The share of examples whose kind is among so many likeliest."""
    likeliest = np.argsort(-guessed, axis=1)[:, :count]
    return float((likeliest == kinds[:, None]).any(axis=1).mean())


def digest(folder: Path) -> str:
    """One short mark of all the files of a folder: two fits that agree have the same."""
    made = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        made.update(path.name.encode() + b"\0" + path.read_bytes())
    return made.hexdigest()[:16]
