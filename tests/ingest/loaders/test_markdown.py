"""Which stars of a Markdown text are emphasis, and which call a note."""

from __future__ import annotations

import pytest

from ingest.loaders.markdown import load


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Un **gras**, un *penché*, ***les deux***.", "Un gras , un penché , les deux ."),
        ("A*", "A*"),
        ("R\\*", "R*"),
        ("Un * seul, 2 * 3, **ouvert", "Un seul, 2 3, ouvert"),
        ("* : sauf en région", "* : sauf en région"),
    ],
)
def test_a_star_beside_a_word_that_nothing_closes_is_kept(written: str, read: str) -> None:
    [block] = load(f"Un mot.\n\n{written}\n".encode(), "a.md").blocks[1:]
    assert block.text == read
