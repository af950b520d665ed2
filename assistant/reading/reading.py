"""A question and its conversation → a ``Reading``: everything that is told of it before any evidence is gathered."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from assistant.known.moments import CALENDAR, Moment, compares, meant, times, untimed
from assistant.known.names import Names, Said
from assistant.known.reports import Reports
from assistant.library import Library
from assistant.model import Lang, Question
from assistant.reading.language import detect
from assistant.reading.meaning import kinds
from assistant.reading.talk import plain
from ingest.index.lexical import Wanted
from ingest.languages import ENGLISH, FRENCH, fold, stem, words
from ingest.languages.spelling import Speller

Vector = NDArray[np.float32]
_CODE = re.compile(r"(?<![\w-])([A-Z]{1,6}|20\d\d)[-–](\d{2,4})(?![\w-])")
_NAMED = 0.6  # share of a name that must be said for it to be the subject
_SHOUTED = 3  # words in capitals beyond which they are a way of typing
_SOME = 0.15  # share of a question that most of a name explains
_HALF, _ALONE = 0.3, 0.8  # share of a name said, and share of the question that it is
_BARE = 2  # words beside a name and function words that still ask nothing: « et pour PR-06 ? »


@dataclass(frozen=True)
class Reading:
    """``text`` stands without the conversation and is what evidence is sought by; ``asked`` the words that say what is
    asked. ``stems`` are those of the content words of ``text`` (mended); ``vector`` its unit vector; ``kinds`` label →
    probability; ``said`` the names it says; ``borrowed`` when earlier questions were drawn upon;
    ``asks`` the words, mended, whose kinds these are."""

    question: Question
    language: Lang
    text: str
    asked: str
    stems: tuple[str, ...]
    vector: Vector
    kinds: Mapping[str, float]
    said: Said
    moment: Moment
    borrowed: bool = False
    mended: Mapping[str, str] = field(default_factory=dict)
    unknown_codes: tuple[str, ...] = ()
    asks: str = ""


def read(question: Question, library: Library) -> Reading:
    """What the question asks, the conversation taken into account."""
    text, asked = _alone(replace(question, text=_unshouted(plain(question.text, library))), library)
    mended = mend(text, library)
    spelt = _with(text, mended)
    vector = library.embed(spelt)
    asks = spelt if asked == text else _with(asked, mend(asked, library))
    stems = tuple(dict.fromkeys(_stems(spelt)))
    moment = meant(spelt, Reports.of(library).all, library.today)
    said = Names.of(library).said(spelt, stems)
    unknown = unknown_codes(question.text, library)
    return Reading(
        question, detect(question.text), text, asked, stems, vector, kinds(asks, library), said, moment,
        bool(question.context) and text != question.text, mended, unknown, asks,
    )  # fmt: skip


def _unshouted(text: str) -> str:
    """A question in capitals alone in small letters: it holds no acronyms, and the encoder reads it as other words."""
    return text.lower() if text.isupper() and len(words(text)) > _SHOUTED else text


def unknown_codes(text: str, library: Library) -> tuple[str, ...]:
    """Codes the question writes (« SST-77 », « 2026-007 ») that no document has, neither as a name nor in its text."""
    found = []
    for match in _CODE.finditer(text):
        known = Names.of(library).codes.get(f"{fold(match[1])}-{match[2]}")
        pair = f"{fold(match[1])}_{match[2]}"
        wanted = Wanted({}, {pair: 1.0}, {})
        held = library.generation.lexical(wanted, library.generation.mask(library.sees)).pairs
        if not known and not (len(held) and float(held.max()) > 0):
            found.append(match[0])
    return tuple(found)


def mend(text: str, library: Library) -> dict[str, str]:
    """Misspelt words → what they stand for among the documents' words; spoken forms first (« koi » : « quoi »)."""
    if detect(text) is Lang.EN:
        return {}
    speller, calendar = library.speller, _calendar()
    found: dict[str, str] = {}
    for word in words(text):
        if word in FRENCH.spoken:
            found[word] = FRENCH.spoken[word]
        elif not word.isdigit() and word not in FRENCH.stop_words:
            meant_ = calendar.mend(word, 1) or speller.mend(word, 1)
            found |= {word: meant_[0]} if meant_ else {}
    return found


