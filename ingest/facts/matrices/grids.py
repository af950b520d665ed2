"""Where a matrix lies in a table: its columns of letters, the row that names them, the column that names the rows.

Told by content: title rows above, group headers, merged categories, legends below and repeated headers are no part of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.facts.matrices.letters import Legend, Marks, marks, noted, vacant
from ingest.facts.matrices.sections import sections
from ingest.facts.records import Fact, Level
from ingest.languages import fold
from ingest.model import Block, Cell

VERB = re.compile(r"^(?:s'|se )?[a-z]{2,}(?:er|ir|re|oir)\b")
_NUMBER = re.compile(r"[\d.\s]*[a-z]?\d*[.)]?", re.IGNORECASE)
_ASIDE = re.compile(
    r"^\s*(?:legende|note|notes|source|remarque|nb|n\.b\.|\*|[¹²³⁴]|†|total)\b|^\s*[*¹²³⁴†‡]", re.IGNORECASE
)


_LEGEND = 3  # cells of a line of a legend, at most: a letter, its word, a remark


@dataclass(frozen=True, slots=True)
class Mark:
    """One filled cell of a grid; ``worded`` when it says its level in a word of its own, ``meaning`` what the legend
    says of that word."""

    cell: Cell
    marks: Marks
    worded: bool = False
    meaning: Fact | None = None


@dataclass(slots=True)
class Line:
    """A row of the grid: what names it, the band or merged category above, its filled cells by column, and what its other
    columns say by their heads."""

    name: Cell
    category: str = ""
    filled: dict[int, Mark] = field(default_factory=dict)
    beside: dict[str, Cell] = field(default_factory=dict)


@dataclass(slots=True)
class Grid:
    """``heads`` names the columns of letters; ``groups`` is the group header above each, if any; ``aka`` what a second row of
    names calls each, in another language."""

    heads: dict[int, Cell]
    groups: dict[int, str]
    corner: str = ""
    others: dict[int, str] = field(default_factory=dict)  # heads of the columns to the right that hold no letters
    lines: list[Line] = field(default_factory=list)
    unknown: list[Cell] = field(default_factory=list)
    aka: dict[int, str] = field(default_factory=dict)


def grids(rows: Sequence[Block], legend: Legend, before: Grid | None = None) -> list[Grid]:
    """The matrices of one table, in order; empty when it holds none. ``before`` is the one that a table without names above
    its letters goes on with."""
    rows = [replace(row, cells=tuple(c for c in row.cells if not vacant(c.text))) for row in rows]
    read = [_marked(row, legend) for row in rows]
    columns = _letter_columns(rows, read)
    if not columns:
        read = _worded(rows, legend)
        columns = _letter_columns(rows, read)
        columns = columns if len(columns) >= _COLUMNS_OF_WORDS else frozenset()
    if not columns:
        return []
    label = _label_column(rows, read, columns)
    return _walk(rows, read, columns, label, before) if label else []


def _marked(row: Block, legend: Legend) -> dict[int, Mark]:
    """The cells that hold letters; none of a row that is a line of the legend and nothing else."""
    told = {line.place for line in legend.lines.values()}
    own = [cell for cell in row.cells if not cell.merged and cell.text.strip()]
    if len(own) <= _LEGEND and any(cell.place in told for cell in own):
        return {}
    found = {}
    for cell in row.cells:
        held = marks(cell.text, legend)
        if held and all(legend.level(letter) or len(letter) == 1 for letter in held.letters):
            found[cell.column] = Mark(cell, held)
    return found


_COLUMNS_OF_WORDS, _DIFFERENT_WORDS = 3, 8  # a matrix in words says the same few under every role
_WORDS_OF_A_CELL = 3
_AND = re.compile(r"\s*(?:[/,;+&\n]|\bet\b|\band\b)\s*", re.IGNORECASE)


def _worded(rows: Sequence[Block], legend: Legend) -> list[dict[int, Mark]]:
    """Cells that say a level in words: « mène », « approuve », « prépare et décide (1) »; an activity is said once."""
    cells = {c.place: _phrases(c) for row in rows if not _is_band(row) for c in row.cells if not c.merged}
    said = Counter(word for words in cells.values() for word in words)
    short = [w for w, n in said.items() if n > 1 and (len(w.split()) <= _WORDS_OF_A_CELL or w in legend.phrases)]
    known = legend.worded([*(w for w in legend.phrases if w in short), *(w for w in short if w not in legend.phrases)])
    if not 1 < len(known) <= _DIFFERENT_WORDS:
        return [{} for _ in rows]
    return [
        {c.column: _in_words(c, cells[c.place], known) for c in row.cells if _all_known(cells.get(c.place), known)}
        for row in rows
    ]


def _phrases(cell: Cell) -> tuple[str, ...]:
    """What a cell says, apart and folded: the whole where it is a line of the legend, else its parts."""
    bare, _ = noted(cell.text)
    return tuple(fold(part).strip(" .") for part in _AND.split(bare) if part.strip(" ."))


def _all_known(words: Sequence[str] | None, known: Mapping[str, tuple[Level, Fact | None]]) -> bool:
    return bool(words) and all(word in known for word in words or ())


def _in_words(cell: Cell, words: Sequence[str], known: Mapping[str, tuple[Level, Fact | None]]) -> Mark:
    levels = tuple(known[word][0].value for word in words)
    return Mark(cell, Marks(levels, noted(cell.text)[1]), worded=True, meaning=known[words[0]][1])


def _letter_columns(rows: Sequence[Block], read: Sequence[dict[int, Mark]]) -> frozenset[int]:
    """Columns whose cells, from the first row of letters down, hold letters more often than anything else."""
    full = [n for n, found in enumerate(read) if len(found) >= 2] or [n for n, found in enumerate(read) if found]
    if not full or sum(len(read[n]) for n in full) < 3:
        return frozenset()
    first, last = full[0], full[-1]
    letters: dict[int, int] = {}
    texts: dict[int, int] = {}
    for row, found in list(zip(rows, read, strict=True))[first : last + 1]:
        banded = _is_band(row)
        for cell in row.cells:
            if cell.text.strip() and not banded:
                texts[cell.column] = texts.get(cell.column, 0) + 1
                letters[cell.column] = letters.get(cell.column, 0) + (cell.column in found)
    mostly = frozenset(c for c, count in letters.items() if count and count / texts[c] >= 0.6 and not _numbers(c, read))
    return mostly if len(mostly) > 1 else frozenset()  # one column of codes names no roles


def _numbers(column: int, read: Sequence[dict[int, Mark]]) -> bool:
    """« E1 », « E2 », « E3 »: a column that numbers its rows with a letter, each row once."""
    texts = [found[column].cell.text.strip() for found in read if column in found]
    return len(texts) > 1 and len(set(texts)) == len(texts) and all(re.fullmatch(r"[A-Z]+\d+", t) for t in texts)


def _is_band(row: Block) -> bool:
    """One text alone, often merged across: a category, a title."""
    return len({cell.text for cell in row.cells if cell.text.strip()}) == 1


_AS_WORDY = 0.6  # of the longest texts


def _label_column(rows: Sequence[Block], read: Sequence[dict[int, Mark]], columns: frozenset[int]) -> int | None:
    """The column that names the rows: the most different, wordiest texts beside letters."""
    seen: dict[int, list[str]] = {}
    for row, found in zip(rows, read, strict=True):
        if found.keys() & columns:
            for cell in row.cells:
                if cell.column not in columns and not cell.merged and not _NUMBER.fullmatch(cell.text.strip()):
                    seen.setdefault(cell.column, []).append(cell.text)
    scored = {
        column: len(set(texts)) * (1 + 0.01 * min(40, sum(map(len, texts)) / len(texts)))
        for column, texts in seen.items()
    }
    before = {c: s for c, s in scored.items() if c < min(columns)} or scored
    lines = max((len(texts) for texts in seen.values()), default=0)
    wordy = {c: sum(map(len, seen[c])) for c in before if len(set(seen[c])) == lines}
    twins = [c for c, length in wordy.items() if length > _AS_WORDY * max(wordy.values())]
    if len(twins) > 1:  # the same names in two languages: the first one
        return min(twins)
    return max(before, key=lambda c: (before[c], c)) if before else None


def _walk(
    rows: Sequence[Block], read: Sequence[dict[int, Mark]], columns: frozenset[int], label: int, before: Grid | None
) -> list[Grid]:
    made: list[Grid] = []
    grid: Grid | None = None
    band, beside = "", ""
    last = max(n for n, found in enumerate(read) if found.keys() & columns)
    heads = [n for n in range(last) if _names_columns(rows[n], read[n], columns, sections(rows, n, columns))]
    alone = _empty_lines(rows, read, columns, label, heads, last)
    for number, row in enumerate(rows):
        found = {c: m for c, m in read[number].items() if c in columns}
        if number in heads:
            band = band if grid else ""  # what stands above the first row of names is a title
            grid = _headed(rows, number, columns, label, grid)
            made = made if made and made[-1] is grid else [*made, grid]
        elif grid is not None and number in alone:
            grid.lines.append(Line(row.cells[0], beside or band, {}))
        elif grid is not None and (line := _line(row, found, label, beside or band, number <= last)):
            beside = line.category if line.category != band else beside
            line.beside = {grid.others[c.column]: c for c in row.cells if c.column in grid.others and not c.merged}
            grid.lines.append(line)
            grid.unknown += [c for c in row.cells if c.column in columns and c.column not in found and c.text.strip()]
        elif _is_band(row) and number <= last:
            band, beside = row.cells[0].text, ""
    return [grid for grid in made if grid.lines] or _headless(rows, read, columns, label, before)


def _empty_lines(
    rows: Sequence[Block],
    read: Sequence[dict[int, Mark]],
    columns: frozenset[int],
    label: int,
    heads: Sequence[int],
    last: int,
) -> frozenset[int]:
    """The rows that name an activity under which no cell is filled, told from the bands between rows: a table that has
    bands begins with one. Below the last letters, the rows that follow at once and say no sentence."""
    lines = [n for n, found in enumerate(read) if found.keys() & columns]
    first = min(lines)
    banded = any(_is_band(rows[n]) for n in range(max((h for h in heads if h < first), default=-1) + 1, first))
    spread = any(_is_band(rows[n]) and rows[n].cells[-1].merged for n in range(first, last))
    apart = label > min(c.column for n in lines for c in rows[n].cells)
    found = set()
    for number in range(first + 1, len(rows)):
        if not _names_alone(rows[number], label) or (number > last and not _follows(rows[number], rows[number - 1])):
            if number > last:
                break
            continue
        if number > last or apart or spread or not banded:
            found.add(number)
        if number < last and number + 1 in heads:
            found.discard(number)
    return frozenset(found)


def _follows(row: Block, before: Block) -> bool:
    """No empty line between two rows."""
    return row.place.row is None or before.place.row is None or row.place.row - before.place.row == 1


_WORDS_OF_A_NAME = 10
_SENTENCE = re.compile(r"[=:]|[.;!?]$")


def _names_alone(row: Block, label: int) -> bool:
    """One cell, where activities are named, that says no sentence and opens no note."""
    if len(row.cells) != 1 or row.cells[0].column != label:
        return False
    text = row.cells[0].text.strip()
    said = _SENTENCE.search(text) or _ASIDE.match(fold(text))
    return not said and len(text.split()) <= _WORDS_OF_A_NAME and not text.isupper()


def _names_columns(row: Block, found: dict[int, Mark], columns: frozenset[int], under: Mapping[int, str]) -> bool:
    """A row of names above letters: mostly texts that are no letters, not one text merged across."""
    texts = {c.column: c.text for c in row.cells if c.column in columns and c.text.strip()}
    words = [c for c in texts if c not in found or (_a_name(texts[c], found[c].marks) and not found[c].worded)]
    distinct = len({(texts[c], under.get(c, "")) for c in words})
    return (
        distinct >= max(1, 0.5 * len(columns))
        and len(words) >= 0.6 * len(texts)
        and (distinct > 1 or len(columns) == 1)
    )


def _a_name(text: str, held: Marks) -> bool:
    """« CA » or « DRSI » may be a role's as well as letters run together."""
    return len(text) > 3 or len(held.letters) == len(text.strip()) > 1  # « A/R » parts its letters


