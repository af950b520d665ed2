"""What a cell says, in English: only where all of it is known. Half a translation would be neither the document's words
nor ours, so that a sentence stays as it was written, and its French words stay in the quote either way."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from assistant.model import Lang
from assistant.wording.dates import dates_spoken
from ingest.facts.values.measures import flat
from ingest.languages import ENGLISH, FRENCH

_KEPT = 4096  # cells, remembered: a table repeats them
LONGEST = 120  # characters of a cell; beyond, it is a sentence
_MONTHS = {number: name.capitalize() for name, number in ENGLISH.months.items()}
_MONTH = "|".join(sorted(FRENCH.months, key=len, reverse=True))
_NUMBERS = {number: word for word, number in reversed(list(ENGLISH.numbers.items()))}
_PLAIN = 20  # number words above are often made of several
_JOINING = frozenset("- – , ; : ( ) / et ou".split()) | {""}
_GAP = "[ \u00a0\u202f]"
_NUMBER = rf"\d{{1,3}}(?:{_GAP}\d{{3}})+(?:,\d+)?(?!\d)|\d+(?:,\d+)?"
_RANK = re.compile(r"eme$|^premier|^second")  # « deuxième »
_LIST = "wording/cells.txt"


def in_english(text: str) -> str:
    """« 30 jours ouvrables » → “30 working days”, « 35 $ par mois » → “$35 per month”; otherwise the text itself, its
    dates in words."""
    spoken = dates_spoken(text, Lang.EN)
    if len(text) > LONGEST:
        return spoken
    return _read(" ".join(text.split()).rstrip(" .;")) or spoken


@lru_cache(_KEPT)
def _read(text: str) -> str:
    """The whole cell in English; "" where a word of it is not known, or it holds nothing but joining words."""
    low, told, at, telling = text.lower(), "", 0, False
    low = low if len(low) == len(text) else flat(text)
    while at < len(text):
        piece = _piece(low, at)
        if piece is None:
            return ""
        end, said = piece
        telling = telling or low[at:end].strip() not in _JOINING
        told, at = told + said, end
    return " ".join(told.split()).replace(" :", ":").replace(" ;", ";") if telling else ""


def _piece(low: str, at: int) -> tuple[int, str] | None:
    """Where the next piece ends, and how it is said. An accent tells « approuvé » from « approuve »; many leave it out."""
    bare = flat(low)
    for pattern, say in _FORMS:
        if found := pattern.match(bare, at):
            return found.end(), say(found)
    found = max(filter(None, (_phrases().match(one, at) for one in (low, bare))), key=lambda m: m.end(), default=None)
    return (found.end(), _lexicon()[found[0].replace("’", "'")]) if found else None


def _number(digits: str) -> str:
    """« 1 500,5 » → “1,500.5”."""
    whole, _, part = re.sub(_GAP, "", digits).partition(",")
    told = f"{int(whole):,}" if re.search(_GAP, digits) else whole
    return f"{told}.{part}" if part else told


def _day(found: re.Match[str]) -> str:
    day, month, year = found["day"], _MONTHS[FRENCH.months[found["month"]]], found["year"]
    number = "1" if day and day.startswith("p") else (day or "").removesuffix("er")
    if not day:
        return f"{month} {year}"
    return f"{month} {number}, {year}" if year else f"{month} {number}"


def _money(found: re.Match[str]) -> str:
    scale = {"k": ",000", "m": " million"}.get(found["scale"] or "", "")
    return f"{'$' if found['mark'] == '$' else '€'}{_number(found['number'])}{scale}"


def _hour(found: re.Match[str]) -> str:
    return f"{int(found[1])}:{found[2] or '00'}"


_Say = Callable[[re.Match[str]], str]
_FORMS: tuple[tuple[re.Pattern[str], _Say], ...] = (
    (re.compile(r"[ \u00a0\u202f]+"), lambda _: " "),
    (re.compile(r"[,;:()/–+-]"), lambda found: found[0]),
    (re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)"), lambda found: dates_spoken(found[0], Lang.EN)),
    (re.compile(rf"(?:le )?(?P<day>\d{{1,2}}|1er|premier) (?P<month>{_MONTH})\b(?: (?P<year>\d{{4}}))?"), _day),
    (re.compile(rf"(?P<day>(?!))?(?P<month>{_MONTH}) (?P<year>\d{{4}})\b"), _day),
    (re.compile(r"t([1-4])\b"), lambda found: f"Q{found[1]}"),
    (re.compile(rf"(?P<number>{_NUMBER}){_GAP}?(?P<scale>[km](?={_GAP}?[$€]))?{_GAP}?(?P<mark>[$€])"), _money),
    (re.compile(rf"(\d{{1,2}}){_GAP}?h(?:{_GAP}?(\d\d))?\b"), _hour),
    (re.compile(rf"({_NUMBER}){_GAP}?%"), lambda found: f"{_number(found[1])}%"),
    (re.compile(r"(?:de|du) (?=\d)"), lambda _: "from "),
    (re.compile(r"au? (?=\d)"), lambda _: "to "),
    (re.compile(r"1 mois\b"), lambda _: "1 month"),
    (re.compile(r"\d{1,3}[-–]\d{1,3}(?![\w-])"), lambda found: found[0]),
    (re.compile(rf"(?:{_NUMBER})(?![\w-])"), lambda found: _number(found[0])),
)  # fmt: skip


@cache
def _lexicon() -> Mapping[str, str]:
    """French → English, from the list beside the wording; the words of small numbers besides."""
    written = files("assistant").joinpath(_LIST).read_text("utf-8").splitlines()
    pairs = [line.split(" = ") for line in written if " = " in line and not line.startswith("#")]
    counted = {word: _NUMBERS[n] for word, n in FRENCH.numbers.items() if 0 < n <= _PLAIN and not _RANK.search(word)}
    return counted | {pair[0]: pair[1] for pair in pairs}


@cache
def _phrases() -> re.Pattern[str]:
    """Any of them, the longest first, as whole words."""
    known = [re.escape(one).replace("'", "['’]") for one in sorted(_lexicon(), key=len, reverse=True)]
    return re.compile(rf"(?<!\w)(?:{'|'.join(known)})(?![\w-])")
