"""Subjects of all documents put together: one thing per role, project, offer, committee, whatever it is called where.

A thing has its states oldest first (a project in five reports has five); the last one is what holds now.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.known.borrowing import joined
from assistant.known.halves import halves, short_names
from assistant.library import Library
from ingest.facts.records import Activity, Responsibility, Role, Sort, Subject, Term
from ingest.languages import FRENCH, content_words, fold, stem, words
from ingest.model import Kind

Matrix = NDArray[np.float32]
_SHORT = re.compile(r"[A-ZÀ-Ý][A-ZÀ-Ý0-9&/-]{1,7}|[A-ZÀ-Ýa-zà-ÿ]{2,7}\.")
_SPELT_OUT = 8  # words of what an abbreviation stands for, at most
_SAME_WORDS = frozenset({Sort.PROJECT, Sort.OFFER, Sort.ROLE})
_APART = frozenset(
    {Sort.FIELD, Sort.DUTY, Sort.ROW, Sort.CARD, Sort.CATEGORY}
)  # one subject a thing, unless a report repeats it


@dataclass(frozen=True)
class Thing:
    """``number`` is its rank among the things; ``names`` all it is called; ``rows`` its subjects' numbers."""

    number: int
    sort: Sort
    names: tuple[str, ...]
    states: tuple[Subject, ...]
    rows: tuple[int, ...]
    current: bool = True  # a document in force speaks of it

    @property
    def latest(self) -> Subject:
        return self.states[-1]

    @cached_property
    def name(self) -> str:
        """What it is called; a bare abbreviation with what it stands for."""
        own = self.latest.name.value
        if self.sort is Sort.ROLE and _SHORT.fullmatch(own):
            full = next((name for name in self.names if len(words(name)) > 1 and not _SHORT.fullmatch(name)), "")
            return f"{full} ({own})" if full else own
        return own

    @cached_property
    def code(self) -> str:
        return next((s.code.quote for s in reversed(self.states) if s.code), "")


@dataclass(frozen=True)
class Things:
    """All of them, with the vectors of what each is called and of all that is said of it, shape (n, dimension)."""

    all: tuple[Thing, ...]
    named: Matrix
    about: Matrix
    by_record: dict[str, Thing]

    @classmethod
    def of(cls, library: Library) -> Things:
        """What this audience sees, on the library's day. Made once a generation."""
        return library.remember(("things", library.today.isoformat()), _made)

    def of_sort(self, *sorts: Sort) -> list[Thing]:
        """The things of some sorts, in order."""
        if len(sorts) == 1:
            return list(self._sorted.get(sorts[0], ()))
        return [thing for thing in self.all if thing.sort in sorts]

    def numbers(self, sort: Sort) -> NDArray[np.int64]:
        """The numbers of the things of a sort, in order. Read only: a question asks for them all."""
        return self._numbered[sort]

    @cached_property
    def current(self) -> NDArray[np.bool_]:
        """Whether each thing is of a document in force. Read only."""
        return np.array([thing.current for thing in self.all], bool)

    @cached_property
    def _sorted(self) -> dict[Sort, tuple[Thing, ...]]:
        found: dict[Sort, list[Thing]] = defaultdict(list)
        for thing in self.all:
            found[thing.sort].append(thing)
        return {sort: tuple(some) for sort, some in found.items()}

    @cached_property
    def _numbered(self) -> dict[Sort, NDArray[np.int64]]:
        return {sort: np.array([t.number for t in self._sorted.get(sort, ())], np.int64) for sort in Sort}


@dataclass(frozen=True)
class Cells:
    """The cells of every matrix in force, by activity and by role."""

    of_activity: dict[int, tuple[Responsibility, ...]]
    of_role: dict[int, tuple[Responsibility, ...]]
    role_of: dict[str, Thing]
    activity_of: dict[str, Thing]

    @classmethod
    def of(cls, library: Library) -> Cells:
        return library.remember(("cells", library.today.isoformat()), _cells)

    def meeting(self, activity: Thing, role: Thing) -> list[Responsibility]:
        """The cells where an activity and a role meet."""
        return [c for c in self.of_activity.get(activity.number, ()) if self.role_of[c.role].number == role.number]

    @cached_property
    def letters(self) -> tuple[str, ...]:
        """Every letter the matrices write."""
        found = (one for cells in self.of_activity.values() for c in cells for one in c.letter.value.upper().split("/"))
        return tuple(dict.fromkeys(letter for letter in found if letter))

    @cached_property
    def written(self) -> dict[tuple[str, ...], frozenset[str]]:
        """The letters that each matrix writes, by where it stands."""
        found: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for cells in self.of_activity.values():
            for cell in cells:
                found[home(cell)].update(one for one in cell.letter.value.upper().split("/") if one)
        return {where: frozenset(letters) for where, letters in found.items()}


