"""Sets of things, their members, and the conditions members may meet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.known.things import Thing
from ingest.facts.records import Sort, Subject, Value


@dataclass(frozen=True)
class Member:
    """A subject of a set, its thing, and the values that make it meet the conditions."""

    thing: Thing
    subject: Subject
    proofs: tuple[Value, ...] = ()


@dataclass(frozen=True)
class Condition:
    """``label`` in words, for the answer; ``holds`` gives the values that prove it, or None where it does not hold."""

    key: str
    label: str
    holds: Callable[[Member], tuple[Value, ...] | None]
    said: float = 1.0  # share of the value's words that the question says
    near: float = 0.0  # how near the value is in meaning, against the other values of all tables


@dataclass(frozen=True)
class Set:
    """``what`` its sort; ``name`` the table or report; ``members`` in the order of the document."""

    what: Sort
    name: str
    members: tuple[Member, ...]
    document: str
    end: str = ""
