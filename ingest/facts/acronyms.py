"""Acronyms that any document teaches: « le réseau de la santé et des services sociaux (RSSS) », and the reverse.

An acronym is believed when its letters are, in order, the initials of the words beside it (function words may be
left out); failing that, letters inside those words, as in Schwartz and Hearst, « A simple algorithm for identifying
abbreviation definitions in biomedical text » (2003).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from ingest.facts.records import Fact, Term
from ingest.languages import FRENCH, fold
from ingest.model import Block, BlockKind, Document

_ACRONYM = r"[A-ZÀ-Ý][A-Za-zÀ-ÿ]{0,3}[A-ZÀ-Ý]+[A-Z0-9À-Ý]*(?:-[A-Z0-9]{1,6})?"
_AFTER = re.compile(
    rf"\((?:ci-apr[èe]s,? ?)?(?:ou |dit[es]?,? )?(?:l['’]|le |la |les )?[«\"“]?\s*({_ACRONYM})\s*[»\"”]?\)"
)
_BEFORE = re.compile(rf"(?<![\w-])({_ACRONYM}) \(([^()]{{6,160}})\)")
_WORD = re.compile(r"[A-Za-zÀ-ÿœŒ0-9]+")
_REACH = 220  # characters before the parenthesis in which the long form is sought
# Words an acronym usually leaves out.
_SILENT = frozenset("a au aux d de des du en et l la le les ou par pour sur un une the of and for in to".split())


@dataclass(frozen=True, slots=True)
class _Word:
    text: str  # folded
    start: int
    end: int


def acronyms(document: Document) -> tuple[Term, ...]:
    """One term an acronym and long form, where it is first given. ``meaning.quote`` holds both, as written."""
    found: dict[tuple[str, str], Term] = {}
    for block in document.blocks:
        if block.kind is BlockKind.ROW and block.place.sheet:
            continue  # cells are short: a workbook's own kinds read them
        for term in _in_block(block, document.name):
            found.setdefault((term.name.value, fold(term.meaning.value)), term)
    return tuple(found.values())


def _in_block(block: Block, document: str) -> Iterator[Term]:
    text = block.text
    for match in _AFTER.finditer(text):
        before = text[max(0, match.start() - _REACH) : match.start()]
        offset = match.start() - len(before)
        if (start := long_form(match[1], before)) is not None:
            at = offset + start
            yield _term(block, document, match[1], match.start(1), (at, match.end()), text[at : match.start()].rstrip())
    for match in _BEFORE.finditer(text):
        if long_form(match[1], match[2]) == 0:
            yield _term(block, document, match[1], match.start(1), match.span(), match[2])


def _term(block: Block, document: str, acronym: str, at: int, span: tuple[int, int], meaning: str) -> Term:
    base = block.place.start
    name = Fact(acronym, acronym, replace(block.place, start=base + at, end=base + at + len(acronym)))
    quote = block.text[span[0] : span[1]]
    held = Fact(_bare(meaning), quote, replace(block.place, start=base + span[0], end=base + span[1]))
    identity = hashlib.sha256(f"{document}\0{acronym}\0{fold(meaning)}".encode("utf-8", "replace")).hexdigest()
    return Term(id="t" + identity[:15], document=document, name=name, meaning=held, acronym=True)


def _bare(meaning: str) -> str:
    """The long form without what was put in parentheses inside it."""
    return re.sub(r"\s*\([^()]*\)", "", meaning).strip(" ,;:–-")


def long_form(acronym: str, before: str) -> int | None:
    """Where the long form of an acronym begins in the words just before it, or None when none is convincing."""
    letters = [c for c in fold(acronym) if c.isalnum()]
    words = [_Word(fold(m[0]), m.start(), m.end()) for m in _WORD.finditer(_clause(before))]
    telling = [w for w in words if w.text not in _SILENT]
    for start in range(len(telling) - 1, -1, -1):
        if _spells(letters, telling[start:]):
            return telling[start].start
    return _inside(letters, telling)


def _clause(before: str) -> str:
    """A long form does not cross the end of a sentence; what precedes is blanked so that positions hold."""
    cut = max((m.end() for m in re.finditer(r"[.!?;:]\s|[()]", before)), default=0)
    return " " * cut + before[cut:]


def _spells(letters: list[str], words: list[_Word]) -> bool:
    """The words' initials hold the letters in order, beginning with the first word, with few words left over."""
    if len(words) > 2 * len(letters) + 1 or not words or words[0].text[0] != letters[0]:
        return False
    at, left_over = 0, 0
    for word in words:
        if at < len(letters) and word.text[0] == letters[at]:
            at += 1
        else:
            left_over += 1
    trailing = at == len(letters) and words[-1].text[0] != letters[-1]
    return at == len(letters) and left_over <= max(1, len(letters) // 2) and not (trailing and left_over > 1)


def _inside(letters: list[str], words: list[_Word]) -> int | None:
    """Schwartz and Hearst: letters found from the right, the first one beginning a word."""
    if len(letters) < 3:
        return None
    for start in range(len(words) - 1, max(-1, len(words) - len(letters) - 2), -1):
        said = "".join(w.text for w in words[start:])
        if words[start].text[0] == letters[0] and len(said) <= 14 * len(letters) and _subsequence(letters, said):
            return words[start].start if _enough_initials(letters, words[start:]) else None
    return None


def _subsequence(letters: list[str], text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


def _enough_initials(letters: list[str], words: list[_Word]) -> bool:
    initials = [w.text[0] for w in words]
    return sum(letter in initials for letter in letters) >= len(letters) / 2


def is_acronym(word: str) -> bool:
    """Whether a word, as written, looks like an acronym."""
    return bool(re.fullmatch(_ACRONYM, word)) and fold(word) not in FRENCH.stop_words
