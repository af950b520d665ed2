"""Which lines of a text are the rows of a table, and which rows of a table are its headers, told by content alone.

A header row names columns: several short texts, all different, no numbers or dates, and rows below that fill the
same columns. Title rows above it (one cell, often merged) and group headers (merged across columns) are not it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

Texts = Mapping[int, Mapping[int, str]]

_FIGURE = re.compile(r"[\d\s.,%$€:/-]+|\d{4}-\d{2}-\d{2}.*|https?://\S+|\S+@\S+\.\S+")
_LABEL = re.compile(
    r"num[ée]ro|n[o°]\b|date|version|nom\b|titre|dur[ée]e|mandant|mandataire|r[ée]pondant|courriel|t[ée]l[ée]phone|"
    r"adresse|statut|responsable|propri[ée]taire|objet\b|r[ée]f[ée]rence|signature|fonction|organisme|approuv|adopt|"
    r"entr[ée]e en vigueur|r[ée]vision|lieu|pr[ée]sidence|secr[ée]taire|r[ée]dig|pour (?:le|la|l['’])|code\b|"
    r"name\b|title\b|owner|email|phone|effective|number|duration|approved",
    re.IGNORECASE,
)
_MEMBER = re.compile(r"([^\W\d_]{3,}) (\d{1,2}|[A-Z])\b\s*[:.–-]")
_LOOKED_AT = 25  # rows from the top in which a header is sought
_MEASURED = 200  # rows from the top that tell what the columns hold
_LONG = 80  # characters: a longer text states something, it does not name a column


def header_rows(rows: Texts) -> tuple[int, ...]:
    """The row numbers of the header, group headers above the names first; empty when none is convincing."""
    rows = {number: rows[number] for number in sorted(rows)[:_MEASURED]}
    numbers = list(rows)[:_LOOKED_AT]
    if len(rows) < 2:
        return ()
    scores = {number: _score(rows, number) for number in numbers}
    best = max(numbers, key=lambda number: (scores[number], -number))
    if scores[best] <= 0:
        return ()
    above = _group_row(rows, best)
    return (above, best) if above is not None else (best,)


def headers_of(rows: Texts, tops: tuple[int, ...]) -> dict[int, str]:
    """Column to header text: « group – name » where a group header stands above, the name alone otherwise."""
    headers: dict[int, str] = {}
    for top in tops:
        for column, text in rows[top].items():
            before = headers.get(column, "")
            headers[column] = f"{before} – {text}" if before and before != text else text
    return headers


def _score(rows: Texts, number: int) -> float:
    cells = rows[number]
    names = [text for text in cells.values() if _is_name(text)]
    if len(names) < 2 or len(names) < len(cells):
        return 0.0
    below = [row for other, row in rows.items() if other > number]
    if not below or _of_one_series(cells, below[0]):
        return 0.0
    width = len(set(names))
    same = sum(1 for row in below[:30] if len(row.keys() & cells.keys()) >= 2) / len(below[:30])
    distinct = width / len(names)
    widest = max(len(row) for row in rows.values())
    covered = len(set(cells) & set().union(*(row.keys() for row in below[:30]))) / max(1, widest)
    early = 1 - 0.02 * sum(1 for other in rows if other < number)
    return same * distinct * distinct * covered * early * (1 if width >= 2 else 0)


def _of_one_series(one: Mapping[int, str], other: Mapping[int, str]) -> bool:
    """« Livrable 1 – … » above « Livrable 2 – … »: members of a series, and no column's name."""
    pairs = [(_MEMBER.match(one[column]), _MEMBER.match(other[column])) for column in one.keys() & other.keys()]
    return any(a and b and a[1] == b[1] and a[2] != b[2] for a, b in pairs)


def _is_name(text: str) -> bool:
    return 0 < len(text) <= _LONG and not is_figure(text)


def is_figure(text: str) -> bool:
    """True for a number, an amount, a date, an address: what a column holds, never what it is called."""
    return _FIGURE.fullmatch(text) is not None


