"""What a question takes for granted, and whether the documents agree: a number, a person's function, an outcome."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.matching import affinity
from assistant.model import Query, Word
from assistant.quoting.scoring import Ranking
from assistant.quoting.types import PERSON
from assistant.quoting.units import Role, Unit, ticked
from ingest.facts.values.measures import Measure, Quantity, measures
from ingest.languages import FRENCH, fold, stem, words

_PRESUMED = re.compile(
    r"\b(vu qu\w*|puisqu\w*|etant donne qu\w*|sachant qu\w*|considerant qu\w*|du fait qu\w*|maintenant qu\w*|"
    r"since|given that|now that|seeing that)\b"
)
_STILL = re.compile(r"\b(encore|toujours|still|c est tu encore)\b")
# Outcomes that exclude one another.
_OUTCOMES: tuple[frozenset[str], ...] = (
    frozenset("refus refuse rejet rejete".split()),
    frozenset("accept approuv approbation".split()),
    frozenset("annul abandonn supprim".split()),
    frozenset("modif".split()),
)


@dataclass(frozen=True, slots=True)
class Wrong:
    """The unit that says otherwise: ``said`` in the question, ``true`` in the document."""

    unit: Unit
    said: str
    true: str


def presumes(query: Query) -> bool:
    """Whether the question rests on a claim (« vu que… », « since… »)."""
    return bool(_PRESUMED.search(" ".join(query.words)))


def still(query: Query) -> bool:
    """« est-ce encore… »: the value said is put to the test."""
    return bool(_STILL.search(" ".join(query.words)))


def wrong_number(query: Query, units: Sequence[Unit]) -> Wrong | None:
    """A number of the question that the best units give otherwise, of the same thing."""
    asked = [m for m in measures(_spaced(query)) if m.quantity is not Quantity.DATE]
    for unit in units:
        for said in asked:
            if (true := _otherwise(said, unit)) is not None:
                text = _spaced(query)
                return Wrong(
                    unit,
                    text[said.start : said.end].replace(" de dollars", "").strip(),
                    unit.text[true.start : true.end].strip(),
                )
    return None


def _spaced(query: Query) -> str:
    """The question, its millions being of dollars."""
    return _MILLIONS.sub(r"\1 de dollars", query.standalone)


_MILLIONS = re.compile(r"\b((?:million|milliard)s?)\b(?! (?:de|d')|\s?\$)", re.IGNORECASE)


def _otherwise(said: Measure, unit: Unit) -> Measure | None:
    """A measure of the same quantity and thing, of another value, in a unit that has none of the value said."""
    there = [m for m in measures(unit.text) if m.quantity is said.quantity and _same_thing(m.unit, said.unit)]
    if not there or any(not m.differs(said) for m in there):
        return None
    return there[0]


def _same_thing(unit: str, said: str) -> bool:
    return unit == said or affinity(unit, said) > 0.7


def unknown_numbers(query: Query, written: frozenset[str]) -> list[str]:
    """Numbers in digits in the question (years, laws, codes) that the documents never write."""
    return [w for w in query.words if any(c.isdigit() for c in w) and len(w) > 1 and w not in written]


_HEAD = re.compile(
    r"\b(?:quel|quelle|quels|quelles|which|what)(?: (?:est|sont|etait|etaient|serait|sera|is|are|"
    r"was|were))?(?: (?:le|la|les|l|the|un|une|a))? "
)


def head(query: Query) -> Word | None:
    """The kind of thing asked for (« quel fournisseur »): the first content word after the question word."""
    said = " ".join(query.words)
    if (match := _HEAD.search(said)) is None:
        return None
    after = len(said[: match.end()].split())
    return next((w for w in query.content if after <= w.position <= after + 1), None)


def wrong_function(query: Query, ranking: Ranking) -> tuple[Unit, Unit | None] | None:
    """The person named is given a function that the documents give to someone else: the field that says what the
    person is, and the one that says who has that function (when it is found)."""
    fields = [u for u in ranking.index.units if u.role is Role.FIELD]
    said = query.words
    for unit in fields:
        name = _value(unit)
        if name and PERSON.fullmatch(name) and all(w in said for w in words(name)[-1:]) and words(name)[0] in said:
            function = _function_said(said, words(name))
            if function and not _holds_function(unit, function):
                return unit, _holder(fields, function)
    return None


def _value(unit: Unit) -> str:
    return unit.block.cells[-1].text.strip() if unit.block.cells else unit.text.split(":")[-1].strip()


_FUNCTIONS = {
    "pdg": "president directeur general", "ceo": "president directeur general", "sma": "sous ministre adjoint",
    "president": "president", "directeur": "directeur", "directrice": "directeur", "gestionnaire": "gestionnaire",
    "ministre": "ministre", "sous": "sous ministre", "repondant": "repondant", "repondante": "repondant",
    "mandataire": "mandataire", "signataire": "signataire", "manager": "gestionnaire", "director": "directeur",
}  # fmt: skip


def _function_said(said: Sequence[str], name: Sequence[str]) -> str:
    """The function the question gives to the person: « X est la PDG », « X, la directrice »."""
    at = max(said.index(w) for w in name if w in said)
    for word in said[at + 1 : at + 6]:
        if word in _FUNCTIONS:
            return _FUNCTIONS[word]
        if word in {"a", "qui", "who", "when", "quand", "has", "signe"}:
            return ""
    before = said[max(0, said.index(name[0]) - 2) : said.index(name[0])] if name[0] in said else []
    return next((_FUNCTIONS[w] for w in before if w in _FUNCTIONS), "")


def _holds_function(unit: Unit, function: str) -> bool:
    stems = {stem(w, FRENCH) for w in words(" ".join((unit.text, *unit.headings[-1:])))}
    return all(stem(w, FRENCH) in stems for w in function.split())


def _holder(fields: Sequence[Unit], function: str) -> Unit | None:
    """The field of a name that stands beside a field giving that function."""
    for number, unit in enumerate(fields):
        if _holds_function(unit, function) or function in fold(_value(unit)).replace("-", " "):
            beside = [u for u in fields[max(0, number - 3) : number + 4] if u.headings == unit.headings]
            return next((u for u in beside if PERSON.fullmatch(_value(u))), unit)
    return None


def outcome(word: Word) -> bool:
    """Whether a word tells how something ended: accepted, refused, postponed."""
    return any(word.stem.startswith(told) for kind in _OUTCOMES for told in kind)


def wrong_outcome(query: Query, units: Sequence[Unit]) -> Unit | None:
    """The question says « refusé » where a form has « accepté » checked: that field."""
    said = {stem(w, FRENCH) for w in query.words}
    for unit in units:
        if unit.role is Role.FIELD and ticked(unit):
            checked = fold(unit.text)
            mine = next((o for o in _OUTCOMES if any(w in checked for w in o)), None)
            others = [o for o in _OUTCOMES if o is not mine]
            if mine and any(s.startswith(w) for o in others for w in o for s in said):
                return unit
    return None
