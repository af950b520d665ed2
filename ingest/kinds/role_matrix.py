"""Role and responsibility matrices → roles, activities and the cell where they meet, in whatever layout.

A grid (activities down, roles across, or the other way round), a list (one column a level, role names in the cells),
or one line a pair (activity, role, letter). Letters are read through the legend.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from ingest.facts.listings.entries import tables
from ingest.facts.matrices.grids import Grid, filled, grids, on_its_side
from ingest.facts.matrices.letters import Legend, Marks, holders, level_of, marks, read_legend
from ingest.facts.matrices.names import ACRONYM, bare_name, names_in, unnumbered
from ingest.facts.records import Activity, Fact, Level, Record, Responsibility, Role
from ingest.languages import fold
from ingest.model import Block, BlockKind, Cell, Description, Document, Kind, Place, Remark

KIND = Kind.ROLE_MATRIX

_TITLE = re.compile(
    r"\b(matrice|raci|rasci|rapid)\b|\broles? (et|&|and) responsabilit|"
    r"\bresponsibility (assignment )?matrix\b|\bqui fait quoi\b|\bpartage des responsabilites\b"
)
_ACTIVITY_HEAD = re.compile(
    r"^(?:no )?(?:les )?(activites?|taches?|processus|livrables?|etapes?|actions?|responsabilites?|"
    r"dossiers?|decisions?|activity|activities|tasks?|quoi|objet|sujet|travaux)\b"
)
_ROLE_HEAD = re.compile(r"^(?:le |les )?(roles?|acteurs?|intervenants?|qui|postes?|titulaires?|unites?)\b")
_LETTER_HEAD = re.compile(r"\b(lettres?|raci|niveaux?|participation|type|code|letter|level)\b")
_MOSTLY = 0.7  # of the cells of a column
_ENOUGH, _COME_BACK = 6, 0.3  # names in a column before we ask that three in ten be said twice in the table


def recognise(document: Document) -> float:
    """How surely a document is a matrix, in [0, 1]: its title, its legend, and a table that reads as one."""
    titled = any(_TITLE.search(_plain(words)) for words in _titles(document))
    legend = read_legend(document.blocks)
    sheet = Reader(document, legend)
    sheet.read()
    cells = sum(isinstance(r, Responsibility) for r in sheet.records)
    found = 0.0 if cells < 4 or not sheet.surely else 0.45 if cells < 12 and not sheet.named else 0.6
    return min(1.0, found + (0.3 * titled + 0.15 * bool(legend.levels) if found else 0.15 * titled))


def _titles(document: Document) -> Iterable[str]:
    yield document.name
    yield document.title
    yield from (b.text for b in document.blocks[:4])
    yield from dict.fromkeys(b.place.sheet or "" for b in document.blocks)


def _plain(text: str) -> str:
    return re.sub(r"[_\-.]+", " ", fold(text))


def extract(document: Document, description: Description) -> tuple[list[Record], list[Remark]]:  # noqa: ARG001  # same shape for all kinds
    """Roles, activities (even without any letter) and filled cells."""
    reader = Reader(document, read_legend(document.blocks))
    reader.read()
    if not any(isinstance(r, Responsibility) for r in reader.records):
        reader.remarks.append(_not_understood(document))
    return reader.records, reader.remarks


@dataclass(slots=True)
class Reader:
    """Reads every table of a document; a role or an activity said twice is one record."""

    document: Document
    legend: Legend
    records: list[Record] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    surely: bool = False  # the letters are letters by more than chance
    named: bool = False  # each letter stands beside its holder's name
    _known: dict[str, str] = field(default_factory=dict)
    _notes: dict[str, Fact] = field(default_factory=dict)
    _said: set[str] = field(default_factory=set)

    def read(self) -> None:
        """Fills ``records`` and ``remarks`` from every table: lists of roles first, grids of letters otherwise."""
        self._notes = _footnotes(self.document.blocks)
        for rows in tables(self.document.blocks):
            found = self._lists(rows)
            if not found:
                for grid in grids(rows, self.legend):
                    self._grid(grid)

    # ------------------------------------------------------------ a grid
    def _grid(self, grid: Grid) -> None:
        if _only_letters(grid.heads.values(), self.legend) and grid.groups:
            self._crosses(grid)
            return
        letters = [letter for _, _, mark in filled(grid) for letter in mark.marks.letters]
        self.surely |= len({letter for letter in letters if self.legend.level(letter)}) >= 2 or bool(self.legend.levels)
        aside = on_its_side(grid)
        heads = {
            c: self._role(cell) if not aside else self._activity(cell, "") for c, cell in sorted(grid.heads.items())
        }
        lines = [self._activity(n.name, n.category) if not aside else self._role(n.name) for n in grid.lines]
        for line, identity in zip(grid.lines, lines, strict=True):
            for column, mark in sorted(line.filled.items()):
                if column in heads:
                    pair = (heads[column], identity) if aside else (identity, heads[column])
                    self._cell(*pair, mark.cell, mark.marks)
        for cell in grid.unknown:
            self._say_unknown(cell.text, cell.place)

    def _crosses(self, grid: Grid) -> None:
        """A group of columns R, A, C, I under each role, with a cross in the one that holds."""
        roles = {c: self._role(replace(grid.heads[c], text=grid.groups[c])) for c in grid.heads if grid.groups.get(c)}
        self.surely = True
        for line in grid.lines:
            activity = self._activity(line.name, line.category)
            for column, mark in sorted(line.filled.items()):
                if column in roles:
                    self._cell(
                        activity,
                        roles[column],
                        mark.cell,
                        replace(mark.marks, letters=(grid.heads[column].text.strip().upper(),)),
                    )

    # ------------------------------------------------------------ lists
    def _lists(self, rows: Sequence[Block]) -> bool:
        for number, row in enumerate(rows[:15]):
            cells = {c.column: c for c in row.cells if c.text.strip()}
            body = rows[number + 1 :]
            heads = [n for n, c in cells.items() if _ACTIVITY_HEAD.search(_plain(c.text))]
            # Of « Étape » and « Tâche », the finer one.
            activity = max(heads, key=lambda n: len(_texts(body, n)), default=None)
            if activity is None or len(cells) < 3:
                continue
            levels = {n: level for n, c in cells.items() if n != activity and (level := self._head_level(c.text))}
            role = next((n for n, c in cells.items() if n != activity and _ROLE_HEAD.search(_plain(c.text))), None)
            letter = next(
                (n for n, c in cells.items() if n not in (activity, role) and _LETTER_HEAD.search(_plain(c.text))), None
            )
            if held := self._lettered(body, activity):
                self._holders(body, activity, held)
                return True
            if len(set(levels.values())) >= 2 and self._hold_names(body, levels):
                self._columns(body, activity, levels)
                return True
            if role is not None and letter is not None and self._hold_letters(body, letter):
                self._pairs(body, activity, role, letter)
                return True
        return False

    def _head_level(self, text: str) -> Level | None:
        bare = text.strip()
        if len(bare) <= 2:
            return self.legend.level(bare.upper())
        inside = ACRONYM.search(bare)
        if inside and len(inside.group(1)) <= 2:
            return self.legend.level(inside.group(1).upper())
        return level_of(bare) if len(bare.split()) <= 5 else None

    def _hold_names(self, rows: Sequence[Block], levels: dict[int, Level]) -> bool:
        """Names of roles, not letters; and names that come back: decisions and dates are said once each."""
        texts = [c.text for row in rows for c in row.cells if c.column in levels and c.text.strip()]
        names = [t for t in texts if len(t.strip()) > 3 or not self._is_mark(t)]
        if len(texts) < 3 or len(names) < 0.8 * len(texts):
            return False
        said = {column: [_plain(p.text) for row in rows for c in row.cells if c.column == column for p in names_in(c)]
                for column in levels}  # fmt: skip
        known = Counter(name for names_of in said.values() for name in names_of)
        back = {column: sum(known[name] > 1 for name in names_of) for column, names_of in said.items()}
        return all(len(said[c]) < _ENOUGH or back[c] >= _COME_BACK * len(said[c]) for c in levels)

    def _is_mark(self, text: str) -> bool:
        """« A/R » is a mark; « DLC » is somebody's acronym."""
        held = marks(text, self.legend)
        return held is not None and all(map(self.legend.level, held.letters))

    def _hold_letters(self, rows: Sequence[Block], column: int) -> bool:
        texts = [c.text for row in rows for c in row.cells if c.column == column and c.text.strip()]
        held = [t for t in texts if self._is_mark(t)]
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
            of, said = self._activity(cells[activity], ""), cells[column]
            for letter, start, end in holders(said.text, self.legend):
                at = replace(said.place, start=said.place.start + start, end=said.place.start + end)
                levels = {level for one in letter.split("/") if (level := self.legend.level(one))}
                name = Cell(said.text[start:end], said.column, at, said.header, said.merged)
                self._add(of, self._role(name), Fact(letter, said.text, said.place), levels, None, "")

    def _columns(self, rows: Sequence[Block], activity: int, levels: dict[int, Level]) -> None:
        self.surely = True
        for row in rows:
            name = next((c for c in row.cells if c.column == activity), None)
            if name is None or len({c.text for c in row.cells}) < 2:
                continue
            of = self._activity(name, "")
            for cell in row.cells:
                if cell.column in levels:
                    for part in names_in(cell):
                        self._add(
                            of,
                            self._role(part),
                            Fact(levels[cell.column].value, part.text, part.place),
                            {levels[cell.column]},
                            None,
                            "",
                        )

    def _pairs(self, rows: Sequence[Block], activity: int, role: int, letter: int) -> None:
        self.surely = True
        for row in rows:
            cells = {c.column: c for c in row.cells if c.text.strip()}
            if {activity, role, letter} <= cells.keys() and (held := marks(cells[letter].text, self.legend)):
                self._cell(self._activity(cells[activity], ""), self._role(cells[role]), cells[letter], held)

    # ------------------------------------------------------------ records
    def _cell(self, activity: str, role: str, cell: Cell, held: Marks) -> None:
        levels = {level for letter in held.letters if (level := self.legend.level(letter))}
        for letter in held.letters:
            if self.legend.guessed(letter) or not self.legend.level(letter):
                self._say_unknown(letter, cell.place)
        if not levels:
            return
        meaning = next((self.legend.lines[letter] for letter in held.letters if letter in self.legend.lines), None)
        fact = Fact("/".join(held.letters), cell.text, cell.place)
        self._add(activity, role, fact, levels, meaning, held.note, cell.place.cell or "")

    def _add(
        self, activity: str, role: str, letter: Fact, levels: set[Level], meaning: Fact | None, note: str, at: str = ""
    ) -> None:
        identity = _identity(
            "responsibility", self.document.name, activity, role, letter.value, str(letter.place.start)
        )
        noted = self._notes.get(note) or self._notes.get(at) if note or at else None
        self.records.append(
            Responsibility(
                id=identity, document=self.document.name, activity=activity, role=role, letter=letter,
                levels=frozenset(levels), meaning=meaning, note=noted,
            )
        )  # fmt: skip

    def _role(self, cell: Cell) -> str:
        key = "role\0" + _plain(bare_name(cell.text))
        if key not in self._known:
            self._known[key] = _identity("role", self.document.name, key)
            name = bare_name(cell.text)
            aliases = tuple(a.strip() for a in ACRONYM.findall(cell.text))
            self.records.append(
                Role(
                    id=self._known[key],
                    document=self.document.name,
                    name=Fact(name, cell.text, cell.place),
                    aliases=aliases,
                )
            )
        return self._known[key]

    def _activity(self, cell: Cell, category: str) -> str:
        key = "activity\0" + _plain(cell.text)
        if key not in self._known:
            self._known[key] = _identity("activity", self.document.name, key)
            fact = Fact(unnumbered(cell.text), cell.text, cell.place)
            self.records.append(
                Activity(id=self._known[key], document=self.document.name, name=fact, category=category)
            )
        return self._known[key]

    def _say_unknown(self, letter: str, place: Place) -> None:
        if letter in self._said:
            return
        self._said.add(letter)
        guessed = self.legend.guessed(letter)
        doing = "a été interprétée sans légende" if guessed else "n'est pas expliquée, cette case n'est pas lue"
        self.remarks.append(
            Remark(
                "guessed-letter" if guessed else "unknown-letter",
                f"Dans la matrice, « {letter[:40]} » {doing}.",
                f"Écrivez une légende dans le document, par exemple « {letter[:2]} = Réalise » ou « {letter[:2]} = Consulté ».",
                place,
            )
        )


