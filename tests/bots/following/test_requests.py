"""The commands about changes, in their form and in no other."""

from __future__ import annotations

import pytest

from bots.memory.following.requests import request


@pytest.mark.parametrize(
    ("text", "how", "words", "language"),
    [
        ("préviens-moi quand PR-04 change", "follow", "PR-04", "fr"),
        ("  /Previens moi quand   la charte de projet change !", "follow", "charte de projet", "fr"),
        ("Préviens-moi quand « l'offre SV-01 » changera.", "follow", "offre SV-01", "fr"),
        ("ne me préviens plus de PR-04.", "end", "PR-04", "fr"),
        ("Mes avis", "list", "", "fr"),
        ("Tell me when the Quay changes.", "follow", "Quay", "en"),
        ("stop telling me about PR-04", "end", "PR-04", "en"),
        ("/my alerts", "list", "", "en"),
    ],
)
def test_a_command_is_read(text: str, how: str, words: str, language: str) -> None:
    """Whatever capitals, accents, spaces and full stop; what is followed without its article or quotation marks."""
    found = request(text)
    assert found is not None
    assert (found.how, found.words, found.language) == (how, words, language)


@pytest.mark.parametrize(
    "text",
    [
        "Qui est prévenu quand PR-04 change ?", "préviens-moi quand PR-04 change ?", "quand PR-04 change-t-il",
        "Peux-tu préviens-moi quand PR-04 change", "tell me when PR-04 changes and who approves it", "mes avis de réunion",
        "tell me about PR-04", "préviens-moi quand  change", "préviens-moi quand « » change",
        f"préviens-moi quand {'x' * 81} change", "",
    ],
)  # fmt: skip
def test_a_question_is_never_taken_for_a_command(text: str) -> None:
    """One word more, a question mark, or too long a name, and it is a question like another."""
    assert request(text) is None
