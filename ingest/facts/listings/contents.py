"""What a column is, told by its cells where its header says nothing known: addresses, prices, colours, dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from ingest.facts.records import Fact

_NAMES = frozenset({"name", "code", "description"})
_MOSTLY = 0.7  # of the cells


class Told(Protocol):
    """What is listed: its facts by key, the headers they stand under, and its table (``entries.Entry``)."""

    facts: dict[str, Fact]
    labels: dict[str, str]
    table: str


def told_by_content(
    entries: Sequence[Told], tests: Mapping[str, Callable[[str], bool]], known: frozenset[str] = frozenset()
) -> None:
    """A column whose header says nothing known is what most of its cells are: addresses, colours, dates.

    Changes the entries in place, table by table. A key that a header already says, or one of ``known``, is left alone.
    """
    tables: dict[str, list[Told]] = defaultdict(list)
    for entry in entries:
        tables[entry.table].append(entry)
    for some in tables.values():
        _told_by_content(some, tests, known)


def _told_by_content(
    entries: Sequence[Told], tests: Mapping[str, Callable[[str], bool]], known: frozenset[str]
) -> None:
    for key, holds in tests.items():
        if any(key in entry.facts for entry in entries):
            continue
        columns: dict[str, list[str]] = defaultdict(list)
        for entry in entries:
            for own, fact in entry.facts.items():
                if own not in tests and own not in _NAMES and own not in known:
                    columns[own].append(fact.quote)
        met = {own: sum(map(holds, cells)) / len(cells) for own, cells in columns.items() if len(cells) > 1}
        best = max(met, key=lambda own: met[own], default="")
        if best and met[best] >= _MOSTLY:
            for entry in entries:
                if best in entry.facts:
                    entry.facts[key], entry.labels[key] = entry.facts.pop(best), entry.labels.pop(best, "")


def told_by_label(entries: Sequence[Told], tests: Mapping[str, Callable[[str], bool]], known: frozenset[str]) -> None:
    """A label nobody foresaw (« Réservation : », « Joindre : ») is what most values under it are, whatever other things
    call it: each thing that lacks that key takes it from there. Changes the entries in place."""
    under: dict[str, list[Told]] = defaultdict(list)
    for entry in entries:
        for own in entry.facts:
            if own not in tests and own not in _NAMES and own not in known and entry.labels.get(own):
                under[own].append(entry)
    for own, some in under.items():
        said = [entry.facts[own].quote for entry in some]
        key = next((key for key, holds in tests.items() if sum(map(holds, said)) >= _MOSTLY * len(said)), "")
        for entry in some if key else ():
            if key not in entry.facts:
                entry.facts[key], entry.labels[key] = entry.facts.pop(own), entry.labels.pop(own)
