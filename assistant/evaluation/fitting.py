"""What is fitted from organisations and written to ``assistant/reading/fitted`` beside the meaning head (``heads``): the chooser.

Fitted with torch, which is needed for that alone: what is written is numbers that numpy reads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.choosing import features, finalists
from assistant.choosing.agreement import Agreement, pairs
from assistant.choosing.ranker import FAR, TOP, Member, Ranker, judged, prepared
from assistant.evaluation.collecting import Tried

ROUNDS, SEEDS = 18, 3  # times every question is seen; networks whose shares are averaged
HIDDEN, DROPPED, RATE, TOGETHER = 48, 0.2, 3e-3, 32
LAST_ROUNDS, LAST_HIDDEN = 24, 24  # of the ranking of finalists, which reads fewer columns


def ranker(
    tried: Sequence[Tried], seeds: int = SEEDS, rounds: int = ROUNDS, columns: Sequence[str] = features.NAMES,
    hidden: int = HIDDEN,
) -> Ranker:  # fmt: skip
    """A ranking fitted on all these questions, whose rows have these columns: as many networks as seeds. ValueError when
    nothing was tried."""
    some = [t for t in tried if t.held.any()]
    if not some:
        raise ValueError("there is no question with a candidate to learn from")
    read = [prepared(t.rows, columns) for t in some]
    members = (_network(some, read, judged(columns), hidden, seed, rounds) for seed in range(seeds))
    return Ranker(tuple(members), tuple(columns))


def last(tried: Sequence[Tried], seeds: int = SEEDS) -> Ranker:
    """The ranking of finalists (``collecting.read_again``). ValueError when nothing was tried."""
    return ranker(tried, seeds, LAST_ROUNDS, finalists.NAMES, LAST_HIDDEN)


def agreement(tried: Sequence[Tried]) -> Agreement:
    """How much an answer is to be believed for another that is right, from finalists (``collecting.read_again``)."""
    from sklearn.linear_model import LogisticRegression

    rows: list[NDArray[np.float32]] = []
    right: list[bool] = []
    for one in (t for t in tried if t.gold.behaviour == "answer" and t.right.any()):
        beside = pairs(one.answers)
        for known in np.flatnonzero(one.right):
            others = [n for n in range(len(one.right)) if n != known]
            rows += [beside[n, known] for n in others]
            right += [bool(one.right[n]) for n in others]
    found = LogisticRegression(max_iter=1000).fit(np.array(rows), right)
    return Agreement(tuple(map(float, found.coef_[0])), float(found.intercept_[0]))


def _network(
    tried: Sequence[Tried],
    read: Sequence[NDArray[np.float32]],
    asked: Sequence[int],
    hidden: int,
    seed: int,
    rounds: int,
) -> Member:
    """One network, from the first step to the last (AdamW, the rate rising then falling: Smith, 2018)."""
    import torch
    from torch import nn

    torch.manual_seed(seed)
    order = np.random.default_rng(seed)
    every = np.concatenate(read)
    mean, deviation = every.mean(axis=0), every.std(axis=0) + 1e-3
    batch = _batch(tried, read, mean, deviation)
    width = every.shape[1]
    score = nn.Sequential(
        nn.Linear(width, hidden), nn.GELU("tanh"), nn.Dropout(DROPPED), nn.Linear(hidden, hidden // 2), nn.GELU("tanh"),
        nn.Linear(hidden // 2, 1),
    )  # fmt: skip
    none = nn.Sequential(
        nn.Linear(len(asked) + TOP, 16), nn.GELU("tanh"), nn.Dropout(DROPPED), nn.Linear(16, 1)
    )  # fmt: skip
    stepper = torch.optim.AdamW([*score.parameters(), *none.parameters()], lr=RATE, weight_decay=0.05)
    steps = rounds * (len(tried) // TOGETHER + 1)
    pace = torch.optim.lr_scheduler.OneCycleLR(stepper, RATE, total_steps=steps)
    for _ in range(rounds):
        shuffled = order.permutation(len(tried))
        for start in range(0, len(shuffled), TOGETHER):
            loss = _loss(score, none, asked, [part[shuffled[start : start + TOGETHER]] for part in batch])
            stepper.zero_grad()
            loss.backward()
            stepper.step()
            pace.step()
    return Member(mean, deviation, _numbers(score), _numbers(none))


def _batch(tried: Sequence[Tried], read: Sequence[NDArray[np.float32]], mean: Any, deviation: Any) -> list[Any]:
    """Scaled rows, which may be told, which are right (« none » last): one question a row, filled with what is not."""
    import torch

    longest = max(TOP, *(len(rows) for rows in read))
    scaled = np.zeros((len(read), longest, len(mean)), np.float32)
    held, right = np.zeros((len(read), longest), np.bool_), np.zeros((len(read), longest + 1), np.bool_)
    for number, (one, rows) in enumerate(zip(tried, read, strict=True)):
        count = len(rows)
        scaled[number, :count] = np.clip((rows - mean) / deviation, -FAR, FAR)
        held[number, :count] = one.held
        right[number, :count] = one.right & one.held
        right[number, -1] = one.gold.behaviour != "answer" or not right[number].any()
    return [torch.from_numpy(part) for part in (scaled, held, right)]


def _loss(score: Any, none: Any, asked: Sequence[int], batch: Sequence[Any]) -> Any:
    """Minus the logarithm of the share that what is right has, the mean over the questions."""
    import torch

    scaled, held, right = batch
    scores = score(scaled)[..., 0].masked_fill(~held, -30.0)
    top = torch.topk(scores, TOP, dim=1).values.detach() / 5
    seen = torch.cat([scaled[:, 0, list(asked)], top], dim=1)
    shares = torch.log_softmax(torch.cat([scores, none(seen)], dim=1), dim=1)
    return -torch.logsumexp(shares.masked_fill(~right, -1e9), dim=1).mean()


def _numbers(network: Any) -> tuple[tuple[NDArray[np.float32], NDArray[np.float32]], ...]:
    """Weights and biases of a network's linear layers."""
    layers = [layer for layer in network if hasattr(layer, "weight")]
    return tuple((layer.weight.detach().numpy().copy(), layer.bias.detach().numpy().copy()) for layer in layers)


def digest(folder: Path) -> str:
    """One short mark of all the files of a folder: two fits that agree have the same."""
    made = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        made.update(path.name.encode() + b"\0" + path.read_bytes())
    return made.hexdigest()[:16]
