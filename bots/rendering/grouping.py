"""Citations as people count sources: the cells of one row are one, and so are the sentences of one paragraph.

Programs are given each cell (``bots.rendering.contract``); on a screen, nine numbers for one row of a sheet are noise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant.model import Citation
from bots.rendering.plain import one_line
from ingest.languages import fold, words
from ingest.model import Place

_GAP = 2  # characters between two sentences of one paragraph, or two items of one list
_EDGE = 3  # characters between two cells of a table in a text, whose rows have no number: « | » and its spaces
_NAME = 80  # characters of a row's name that still reads as one
_COLUMN = re.compile(r"[A-Z]+")

_SHOWN = 4  # cells of a row that say what it is of
_BETWEEN = " | "  # cells of a row, in the text of a document
_CUT = 120  # characters from which words without an end were cut
_ENDED = re.compile(r"[.!?…;»)]$")
_STANDS = 8  # words of a sentence that says what it is of
_LABELLED = re.compile(r"[^:.]{1,40} ?: ")
_NUMBERED = re.compile(r"^(?:\d+\.)+\d*\s+(?=\w)")  # « 2.1 Comité »: where it stands, not what it is called
_LETTER = re.compile(r"[A-Z](/[A-Z])*|\W*")  # of a matrix: nothing without the head of its column

Group = list[Citation]


def grouped(citations: Iterable[Citation]) -> list[Group]:
    """The citations, each among those of its row or paragraph, in the order in which they were first met."""
    groups: list[Group] = []
    rows: dict[tuple[object, ...], Group] = {}
    for citation in citations:
        row = _row(citation)
        homes = [rows[row]] if row in rows else [] if row else [g for g in groups if _beside(g, citation)]
        if not homes:
            groups.append([])
        home, *others = homes or groups[-1:]
        home += [*(one for other in others for one in other), citation]
        groups = [group for group in groups if not any(group is other for other in others)]
        if row:
            rows[row] = home
    return groups


def quotes(group: Sequence[Citation]) -> tuple[str, ...]:
    """The words cited: of a row the cells in the order they were used, of a text one run from first to last, or its cells."""
    if _row(group[0]):
        told = tuple(dict.fromkeys(one_line(c.quote) for c in group))
        return tuple(one for one in told if _BETWEEN not in one) or told  # the whole row says its cells again
    runs: list[list[Citation]] = []
    end = -_EDGE
    for citation in sorted(group, key=lambda c: c.place.start):
        if not runs or citation.place.start - end > _GAP:
            runs.append([])
        runs[-1].append(citation)
        end = max(end, citation.place.end)
    return tuple(" ".join(dict.fromkeys(one_line(c.quote) for c in run)) for run in runs)


def at_a_glance(quote: str) -> str:
    """The first cells of a row that say something without their heads; other words as they are, a cut sentence marked."""
    cells = one_line(quote).split(_BETWEEN)
    told = [cell for cell in cells if not _LETTER.fullmatch(cell)]
    if len(cells) == 1 or not told:
        return one_line(quote) + ("" if len(quote) < _CUT or _ENDED.search(quote) else "…")
    return " · ".join([*told[:_SHOWN], *(["…"] if told[:_SHOWN] != told else [])])


def subject_of(citation: Citation) -> str:
    """The heading above words that do not say what they are of: « Quorum : trois membres », « Il en rend compte. »"""
    above = citation.place.section[-1] if citation.place.section else ""
    said = one_line(citation.quote)
    alone = len(words(said)) >= _STANDS and not _LABELLED.match(said)
    return (
        ""
        if not above or alone or _BETWEEN in said or fold(above) in fold(said)
        else _NUMBERED.sub("", one_line(above))
    )


def name_of(group: Sequence[Citation]) -> str:
    """What the row is of: the words of its leftmost cited cell, where several are cited; "" otherwise."""
    cells = sorted((c for c in group if c.place.cell), key=lambda c: _column(c.place))
    name = one_line(cells[0].quote) if len(cells) > 1 else ""
    return name if 1 < len(name) <= _NAME else ""


def _row(citation: Citation) -> tuple[object, ...] | None:
    place = citation.place
    if place.row is None:
        return None
    return citation.document, citation.version, place.sheet, place.row


def _beside(group: Group, citation: Citation) -> bool:
    """Whether the words stand right before or after, or among, those of a group of the same document and place."""
    first, place = group[0], citation.place
    if (first.document, first.version) != (citation.document, citation.version) or first.place.row is not None:
        return False
    if (first.place.page, first.place.slide, first.place.section) != (place.page, place.slide, place.section):
        return False
    if any(place.section and one_line(c.quote) == one_line(place.section[-1]) for c in (*group, citation)):
        return True  # a heading says what the words under it are of
    return any(_near(place.start - c.place.end) and _near(c.place.start - place.end) for c in group)


def _near(gap: int) -> bool:
    return gap <= _GAP or gap == _EDGE


def _column(place: Place) -> tuple[int, str]:
    """Columns in the order of a sheet: B before AA."""
    found = _COLUMN.match(place.cell or "")
    return (len(found[0]), found[0]) if found else (0, "")