def _texts(rows: Sequence[Block], column: int) -> set[str]:
    return {c.text for row in rows for c in row.cells if c.column == column and c.text.strip()}


def _only_letters(heads: Iterable[Cell], legend: Legend) -> bool:
    texts = [cell.text.strip().upper() for cell in heads]
    return len(texts) >= 2 and all(len(t) <= 2 and legend.level(t) for t in texts)


def _footnotes(blocks: Iterable[Block]) -> dict[str, Fact]:
    """Footnotes by mark (« ¹ Sauf en période estivale ») and comments by the address of their cell."""
    notes: dict[str, Fact] = {}
    for block in blocks:
        if block.kind is BlockKind.NOTE and block.place.cell:
            notes.setdefault(block.place.cell, Fact(block.text, block.text, block.place))
        for text, place in [(c.text, c.place) for c in block.cells if not c.merged] or [(block.text, block.place)]:
            if match := re.match(r"^\s*\(?([¹²³⁴⁵]|\*+|†|‡|\d)\)?\s*[:.–-]?\s*(?=[A-ZÀ-Ý])(.{8,})", text):
                notes.setdefault(match.group(1), Fact(match.group(2).strip(), text, place))
    digits = dict(zip("¹²³⁴⁵", "12345", strict=True))
    return notes | {digits[mark]: fact for mark, fact in notes.items() if mark in digits}


def _identity(kind: str, *parts: str) -> str:
    return f"{kind}-" + hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:12]


def _not_understood(document: Document) -> Remark:
    return Remark(
        "unknown-layout",
        f"Aucune matrice n'a été reconnue dans « {document.name} » : ni colonnes de lettres, ni colonnes par niveau.",
        "Nommez la colonne des activités « Activité », écrivez une légende (« R = Réalise »), ou écrivez « kind: other » "
        "sous ce document dans corpus.yaml.",
    )
