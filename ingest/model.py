"""What a document becomes: blocks with a place, then passages to search.

Positions are never identifiers: a block, a passage and a record each carry an ``id``.
Everything here is frozen; a change is ``dataclasses.replace``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a document is, as ``corpus.yaml`` spells it."""

    MANDATE = "mandate"
    FRAMEWORK = "framework"
    ROLE_MATRIX = "role_matrix"
    SERVICE_OFFERS = "service_offers"
    PROJECT_STATUS = "project_status"
    GLOSSARY = "glossary"
    MINUTES = "minutes"
    OTHER = "other"


class BlockKind(StrEnum):
    """What a block is on the page."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    FIELD = "field"  # a label and its value, from a form
    ROW = "row"  # one row of a table or a sheet
    NOTE = "note"  # footnote, comment, speaker note


@dataclass(frozen=True, slots=True)
class Place:
    """Where words stand inside one document.

    ``section`` is the path of headings above, outermost first. ``row`` and ``page`` count from 1
    (row 1 is the first line of a CSV or Markdown file). ``start``/``end`` is the character span in
    ``Document.text``, end excluded. ``folio`` is the number printed on the page, or "" when it is ``page``.
    """

    page: int | None = None
    slide: int | None = None
    section: tuple[str, ...] = ()
    sheet: str | None = None
    cell: str | None = None
    row: int | None = None
    start: int = 0
    end: int = 0
    folio: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row. ``column`` counts from 1; ``header`` is the text of the header above it, if any."""

    text: str
    column: int
    place: Place
    header: str = ""
    merged: bool = False  # the value was spread here from a merged range


@dataclass(frozen=True, slots=True)
class Block:
    """The smallest piece a citation may quote from: a quote lies inside one block (or one cell of it).

    ``text`` equals ``Document.text[place.start:place.end]``. ``lead_in`` is the sentence that introduces a
    list item (« Le CEIAVD : »). A ROW's text is its non-empty cells joined by `` | ``.
    ``group`` ties together the items of one list, or the rows of one table.
    """

    id: str
    kind: BlockKind
    text: str
    place: Place
    lead_in: str = ""
    level: int = 0  # heading level, or list depth
    group: str = ""
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a reader of the ingest report should know about a document. ``advice`` says what to do."""

    code: str  # e.g. "hidden-text", "tracked-changes", "formula-without-value", "unknown-layout"
    text: str
    advice: str = ""
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Document:
    """One file, read. ``name`` is its path relative to the corpus folder, with ``/``.

    ``text`` is the blocks' texts joined by one newline. ``margins`` holds repeated headers and footers that
    were taken out of the blocks (they may carry the version, a date or « diffusion restreinte »).
    ``title`` is what the file itself says (properties or first heading), or "".
    """

    name: str
    format: str
    text: str
    blocks: tuple[Block, ...]
    title: str = ""
    margins: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """The time a status report covers. ``end`` is an ISO date; ``label`` is what people call it (« T3 2025 »)."""

    label: str
    end: str
    year: int
    quarter: int | None = None


@dataclass(frozen=True, slots=True)
class Anticipated:
    """A question people ask, and the words of the document that answer it ("" means: the document as a whole)."""

    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Description:
    """What a document is: from ``corpus.yaml`` where it says so, otherwise inferred.

    ``date`` is an ISO date or "". ``audience`` is the groups who may read it; empty means everyone.
    ``restricted`` is true when the document's own marks say so and ``corpus.yaml`` names no reader: it is
    then answered from for nobody. ``inferred`` names the attributes that were guessed. ``ended`` and ``replacing`` are
    what the document says of its own standing (``ingest.documents.succession``). ``verified`` is the day (ISO) its owner last
    confirmed it, ``review`` the day until which that holds.
    """

    document: str
    title: str
    kind: Kind = Kind.OTHER
    version: str = ""
    date: str = ""
    owner: str = ""
    audience: frozenset[str] = frozenset()
    restricted: bool = False
    url: str = ""
    supersedes: str = ""
    superseded_by: str = ""
    expires: str = ""
    ended: str = ""
    replacing: bool = False
    verified: str = ""
    review: str = ""
    precedence: int = 0  # higher wins when two documents disagree
    period: Period | None = None
    questions: tuple[Anticipated, ...] = ()
    inferred: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document that search returns.

    ``text`` is a contiguous substring of the document's text (``place.start:place.end``). ``context`` is what
    makes it mean something alone (title, headings, lead-in, column headers): searched, never quoted.
    """

    id: str
    document: str
    text: str
    place: Place
    context: str = ""
    blocks: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
