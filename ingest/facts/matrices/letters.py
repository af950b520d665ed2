"""The letters of a responsibility matrix: what the legend says of them, and what a cell holds.

An organisation may write R, A, C, I or letters of its own (E, D, P, S…); the legend's words tell which level each is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ingest.facts.records import Fact, Level
from ingest.languages import fold
from ingest.model import Block, BlockKind, Place

# What a level's words begin with, folded. Looked for from the left: the first word said names the level.
_WORDS: Mapping[Level, tuple[str, ...]] = {
    Level.ACCOUNTABLE: (
        "approuv", "approb", "imput", "accountab", "decid", "decis", "tranch", "autoris", "signe", "signat", "valid",
        "enterin", "rend(?:re)? compte", "redevab", "dernier mot", "adopt", "sanction", "garant", "avalis", "ultime",
        "sign[- ]?off", "approv",
    ),
    Level.CONSULTED: (
        "consult", r"avis\b", "avis(?= )", "conseil", "contribu", "collabor", "soutien", "soutient", "appui", "appuie",
        "support", "verifi", "particip", "associe", "secondaire", "aide", "assist", "donne son",
        "prend(?:re)? part",
    ),
    Level.INFORMED: (
        "inform", "avise", "tenu", "mis(?:e)? au courant", "notif", "copie", "diffus", "recoi", "destinataire",
        "renseign",
    ),
    Level.RESPONSIBLE: (
        "realis", "execut", "respons", "effectu", r"fait\b", "produi", "charge", "opere", "operat", "porte", "pilot",
        "principal", "met en", "mene", "accompli", r"do(?:es)?\b", "perform", "agit", "action", "titulaire", "prepar",
        "elabor", "coordon", "dirige", "organis",
    ),
}  # fmt: skip
_SAYS = tuple((level, re.compile(rf"(?<![a-z])(?:{'|'.join(words)})")) for level, words in _WORDS.items())
DEFAULT: Mapping[str, Level] = {level.value: level for level in Level}
# Letters often used without a legend; a reader of the report is told they were guessed.
GUESSED: Mapping[str, Level] = {
    "E": Level.RESPONSIBLE, "D": Level.ACCOUNTABLE, "P": Level.RESPONSIBLE, "S": Level.CONSULTED,
    "V": Level.CONSULTED, "X": Level.RESPONSIBLE,
}  # fmt: skip

_NOTE_MARK = re.compile(r"[\s(\[]*([¹²³⁴⁵⁶⁷⁸⁹]+|\*+|†|‡|(?<=[(\[])\d{1,2}(?=[)\]])|(?<=[A-Za-z])\d)[\s)\]]*$")
_MARKS = re.compile(r"[A-Z]{1,3}")
_CROSSES = frozenset("xX✓✔●•■☒☑√✗")
_PARTED = re.compile(r"\s*(?:[/,;+&|\n-]|\bet\b|\band\b|\s)\s*", re.IGNORECASE)
# « XX » mène l'activité; « X » prend part: the quotation marks stand for the sign of equality.
_QUOTED = re.compile(
    r"[«“\"]\s*(?P<letter>[A-Za-z]{1,2}|[xX✓✔●■☒☑]+)\s*[»”\"]\s*(?:[=:→–—-]\s*|(?:veut dire|signifie|means) )?"
    r"(?P<words>[^;.\n«“\"]{3,})"
)
_DEFINED = re.compile(
    r"(?<![\w'’])(?P<letter>[A-Z]{1,2}(?:/[A-Z])?|[a-z](?=\s*=)|[✓✔●■☒☑])\s*(?:=|:|→|[–—-](?=\s))\s*(?P<words>[^=|;\n]+?)"
    r"(?=\s*(?:[;|\n]|$|\.\s+[A-ZÀ-Ý][a-zà-ÿ]|[,./]?\s+(?:[A-Z]{1,2}|[a-z])\s*(?:=|:\s|→|[–—-]\s)|,\s+[A-Z]{1,2}\s*=))"
)


def level_of(words: str, letter: str = "") -> Level | None:
    """The level that words say (« Responsable : réalise », « Consulté avant la décision »), or None.

    Where the letter's usual meaning is among the words, it wins: « A = responsable ultime, imputable ».
    """
    said = fold(words)
    usual = DEFAULT.get(letter.upper())
    if usual and any(level is usual and pattern.search(said) for level, pattern in _SAYS):
        return usual
    found = [(match.start(), n, level) for n, (level, pattern) in enumerate(_SAYS) if (match := pattern.search(said))]
    return min(found)[2] if found else None


@dataclass(frozen=True, slots=True)
class Legend:
    """Letter to level, and the legend's own line for it."""

    levels: Mapping[str, Level] = field(default_factory=dict)
    lines: Mapping[str, Fact] = field(default_factory=dict)

    def level(self, letter: str) -> Level | None:
        """The legend's word first; then R, A, C, I as everybody reads them; then a guess."""
        if letter in self.levels:
            return self.levels[letter]
        return DEFAULT.get(letter) or (GUESSED.get(letter) if letter not in DEFAULT else None)

    def guessed(self, letter: str) -> bool:
        """Whether the letter is read by custom alone: no legend tells it, and it is none of R, A, C, I."""
        return letter not in self.levels and letter not in DEFAULT and letter in GUESSED


