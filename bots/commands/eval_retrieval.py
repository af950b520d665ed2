"""``repere eval-retrieval``: search measured on a BEIR-style folder."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from bots.commands.parsing import Parser
from bots.errors import BadInput
from bots.rendering.terminal import Bar, say_json
from bots.rendering.terminal import say as out
from bots.wording.commands import Commands
from ingest.errors import NotFound


def arguments(parser: Parser, say: Commands) -> None:
    parser.add_argument("folder", metavar="DIR", help=say.options_help["beir"])
    parser.add_argument("--json", action="store_true", help=say.options_help["json"])


def run(given: Namespace, say: Commands) -> int:
    from assistant.evaluation.retrieval import evaluate_retrieval
    from ingest import bootstrap
    from ingest.settings import Settings

    folder = Path(given.folder)
    if not all((folder / name).is_file() for name in ("corpus.jsonl", "queries.jsonl", "qrels.tsv")):
        raise NotFound(say("bad-beir", folder), say("bad-beir", folder))
    bar = Bar({"embed": say("embedding")})
    try:
        embedder = bootstrap.embedder(Settings())
        figures = evaluate_retrieval(folder, embedder, embedder, bar)
    except (ValueError, KeyError) as error:
        raise BadInput(say("bad-beir", folder)) from error
    finally:
        bar.clear()
    if given.json:
        say_json(asdict(figures))
        return 0
    for name, value in asdict(figures).items():
        out(f"{name:<12} {value:.4f}" if isinstance(value, float) else f"{name:<12} {value}")
    return 0
