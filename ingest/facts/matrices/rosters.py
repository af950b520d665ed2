"""Where a matrix names its roles in the cells: one column a duty (« Exécute », « Tranche », « Aviser »), several names in one.

Told by content: titles above, sections between the rows and a head printed again are no part of it; a table without a head
goes on with the one before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ingest.facts.matrices.letters import Legend, by_custom, level_of, marks, vacant
from ingest.facts.matrices.names import ACRONYM, ROLE_NAME, bare_name, full_names, names_in, plain
from ingest.facts.records import Fact, Level
from ingest.languages import fold
from ingest.model import Block, Cell

ACTIVITY_HEAD = re.compile(
    r"^(?:no )?(?:les )?(activites?|taches?|processus|livrables?|etapes?|actions?|responsabilites?|"
    r"dossiers?|decisions?|activity|activities|tasks?|quoi|objet|sujet|travaux)\b"
)
_LOOKED_AT = 15  # rows from the top in which the head is sought
_SHORT_HEAD = 5  # words
_TWO = 2
_FEWEST = 3  # filled cells of holders
_MOSTLY, _KNOWN = 0.8, 0.7  # of the cells: that name and are no letters; of the names: that the document knows as roles
_ENOUGH, _COME_BACK = 6, 0.3  # names in a column before we ask that three in ten be said twice in the table
_LONG_NAME = 8  # words
_TELLING = 0.6  # of the different words of cells


@dataclass(frozen=True, slots=True)
class Duty:
    """A column of holders: its level, the letter that stands for it, and what is said of it, by the legend or its head."""

    level: Level
    letter: str
    meaning: Fact | None


@dataclass(slots=True)
class Roster:
    """``name`` is the column of activities, ``duties`` those of holders, ``others`` the heads of the columns beside;
    ``lines`` are the rows with the section each stands in. ``known`` when the document knows its names as roles."""

    name: int
    duties: dict[int, Duty]
    others: dict[int, str]
    known: bool
    lines: list[tuple[str, Block]] = field(default_factory=list)


def roster(rows: Sequence[Block], legend: Legend, roles: Collection[str], before: Roster | None) -> Roster | None:
    """The matrix of names that a table is, or None. ``roles`` are the names, folded, that the document knows as roles;
    ``before`` is the one that a table without a head may go on with."""
    for number, row in enumerate(rows[:_LOOKED_AT]):
        if found := _headed(_cells(row), rows[number + 1 :], legend, roles):
            found.lines = list(_lines(rows[number + 1 :], found, _texts(row)))
            return found
    if before and _goes_on(rows, before, roles):
        found = Roster(before.name, before.duties, before.others, before.known)
        found.lines = list(_lines(rows, found, ()))
        return found
    return None


def known_roles(blocks: Sequence[Block], rows: Sequence[Sequence[Block]]) -> frozenset[str]:
    """The names in the cells of tables, folded, that a document knows as roles: it says elsewhere what they stand for, or
    they are a function's."""
    said = {fold(bare_name(p.text)) for table in rows for row in table for c in row.cells for p in _names(c)}
    spelt = full_names(blocks, said)
    return frozenset(name for name in said if spelt.get(name) or ROLE_NAME.match(name))


# ---------------------------------------------------------------- a head, and what it heads
def _headed(head: Mapping[int, Cell], body: Sequence[Block], legend: Legend, roles: Collection[str]) -> Roster | None:
    """What a row heads, if it names duties above names: in its words, or as a legend explains them."""
    named = [n for n, cell in head.items() if ACTIVITY_HEAD.search(plain(cell.text))]
    told = {n: level for n, cell in head.items() if n not in named and (level := head_level(cell.text, legend))}
    name = max(named, key=lambda n: len(texts(body, n)), default=None) or _before(body, [*told, *head])
    if name is None:
        return None
    said = {n: found for n in head if n != name and n not in named and (found := _said(body, n))}
    if {fold(c.text) for c in head.values()} & {word for found in said.values() for word in found} or _worded(
        said, legend
    ):
        return None  # words that stand in the place of letters
    known = {n for n, found in said.items() if _share(found, roles) >= _KNOWN}
    levels = _levels({n: head[n] for n in said if n in told or n in known}, told, legend)
    if len(set(levels.values())) < _TWO or not _hold_names(body, levels, legend, roles):  # one duty makes no matrix
        return None
    surely = sum(n in known for n in levels) >= _KNOWN * len(levels)
    told_alone = _come_back({n: said[n] for n in levels}) and (named or len(set(levels.values())) > _TWO)
    if not surely and not told_alone:
        return None
    others = {n: c.text for n, c in head.items() if n > name and n not in levels and not c.merged}
    return Roster(name, _duties(head, levels, legend), others, surely)


def head_level(text: str, legend: Legend) -> Level | None:
    """The level that a head tells: in a word or two, or by a letter (« Responsable (R) »)."""
    bare = text.strip()
    inside = ACRONYM.search(bare)
    letter = bare if len(bare) <= _TWO else inside.group(1) if inside and len(inside.group(1)) <= _TWO else ""
    if letter:
        return legend.level(letter.upper())
    return level_of(bare) if len(bare.split()) <= _SHORT_HEAD else None


def _before(body: Sequence[Block], columns: Sequence[int]) -> int | None:
    """The column to the left of the duties whose texts are the most different."""
    left = {
        n: len(texts(body, n)) for n in {c.column for row in body for c in row.cells} if n < max(columns, default=0)
    }
    return max(left, key=lambda n: (left[n], -n), default=None)


