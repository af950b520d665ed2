"""Typed facts, each with the place of the very cell or sentence that states it.

``Fact.quote`` holds the exact words of the source (inside one block or one cell); ``Fact.value`` is the same thing
in a form code can compare (an ISO date, a number, a letter). Records hold facts; they hold no prose of ours.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from ingest.model import Period, Place


@dataclass(frozen=True, slots=True)
class Fact:
    """What a source states: a comparable value, the exact words, and where they stand."""

    value: str
    quote: str
    place: Place


class Level(StrEnum):
    """The four letters of a responsibility matrix, whatever letters the organisation uses."""

    RESPONSIBLE = "R"
    ACCOUNTABLE = "A"
    CONSULTED = "C"
    INFORMED = "I"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A column of the matrix (or a role named elsewhere). ``aliases`` are its acronyms and other spellings."""

    id: str
    document: str
    name: Fact
    aliases: tuple[str, ...] = ()
    kind: Literal["role"] = "role"


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """A row of the matrix, even when no cell of it is filled. ``facts`` is what its other columns and its footnote say, by
    the head as written; ``aliases`` what the row calls it besides, in another language."""

    id: str
    document: str
    name: Fact
    category: str = ""
    facts: dict[str, Fact] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    kind: Literal["activity"] = "activity"


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsibility:
    """A filled matrix cell, or a duty stated in prose. ``letter.quote`` is the cell as written (« A/R », « R¹ »), ``line``
    the name of its row in that very table: an activity's, or a role's where roles are rows."""

    id: str
    document: str
    activity: str  # Activity.id
    role: str  # Role.id
    letter: Fact
    levels: frozenset[Level]
    meaning: Fact | None = None  # the legend's line for that letter
    note: Fact | None = None  # the footnote the cell points at
    line: Fact | None = None
    kind: Literal["responsibility"] = "responsibility"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """A responsibility stated in prose: « Le CEIAVD : • avise et propose… »."""

    id: str
    document: str
    holder: str
    text: Fact
    lead_in: str = ""
    kind: Literal["duty"] = "duty"


@dataclass(frozen=True, slots=True, kw_only=True)
class Committee:
    """A governance body. ``facts`` keys: composition, chair, frequency, quorum, decisions, mandate, escalation…"""

    id: str
    document: str
    name: Fact
    level: str = ""
    aliases: tuple[str, ...] = ()
    facts: dict[str, tuple[Fact, ...]] = field(default_factory=dict)
    kind: Literal["committee"] = "committee"


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """A row of an escalation table."""

    id: str
    document: str
    situation: Fact
    steps: tuple[Fact, ...]
    delay: Fact | None = None
    kind: Literal["escalation"] = "escalation"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectStatus:
    """A project in one report. ``facts`` keys: health, progress, phase, due, milestone, risk, lead, site, comment,
    budget, start; any other column keeps its own header (folded) as key. ``labels`` gives the header as written."""

    id: str
    document: str
    code: Fact | None
    name: Fact
    period: Period
    facts: dict[str, Fact] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    formerly: tuple[str, ...] = ()
    kind: Literal["project_status"] = "project_status"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceOffer:
    """A service offer. ``facts`` keys: description, provider, audience, request, delay, cost, status, region,
    updated, owner; any other column keeps its own header (folded) as key. ``labels`` gives the header as written."""

    id: str
    document: str
    code: Fact | None
    name: Fact
    facts: dict[str, Fact] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    kind: Literal["service_offer"] = "service_offer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A glossary term or an acronym: ``name`` and what it means."""

    id: str
    document: str
    name: Fact
    meaning: Fact
    acronym: bool = False
    kind: Literal["term"] = "term"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A labelled value of a form (« Date de soumission : 23 janvier 2023 »)."""

    id: str
    document: str
    label: Fact
    value: Fact
    kind: Literal["field"] = "field"


class Sort(StrEnum):
    """What a subject is. ``ROW`` and ``CARD`` are rows of tables and titled sections of no known kind,
    ``CATEGORY`` a value that members of a table share."""

    ACTIVITY = "activity"
    ROLE = "role"
    PROJECT = "project"
    OFFER = "offer"
    BODY = "body"
    TERM = "term"
    FIELD = "field"
    DUTY = "duty"
    ROW = "row"
    CARD = "card"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class Value:
    """One labelled value of a subject. ``key`` is the canonical name where a kind knows it (« due »), else "";
    ``label`` is the head as people wrote it; ``meaning`` what a legend of the document says its code stands for."""

    key: str
    label: str
    fact: Fact
    meaning: Fact | None = None

    @property
    def words(self) -> str:
        """What it says: the code's meaning where it is one, else the cell's own words."""
        return self.meaning.quote if self.meaning else self.fact.quote

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What proves it: the cell, and the legend's where it is a code."""
        return (self.fact, self.meaning) if self.meaning else (self.fact,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Something one may ask about, with its values. ``about`` is what the encoder reads of it, never shown;
    ``group`` names the table or list it is a member of; ``record`` is the id of the typed record it tells."""

    id: str
    document: str
    sort: Sort
    name: Fact
    code: Fact | None = None
    aliases: tuple[str, ...] = ()
    values: tuple[Value, ...] = ()
    about: str = ""
    group: str = ""
    period: Period | None = None
    record: str = ""
    kind: Literal["subject"] = "subject"


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """A decision that changes what another document says. ``text`` is the sentence or the row that tells it, ``about``
    the heading above it, ``subject`` the words that say what is changed, or the name in the row, ``old`` the words of
    what held before or "", ``attribute`` what is changed (« due », « quorum »…) or "", ``article`` the number of the
    article changed or "", ``day`` (ISO) that of the decision."""

    id: str
    document: str
    text: Fact
    about: str
    subject: str
    old: str
    attribute: str
    article: str
    day: str
    kind: Literal["amendment"] = "amendment"


Record = (
    Role
    | Activity
    | Responsibility
    | Duty
    | Committee
    | Escalation
    | ProjectStatus
    | ServiceOffer
    | Term
    | Field
    | Subject
    | Amendment
)
