"""Offers that several documents tell: a list of prices, of delays or of contacts says more of the offers it names.

An offer keeps the card that describes it, whichever document is newer, and takes from lists what its card does not say;
each value keeps the document it was read in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.facts.records import Sort, Subject, Value
from ingest.kinds.service_offers import keyed
from ingest.languages import fold

Numbered = tuple[int, Subject]
_CODED = re.compile(r"([A-Z]{1,5}[- ]?\d{1,5}) (?:[–—:-] )?(\S.+)")
_FEWEST = 2  # rows of a table that bear names of offers, for it to be a list of them
_DESCRIBING = ("description", "request")  # what a card says, and a list of prices does not
_LISTED = frozenset({"cost", "delay", "request", "audience", "status"})


@dataclass(frozen=True, slots=True)
class Borrowed(Value):
    """A value that another document tells than the one that describes the thing. ``document`` is that other one."""

    document: str = ""


def home(subject: Subject, value: Value) -> str:
    """The document a value of a subject was read in."""
    return value.document if isinstance(value, Borrowed) else subject.document


def joined(
    groups: Sequence[list[Numbered]], names: Callable[[Subject], Iterable[str]], in_force: Callable[[Subject], bool]
) -> list[list[Numbered]]:
    """The groups, the rows that bear an offer's name or code put with it, and each offer's last state whole. ``names`` are
    the spellings under which a subject is one with another."""
    homes = _homes(groups, names)
    of_row = _rows(groups, homes, names, in_force)
    into: dict[int, list[Numbered]] = defaultdict(list)
    for row, offer in of_row.items():
        into[offer] += [(number, _as_offer(subject)) for number, subject in groups[row]]
    return [
        _whole(group, into.get(n, []), in_force) if group[-1][1].sort is Sort.OFFER else group
        for n, group in enumerate(groups)
        if n not in of_row
    ]


def _homes(groups: Sequence[list[Numbered]], names: Callable[[Subject], Iterable[str]]) -> dict[str, int]:
    """The group of the offer that each name or code is of; none for a name of two."""
    found: dict[str, set[int]] = defaultdict(set)
    for n, group in enumerate(groups):
        for _, subject in group if group[-1][1].sort is Sort.OFFER else ():
            for name in _called(subject, names):
                found[name].add(n)
    return {name: next(iter(some)) for name, some in found.items() if len(some) == 1}


def _called(subject: Subject, names: Callable[[Subject], Iterable[str]]) -> Iterator[str]:
    """Its names and its code; « P-1 Traitement de la paie » says both."""
    yield from names(subject)
    if subject.code:
        yield fold(subject.code.quote)
    if coded := _CODED.match(subject.name.value):
        yield fold(coded[1])
        yield from names(replace(subject, name=replace(subject.name, value=coded[2]), aliases=()))


def _rows(
    groups: Sequence[list[Numbered]],
    homes: dict[str, int],
    names: Callable[[Subject], Iterable[str]],
    in_force: Callable[[Subject], bool],
) -> dict[int, int]:
    """Group of a row → group of the offer it tells of: of tables where several rows do, and no offer is told twice."""
    tables: dict[str, dict[int, int]] = defaultdict(dict)
    for n, group in enumerate(groups):
        subject = group[-1][1]
        if len(group) == 1 and subject.sort is Sort.ROW and subject.period is None and in_force(subject):
            offer = next((homes[name] for name in _called(subject, names) if name in homes), None)
            if offer is not None:
                tables[subject.group][n] = offer
    once = (found for found in tables.values() if len(set(found.values())) == len(found) >= _FEWEST)
    return {row: offer for found in once for row, offer in found.items()}


def _as_offer(row: Subject) -> Subject:
    """A row under the columns of offers. What stands beside a price is of the price: « à l'heure », « minimum : 2 heures »."""
    told = [(value, *keyed(value.label, value.fact)) for value in row.values]
    priced = any(key == "cost" for _, key, _ in told)
    values = (
        replace(value, key=key, fact=fact) if key in _LISTED else replace(value, key="cost" if priced else "")
        for value, key, fact in told
    )
    return replace(row, sort=Sort.OFFER, values=tuple(values))


def _whole(group: list[Numbered], rows: list[Numbered], in_force: Callable[[Subject], bool]) -> list[Numbered]:
    """The states of an offer, the one that describes it last, with what lists in force say that it does not."""
    documents = {subject.document for _, subject in group}
    if not rows and len(documents) == 1:
        return group
    valid = [pair for pair in group if in_force(pair[1])] or group
    number, card = next((pair for pair in reversed(valid) if _describes(pair[1])), valid[-1])
    lists = [*rows, *(pair for pair in valid if not _describes(pair[1]) and pair[0] != number)]
    said = {value.key for value in card.values if _says(value)}
    more = [
        Borrowed(value.key, value.label, value.fact, value.meaning, other.document)
        for _, other in lists
        for value in other.values
        if value.key not in said and _says(value)
    ]
    others = [*rows, *(pair for pair in group if pair[0] != number)]
    return [*others, (number, replace(card, values=(*card.values, *more)))]


def _describes(subject: Subject) -> bool:
    return any(value.key in _DESCRIBING and _says(value) for value in subject.values)


def _says(value: Value) -> bool:
    return any(char.isalnum() for char in value.words)
