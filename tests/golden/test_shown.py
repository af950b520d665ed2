"""What a person reads of the answers to the shipped questions: short, told once, in words, each address a link."""

from __future__ import annotations

import json
import re
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.evaluation.gold import load
from assistant.evaluation.run import question
from assistant.model import Question, Reply
from assistant.telling.english import in_english
from bots.rendering.addresses import addresses
from bots.rendering.links import Links
from bots.rendering.message import Message, Sentence, render
from bots.rendering.pieces import few_rows, pieces, read
from bots.slack.writing.blocks import draw
from bots.teams.messages import activities
from bots.web.answer import answer
from bots.web.nodes import to_html
from bots.web.pages import sayer
from bots.wording.slack import sayer as slack

ROOT = Path(__file__).resolve().parents[2]
ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
LINE, NUMBERS = 160, 2  # characters of the line that answers, at the median; numbers of a single fact, at most


@pytest.fixture(scope="module")
def shown(replies: Callable[[Question], Reply]) -> list[Message]:
    """Every shipped question, answered or refused, as channels are given it."""
    gold = load(ROOT / "tests" / "golden" / "questions.yaml")
    return [render(replies(question(one)), Links()) for one in gold]


def test_the_line_that_answers_is_short(shown: list[Message]) -> None:
    """The median line, before any card or list."""
    lines = [message.sentences[0].text.split("\n")[0] for message in shown if not message.abstained]
    assert statistics.median(map(len, lines)) <= LINE


def test_a_single_fact_has_few_numbers(shown: list[Message]) -> None:
    """A line alone calls two sources at most, the cells of one row being one; what moved over reports, one in each report."""
    alone = [(pieces(m)[0].sentences[0], m) for m in shown if len(pieces(m)) == 1 and not m.grid]
    assert alone
    assert [one.text for one, m in alone if len(one.numbers) > max(NUMBERS, _reports(one, m))] == []


def _reports(line: Sentence, message: Message) -> int:
    """How many documents a line rests on, where each number is another one's."""
    told = [source.document for source in message.sources if source.number in line.numbers]
    return len(told) if len(set(told)) == len(told) else 0


def test_no_list_is_told_twice(shown: list[Message]) -> None:
    """Beside a table there is no list of what it holds."""
    tabled = [message for message in shown if message.grid]
    assert tabled
    assert not [m.question for m in tabled if any(piece.kind == "list" for piece in pieces(m))]


def test_dates_are_in_words(shown: list[Message]) -> None:
    """In sentences, tables and notices of both languages."""
    prose = [
        text
        for message in shown
        for text in (
            *(s.text for s in message.sentences),
            *(note.text for note in message.notes),
            *(cell.text for row in (message.grid.rows if message.grid else ()) for cell in row),
        )
    ]
    assert [text for text in prose if ISO.search(text)] == []


def test_every_address_is_one_to_write_to(shown: list[Message]) -> None:
    """Each e-mail address an answer or a refusal shows is a link."""
    seen = 0
    for message in shown:
        page = re.sub(
            r'data-plain="[^"]*"|value="[^"]*"', "", to_html(answer(message, sayer(message.language), None, "t"))
        )
        for address in set(MAIL.findall(re.sub(r'href="[^"]*"', "", page))):
            seen += 1
            assert re.search(f'href="mailto:{re.escape(address)}["?]', page), message.question
    assert seen


def told(message: Message) -> set[str]:
    """The addresses that an answer or a refusal shows: « mailto:… », « https://… »."""
    lines = [one.text for one in read(message)] + [note.text for note in message.notes]
    lines += [cell.text for row in (few_rows(message.grid)[0] if message.grid else ()) for cell in row]
    lines += [message.whom.role] if message.whom else []
    return {one for line in lines for one in addresses(line)}


def _links(value: object) -> Iterator[str]:
    """Every address that opens, in the parts of a message of Teams."""
    if isinstance(value, dict):
        yield from (str(value["url"]) for _ in (1,) if value.get("type") == "Action.OpenUrl")
        yield from (link for part in value.values() for link in _links(part))
    elif isinstance(value, list | tuple):
        yield from (link for part in value for link in _links(part))


@pytest.mark.parametrize("channel", ["web", "teams", "slack"])
def test_every_address_opens_on_every_channel(shown: list[Message], channel: str) -> None:
    """E-mail addresses to write to and services to open are links in the page, in Teams and in Slack."""
    seen, missed = 0, []
    for message in shown:
        if channel == "web":
            drawn = to_html(answer(message, sayer(message.language), None, "t"))
            found = set(re.findall(r'href="([^"?]*)', drawn))
        elif channel == "teams":
            found = {link.split("?subject")[0] for link in _links(activities(message, lambda source: source.original))}
        else:
            blocks = json.dumps(draw(message, slack(message.language)).blocks, ensure_ascii=False)
            found = {link.split("?subject")[0] for link in re.findall(r"<([^|>]+)\|", blocks)}
        seen += len(told(message))
        missed += [(message.question, one) for one in sorted(told(message) - found)]
    assert seen
    assert missed == []


def test_known_values_are_english_in_english_answers(shown: list[Message]) -> None:
    """No value of a card, no cell of a table is French where all of it has English words."""
    english = [message for message in shown if message.language == "en" and not message.abstained]
    values = [one.value for message in english for one in message.sentences if one.label]
    values += [cell.text for message in english if message.grid for row in message.grid.rows for cell in row]
    assert values
    assert [one for one in values if in_english(one) != one] == []