@cache
def _calendar() -> Speller:
    """Mends « printeps » and « trimetre » where no document holds the word: a report is called by it in its title alone."""
    return Speller(dict.fromkeys(CALENDAR, 1), FRENCH)


def _with(text: str, mended: Mapping[str, str]) -> str:
    """The text with misspelt words replaced, the others as they were typed."""
    if not mended:
        return text
    parts = [
        mended.get("".join(words(part)) if len(words(part)) == 1 else "", "") or _inside(part, mended)
        for part in text.split()
    ]
    return " ".join(parts)


def _inside(part: str, mended: Mapping[str, str]) -> str:
    """« l'informatik »: a word behind an elision."""
    for word in words(part):
        if word in mended:
            part = part.replace(word, mended[word])
    return part


def _stems(text: str) -> list[str]:
    return [stem(w, FRENCH) for w in words(text) if _means(w)]


def _means(word: str) -> bool:
    return word not in FRENCH.stop_words and word not in ENGLISH.stop_words and (len(word) > 1 or word.isdigit())


# ---------------------------------------------------------------- conversation
def _alone(question: Question, library: Library) -> tuple[str, str]:
    """(text that stands alone, words that say what is asked), oldest question first."""
    text, asked = "", ""
    for said in (*question.context, question.text):
        text, asked = _joined(said, text, asked, library)
    return text, asked


def _joined(said: str, before: str, asked_before: str, library: Library) -> tuple[str, str]:
    """A subject that is named always wins; what is not said comes from the question before."""
    if not before or not said.strip():
        return said, said
    before = untimed(before) if times(said) and not compares(said) else before
    names = Names.of(library)
    stems = _stems(_with(said, mend(said, library)))
    found = names.said(said, stems)
    named = _names(found, timed=bool(times(said)))
    asks = _asks(said, stems, found)
    if named and asks:
        return said, said
    if named:
        return f"{_without(before, library)} {said}".strip(), asked_before
    if not stems or _leans(said, stems):
        return f"{before} {said}", said if asks or (stems and not times(said)) else asked_before
    return said, said


def _names(found: Said, *, timed: bool) -> bool:
    """Whether a question names a thing: outright, by most of a name, or by half of one that is nearly all it says (« et le
    comité d'éthique ? »), and no time (« et à l'hiver ? » names no winter service)."""
    if not len(found.cover):
        return False
    most = float((found.cover * (found.explained > _SOME)).max()) >= _NAMED
    alone = float((found.explained * (found.cover >= _HALF)).max()) >= _ALONE
    return most or (alone and not timed) or float(found.exact.max()) >= 1


def _asks(said: str, stems: Sequence[str], found: Said) -> bool:
    """Whether a question says what it asks, beside the thing it names."""
    asking = any(w in FRENCH.interrogatives or w in ENGLISH.interrogatives for w in words(said))
    left = len(stems) * (1 - float(found.explained.max() if len(found.explained) else 0))
    return (asking and len(words(said)) > 3) or left > _BARE


def _leans(said: str, stems: Sequence[str]) -> bool:
    """A short question, or one that begins by linking back: it goes on about the same thing."""
    first = (words(said) or [""])[0]
    return len(stems) <= 3 or first in {"et", "pis", "and", "puis", "ok"}


def _without(before: str, library: Library) -> str:
    """The earlier question without the thing it named."""
    names = Names.of(library)
    found = names.said(before, _stems(before))
    if not len(found.cover) or max(float(found.exact.max()), float(found.cover.max())) < _NAMED:
        return before
    from assistant.known.things import Things

    rank = found.exact + found.cover * found.explained
    thing = Things.of(library).all[int(rank.argmax())]
    gone = {stem(w, FRENCH) for name in thing.names for w in words(name)}
    return " ".join(part for part in before.split() if not {stem(w, FRENCH) for w in words(part) if _means(w)} & gone)
