"""``repere eval``: answers scored against gold sets, a table per kind of question."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from bots.errors import BadInput
from bots.parsing import Parser
from bots.terminal import BOLD, style
from bots.terminal import say as out
from bots.wording.commands import Commands
from ingest.errors import NotFound

if TYPE_CHECKING:
    from assistant.evaluation.run import Evaluation


def arguments(parser: Parser, say: Commands) -> None:
    parser.add_argument("gold", nargs="+", metavar="GOLD.yaml", help=say.options_help["gold"])
    parser.add_argument("--index", metavar="DIR", help=say.options_help["index"])


def run(given: Namespace, say: Commands) -> int:
    from assistant.evaluation.run import evaluate, true_in
    from bots.channel import Desk
    from bots.settings import Settings

    paths = [Path(name) for name in given.gold]
    for path in paths:
        if not path.is_file():
            raise NotFound(say("no-file", path), say("no-file", path))
    assistant = Desk(Settings()).assistant
    for path in paths:
        try:
            found = evaluate(path, assistant.answer, true_in(assistant))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadInput(say("bad-gold", path)) from error
        _tell(found, say)
    return 0


def _tell(found: Evaluation, say: Commands) -> None:
    from assistant.evaluation.run import percentile, rows, shown
    from assistant.evaluation.scoring import Figures

    out(style(f"{found.path} – {len(found.verdicts)}", BOLD))
    for name, ours, bar, _ in rows(found.whole()):
        out(f"  {name:<24} {ours:>9}  (≥ {bar})" if bar != "–" else f"  {name:<24} {ours:>9}")
    out(f"  p50 {percentile(found.milliseconds, 0.5):.0f} ms, p95 {percentile(found.milliseconds, 0.95):.0f} ms")
    names = [column.name for column in fields(Figures)]
    for kind, figure in found.by_kind().items():
        told = ", ".join(
            f"{name} {shown(getattr(figure, name))}" for name in names if getattr(figure, name) is not None
        )
        out(f"  {say('eval-kind')} {kind}: {', '.join(told)}")