def _levels(heads: Mapping[int, Cell], told: Mapping[int, Level], legend: Legend) -> dict[int, Level]:
    """The level of each duty: what its head says, else what the legend says of it, else the one that custom leaves it."""
    words = {n: fold(cell.text).strip(" .:") for n, cell in heads.items()}
    explained = legend.worded(words.values())
    found = {n: told.get(n) or explained[word][0] for n, word in words.items() if n in told or word in explained}
    ordered = [words[n] for n in sorted(words)]
    left = by_custom(ordered, {words[n]: level for n, level in found.items()}) if found else {}
    taking = {n: Level.CONSULTED for n, word in words.items() if word in legend.phrases}
    return taking | {n: left[word] for n, word in words.items() if word in left} | found


def _duties(head: Mapping[int, Cell], levels: Mapping[int, Level], legend: Legend) -> dict[int, Duty]:
    """Each with the letter of its level; where two are of one level, the second is called by its head."""
    made: dict[int, Duty] = {}
    own = [n for n in levels if fold(head[n].text)[:1].upper() == levels[n].value]
    for n in (*own, *(n for n in sorted(levels) if n not in own)):
        word = head[n].text.strip(" :")
        taken = any(duty.letter == levels[n].value for duty in made.values())
        line = legend.phrases.get(fold(word).strip(" .:")) or legend.lines.get(word.upper())
        meaning = line or (Fact(word, word, head[n].place) if taken else None)
        made[n] = Duty(levels[n], word if taken else levels[n].value, meaning)
    return made


# ---------------------------------------------------------------- names in cells
def _worded(said: Mapping[int, Sequence[str]], legend: Legend) -> bool:
    """Cells that tell levels, in words of their own or as a legend explains them (« Je m'en occupe »), name nobody."""
    every = sorted({word for found in said.values() for word in found})
    telling = [
        w for w, (_, line) in legend.worded(every).items() if not ROLE_NAME.match(fold(line.value) if line else w)
    ]
    return len(telling) > _TELLING * len(every)


def _said(body: Sequence[Block], column: int) -> list[str]:
    """The names of a column, folded; of cells that are in no section row."""
    cells = (c for row in body if len({c.text for c in row.cells}) > 1 for c in row.cells if c.column == column)
    return [fold(bare_name(part.text)) for cell in cells if not vacant(cell.text) for part in _names(cell)]


def _names(cell: Cell) -> Iterator[Cell]:
    return (part for part in names_in(cell) if len(part.text.split()) <= _LONG_NAME)


def _share(names: Sequence[str], roles: Collection[str]) -> float:
    return sum(name in roles for name in names) / len(names)


def _hold_names(body: Sequence[Block], levels: Mapping[int, Level], legend: Legend, roles: Collection[str]) -> bool:
    """Names of roles, not letters."""
    cells = [c for row in body for c in row.cells if c.column in levels and not vacant(c.text)]
    names = [
        c
        for c in cells
        if len(c.text.strip()) > _FEWEST or _share(_folded(c), roles) == 1 or not is_mark(c.text, legend)
    ]
    return len(cells) >= _FEWEST and len(names) >= _MOSTLY * len(cells)


def _folded(cell: Cell) -> list[str]:
    return [fold(bare_name(part.text)) for part in _names(cell)] or [""]


def is_mark(text: str, legend: Legend) -> bool:
    """« A/R » is a mark; « DLC » is somebody's acronym."""
    held = marks(text, legend)
    return held is not None and all(map(legend.level, held.letters))


def _come_back(said: Mapping[int, Sequence[str]]) -> bool:
    """Names come back; decisions and dates are said once each."""
    times = Counter(name for names in said.values() for name in names)
    back = {n: sum(times[name] > 1 for name in names) for n, names in said.items()}
    return all(len(names) < _ENOUGH or back[n] >= _COME_BACK * len(names) for n, names in said.items())


# ---------------------------------------------------------------- lines
def _goes_on(rows: Sequence[Block], before: Roster, roles: Collection[str]) -> bool:
    """A table without a head, of the columns of the one before and of names the document knows."""
    columns = {before.name, *before.duties, *before.others}
    said = [name for n in before.duties for name in _said(rows, n)]
    fits = all(c.column in columns for row in rows for c in row.cells) and texts(rows, before.name)
    return bool(fits and said and _share(said, roles) >= _MOSTLY)


def _lines(rows: Sequence[Block], found: Roster, head: Collection[str]) -> Iterator[tuple[str, Block]]:
    """The rows of activities, with the section row above each, or the heading where headings stand between them. A row that
    says what a role is called (« SUR », « surintendance ») is none."""
    holders = {name for n in found.duties for name in _said(rows, n)}
    band, apart = "", len({row.place.section for row in rows}) > 1
    for row in rows:
        said = _texts(row)
        if len(set(said)) == 1:
            band = said[0]
        elif said and said != head and any(c.column == found.name and fold(c.text) not in holders for c in row.cells):
            yield (row.place.section[-1] if apart and row.place.section and not band else band), row


def _cells(row: Block) -> dict[int, Cell]:
    return {c.column: c for c in row.cells if c.text.strip()}


def _texts(row: Block) -> tuple[str, ...]:
    return tuple(c.text for c in row.cells if c.text.strip())


def texts(rows: Sequence[Block], column: int) -> set[str]:
    """The different texts of a column."""
    return {c.text for row in rows for c in row.cells if c.column == column and c.text.strip()}
