"""What a person reads of the answers to the shipped questions, measured: tools/shown.py (``make shown``).

Asks every question of ``tests/golden/questions.yaml`` of the index in service, draws each reply for the page, Teams and Slack,
and prints how short it is, what it repeats, and which of its addresses do not open.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.telling.english import in_english
from bots.rendering.addresses import addresses
from bots.rendering.message import Message, Sentence
from bots.rendering.pieces import few_rows, pieces, read
from bots.slack.writing.blocks import draw
from bots.teams.messages import activities
from bots.web.answer import answer
from bots.web.nodes import to_html
from bots.web.pages import sayer
from bots.wording.slack import sayer as slack
from ingest.languages import words

QUESTIONS = Path(__file__).resolve().parent.parent / "tests" / "golden" / "questions.yaml"
DAY = "2026-11-30"  # the day the shipped documents are asked about: what is late does not change
LINE = 160  # characters of the line that answers, at the median, at most
NUMBERS = 2  # of a single fact, at most
AT_A_GLANCE = 25  # words of a line that answers
CHANNELS = ("web", "teams", "slack")
_ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


@dataclass(frozen=True)
class Figures:
    """Of messages as they are shown. Lists name what falls short, each by its question or its words."""

    refused: int
    lines: tuple[int, ...]  # characters of each line that answers, before any card
    glances: float  # share of these lines that hold 25 words at most
    alone: int  # answers that are one line
    numbered: tuple[str, ...]  # of these, those that call too many sources
    tables: int
    twice: tuple[str, ...]  # answers that tell a list and a table of it
    dated: tuple[str, ...]  # words that hold a date as machines write it
    addresses: int
    shut: dict[str, tuple[str, ...]]  # channel → addresses that are no link there
    untold: tuple[str, ...]  # values of English answers that have English words and are told in French


def measured(shown: Sequence[Message]) -> Figures:
    """The figures of messages."""
    answered = [message for message in shown if not message.abstained]
    lines = [message.sentences[0].text.split("\n")[0] for message in answered]
    single = [m for m in answered if len(pieces(m)) == 1 and not m.grid]
    return Figures(
        refused=len(shown) - len(answered),
        lines=tuple(sorted(map(len, lines))),
        glances=sum(len(words(line)) <= AT_A_GLANCE for line in lines) / max(1, len(lines)),
        alone=len(single),
        numbered=tuple(m.question for m in single if _calls_many(pieces(m)[0].sentences[0], m)),
        tables=sum(bool(message.grid) for message in shown),
        twice=tuple(m.question for m in shown if m.grid and any(piece.kind == "list" for piece in pieces(m))),
        dated=tuple(text for text in _prose(shown) if _ISO.search(text)),
        addresses=sum(len(told(message)) for message in shown),
        shut={name: tuple(one for m in shown for one in sorted(told(m) - opened(m, name))) for name in CHANNELS},
        untold=tuple(one for one in _values(answered) if in_english(one) != one),
    )


def _calls_many(line: Sentence, message: Message) -> bool:
    """More than two numbers, the cells of one row being one; what moved over reports has one in each report."""
    rested = [source.document for source in message.sources if source.number in line.numbers]
    reports = len(rested) if len(set(rested)) == len(rested) else 0
    return len(line.numbers) > max(NUMBERS, reports)


def _prose(shown: Iterable[Message]) -> Iterator[str]:
    """Sentences, notices, quiet lines and cells."""
    for message in shown:
        yield from (sentence.text for sentence in message.sentences)
        yield from (note.text for note in message.notes)
        yield from message.confirmed
        yield from (cell.text for row in (message.grid.rows if message.grid else ()) for cell in row)


def _values(answered: Iterable[Message]) -> Iterator[str]:
    for message in (one for one in answered if one.language == "en"):
        yield from (one.value for one in message.sentences if one.label)
        yield from (cell.text for row in (message.grid.rows if message.grid else ()) for cell in row)


def told(message: Message) -> set[str]:
    """The addresses that an answer or a refusal shows: « mailto:… », « https://… »."""
    lines = [one.text for one in read(message)] + [note.text for note in message.notes]
    lines += [cell.text for row in (few_rows(message.grid)[0] if message.grid else ()) for cell in row]
    lines += [message.whom.role] if message.whom else []
    return {one for line in lines for one in addresses(line)}


def opened(message: Message, channel: str) -> set[str]:
    """The addresses that are links in a channel, without the subject of a letter."""
    if channel == "web":
        found = set(re.findall(r'href="([^"]*)', to_html(answer(message, sayer(message.language), None, "t"))))
    elif channel == "teams":
        found = set(_links(activities(message, lambda source: source.original)))
    else:
        blocks = json.dumps(draw(message, slack(message.language)).blocks, ensure_ascii=False)
        found = set(re.findall(r"<([^|>]+)\|", blocks))
    return {link.split("?")[0] if link.startswith("mailto:") else link for link in found}


def _links(value: object) -> Iterator[str]:
    """Every address that opens, in the parts of a message of Teams."""
    if isinstance(value, dict):
        yield from (str(value["url"]) for _ in (1,) if value.get("type") == "Action.OpenUrl")
        yield from (link for part in value.values() for link in _links(part))
    elif isinstance(value, list | tuple):
        yield from (link for part in value for link in _links(part))


def lines(found: Figures) -> Iterator[str]:
    """The figures as a person reads them."""
    count = len(found.lines)
    yield f"answered, refused: {count}, {found.refused}"
    yield f"characters of the line that answers, median: {statistics.median(found.lines):.0f} ({LINE} at most)"
    yield f"the same, 90th percentile: {found.lines[round(0.9 * (count - 1))]}"
    yield f"lines of {AT_A_GLANCE} words at most: {found.glances:.0%}"
    yield f"answers of one line with more than {NUMBERS} numbers: {len(found.numbered)} of {found.alone}"
    yield f"lists told twice: {len(found.twice)} of {found.tables} tables"
    yield f"dates as machines write them: {len(found.dated)}"
    for channel in CHANNELS:
        yield f"addresses that open, {channel}: {found.addresses - len(found.shut[channel])} of {found.addresses}"
    yield f"English values told in French: {len(found.untold)}"


def main() -> int:
    """Prints the figures; 1 where one of them is not what is promised."""
    from assistant import bootstrap
    from assistant.evaluation.gold import load
    from assistant.evaluation.run import question
    from bots.rendering.glosses import glossed
    from bots.rendering.links import Links
    from bots.rendering.message import render

    os.environ.setdefault("REPERE_TODAY", DAY)
    assistant = bootstrap.assistant()
    asked = [question(one) for one in load(QUESTIONS)]
    shown = [glossed(render(assistant.answer(one), Links()), assistant.library(one.groups)) for one in asked]
    found = measured(shown)
    sys.stdout.write("\n".join(lines(found)) + "\n")
    short = [
        *found.numbered,
        *found.twice,
        *found.dated,
        *found.untold,
        *(one for each in found.shut.values() for one in each),
    ]
    sys.stdout.writelines(f"  {one}\n" for one in short)
    return int(bool(short) or statistics.median(found.lines) > LINE)


if __name__ == "__main__":
    sys.exit(main())
