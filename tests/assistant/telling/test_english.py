"""What cells say is told in English where all of it is known; what is not stays as it is written."""

from __future__ import annotations

import pytest

from assistant.known.things import Things
from assistant.library import Library
from assistant.model import Lang
from assistant.telling import matrix, quotes, values
from assistant.telling.drafting import Drafting
from assistant.telling.english import in_english
from ingest.facts.records import Sort
from tests.assistant.conftest import thing


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("30 jours ouvrables", "30 working days"),
        ("10 à 15 jours ouvrables", "10 to 15 working days"),
        ("35 $ par mois par personne", "$35 per month per person"),
        ("1 500 $ par année", "$1,500 per year"),
        ("0,20 $ la page", "$0.20 per page"),
        ("45 k$", "$45,000"),
        ("12,5 %", "12.5%"),
        ("Sans frais", "free of charge"),
        ("Sur demande", "on request"),
        ("À déterminer", "to be determined"),
        ("A DETERMINER", "to be determined"),
        ("Oui", "yes"),
        ("Approuvé", "approved"),
        ("Approuve et réalise", "approves and carries out"),
        ("le premier jeudi de chaque mois", "the first Thursday of every month"),
        ("du lundi au vendredi, de 8 h 30 à 16 h", "Monday to Friday, from 8:30 to 16:00"),
        ("d’ici le 3 mai 2026", "by May 3, 2026"),
        ("1er mars 2026", "March 1, 2026"),
        ("printemps 2025", "spring 2025"),
        ("2026-12-11", "December 11, 2026"),
    ],
)
def test_a_cell_all_of_which_is_known_is_told_in_english(cell: str, told: str) -> None:
    """Durations, amounts, states, days, hours, « sur demande », yes and no."""
    assert in_english(cell) == told


@pytest.mark.parametrize(
    "cell",
    ["Chargé de projet", "30 jours après la décision du comité", "Bilan de projet", "A", "PR-01", "418 555-0188",
     "Ferme", "2025-2026", "à", "acces@ports.example.org", "Réalise : fait le travail"],
)  # fmt: skip
def test_a_cell_of_which_a_word_is_not_known_stays(cell: str) -> None:
    """No half of a translation; letters, codes, telephones, names and addresses are left alone."""
    assert in_english(cell) == cell


def told(library: Library, language: Lang, code: str, *, shown: bool = True) -> list[str]:
    draft, one = Drafting(library, language, shown=shown), thing(library, code)
    values.whole(draft, one, one.latest)
    return [claim.text for claim in draft.claims]


def test_a_card_in_english_says_its_known_values_in_english(library: Library) -> None:
    """State, delay and cost are English, and the quote that proves each is the cell's own words."""
    draft, offer = Drafting(library, Lang.EN, shown=True), thing(library, "SV-02")
    values.whole(draft, offer, offer.latest)
    said = " ".join(claim.text for claim in draft.claims)
    assert "Status: retired" in said
    assert "Retiré" not in said
    assert "Retiré" in {citation.quote for citation in draft.citations.values()}


def test_what_is_read_to_choose_keeps_the_words_of_the_document(library: Library) -> None:
    """The reader learnt to compare a question with the documents' words; French answers keep them too."""
    assert "Retiré" in " ".join(told(library, Lang.EN, "SV-02", shown=False))
    assert "Statut : Retiré" in told(library, Lang.FR, "SV-02")


def test_what_a_letter_stands_for_is_told_in_english(library: Library) -> None:
    """The legend's « approuve » is “approves”; « soutient l'équipe », which is not known, stays French."""
    draft = Drafting(library, Lang.EN, shown=True)
    [role] = [one for one in Things.of(library).of_sort(Sort.ROLE) if "Capitainerie" in one.names]
    for activity in ("Réparer le quai principal", "Peindre les bouées"):
        matrix.part(draft, thing(library, activity), role)
    said = [claim.text for claim in draft.claims if not claim.label]
    assert "A (approves)" in said[0]
    assert "S (soutient l'équipe)" in said[1]


def test_a_state_has_one_word(library: Library) -> None:
    """What is no longer offered is “retired” in the sentence that says so and in the card under it."""
    draft, offer = Drafting(library, Lang.EN, shown=True), thing(library, "SV-02")
    values.availability(draft, offer.latest)
    assert draft.claims[0].text.endswith("its status is “retired”.")


def test_a_quotation_has_no_number_of_its_heading(library: Library) -> None:
    """A person reads the name of the heading a quoted item stands under; what is read to choose keeps its number."""
    [block] = [b for b in library.blocks("cadre.md") if b.text == "Quorum : quatre personnes."]
    piece = quotes.Piece("cadre.md", block, block.place.start, block.place.end)
    shown, read = (Drafting(library, Lang.FR, shown=shown) for shown in (True, False))
    for draft in (shown, read):
        quotes.quote(draft, piece)
    assert shown.claims[0].text == "Comité de la flotte (CF) – Quorum : quatre personnes."
    assert read.claims[0].text == "2.1 Comité de la flotte (CF) – Quorum : quatre personnes."


def test_a_row_that_is_quoted_is_a_card(library: Library) -> None:
    """What it is of in the line, its other cells under their heads, in the words of the asker's language; one source."""
    [block] = [b for b in library.blocks("services.md") if b.text.startswith("SV-04")]
    piece = quotes.Piece("services.md", block, block.place.start, block.place.end)
    draft = Drafting(library, Lang.EN, shown=True)
    quotes.quote(draft, piece)
    line, *rows = draft.claims
    assert line.text == "SV-04 – Formation aux amarres"
    assert ("Turnaround", "30 days") in [(row.label, row.value) for row in rows]
    assert ("Cost", "$90") in [(row.label, row.value) for row in rows]
    assert {c for claim in draft.claims for c in claim.citations} == set(draft.citations)
    assert [c.quote for c in draft.citations.values()] == [block.text]
