"""Reading order to blocks: lists find the sentence that introduces them, form fields their pairs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from ingest.layout.building import Builder, Draft
from ingest.layout.normalisation import clean
from ingest.model import Place

CAPTION = 7
"""Level of a caption: below any heading the file names as one."""

ENDS = (".", ";", "!", "?", ":", "»", ",")
_ANNOUNCES = re.compile(r":$|\bsuivant[es]*\.?$|\bci-(?:dessous|après)\.?$|\bfollowing\.?$", re.IGNORECASE)
_PAIR = re.compile(r"(?P<label>[^\W\d_][^:.;!?\t\d]{0,38}?\s?:)(?:\s+(?P<value>[^:]{0,70}[^:.;!?,]))?$")
_NUMBERED = re.compile(
    r"(?:(?P<digits>\d{1,2}(?:\.\d{1,2}){0,4})[.)]?|(?P<letter>[A-Z])[.)])\s+(?P<title>\S.*)$", re.DOTALL
)
_ANNEX = re.compile(
    r"(?:annexe|appendice|chapitre|partie|section|appendix|chapter|part)\s+(?:\d+|[A-Z]|[IVX]+)\b", re.IGNORECASE
)


class Flow:
    """Feeds a Builder with prose. A list's ``lead_in`` is the paragraph before it, or the item above a nested list."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self._before = ""
        self._group = ""
        self._led = False
        self._above: dict[int, str] = {}
        self._pairs: list[_Said] = []

    def heading(self, text: str, level: int, place: Place = Place()) -> None:
        """Ends what was open, and begins a section; ``level`` 1 is outermost."""
        self.end()
        self.builder.heading(text, level, place)
        self._before = ""

    def paragraph(self, text: str, place: Place = Place(), lead_in: str = "") -> None:
        """A sentence or more; adjacent short « label : value » lines become one field, or one for each row of the file.

        ``lead_in`` is the line that says what this one is about, where a file has such lines.
        """
        text = clean(text)
        if not text:
            return
        self._end_list()
        if pair := _PAIR.match(text):
            self._pairs.append(_Said(pair["label"].strip(), (pair["value"] or "").strip(), place, lead_in))
            return
        self._flush_pairs()
        self.builder.paragraph(text, place, lead_in)
        self._before = text

    def item(self, text: str, level: int = 1, place: Place = Place()) -> None:
        """Adds an item to the open list, or opens one; ``level`` 1 is outermost."""
        self._flush_pairs()
        if not (text := clean(text)):
            return
        if not self._group:
            self._group = self.builder.group()
            self._led = bool(introduces(self._before))
        lead = self._above.get(level - 1, "") or introduces(self._before)
        self.builder.item(text, lead, self._group, level, place)
        self._above = {depth: words for depth, words in self._above.items() if depth < level} | {level: text}

    @property
    def introduced(self) -> bool:
        """Whether an item added now belongs to a list that a sentence introduces."""
        if self._group:
            return self._led
        return bool(introduces(self._pairs[-1].text if self._pairs else self._before))

    def field(self, label: str, value: str, place: Place = Place(), mark: str = "") -> None:
        """``mark`` is a ticked or empty box beside the value: kept as a third cell, not part of the text."""
        self.end()
        cells = [Draft(1, label), Draft(2, value, header=label)]
        self.builder.field([cell for cell in cells if cell.text], place=place, unseen=mark)
        self._before = value or label

    def end(self) -> None:
        """Whatever was waiting is written; the next item opens a new list."""
        self._flush_pairs()
        self._end_list()

    def _end_list(self) -> None:
        self._group = ""
        self._above = {}

    def _flush_pairs(self) -> None:
        pairs, self._pairs = self._pairs, []
        while len(pairs) > 1 and not pairs[0].value and not pairs[0].lead_in:  # « Proposée par : » introduces the pairs
            self.builder.paragraph(pairs[0].label, pairs[0].place)
            pairs = pairs[1:]
        if not pairs:
            return
        if len(pairs) == 1:
            self._before = pairs[0].text
            self.builder.paragraph(self._before, pairs[0].place, pairs[0].lead_in)
            return
        self._before = ""
        for _, line in groupby(pairs, key=lambda pair: pair.place.row):
            held = list(line)
            drafts = [draft for n, pair in enumerate(held) for draft in _pair(n, pair.label, pair.value)]
            self.builder.field([d for d in drafts if d.text], place=held[0].place, lead_in=held[0].lead_in)


@dataclass(frozen=True, slots=True)
class _Said:
    """A « label : value » that waits for its neighbours."""

    label: str
    value: str
    place: Place
    lead_in: str = ""

    @property
    def text(self) -> str:
        return f"{self.label} {self.value}".strip()


def _pair(number: int, label: str, value: str) -> tuple[Draft, Draft]:
    return Draft(2 * number + 1, label), Draft(2 * number + 2, value, header=label)


def introduces(paragraph: str) -> str:
    """The paragraph when it announces a list: it ends with a colon, says « suivants », or is a title without a stop."""
    if not paragraph or len(paragraph) > 600:
        return ""
    sentence = re.split(r"(?<=[.!?])\s+(?=[A-ZÀ-Ý])", paragraph)[-1]
    return sentence if _ANNOUNCES.search(sentence) or not paragraph.endswith(ENDS) else ""


def numbering(text: str) -> tuple[int, str] | None:
    """(depth, title) of « 2.1 Activités comprises » (2), « 1. Contexte » (1) or « A. Description » (0); else None."""
    if match := _NUMBERED.match(text):
        digits = match["digits"]
        return (digits.count(".") + 1 if digits else 0, match["title"])
    return (0, text) if _ANNEX.match(text) and len(text) < 120 else None


def is_heading_text(text: str) -> bool:
    """Short, opens with a capital or a digit, and does not end as a sentence does."""
    words = text.split()
    return (
        0 < len(words) <= 16
        and len(text) <= 130
        and not text.endswith(ENDS)
        and any(c.isalpha() for c in text)
        and not re.match(r"[a-zà-ÿ]", text)
        and not _GOES_ON.search(text)
    )


# « Article 14. Composition. Le conseil compte sept administrateurs : cinq issus des »: a sentence has begun on the line.
_GOES_ON = re.compile(
    r"(?:[a-zà-ÿ]{4}|[^\W\d_]\))\.\s+(?:[A-ZÀ-Ý][\w'’]*|\d+)\s+[a-zà-ÿ]|"
    r"^A(?:rticle|RTICLE) \d+\.\s+(?:L[ea]s?|Une?|Tout|Chaque|Nul) (?:\S+\s+){6}"
)


def is_caption(text: str, italic: bool = False) -> bool:
    """True for a line alone in bold (or ``italic``) that names what follows.

    It has no colon inside: « Budget : 40 000 $ » states something, as « Remplacée par la version 2 le 1er mai 2025 » does.
    In italics it is shorter, and dates nothing.
    """
    if not is_heading_text(text) or re.search(r"\w\s?:\s", text):
        return False
    dated = re.search(r"\d{4}", text) is not None
    return not (dated and italic) and len(text.split()) <= (6 if dated else 8 if italic else 16)


def is_upper(text: str) -> bool:
    """True for a line written in capitals (at least four letters)."""
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 4 and all(c.isupper() for c in letters)
