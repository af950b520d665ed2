"""One line that answers, then a card: what else there is to know of a thing, a label and a value a line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.known.borrowing import home
from assistant.model import Lang
from assistant.telling.drafting import Drafting, Proof, called
from assistant.telling.glosses import english
from assistant.telling.saying import bare, capital, label_of, phrase, said, shown
from assistant.wording.values import values as wording
from ingest.facts.records import Sort, Subject, Value
from ingest.languages import words

ONE_LINE = 18  # words that are read at a glance, besides the name
_ALONE = 3  # short values that need no card
_FIRST = {Sort.PROJECT: ("health", "progress", "due")}


def told(draft: Drafting, subject: Subject, chosen: Sequence[Value], when: str) -> None:
    """The line that answers, then a claim for each other label."""
    if _in_english(draft, subject, chosen):
        return
    first, rest = _parted(draft, subject, chosen)
    _line(draft, subject, first, when)
    for label, values in _by_label(draft, rest).items():
        proofs: list[Proof] = [(home(subject, v), fact) for v in values for fact in v.facts]
        draft.row(capital(label), "; ".join(said(v, draft) for v in values), proofs)


def _in_english(draft: Drafting, subject: Subject, chosen: Sequence[Value]) -> bool:
    """A term of a glossary that gives its English word: that word, then the French one."""
    wanted = draft.shown and draft.language is Lang.EN and subject.sort is Sort.TERM and len(chosen) == 1
    meaning = chosen[0].fact
    word = english(subject.document, meaning, draft.library) if wanted else None
    if word is None:
        return False
    text = wording(draft.language).translated.format(name=called(subject), word=bare(word), words=bare(meaning))
    draft.claim(closed(text), [(subject.document, word), (subject.document, meaning), *proofs_of(subject)])
    return True


def proofs_of(subject: Subject) -> list[Proof]:
    """What shows that it is this thing: its name, its code."""
    return [(subject.document, f) for f in (subject.name, subject.code) if f and f.quote.strip()]


def _parted(draft: Drafting, subject: Subject, chosen: Sequence[Value]) -> tuple[list[Value], list[Value]]:
    """What the line says, and what the card holds: the value asked for, or what one wants to know first."""
    if len(chosen) <= _ALONE and sum(len(words(v.fact.quote)) for v in chosen) <= ONE_LINE:
        return list(chosen), []
    keys = _first_keys(draft, subject, chosen)
    first = [v for key in keys for v in chosen if v.key == key]
    if not first:
        first = [v for v in chosen if (v.key, v.label) == (chosen[0].key, chosen[0].label)]
    rest = [v for v in chosen if v not in first]
    return first, [
        *(v for key in draft.asked for v in rest if v.key == key),
        *(v for v in rest if v.key not in draft.asked),
    ]


def _first_keys(draft: Drafting, subject: Subject, chosen: Sequence[Value]) -> tuple[str, ...]:
    held = {v.key for v in chosen if v.key}
    if asked := [key for key in draft.asked if key in held]:
        return (asked[0],)
    if subject.sort is Sort.OFFER:
        short = [v for v in chosen if v.key == "description" and len(words(v.fact.quote)) <= ONE_LINE]
        return ("description",) if short else ("request",)
    return tuple(key for key in _FIRST.get(subject.sort, ()) if key in held)


def _line(draft: Drafting, subject: Subject, first: Sequence[Value], when: str) -> None:
    """« Name (code) : au vert, à 74 %. », or a list under its label where there is much to say."""
    say = wording(draft.language)
    proofs = [*((home(subject, v), fact) for v in first for fact in v.facts), *proofs_of(subject)]
    labels = _by_label(draft, first)
    many = len(first) > 1 and sum(len(words(v.fact.quote)) for v in first) > ONE_LINE
    if many and len(labels) == 1:
        label = next(iter(labels))
        head = (say.headed if label else say.headed_plain).format(name=called(subject), label=label, when=when)
        draft.items(
            head, [(said(v, draft), [(home(subject, v), fact) for fact in v.facts]) for v in first], proofs_of(subject)
        )
        return
    parts = [phrase(v, draft) or shown(v, draft) for v in first]
    labelled = any(not phrase(v, draft) and label_of(v, draft) for v in first)
    form = say.said if labelled else say.said_plainly
    draft.claim(closed(form.format(name=called(subject), values=", ".join(parts), when=when)), proofs)


def _by_label(draft: Drafting, values: Sequence[Value]) -> dict[str, list[Value]]:
    found: dict[str, list[Value]] = {}
    for value in values:
        found.setdefault(label_of(value, draft), []).append(value)
    return found


def closed(text: str) -> str:
    """One mark at the end of a sentence."""
    return re.sub(r"([.!?…])\.$", r"\1", text)
