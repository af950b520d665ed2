"""Fits the chooser and the meaning head, and writes ``assistant/reading/fitted``: tools/fit.py [options] ORGANISATION…

Collects every candidate of every question of the organisations given, twice: with the head as it is, which tells of what
kind each question is; then, the head fitted again on them, each organisation with a head that never saw its questions. Fits
the chooser on all of them, and prints what each would get from a chooser that never saw it (docs/evaluation.md). Run it again
after any change to reading, evidence, features or examples.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("OMP_NUM_THREADS", "1")

from assistant.answering import Assistant  # noqa: E402
from assistant.choosing.ranker import FIRST, LAST  # noqa: E402
from assistant.evaluation import collecting, fitting, heads, leftout  # noqa: E402
from assistant.evaluation.collecting import Tried  # noqa: E402
from assistant.evaluation.frames import filled  # noqa: E402
from assistant.evaluation.leftout import LeftOut  # noqa: E402
from assistant.evaluation.organisation import organisation  # noqa: E402
from assistant.evaluation.parts import Part, Parts  # noqa: E402
from assistant.reading.meaning import FITTED, Meaning, examples, fitted  # noqa: E402
from ingest import bootstrap, pipeline  # noqa: E402
from ingest.settings import Settings  # noqa: E402

BEFORE, AFTER = "before", "after"  # what was collected before the head is fitted again, and after


def main() -> None:
    given = arguments()
    given.out.mkdir(parents=True, exist_ok=True)
    if given.only != "chooser":
        fit_head(given)
    if given.only != "head":
        fit_chooser(given)
    print(f"{given.out} {fitting.digest(given.out)}")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("organisations", nargs="*", type=Path, metavar="ORGANISATION")
    parser.add_argument("--work", type=Path, default=ROOT / "build" / "fit", help="indexes and what was collected")
    parser.add_argument("--out", type=Path, default=FITTED, help="where what is fitted is written")
    parser.add_argument("--only", choices=("head", "chooser"), help="fit one of the two")
    parser.add_argument("--kept", action="store_true", help="fit on what was collected before, where it is")
    parser.add_argument(
        "--taught", nargs="+", type=Path, default=[], metavar="ORGANISATION",
        help="what encoder and reader learned from: the first ranking is fitted on these, the last on the others",
    )  # fmt: skip
    parser.add_argument("--bound", type=float, default=leftout.BOUND, help="of wrong answers among answers")
    parser.add_argument("--no-left-out", action="store_true", help="do not leave organisations out in turn")
    given = parser.parse_args()
    if not (given.organisations and given.taught):
        parser.error("name the organisations to learn from: --taught A B … -- C D …")
    return given


def fit_head(given: argparse.Namespace) -> None:
    """Writes the meaning head, and for each organisation one that never saw its questions, which it is collected with."""
    embedder, taught, framed = bootstrap.embedder(Settings()), examples(), filled()
    asked = {
        folder.name: heads.lived(collected(folder, given, BEFORE), fitted(), embedder)
        for folder in (*given.taught, *given.organisations)
    }
    head = heads.head(
        taught, embedder, framed, {text: kinds for some in asked.values() for text, kinds in some.items()}
    )
    for name, meaning in heads.without(taught, embedder, framed, asked):
        meaning.save(given.work / "heads" / name)
    head.meaning.save(given.out)
    print(f"meaning: {len(head.meaning.labels)} kinds, {head.examples} examples,", end=" ")
    print(
        f"{sum(map(len, asked.values()))} questions of {len(asked)} organisations; examples left out in fifths,",
        end=" ",
    )
    print(f"right kind first {head.first:.1%}, among three {head.among_three:.1%}")


def fit_chooser(given: argparse.Namespace) -> None:
    """The first ranking on what the reader was taught with, the last on what neither has seen; then the first on all."""
    taught = [one for folder in given.taught for one in collected(folder, given)]
    others = [one for folder in given.organisations for one in collected(folder, given)]
    first = fitting.ranker(taught)
    print(f"first ranking: {len(taught)} questions, {sum(len(t.rows) for t in taught)} candidates", flush=True)
    read = collecting.read_again(others, first, bootstrap.reader())
    reached = [t.reachable for t in read if t.gold.behaviour == "answer"]
    print(f"finalists: {len(read)} questions, {sum(reached) / len(reached):.1%} with a right one", flush=True)
    if len(given.organisations) > 1 and not given.no_left_out:
        report(leftout.left_out(read, bound=given.bound, fit=fitting.last))
    fitting.last(read).save(given.out, LAST)
    fitting.agreement(read).save(given.out)
    fitting.ranker([*taught, *others]).save(given.out, FIRST)


def report(found: LeftOut) -> None:
    """The four parts at each tenth of threshold, by organisation at the one that is kept, and how right « sure » is."""
    print(f"left out: reachable {found.reachable:.1%}")
    for tenth in range(1, 10):
        print(f"  from {tenth / 10:.1f}            {told(replace(found, threshold=tenth / 10).parts())}")
    print(f"threshold {found.threshold:.3f}" + (": none holds the bound" if found.threshold >= 1 else ""))
    for name, parts in {"all": found.parts(), **found.parts_by("organisation")}.items():
        print(f"  {name:<20}{told(parts)}")
    for sure, count, right in found.curve():
        print(f"  sure {sure:.1f}: {count} questions, {right:.0%} right")


def collected(folder: Path, given: argparse.Namespace, turn: str = AFTER) -> list[Tried]:
    """What was tried of an organisation; asked again unless it is kept."""
    asked = organisation(folder)
    path = given.work / turn / f"{asked.name}.npz"
    if given.kept and path.is_file():
        return collecting.kept(asked, path)
    own = given.work / "heads" / folder.name
    tried = list(
        asking(folder, given.work / "index" / asked.name, fitted(own) if turn == AFTER and own.exists() else None)
    )
    collecting.keep(tried, path)
    print(f"{asked.name}: {len(tried)} questions, {sum(len(t.rows) for t in tried)} candidates", flush=True)
    return tried


def asking(folder: Path, index: Path, head: Meaning | None) -> Iterator[Tried]:
    asked, embedder = organisation(folder), bootstrap.embedder(Settings())
    pipeline.ingest(asked.documents, index, embedder)
    shelf = bootstrap.shelf(Settings(index=index))
    yield from collecting.collect(asked, Assistant(shelf, embedder, head=head))


def told(parts: Parts) -> str:
    shares = "  ".join(f"{part.value} {parts.share(part):.1%}" for part in Part)
    return (
        f"{parts.questions} questions  {shares}  wrong if answered {parts.wrong_if_answered:.1%} (≤ {parts.bound:.1%})"
    )


if __name__ == "__main__":
    main()
