"""Two things side by side: the statement on each, when the question asks how they differ."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.library import Library
from assistant.model import Asks, Claim, Draft, Query, Word
from assistant.quoting.scoring import Ranking, weigh
from assistant.quoting.units import Role, Unit

_SIDES = (
    re.compile(r"\bentre (?P<one>.+?) et (?P<two>.+)$"),
    re.compile(r"\bbetween (?P<one>.+?) and (?P<two>.+)$"),
    re.compile(
        r"\b(?:compar\w*|differe\w*|distingu\w*) (?P<one>.+?) (?:et|and|a|to|avec|with|de|du|from) (?P<two>.+)$"
    ),
    re.compile(r"(?P<one>.+?) (?:vs|versus|par rapport a|compare a|compared to) (?P<two>.+)$"),
)
_TITLE = re.compile(r"\b(titre|intitule|nom|heading|title|wording|libelle|formulation)\b")
ENOUGH = 0.5  # of the words on each side that the statement chosen must meet


def compared(query: Query, library: Library, ranking: Ranking, source: str) -> Draft | None:
    """Both statements, the first side's first; None when the question compares nothing or one side is not found."""
    if Asks.COMPARISON not in query.asks and not re.search(
        r"\b(differe\w*|compare\w*|distingu\w*|vs|versus)\b", " ".join(query.words)
    ):
        return None
    if (sides := _sides(query)) is None:
        return None
    shared, one, two = sides
    first, second = (_best(query, ranking, shared, side) for side in (one, two))
    if first is None or second is None or first == second:
        return None
    cited = [library.cite(u.document, quote=u.text, place=u.place) for u in (first, second)]
    claims = tuple(
        Claim(f"{u.headings[-1]} : {u.text}" if u.headings else u.text, (c.id,))
        for u, c in zip((first, second), cited, strict=True)
    )
    return Draft(source, 0.8, claims, tuple(cited))


def _sides(query: Query) -> tuple[list[Word], list[Word], list[Word]] | None:
    """The content words that both sides share, then those of each."""
    said = " ".join(query.words)
    for pattern in _SIDES:
        if (match := pattern.search(said)) is not None:
            start, middle = (len(said[: match.start(name)].split()) for name in ("one", "two"))
            asking = [w for w in query.content if not re.match(r"differe|compar|distingu|distinction", w.surface)]
            shared = [w for w in asking if w.position < start]
            one = [w for w in asking if start <= w.position < middle]
            two = [w for w in asking if w.position >= middle]
            return (shared, one, two) if one and two else None
    return None


def _best(query: Query, ranking: Ranking, shared: list[Word], side: list[Word]) -> Unit | None:
    index, titled = ranking.index, bool(_TITLE.search(" ".join(query.words)))
    named = [w for w in shared if not _TITLE.match(w.surface)]
    weighed = (
        weigh(replace(query, content=tuple(named)), index, frozenset()),
        weigh(replace(query, content=tuple(side)), index, frozenset()),
    )
    best, most = None, 0.0
    for number, unit in enumerate(index.units):
        if index.old[number] or (unit.role is Role.TITLE and not titled):
            continue
        said = _share(weighed[0], number, own=True)
        near = _share(weighed[1], number, own=False)
        score = (
            near
            + 0.8 * said
            - (0.3 if unit.role is Role.LEAD and not titled else 0.0)
            + (0.2 if titled and unit.role is Role.LEAD else 0.0)
        )
        if near >= ENOUGH and (not named or said >= ENOUGH) and score > most:
            best, most = unit, score
    return best


def _share(weighed: tuple, number: int, own: bool) -> float:  # type: ignore[type-arg]  # of Weighed
    total = sum(w.weight for w in weighed)
    met = sum(w.weight * float((w.found.own if own else w.found.near)[number]) for w in weighed)
    return met / total if total else 0.0
