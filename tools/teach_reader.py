"""Teaches the packaged reader to tell what answers: tools/teach_reader.py OUT.npz ORGANISATION… [options]

The encoder's matrices from layer 3 up are tuned whole, then kept as low-rank differences. A question is put beside seven
answers that were told to it, one or two of them right; « none » competes with a score of zero, and is right where nothing
answers (listwise: Cao et al., 2007). It learns from the questions and the ``wordings.jsonl`` of the organisations, told and
judged as ``collecting`` does, from the lessons of ``tools/lessons``, and from one half of the questions of a BEIR-style
folder. Needs torch and transformers, which the set-up installs; an hour and a half on one core.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from assistant.choosing import features, finalists  # noqa: E402
from assistant.choosing.ranker import load  # noqa: E402
from assistant.evaluation import collecting  # noqa: E402
from assistant.evaluation.organisation import Wording, organisation, sources, wordings  # noqa: E402
from assistant.evaluation.scoring import overlap  # noqa: E402
from assistant.evidence.gathering import gather  # noqa: E402
from assistant.model import Answer, Question  # noqa: E402
from assistant.reading.meaning import FITTED  # noqa: E402
from assistant.reading.reading import Reading, read  # noqa: E402
from ingest import bootstrap, pipeline  # noqa: E402
from ingest.index.model.adapters import open_adapter  # noqa: E402
from ingest.index.model.packaged import TUNED, WEIGHTS, checked, folder  # noqa: E402
from ingest.index.model.weights import MATRICES, Weights  # noqa: E402
from ingest.languages import fold  # noqa: E402
from ingest.settings import Settings  # noqa: E402
from tools.encoder_folder import NAMES  # noqa: E402
from tools.encoder_folder import model as opened  # noqa: E402
from tools.lessons import lessons  # noqa: E402
from tools.tune_encoder import judged  # noqa: E402

FIRST, RANK = 3, 64  # the first layer taught; rank of the differences kept
RATE, WARM, TOGETHER, BESIDE = 1.2e-4, 80, 4, 7  # step size, steps to reach it, questions a step, answers a question
QUESTION, ANSWER = 40, 80  # word pieces read
NEAR = 14  # wrong answers that the present ranking puts first
ALIKE = (15.0, -11.0)  # what the cosine of the two texts is multiplied by at first, and what is added
CHANCE = np.random.default_rng(1)
_UNACCENTED = str.maketrans("éèêëàâäîïôöùûüçÉÈÀÇ", "eeeeaaaiioouuucEEAC")
_CLAIMS, _TELLING = 6, 25  # of an answer to a wording, at most; characters of a quote that may be found in part


@dataclass(frozen=True)
class Group:
    """A question, the answers that are right, and the wrong ones, those ranked first apart."""

    question: str
    right: tuple[str, ...]
    near: tuple[str, ...]
    far: tuple[str, ...]


def groups(place: Path, index: Path) -> Iterator[Group]:
    """The questions and wordings of an organisation, each beside what could be told to it."""
    from assistant.bootstrap import assistant

    asked = organisation(place)
    os.environ["REPERE_INDEX"] = str(index)
    pipeline.ingest(asked.documents, index, bootstrap.embedder(Settings()))
    made = assistant()
    known = sources(made.generation)
    for gold in (g for g in asked.gold if g.public and g.behaviour != "correct"):
        reading = read(Question(gold.question, gold.context, gold.as_of), made.library(as_of=gold.as_of))
        right = partial(collecting.is_right, gold, known=known)
        lists = gold.kind != collecting.NEED
        yield from _group(reading, made.library(as_of=gold.as_of), right, gold.behaviour == "answer", lists=lists)
    for one in wordings(place):
        reading = read(Question(one.question), made.library())
        yield from _group(reading, made.library(), partial(_says, one), bool(one.document), lists=False)


def _says(wording: Wording, answer: Answer | None) -> bool:
    """Whether an answer cites the words that a wording names."""
    flat = _flat(wording.quote)
    return (
        answer is not None
        and len(answer.claims) <= _CLAIMS
        and any(
            c.document == wording.document
            and (f" {flat} " in f" {_flat(c.quote)} " or (len(flat) > _TELLING and overlap(c.quote, wording.quote)))
            for c in answer.citations
        )
    )


def _group(
    reading: Reading, library: Any, right: Callable[[Answer | None], bool], answerable: bool, *, lists: bool
) -> Iterator[Group]:
    """``lists``: whether a list of all there is may answer; otherwise it is left aside."""
    candidates = [one for one in gather(reading, library) if lists or not collecting.lists_all(one)]
    if not candidates or collecting.refused_first(reading):
        return
    shares = load(FITTED).shares(features.rows(reading, candidates))
    good: list[str] = []
    wrong: list[str] = []
    for number in np.argsort(-shares, kind="stable").tolist():
        words = finalists.told(reading, candidates[number], library).text
        if words:
            told = collecting.shown(reading, candidates[number], library) if answerable else None
            (good if answerable and right(told) else wrong).append(words)
    wrong = [words for words in dict.fromkeys(wrong) if words not in set(good)]
    if good or not answerable:
        yield Group(
            finalists.asked(reading), tuple(dict.fromkeys(good))[:4], tuple(wrong[:NEAR]), tuple(wrong[NEAR:60])
        )


def public(place: Path, count: int) -> list[Group]:
    """One half of a BEIR-style folder, each question beside the passages nearest to it by the packaged encoder."""
    embedder, held = bootstrap.embedder(Settings()), judged(place)
    texts = list(dict.fromkeys(text for _, answers in held.pairs for text in answers))
    vectors = embedder.embed_passages(texts)
    made = []
    for question, answers in random.sample(held.pairs, min(count, len(held.pairs))):
        order = np.argsort(-(vectors @ embedder.embed_query(question)))[:NEAR]
        wrong = [texts[n] for n in order if texts[n] not in answers]
        made.append(Group(question, tuple(answers[:2]), tuple(wrong[:8]), tuple(wrong[8:])))
    return made


def told_in_lessons() -> Iterator[Group]:
    """The questions of ``tools/lessons``, each beside the other facts of its organisation, and some of others."""
    held = list(lessons())
    every = [fact for lesson in held for fact in lesson.facts.values()]
    for lesson in held:
        far = tuple(random.sample(every, 30))
        for question, numbers in lesson.questions:
            wrong = tuple(fact for number, fact in lesson.facts.items() if number not in numbers)
            yield Group(question, tuple(lesson.facts[n] for n in numbers), wrong, far)


class Learner:
    """The encoder with its matrices free, and the two parts of a score."""

    def __init__(self, place: Path) -> None:
        from tokenizers import Tokenizer

        self.cut = Tokenizer.from_file(str(place / "tokenizer.json"))
        self.weights = Weights(place / WEIGHTS)
        self.bert = opened(self.weights).train()
        self.bert.config._attn_implementation = "eager"  # noqa: SLF001 - the others are slower on a processor
        self.bert.requires_grad_(False)
        self.matrices = {(n, m): self._matrix(n, m) for n in range(self.weights.shape.layers) for m in MATRICES}
        for at, delta in open_adapter(TUNED, self.weights.shape).deltas.items():
            self.matrices[at].data += torch.from_numpy(delta)
        self.taught = [matrix.requires_grad_() for (layer, _), matrix in self.matrices.items() if layer >= FIRST]
        for part in (p for p in self.bert.modules() if isinstance(p, nn.Dropout)):
            part.p = 0.0
        self.head = nn.Linear(self.weights.shape.hidden, 1)
        nn.init.zeros_(self.head.weight)
        nn.init.zeros_(self.head.bias)
        self.alike = nn.Parameter(torch.tensor(ALIKE))

    def go_on(self, path: Path) -> None:
        """Starts from what a reader has learned already."""
        found = open_adapter(path, self.weights.shape)
        for at, delta in found.deltas.items():
            self.matrices[at].data.copy_(torch.from_numpy(self.weights.matrix(*at).whole() + delta))
        if found.head is not None:
            self.head.weight.data.copy_(torch.from_numpy(found.head.weight))
            self.head.bias.data.copy_(torch.from_numpy(found.head.bias))
        self.alike.data.copy_(torch.tensor(found.likeness))

    def _matrix(self, layer: int, name: str) -> nn.Parameter:
        found: nn.Parameter = self.bert.get_parameter(NAMES[name].format(layer) + ".weight")
        return found

    def scores(self, pairs: Sequence[tuple[str, str]]) -> Tensor:
        """Logits, shape (pairs,)."""
        asked = [self._pieces(question, QUESTION) for question, _ in pairs]
        rows = [[0, *q, 2, 2, *self._pieces(answer, ANSWER), 2] for q, (_, answer) in zip(asked, pairs, strict=True)]
        width = -(-max(map(len, rows)) // 16) * 16  # few widths: what torch keeps for each is large
        pieces, seen = torch.ones(len(rows), width, dtype=torch.long), torch.zeros(3, len(rows), width)
        for n, (row, question) in enumerate(zip(rows, asked, strict=True)):
            pieces[n, : len(row)] = torch.tensor(row)
            seen[0, n, : len(row)] = seen[1, n, 1 : 1 + len(question)] = seen[
                2, n, 3 + len(question) : len(row) - 1
            ] = 1
        mask = (1 - seen[0][:, None, None, :]) * -1e4
        with torch.autocast("cpu", torch.bfloat16):
            hidden = self.bert.embeddings(input_ids=pieces)
            for layer in self.bert.encoder.layer:
                found = layer(hidden, attention_mask=mask)
                hidden = found[0] if isinstance(found, tuple) else found
        hidden = hidden.float()
        question, answer = (
            (hidden * part[..., None]).sum(1) / part.sum(1, keepdim=True).clamp(min=1) for part in seen[1:]
        )
        cosine = functional.cosine_similarity(question, answer)
        score: Tensor = self.head(hidden[:, 0])[:, 0] + self.alike[0] * cosine + self.alike[1]
        return score

    def _pieces(self, text: str, most: int) -> list[int]:
        numbers: list[int] = self.cut.encode(text, add_special_tokens=False).ids[:most]
        return numbers

    def save(self, path: Path) -> None:
        """The differences with the packaged matrices, by their largest singular values."""
        arrays: dict[str, Any] = {}
        for (layer, name), matrix in self.matrices.items():
            changed = matrix.detach() - torch.from_numpy(self.weights.matrix(layer, name).whole())
            if changed.any():
                left, sizes, right = torch.linalg.svd(changed, full_matrices=False)
                root = sizes[:RANK].sqrt()
                arrays[f"{layer}.{name}.a"] = (root[:, None] * right[:RANK]).numpy().astype(np.float16)
                arrays[f"{layer}.{name}.b"] = (left[:, :RANK] * root).numpy().astype(np.float16)
        head = {f"head.{name}": value.detach().numpy() for name, value in self.head.named_parameters()}
        np.savez_compressed(path, **arrays, **head, likeness=self.alike.detach().numpy())


def teach(learner: Learner, held: Sequence[Group], seconds: float) -> int:
    """Steps until the time is over, the rate rising then falling to nothing; how many were made."""
    stepper = torch.optim.AdamW(
        [{"params": learner.taught}, {"params": list(learner.head.parameters())}, {"params": [learner.alike]}], lr=RATE
    )
    begun, steps, waiting = time.monotonic(), 0, list[Group]()
    last: dict[tuple[str, str], float] = {}  # what each wrong answer was given when it was last read
    while (done := (time.monotonic() - begun) / seconds) < 1:
        waiting = waiting if len(waiting) >= TOGETHER else random.sample(held, len(held))
        taken, waiting = waiting[:TOGETHER], waiting[TOGETHER:]
        drawn = [_drawn(group, last) for group in taken]
        for part, times in zip(stepper.param_groups, (1, 5, 50), strict=True):
            part["lr"] = RATE * times * min(1.0, (steps + 1) / WARM) * max(0.02, 1 - done)
        scores = learner.scores([(q, text) for q, good, wrong in drawn for text in (*good, *wrong)])
        asked = [
            (group.question, text)
            for group, (_, good, wrong) in zip(taken, drawn, strict=True)
            for text in (*good, *wrong)
        ]
        last |= dict(zip(asked, scores.tolist(), strict=True))
        loss = _loss(scores, drawn)
        stepper.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(learner.taught, 1.0)
        stepper.step()
        steps += 1
        if steps % 50 == 0:
            print(f"{steps} steps, {done:.0%} of the time, loss {float(loss):.2f}", flush=True)
    return steps


def _loss(scores: Tensor, drawn: Sequence[tuple[str, list[str], list[str]]]) -> Tensor:
    """Minus the logarithm of the share of what is right, « none » having a score of zero; and each score by itself."""
    total, at = torch.zeros(()), 0
    for _, good, wrong in drawn:
        own, count = scores[at : at + len(good) + len(wrong)], len(good)
        at += len(own)
        every = torch.logsumexp(torch.cat([own, torch.zeros(1)]), 0)
        right = torch.zeros(len(own))
        right[:count] = 1
        total = total + every - (torch.logsumexp(own[:count], 0) if count else torch.zeros(()))
        total = total + 0.3 * functional.binary_cross_entropy_with_logits(own, right)
    return total / len(drawn)


def _drawn(group: Group, last: dict[tuple[str, str], float]) -> tuple[str, list[str], list[str]]:
    """One or two right answers and as many wrong ones as make seven: those that were read as the best, others near, a few far."""
    good = random.sample(group.right, min(len(group.right), int(CHANCE.choice((1, 1, 1, 2, 2)))))
    count = min(len(group.near), max(1, BESIDE - len(good) - int(CHANCE.choice((1, 2)))))
    read_before = [text for text in (*group.near, *group.far) if (group.question, text) in last]
    hard = (
        sorted(read_before, key=lambda text: -last[group.question, text])[: count // 2] if len(read_before) > 2 else []
    )
    rest = [text for text in group.near if text not in hard]
    near = [*hard, *random.sample(rest, min(len(rest), count - len(hard)))]
    others = [text for text in group.far if text not in hard]
    far = random.sample(others, min(len(others), BESIDE - len(good) - len(near)))
    return _mistyped(group.question), good, [*near, *far]


def _mistyped(text: str) -> str:
    """One question in six loses its accents, its capitals or a letter."""
    drawn = CHANCE.random()
    if drawn < 0.1:
        return text.translate(_UNACCENTED)
    if drawn < 0.14:
        return text.lower().rstrip("?!. ")
    if drawn < 0.18 and len(text) > 12:
        at = int(CHANCE.integers(1, len(text) - 2))
        return text[:at] + text[at + 1 :]
    return text


def _flat(text: str) -> str:
    return re.sub(r"\W+", " ", fold(text)).strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("organisations", nargs="+", type=Path)
    parser.add_argument("--beir", nargs="*", type=Path, default=[])
    parser.add_argument("--lessons", action="store_true", help="learn from tools/lessons too")
    parser.add_argument("--minutes", type=float, default=84)
    parser.add_argument("--start", type=Path, help="a reader to go on from, instead of the encoder")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "teach", help="indexes")
    given = parser.parse_args()
    random.seed(1)
    torch.manual_seed(1)
    torch.set_num_threads(1)
    held = [one for place in given.organisations for one in groups(place, given.work / place.name)]
    held += [one for place in given.beir for one in public(place, max(1, len(held) // 12))]
    held += told_in_lessons() if given.lessons else ()
    print(f"{len(held)} questions, {sum(bool(one.right) for one in held)} answered", flush=True)
    learner = Learner(checked(folder()))
    if given.start:
        learner.go_on(given.start)
    steps = teach(learner, held, given.minutes * 60)
    learner.save(given.out)
    print(f"{steps} steps; {given.out}, {given.out.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
