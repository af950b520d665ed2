"""``repere key``: draws an API key and prints its entry for the file of keys. The key is shown once and kept nowhere."""

from __future__ import annotations

from argparse import Namespace

from bots.commands.parsing import Parser, positive
from bots.rendering.terminal import complain
from bots.rendering.terminal import say as out
from bots.wording.commands import Commands


def arguments(parser: Parser, say: Commands) -> None:
    parser.add_argument("name", metavar="NOM", help=say.options_help["key-name"])
    parser.add_argument("--groups", default="", metavar="G,…", help=say.options_help["key-groups"])
    parser.add_argument("--per-minute", type=positive, default=0, metavar="N", help=say.options_help["per-minute"])


def run(given: Namespace, say: Commands) -> int:
    import yaml

    from bots.http.access.keys import digest, drawn
    from bots.settings import listed

    key = drawn()
    entry = {"sha256": digest(key), "groups": list(listed(given.groups)), "per_minute": given.per_minute}
    complain(say("key-drawn", key))
    out(yaml.safe_dump({"keys": {given.name: entry}}, allow_unicode=True, sort_keys=False).rstrip())
    return 0
