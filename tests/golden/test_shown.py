"""What a person reads of the answers to the shipped questions: short, told once, in words, each address a link."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.evaluation.gold import load
from assistant.evaluation.run import question
from assistant.model import Question, Reply
from bots.rendering.glosses import glossed
from bots.rendering.links import Links
from bots.rendering.message import Grid, Message, Sentence, render
from tools.shown import CHANNELS, LINE, QUESTIONS, Figures, lines, measured

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def shown(replies: Callable[[Question], Reply], shipped: Assistant) -> list[Message]:
    """Every shipped question, answered or refused, as channels are given it."""
    asked = [question(one) for one in load(QUESTIONS)]
    return [glossed(render(replies(one), Links()), shipped.library(one.groups)) for one in asked]


@pytest.fixture(scope="module")
def found(shown: list[Message]) -> Figures:
    return measured(shown)


def test_the_line_that_answers_is_short(found: Figures) -> None:
    """The median line, before any card or list."""
    assert statistics.median(found.lines) <= LINE


def test_a_single_fact_has_few_numbers(found: Figures) -> None:
    """A line alone calls two sources at most, the cells of one row being one; what moved over reports, one in each report."""
    assert found.alone
    assert found.numbered == ()


def test_no_list_is_told_twice(found: Figures) -> None:
    """Beside a table there is no list of what it holds."""
    assert found.tables
    assert found.twice == ()


def test_dates_are_in_words(found: Figures) -> None:
    """In sentences, tables and notices of both languages."""
    assert found.dated == ()


@pytest.mark.parametrize("channel", CHANNELS)
def test_every_address_opens_on_every_channel(found: Figures, channel: str) -> None:
    """E-mail addresses to write to and services to open are links in the page, in Teams and in Slack."""
    assert found.addresses
    assert found.shut[channel] == ()


def test_known_values_are_english_in_english_answers(found: Figures) -> None:
    """No value of a card, no cell of a table is French where all of it has English words."""
    assert found.untold == ()


def test_what_falls_short_is_measured(shown: list[Message]) -> None:
    """A long line, too many numbers, a list beside its table, a raw date, a French value: each is found."""
    first = next(message for message in shown if not message.abstained)
    poor = replace(
        first,
        language="en",
        sentences=(
            Sentence("• one"),
            Sentence("• due 2026-12-01"),
            Sentence("Cost: Sans frais", (), "Cost", "Sans frais"),
        ),
        grid=Grid("", ("A",), ((Sentence("one"),),)),
        sources=(),
    )
    three = tuple(replace(first.sources[0], number=number) for number in (1, 2, 3))
    many = replace(first, sentences=(Sentence("x" * 400, (1, 2, 3)),), grid=None, sources=three)
    found = measured([poor, many])
    assert statistics.median(found.lines) > LINE
    assert (found.numbered, found.twice) == ((first.question,), (first.question,))
    assert (found.dated, found.untold) == (("• due 2026-12-01",), ("Sans frais",))
    assert len(list(lines(found))) >= len(CHANNELS)
