"""The numbers Word writes before paragraphs (« Article 2 », « 2.2 », « a) »): they are in no text, everybody cites them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.layout.word.runs import on, q, value

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEVELS = 9
_PLACE = re.compile(r"%([1-9])")
_SIMPLE = re.compile(r"\(?[\w°]{1,5}[.)°]?\)?")
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_UNITS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_MOST = 4999  # a higher number is written in figures


@dataclass(frozen=True, slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    style: str = ""
    legal: bool = False  # « 2.1 » though the level above is « II »
    keeps: bool = False  # goes on after a level above


@dataclass(slots=True)
class _List:
    abstract: str
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, _Level] = field(default_factory=dict)


class Numbers:
    """The lists of one document. ``label`` must be asked once a paragraph, in their order."""

    def __init__(self, root: _Element | None) -> None:
        self._abstracts: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _List] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is not None:
            self._read(root)

    def _read(self, root: _Element) -> None:
        named: dict[str, str] = {}
        links: dict[str, str] = {}
        for abstract in root.findall(q("w:abstractNum")):
            key = str(abstract.get(q("w:abstractNumId")))
            self._abstracts[key] = _levels(abstract)
            if name := value(abstract.find(q("w:styleLink"))):
                named[name] = key
            if name := value(abstract.find(q("w:numStyleLink"))):
                links[key] = name
        for number in root.findall(q("w:num")):
            key = value(number.find(q("w:abstractNumId")))
            key = named.get(links.get(key, ""), key)
            starts, levels = _overrides(number)
            self._lists[str(number.get(q("w:numId")))] = _List(key, starts, levels)

    def level_of(self, number: str, style: str) -> int:
        """The level (from 0) that a list keeps for a style of paragraphs."""
        found = self._lists.get(number)
        levels = self._abstracts.get(found.abstract, {}) if found else {}
        return next((n for n, level in levels.items() if level.style == style and style), 0)

    def label(self, number: str, level: int) -> str:
        """What is written before the next paragraph of list ``number`` at ``level`` (from 0); "" for a bullet."""
        found = self._lists.get(number)
        if found is None or not 0 <= level < _LEVELS:
            return ""
        levels = self._abstracts.get(found.abstract, {}) | found.levels
        counts = self._counts.setdefault(found.abstract, {})
        if level in found.starts:
            counts[level] = found.starts.pop(level) - 1
        counts[level] = counts.get(level, levels.get(level, _Level()).start - 1) + 1
        for deeper in [n for n in counts if n > level and not levels.get(n, _Level()).keeps]:
            del counts[deeper]
        for above in range(level):
            counts.setdefault(above, levels.get(above, _Level()).start)
        own = levels.get(level, _Level())
        return "" if own.form in ("bullet", "none") else _written(own, levels, counts)


def is_simple(label: str) -> bool:
    """True for « 1. », « a) » or « iv »: the rank of an item, and no name by which one cites an article."""
    return _SIMPLE.fullmatch(label) is not None


def _written(own: _Level, levels: dict[int, _Level], counts: dict[int, int]) -> str:
    def part(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        return _figure(counts.get(place, 1), "decimal" if own.legal else levels.get(place, _Level()).form)

    return _PLACE.sub(part, own.text).strip()


def _figure(count: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and 0 < count <= 26 * 26:
        letters = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman") and 0 < count <= _MOST:
        return _roman(count).upper() if form == "upperRoman" else _roman(count)
    if form == "decimalZero":
        return f"{count:02}"
    if form == "ordinal":
        return "1er" if count == 1 else f"{count}e"
    return str(count)


def _roman(count: int) -> str:
    text = ""
    for size, letters in _ROMAN + _ROMAN_UNITS:
        text += letters * (count // size)
        count %= size
    return text


def _levels(holder: _Element) -> dict[int, _Level]:
    levels: dict[int, _Level] = {}
    for level in holder.findall(q("w:lvl")):
        place, start = str(level.get(q("w:ilvl")) or ""), value(level.find(q("w:start")))
        if place.isdigit() and int(place) < _LEVELS:
            levels[int(place)] = _Level(
                start=int(start) if start.isdigit() and len(start) < 6 else 1,
                form=value(level.find(q("w:numFmt"))) or "decimal",
                text=value(level.find(q("w:lvlText")))[:100],
                style=value(level.find(q("w:pStyle"))),
                legal=on(level.find(q("w:isLgl"))),
                keeps=value(level.find(q("w:lvlRestart"))) == "0",
            )
    return levels


def _overrides(number: _Element) -> tuple[dict[int, int], dict[int, _Level]]:
    starts: dict[int, int] = {}
    levels: dict[int, _Level] = {}
    for override in number.findall(q("w:lvlOverride")):
        place, start = str(override.get(q("w:ilvl")) or ""), value(override.find(q("w:startOverride")))
        if place.isdigit() and start.isdigit() and len(start) < 6:
            starts[int(place)] = int(start)
        levels |= _levels(override)
    return starts, levels