def home(cell: Responsibility) -> tuple[str, ...]:
    """Which matrix a cell is of: its document, then its sheet or the section it stands under."""
    place = cell.letter.place
    return (cell.document, place.sheet) if place.sheet else (cell.document, *place.section)


def _cells(library: Library) -> Cells:
    things = Things.of(library)
    of_activity: dict[int, list[Responsibility]] = defaultdict(list)
    of_role: dict[int, list[Responsibility]] = defaultdict(list)
    for cell in library.current(Responsibility):
        activity, role = things.by_record.get(cell.activity), things.by_record.get(cell.role)
        if activity and role:
            of_activity[activity.number].append(cell)
            of_role[role.number].append(cell)
    for held in (of_activity, of_role):
        held.update({number: _in_force_first(cells, library) for number, cells in held.items()})
    return Cells(
        {n: tuple(cells) for n, cells in of_activity.items()},
        {n: tuple(cells) for n, cells in of_role.items()},
        {r.id: things.by_record[r.id] for r in library.current(Role) if r.id in things.by_record},
        {a.id: things.by_record[a.id] for a in library.current(Activity) if a.id in things.by_record},
    )


def _in_force_first(cells: list[Responsibility], library: Library) -> list[Responsibility]:
    """Without those of matrices past their day, where one in force tells of the same activity or role."""
    today = library.today.isoformat()
    return [c for c in cells if (library.description(c.document).expires or today) >= today] or cells


# ---------------------------------------------------------------- joining up
def _made(library: Library) -> Things:
    numbered = [(n, s) for n, s in enumerate(library.generation.records(Subject)) if library.sees(s.document)]
    dated = [(n, s) for n, s in numbered if not _future(s, library)]
    acronyms = _acronyms(library)
    groups: dict[object, list[tuple[int, Subject]]] = defaultdict(list)
    homes: dict[tuple[Sort, str], object] = {}
    for number, subject in sorted(dated, key=lambda pair: _when(pair[1], library)):
        keys = [(subject.sort, key) for key in _keys(subject, acronyms, library)]
        home = next((homes[key] for key in keys if key in homes), subject.id)
        for key in keys:
            homes.setdefault(key, home)
        groups[home].append((number, subject))
    whole = joined(
        list(_made_whole([groups[home] for home in groups], library)),
        _spellings,
        lambda subject: _in_force(subject, library),
    )
    things = tuple(_thing(n, found, acronyms, library) for n, found in enumerate(_ordered(whole)))
    near = library.generation.near_subjects()
    rows = [thing.rows[-1] for thing in things]
    picked = np.asarray(near[rows], np.float32) if rows else np.zeros((0, 2, 1), np.float32)
    for thing in things:
        if thing.sort is Sort.ROLE and thing.name != thing.latest.name.value:
            picked[thing.number] = library.embed(thing.name)  # an abbreviation alone has no meaning
    by_record = {state.record: thing for thing in things for state in thing.states if state.record}
    return Things(things, np.ascontiguousarray(picked[:, 0]), np.ascontiguousarray(picked[:, 1]), by_record)


def _made_whole(groups: list[list[tuple[int, Subject]]], library: Library) -> Iterable[list[tuple[int, Subject]]]:
    """A project that a report half names goes with what it is called in full."""
    into = halves([[subject for _, subject in group] for group in groups])
    for half in into:
        home = into[half]
        while home in into:
            home = into[home]
        groups[home] = sorted([*groups[home], *groups[half]], key=lambda pair: _when(pair[1], library))
    return [group for n, group in enumerate(groups) if n not in into]


