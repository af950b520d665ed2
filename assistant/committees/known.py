"""The committees a person's documents describe, one ``Board`` each however many documents tell of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from assistant.library import Library
from assistant.matching import Match, Names, likeness
from assistant.model import Query, Word
from ingest.facts.committees.bodies import BODY
from ingest.facts.records import Activity, Committee, Fact
from ingest.facts.statements import stems
from ingest.languages import FRENCH, content_words, words
from ingest.model import Kind

_NAMED = 0.28  # of a name's weight: « le comité d'éthique » for « Comité d'éthique et d'accès aux données »
_ACTIVITY = 0.6  # of an activity's weight
_APART = 0.12  # by which the best name must lead the next one


@dataclass(frozen=True, slots=True)
class Said:
    """A fact and the document that states it."""

    document: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Board:
    """``records`` are those of frameworks first, then minutes, latest first."""

    name: str
    records: tuple[Committee, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([self.name, *(a for r in self.records for a in r.aliases)]))

    @property
    def title(self) -> Said:
        return Said(self.records[0].document, self.records[0].name)

    def facts(self, key: str) -> tuple[Said, ...]:
        """What the first document that states it says: two documents are not mixed in one list."""
        for record in self.records:
            if found := record.facts.get(key):
                return tuple(Said(record.document, fact) for fact in found)
        return ()

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(key for record in self.records for key in record.facts))


@dataclass(frozen=True, slots=True)
class Named:
    """A committee the question names, how surely, and the positions of the words that name it."""

    board: Board
    score: float
    used: frozenset[int]


@dataclass(slots=True)
class Boards:
    """All of them, and their names to be found in questions."""

    all: tuple[Board, ...]
    _names: Names[int] = field(init=False)
    _acronyms: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        self._names = Names((number, (board.name,)) for number, board in enumerate(self.all))
        self._acronyms = {
            " ".join(words(alias)): number for number, board in enumerate(self.all) for alias in board.names[1:]
        }

    @classmethod
    def of(cls, library: Library) -> Boards:
        return library.remember("boards", lambda seen: cls(tuple(_boards(seen))))

    def speaks_of_one(self, query: Query) -> bool:
        """Whether the question names a body by its kind, whichever it is."""
        return bool(BODY.search(_said(query)))

    def named(self, query: Query) -> list[Named]:
        """The committees a question names: by acronym, or by enough of a name that no other has."""
        found = self._by_acronym(query)
        if found:
            return found
        if not self.speaks_of_one(query):
            return []
        matches = [m for m in self._names.find(query.content, floor=_NAMED) if _headed(m.name, m.used, query)]
        whole = [m for m in matches if m.score >= 0.95]
        if not whole and len(matches) > 1 and matches[0].score - matches[1].score < _APART:
            return []
        return [Named(self.all[m.key], m.score, m.used) for m in _separate(whole or matches[:1])]

    def _by_acronym(self, query: Query) -> list[Named]:
        found: dict[int, set[int]] = defaultdict(set)
        for position, word in enumerate(query.words):
            if (number := self._acronyms.get(word)) is not None:
                found[number].add(position)
        return [Named(self.all[number], 1.0, frozenset(used)) for number, used in found.items()]


def _separate(matches: Sequence[Match[int]]) -> list[Match[int]]:
    """A name whose words are all in a longer name said is not named itself."""
    return [m for m in matches if not any(m is not o and m.used < o.used for o in matches)]


def _said(query: Query) -> str:
    mended = dict(query.mended)
    french = [also for word in query.content for also in word.also]
    return " ".join([*(mended.get(w, w) for w in query.words), *french])


def _headed(name: str, used: frozenset[int], query: Query) -> bool:
    """« directeur » alone does not name the « comité directeur », nor « comité » alone: both must be said."""
    head, *rest = content_words(name, FRENCH) or [""]
    said = [w for w in query.content if w.position in used]
    alone = not rest and any(likeness(w, head) >= 0.9 for w in said)
    told = [any(likeness(w, part) >= 0.9 for w in said) for part in (head, *rest)]
    return alone or (told[0] and any(told[1:]))


def _boards(library: Library) -> Iterable[Board]:
    grouped: dict[frozenset[str], list[Committee]] = defaultdict(list)
    for record in library.current(Committee):
        grouped[stems(record.name.value)].append(record)
    for records in grouped.values():
        ordered = sorted(records, key=lambda r: _rank(library, r))
        name = ordered[0].name.value
        yield Board(name[:1].upper() + name[1:], tuple(ordered))


def _rank(library: Library, record: Committee) -> tuple[bool, int, str]:
    """Frameworks before minutes, then by precedence, then the latest."""
    about = library.description(record.document)
    latest = "".join(chr(255 - ord(c)) for c in about.date)
    return about.kind is Kind.MINUTES, -about.precedence, latest


def names_activity(query: Query, library: Library) -> bool:
    """The question names an activity of the matrix: the matrix says who does it."""
    names = library.remember("activity names", _activities)
    return bool(names.find(query.content, floor=_ACTIVITY))


def _activities(library: Library) -> Names[str]:
    return Names((a.id, (a.name.quote,)) for a in library.current(Activity))


def unexplained(content: Iterable[Word], texts: Iterable[str], floor: float = 0.75) -> list[Word]:
    """The words of a question that none of the texts has."""
    held = {w for text in texts for w in content_words(text, FRENCH)}
    return [word for word in content if not any(likeness(word, other) >= floor for other in held)]
