"""``repere eval``: answers scored against gold sets or whole organisations, in four parts, by kind and by register."""

from __future__ import annotations

import os
import tempfile
import textwrap
from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bots.commands.parsing import Parser
from bots.errors import BadInput
from bots.rendering.terminal import BOLD, Bar, say_json, style
from bots.rendering.terminal import say as out
from bots.wording.commands import Commands
from ingest.errors import NotFound

if TYPE_CHECKING:
    from assistant.answering import Assistant
    from assistant.evaluation.collecting import Tried
    from assistant.evaluation.parts import Parts
    from assistant.evaluation.run import Evaluation


def arguments(parser: Parser, say: Commands) -> None:
    parser.add_argument("gold", nargs="+", metavar="GOLD.yaml|DIR", help=say.options_help["gold"])
    parser.add_argument("--index", metavar="DIR", help=say.options_help["index"])
    parser.add_argument("--json", action="store_true", help=say.options_help["json"])
    parser.add_argument("--no-naive", action="store_true", help=say.options_help["no-naive"])
    parser.add_argument("--stability", action="store_true", help=say.options_help["stability"])
    parser.add_argument("--left-out", action="store_true", help=say.options_help["left-out"])
    parser.add_argument("--threshold", type=float, metavar="P", help=say.options_help["threshold"])


def run(given: Namespace, say: Commands) -> int:
    paths = [Path(name) for name in given.gold]
    for path in paths:
        if not path.exists():
            raise NotFound(say("no-file", path), say("no-file", path))
    if given.left_out:
        return _left_out(paths, given, say)
    found = [_measured(path, len(paths) > 1, given, say) for path in paths]
    if given.json:
        say_json(found[0].as_json() if len(found) == 1 else _together(found))
    elif len(found) > 1:
        out(style(say("eval-together", len(found)), BOLD))
        _parts({say("eval-all"): _sum(found)}, "", say)
    return 0


def _measured(path: Path, several: bool, given: Namespace, say: Commands) -> Evaluation:
    """One gold file or organisation, answered and judged; its tables are printed unless a program reads."""
    from assistant.evaluation.organisation import QUESTIONS, organisation
    from assistant.evaluation.run import evaluate, sources_of, stability

    gold = path / QUESTIONS if path.is_dir() else path
    if path.is_dir():
        organisation(path)
    with _answering(path, several, given, say) as assistant:
        found = evaluate(gold, assistant.answer, sources_of(assistant))
        if not given.json:
            _tables(found, None if given.no_naive else _naive(gold, assistant), say)
            if given.stability:
                _stability(stability(gold, assistant), say)
    return found


def _naive(gold: Path, assistant: Assistant) -> Evaluation:
    from assistant.bootstrap import naive
    from assistant.evaluation.run import evaluate, sources_of

    return evaluate(gold, naive(assistant).answer, sources_of(assistant))


@contextmanager
def _answering(path: Path, several: bool, given: Namespace, say: Commands) -> Iterator[Assistant]:
    """The assistant over the settings' index, or over an organisation's documents, ingested first.

    With ``--index`` the index stays there, in a folder of its name when organisations are several."""
    from assistant.bootstrap import assistant
    from assistant.evaluation.organisation import DOCUMENTS

    with ExitStack() as stack:
        if path.is_dir():
            index = Path(given.index or stack.enter_context(tempfile.TemporaryDirectory(prefix="repere-")))
            index = index / path.resolve().name if several else index
            _ingest(path / DOCUMENTS, index, say)
            stack.enter_context(_index(index))
        yield assistant()


@contextmanager
def _index(index: Path) -> Iterator[None]:
    """The setting of the index, for a while."""
    before = os.environ.get("REPERE_INDEX")
    os.environ["REPERE_INDEX"] = str(index)
    try:
        yield
    finally:
        os.environ.pop("REPERE_INDEX")
        if before is not None:
            os.environ["REPERE_INDEX"] = before


def _ingest(documents: Path, index: Path, say: Commands) -> None:
    from ingest import bootstrap, pipeline
    from ingest.settings import Settings

    bar = Bar({"read": say("reading"), "embed": say("embedding")})
    try:
        report = pipeline.ingest(documents, index, bootstrap.embedder(Settings()), bar)
    finally:
        bar.clear()
    if not report.generation:
        raise BadInput(say("no-index"))


