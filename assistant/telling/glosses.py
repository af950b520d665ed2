"""What the documents say an acronym stands for, and the English word their glossary gives beside it."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.library import Library
from assistant.model import Lang
from ingest.facts.records import Fact, Term
from ingest.languages import fold, words

_ENGLISH = frozenset({"anglais", "english", "en"})  # words of the head of such a column
_MANY = 300  # documents: beyond, one is the organisation's own name whatever part of their titles hold it


def in_full(library: Library, language: Lang) -> Mapping[str, str]:
    """Acronym → what it stands for, in the language where the documents say it; without the organisation's own, which
    their titles hold."""
    return library.remember(("in full", language), lambda seen: _in_full(seen, language))


def english(document: str, meaning: Fact, library: Library) -> Fact | None:
    """The cell of the English column in the row of a meaning; None where there is no such column."""
    return library.remember(("english words", document), lambda seen: _english(document, seen)).get(meaning.place.start)


def _in_full(library: Library, language: Lang) -> dict[str, str]:
    titles = [set(words(about.title)) for about in library.descriptions()[:_MANY]]
    found: dict[str, str] = {}
    for term in library.current(Term):
        if term.acronym and sum(fold(term.name.value) in title for title in titles) * 3 < len(titles):
            told = english(term.document, term.meaning, library) if language is Lang.EN else None
            found.setdefault(term.name.value, " ".join((told or term.meaning).quote.split()))
    return found


def _english(document: str, library: Library) -> dict[int, Fact]:
    """Where each cell of a row with an English cell begins → that cell."""
    found: dict[int, Fact] = {}
    for block in library.blocks(document):
        told = next((c for c in block.cells if c.text.strip() and _ENGLISH & set(words(c.header))), None)
        if told:
            found |= {
                cell.place.start: Fact(told.text, told.text, told.place) for cell in block.cells if cell is not told
            }
    return found
