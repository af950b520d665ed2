"""What is not word for word where it is said to be is not shown; what needs it falls with it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.answering import Assistant
from assistant.library import Library
from assistant.model import Citation, Claim, Draft, Notice, Table
from assistant.verification import find_again, squeeze, verify
from ingest.model import Place
from tests.assistant.conftest import asked, facts_of, thing


@pytest.fixture
def cited(library: Library) -> Citation:
    """« 45 % », in the row of PR-01."""
    state = thing(library, "PR-01").latest
    return library.cite(state.document, facts_of(state, "progress")[0])


def test_words_at_their_place_are_found_again(library: Library, cited: Citation) -> None:
    found = find_again(cited, library)
    assert found
    assert found.quote == "45 %"


@pytest.mark.parametrize(
    "wrong",
    [
        {"quote": "46 %"},
        {"quote": ""},
        {"document": "nulle-part.md"},
        {"document": "suivi-hiver.md"},
        {"place": Place(start=0, end=4)},
        {"place": Place(start=10**6, end=10**6 + 4)},
    ],
    ids=str,
)
def test_words_that_are_not_at_their_place_are_not(library: Library, cited: Citation, wrong: dict[str, object]) -> None:
    """Another figure, no words, another document, the title instead of the row, beyond the end."""
    assert find_again(replace(cited, **wrong), library) is None  # type: ignore[arg-type]


def test_a_cell_holds_its_own_words_alone(library: Library) -> None:
    """The R of one cell of a workbook is not in the next one."""
    cell = next(c for b in library.blocks("Matrice des rôles.xlsx") for c in b.cells if c.place.cell == "C2")
    here = library.cite("Matrice des rôles.xlsx", quote="R", place=cell.place)
    assert find_again(here, library)
    assert find_again(replace(here, place=replace(here.place, cell="D2")), library) is None


def test_what_one_may_not_read_proves_nothing(harbours: Assistant) -> None:
    """A citation of the private note is found for its audience alone."""
    inside = harbours.library(frozenset({"direction"}))
    block = next(b for b in inside.blocks("note-privee.md") if "3 mars" in b.text)
    hidden = inside.cite("note-privee.md", quote=block.text, place=block.place)
    assert find_again(hidden, inside)
    assert find_again(hidden, harbours.library()) is None


def test_a_claim_falls_with_its_citation_and_the_others_stay(library: Library, cited: Citation) -> None:
    """What holds is told; what does not is neither a claim, nor a notice, nor a row of a table."""
    false = replace(cited, id="faux", quote="99 %")
    table = Table("t", ("a",), ((("45 %", (cited.id,)),), (("99 %", ("faux",)),)))
    draft = Draft(
        "value", 1.0, (Claim("Vrai.", (cited.id,)), Claim("Faux.", (cited.id, "faux")), Claim("Sans preuve.", ())),
        (cited, false), (Notice("stale", "Faux aussi.", ("faux",)),), table=table,
    )  # fmt: skip
    answer = verify(asked(library, "Où en est PR-01 ?"), draft, library)
    assert answer
    assert [claim.text for claim in answer.claims] == ["Vrai."]
    assert (answer.notices, answer.table) == ((), None)
    assert "Faux" not in answer.text


def test_a_draft_without_a_claim_that_holds_is_no_answer(library: Library, cited: Citation) -> None:
    draft = Draft("value", 1.0, (Claim("Faux.", ("faux",)),), (replace(cited, id="faux", quote="99 %"),))
    assert verify(asked(library, "Où en est PR-01 ?"), draft, library) is None


def test_white_space_is_no_difference() -> None:
    """Nor the way an accent is made."""
    assert squeeze("le\N{NO-BREAK SPACE}quai\n du  Nord") == "le quai du Nord"
    assert squeeze("e\N{COMBINING ACUTE ACCENT}te") == squeeze("\N{LATIN SMALL LETTER E WITH ACUTE}te")
