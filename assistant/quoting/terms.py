"""The terms a library knows: those of its glossaries, and the acronyms its documents teach."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from assistant.library import Library
from assistant.matching import likeness
from assistant.model import Word
from ingest.facts.acronyms import acronyms
from ingest.facts.records import Term
from ingest.languages import FRENCH, content_words, words
from ingest.model import Kind

_MANY = 200  # documents: beyond, only the terms of the index are used


def glossary(library: Library) -> dict[str, Term]:
    """Every way a term may be written (folded), with its best definition: glossaries first, then current documents."""
    return library.remember("terms", _glossary)


def _glossary(library: Library) -> dict[str, Term]:
    known: dict[str, Term] = {}
    for term in sorted(_all(library), key=lambda t: _rank(library, t)):
        for name in _names(term):
            known.setdefault(" ".join(words(name)), term)
    known.pop("", None)
    return known


def _all(library: Library) -> list[Term]:
    """Terms of the index, and acronyms learned from the documents when the index holds none of theirs."""
    terms = list(library.records(Term))
    held = {(t.document, t.name.place.start) for t in terms}
    for about in library.descriptions():
        if (
            about.kind not in (Kind.ROLE_MATRIX, Kind.PROJECT_STATUS, Kind.SERVICE_OFFERS)
            and len(library.descriptions()) <= _MANY
        ):
            document = library.generation.document(about.document)
            terms += [t for t in acronyms(document) if (t.document, t.name.place.start) not in held]
    return terms


def _rank(library: Library, term: Term) -> tuple[bool, bool, int]:
    about = library.description(term.document)
    return bool(about.superseded_by), about.kind is not Kind.GLOSSARY, -about.precedence


def _names(term: Term) -> Iterable[str]:
    yield term.name.value
    bare = re.sub(r"\s*\([^()]*\)", "", term.name.value)
    # « prise en charge » typed « prise charge ».
    for name in dict.fromkeys((term.name.value, bare)):
        telling = content_words(name, FRENCH)
        if 1 < len(telling) < len(words(name)):
            yield " ".join(telling)
    if bare != term.name.value:
        yield bare
        yield from re.findall(r"\(([^()]+)\)", term.name.value)


def says(text: str, word: Word, library: Library) -> bool:
    """The word is in a cell's text, itself, or under the long form of an acronym, or as one the acronym spells out."""
    held, known = content_words(text, FRENCH), glossary(library)
    if any(likeness(word, other) >= _SAME for other in held):
        return True
    term = known.get(word.surface)
    if term and set(content_words(term.meaning.value, FRENCH)) <= set(held):
        return True
    spelt = {w for other in held if other in known for w in content_words(known[other].meaning.value, FRENCH)}
    return any(likeness(word, other) >= _SAME for other in spelt)


_SAME = 0.9


def head_nouns(library: Library) -> Mapping[str, frozenset[str]]:
    """« centre » → the acronyms of centres: people say « le centre » for the CEIAVD."""
    return library.remember("head nouns", _head_nouns)


def _head_nouns(library: Library) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for term in dict.fromkeys(glossary(library).values()):
        meaning = content_words(term.meaning.value, FRENCH)
        if term.acronym and meaning:
            found.setdefault(meaning[0], set()).update(content_words(term.name.value, FRENCH)[:1])
    return {noun: frozenset(names) for noun, names in found.items() if len(names) <= _FEW}


_FEW = 3  # acronyms that one noun may stand for: « direction » stands for too many
