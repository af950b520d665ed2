"""Teaches the packaged encoder how people ask: tools/tune_encoder.py OUT.npz ORGANISATION… [options]

Low-rank matrices (Hu et al., 2021) in the upper layers, the vocabulary and the rest frozen. A question is drawn to what
answers it and away from the other texts of the same organisation (in-batch negatives); the kinds of question of
``assistant/reading/examples`` are told apart in the same run. It learns from the ``wordings.jsonl`` of the organisations,
from the lessons of ``tools/lessons``, and from one half of the questions of a BEIR-style folder (by a hash of what answers
them), so that the other half still measures. Needs torch and transformers, which the set-up installs; about forty minutes
on one core.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import random
import re
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from assistant.evaluation.organisation import wordings  # noqa: E402
from assistant.reading.meaning import examples  # noqa: E402
from ingest import pipeline  # noqa: E402
from ingest.documents.describing import describe  # noqa: E402
from ingest.index.model.packaged import WEIGHTS, checked, folder  # noqa: E402
from ingest.index.model.weights import Weights  # noqa: E402
from ingest.index.writing import embedded_text  # noqa: E402
from ingest.languages import fold  # noqa: E402
from ingest.loaders.reading import read  # noqa: E402
from tools.encoder_folder import model as opened  # noqa: E402
from tools.lessons import Lesson, lessons  # noqa: E402

RANK, SCALE, FIRST = 16, 2.0, 6  # of the matrices; the first layer that has them
BATCH, BESIDE, HEAT = 24, 10, 0.03  # questions a step, other texts beside theirs, temperature of the contrast
RATE = 6e-4
TOGETHER = 3  # lessons told apart in one step
QUESTION, PASSAGE = 48, 80  # word pieces read in training


@dataclass
class Group:
    """Questions with the texts that answer each; ``texts`` are all of the organisation, to be told apart."""

    pairs: list[tuple[str, list[str]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)


def learnt(place: Path) -> Group:
    """The wordings of an organisation, each with the names, descriptions and passages that hold its quote."""
    documents = [read(path, name) for name, path in pipeline._files(place / "docs")]  # noqa: SLF001 - its own walk
    described, _ = describe(documents, {})
    texts: dict[str, list[tuple[str, str]]] = {}
    for document in documents:
        entry, _ = pipeline._entry(document, described[document.name], "")  # noqa: SLF001
        held = texts.setdefault(document.name, [])
        held += [(_flat(p.text), embedded_text(p)) for p in entry.passages]
        for subject in entry.subjects:
            held.append((_flat(subject.name.quote), subject.name.value))
            values = " ".join(f"[{_flat(v.fact.quote)}]" for v in subject.values)
            held.append((f"{_flat(subject.name.quote)} {values}", subject.about))
    group = Group(texts=list(dict.fromkeys(text for held in texts.values() for _, text in held)))
    for one in wordings(place):
        quote = _flat(one.quote)
        answers = [text for flat, text in texts.get(one.document, []) if quote and f" {quote} " in f" {flat} "]
        if answers:
            group.pairs.append((one.question, list(dict.fromkeys(answers))[:8]))
    return group


def judged(place: Path) -> Group:
    """One half of the questions of a BEIR-style folder, by a hash of the first document that answers."""
    corpus = {
        one["_id"]: f"{one.get('title') or ''} {one['text']}".strip()[:400] for one in _lines(place / "corpus.jsonl")
    }
    asked = {one["_id"]: one["text"] for one in _lines(place / "queries.jsonl")}
    best: dict[str, list[tuple[float, str]]] = {}
    for line in (place / "qrels.tsv").read_text("utf-8").splitlines():
        parts = line.split("\t")
        if parts[-1].isdigit():
            best.setdefault(parts[0], []).append((-float(parts[-1]), parts[-2]))
    group = Group()
    for query, found in best.items():
        top = [corpus[name] for gain, name in sorted(found) if gain == min(found)[0]][:4]
        if query in asked and int(hashlib.sha256(min(found)[1].encode()).hexdigest(), 16) % 2 == 0:
            group.pairs.append((asked[query], top))
    return group


def taught(held: list[Lesson]) -> Group:
    """The answered questions of a few lessons: of a fact, its name alone, its name with it, or all that stands above it."""
    group = Group()
    for lesson in held:
        ways = {number: _ways(fact) for number, fact in lesson.facts.items()}
        group.texts += [way for some in ways.values() for way in some[:2]]
        group.pairs += [
            (asked, [w for n in numbers for w in ways[n]]) for asked, numbers in lesson.questions if numbers
        ]
    return group


def _ways(fact: str) -> list[str]:
    above, _, told = fact.partition(" | ")
    *before, name = above.split(" · ")
    return [f"{name} : {told}"[:400], f"{' > '.join(before or [name])}\n{told}"[:400], *([name] if before else [])]


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def _flat(text: str) -> str:
    return re.sub(r"\W+", " ", fold(text)).strip()


class Low(nn.Module):
    """A frozen matrix and what is added to it."""

    def __init__(self, base: nn.Linear) -> None:
        super().__init__()
        self.base = base
        self.a = nn.Parameter(torch.randn(RANK, base.in_features) / math.sqrt(base.in_features))
        self.b = nn.Parameter(torch.zeros(base.out_features, RANK))

    def forward(self, x: Tensor) -> Tensor:
        return self.base(x) + (x @ self.a.T) @ self.b.T * SCALE


class Learner:
    """The encoder with its matrices. What the frozen layers make of a text is kept: it never changes."""

    def __init__(self, place: Path) -> None:
        from tokenizers import Tokenizer

        self.cut = Tokenizer.from_file(str(place / "tokenizer.json"))
        self.bert = opened(Weights(place / WEIGHTS))
        self.bert.config._attn_implementation = "eager"  # noqa: SLF001 - the others are slower on a processor
        self.bert.requires_grad_(False)
        self.low: dict[str, Low] = {}
        for number, layer in enumerate(self.bert.encoder.layer):
            if number >= FIRST:
                self._lower(number, layer)
        self._kept: dict[tuple[str, str], Tensor] = {}

    def _lower(self, number: int, layer: Any) -> None:
        own, after = layer.attention.self, layer.attention.output
        places = (("q", own, "query"), ("k", own, "key"), ("v", own, "value"), ("ao", after, "dense"),
                  ("fi", layer.intermediate, "dense"), ("fo", layer.output, "dense"))  # fmt: skip
        for name, parent, attribute in places:
            self.low[f"{number}.{name}"] = Low(getattr(parent, attribute))
            setattr(parent, attribute, self.low[f"{number}.{name}"])

    def vectors(self, texts: list[str], kind: str, length: int) -> Tensor:
        """Unit vectors, shape (n, dimension)."""
        states = [self._frozen(text, kind, length) for text in texts]
        size = max(len(one) for one in states)
        hidden, mask = torch.zeros(len(states), size, states[0].shape[1]), torch.zeros(len(states), size)
        for row, one in enumerate(states):
            hidden[row, : len(one)], mask[row, : len(one)] = one.float(), 1
        hidden = self._through(hidden, mask, self.bert.encoder.layer[FIRST:])
        mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
        return functional.normalize(mean, dim=1)

    def _frozen(self, text: str, kind: str, length: int) -> Tensor:
        if (kind, text) not in self._kept:
            pieces = torch.tensor([self.cut.encode(f"{kind}: {text}").ids[:length]])
            with torch.no_grad():
                hidden = self.bert.embeddings(input_ids=pieces)
                hidden = self._through(hidden, torch.ones(pieces.shape), self.bert.encoder.layer[:FIRST])
            self._kept[kind, text] = hidden[0].to(torch.bfloat16)
        return self._kept[kind, text]

    @staticmethod
    def _through(hidden: Tensor, mask: Tensor, layers: Any) -> Tensor:
        away = (1.0 - mask[:, None, None, :]) * -1e4
        with torch.autocast("cpu", torch.bfloat16):
            for layer in layers:
                made = layer(hidden, attention_mask=away)
                hidden = made[0] if isinstance(made, tuple) else made
        return hidden.float()

    def go_on(self, path: Path) -> None:
        """Starts from what was saved."""
        with np.load(path) as file:
            for name, low in self.low.items():
                low.a.data.copy_(torch.from_numpy(file[f"{name}.a"].astype(np.float32)))
                low.b.data.copy_(torch.from_numpy(file[f"{name}.b"].astype(np.float32)))

    def save(self, out: Path) -> None:
        """As ``ingest.index.model.adapters`` reads it."""
        arrays = {f"{name}.{letter}": getattr(low, letter).detach().numpy().astype(np.float16)
                  for name, low in self.low.items() for letter in "ab"}  # fmt: skip
        np.savez_compressed(out, scale=np.float32(SCALE), **arrays)


def contrast(learner: Learner, group: Group, chosen: list[tuple[str, list[str]]]) -> Tensor:
    """Each question against the answers of the others and some texts beside; another right answer is no wrong one."""
    answers = [random.choice(pair[1]) for pair in chosen]  # noqa: S311
    answers += random.sample(group.texts, min(BESIDE, len(group.texts)))
    scores = learner.vectors([q for q, _ in chosen], "query", QUESTION) @ learner.vectors(answers, "passage", PASSAGE).T
    own = torch.arange(len(chosen))
    also = torch.tensor([[text in right for text in answers] for _, right in chosen])
    also[own, own] = False
    return functional.cross_entropy((scores / HEAT).masked_fill(also, -1e4), own)


def teach(learner: Learner, groups: list[Group], minutes: float) -> None:
    """Steps until the time is up, the rate falling with it."""
    kinds = examples()
    labels = sorted(kinds)
    known = [(text, number) for number, label in enumerate(labels) for text in kinds[label]]
    head = nn.Linear(384, len(labels))
    low = [p for one in learner.low.values() for p in (one.a, one.b)]
    stepper = torch.optim.AdamW([{"params": low}, {"params": head.parameters()}], lr=RATE, weight_decay=0.01)
    started, step, queue = time.monotonic(), 0, []
    while (spent := (time.monotonic() - started) / (60 * minutes)) < 1:
        if not queue:
            queue = [(g, some) for g in groups for some in _batches(g)]
            random.shuffle(queue)
        rate = min(1.0, (step + 1) / 30) * max(0.05, 1 - spent)
        for part, base in zip(stepper.param_groups, (RATE, 1e-2), strict=True):
            part["lr"] = base * rate
        some = random.sample(known, BATCH)
        told = functional.cross_entropy(
            head(learner.vectors([t for t, _ in some], "query", QUESTION)), torch.tensor([n for _, n in some])
        )
        loss = contrast(learner, *queue.pop())
        (loss + 0.5 * told).backward()
        nn.utils.clip_grad_norm_(low, 1.0)
        stepper.step()
        stepper.zero_grad()
        step += 1
        if step % 20 == 0:
            print(f"{step} {spent:.0%} contrast {loss.item():.3f} kinds {told.item():.3f}", flush=True)


def _batches(group: Group) -> list[list[tuple[str, list[str]]]]:
    pairs = random.sample(group.pairs, len(group.pairs))
    return [some for n in range(0, len(pairs), BATCH) if len(some := pairs[n : n + BATCH]) >= BATCH // 3]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("organisations", nargs="+", type=Path)
    parser.add_argument("--beir", nargs="*", type=Path, default=[])
    parser.add_argument("--lessons", action="store_true", help="learn from tools/lessons too")
    parser.add_argument("--start", type=Path, help="matrices to go on from, of this script")
    parser.add_argument("--minutes", type=float, default=42)
    given = parser.parse_args()
    torch.set_num_threads(1)
    random.seed(0)
    torch.manual_seed(0)
    groups = [*map(learnt, given.organisations), *map(judged, given.beir)]
    held = random.sample(found, len(found)) if given.lessons and (found := list(lessons())) else []
    groups += [taught(held[n : n + TOGETHER]) for n in range(0, len(held), TOGETHER)]
    print(f"{sum(len(g.pairs) for g in groups)} questions")
    learner = Learner(checked(folder()))
    if given.start:
        learner.go_on(given.start)
    teach(learner, groups, given.minutes)
    learner.save(given.out)


if __name__ == "__main__":
    main()
