"""Governance documents made for a test: a Markdown text, a Word table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from docx import Document as Word

from ingest.loaders.reading import read
from ingest.model import Document


def text(tmp_path: Path, words: str, name: str = "cadre.md") -> Document:
    path = tmp_path / name
    path.write_text(words, encoding="utf-8")
    return read(path, name)


def table(
    rows: Sequence[Sequence[str]], merged: Sequence[tuple[int, int, int, int]] = (), heading: str = ""
) -> Callable[[Path], Document]:
    """A Word table; ``merged`` holds (row, column, last row, last column)."""

    def make(tmp_path: Path) -> Document:
        word = Word()
        word.add_heading("Gouvernance de la coopérative", 1)
        if heading:
            word.add_heading(heading, 2)
        made = word.add_table(rows=len(rows), cols=max(map(len, rows)))
        for r, row in enumerate(rows):
            for c, words in enumerate(row):
                made.cell(r, c).text = words
        for r, c, last_r, last_c in merged:
            kept = made.cell(r, c).text
            made.cell(r, c).merge(made.cell(last_r, last_c)).text = kept
        word.save(str(tmp_path / "cadre.docx"))
        return read(tmp_path / "cadre.docx", "cadre.docx")

    return make
