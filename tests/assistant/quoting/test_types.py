"""What is asked, and what holds it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.model import Query, Question
from assistant.quoting.types import holds, needs
from assistant.understanding import understand
from ingest.languages import FRENCH
from ingest.languages.spelling import Speller

SPELLER = Speller({"budget": 1}, FRENCH)


def asked(text: str) -> Query:
    return understand(Question(text), SPELLER)


@pytest.mark.parametrize(
    ("question", "need"),
    [
        ("À quelle fréquence le comité siège-t-il ?", "often"),
        ("Quel est le salaire du directeur ?", "money"),
        ("c koi le numéro de télefone du comité", "phone"),
        ("What percentage is reached?", "percent"),
        ("Quelles sont les dates des rencontres ?", "date"),
        ("Combien de postes compte le centre ?", "count"),
        ("Le cadre est-il en ligne ?", "online"),
        ("L'adresse civique du centre ?", "street"),
    ],
)
def test_a_question_needs_a_kind_of_thing(question: str, need: str) -> None:
    """The evidence must then hold it."""
    assert need in needs(asked(question))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Il siège le premier jeudi de chaque mois.", "often"),
        ("Un fonds de 600 000 $ est réservé.", "money"),
        ("Joindre le 418 555-0123.", "phone"),
        ("réduire de 40 % le délai", "percent"),
        ("le 24 juillet 2025", "date"),
        ("cinq analystes spécialisés", "count"),
        ("afin de bénéficier de leur expertise", "why"),
        ("voir https://exemple.example.org", "online"),
    ],
)
def test_a_text_holds_a_kind_of_thing(text: str, kind: str) -> None:
    """Found by what is written, not by where."""
    assert kind in holds(text)


@given(st.text(max_size=200))
def test_any_text_may_be_looked_into(text: str) -> None:
    """No text breaks the patterns."""
    assert isinstance(holds(text), frozenset)
