"""What reports and minutes say of a project's health and due date, period by period."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from ingest.facts.holdings import Holdings
from ingest.facts.records import ProjectStatus
from ingest.facts.statements import Attribute, Sentence, Statement, of_fact, stems
from ingest.facts.values.dates import moments
from ingest.facts.values.measures import Quantity, flat, measures

_HEALTH = (
    ("vert", re.compile(r"\bvert(?:e|s|es)?\b|selon le plan|sur la cible|en controle")),
    ("jaune", re.compile(r"\bjaunes?\b|\bambre\b|sous surveillance|a surveiller")),
    ("rouge", re.compile(r"\brouges?\b|critique|intervention requise|en difficulte")),
)
_HEALTH_CUE = re.compile(
    r"\bsante\b|\b(?:en|au|est|passee?|demeure|reste|declaree?|jugee?|cotee?) (?:vert|jaune|rouge)"
)
_DUE_CUE = re.compile(r"\becheance\b|\bdate de fin\b|\blivraison\b|\bse termine|\bprendra fin")
_PROGRESS_CUE = re.compile(r"\bavanc|\bprogres|\brealise[es]? a\b|\bcomplete[es]? a\b")


def colour(text: str) -> str:
    """« Rouge », « sous surveillance »… as one of vert, jaune, rouge; "" when it says none or several."""
    said = [name for name, words in _HEALTH if words.search(flat(text))]
    return said[0] if len(said) == 1 else ""


def states(holdings: Holdings, spoken: Sequence[Sentence]) -> Iterable[list[Statement]]:
    """What is said of each project in each period, by reports and by any other document."""
    reported = holdings.all(ProjectStatus)
    by_period: dict[tuple[str, str], list[Statement]] = defaultdict(list)
    for state in reported:
        for statement in _state(state):
            by_period[_identity(state), state.period.end].append(statement)
    for sentence in spoken:
        for state in _named(sentence, reported, holdings):
            by_period[_identity(state), state.period.end].extend(_said_of(state, sentence))
    return by_period.values()


def _identity(state: ProjectStatus) -> str:
    return state.code.quote if state.code else " ".join(sorted(stems(state.name.quote)))


def _state(state: ProjectStatus) -> Iterator[Statement]:
    for key, attribute, quantity in (
        ("health", Attribute.HEALTH, None),
        ("due", Attribute.DUE, Quantity.DATE),
    ):
        if fact := state.facts.get(key):
            statement = of_fact(state.name.quote, attribute, fact, state.document, quantity)
            value = colour(fact.quote) or colour(fact.value) if key == "health" else statement.value
            if value and (quantity is None or statement.measure):
                yield replace(statement, value=value, period=state.period.label)


def _named(sentence: Sentence, states: list[ProjectStatus], holdings: Holdings) -> list[ProjectStatus]:
    """The states a sentence speaks of: the project it names, in the report of the time it speaks of."""
    others = [state for state in states if state.document != sentence.document]
    named = _by_name(sentence, others)
    end = _report(sentence, others, holdings.describe(sentence.document).date) if named else ""
    return [state for state in named if state.period.end == end]


def _by_name(sentence: Sentence, states: list[ProjectStatus]) -> list[ProjectStatus]:
    """By its full name, its code, or by part of its name after the word « projet », when one project has that part."""
    full = [state for state in states if flat(state.name.quote) in sentence.low]
    if full:
        longest = max(len(state.name.quote) for state in full)
        return [state for state in full if len(state.name.quote) == longest]
    coded = [s for s in states if s.code and re.search(rf"\b{re.escape(flat(s.code.quote))}\b", sentence.low)]
    if coded:
        return coded
    said = _PART.search(sentence.text)
    words = stems(said[1]) if said else frozenset()
    partly = [state for state in states if words and words <= stems(state.name.quote)]
    return partly if len({_identity(state) for state in partly}) == 1 else []


_PART = re.compile(
    r"\b[Pp]rojet (?:de |d['’]|du )?(?:« ?)?([A-ZÀ-Ü][^,.;:»]*?)"
    r"(?= (?:est|passe|demeure|reste|a|sera|se|en|au)\b|[ ,.;:»])"
)


def _report(sentence: Sentence, states: list[ProjectStatus], when: str) -> str:
    """The end of the period the sentence names, or of the one that covers its document's date (a quarter at most)."""
    periods = {state.period.end: flat(state.period.label) for state in states}
    dates = {moment.day.isoformat() for moment in moments(sentence.text)}
    said = [end for end, label in periods.items() if label in sentence.low or end in dates]
    if said:
        return said[0]
    covering = min((end for end in periods if when and end >= when), default="")
    near = covering and (date.fromisoformat(covering) - date.fromisoformat(when)).days <= 92
    return covering if near else ""


def _said_of(state: ProjectStatus, sentence: Sentence) -> Iterator[Statement]:
    name, low = state.name.quote, sentence.low
    base = Statement(
        stems(name), name, Attribute.HEALTH, "", sentence.text, sentence.document, sentence.place,
        period=state.period.label,
    )  # fmt: skip
    rest = low.replace(flat(name), " ")
    if _HEALTH_CUE.search(rest) and (said := colour(rest)):
        yield replace(base, value=said)
    if _DUE_CUE.search(rest):
        yield from _dated(base, sentence)


def _dated(base: Statement, sentence: Sentence) -> Iterator[Statement]:
    dates = [m for m in measures(sentence.text) if m.quantity is Quantity.DATE]
    if len(dates) == 1:
        said = sentence.text[dates[0].start : dates[0].end]
        yield replace(base, attribute=Attribute.DUE, value=said, measure=dates[0])
