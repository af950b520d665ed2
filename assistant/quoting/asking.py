"""The units of a library ranked for a question, once however many composers ask."""

from __future__ import annotations

from assistant.library import Library
from assistant.model import Draft, Query
from assistant.quoting.corrections import corrected
from assistant.quoting.index import UnitIndex, unit_index
from assistant.quoting.scoring import Ranking, rank

# Above this many blocks, only the documents that search brings are looked into.
SMALL, LOOKED_INTO = 6000, 6


def ranked(query: Query, library: Library, old: bool = False) -> Ranking:
    """``old``: the units of superseded documents; otherwise those of current ones."""
    return library.once(("ranked", query.standalone, old), lambda seen: rank(query, seen, index_for(query, seen), old))


def puts_right(query: Query, ranking: Ranking, library: Library) -> Draft | None:
    """The draft that corrects what the question takes for granted, or None."""
    return library.once(("corrected", query.standalone), lambda seen: corrected(query, ranking, seen))


def index_for(query: Query, library: Library) -> UnitIndex:
    """Every document while they are few; those of the best passages otherwise."""
    if library.remember("few blocks", _few):
        return unit_index(library)
    found = library.search(query.standalone, 30, query.words_language)
    return unit_index(library, tuple(dict.fromkeys(r.passage.document for r in found))[:LOOKED_INTO])


def _few(library: Library) -> bool:
    total = 0
    for about in library.descriptions():
        total += len(library.blocks(about.document))
        if total > SMALL:
            return False
    return True
