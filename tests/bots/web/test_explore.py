"""The explorer finds what people type, and puts what is due in the order of time."""

from __future__ import annotations

import pytest

from bots.web.calendar import Event, drawn
from bots.web.explore import matches
from bots.web.nodes import to_html
from bots.web.pages import sayer

OFFER = (
    "SD-07 Formation Découvrir l'IA en santé Sans frais Actif quels services sont gratuits, sans frais, ne coûtent rien"
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("formation gratuite", True),
        ("des formations", True),
        ("FORMATION découvrir", True),
        ("la formation sur la santé", True),
        ("forma", True),
        ("formation payante", False),
        ("chirurgie", False),
        ("", True),
    ],
)
def test_a_filter_reads_as_a_person_types(typed: str, found: bool) -> None:
    """Whatever the form of a word, without the words of every sentence; a word that is not there finds nothing."""
    assert matches(OFFER, typed) is found


def test_a_timeline_parts_what_is_past_from_what_is_to_come() -> None:
    """In order, dates in words; what is late says so."""
    late = Event("2026-10-30", "due_date", "PR-03", "/sources/x/1", late=True)
    coming = Event("2027-01-22", "due_date", "PR-04", "/sources/y/1")
    page = drawn([late, coming], "2026-11-30", sayer("fr"), "fr")
    assert page
    html = to_html(page)
    order = [
        html.index(said) for said in ("Passé", "30 octobre 2026", "en retard", "À venir", "22 janvier 2027", "PR-04")
    ]
    assert order == sorted(order)
    assert html.count("en retard") == 1
