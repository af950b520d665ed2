"""Who holds a letter is told from its cells, wherever they stand on the sheet, in the organisation's own words."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.known.things import Cells, Things
from assistant.library import Library
from assistant.model import Lang
from assistant.telling import matrix, naming
from assistant.telling.drafting import Drafting
from ingest.facts.records import Sort
from ingest.index.generation import open_current
from ingest.pipeline import ingest
from tests.assistant import harbour
from tests.assistant.conftest import thing
from tests.ingest.index.conftest import HashEmbedder

ROLES = ("Capitainerie", "Vigie", "Bureau des glaces", "Gardien-chef", "Grutier")
ACTIVITIES = ("Réparer le quai", "Fixer l'horaire des marées", "Livrer la glace", "Peindre les bouées")
LETTERS = st.sampled_from(["R", "A", "C", "I", "", "A/R"])


def told(library: Library, activity: str, letter: str) -> tuple[str, set[str]]:
    """What is said of who holds a letter, and the cells cited."""
    draft = Drafting(library, Lang.FR)
    matrix.who(draft, thing(library, activity), letter)
    text = "\n".join(claim.text for claim in draft.claims)
    return text, {c.place.cell or "" for claim in draft.claims for c in map(draft.citations.get, claim.citations) if c}


def indexed(rows: list[list[str]]) -> Library:
    """A workbook of one sheet, indexed; nothing is embedded by a model."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "docs")
        folder.mkdir()
        harbour.workbook(folder / "Matrice des rôles.xlsx", {"Matrice": tuple(map(tuple, rows))})
        embedder = HashEmbedder()
        ingest(folder, Path(place, "index"), embedder)
        library = Library(open_current(Path(place, "index"), embedder.identity), embedder)
        Cells.of(library)
        library.blocks("Matrice des rôles.xlsx")
        return library


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    letters=st.lists(st.lists(LETTERS, min_size=5, max_size=5), min_size=4, max_size=4),
    columns=st.permutations(range(5)),
    lines=st.permutations(range(4)),
)
def test_permuted_rows_and_columns_have_the_same_holders(
    letters: list[list[str]], columns: list[int], lines: list[int]
) -> None:
    """Whatever the order of roles and activities, each letter of each activity has the roles its cells give it."""
    for row in letters:  # a row or a sheet of empty cells is no matrix
        row[0], row[1] = row[0] or "R", row[1] or "A"
    rows = [["Activité", *(ROLES[c] for c in columns)]]
    rows += [[ACTIVITIES[n], *(letters[n][c] for c in columns)] for n in lines]
    library = indexed(rows)
    for n, activity in enumerate(ACTIVITIES):
        for letter in "RACI":
            holders = {ROLES[c] for c in range(5) if letter in letters[n][c].split("/")}
            text, _ = told(library, activity, letter)
            assert {role for role in ROLES if role in text} == holders, (activity, letter, text)


def test_a_holder_is_proved_by_its_very_cell(library: Library) -> None:
    """C2 of the sheet holds the R of the maître de quai; A2 names the activity."""
    text, cells = told(library, "Réparer le quai principal", "R")
    assert "MQ" in text or "Maître de quai" in text
    assert cells == {"C2", "A2"}


def test_a_letter_of_one_s_own_is_told_with_the_legend_s_word(library: Library) -> None:
    """S is no usual letter: the legend says « Soutient l'équipe », and so do we."""
    text, cells = told(library, "Peindre les bouées", "S")
    assert "Soutient l'équipe (S)" in text
    assert "Capitainerie" in text
    assert "B2" in cells


def test_that_nobody_holds_a_letter_is_said(library: Library) -> None:
    """An activity without C names no role to consult, and nobody else's."""
    text, _ = told(library, "Peindre les bouées", "C")
    assert text.startswith("La matrice ne désigne aucun rôle à consulter (C)")
    assert not [role for role in ("Capitainerie", "Gardien-chef", "MQ") if role in text]


def test_the_duties_of_a_role_are_those_of_all_sheets(draft: Drafting, library: Library) -> None:
    """R of the maître de quai stands on both, under two names."""
    [role] = [one for one in Things.of(library).of_sort(Sort.ROLE) if "MQ" in one.names]
    matrix.duties(draft, role, ("R",))
    [claim] = draft.claims
    assert "réparer le quai principal" in claim.text
    assert "peindre les bouées" in claim.text
    assert "marées" not in claim.text


@pytest.mark.parametrize(
    ("role", "activity", "said"),
    [
        ("Bureau des glaces", "Peindre les bouées", "aucun rôle"),
        ("Capitainerie", "Réparer le quai principal", "Capitainerie : A"),
    ],
)
def test_where_a_role_and_an_activity_meet(
    draft: Drafting, library: Library, role: str, activity: str, said: str
) -> None:
    """The letter of the cell, or that it is empty; with who acts then."""
    [holder] = [one for one in Things.of(library).of_sort(Sort.ROLE) if role in one.names]
    matrix.part(draft, thing(library, activity), holder)
    assert said in draft.claims[0].text


def test_a_letter_taken_for_granted_is_put_right(draft: Drafting, library: Library) -> None:
    """« la capitainerie est responsable de… » where the cell says A: both are said."""
    [role] = [one for one in Things.of(library).of_sort(Sort.ROLE) if "Capitainerie" in one.names]
    matrix.part(draft, thing(library, "Réparer le quai principal"), role, supposed="R")
    assert "Capitainerie : A" in draft.claims[0].text
    assert [notice.kind for notice in draft.notices] == ["premise"]


def test_the_table_holds_the_whole_row(draft: Drafting, library: Library) -> None:
    """Every role that has a letter, with its cell."""
    matrix.who(draft, thing(library, "Réparer le quai principal"), "A")
    assert draft.table
    assert len(draft.table.rows) == 4
    assert all(ids for row in draft.table.rows for _, ids in row)


def test_a_role_is_named_with_the_article_it_calls_for(library: Library) -> None:
    """The documents' own before all, else that of its first word; a bare abbreviation has none."""
    text, _ = told(library, "Réparer le quai principal", "A")
    assert text.startswith("« Réparer le quai principal » : la Capitainerie approuve (A).")


@pytest.mark.parametrize(
    ("name", "article"),
    [("Table de pilotage", "la"), ("Intendance des données", "l'"), ("Comité de suivi", "le"), ("Services", "les"),
     ("Direction", "la"), ("CdP", "")],
)  # fmt: skip
def test_the_article_of_a_first_word(name: str, article: str) -> None:
    """What is guessed where no document says it."""
    assert naming._guessed(name) == article