def _left_out(paths: Sequence[Path], given: Namespace, say: Commands) -> int:
    """Each organisation scored by a last ranking that never saw it, of what the first keeps and the reader reads."""
    from assistant.choosing.ranker import load
    from assistant.evaluation.collecting import read_again
    from assistant.evaluation.fitting import last
    from assistant.evaluation.leftout import left_out
    from assistant.reading.meaning import FITTED
    from ingest import bootstrap

    if len(paths) < 2 or not all(path.is_dir() for path in paths):
        raise BadInput(say("left-two"))
    tried = [one for path in paths for one in _tried(path, given, say)]
    read = read_again(tried, load(FITTED), bootstrap.reader())
    bar = Bar({})
    try:
        found = left_out(read, given.threshold, fit=last, say=bar)
    finally:
        bar.clear()
    if given.json:
        say_json(found.as_json())
        return 0
    out(style(say("left-title", len(paths), len(found.scored), found.threshold), BOLD))
    out("  " + say("left-reach", 100 * found.reachable))
    _parts({say("eval-all"): found.parts()}, "", say)
    for heading, attribute in (("left-folder", "organisation"), ("eval-kind", "kind"), ("eval-register", "register")):
        _parts(found.parts_by(attribute), say(heading), say)
    return 0


def _tried(path: Path, given: Namespace, say: Commands) -> list[Tried]:
    from assistant.evaluation.collecting import collect
    from assistant.evaluation.organisation import organisation

    bar = Bar({})
    try:
        with _answering(path, True, given, say) as assistant:
            return list(collect(organisation(path), assistant, bar))
    finally:
        bar.clear()


# ---------------------------------------------------------------- what is printed
def _tables(found: Evaluation, beside: Evaluation | None, say: Commands) -> None:
    _figures(found, beside, say)
    _parts({say("eval-all"): found.parts()}, "", say)
    for heading, attribute in (("eval-kind", "kind"), ("eval-register", "register")):
        _parts(found.parts_by(attribute), say(heading), say)
    _missed(found, say)


def _figures(found: Evaluation, beside: Evaluation | None, say: Commands) -> None:
    """Ours, the bar, and what the pipeline people write first gets on the same questions."""
    from assistant.evaluation.run import percentile, rows

    out(style(say("eval-title", found.path, len(found.verdicts)), BOLD))
    out(style(f"  {'':<24}{say('eval-ours'):>10}{say('eval-bar'):>12}{say('eval-naive'):>12}", BOLD))
    for name, ours, bar, theirs in rows(found.whole(), beside.whole() if beside else None):
        out(f"  {name:<24}{ours:>10}{bar:>12}{theirs:>12}")
    p50, p95 = (percentile(found.milliseconds, share) for share in (0.5, 0.95))
    out(f"  p50 {p50:.0f} ms, p95 {p95:.0f} ms")


def _parts(held: Mapping[str, Parts], heading: str, say: Commands) -> None:
    """A line a name: how many questions, the four parts, and the share wrong among what is answered with its bound."""
    from assistant.evaluation.parts import Part

    heads = [say("eval-questions"), *(say(f"part-{part.value}") for part in Part), say("part-wrong-if")]
    out(style(f"  {heading:<24}" + "".join(f"{head:>16}" for head in heads), BOLD))
    for name, parts in held.items():
        shares = "".join(f"{100 * parts.share(part):>14.1f} %" for part in Part)
        wrong = f"{100 * parts.wrong_if_answered:.1f} % (≤ {100 * parts.bound:.0f})" if parts.answered else "–"
        out(f"  {name:<24}{parts.questions:>16}{shares}{wrong:>16}")


def _missed(found: Evaluation, say: Commands) -> None:
    """Each question missed, and how its answer begins."""
    if not (missed := found.missed()):
        return
    out(style(f"  {say('eval-missed')}", BOLD))
    for gold, reply in missed:
        begins = reply.text.splitlines()[0] if reply.text else ""
        out(f"  {gold.id:<8}{gold.question}\n  {'':<8}→ {textwrap.shorten(begins, _WIDTH, placeholder='…')}")


_WIDTH = 110  # characters of an answer that tell what it is


def _stability(kept: dict[str, float], say: Commands) -> None:
    from assistant.evaluation.run import shown

    out(style(f"  {say('eval-stability')}", BOLD))
    for name, share in kept.items():
        out(f"  {name:<24}{shown(share):>10}{shown(0.95):>12}")


def _sum(found: Sequence[Evaluation]) -> Parts:
    from assistant.evaluation.parts import counted

    return counted(verdict.part for one in found for verdict in one.verdicts)


def _together(found: Sequence[Evaluation]) -> dict[str, Any]:
    """Each set by its path, and what they come to together."""
    from assistant.evaluation.run import told_parts

    every = [verdict for one in found for verdict in one.verdicts]
    return {"sets": [one.as_json() for one in found], "together": told_parts(every)}
