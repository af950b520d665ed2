"""``repere search``: the ranked evidence alone, with the reason for each rank."""

from __future__ import annotations

from argparse import Namespace

from bots.commands.parsing import Parser, group_names, positive
from bots.rendering.terminal import BOLD, DIM, say_json, style, wrapped
from bots.rendering.terminal import say as out
from bots.wording.commands import Commands


def arguments(parser: Parser, say: Commands) -> None:
    parser.add_argument("query", metavar="QUERY", help=say.options_help["query"])
    parser.add_argument("-k", "--count", type=positive, default=10, metavar="N", help=say.options_help["count"])
    parser.add_argument(
        "--groups", type=group_names, default=frozenset(), metavar="G,…", help=say.options_help["groups"]
    )
    parser.add_argument("--index", metavar="DIR", help=say.options_help["index"])
    parser.add_argument("--json", action="store_true", help=say.options_help["json"])


def run(given: Namespace, say: Commands) -> int:
    from bots.channel import Desk
    from bots.rendering.contract import ranked_json
    from bots.rendering.places import place_words
    from bots.settings import Settings
    from bots.wording import wording

    found = Desk(Settings()).assistant.search(given.query, given.count, given.groups)
    if given.json:
        say_json([ranked_json(one) for one in found])
        return 0
    for rank, one in enumerate(found, start=1):
        place = place_words(one.passage.place, wording(say.language))
        out(style(f"{rank}. {one.passage.document}", BOLD) + (f", {place}" if place else ""))
        wrapped(say("score", one.score, ", ".join(one.reasons)), "   ", code=DIM)
        wrapped(one.passage.text, "   ")
    if not found:
        out(say("nothing-found"))
    return 0
