"""The nouns of an answer, from the question to what a person may see.

Only ``assistant.verification`` builds an ``Answer`` or a ``Refusal``; a channel accepts nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Literal

from ingest.model import Passage, Place


class Lang(StrEnum):
    FR = "fr"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Question:
    """What a person typed, and who is asking. ``context`` is their earlier questions, oldest first.

    ``groups`` are the person's groups; documents with an audience are shown only to its members. ``person`` tells
    people apart, for budgets alone ("" when the channel does not know).
    """

    text: str
    context: tuple[str, ...] = ()
    as_of: date | None = None
    groups: frozenset[str] = frozenset()
    id: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A passage found, its score in [0, 1] after fusion, and why it is there (for ``repere search``)."""

    passage: Passage
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Citation:
    """Exact words of a source. ``quote`` lies inside one block, or is one whole cell. Ids travel, positions do not."""

    id: str
    document: str
    quote: str
    place: Place
    title: str = ""
    version: str = ""
    date: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence and the citations (``Citation.id``) that prove it. No citation: it is not shown.

    ``label`` and ``value`` make it a line of a card (``text`` says both). ``brief`` is said in its place where the
    answer's table is drawn below it: what a table shows is not told twice.
    """

    text: str
    citations: tuple[str, ...]
    label: str = ""
    value: str = ""
    brief: str = ""


NoticeKind = Literal["contradiction", "stale", "superseded", "restricted", "premise", "verified"]


@dataclass(frozen=True, slots=True)
class Notice:
    kind: NoticeKind
    text: str
    citations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """An answer that is better shown as a table. Cells are (text, citation ids)."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[tuple[str, tuple[str, ...]], ...], ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a composer proposes. ``confidence`` in [0, 1] is calibrated: the share of such drafts that are right.

    ``source`` names the composer (« responsibility », « status », « quotes »…). ``abstain`` proposes a refusal
    with a reason (the subject is known but the asked value is not stated…); ``about`` names what was looked for.
    """

    source: str
    confidence: float
    claims: tuple[Claim, ...] = ()
    citations: tuple[Citation, ...] = ()
    notices: tuple[Notice, ...] = ()
    suggestions: tuple[str, ...] = ()
    table: Table | None = None
    abstain: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask: a role read from the documents, never invented."""

    role: str
    why: str
    citations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Nearest:
    """A document near the question, named in a refusal; ``citation`` is the id of its words that come nearest."""

    document: str
    title: str
    url: str = ""
    citation: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Verified. Every claim's citations are in ``citations``."""

    id: str
    question: str
    language: Lang
    text: str
    claims: tuple[Claim, ...]
    citations: tuple[Citation, ...]
    notices: tuple[Notice, ...] = ()
    suggestions: tuple[str, ...] = ()
    table: Table | None = None
    generation: str = ""
    as_of: str = ""
    source: str = ""
    abstained: Literal[False] = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """The documents do not say. A value, not an error."""

    id: str
    question: str
    language: Lang
    text: str
    reason: str
    nearest: tuple[Nearest, ...] = ()
    ask: Contact | None = None
    citations: tuple[Citation, ...] = ()
    notices: tuple[Notice, ...] = ()
    suggestions: tuple[str, ...] = ()
    generation: str = ""
    as_of: str = ""
    claims: tuple[Claim, ...] = field(default=())
    abstained: Literal[True] = True


Reply = Answer | Refusal
