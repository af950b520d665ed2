"""Things told in texts that begin with a name and its state, whatever the words of states are.

« Trait d'union (autobus) En piste – 70 % – fin prévue : 15 juin 2026 – 0,4 M$ », « Carte unique : bloqué par un avis. »,
« Toit -> on suit le plan, moitié faite. »; or a heading, and a text that begins with its state. The words of states are
those every report knows, those a legend explains, and those found again after several names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ingest.facts.listings.columns import Columns
from ingest.facts.listings.entries import Entry
from ingest.facts.listings.labels import SHARE
from ingest.facts.listings.states import is_phase
from ingest.facts.records import Fact
from ingest.facts.values.dates import moments
from ingest.facts.values.tallies import health
from ingest.languages import fold
from ingest.model import Block, BlockKind, Document, Place

_MARK = r"\s*(?::|->|=>|→)\s+|\s+[–—]\s+"
_MARKED = re.compile(rf"(?P<name>\S.{{1,88}}?)(?:{_MARK})(?P<state>[^.;,:=(–—\n]+?)\s*(?=[.;,:(–—\n]|$)")
_DASH = re.compile(r"\s+[–—|]\s+")
_SEAM = re.compile(r"(?<=[\w$€%).])\s+(?=[A-ZÀ-Ý][a-zà-ÿ'’])")  # where a line ended, in lines put end to end
_STATE_WORDS, _NAME_WORDS, _SHORT, _READ = 4, 10, 4, 400
_AMOUNT = re.compile(r"\d\s?(?:[kM]\s?)?[$€]")
_PART = re.compile(r"[^\s–—|;,.](?:[^–—|;,.\n]|[.,](?=\d)|[–—](?=\S))*")
_LABELLED = re.compile(r"([^:]{2,30}?)\s*:\s+(\S.*)", re.DOTALL)
_ASIDE = re.compile(r"\s*\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Piece:
    """A text that may begin with a name: a cell, an item, a line; or what stands under a heading, which names it."""

    text: str
    place: Place
    around: tuple[str, ...] = ()
    heading: Block | None = None

    def part(self, start: int, end: int, value: str = "") -> Fact:
        """The words from one position to another, at their place."""
        words = self.text[start:end]
        at = self.place.start + start
        return Fact(value or words, words, replace(self.place, start=at, end=at + len(words)))


@dataclass(frozen=True, slots=True)
class Opening:
    """Where the name and the state of a piece are; the name is the heading's where ``name`` is None."""

    piece: Piece
    name: tuple[int, int] | None
    state: tuple[int, int]

    @property
    def called(self) -> str:
        if self.name is None:
            return self.piece.heading.text if self.piece.heading else ""
        return self.piece.text[slice(*self.name)]


@dataclass(frozen=True, slots=True)
class States:
    """Words of states, folded → what a legend says they stand for, or "". Others are known without one."""

    words: Mapping[str, str]

    def meaning(self, said: str) -> str | None:
        """What a few words say as a state: a legend's words or the words themselves; None for no state."""
        told = fold(said).strip(" .")
        if told in self.words:
            return self.words[told] or said
        first = next((w for w in self.words if told.startswith(f"{w} ")), "")
        short = told if len(told.split()) <= _STATE_WORDS else " ".join(told.split()[: _STATE_WORDS - 1])
        known = health(short) or is_phase(short)
        return self.words[first] or first if first else said if known and len(told) > 2 else None


def pieces(document: Document) -> Iterator[Piece]:
    """Every text of a document that may begin with a name."""
    above: Block | None = None
    for block in document.blocks:
        if block.kind is BlockKind.HEADING:
            above = block
            continue
        around = block.place.section[-1:]
        if block.cells:
            yield from (Piece(c.text[:_READ], c.place, around) for c in block.cells if not c.header)
        elif block.kind is not BlockKind.NOTE:
            yield from _lines(block, around, above)
        above = None


def _lines(block: Block, around: tuple[str, ...], above: Block | None) -> Iterator[Piece]:
    """The lines of a block; the first one right under a heading may be told of what the heading names."""
    at = 0
    for line in block.text.split("\n"):
        start = block.place.start + at
        place = replace(block.place, start=start, end=start + len(line))
        yield Piece(line[:_READ], place, around, above if at == 0 else None)
        at += len(line) + 1


def openings(found: Iterable[Piece], states: States, columns: Columns) -> list[Opening]:
    """The pieces that begin with a name and a state, or stand under a name and begin with a state."""
    run = _before_a_run(states)
    return [opening for piece in found if (opening := _opening(piece, states, columns, run))]


def repeated(found: Iterable[Piece], columns: Columns) -> dict[str, str]:
    """Short words that come after a mark behind two names at least: the words people use for states."""
    after: dict[str, set[str]] = defaultdict(set)
    for piece in found:
        match = _MARKED.match(piece.text)
        if match and _is_name(match["name"], columns) and len(match["state"].split()) <= _STATE_WORDS:
            after[fold(match["state"]).strip()].add(fold(match["name"])[:_SHORT])
    return {words: "" for words, names in after.items() if len(names) > 1 and not any(c.isdigit() for c in words)}