@dataclass(frozen=True, slots=True)
class Marks:
    """What a cell of the matrix holds: its letters as written (upper case), and the footnote mark after them."""

    letters: tuple[str, ...]
    note: str = ""


def marks(text: str, legend: Legend) -> Marks | None:
    """The letters of a cell: « A/R », « a, r », « R¹ », « AR », « X »; None when it is not such a cell."""
    bare = text.strip()
    if not bare or len(bare) > 14:
        return None
    note = ""
    if found := _NOTE_MARK.search(bare):
        note, bare = found.group(1), bare[: found.start()].strip()
    if bare and all(c in _CROSSES for c in bare):
        return Marks((bare.upper() if bare.upper() in legend.levels else "X",), note)
    parts = [part.upper() for part in _PARTED.split(bare.strip("()[]")) if part]
    if not parts or not all(_MARKS.fullmatch(part) for part in parts):
        return None
    letters = tuple(letter for part in parts for letter in _apart(part, legend))
    return Marks(letters, note) if letters else None


def _apart(part: str, legend: Legend) -> tuple[str, ...]:
    """« AR » is A and R when both are letters of the matrix and « AR » is none."""
    if legend.level(part) or len(part) == 1:
        return (part,)
    return tuple(part) if all(c in legend.levels or c in DEFAULT for c in part) else (part,)


def read_legend(blocks: Iterable[Block]) -> Legend:
    """Every « R = Réalise » of a document, in a cell, two cells, a paragraph or a note. Two lines at least."""
    levels: dict[str, Level] = {}
    lines: dict[str, Fact] = {}
    for letter, words, fact in _definitions(blocks):
        level = level_of(words, letter)
        if level and letter not in levels:
            levels[letter] = level
            lines[letter] = fact
        elif letter in DEFAULT:  # the legend's words for a letter everybody knows, though they tell no level to us
            lines.setdefault(letter, fact)
    plain = {letter for letter in levels if "/" not in letter}
    return Legend(levels, lines) if len(plain) >= 2 else Legend()


def _definitions(blocks: Iterable[Block]) -> Iterator[tuple[str, str, Fact]]:
    for block in blocks:
        if block.kind is BlockKind.ROW and block.cells:
            own = [cell for cell in block.cells if not cell.merged and cell.text.strip()]
            if len(own) in (2, 3) and _is_letter(own[0].text) and not _is_letter(own[1].text):
                letter = own[0].text.strip(" :=.").upper()
                yield letter, own[1].text, Fact(own[1].text, own[1].text, own[1].place)
                continue
            for cell in own:
                yield from _inside(cell.text, cell.place)
        else:
            yield from _inside(block.text, block.place)


def _is_letter(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Z]{1,2}|[A-Z]/[A-Z]|[✓✔●■☒☑]", text.strip(" :=.")))


def _inside(text: str, place: Place) -> Iterator[tuple[str, str, Fact]]:
    for match in (*_QUOTED.finditer(text), *_DEFINED.finditer(text)):
        letter = "X" if match.group("letter") in _CROSSES else match.group("letter").upper()
        quote = text[match.start() : match.end()].strip(" ,.;")
        span = replace(place, start=place.start + match.start(), end=place.start + match.start() + len(quote))
        yield letter, match.group("words"), Fact(match.group("words").strip(), quote, span)


_HELD = re.compile(
    r"(?<![\w'’])(?P<letter>[A-Z](?:/[A-Z])?)\s*[:=]\s*(?P<who>[^\n;|:=]+?)(?=\s*(?:[\n;|]|$|\s[A-Z](?:/[A-Z])?\s*[:=]))"
)


def holders(text: str, legend: Legend) -> list[tuple[str, int, int]]:
    """(letter, where its holder's name begins, where it ends) of a cell that tells both: « A : Odile R : Clients ».
    Empty where the cell says anything else besides."""
    found = [m for m in _HELD.finditer(text) if all(legend.level(one) for one in m["letter"].split("/"))]
    said = sum(len("".join(m.group().split())) for m in found)
    whole = len(re.sub(r"[\s;|]", "", text))
    return [(m["letter"], *m.span("who")) for m in found] if found and said == whole else []
