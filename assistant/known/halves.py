"""Projects that reports half name: « Toiture Tilleuls » is « Toiture de l'école des Tilleuls », and « PEVR » the plan that
« (PEVR) » abbreviates.

Two names are one project's when they are the same but for an aside, or the words of one are all among the other's, no
report tells both, and no number or code tells them apart. What a project was called before is a name of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.facts.records import Sort, Subject
from ingest.languages import FRENCH, content_words, fold, stem, words

_FEWEST = 2  # words: one alone may be of many names
_ASIDE = re.compile(r"(.{5,}?)\s*\(([A-Z]{2,8})\)")
_BESIDE = re.compile(r"\s*\([^()\d]*\)\s*$")  # « Tiquette (vente de billets) »; not « (phase 2) »
_YEARS = re.compile(r"\s+20\d\d(?:\s?[-–]\s?20\d\d)?$")


def short_names(name: str) -> Iterator[str]:
    """What a name says it is abbreviated to, its years left out: « Plan d'engagement vers la réussite (PEVR) » gives « PEVR »."""
    aside = _ASIDE.fullmatch(name.strip())
    if aside and _abbreviates(aside.group(2), aside.group(1)):
        yield aside.group(2)
    bare = _YEARS.sub("", name.strip())
    if bare != name.strip() and re.fullmatch(r"[A-Z]{2,8}", bare):
        yield bare


def _abbreviates(short: str, full: str) -> bool:
    """Each letter begins a word of the full name, in order."""
    begins = iter(word[0] for word in words(full))
    return all(letter in begins for letter in fold(short))


@dataclass(frozen=True, slots=True)
class _Told:
    """How one project is told: the words of each of its names, the reports that tell it, its codes."""

    names: frozenset[frozenset[str]]
    reports: frozenset[tuple[str, str]]
    codes: frozenset[str]
    first: frozenset[str] = frozenset()

    @property
    def since(self) -> str:
        """When the first report tells it."""
        return min((end for _, end in self.reports), default="")

    def half_of(self, other: _Told) -> bool:
        """Whether this is what another is called in fewer words."""
        if self.reports & other.reports or (self.codes and other.codes):
            return False
        return any(_half(mine, full) for mine in self.names for full in other.names)

    def begins(self, other: _Told) -> bool:
        """« Toit », after « Toit de l'entrepôt » was told: a name of one word, that another begins with."""
        if self.reports & other.reports or (self.codes and other.codes) or self.since <= other.since:
            return False
        return any(len(mine) == 1 and mine <= other.first for mine in self.names)

    def with_(self, other: _Told) -> _Told:
        """Both, told as one."""
        return _Told(
            self.names | other.names, self.reports | other.reports, self.codes | other.codes, self.first | other.first
        )


def _half(mine: frozenset[str], full: frozenset[str]) -> bool:
    if mine == full:
        return bool(mine)
    more = full - mine
    return len(mine) >= _FEWEST and mine < full and not any(char.isdigit() for word in more for char in word)


def halves(groups: Sequence[Sequence[Subject]]) -> dict[int, int]:
    """Number of a group → number of the one it half names, where there is one only; of projects of dated reports. One word
    is half a name where one other name alone begins with it, and was told before."""
    told = {n: _told(group) for n, group in enumerate(groups) if all(map(_reported, group))}
    into: dict[int, int] = {}
    for number in sorted(told, key=lambda n: max(map(len, told[n].names), default=0), reverse=True):
        homes = [n for n in told if n != number and n not in into and told[number].half_of(told[n])]
        homes = homes or [n for n in told if n != number and n not in into and told[number].begins(told[n])]
        if len(homes) == 1:
            into[number] = homes[0]
            told[homes[0]] = told[homes[0]].with_(told[number])
    return into


def _reported(subject: Subject) -> bool:
    return subject.sort is Sort.PROJECT and subject.period is not None


def _told(group: Iterable[Subject]) -> _Told:
    states = list(group)
    said = [name for state in states for name in (state.name.value, *state.aliases)]
    said += [bare for name in said if (bare := _BESIDE.sub("", name)) != name]
    return _Told(
        frozenset(frozenset(stem(word, FRENCH) for word in content_words(name, FRENCH)) for name in said),
        frozenset((state.document, state.period.end) for state in states if state.period),
        frozenset(fold(state.code.quote) for state in states if state.code and not state.code.quote.strip().isdigit()),
        frozenset(stem(found[0], FRENCH) for name in said if (found := content_words(name, FRENCH))),
    )
