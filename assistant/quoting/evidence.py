"""Whether a unit holds the kind of thing a question asks for: its type, the number of the very thing, its label."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.matching import likeness
from assistant.model import Query, Word
from assistant.quoting.index import Found
from assistant.quoting.types import PERSON, STRICT, holds
from assistant.quoting.units import Role, Unit
from assistant.quoting.weights import hollow
from ingest.facts.values.measures import Measure, Quantity, measures
from ingest.languages import FRENCH, stem, words


@dataclass(frozen=True, slots=True)
class Weighed:
    """A content word of the question, how much it matters, and where the units have it."""

    word: Word
    weight: float
    found: Found


# Labels of governance prose, and what they answer.
_LABELS = {
    "frequence": "often", "periodicite": "often", "rencontres": "often", "composition": "actor", "membres": "actor",
    "quorum": "quorum", "presidence": "actor", "delai": "duration", "duree": "duration", "cout": "money",
    "budget": "money",
    "lieu": "place", "responsable": "actor", "droits": "decisions", "decisions": "decisions", "mandat": "mandate",
}  # fmt: skip


def labelled(unit: Unit, wanted: frozenset[str], weighed: Sequence[Weighed], number: int) -> float:
    """« Fréquence : … » answers how often, and nothing else."""
    answers = next((_LABELS[w] for w in words(unit.label) if w in _LABELS), "")
    if not answers:
        return 0.0
    named = any(
        w.found.own[number] > 0.5 and likeness(w.word, said) > 0.5 for w in weighed for said in words(unit.label)
    )
    return 1.0 if named or answers in wanted else -1.0


def meets_type(unit: Unit, wanted: frozenset[str], counted: tuple[Word, ...] = ()) -> bool:
    """Whether the unit (with what introduces it, for an actor or a moment) holds everything strict and something asked.

    ``counted``: the things whose number is asked; the number must be theirs."""
    inside = holds(unit.text)
    if "count" in wanted and counted and not any(_numbered(unit.text, word) for word in counted):
        return False
    if unit.role is Role.FIELD:
        inside |= {"actor"} if "person" in inside else set()
    around = (
        frozenset()
        if unit.role is Role.FIELD
        else holds(f"{unit.block.lead_in} {unit.headings[-1] if unit.headings else ''}")
    )
    if "person" in wanted and not (unit.role is Role.FIELD and PERSON.search(unit.text)):
        return False
    strict = wanted & STRICT - {"person"}
    if not strict <= inside:
        return False
    loose = wanted - STRICT
    return not loose or bool(loose & (inside | (around & {"actor", "when", "place"})))


def tells_of(unit: Unit, weighed: Sequence[Weighed]) -> bool:
    """« Le palier stratégique donne les orientations »: the unit begins with the very thing asked, and goes on."""
    things = [w for w in weighed if not hollow(w.word.surface)]
    opening = " ".join(words(unit.text)[: 2 * len(things) + 2])
    named = things and all(any(likeness(w.word, said) > 0.9 for said in words(opening)) for w in things)
    return bool(named) and unit.role is Role.SAID and unit.length >= len(words(opening)) + _GOES_ON


_GOES_ON = 3  # words


def opens_list(unit: Unit, weighed: Sequence[Weighed]) -> float:
    """« Livrable 3 : … » followed by its list tells more than the same words alone."""
    return 1.0 if unit.role is Role.LEAD and numbered_part(unit, weighed) else 0.0


def numbered_part(unit: Unit, weighed: Sequence[Weighed]) -> bool:
    """The question names the very member of a series that the unit opens: « le livrable 3 »."""
    name, number = unit.series
    said = {w.word.surface for w in weighed}
    return bool(name) and number.lower() in said and any(likeness(w.word, name) > 0.7 for w in weighed)


def _numbered(text: str, word: Word) -> bool:
    """Whether the text gives a number of the thing: « cinq analystes »."""
    return any(
        (m.quantity is Quantity.COUNT and m.value > 1 and likeness(word, m.unit) > 0.7) or _unit_of_time(m, word)
        for m in measures(text)
    )


def _unit_of_time(measure: Measure, word: Word) -> bool:
    return measure.quantity is Quantity.DURATION and word.stem in _TIMES


_TIMES = frozenset(
    stem(w, FRENCH) for w in "jour jours mois semaine semaines annee annees ans heures heure trimestres".split()
)
_COUNTED = re.compile(r"\b(?:combien de|combien d|nombre de|nombre d|how many|number of)\b")


def counted_things(query: Query) -> tuple[Word, ...]:
    """The content words just after « combien de »: what is counted."""
    said = " ".join(query.words)
    if (match := _COUNTED.search(said)) is None:
        return ()
    after = len(said[: match.end()].split())
    return tuple(w for w in query.content if after <= w.position < after + 3)[:2]
