"""Turns of phrase are put in plain words, however they are accented; nothing else of a question changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.turns import in_plain_words


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("Ça roule-tu, le projet ?", "où en est, le projet ?"),
        ("ca roule tu le projet", "où en est le projet"),
        ("Qui donne le feu vert au projet ?", "qui approuve projet ?"),
        ("Sur les épaules de qui repose la vigie ?", "qui est responsable de la vigie ?"),
        ("How is the pilot coming along?", "what is the status of the pilot?"),
        ("Is the pilot behind?", "is the pilot late?"),
        ("What is the reasoning behind the mandate?", "What is the reasoning behind the mandate?"),
        ("Qui approuve le plan annuel ?", "Qui approuve le plan annuel ?"),
    ],
)
def test_a_turn_is_said_plainly(said: str, plain: str) -> None:
    """With or without accents and hyphens; plain words stay."""
    assert in_plain_words(said) == plain


@given(st.text(max_size=300))
def test_any_text_goes_through(text: str) -> None:
    """No text breaks it, and a text without letters is left alone."""
    found = in_plain_words(text)
    assert found == text or any(letter.isalpha() for letter in text)
