"""Role and responsibility matrices → roles, activities and the cell where they meet, in whatever layout.

A grid (activities down, roles across, or the other way round), a list (one column a level, role names in the cells),
or one line a pair (activity, role, letter). Letters are read through the legend.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.facts.listings.entries import tables
from ingest.facts.matrices.book import Book
from ingest.facts.matrices.cards import Card, cards
from ingest.facts.matrices.grids import Grid, Line, filled, grids
from ingest.facts.matrices.letters import Legend, holders, marks, read_legend, vacant
from ingest.facts.matrices.names import names_in, plain
from ingest.facts.matrices.rosters import ACTIVITY_HEAD, Roster, is_mark, known_roles, roster, texts
from ingest.facts.matrices.sides import on_its_side, second_names
from ingest.facts.records import Fact, Record, Responsibility
from ingest.model import Block, Cell, Description, Document, Kind, Remark

KIND = Kind.ROLE_MATRIX

_TITLE = re.compile(
    r"\b(matrice|raci|rasci|rapid)\b|\broles? (et|&|and) responsabilit|"
    r"\bresponsibility (assignment )?matrix\b|\bqui fait quoi\b|\bpartage des responsabilites\b"
)
_ROLE_HEAD = re.compile(r"^(?:le |les )?(roles?|acteurs?|intervenants?|qui|postes?|titulaires?|unites?)\b")
_LETTER_HEAD = re.compile(r"\b(lettres?|raci|niveaux?|participation|type|code|letter|level)\b")
_MOSTLY = 0.7  # of the cells of a column


def recognise(document: Document) -> float:
    """How surely a document is a matrix, in [0, 1]: its title, its legend, and a table that reads as one."""
    titled = any(_TITLE.search(plain(words)) for words in _titles(document))
    legend = read_legend(document.blocks)
    sheet = Reader(Book(document, legend))
    sheet.read()
    cells = sum(isinstance(r, Responsibility) for r in sheet.book.records)
    found = 0.0 if cells < 4 or not sheet.surely else 0.45 if cells < 12 and not sheet.named else 0.6
    return min(1.0, found + (0.3 * titled + 0.15 * bool(legend.levels) if found else 0.15 * titled))


def _titles(document: Document) -> Iterable[str]:
    yield document.name
    yield document.title
    yield from (b.text for b in document.blocks[:4])
    yield from dict.fromkeys(b.place.sheet or "" for b in document.blocks)


def extract(document: Document, description: Description) -> tuple[list[Record], list[Remark]]:  # noqa: ARG001  # same shape for all kinds
    """Roles, activities (even without any letter) and filled cells."""
    reader = Reader(Book(document, read_legend(document.blocks)))
    reader.read()
    book = reader.book
    if not any(isinstance(r, Responsibility) for r in book.records):
        book.remarks.append(_not_understood(document))
    return book.named(), book.remarks


@dataclass(slots=True)
class Reader:
    """Reads every table of a document; a role or an activity said twice is one record."""

    book: Book
    surely: bool = False  # the letters are letters by more than chance
    named: bool = False  # each letter stands beside its holder's name

    @property
    def legend(self) -> Legend:
        """The document's."""
        return self.book.legend

    def read(self) -> None:
        """Fills the book from every table: lists of roles first, grids of letters otherwise; else from cards."""
        blocks = self.book.document.blocks
        found = tables(blocks)
        roles = known_roles(blocks, found)
        before: Roster | None = None
        above: Grid | None = None
        for rows in found:
            if named := roster(rows, self.legend, roles, before):
                self._named(named)
                before = named
            elif not self._lists(rows):
                for grid in grids(rows, self.legend, above):
                    self._grid(grid)
                    above = grid
        if not self.book.records:
            self._cards(cards(blocks))

    # ------------------------------------------------------------ a grid
    def _grid(self, grid: Grid) -> None:
        if _only_letters(grid.heads.values(), self.legend) and grid.groups:
            self._crosses(grid)
            return
        letters = [letter for _, _, mark in filled(grid) for letter in mark.marks.letters]
        self.surely |= len({letter for letter in letters if self.legend.level(letter)}) >= 2 or bool(self.legend.levels)
        aside = on_its_side(grid)
        second = second_names(grid, aside=aside)
        twice = _twice((cell.text, grid.groups.get(c, "")) for c, cell in grid.heads.items())
        twice |= _twice((line.name.text, line.category) for line in grid.lines)
        heads = {
            c: self.book.activity(
                cell, grid.groups.get(c, ""), also=grid.aka.get(c, ""), within=plain(cell.text) in twice
            )
            if aside
            else self.book.role(cell, grid.aka.get(c, ""))
            for c, cell in sorted(grid.heads.items())
        }
        lines = [
            self.book.role(line.name, second.get(line.name.text, "")) if aside else self._activity(line, second, twice)
            for line in grid.lines
        ]
        for line, identity in zip(grid.lines, lines, strict=True):
            for column, mark in sorted(line.filled.items()):
                if column in heads:
                    pair = (heads[column], identity) if aside else (identity, heads[column])
                    self.book.cell(*pair, mark.cell, mark.marks, mark.meaning, line.name)
        for cell in grid.unknown:
            self.book.say_unknown(cell.text, cell.place)

    def _activity(self, line: Line, second: Mapping[str, str], twice: frozenset[str] = frozenset()) -> str:
        """``second`` is the names in another language, and the head of their column; ``twice`` those of several sections."""
        beside = {head: cell for head, cell in self._beside(line).items() if head != second.get("")}
        within = plain(line.name.text) in twice
        return self.book.activity(line.name, line.category, beside, second.get(line.name.text, ""), within=within)

    def _beside(self, line: Line) -> dict[str, Cell]:
        """What the other columns of a row say, but for a legend that stands there."""
        told = {fact.place.start for fact in self.legend.lines.values()}
        return {
            head: cell
            for head, cell in line.beside.items()
            if not any(cell.place.start <= start < cell.place.end for start in told)
        }

    def _crosses(self, grid: Grid) -> None:
        """A group of columns R, A, C, I under each role, with a cross in the one that holds."""
        roles = {
            c: self.book.role(replace(grid.heads[c], text=grid.groups[c])) for c in grid.heads if grid.groups.get(c)
        }
        self.surely = True
        for line in grid.lines:
            activity = self.book.activity(line.name, line.category, self._beside(line))
            for column, mark in sorted(line.filled.items()):
                if column in roles:
                    self.book.cell(
                        activity,
                        roles[column],
                        mark.cell,
                        replace(mark.marks, letters=(grid.heads[column].text.strip().upper(),)),
                        line=line.name,
                    )

    # ------------------------------------------------------------ cards
    def _cards(self, found: Sequence[Card]) -> None:
        self.surely = self.named = bool(found)
        for card in found:
            activity = self.book.activity(card.name, "", dict(card.beside))
            for level, said in card.held:
                for part in names_in(said):
                    self.book.add(activity, self.book.role(part), Fact(level.value, part.text, part.place), {level})

    # ------------------------------------------------------------ lists
    def _lists(self, rows: Sequence[Block]) -> bool:
        for number, row in enumerate(rows[:15]):
            cells = {c.column: c for c in row.cells if c.text.strip()}
            body = rows[number + 1 :]
            heads = [n for n, c in cells.items() if ACTIVITY_HEAD.search(plain(c.text))]
            # Of « Étape » and « Tâche », the finer one.
            activity = max(heads, key=lambda n: len(texts(body, n)), default=None)
            if activity is None or len(cells) < 3:
                continue
            role = next((n for n, c in cells.items() if n != activity and _ROLE_HEAD.search(plain(c.text))), None)
            letter = next(
                (n for n, c in cells.items() if n not in (activity, role) and _LETTER_HEAD.search(plain(c.text))), None
            )
            if held := self._lettered(body, activity):
                self._holders(body, activity, held)
                return True
            if role is not None and letter is not None and self._hold_letters(body, letter):
                self._pairs(body, activity, role, letter)
                return True
        return False

    def _hold_letters(self, rows: Sequence[Block], column: int) -> bool:
        texts = [c.text for row in rows for c in row.cells if c.column == column and c.text.strip()]
        held = [t for t in texts if is_mark(t, self.legend)]
        return len(held) >= max(2, 0.7 * len(texts))

    def _lettered(self, rows: Sequence[Block], activity: int) -> int | None:
        """The column whose cells tell letters and their holders: « A : Odile Rivard, R : clients ». A legend beside the
        matrix is written alike, but says each letter once."""
        for column in {c.column for row in rows for c in row.cells} - {activity}:
            texts = [c.text for row in rows for c in row.cells if c.column == column and c.text.strip()]
            held = [found for t in texts if (found := holders(t, self.legend))]
            letters = [letter for found in held for letter, _, _ in found]
            if len(texts) > 1 and len(held) >= _MOSTLY * len(texts) and len(letters) > len(set(letters)):
                return column
        return None

    def _holders(self, rows: Sequence[Block], activity: int, column: int) -> None:
        self.surely = self.named = True
        for row in rows:
            cells = {c.column: c for c in row.cells if c.text.strip()}
            if not {activity, column} <= cells.keys():
                continue
            of, said = self.book.activity(cells[activity], ""), cells[column]
            for letter, start, end in holders(said.text, self.legend):
                at = replace(said.place, start=said.place.start + start, end=said.place.start + end)
                levels = {level for one in letter.split("/") if (level := self.legend.level(one))}
                name = Cell(said.text[start:end], said.column, at, said.header, said.merged)
                self.book.add(
                    of, self.book.role(name), Fact(letter, said.text, said.place), levels, line=cells[activity]
                )

    def _named(self, found: Roster) -> None:
        """The names that stand under each duty."""
        self.surely = True
        for category, row in found.lines:
            cells = {c.column: c for c in row.cells if not vacant(c.text)}
            if found.name not in cells:
                continue
            beside = {head: cells[n] for n, head in found.others.items() if n in cells}
            of = self.book.activity(cells[found.name], category, beside)
            for column, duty in found.duties.items():
                for part in names_in(cells[column]) if column in cells else ():
                    letter = Fact(duty.letter, part.text, part.place)
                    self.book.add(of, self.book.role(part), letter, {duty.level}, duty.meaning, line=cells[found.name])

    def _pairs(self, rows: Sequence[Block], activity: int, role: int, letter: int) -> None:
        self.surely = True
        for row in rows:
            cells = {c.column: c for c in row.cells if c.text.strip()}
            if {activity, role, letter} <= cells.keys() and (held := marks(cells[letter].text, self.legend)):
                of = self.book.activity(cells[activity], "")
                self.book.cell(of, self.book.role(cells[role]), cells[letter], held, line=cells[activity])


def _twice(named: Iterable[tuple[str, str]]) -> frozenset[str]:
    """The names, of (name, section), that stand in one table under two sections, once in each: two things of one name."""
    said = [(plain(name), section) for name, section in named if section]
    sections = Counter(name for name, _ in set(said))
    return frozenset(name for name, n in sections.items() if n > 1 and sum(one == name for one, _ in said) == n)


def _only_letters(heads: Iterable[Cell], legend: Legend) -> bool:
    texts = [cell.text.strip().upper() for cell in heads]
    return len(texts) >= 2 and all(len(t) <= 2 and legend.level(t) for t in texts)


def _not_understood(document: Document) -> Remark:
    return Remark(
        "unknown-layout",
        f"Aucune matrice n'a été reconnue dans « {document.name} » : ni colonnes de lettres, ni colonnes par niveau.",
        "Nommez la colonne des activités « Activité », écrivez une légende (« R = Réalise »), ou écrivez « kind: other » "
        "sous ce document dans corpus.yaml.",
    )
