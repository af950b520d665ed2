"""What changed from one state of the documents to a later one, fact by fact, each with the place of its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from ingest.facts.records import Fact, Sort, Subject, Value
from ingest.languages import fold

How = Literal["new", "changed", "gone"]
Known = Callable[[str], bool]  # whether a document is in force, for whoever asks
_TOLD = frozenset(set(Sort) - {Sort.CATEGORY})


@dataclass(frozen=True, slots=True)
class Said:
    """Words of a document."""

    document: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Change:
    """A value of a subject, before and after; the subject itself where ``label`` is "". ``was`` is the name it had before."""

    how: How
    sort: Sort
    name: str
    label: str
    before: Said | None = None
    after: Said | None = None
    was: str = ""


def changes(before: Iterable[Subject], after: Iterable[Subject], then: Known, now: Known) -> tuple[Change, ...]:
    """From the subjects of one state to those of the next, in the order of the next, what is gone last."""
    was, is_ = _latest(before, then), _latest(after, now)
    found: list[Change] = []
    for key, subject in is_.items():
        old = was.get(key)
        found += _inside(old, subject) if old else [_whole("new", subject)]
    found += [_whole("gone", subject) for key, subject in was.items() if key not in is_]
    return tuple(found)


def about(found: Iterable[Change], words: str) -> tuple[Change, ...]:
    """Those of subjects whose name or code, today's or the one before, holds every word, whatever case and accents."""
    return tuple(one for one in found if named(one.name, words) or named(one.was, words))


def named(name: str, words: str) -> bool:
    """Whether a name holds every word, whole: « PR-1 » is not « PR-10 »."""
    held = fold(name)
    return all(re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", held) for word in fold(words).split())


def name_of(subject: Subject) -> str:
    """What a subject is called: its code, then its name."""
    code = subject.code.quote.strip() if subject.code else ""
    name = " ".join(subject.name.quote.split())
    return f"{code} {name}" if code and code not in name else name


def _latest(subjects: Iterable[Subject], known: Known) -> dict[tuple[Sort, str], Subject]:
    """Each subject as the latest document in force tells it."""
    kept: dict[tuple[Sort, str], Subject] = {}
    for one in subjects:
        if one.sort in _TOLD and known(one.document) and one.name.quote.strip():
            key = (one.sort, fold(one.code.quote if one.code else one.name.quote).strip())
            held = kept.get(key)
            if held is None or _end(held) <= _end(one):
                kept[key] = one
    return kept


def _end(subject: Subject) -> str:
    return subject.period.end if subject.period else ""


def _inside(old: Subject, new: Subject) -> Iterator[Change]:
    before, after, was = _values(old), _values(new), name_of(old)
    if _plain(old.name) != _plain(new.name):
        yield Change(
            "changed", new.sort, name_of(new), "", Said(old.document, old.name), Said(new.document, new.name), was
        )
    for key, value in after.items():
        held = before.get(key)
        if held is None:
            yield Change("new", new.sort, name_of(new), value.label, None, Said(new.document, value.fact), was)
        elif _plain(held.fact) != _plain(value.fact):
            then, now = Said(old.document, held.fact), Said(new.document, value.fact)
            yield Change("changed", new.sort, name_of(new), value.label, then, now, was)
    for key, value in before.items():
        if key not in after:
            yield Change("gone", new.sort, name_of(new), value.label, Said(old.document, value.fact), None, was)


def _values(subject: Subject) -> dict[str, Value]:
    return {value.key or fold(value.label): value for value in subject.values if value.fact.quote.strip()}


def _whole(how: How, subject: Subject) -> Change:
    said = Said(subject.document, subject.name)
    return Change(
        how, subject.sort, name_of(subject), "", None if how == "new" else said, said if how == "new" else None
    )


def _plain(fact: Fact) -> str:
    return " ".join(fact.quote.split()).casefold()