_TWICE = 4  # columns: fewer may stand each under a group of its own


def _headed(rows: Sequence[Block], number: int, columns: frozenset[int], label: int, before: Grid | None) -> Grid:
    row = rows[number]
    heads = {c.column: c for c in row.cells if c.column in columns and c.text.strip()}
    above = rows[number - 1] if number and not _is_band(rows[number - 1]) else None
    groups = {c.column: c.text for c in above.cells if c.column in columns} if above else {}
    groups = groups or sections(rows, number, columns)
    for column, text in list(groups.items()):
        # A header cell merged over two rows names its column where the lower row is empty.
        if column not in heads and above and text:
            heads[column] = next(c for c in above.cells if c.column == column)
    own = {c.column: c for c in above.cells if c.column in heads and not c.merged} if above else {}
    aka: dict[int, str] = {}
    twice = len({cell.text for cell in own.values() if cell.text[-1:].isalpha() or ")" in cell.text}) == len(heads)
    if twice and len(heads) >= _TWICE:  # two rows of names, one above the other
        aka, heads, groups = {c: head.text for c, head in heads.items()}, own, {}
    if before and {c: h.text for c, h in before.heads.items()} == {c: h.text for c, h in heads.items()}:
        before.aka = before.aka or aka
        return before  # the header printed again on the next page, or its second row of names
    corner = next((c.text for c in row.cells if c.column == label), "")
    once = Counter(c.text for c in row.cells)  # a head may be merged over the rows of heads, not over columns
    others = {c.column: c.text for c in row.cells if c.column > label and c.column not in columns and once[c.text] == 1}
    return Grid(heads, groups, corner, others, aka=aka)


