"""The letters of a responsibility matrix: what the legend says of them, and what a cell holds.

An organisation may write R, A, C, I or letters of its own (E, D, P, S…); the legend's words tell which level each is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ingest.facts.matrices.names import ROLE_NAME
from ingest.facts.records import Fact, Level
from ingest.languages import fold
from ingest.model import Block, BlockKind, Place

# What a level's words begin with, folded. Looked for from the left: the first word said names the level.
_WORDS: Mapping[Level, tuple[str, ...]] = {
    Level.ACCOUNTABLE: (
        "approuv", "approb", "imput", "accountab", "decid", "decis", "tranch", "autoris", "signe", "signat", "valid",
        "enterin", "rend(?:re)? compte", "redevab", "dernier mot", "adopt", "sanction", "garant", "avalis", "ultime",
        "sign[- ]?off", "approv", "accord", r"oui\b",
    ),
    Level.CONSULTED: (
        "consult", r"avis\b", "avis(?= )", "conseil", "contribu", "collabor", "soutien", "soutient", "appui", "appuie",
        "support", "verifi", "particip", "associe", "secondaire", "aide", "assist", "donne son",
        "prend(?:re)? part",
    ),
    Level.INFORMED: (
        "inform", "avise", "tenu", "mis(?:e)? au courant", "notif", "copie", "diffus", "recoi", "destinataire",
        "renseign", "avert", "prev(?:i?en)",
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
_NOTHING = re.compile(r"[^\w✓✔●•■☒☑√✗]*|n[./ ]?[ad]\.?|s\. ?o\.|s/?o", re.IGNORECASE)  # « – », « n/a », « s. o. »
_PARTED = re.compile(r"\s*(?:[/,;+&|\n-]|\bet\b|\band\b|\s)\s*", re.IGNORECASE)
# « XX » mène l'activité; « X » prend part: the quotation marks stand for the sign of equality.
_QUOTED = re.compile(
    r"[«“\"]\s*(?P<letter>[A-Za-z]{1,2}|[xX✓✔●■☒☑]+)\s*[»”\"]\s*(?:[=:→–—-]\s*|(?:veut dire|signifie|means) )?"
    r"(?P<words>[^;.\n«“\"]{3,})"
)
_DEFINED = re.compile(
    r"(?<![\w'’])(?P<letter>[A-Z]{1,2}(?:/[A-Z])?|^[A-Z][a-z]|[a-z](?=\s*=)|[✓✔●■☒☑])\s*(?:=|:(?!\\)|→|[–—-](?=\s))\s*"
    r"(?P<words>[^=|;\n]+?)"
    r"(?=\s*(?:[;|\n]|$|\.\s+[A-ZÀ-Ý][a-zà-ÿ]|[,./]?\s+(?:[A-Z]{1,5}(?:/[A-Z])?|[a-z])\s*(?:=|:\s|→|[–—-]\s)|,\s+[A-Z]{1,2}\s*=))"
)


def vacant(text: str) -> bool:
    """Whether a cell says that nothing stands in it: a dash, « n/a »."""
    return bool(_NOTHING.fullmatch(text.strip()))


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
    phrases: Mapping[str, Fact] = field(default_factory=dict)  # words explained in the place of letters, folded

    def level(self, letter: str) -> Level | None:
        """The legend's word first; then R, A, C, I as everybody reads them; then a guess. A letter that the legend
        explains in words that tell no level takes part."""
        if letter in self.levels:
            return self.levels[letter]
        guess = Level.CONSULTED if letter in self.lines else GUESSED.get(letter)
        return DEFAULT.get(letter) or guess

    def guessed(self, letter: str) -> bool:
        """Whether the letter is read by custom alone: no legend tells it, and it is none of R, A, C, I."""
        told = letter in self.levels or letter in self.lines
        return not told and letter not in DEFAULT and letter in GUESSED

    def worded(self, said: Iterable[str]) -> dict[str, tuple[Level, Fact | None]]:
        """What the words of a matrix without letters mean: folded words → level, and the legend's line. A word tells its
        level itself, by custom, or in what the legend says of it."""
        said = list(said)
        found = {words: level for words in said if (level := level_of(words))}
        found |= by_custom([w for w in self.phrases if w in said], found)
        for words in said:
            if words in self.phrases and (level := level_of(self.phrases[words].value)):
                found.setdefault(words, level)
        return {words: (level, self.phrases.get(words)) for words, level in found.items()}


def by_custom(explained: Sequence[str], known: Mapping[str, Level]) -> dict[str, Level]:
    """Levels of the words that tell none, of those ``explained`` in order: the one that is left, or the order R, A, C, I of
    four lines of a legend, where the words that do tell one stand at its place."""
    unsure = [words for words in explained if words not in known]
    left = [level for level in Level if level not in known.values()]
    if len(unsure) == len(left) == 1:
        return {unsure[0]: left[0]}
    order = dict(zip(explained, Level, strict=True)) if len(explained) == len(Level) else {}
    surely = [words for words in explained if words in known]
    return order if surely and all(order.get(words) is known[words] for words in surely) else {}


@dataclass(frozen=True, slots=True)
class Marks:
    """What a cell of the matrix holds: its letters as written (upper case), and the footnote mark after them."""

    letters: tuple[str, ...]
    note: str = ""


def noted(text: str) -> tuple[str, str]:
    """A cell without its footnote mark, and that mark or ""."""
    found = _NOTE_MARK.search(text.strip())
    return (text.strip()[: found.start()].strip(), found.group(1)) if found else (text.strip(), "")


def marks(text: str, legend: Legend) -> Marks | None:
    """The letters of a cell: « A/R », « a, r », « R¹ », « AR », « X »; None when it is not such a cell."""
    bare = text.strip()
    if not bare or len(bare) > 14:
        return None
    bare, note = noted(bare)
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
    blocks = tuple(blocks)
    for letter, words, fact in _of_letters(blocks):
        level = level_of(words, letter)
        if level and letter not in levels:
            levels[letter] = level
            lines[letter] = fact
        elif len(letter) == 1:  # the legend's words for a letter, though they tell no level to us
            lines.setdefault(letter, fact)
    phrases = dict(_phrases(blocks))
    plain = {letter for letter in levels if "/" not in letter}
    return Legend(levels, lines, phrases) if len(plain) >= 2 else Legend(phrases=phrases)


def _phrases(blocks: Iterable[Block]) -> Iterator[tuple[str, Fact]]:
    """« averti : on le lui fait savoir après coup »: a few words at the start of a line, and what they mean; or several of
    them on one line (« Porte = fait le travail | Vise = décide »)."""
    for block in blocks:
        own = [cell for cell in block.cells if not cell.merged and cell.text.strip()]
        if len(own) == 2 and len(own[0].text) <= _PHRASE:  # a word, and what it means
            yield fold(own[0].text).strip(" .:"), Fact(own[1].text, own[1].text, own[1].place)
        elif len(own) == 1 or not block.cells:
            yield from _explained(block)


def _of_letters(blocks: Iterable[Block]) -> Iterator[tuple[str, str, Fact]]:
    """The definitions, but for abbreviations of names: those of two letters that spell a function's or a unit's name, and
    those of a list that few of tell a level, and by chance (« CM : communications et marketing »)."""
    for run in _runs(blocks):
        short = [level_of(words) for letter, words, _ in run if len(letter) > 1 and "/" not in letter]
        listed = len(short) > _PAIR and sum(map(bool, short)) < _TELLING * len(short)
        for letter, words, fact in run:
            if len(letter) == 1 or "/" in letter or not (listed or _is_name(letter, words)):
                yield letter, words, fact


def _is_name(short: str, words: str) -> bool:
    begins = iter(word[:1] for word in re.findall(r"\w+", fold(words)))
    return bool(ROLE_NAME.match(fold(words))) and all(letter in begins for letter in fold(short))


def _runs(blocks: Iterable[Block]) -> Iterator[list[tuple[str, str, Fact]]]:
    """The definitions that follow one another."""
    run: list[tuple[str, str, Fact]] = []
    for block in blocks:
        found = list(_definitions([block]))
        if not found:
            yield run
            run = []
        run += found
    yield run


_TELLING = 0.6  # of the letters of a legend
_PHRASE = 32  # characters
_APART = re.compile(r"\s*(?:[|;·•]|\.(?=\s+[A-ZÀ-Ý])|,(?=\s[^,;|=]{2,30}=))\s*")


def _explained(block: Block) -> Iterator[tuple[str, Fact]]:
    """What one line explains: each of its parts, where all of them explain; else the whole of it."""
    edges = [0, *(edge for match in _APART.finditer(block.text) for edge in match.span()), len(block.text)]
    spans = [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if block.text[a:b].strip(" .")]
    each = [_EXPLAINED.fullmatch(block.text, a, b) for a, b in spans]
    for match in each if all(each) else [_EXPLAINED.fullmatch(block.text)]:
        if match:
            start = block.place.start
            place = replace(block.place, start=start + match.start(), end=start + match.end())
            yield fold(match["word"]).strip(), Fact(match["words"].strip(), match[0], place)


_EXPLAINED = re.compile(r"\W*(?P<word>\w[^:=.,;]{2,30}?)\s*[:=]\s*(?P<words>\S[^\n]{3,150})")


def _definitions(blocks: Iterable[Block]) -> Iterator[tuple[str, str, Fact]]:
    for block in blocks:
        if block.kind is BlockKind.ROW and block.cells:
            own = [cell for cell in block.cells if not cell.merged and cell.text.strip()]
            if len(own) in (2, 3) and _is_letter(own[0].text) and not _is_letter(own[1].text):
                letter = own[0].text.strip(" :=.").upper()
                told = next((c.text for c in own[1:] if level_of(c.text)), own[1].text)
                yield letter, told, Fact(own[1].text, own[1].text, own[1].place)
                continue
            for cell in own:
                yield from _inside(cell.text, cell.place)
        else:
            found = list(_inside(block.text, block.place))
            yield from (
                found if len(found) > 1 or block.kind is not BlockKind.HEADING else ()
            )  # « Tableau A – Exploitation »


def _is_letter(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Z]{1,2}|[A-Z][a-z]|[A-Z]/[A-Z]|[✓✔●■☒☑]", text.strip(" :=.")))


def _inside(text: str, place: Place) -> Iterator[tuple[str, str, Fact]]:
    matches = [*_QUOTED.finditer(text), *_DEFINED.finditer(text)]
    for match in matches or _listed(text):
        letter = "X" if match.group("letter") in _CROSSES else match.group("letter").upper()
        quote = text[match.start() : match.end()].strip(" ,.;")
        start = place.start + text.index(quote, match.start())
        span = replace(place, start=start, end=start + len(quote))
        yield letter, match.group("words"), Fact(match.group("words").strip(), quote, span)


_LISTED = re.compile(r"(?<![^·•;|/,:])\s*\b(?P<letter>[A-Z])\s+(?P<words>[a-zà-ÿ][^·•;|/.\n]+)")


def _listed(text: str) -> list[re.Match[str]]:
    """« R réalise · A approuve · C consulté »: letters and words side by side, each telling a level."""
    found = [match for match in _LISTED.finditer(text) if level_of(match["words"])]
    return found if len({match["letter"] for match in found}) == len(found) > _PAIR else []


_PAIR = 2
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
