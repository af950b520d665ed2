"""How well search finds, on a BEIR-style folder, through the very analysers, vectors and fusion that answer.

``corpus.jsonl`` holds ``{_id, title, text}``, ``queries.jsonl`` ``{_id, text}``, ``qrels.tsv`` three columns.
Figures are those of BEIR (Thakur et al., 2021): gains are linear, ideal gains come from the judgements.
"""

from __future__ import annotations

import csv
import json
import math
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.evidence.search import find
from assistant.library import Library, Memory
from assistant.reading.reading import mend
from ingest.documents.passages import passages
from ingest.errors import NotFound, UnreadableDocument
from ingest.index.generation import open_current
from ingest.index.writing import Entry, only_writer, publish
from ingest.model import Block, BlockKind, Description, Document, Place

if TYPE_CHECKING:
    from ingest.index.generation import Generation
    from ingest.ports import Embedder

Qrels = Mapping[str, Mapping[str, float]]
_DEPTH = 100
_PASSAGES = 300  # enough that 100 documents are among them


@dataclass(frozen=True, slots=True)
class RetrievalFigures:
    """Means over the queries, in [0, 1]; ``p95`` is the time of a search in milliseconds, warm."""

    queries: int
    documents: int
    passages: int
    ndcg_at_10: float
    recall_at_10: float
    recall_at_100: float
    mrr_at_10: float
    p95: float


def evaluate_retrieval(
    folder: Path, embedder: Embedder | None, model: Embedder, say: Callable[[str, int, int], None] = lambda *_: None
) -> RetrievalFigures:
    """Indexes the corpus in a folder of its own and asks every judged query. ``embedder`` None: words alone.

    Raises NotFound or UnreadableDocument when the folder is not BEIR-style.
    """
    documents, queries, qrels = _read(folder)
    with tempfile.TemporaryDirectory(prefix="repere-") as place:
        with only_writer(Path(place)):
            publish(Path(place), documents, model, lambda n, of: say("embed", n, of))
        generation = open_current(Path(place), model.identity)
        judged = {name: text for name, text in queries.items() if name in qrels}
        runs, times = _ask_all(generation, embedder, judged, say)
    return _figures(runs, qrels, times, len(documents), sum(len(entry.passages) for entry in documents))


def _ask_all(
    generation: Generation,
    embedder: Embedder | None,
    queries: Mapping[str, str],
    say: Callable[[str, int, int], None],
) -> tuple[dict[str, list[str]], list[float]]:
    runs: dict[str, list[str]] = {}
    times: list[float] = []
    memory = Memory()
    for number, (name, text) in enumerate(queries.items()):
        started = time.perf_counter()
        library = Library(generation, embedder, memory=memory)
        vector = library.embed(text) if embedder else None
        found = find(library, text, mend(text, library), vector, _PASSAGES)
        times.append((time.perf_counter() - started) * 1000)
        # A document is as good as its best passage.
        runs[name] = list(dict.fromkeys(ranked.passage.document for ranked in found))[:_DEPTH]
        say("search", number + 1, len(queries))
    return runs, times


def _figures(
    runs: Mapping[str, Sequence[str]], qrels: Qrels, times: Sequence[float], documents: int, cut: int
) -> RetrievalFigures:
    def mean(measure: Callable[[Sequence[str], Mapping[str, float]], float]) -> float:
        return sum(measure(run, qrels[name]) for name, run in runs.items()) / max(1, len(runs))

    ordered = sorted(times)
    return RetrievalFigures(
        queries=len(runs),
        documents=documents,
        passages=cut,
        ndcg_at_10=mean(lambda run, good: ndcg(run, good, 10)),
        recall_at_10=mean(lambda run, good: recall(run, good, 10)),
        recall_at_100=mean(lambda run, good: recall(run, good, 100)),
        mrr_at_10=mean(lambda run, good: reciprocal_rank(run, good, 10)),
        p95=ordered[int(0.95 * (len(ordered) - 1))] if ordered else 0.0,
    )


def ndcg(run: Sequence[str], good: Mapping[str, float], depth: int) -> float:
    gained = sum(good.get(name, 0.0) / math.log2(rank + 2) for rank, name in enumerate(run[:depth]))
    ideal = sum(gain / math.log2(rank + 2) for rank, gain in enumerate(sorted(good.values(), reverse=True)[:depth]))
    return gained / ideal if ideal else 0.0


def recall(run: Sequence[str], good: Mapping[str, float], depth: int) -> float:
    relevant = {name for name, gain in good.items() if gain > 0}
    return len(relevant.intersection(run[:depth])) / len(relevant) if relevant else 0.0


def reciprocal_rank(run: Sequence[str], good: Mapping[str, float], depth: int) -> float:
    return next((1 / (rank + 1) for rank, name in enumerate(run[:depth]) if good.get(name, 0) > 0), 0.0)


def _read(folder: Path) -> tuple[list[Entry], dict[str, str], Qrels]:
    try:
        corpus = _lines(folder / "corpus.jsonl")
        documents = [_entry(line["_id"], line.get("title") or "", line["text"]) for line in corpus]
        queries = {line["_id"]: line["text"] for line in _lines(folder / "queries.jsonl")}
        return documents, queries, _judgements(folder / "qrels.tsv")
    except FileNotFoundError as error:
        raise NotFound(
            f"« {folder} » doit contenir corpus.jsonl, queries.jsonl et qrels.tsv : vérifiez le chemin.",
            f"“{folder}” must hold corpus.jsonl, queries.jsonl and qrels.tsv: check the path.",
        ) from error
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise UnreadableDocument(
            f"Un fichier de « {folder} » n'est pas au format BEIR ({error}) : corrigez-le.",
            f"A file of “{folder}” is not BEIR-style ({error}): correct it.",
        ) from error


def _lines(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        yield from (json.loads(line) for line in file if line.strip())


def _judgements(path: Path) -> dict[str, dict[str, float]]:
    """Three columns, or TREC's four (query, 0, document, relevance); a header line is skipped."""
    judged: dict[str, dict[str, float]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t"):
            if row and row[-1].strip().lstrip("-").replace(".", "", 1).isdigit():
                judged.setdefault(row[0], {})[row[-2]] = float(row[-1])
    return judged


def _entry(name: str, title: str, text: str) -> Entry:
    """A document of one paragraph under its title."""
    place = Place(section=(title,) if title else (), start=0, end=len(text))
    document = Document(name, "text", text, (Block("b1", BlockKind.PARAGRAPH, text, place),), title)
    about = Description(document=name, title=title or name)
    return Entry(document, about, passages(document, about))
