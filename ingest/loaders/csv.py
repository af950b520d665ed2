"""CSV and TSV: the delimiter and the encoding are found, a row's number is the line where it starts."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

from ingest.errors import damaged
from ingest.layout.building import Builder, Draft, too_long
from ingest.layout.decoding import decode, is_mojibake
from ingest.layout.normalisation import clean, clean_lines
from ingest.layout.tables import header_rows, headers_of
from ingest.model import Document, Place
from ingest.sandbox.limits import CELL_CHARACTERS

_DELIMITERS = (";", ",", "\t", "|")
_COLUMNS = 2_000


def load(data: bytes, name: str) -> Document:
    """A ROW block per line that holds something. Raises DocumentError."""
    text, _ = decode(data)
    text = clean_lines(text)
    if data[:4096].count(0) > 64 and "\x00" in text:
        raise damaged(name, "CSV")
    builder = Builder(name, "csv")
    if is_mojibake(text):
        builder.remark("mojibake", "Les accents du fichier ont été abîmés.", "Enregistrez l'original en UTF-8.")
    try:
        rows = dict(_rows(text))
    except csv.Error as error:
        raise too_long(name) from error
    _add(builder, rows)
    return builder.document()


def _add(builder: Builder, rows: dict[int, dict[int, str]]) -> None:
    tops = header_rows(rows) or (tuple(sorted(rows)[:1]) if len(rows) > 1 else ())
    headers = headers_of(rows, tops)
    group = builder.group()
    for number, cells in rows.items():
        below = bool(tops) and number > max(tops)
        drafts = [Draft(c, text, header=headers.get(c, "") if below else "") for c, text in cells.items()]
        builder.row(drafts, group, Place(row=number))


def _rows(text: str) -> Iterator[tuple[int, dict[int, str]]]:
    csv.field_size_limit(4 * CELL_CHARACTERS)
    delimiter = delimiter_of(text)
    reader = csv.reader(io.StringIO(_without_hint(text), newline=""), delimiter=delimiter)
    before = 0
    for row in reader:
        start, before = before + 1, reader.line_num
        cells = {n: value for n, cell in enumerate(row[:_COLUMNS], 1) if (value := clean(cell))}
        if cells and not (start == 1 and text.startswith("sep=")):
            yield start, cells


def _without_hint(text: str) -> str:
    """Excel's « sep=; » line names the delimiter and holds no data; it still counts as a line."""
    return text


def delimiter_of(text: str) -> str:
    """The sign that cuts the first lines into the most regular number of columns."""
    if text.startswith("sep=") and len(text) > 4 and text[4] in _DELIMITERS:
        return text[4]
    lines = [line for line in text[:20_000].split("\n")[:30] if line.strip()]
    return max(_DELIMITERS, key=lambda sign: _regularity(lines, sign))


def _regularity(lines: list[str], sign: str) -> float:
    counts = Counter(n for line in lines if (n := _count(line, sign)))
    if not counts:
        return 0.0
    columns, times = max(counts.items(), key=lambda pair: (pair[1], pair[0]))
    return times / len(lines) + min(columns, 20) / 100


def _count(line: str, sign: str) -> int:
    return sum(part.count(sign) for part in line.split('"')[::2])