def _ordered(groups: Iterable[list[tuple[int, Subject]]]) -> list[list[tuple[int, Subject]]]:
    return sorted(groups, key=lambda found: found[-1][0])


def _thing(
    number: int, found: Sequence[tuple[int, Subject]], acronyms: dict[str, list[str]], library: Library
) -> Thing:
    states = tuple(subject for _, subject in found)
    said = [name for s in states for name in (s.name.value, *s.aliases, *([s.code.quote] if s.code else []))]
    said += [short for s in states for short in acronyms.get(_flat(s.name.value), ())]
    names = tuple({fold(name): name for name in said if name.strip()}.values())
    current = any(_in_force(s, library) for s in states)
    return Thing(number, states[-1].sort, names, states, tuple(n for n, _ in found), current)


def _keys(subject: Subject, acronyms: dict[str, list[str]], library: Library) -> Iterator[str]:
    """What makes two subjects one: their code, or a name in any of its spellings."""
    reported = subject.period is not None and library.description(subject.document).kind is Kind.PROJECT_STATUS
    if subject.sort in _APART and not reported:
        yield subject.id
        return
    if subject.code and subject.sort is not Sort.ROW and not _is_rank(subject):
        yield fold(subject.code.quote)
    for name in (subject.name.value, *subject.aliases):
        if len(name) > 1:
            yield _flat(name)
            yield from map(fold, acronyms.get(_flat(name), ()))
            if subject.sort in _SAME_WORDS:
                yield _in_any_order(name)
            if subject.sort is Sort.PROJECT:
                yield from map(fold, short_names(name))


def _spellings(subject: Subject) -> Iterator[str]:
    """A name whatever its hollow words and their order."""
    for name in (subject.name.value, *subject.aliases):
        if len(name) > 1:
            yield _in_any_order(name)


def _in_force(subject: Subject, library: Library) -> bool:
    return not library.description(subject.document).superseded_by


def _is_rank(subject: Subject) -> bool:
    """« 1 », « 2 » number the lines of one report: another's 1 is another project."""
    return subject.sort is Sort.PROJECT and subject.code is not None and subject.code.quote.strip().isdigit()


def _acronyms(library: Library) -> dict[str, list[str]]:
    """Full name (flat) → what the documents abbreviate it to; and each abbreviation → its full name."""
    known: dict[str, list[str]] = defaultdict(list)
    for term in library.current(Term):
        if term.acronym:
            known[_flat(term.meaning.value)].append(term.name.value)
            known[_flat(term.name.value)].append(term.meaning.value)
    for subject in library.current(Subject):
        if subject.sort is Sort.ROW and subject.values and _SHORT.fullmatch(subject.name.value):
            meaning = subject.values[0].fact.quote
            if 1 < len(words(meaning)) <= _SPELT_OUT and _abbreviates(subject.name.value, meaning):
                known[_flat(meaning)].append(subject.name.value)
                known[_flat(subject.name.value)].append(meaning)
    return known


def _abbreviates(short: str, meaning: str) -> bool:
    """« CDI » and « Rest. » begin as what they stand for does."""
    return fold(meaning)[:1] == fold(short)[:1]


def _flat(name: str) -> str:
    return " ".join(content_words(name, FRENCH) or words(name))


def _in_any_order(name: str) -> str:
    """« Stations de visioconférence (renouvellement) » is « Renouvellement des stations de visioconférence »."""
    return " ".join(sorted({stem(word, FRENCH) for word in content_words(name, FRENCH) or words(name)}))


def _when(subject: Subject, library: Library) -> tuple[int, int, str]:
    """Older first: replaced documents, then what says nothing of a committee but that it met, then by the date of the
    report or of the document."""
    about = library.description(subject.document)
    end = subject.period.end if subject.period else about.date
    describing = subject.sort is not Sort.BODY or (about.kind is not Kind.MINUTES and bool(subject.values))
    return (0 if about.superseded_by else 1, 1 if describing else 0, end)


def _future(subject: Subject, library: Library) -> bool:
    """A report made after the day that is asked about."""
    return bool(subject.period and subject.period.end and subject.period.end > library.today.isoformat())
