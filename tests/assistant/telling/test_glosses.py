"""What an acronym stands for is told in the asker's language, and beside an answer that shows it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.library import Library
from assistant.model import Lang
from assistant.telling import cards
from assistant.telling.drafting import Drafting
from assistant.telling.glosses import in_full
from bots.rendering.glosses import MOST, glossed
from bots.rendering.message import Message, Sentence
from tests.assistant.conftest import Opens, thing

GLOSSARY = """# Glossaire de la coopérative CDP

| Sigle | Signification | English |
|---|---|---|
| CDP | Coopérative des ports | Harbour cooperative |
| MQ | Maître de quai | Harbour master |
| BDG | Bureau des glaces | Ice office |
| RDV | Rendez-vous | |
| SAR | Sauvetage et recherche | Search and rescue |
| TQ | Taxe de quai | Quay tax |
"""


@pytest.fixture(scope="module")
def words(opens: Opens, tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("glossary")
    (folder / "glossaire.md").write_text(GLOSSARY, "utf-8")
    return opens(folder).library()


@pytest.mark.parametrize(
    ("language", "name", "told"),
    [
        (Lang.EN, "MQ", "MQ: Harbour master (Maître de quai)."),
        (Lang.FR, "MQ", "MQ : Maître de quai."),
        (Lang.EN, "RDV", "RDV: Rendez-vous."),
    ],
)
def test_the_glossary_s_english_word_is_told_in_english(words: Library, language: Lang, name: str, told: str) -> None:
    """Its own cell is cited, and the French one; where there is no English word the French one is told alone."""
    draft, subject = Drafting(words, language, shown=True), thing(words, name).latest
    cards.told(draft, subject, subject.values, "")
    [claim] = draft.claims
    assert claim.text == told
    quotes = {draft.citations[one].quote for one in claim.citations}
    assert quotes >= {name} | ({"Harbour master", "Maître de quai"} if "Harbour" in told else set())


def test_what_is_compared_keeps_the_words_of_the_document(words: Library) -> None:
    """Only what a person reads is translated."""
    draft, subject = Drafting(words, Lang.EN), thing(words, "MQ").latest
    cards.told(draft, subject, subject.values, "")
    assert "Harbour" not in draft.claims[0].text


def test_the_organisation_s_own_name_is_not_explained(words: Library) -> None:
    """Its acronym stands in the titles of its documents."""
    assert in_full(words, Lang.EN)["BDG"] == "Ice office"
    assert "CDP" not in in_full(words, Lang.FR)


def message(text: str, **more: object) -> Message:
    told = Message("a", "Qui décide ?", "fr", abstained=False, sentences=(Sentence(text),))
    return replace(told, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("shown", "line"),
    [
        (message("Le MQ décide."), ("MQ : Maître de quai",)),
        (message("The MQ decides.", language="en"), ("MQ: Harbour master",)),
        (message("Le MQ décide.", question="Que décide le mq ?"), ()),
        (message("Le MQ, ou maître de quai, décide."), ()),
        (message("Le XYZ décide."), ()),
        (message("Le MQ décide.", abstained=True), ()),
    ],
)
def test_an_acronym_is_told_in_full_once(words: Library, shown: Message, line: tuple[str, ...]) -> None:
    """Unless the asker used it, the answer says it already, or nobody explains it."""
    assert glossed(shown, words).confirmed == line


def test_a_few_acronyms_at_most(words: Library) -> None:
    """One line, of three."""
    [line] = glossed(message("MQ, BDG, RDV, SAR et TQ."), words).confirmed
    assert line.count(" : ") == MOST