def _group_row(rows: Texts, best: int) -> int | None:
    """The row just above, when it spreads fewer names over several of the same columns."""
    above = max((number for number in rows if number < best), default=None)
    if above is None or above < best - 1:
        return None
    texts = rows[above]
    shared = [texts[column] for column in texts if column in rows[best]]
    repeated = len(shared) > len(set(shared)) > 1
    return above if repeated and all(_is_name(text) for text in shared) else None


def is_form(rows: list[list[str]]) -> bool:
    """True for a table of labels and values: two columns, the first one naming what the second one gives."""
    full = [row for row in rows if any(row)]
    if not full or any(len(row) != 2 for row in full):
        return False
    labels = [label for label, _ in full]
    if any(len(label) > _LONG for label in labels):
        return False
    colons = sum(label.rstrip().endswith(":") for label in labels)
    named = sum(_LABEL.match(label) is not None for label in labels)
    return colons * 2 >= len(labels) or (named >= 1 and len(labels) == 1) or (named >= 2 and named * 3 >= len(labels))


# ---------------------------------------------------------------- lines of a plain text
_SEPARATORS = tuple((re.compile(p), j) for p, j in ((r"\s+—\s+", " — "), (r"\s+–\s+", " – "), (r"\s*\|\s*", " | "),
                                                   (r"\s*\t\s*", " | "), (r"\s{3,}", " ")))  # fmt: skip
_DRAWN = _SEPARATORS[2:4]  # bars and tabs part cells and nothing else
_DEFINES = re.compile(r"\S\s*[=:]\s+\S")
ROWS = 3  # lines cut in the same way, or blocks made in the same way: that many are no accident


def alike(lines: Sequence[str]) -> list[list[str]]:
    """For each line, what parts its cells and then the cells; empty for a line that is no row. Three lines one under the
    other at least are cut alike, each in three cells or more. An empty line is never a row."""
    found: list[list[str]] = [[] for _ in lines]
    for pattern, joiner in _SEPARATORS:
        cuts = [_cells(line, pattern) if line else [] for line in lines]
        start = 0
        while start < len(lines):
            end = start + 1
            while end < len(lines) and len(cuts[end]) == len(cuts[start]):
                end += 1
            if len(cuts[start]) >= ROWS <= end - start:
                for number in range(start, end):
                    found[number] = found[number] or [joiner, *cuts[number]]
            start = end
    return found


def drawn(line: str) -> list[str]:
    """The same of one line alone, that bars or tabs part in three cells or more; not of a legend, which defines words."""
    cuts = [[joiner, *cells] for pattern, joiner in _DRAWN if len(cells := _cells(line, pattern)) >= ROWS]
    return [] if not cuts or sum(bool(_DEFINES.search(cell)) for cell in cuts[0]) > 1 else cuts[0]


def runs(lines: Sequence[str], titles: Sequence[bool]) -> list[list[int]]:
    """The lines, by number, of each table that bars draw in as many cells, three rows at least: titles may part them."""
    cut = [drawn(line) if line else [] for line in lines]
    found: list[list[int]] = [[]]
    for number, cells in enumerate(cut):
        own = bool(cells) and (not found[-1] or len(cells) == len(cut[found[-1][0]]))
        if not own and (cells or not titles[number]):
            found.append([])
        if cells:
            found[-1].append(number)
    return [run for run in found if len(run) >= ROWS]


def heads(rows: Texts) -> tuple[tuple[int, ...], dict[int, str]]:
    """The numbers of the header rows of such a table, and each column's head: the first row where none is convincing, unless
    it holds a figure."""
    first = min(rows)
    figures = any(char.isdigit() for text in rows[first].values() for char in text)
    tops = header_rows(rows) or (() if figures else (first,))
    return tops, headers_of(rows, tops)


def _cells(line: str, pattern: re.Pattern[str]) -> list[str]:
    """« a | b | » has an empty third cell, and « | a | b | » two cells, between bars."""
    bare = line.strip(" ")
    framed = bare.startswith("|") and bare.endswith("|")
    return pattern.split(bare[1:-1].strip(" ") if framed and len(bare) > 1 else bare)
