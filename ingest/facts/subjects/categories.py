"""Values by which the members of a table fall into kinds (« en développement », « Gratuit », a provider): what one may
filter by, found by meaning like any subject."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.facts.records import Sort, Subject, Value
from ingest.languages import fold, words

MEMBERS, DISTINCT, WORDS = 3, 9, 6  # at least, at most, at most
_FIGURES = re.compile(r"[\d\s.,:;%$€#/()+-]*|\d{4}-\d{2}-\d{2}")


def categories(found: Sequence[Subject]) -> Iterator[Subject]:
    """A subject for each value that several members of a group may share, with the column it stands in."""
    groups: dict[str, list[Subject]] = defaultdict(list)
    for subject in found:
        if subject.group:
            groups[subject.group].append(subject)
    for group, members in groups.items():
        columns: dict[tuple[str, str], dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
        for member in members:
            for value in member.values:
                if value.label or value.key:
                    columns[value.key, value.label][fold(value.words).strip(" .")].append(value)
        for (key, label), by_text in columns.items():
            if len(members) >= MEMBERS and _categorical(by_text):
                yield from (_category(members[0], group, key, label, held[0]) for held in by_text.values())


def _categorical(by_text: dict[str, list[Value]]) -> bool:
    """A few short texts in words, at least one of them shared."""
    short = all(0 < len(words(text)) <= WORDS and not _FIGURES.fullmatch(text) for text in by_text)
    return short and 1 < len(by_text) <= DISTINCT and any(len(held) > 1 for held in by_text.values())


def _category(member: Subject, group: str, key: str, label: str, value: Value) -> Subject:
    mark = hashlib.sha256(f"{group}\0{key}\0{label}\0{fold(value.fact.quote)}".encode("utf-8", "replace")).hexdigest()[
        :14
    ]
    return Subject(
        id=f"c{mark}", document=member.document, sort=Sort.CATEGORY, name=replace(value.fact, value=value.words),
        values=(value,), about=f"{label} : {value.words}" if label else value.words, group=group,
    )  # fmt: skip