def _line(row: Block, found: dict[int, Mark], label: int, band: str, inside: bool) -> Line | None:
    name = next((c for c in row.cells if c.column == label and c.text.strip()), None)
    if name is None or (name.merged and not found):
        return None
    category = next((c.text for c in row.cells if c.column < label and not _NUMBER.fullmatch(c.text.strip())), band)
    if found:
        return Line(name, category, found)
    if not inside and not VERB.match(fold(name.text)):
        return None
    numbered = any(c.column < label and _NUMBER.fullmatch(c.text.strip()) and c.text.strip() for c in row.cells)
    spread = any(c.merged and c.text == name.text for c in row.cells)
    if spread or _ASIDE.match(fold(name.text)) or re.search(r"\b[A-Z]\s*=", name.text):
        return None
    return Line(name, category, {}) if numbered or VERB.match(fold(name.text)) else None


def _headless(
    rows: Sequence[Block],
    read: Sequence[dict[int, Mark]],
    columns: frozenset[int],
    label: int,
    before: Grid | None,
) -> list[Grid]:
    """No header row among the blocks: the loader gave each cell its header (a CSV, a Word table), or the table goes on with
    the one before."""
    told = {
        c.column: c
        for row, found in zip(rows, read, strict=True)
        for c in row.cells
        if c.column in columns and c.header
    }
    marked = {mark.cell.text for found in read for mark in found.values()}
    heads = {n: Cell(c.header, n, c.place) for n, c in told.items()}
    if not heads or any(cell.text in marked for cell in heads.values()):
        heads = before.heads if before and columns <= before.heads.keys() else {}
    grid = Grid(heads, {}, before.corner if before and heads is before.heads else "")
    for row, found in zip(rows, read, strict=True):
        if line := _line(row, {c: m for c, m in found.items() if c in columns}, label, "", True):
            grid.lines.append(line)
    return [grid] if heads and grid.lines else []


def filled(grid: Grid) -> Iterator[tuple[Line, int, Mark]]:
    """Every cell of the grid that holds a mark, under a named column: (line, column number, mark)."""
    for line in grid.lines:
        for column, mark in line.filled.items():
            if column in grid.heads:
                yield line, column, mark
