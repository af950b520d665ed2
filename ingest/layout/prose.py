"""Plain text: paragraphs, lists, tables and headings told from lines alone; each block has the line where it begins."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto

from ingest.layout.building import Draft
from ingest.layout.flow import CAPTION, ENDS, Flow, is_heading_text, is_upper, numbering
from ingest.layout.normalisation import BULLETS, clean
from ingest.layout.tables import ROWS, alike, drawn, heads, runs
from ingest.model import Place

_ITEM = re.compile(
    rf"(?P<indent>\s*)(?:[{re.escape(BULLETS)}]\s*|[-–—*+o]\s+|\(?(?:\d{{1,2}}|[a-z]|[ivx]{{1,4}})\)\s+)(?P<text>\S.*)$"
)
_SIGNS = re.compile(r"\s*(?P<signs>([-=*~_#])\2{1,})\s+(?P<text>\S.*?)\s+([-=*~_#])\4{1,}\s*$")
_HASHES = re.compile(r"(?P<signs>#{1,6})\s+(?P<text>\S.*)$")
_LABEL = re.compile(r"[^\W\d_](?:[^:.;!?=\t()]|\([^()]{0,40}\)){0,48}?\s?:(?:\s|$)")
_EQUAL = re.compile(r"[^=.;!?]{1,70}\s=\s\S")
_ASKED = re.compile(r"(?:Q|Question)\s?\d{0,3}\s?[.:)]\s+\S")
_ANSWERED = re.compile(r"(?:R|A|Réponse|Answer)\s?\d{0,3}\s?[.:)]\s+\S")
_HOUR = re.compile(r"(?:\d{1,2}\s?h(?:\s?\d{2})?|\d{1,2}:\d{2}|\d{4}-\d{2}-\d{2})\b")
_NUMBER = re.compile(r"(?:\d{1,2}[.)]|\d{1,2}(?:\.\d{1,2})+[.)]?|\d{1,2}(?=\s+[A-ZÀ-Ý])|[A-Z][.)])\s|[^\W\d_]{4,}\s+\S")
_ASIDE = re.compile(r"\s*\([^()]*\)")
_LINKS = re.compile(
    r"(?:\b(?:de|du|des|la|le|les|et|ou|à|au|aux|en|par|pour|sur|dans|avec|un|une|que|qui|ses?|leurs?|the|of|and|or|to|in"
    r"|for|with|by|an?|its)|\b[dlnscjm]|qu)['’]?$",
    re.IGNORECASE,
)
_STOPS = (*ENDS[:5], "…")
_LONG = 2_000  # characters: a longer line is plain words, and looked at no further
_WIDEST = 100  # characters: prose with longer lines is not wrapped by hand
_WORDS = 25  # characters: a shorter line did not reach any margin
_MARGIN = 45
_RULE = re.compile(r"\s*([-=_*~])\1{2,}\s*$")
_RULED = re.compile(r"\s*[|+][-=:|+\s]+$|\s*[-=:]{3,}\s*[|+][-=:|+\s]*$")
_FULL = 55  # characters: a sentence may go on after the blank lines of a page break when its line was that long
_LONGEST = 10_000  # characters: no paragraph is longer
_NAME_WORDS = 10


class _Mark(Enum):
    """What a line is, told from the line alone."""

    PLAIN = auto()
    ITEM = auto()
    TITLE = auto()  # between signs (« == Version 2 == »), after them (« ## Version 2 ») or underlined
    UPPER = auto()
    NUMBERED = auto()
    LABEL = auto()  # « Lieu : Montbriand »
    EQUAL = auto()  # « CA = conseil d'administration »
    TAB = auto()
    ASKED = auto()
    ANSWERED = auto()
    HOUR = auto()


@dataclass(slots=True)
class _Unit:
    """One line, or the lines of one wrapped paragraph. ``row`` is the first one's, ``last`` the words of the last one."""

    row: int
    raw: str
    mark: _Mark
    text: str
    last: str
    depth: int = 0  # of an item, of a number, or the level of a title
    cells: list[str] = field(default_factory=list)
    table: int = 0  # the number of the table it is a row of, where titles stand between the rows


_Stanza = list[_Unit]


