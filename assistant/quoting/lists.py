"""Whole lists: the items that one lead-in or one heading introduces, when a list or a number of things is asked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import takewhile

import numpy as np

from assistant.lexicon import root
from assistant.matching import likeness
from assistant.model import Asks, Lang, Query, Word
from assistant.quoting.index import UnitIndex
from assistant.quoting.scoring import Ranking, in_french
from assistant.quoting.units import Role, Unit
from ingest.languages import ENGLISH, FRENCH, fold, words
from ingest.model import BlockKind

INTRODUCED, NAMED, HELD, SERIES = 1.0, 0.8, 0.35, 1.0  # what a word is worth in the lead-in, the heading, the items

_PLURAL = re.compile(
    r"\b(quels|quelles|lesquels|lesquelles|combien d|listes?|enumer\w*|tous les|toutes les|"
    r"nomme\w*|cite[sz]?|how many|list|name the|"
    r"what are|which \w+s|c est quoi les|quoi les|les \w+s (sont|etaient))\b"
)


@dataclass(frozen=True, slots=True)
class Listing:
    """Items of one list, in order, with the lead-in (or heading) that introduces them. ``covered``: as for a unit."""

    items: tuple[Unit, ...]
    lead: Unit | None
    covered: float
    missing: float
    before: tuple[Unit, ...] = ()  # the sentence that a lead-in leans on: « À cet effet, il : »


def asks_list(query: Query) -> bool:
    """Whether several things are asked, or how many there are."""
    wanted = {Asks.COUNT} if query.words_language is Lang.EN else {Asks.LIST, Asks.COUNT}
    return bool(query.asks & wanted) or bool(_PLURAL.search(" ".join(query.words)))


def best_listing(ranking: Ranking, old: bool = False) -> Listing | None:
    """The list whose introduction meets the question best."""
    groups = _groups(ranking.index)
    near = {c.unit.document for c in ranking.candidates[:20]}
    scored = [
        _scored(ranking, group)
        for group in groups
        if group[0].document in near and ranking.index.old[_at(ranking.index, group[0])] == old
    ]
    return max(scored, key=lambda listing: (listing.covered, listing.lead is None, len(listing.items)), default=None)


def _at(index: UnitIndex, unit: Unit) -> int:
    return index.spans()[unit.document][unit.number]


def _groups(index: UnitIndex) -> list[tuple[Unit, ...]]:
    if index.groups is None:
        index.groups = list(_made(index.units))
    return index.groups


def _made(units: Sequence[Unit]) -> Iterator[tuple[Unit, ...]]:
    """Consecutive items that share a group (a list, a table), or a lead-in; short sections; series; at least two."""
    yield from _series(units)
    yield from _short_sections(units)
    runs: list[list[Unit]] = []
    key: tuple[str, str, str] | None = None
    for unit in units:
        mine = _key(unit)
        if mine and mine == key:
            runs[-1].append(unit)
        elif mine:
            runs.append([unit])
        key = mine
    yield from (tuple(run) for run in runs if len({u.block.id for u in run}) > 1)


def _short_sections(units: Sequence[Unit]) -> Iterator[tuple[Unit, ...]]:
    """What stands under a heading, when it is a few words: a title page, the levels of a diagram."""
    for number, unit in enumerate(units):
        if unit.role is not Role.TITLE:
            continue
        below = list(takewhile(partial(_within, unit.document), units[number + 1 :]))
        brief = [u for u in below if u.block.kind is BlockKind.PARAGRAPH]
        lengths = [u.length for u in brief]
        if 0 < len(brief) == len(below) <= 5 and sum(lengths) <= 80 and min(lengths) <= 8:
            yield tuple(brief)


def _within(document: str, unit: Unit) -> bool:
    return unit.role is not Role.TITLE and unit.document == document


def _series(units: Sequence[Unit]) -> Iterator[tuple[Unit, ...]]:
    """« Livrable 1 : … », « Livrable 2 : … » under one heading: the series itself is a list."""
    named: dict[tuple[str, tuple[str, ...], str], list[Unit]] = {}
    for unit in units:
        if unit.series[0]:
            named.setdefault((unit.document, unit.headings[:1], unit.series[0]), []).append(unit)
    for members in named.values():
        once = list({u.series[1]: u for u in reversed(members)}.values())[::-1]
        if len(once) > 1:
            yield tuple(sorted(once, key=lambda u: u.number))


def _key(unit: Unit) -> tuple[str, str, str] | None:
    if (
        unit.block.kind is BlockKind.ROW
        and not unit.place.sheet
        and unit.text != " | ".join(c.header for c in unit.block.cells)
    ):
        return unit.document, unit.group, ""
    if unit.block.kind is BlockKind.LIST_ITEM:
        return unit.document, unit.group or unit.block.lead_in, unit.block.lead_in
    return None


def _scored(ranking: Ranking, group: tuple[Unit, ...]) -> Listing:
    index = ranking.index
    first = _at(index, group[0])
    series = group[0].series[0] and len({u.series for u in group}) == len(group)
    lead = None if series else _lead(index, first)
    before = _leant_on(index, lead)
    held = SERIES if series else HELD
    covered, missing = 0.0, 0.0
    for weighed in ranking.weighed:
        near = weighed.found
        said = max(
            max((float(near.own[_at(index, u)]) for u in (*before, *([lead] if lead else []))), default=0.0)
            * INTRODUCED,
            _heading(first, near.near) * NAMED,
            max(float(near.own[_at(index, u)]) for u in group) * held,
        )
        number = FRENCH.numbers.get(weighed.word.surface) or ENGLISH.numbers.get(weighed.word.surface)
        if number == len(group):
            said = 1.0
        covered += weighed.weight * said
        told = number is not None  # « les trois paliers »: the list itself tells how many
        missing = max(missing, weighed.weight) if said < 0.25 and not told else missing
    return Listing(group, lead, covered / ranking.total, missing, before)


def _lead(index: UnitIndex, first: int) -> Unit | None:
    """The unit that introduces a list: its lead-in where there is one, the heading above otherwise."""
    item = index.units[first]
    for number in range(first - 1, max(-1, first - 40), -1):
        unit = index.units[number]
        if unit.document != item.document:
            return None
        if item.block.lead_in and item.block.lead_in in {unit.block.text, unit.text}:
            return unit
        if not item.block.lead_in and unit.role is Role.TITLE:
            return unit
    return None


def _leant_on(index: UnitIndex, lead: Unit | None) -> tuple[Unit, ...]:
    """The sentence before a lead-in that speaks of « il »."""
    if lead is None or not _PRONOUN.search(fold(lead.text)):
        return ()
    before = index.units[_at(index, lead) - 1] if _at(index, lead) else None
    return (before,) if before and before.block.id == lead.block.id and before.document == lead.document else ()


_PRONOUN = re.compile(r"\b(il|elle|ils|elles)\b")


def _heading(first: int, near: np.ndarray) -> float:
    return 1.0 if near[first] >= 0.55 else float(near[first])


def introduced(ranking: Ranking, lead: Unit) -> Listing | None:
    """The list that a lead-in introduces, the first one after it: « Le Centre doit : » may stand above several. Or that
    which follows a sentence whose paragraph ends as a lead-in does."""
    below = [g for g in _groups(ranking.index) if g[0].document == lead.document and g[0].number > lead.number]
    of_it = [g for g in below if lead.text in (g[0].block.lead_in, *g[0].headings[-1:])]
    if of_it:
        return _scored(ranking, min(of_it, key=lambda group: group[0].number))
    opens = lead.block.text.endswith(":") and lead.block.text.startswith(lead.text)
    for group in below if opens else ():
        above = ranking.index.units[_at(ranking.index, group[0]) - 1]
        if group[0].block.lead_in and above.block.id == lead.block.id:
            return replace(_scored(ranking, group), lead=above, before=(lead,))
    return None


def of_member(query: Query, ranking: Ranking) -> Listing | None:
    """All that a member of a series holds, when the question names it and hardly anything else: « le livrable 2 »."""
    units = ranking.index.units_of(in_french(query))
    asked = [w.word for w in ranking.weighed if w.weight > _SLIGHT and not _holds(w.word)]
    if not units or ranking.needs or not all(_names(word, units) for word in asked):
        return None
    leads = [u for u in units if u.role is Role.LEAD or u.block.text.endswith(":")]
    found = [listing for lead in leads if (listing := introduced(ranking, lead)) and set(listing.items) <= set(units)]
    if not found:
        return None
    longest = max(found, key=lambda listing: len(listing.items))
    title = next((u for u in units if u.role is Role.TITLE and u.document == longest.items[0].document), None)
    return replace(longest, before=(title, *longest.before) if title else longest.before)


def _names(word: Word, units: Sequence[Unit]) -> bool:
    """Whether the word is of what the member is called: « livrable », « 2 »."""
    name, number = next((u.series for u in units if u.series[0]), ("", ""))
    return word.surface == number.lower() or likeness(word, name) >= _NAMED_ITSELF


def _holds(word: Word) -> bool:
    """« contient », « exige »: what is asked of any part is what stands in it."""
    return bool({root(said) for said in (word.surface, *word.also)} & _HOLDING)


_HOLDING = frozenset(map(root, "contenir comporter comprendre inclure exiger demander requerir viser porter".split()))


_SLIGHT = 0.35  # of a word's weight: it hardly asks for one thing rather than another


def counts(ranking: Ranking, listing: Listing, counted: Sequence[Word]) -> bool:
    """Whether the list is one of the things whose number is asked: its introduction names them."""
    places = [_at(ranking.index, listing.lead)] if listing.lead else []
    first = _at(ranking.index, listing.items[0])
    for word in counted[:1]:
        found = ranking.index.find(word)
        if not any(found.own[p] >= _NAMED_ITSELF for p in places) and _heading(first, found.near) < 0.8:
            return False
        told = " ".join(ranking.index.units[p].text for p in (*places, first))
        if word.surface.endswith("s") and not _several(word, told, ranking.index.units[first].headings):
            return False
    return bool(counted)


_NAMED_ITSELF = 0.85  # the word or its family; a synonym is not the thing counted


def _several(word: Word, told: str, headings: Sequence[str]) -> bool:
    """The thing is told in the plural: « elle se lit sur trois paliers » counts no beds (« lits »)."""
    said = words(" ".join((told, *headings)))
    return any(w.endswith(("s", "x")) and likeness(word, w) >= _NAMED_ITSELF for w in said)


def shortened(items: Sequence[Unit], budget: int) -> list[tuple[Unit, str]]:
    """The items' words, the longest ones cut after a clause until all fit in ``budget`` words. Each stays exact."""
    quotes = [(unit, unit.text) for unit in items]
    while sum(len(words(q)) for _, q in quotes) > budget:
        longest = max(range(len(quotes)), key=lambda n: len(words(quotes[n][1])))
        unit, quote = quotes[longest]
        cut = clause(quote)
        if cut == quote:
            break
        quotes[longest] = (unit, cut)
    return quotes


def clause(quote: str) -> str:
    """The words before the last comma, parenthesis or conjunction; at least five of them."""
    marks = [
        m.start()
        for m in re.finditer(r"[,;(]|\s(?:et|ou|afin|selon|ainsi|dans le|pour)\s", quote)
        if len(words(quote[: m.start()])) >= 5
    ]
    return quote[: marks[-1]].rstrip(" ,;(") if marks else quote
