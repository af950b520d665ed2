"""``repere confirmed``: questions people were glad of, as entries to review and paste into ``corpus.yaml``.

A question with more thumbs up than down is asked again, to the documents everyone may read; when it is answered, it is
written under the document first cited, with the exact words that answered. Nothing is indexed by itself: a person decides.
"""

from __future__ import annotations

from argparse import Namespace
from collections import Counter
from typing import TYPE_CHECKING

from bots.commands.parsing import Parser, positive
from bots.rendering.terminal import say as out
from bots.wording.commands import Commands

if TYPE_CHECKING:
    from assistant.model import Reply
    from bots.channel import Desk

Entries = dict[str, dict[str, list[dict[str, str]]]]


def arguments(parser: Parser, say: Commands) -> None:
    parser.add_argument("--at-least", type=positive, default=1, metavar="N", help=say.options_help["at-least"])
    parser.add_argument("--index", metavar="DIR", help=say.options_help["index"])


def run(given: Namespace, say: Commands) -> int:
    import yaml

    from bots.channel import Desk
    from bots.settings import Settings

    desk = Desk(Settings())
    try:
        found = entries(desk, liked(desk, given.at_least))
    finally:
        desk.close()
    if not found:
        out(say("nothing-confirmed"))
        return 0
    out(f"# {say('confirmed')}")
    out(yaml.safe_dump({"documents": found}, allow_unicode=True, sort_keys=False, width=110).rstrip())
    return 0


def liked(desk: Desk, least: int) -> list[str]:
    """Masked questions whose thumbs up outnumber the others by ``least``, most liked first."""
    votes: Counter[str] = Counter()
    for _, _, verdict, _, question in desk.feedback.rows():
        if question.strip():
            votes[question.strip()] += 1 if verdict == "up" else -1
    return [question for question, balance in votes.most_common() if balance >= least]


def entries(desk: Desk, questions: list[str]) -> Entries:
    """By document, each question with the words that answer it; those now refused are left out."""
    found: Entries = {}
    for question in questions:
        reply = _asked(desk, question)
        if reply.abstained or not reply.citations:
            continue
        cited = reply.citations[0]
        held = found.setdefault(cited.document, {"questions": []})["questions"]
        held.append({"question": question, "answer": cited.quote})
    return found


def _asked(desk: Desk, question: str) -> Reply:
    from bots.channel import Asked

    return desk.reply(Asked(question, context=()))