def read_prose(flow: Flow, text: str) -> None:
    """Adds the blocks of ``text`` to ``flow``, each with its line."""
    lines = [line.replace("\f", " ") for line in text.split("\n")]
    stanzas = list(_stanzas(lines))
    widest = max((len(clean(line)) for line in lines), default=0)
    margin = widest if widest <= _WIDEST else 0  # none where the file does not wrap its prose
    _Prose(flow, _tables(stanzas)).write([_joined(stanza, margin) for stanza in stanzas])


# ---------------------------------------------------------------- one line, and the next
def _marked(row: int, raw: str, asks: bool) -> _Unit:
    """A line as a unit. ``asks`` says that the file is made of questions and answers (« Q. », « R. »)."""
    text = clean(raw)
    if len(raw) > _LONG:
        return _Unit(row, raw, _Mark.PLAIN, text, text)
    if match := _ITEM.match(raw):
        words = clean(match["text"])
        return _Unit(row, raw, _Mark.ITEM, words, text, 1 + len(match["indent"].expandtabs(4)) // 4)
    if match := _SIGNS.match(raw) or _HASHES.match(raw):
        depth = len(match["signs"]) if match["signs"][0] == "#" else 2
        return _Unit(row, raw, _Mark.TITLE, clean(match["text"]), text, depth)
    if _numbered(text) is not None and not (asks and (_ASKED.match(text) or _ANSWERED.match(text))):
        return _Unit(row, raw, _Mark.NUMBERED, text, text, 1 + (_numbered(text) or 0))
    return _Unit(row, raw, _mark(raw, text, asks), text, text)


def _numbered(text: str) -> int | None:
    """The depth of « 2. Objet » (1) or « 2.1 Objet » (2); None for « 15 janvier », which begins with a number as well."""
    found = numbering(text) if _NUMBER.match(text) else None
    return found[0] if found and len(text.split()) > 1 else None


def _mark(raw: str, text: str, asks: bool) -> _Mark:
    if asks and _ASKED.match(text):
        return _Mark.ASKED
    if asks and _ANSWERED.match(text):
        return _Mark.ANSWERED
    label, tab, value = raw.partition("\t")
    if tab and label.strip() and value.strip() and "\t" not in value.strip() and len(label) <= 80:
        return _Mark.TAB
    if _HOUR.match(text):
        return _Mark.HOUR
    if _LABEL.match(text):
        return _Mark.LABEL
    if _EQUAL.match(text):
        return _Mark.EQUAL
    return _Mark.UPPER if is_upper(_ASIDE.sub("", text)) and is_heading_text(text) else _Mark.PLAIN


def _goes_on(above: _Unit, line: _Unit, widest: int, width: int) -> bool:
    """Whether ``line`` is the next line of the paragraph or item ``above``.

    ``widest`` is the length of the longest line around, ``width`` the margin of the file, or 0.
    """
    if above.mark in (_Mark.TITLE, _Mark.UPPER, _Mark.TAB) or above.last.endswith(_STOPS):
        return False
    reach = len(above.last) + 1 + len(line.text.split(" ", 1)[0])
    small = line.text[:1].islower()
    if line.mark is _Mark.LABEL:
        return small and above.mark is _Mark.PLAIN and len(above.last) >= _MARGIN and reach > widest
    if line.mark is not _Mark.PLAIN and not (line.mark is _Mark.HOUR and width and reach > width):
        return False
    if _LINKS.search(above.last) and len(above.last) >= _WORDS:
        return True
    if small:
        hanging = above.mark in (_Mark.ITEM, _Mark.NUMBERED) and line.raw[:1].isspace()
        return hanging or above.last.endswith(",") or (len(above.last) >= _WORDS and 10 * reach >= 6 * widest)
    return len(above.last) >= _MARGIN and 0 < width < reach


# ---------------------------------------------------------------- from lines to stanzas
def _stanzas(lines: Sequence[str]) -> Iterator[_Stanza]:
    """The lines that blank lines and rules part."""
    asks = sum(bool(_ASKED.match(raw.strip())) for raw in lines) > 1
    held: list[_Unit] = []
    parted = False
    for row, raw in enumerate(lines, 1):
        if not clean(raw):
            parted = True
        elif _RULED.match(raw):
            continue  # under the heads of a table
        elif rule := _RULE.match(raw):
            if held and not parted and not drawn(held[-1].raw):
                _underline(held[-1], rule[1])
            parted = True
        else:
            unit = _marked(row, raw, asks)
            if held and parted and not _resumes(held[-1], unit):
                yield held
                held = []
            held.append(unit)
            parted = False
    if held:
        yield held


def _underline(unit: _Unit, sign: str) -> None:
    if unit.mark in (_Mark.PLAIN, _Mark.UPPER, _Mark.NUMBERED) and (sign == "=" or is_heading_text(unit.text)):
        unit.mark, unit.depth = _Mark.TITLE, 1 if sign == "=" else 2


def _resumes(above: _Unit, unit: _Unit) -> bool:
    """Whether a sentence goes on after blank lines: those of a page break."""
    small = unit.mark is _Mark.PLAIN and unit.text[:1].islower()
    full = above.mark in (_Mark.PLAIN, _Mark.ITEM) and len(above.last) >= _FULL
    return small and full and _goes_on(above, unit, 0, 0)


def _joined(lines: _Stanza, width: int) -> _Stanza:
    """Wrapped paragraphs and items as one unit, the lines of a table with their cells."""
    widest = max(len(line.last) for line in lines)
    units: _Stanza = []
    for line, cells in zip(lines, alike(list(map(_line, lines))), strict=True):
        line.cells = line.cells or cells
    for line in lines:
        above = units[-1] if units else None
        free = above and not above.cells and not line.cells and len(above.text) < _LONGEST
        if above and free and _goes_on(above, line, widest, width):
            above.text, above.last = f"{above.text} {line.text}", line.last
        else:
            units.append(line)
    return units


def _tables(stanzas: Sequence[_Stanza]) -> dict[int, _Stanza]:
    """Gives their cells to the rows between which blank lines and titles stand: the rows of each table, from 1."""
    units = [unit for stanza in stanzas for unit in stanza]
    tables: dict[int, _Stanza] = {}
    for number, run in enumerate(runs(list(map(_line, units)), list(map(_parts_rows, units))), 1):
        tables[number] = [units[at] for at in run]
        for unit in units[run[0] : run[-1] + 1]:
            if cells := drawn(_line(unit)):
                unit.mark, unit.cells, unit.table = _Mark.PLAIN, cells, number
            elif unit.mark in (_Mark.PLAIN, _Mark.LABEL):
                unit.mark, unit.depth = _Mark.TITLE, CAPTION
    return tables


def _line(unit: _Unit) -> str:
    """The line that may be a row, or ""."""
    return "" if unit.mark is _Mark.ITEM or len(unit.raw) > _LONG else unit.raw


def _parts_rows(unit: _Unit) -> bool:
    """A title: what may stand between the rows of one table."""
    titled = unit.mark in (_Mark.TITLE, _Mark.UPPER) or (unit.mark is _Mark.LABEL and unit.text.endswith(":"))
    return titled or _is_name(unit) or (unit.mark is _Mark.NUMBERED and is_heading_text(unit.text))


# ---------------------------------------------------------------- from stanzas to blocks
class _Prose:
    """``tables`` holds the rows of those that titles part, by number."""

    def __init__(self, flow: Flow, tables: dict[int, _Stanza]) -> None:
        self._flow = flow
        self._asked = ""
        self._tables = tables
        self._groups: dict[int, str] = {}

    def write(self, stanzas: list[_Stanza]) -> None:
        named = sum(map(_is_card, stanzas)) >= ROWS
        records = Counter(_label(stanza[0]) for stanza in stanzas if _is_record(stanza))
        for number, stanza in enumerate(stanzas):
            if number == 0 and _is_title(stanza, alone=len(stanzas) == 1):
                stanza[0].mark, stanza[0].depth = _Mark.TITLE, 1
            elif _is_headed(stanza) or (named and _is_card(stanza)):
                stanza[0].mark, stanza[0].depth = _Mark.TITLE, CAPTION
            self._stanza(stanza, record=records[_label(stanza[0])] > 1)

    def _stanza(self, stanza: _Stanza, record: bool) -> None:
        at = 0
        while at < len(stanza):
            end = _same(stanza, at)
            if stanza[at].cells:
                self._table(stanza[at:end])
            elif stanza[at].mark is _Mark.NUMBERED:
                self._numbered(stanza[at:end], closing=end == len(stanza))
            else:
                lead = stanza[0].text if record and at else ""
                for unit in stanza[at:end]:
                    self._unit(unit, lead, opens=unit is stanza[0])
            at = end

    def _unit(self, unit: _Unit, lead: str, opens: bool) -> None:
        place = Place(row=unit.row)
        short = len(unit.text.split()) < 3 and not opens
        if unit.mark is _Mark.TITLE:
            self._flow.heading(unit.text, unit.depth, place)
        elif unit.mark is _Mark.UPPER and not short:
            self._flow.heading(unit.text, 1, place)
        elif unit.mark is _Mark.ITEM:
            self._flow.item(unit.text, unit.depth, place)
        elif unit.mark is _Mark.TAB:
            label, _, value = unit.raw.partition("\t")
            self._flow.field(label, value, place)
        elif unit.mark is _Mark.ANSWERED:
            self._flow.paragraph(unit.text, place, self._asked)
        else:
            self._flow.paragraph(unit.text, place, lead)
        self._asked = unit.text if unit.mark is _Mark.ASKED else self._asked

    def _numbered(self, units: _Stanza, closing: bool) -> None:
        """Numbered lines one under the other are a list (an agenda); one with text below is a heading."""
        listed = len(units) > 1 and (closing or not any(is_heading_text(unit.text) for unit in units))
        for unit in units:
            place = Place(row=unit.row)
            if listed:
                self._flow.item(unit.text, max(1, unit.depth - 1), place)
            elif is_heading_text(unit.text):
                self._flow.heading(unit.text, unit.depth, place)
            else:
                self._flow.paragraph(unit.text, place)

    def _table(self, units: _Stanza) -> None:
        self._flow.end()
        number, whole = units[0].table, self._tables.get(units[0].table, units)
        cut = {unit.row: map(clean, unit.cells[1:]) for unit in whole}
        rows = {row: {n: text for n, text in enumerate(cells, 1) if text} for row, cells in cut.items()}
        tops, headers = heads(rows)
        group = self._groups.get(number) or self._flow.builder.group()
        self._groups |= {number: group} if number else {}
        for unit in units:
            below = bool(tops) and unit.row > max(tops)
            drafts = [Draft(n, text, header=headers.get(n, "") if below else "") for n, text in rows[unit.row].items()]
            self._flow.builder.row(drafts, group, Place(row=unit.row), unit.cells[0])


def _same(stanza: _Stanza, at: int) -> int:
    """The end of the run of _numbered lines, or of table lines, that begins at ``at``."""
    first, end = stanza[at], at + 1
    while end < len(stanza) and _sort(stanza[end]) == _sort(first) and _sort(first):
        end += 1
    return end


def _sort(unit: _Unit) -> tuple[str, int] | None:
    if unit.cells:
        return unit.cells[0], len(unit.cells)
    return ("", 0) if unit.mark is _Mark.NUMBERED else None


def _is_name(unit: _Unit) -> bool:
    plain = unit.mark in (_Mark.PLAIN, _Mark.UPPER) and not unit.cells
    return plain and is_heading_text(unit.text) and len(unit.text.split()) <= _NAME_WORDS


def _is_card(stanza: _Stanza) -> bool:
    """A name, and what is said of it below."""
    return len(stanza) > 1 and stanza[0].mark is _Mark.PLAIN and _is_name(stanza[0])


def _is_headed(stanza: _Stanza) -> bool:
    """A short line above label lines."""
    labels = [unit.mark in (_Mark.LABEL, _Mark.EQUAL, _Mark.TAB) for unit in stanza[1:3]]
    return _is_card(stanza) and len(labels) > 1 and all(labels)


def _is_title(stanza: _Stanza, alone: bool) -> bool:
    """The first line of a file: in capitals, or short, with nothing said beside it."""
    first = stanza[0]
    if first.text.isupper() and first.mark is _Mark.LABEL:
        return not any(unit.mark is _Mark.LABEL for unit in stanza[1:]) and not first.text.endswith(ENDS)
    return not alone and len(stanza) == 1 and _is_name(first)


def _is_record(stanza: _Stanza) -> bool:
    """Label lines alone: « QUOI : … », « QUI : … »."""
    return len(stanza) > 1 and all(unit.mark is _Mark.LABEL for unit in stanza)


def _label(unit: _Unit) -> str:
    return unit.text.partition(":")[0].strip() if unit.mark is _Mark.LABEL else ""
