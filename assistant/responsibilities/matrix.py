"""The matrices in force, seen as one: cells by activity and by role, and the names people give both."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.lexicon import root
from assistant.library import Library
from assistant.matching import Names, shortened
from ingest.facts.records import Activity, Level, Responsibility, Role, Term
from ingest.languages import FRENCH, content_words, fold, words

# From who acts to who is told; the order in which an answer names them.
LEVELS = (Level.RESPONSIBLE, Level.ACCOUNTABLE, Level.CONSULTED, Level.INFORMED)


@dataclass(frozen=True)
class Matrix:
    """Roles and activities by id, and the cells where they meet, in the order of the sheet."""

    roles: dict[str, Role]
    activities: dict[str, Activity]
    cells: tuple[Responsibility, ...]
    acronyms: dict[str, tuple[str, ...]]  # Role.id → what the glossary calls it
    shortened: dict[str, tuple[str, ...]]  # Activity.id → its name with an acronym for the words it stands for

    @classmethod
    def of(cls, library: Library) -> Matrix:
        """The matrices no other document replaces, as this audience sees them."""
        return library.remember("matrix", _made)

    @cached_property
    def role_names(self) -> Names[str]:
        return Names((r.id, (r.name.value, *r.aliases, *self.acronyms.get(r.id, ()))) for r in self.roles.values())

    @cached_property
    def activity_names(self) -> Names[str]:
        named = ((a.id, (a.name.value, *self.shortened.get(a.id, ()))) for a in self.activities.values())
        return Names(named, _LIGHT)

    @cached_property
    def object_names(self) -> Names[str]:
        """Activities by what they act upon, where that takes two words at least."""
        named = ((a.id, a.name.value.split(" ", 1)) for a in self.activities.values())
        return Names(
            (key, (parts[1],)) for key, parts in named if len(content_words(parts[-1], FRENCH)) > 1 and parts[1:]
        )

    @cached_property
    def letters(self) -> dict[str, frozenset[Level]]:
        """Each letter the matrices use, and what it stands for there."""
        found: dict[str, set[Level]] = defaultdict(set)
        for cell in self.cells:
            if len(cell.levels) == 1 and len(cell.letter.value) == 1:
                found[cell.letter.value.upper()] |= cell.levels
        # R, A, C and I keep their usual meaning where the organisation gives them no other.
        usual = {level.value: frozenset({level}) for level in Level if level not in set().union(*found.values())}
        return usual | {letter: frozenset(levels) for letter, levels in found.items()}

    @cached_property
    def _by_activity(self) -> dict[str, list[Responsibility]]:
        return _grouped((c.activity, c) for c in self.cells)

    @cached_property
    def _by_role(self) -> dict[str, list[Responsibility]]:
        return _grouped((c.role, c) for c in self.cells)

    def namesakes(self, role: str) -> tuple[str, ...]:
        """The same role in every matrix that names it, this one first."""
        name = fold(self.roles[role].name.value)
        return (role, *(r.id for r in self.roles.values() if r.id != role and fold(r.name.value) == name))

    def of_activity(self, activity: str, level: Level | None = None) -> list[Responsibility]:
        return [c for c in self._by_activity.get(activity, ()) if level is None or level in c.levels]

    def of_role(self, role: str, level: Level | None = None) -> list[Responsibility]:
        held = [c for same in self.namesakes(role) for c in self._by_role.get(same, ())]
        return [c for c in held if level is None or level in c.levels]

    def meeting(self, activity: str, role: str) -> list[Responsibility]:
        same = self.namesakes(role)
        return [c for c in self._by_activity.get(activity, ()) if c.role in same]


# Verbs that activities begin with and that askers say otherwise or not at all.
_LIGHT = frozenset(
    root(w) for w in "tenir faire mener assurer effectuer realiser executer proceder produire gerer maintenir".split()
)


def _grouped(pairs: Iterator[tuple[str, Responsibility]]) -> dict[str, list[Responsibility]]:
    groups: dict[str, list[Responsibility]] = defaultdict(list)
    for key, cell in pairs:
        groups[key].append(cell)
    return groups


def _made(library: Library) -> Matrix:
    roles = {r.id: r for r in library.current(Role)}
    activities = {a.id: a for a in library.current(Activity)}
    cells = tuple(c for c in library.current(Responsibility) if c.role in roles and c.activity in activities)
    terms = library.current(Term)
    called = {r.id: tuple(_called(r, terms)) for r in roles.values()}
    return Matrix(
        roles, activities, cells, called, {a.id: tuple(shortened(a.name.value, terms)) for a in activities.values()}
    )


def _called(role: Role, terms: tuple[Term, ...]) -> Iterator[str]:
    """Acronyms the documents give for a role, and the initials of its name when they spell nothing else."""
    name = set(content_words(role.name.value, FRENCH))
    known = {fold(term.name.value) for term in terms if term.acronym}
    for term in terms:
        if term.acronym and set(content_words(term.meaning.value, FRENCH)) == name:
            yield term.name.value
    initials = "".join(w[0] for w in words(role.name.value) if w not in FRENCH.stop_words and len(w) > 1)
    if len(initials) > 1 and initials not in known:
        yield initials
