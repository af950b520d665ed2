"""What an answer says of a document that its owner confirmed: only while that holds, and only of what it rests on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assistant.answering import Assistant
from assistant.library import Library
from assistant.model import Claim, Draft, Lang
from assistant.telling.confirmed import confirmations, holds
from assistant.telling.disagreements import told
from ingest import pipeline
from ingest.index.shelf import Shelf
from ingest.model import Description
from tests.ingest.index.conftest import HashEmbedder

TODAY = date(2026, 11, 24)
SAID = """documents:
  quais.md: {title: Règlement des quais, owner: Direction des ports, verified: 2026-03-03, review: 2027-03-03}
  glace.md: {title: Règlement de la glace, owner: Bureau des glaces}
"""
FRENCH, ENGLISH = (
    "Vérifié le 3 mars 2026 par la Direction des ports.",
    "Verified on March 3, 2026 by the Direction des ports.",
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    place = tmp_path_factory.mktemp("confirmed")
    (place / "docs").mkdir()
    for name, text in (
        ("corpus.yaml", SAID), ("quais.md", "# Quais\n\nLe quai du Nord ferme à 20 h."),
        ("glace.md", "# Glace\n\nLa glace se livre au petit matin."),
    ):  # fmt: skip
        (place / "docs" / name).write_text(text, "utf-8")
    embedder = HashEmbedder()
    pipeline.ingest(place / "docs", place / "index", embedder)
    return Assistant(Shelf(place / "index", embedder.identity), embedder, today=TODAY).library()


def draft(library: Library, *documents: str, beside: tuple[str, ...] = ()) -> Draft:
    """An answer that quotes each of ``documents``, and holds words of those ``beside`` that no claim uses."""
    blocks = [library.blocks(name)[-1] for name in (*documents, *beside)]
    cited = [
        library.cite(name, quote=b.text, place=b.place) for name, b in zip((*documents, *beside), blocks, strict=True)
    ]
    claims = tuple(Claim(c.quote, (c.id,)) for c in cited[: len(documents)])
    return Draft("quotes", 1.0, claims, tuple(cited))


@pytest.mark.parametrize(("language", "said"), [(Lang.FR, FRENCH), (Lang.EN, ENGLISH)])
def test_an_answer_says_since_when_and_by_which_role(library: Library, language: Lang, said: str) -> None:
    """With the citation it is said of, so that it falls with it."""
    made = told(language, draft(library, "quais.md"), library)
    assert [(n.kind, n.text) for n in made.notices] == [("verified", said)]
    assert made.notices[0].citations == made.claims[0].citations


def test_it_is_said_of_nothing_else(library: Library) -> None:
    """Nobody confirmed one of two: the other is named. What no claim rests on is not spoken of."""
    both = told(Lang.FR, draft(library, "quais.md", "glace.md"), library)
    assert [n.text for n in both.notices] == [
        "« Règlement des quais » : vérifié le 3 mars 2026 par la Direction des ports."
    ]
    assert told(Lang.FR, draft(library, "glace.md", beside=("quais.md",)), library).notices == ()


ABOUT = Description("a.md", "A", verified="2026-03-03", review="2027-03-03")


@pytest.mark.parametrize(
    ("more", "held"),
    [
        ({}, True), ({"review": ""}, True), ({"review": "2026-11-24"}, True), ({"review": "2026-11-23"}, False),
        ({"verified": ""}, False), ({"verified": "2026-11-25"}, False), ({"expires": "2026-11-23"}, False),
        ({"superseded_by": "b.md"}, False),
    ],
)  # fmt: skip
def test_when_a_confirmation_holds(more: dict[str, str], held: bool) -> None:
    """Until its day and not after, and never for a document that is no longer in force."""
    assert holds(replace(ABOUT, **more), TODAY) is held  # type: ignore[arg-type]


def test_all_that_one_role_confirmed_the_same_day_is_one_line(library: Library) -> None:
    """Nothing is named where all are; without a role, the day alone."""
    cited = draft(library, "quais.md", "glace.md").citations
    said = confirmations(Lang.FR, cited, lambda name: replace(ABOUT, document=name), TODAY)
    assert [(n.text, len(n.citations)) for n in said] == [("Vérifié le 3 mars 2026.", 2)]
