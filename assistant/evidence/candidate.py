"""One possible answer: what it would tell, of which thing, and all that speaks for and against it, as numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.known.things import Thing
from assistant.telling.drafting import Drafting


class Plan(StrEnum):
    """How an answer is told; what differs by kind is only that."""

    WHO = "who"  # who holds a letter for an activity
    EVERYONE = "everyone"  # every letter of an activity
    PART = "part"  # where a role and an activity meet
    DUTIES = "duties"  # what a role holds
    WHOLE = "whole"  # a thing's card
    VALUE = "value"  # one value of a thing
    LACKING = "lacking"  # a thing lacks the value asked for
    CHANGE = "change"  # what moved between two states of a thing
    LIST = "list"  # members of a set that meet conditions
    COUNT = "count"  # how many of them
    QUOTE = "quote"  # a sentence
    BOTH = "both"  # two sentences of two documents that do not agree
    ITEMS = "items"  # a whole list with its lead-in
    WHICH = "which"  # asks back among several things


@dataclass(frozen=True)
class Candidate:
    """``kinds`` are the kinds of question it answers (labels of ``examples``); ``features`` name → number; ``tell``
    writes it; ``key`` tells apart what would be told twice; ``document`` is the one it rests on."""

    plan: Plan
    kinds: tuple[str, ...]
    key: str
    document: str
    tell: Callable[[Drafting], None]
    thing: Thing | None = None
    features: Mapping[str, float] = field(default_factory=dict)
    text: str = ""  # what a reader of pairs reads of it, where that is not the thing's own description
    other_letter: bool = False  # of a letter of the matrix while the question writes another one
