"""``repere eval``: answers scored against gold sets, a table per kind of question."""

from __future__ import annotations

import textwrap
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from bots.commands.parsing import Parser
from bots.errors import BadInput
from bots.rendering.terminal import BOLD, style
from bots.rendering.terminal import say as out
from bots.wording.commands import Commands
from ingest.errors import NotFound

if TYPE_CHECKING:
    from assistant.evaluation.run import Evaluation


def arguments(parser: Parser, say: Commands) -> None:
    parser.add_argument("gold", nargs="+", metavar="GOLD.yaml", help=say.options_help["gold"])
    parser.add_argument("--index", metavar="DIR", help=say.options_help["index"])
    parser.add_argument("--no-naive", action="store_true", help=say.options_help["no-naive"])
    parser.add_argument("--stability", action="store_true", help=say.options_help["stability"])


def run(given: Namespace, say: Commands) -> int:
    from assistant.bootstrap import naive
    from assistant.evaluation.run import evaluate, sources_of, stability
    from bots.channel import Desk
    from bots.settings import Settings

    paths = [Path(name) for name in given.gold]
    for path in paths:
        if not path.is_file():
            raise NotFound(say("no-file", path), say("no-file", path))
    assistant = Desk(Settings()).assistant
    plain = None if given.no_naive else naive(assistant).answer
    for path in paths:
        try:
            found = evaluate(path, assistant.answer, sources_of(assistant))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadInput(say("bad-gold", path)) from error
        beside = evaluate(path, plain, sources_of(assistant)) if plain else None
        _figures(found, beside, say)
        _kinds(found, say)
        _missed(found, say)
        if given.stability:
            _stability(stability(path, assistant), say)
    return 0


def _figures(found: Evaluation, beside: Evaluation | None, say: Commands) -> None:
    """Ours, the bar, and what the pipeline people write first gets on the same questions."""
    from assistant.evaluation.run import percentile, rows

    out(style(say("eval-title", found.path, len(found.verdicts)), BOLD))
    out(style(f"  {'':<24}{say('eval-ours'):>10}{say('eval-bar'):>12}{say('eval-naive'):>12}", BOLD))
    for name, ours, bar, theirs in rows(found.whole(), beside.whole() if beside else None):
        out(f"  {name:<24}{ours:>10}{bar:>12}{theirs:>12}")
    p50, p95 = (percentile(found.milliseconds, share) for share in (0.5, 0.95))
    out(f"  p50 {p50:.0f} ms, p95 {p95:.0f} ms")


def _kinds(found: Evaluation, say: Commands) -> None:
    from assistant.evaluation.run import shown

    heads = (say("eval-questions"), "overall", "supported", "refusal")
    out(style(f"  {say('eval-kind'):<24}" + "".join(f"{head:>12}" for head in heads), BOLD))
    for kind, figure in found.by_kind().items():
        cells = (figure.questions, figure.overall, figure.supported_accuracy, figure.refusal_accuracy)
        out(f"  {kind:<24}" + "".join(f"{shown(cell):>12}" for cell in cells))


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
