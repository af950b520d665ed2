"""What a person reads of the answers to the shipped questions: short, told once, in words, each address a link."""

from __future__ import annotations

import re
import statistics
from datetime import date
from pathlib import Path

import pytest

from assistant.evaluation.gold import load
from assistant.evaluation.run import question
from bots.rendering.links import Links
from bots.rendering.message import Message, render
from bots.rendering.pieces import pieces
from bots.web.answer import answer
from bots.web.nodes import to_html
from bots.web.pages import sayer
from tests.golden.conftest import Opens

ROOT = Path(__file__).resolve().parents[2]
ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
LINE, NUMBERS = 160, 2  # characters of the line that answers, at the median; numbers of a single fact, at most


@pytest.fixture(scope="module")
def shown(opens: Opens) -> list[Message]:
    """Every shipped question, answered or refused, as channels are given it."""
    assistant = opens(ROOT / "corpus", date(2026, 11, 30))
    gold = load(ROOT / "tests" / "golden" / "questions.yaml")
    return [render(assistant.answer(question(one)), Links()) for one in gold]


def test_the_line_that_answers_is_short(shown: list[Message]) -> None:
    """The median line, before any card or list."""
    lines = [message.sentences[0].text.split("\n")[0] for message in shown if not message.abstained]
    assert statistics.median(map(len, lines)) <= LINE


def test_a_single_fact_has_few_numbers(shown: list[Message]) -> None:
    """A line alone calls two sources at most: the cells of one row are one."""
    alone = [pieces(message)[0].sentences[0] for message in shown if len(pieces(message)) == 1 and not message.grid]
    assert alone
    assert [one.text for one in alone if len(one.numbers) > NUMBERS] == []


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
