"""``repere read``: the text that would be indexed, one block a line with its place. Reads nothing else."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from bots.commands.parsing import Parser
from bots.rendering.terminal import say_json
from bots.wording.commands import Commands


def arguments(parser: Parser, say: Commands) -> None:
    parser.add_argument("file", metavar="FILE", help=say.options_help["file"])
    parser.add_argument("--json", action="store_true", help=say.options_help["json"])


def run(given: Namespace, _: Commands) -> int:
    from ingest.loaders.reading import lines, read

    document = read(Path(given.file))
    if given.json:
        say_json(asdict(document))
        return 0
    # As it is, and not made harmless: quotes are compared with this output. Controls alone are left out.
    for line in lines(document):
        sys.stdout.write(line.replace("\x1b", "") + "\n")
    return 0
