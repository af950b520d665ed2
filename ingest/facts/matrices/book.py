"""The records of one matrix as they are read: a role or an activity said twice is one record."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ingest.facts.matrices.letters import Legend, Marks, noted
from ingest.facts.matrices.names import ACRONYM, bare_name, full_names, plain, unnumbered
from ingest.facts.records import Activity, Fact, Level, Record, Responsibility, Role
from ingest.languages import fold
from ingest.model import Block, BlockKind, Cell, Document, Place, Remark


@dataclass(slots=True)
class Book:
    """``records`` and ``remarks`` grow as a reader tells it what it finds."""

    document: Document
    legend: Legend
    records: list[Record] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    _known: dict[str, str] = field(default_factory=dict)
    _notes: dict[str, Fact] = field(default_factory=dict)
    _of_activity: dict[str, Fact] = field(default_factory=dict)  # its footnote
    _said: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._notes = _footnotes(self.document.blocks)

    def named(self) -> list[Record]:
        """The records, each role with the full name that the document gives its abbreviation."""
        full = full_names(self.document.blocks, {r.name.value for r in self.records if isinstance(r, Role)})
        return [
            replace(r, aliases=tuple(dict.fromkeys([*r.aliases, *full.get(fold(r.name.value), ())])))
            if isinstance(r, Role)
            else r
            for r in self.records
        ]

    # ------------------------------------------------------------ what a reader tells
    def cell(
        self, activity: str, role: str, cell: Cell, held: Marks, said: Fact | None = None, line: Cell | None = None
    ) -> None:
        """What stands where an activity and a role meet; ``said`` is the legend's line where the cell says it in words,
        ``line`` the name of its row."""
        levels = {level for letter in held.letters if (level := self.legend.level(letter))}
        for letter in held.letters:
            if self.legend.guessed(letter) or not self.legend.level(letter):
                self.say_unknown(letter, cell.place)
        if not levels:
            return
        lines = (self.legend.lines.get(letter) for letter in held.letters)
        meaning = said or next(filter(None, lines), None)
        fact = Fact("/".join(held.letters), cell.text, cell.place)
        self.add(activity, role, fact, levels, meaning, held.note, cell.place.cell or "", line)

    def add(
        self,
        activity: str,
        role: str,
        letter: Fact,
        levels: set[Level],
        meaning: Fact | None = None,
        note: str = "",
        at: str = "",
        line: Cell | None = None,
    ) -> None:
        """A holder of an activity; ``note`` is the mark of a footnote, ``at`` the address of the cell in its sheet, ``line``
        the name of its row. What the footnote of the activity says holds for each of its cells."""
        identity = _identity(
            "responsibility", self.document.name, activity, role, letter.value, str(letter.place.start)
        )
        own = f"{noted(letter.quote)[0][-1:].upper()}{note}" if note else ""  # « R* : seulement si… » is of R* alone
        told = self._notes.get(own) or self._notes.get(note) or self._notes.get(at) if note or at else None
        self.records.append(
            Responsibility(
                id=identity, document=self.document.name, activity=activity, role=role, letter=letter,
                levels=frozenset(levels), meaning=meaning,
                note=told or self._of_activity.get(activity),
                line=Fact(line.text, line.text, line.place) if line else None,
            )
        )  # fmt: skip

    def role(self, cell: Cell, also: str = "") -> str:
        """The id of the role that a cell names; ``also`` is what a second head calls it, in another language."""
        key = "role\0" + plain(bare_name(cell.text))
        if key not in self._known:
            self._known[key] = _identity("role", self.document.name, key)
            name = bare_name(cell.text)
            aliases = (*(a.strip() for a in ACRONYM.findall(cell.text)), *([bare_name(also)] if also else []))
            self.records.append(
                Role(
                    id=self._known[key],
                    document=self.document.name,
                    name=Fact(name, cell.text, cell.place),
                    aliases=aliases,
                )
            )
        return self._known[key]

    def activity(
        self,
        cell: Cell,
        category: str,
        beside: Mapping[str, Cell] | None = None,
        also: str = "",
        *,
        within: bool = False,
    ) -> str:
        """The id of the activity that a cell names; ``beside`` is what other columns say of it, by their heads, and ``also``
        what one of them calls it in another language. ``within`` when its table has the same name under another
        ``category``: it is then one activity under each, called by both."""
        key = "activity\0" + plain(cell.text) + (f"\0{plain(category)}" if within else "")
        if key not in self._known:
            self._known[key] = _identity("activity", self.document.name, key)
            bare, mark = noted(cell.text)
            note = self._notes.get(mark)
            facts = {head: Fact(said.text, said.text, said.place) for head, said in (beside or {}).items()}
            if note:
                facts["Note"] = self._of_activity[self._known[key]] = note
            said = unnumbered(bare if note else cell.text)
            name = Fact(f"{category} – {said}" if within else said, cell.text, cell.place)
            self.records.append(
                Activity(
                    id=self._known[key], document=self.document.name, name=name, category=category, facts=facts,
                    aliases=(also,) if also else (),
                )
            )  # fmt: skip
        return self._known[key]

    def say_unknown(self, letter: str, place: Place) -> None:
        """Remarks, once, that a letter is told by no legend."""
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


# A bare digit may number a line, unless a sentence begins after it; « (1) » and « ¹ » are marks.
_FOOTNOTE = re.compile(
    r"^\s*(?:\((?=\d\)))?(?:(?P<mark>[¹²³⁴⁵]|\*+|†|‡|(?<=\()\d)|(?P<digit>\d)(?=\)?\s*[:.–-]?\s*[A-ZÀ-Ý]))\)?"
    r"\s*[:.–-]?\s*(?=[^\W\d])(?P<words>.{8,})"
)
# « R* : seulement si le dossier vient du ministère. A* : au-delà de 50 000 $. »: what a letter with a mark means.
_OF_LETTER = re.compile(
    r"(?<![\w'’])(?P<letter>[A-Z])\s?(?P<mark>[¹²³⁴⁵]|\*+|†|‡|\(\d\))\s*[:=–-]\s*"
    r"(?P<words>[^\n|]{8,}?)(?=\s*(?:[\n|]|$|[.;,]?\s+[A-Z]\s?(?:[¹²³⁴⁵]|\*+|†|‡|\(\d\))\s*[:=–-]))"
)


def _footnotes(blocks: Iterable[Block]) -> dict[str, Fact]:
    """Footnotes by mark (« ¹ Sauf en période estivale ») and comments by the address of their cell."""
    notes: dict[str, Fact] = {}
    for block in blocks:
        if block.kind is BlockKind.NOTE and block.place.cell:
            notes.setdefault(block.place.cell, Fact(block.text, block.text, block.place))
        for text, place in [(c.text, c.place) for c in block.cells if not c.merged] or [(block.text, block.place)]:
            if match := _FOOTNOTE.match(text):
                notes.setdefault(match["mark"] or match["digit"], Fact(match["words"].strip(), text, place))
            for match in _OF_LETTER.finditer(text):
                start = place.start + match.start()
                spot = replace(place, start=start, end=place.start + match.end())
                notes.setdefault(match["letter"] + match["mark"].strip("()"), Fact(match["words"], match.group(), spot))
    digits = dict(zip("¹²³⁴⁵", "12345", strict=True))
    return notes | {digits[mark]: fact for mark, fact in notes.items() if mark in digits}


def _identity(kind: str, *parts: str) -> str:
    return f"{kind}-" + hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:12]