def _before_a_run(states: States) -> re.Pattern[str]:
    """« Trait d'union (autobus) En piste – 70 % »: a name, a state with no mark before it, and one after it."""
    known = "|".join(re.escape(words) for words in sorted(states.words, key=len, reverse=True))
    colours = r"vert|jaune|rouge|gris|bleu|green|yellow|red|grey|blue"
    return re.compile(rf"(?P<name>\S.{{1,88}}?)\s+(?P<state>{known + '|' if known else ''}{colours})(?=\s+[–—|]\s)")


def _opening(piece: Piece, states: States, columns: Columns, run: re.Pattern[str]) -> Opening | None:
    if piece.heading and _is_name(piece.heading.text, columns):
        first = _DASH.split(piece.text, maxsplit=1)[0]
        if first and first != piece.text and states.meaning(first) is not None:
            return Opening(piece, None, (0, len(first)))
    folded = fold(piece.text)
    unmarked = run.match(folded) if len(folded) == len(piece.text) else None
    marked = _MARKED.match(piece.text)
    if marked and (states.meaning(marked["state"]) is None or fold(marked["name"]) in states.words):
        marked = None
    named = [m for m in (marked, unmarked) if m and _is_name(piece.text[slice(*m.span("name"))], columns)]
    found = min(named, key=lambda m: m.end("name"), default=None)
    return Opening(piece, found.span("name"), found.span("state")) if found else None


def _is_name(said: str, columns: Columns) -> bool:
    """A few words that begin as a name does, and are no label."""
    bare = alone(said)
    if bare.count("(") != bare.count(")"):
        return False
    begun = said[:1].isupper() or said[:1].isdigit() or said[:1] in '«“"'
    return begun and 0 < len(bare.split()) <= _NAME_WORDS and not columns.key(bare) and ". " not in bare


def entry_of(opening: Opening, states: States, columns: Columns, day: str) -> Entry:
    """The thing an opening tells: its state, then what each part after it is. ``day`` (ISO) is the report's own."""
    piece, (start, end) = opening.piece, opening.state
    entry = Entry(around=piece.around)
    ends = _run_ends(piece.text, end)
    if opening.name is None and piece.heading:
        entry.add("name", "", Fact(piece.heading.text, piece.heading.text, piece.heading.place))
    elif opening.name:
        # The name with its state and what goes with it is what shows how the thing stands.
        entry.add("name", "", piece.part(opening.name[0], ends, opening.called.strip(' «»"')))
    said = piece.text[start:end]
    meaning = states.meaning(said) or said
    colour = health(meaning) or health(said)
    # Under a heading, the whole run is what shows how the thing stands.
    entry.add("health" if colour else "phase", "", piece.part(start, end if opening.name else ends, colour or meaning))
    rest = _rest(piece.text, ends if _DASH.match(piece.text, end) else end)
    if rest and len(piece.text[slice(*rest)].split()) > 1:
        entry.add("comment", "", piece.part(*rest))
    for part in _PART.finditer(piece.text, end):
        _add(entry, piece, part.span(), columns, day)
    return entry


def _run_ends(text: str, end: int) -> int:
    """Where the run of short parts ends that a state begins: « En piste – 70 % – fin prévue : mai – 0,4 M$ »."""
    marks = [m.end() for m in _DASH.finditer(text, end)]
    if not marks:
        stop = re.search(r"[.;\n]", text[end:])
        return end + stop.start() if stop else len(text)
    seam = _SEAM.search(text, marks[-1])
    return seam.start() if seam else len(text.rstrip())


def _rest(text: str, at: int) -> tuple[int, int] | None:
    """What is told after the state or its run, without the marks around it."""
    words = text[at:]
    kept = words.strip(" .,;:–—|-")
    return (at + words.index(kept), at + words.index(kept) + len(kept)) if kept else None


def _add(entry: Entry, piece: Piece, span: tuple[int, int], columns: Columns, day: str) -> None:
    """What one part says by what it holds: a label and its value, a share, an amount, a day to come."""
    text = piece.text[slice(*span)].rstrip()
    span = (span[0], span[0] + len(text))
    labelled = _LABELLED.fullmatch(text)
    if labelled and (key := columns.key(labelled.group(1))) and key not in ("name", "code"):
        start = span[0] + labelled.start(2)
        seam = _SEAM.search(text, labelled.start(2))
        value = piece.part(start, span[0] + seam.start() if seam and key != "comment" else span[1])
        entry.add(key, labelled.group(1), value)
    elif found := SHARE.search(text):
        entry.add("progress", "", piece.part(span[0] + found.start(), span[0] + found.end()))
    elif _AMOUNT.search(text) and (seam := _SEAM.search(f"{text} Au", _amount_ends(text))):
        entry.add("budget", "", piece.part(span[0], span[0] + seam.start()))
    elif due := next((m for m in moments(text, int(day[:4] or 0) or None) if m.day.isoformat() > day), None):
        entry.add("due", "", replace(piece.part(span[0] + due.start, span[0] + due.end), value=due.day.isoformat()))
    elif len(text.split()) > 1:
        entry.add("comment", "", piece.part(*span))


def _amount_ends(text: str) -> int:
    found = _AMOUNT.search(text)
    return found.end() - 1 if found else 0


def names_of(found: Sequence[Entry]) -> list[str]:
    """What the things are called, asides left out."""
    return [alone(entry.facts["name"].value) for entry in found]


def alone(name: str) -> str:
    """A name without what stands in parentheses beside it."""
    return _ASIDE.sub("", name).strip()
