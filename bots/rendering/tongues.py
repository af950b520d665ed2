"""The words of an English answer that are the documents' own, so that a page may mark them as French.

They are the names the documents give (roles, activities, projects, offers, committees, titles) and any run of words that a
passage beside the answer has too.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant.library import Library
from bots.rendering.plain import one_line
from ingest.facts.records import Activity, Role, Sort, Subject

Names = Mapping[str, tuple[str, ...]]  # by their first word; the longest first
_WORD = re.compile(r"\w[\w'’.-]*\w|\w")
_TOLD = re.compile(r"[a-zà-ÿ]{3}")  # an acronym, a code or a number is of no language
_NAMED = frozenset({Sort.ACTIVITY, Sort.ROLE, Sort.PROJECT, Sort.OFFER, Sort.BODY})
_RUN = 2  # words in a row that are no accident


def names(library: Library) -> Names:
    """What the documents name, found once a generation."""
    return library.remember("names by first word", _named)


def _named(library: Library) -> Names:
    subjects = (one.name.value for one in library.records(Subject) if one.sort in _NAMED)
    roles = (one.name.value for one in library.records(Role))
    activities = (one.name.value for one in library.records(Activity))
    titles = (one.title for one in library.descriptions())
    return by_first_word((*subjects, *roles, *activities, *titles))


def by_first_word(found: Iterable[str]) -> Names:
    """Names, to be looked for at each word of a text."""
    told: dict[str, set[str]] = defaultdict(set)
    for name in map(one_line, found):
        if _TOLD.search(name) and (first := _WORD.search(name)):
            told[first[0].lower()].add(name[first.start() :].lower())
    return {first: tuple(sorted(each, key=len, reverse=True)) for first, each in told.items()}


def french(text: str, known: Names, quotes: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the French words of an English text are, in order and apart."""
    low, lowered = text.lower(), [quote.lower() for quote in quotes]
    if len(low) != len(text):  # a letter whose small form is two
        return
    found, at = list(_WORD.finditer(low)), 0
    for number, word in enumerate(found):
        if word.start() < at:
            continue
        end = max(_name(low, word, known), _run(low, found[number:], lowered))
        if end:
            yield word.start(), end
            at = end


def _name(low: str, word: re.Match[str], known: Names) -> int:
    """Where the longest name that begins at the word ends; 0 where none does."""
    for name in known.get(word[0], ()):
        end = word.start() + len(name)
        if low.startswith(name, word.start()) and not low[end : end + 1].isalnum():
            return end
    return 0


def _run(low: str, found: Sequence[re.Match[str]], quotes: Sequence[str]) -> int:
    """Where the longest run of words that a passage has too ends, its parenthesis closed; 0 where it is an accident."""
    start, longest = found[0].start(), 0
    near = [quote for quote in quotes if found[0][0] in quote]
    for number, word in enumerate(found, start=1):
        run = low[start : word.end()]
        near = [quote for quote in near if run in quote]
        if not near:
            break
        longest = word.end() if number >= _RUN and _TOLD.search(run) else longest
    told = low[start:longest]
    return longest + (low[longest : longest + 1] == ")" and told.count("(") > told.count(")"))
