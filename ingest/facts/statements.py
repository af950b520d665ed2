"""What a document asserts, in a form two documents can be compared by: subject, attribute, value.

Three sources: records (a committee's frequency, a project's health), sentences that name the thing of a record
(« Le projet Appariement est déclaré en santé jaune »), and plain sentences whose verb or noun says which attribute
is meant (« sont détruites au plus tard 6 mois après », « son budget annuel est de »).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from ingest.facts.records import Fact
from ingest.facts.values.measures import Measure, Quantity, flat, measures
from ingest.languages import FRENCH, analyse, content_words, stem
from ingest.model import Block, Place


class Attribute(StrEnum):
    """What is asserted of a subject. Two statements are compared only under one attribute."""

    FREQUENCY = "frequency"
    QUORUM = "quorum"
    DELAY = "delay"
    RETENTION = "retention"
    TERM = "term"
    NOTICE = "notice"
    COST = "cost"
    BUDGET = "budget"
    STAFF = "staff"
    REPORTING = "reporting"
    REVISION = "revision"
    HEALTH = "health"
    PROGRESS = "progress"
    DUE = "due"
    MEANING = "meaning"
    FIELD = "field"


@dataclass(frozen=True, slots=True)
class Statement:
    """``subject`` is the set of stems that names the thing; ``label`` the words a person reads for it.

    ``value`` is comparable text; ``measure`` the same as a quantity where it is one. ``period`` ties a project's
    state to a report. ``quote`` and ``place`` are the sentence or the cell.
    """

    subject: frozenset[str]
    label: str
    attribute: Attribute
    value: str
    quote: str
    document: str
    place: Place
    measure: Measure | None = None
    period: str = ""

    def disagrees(self, other: Statement) -> bool:
        """The two values cannot both hold."""
        if self.measure and other.measure:
            return self.measure.differs(other.measure)
        return not (self.measure or other.measure) and self.value != other.value


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a block, with its exact place and the heading above it."""

    text: str
    document: str
    place: Place
    heading: str

    @property
    def low(self) -> str:
        """The sentence as patterns read it: without accents or capitals."""
        return flat(self.text)


_END = re.compile(r"(?<=[.!?;])\s+(?=[A-ZÀ-ÖØ-Þ«])")


def sentences(block: Block, document: str) -> Iterator[Sentence]:
    """The sentences of a block, each with its own span."""
    heading = block.place.section[-1] if block.place.section else ""
    cut = 0
    for piece in _END.split(block.text):
        start = block.text.index(piece, cut)
        cut = start + len(piece)
        place = replace(block.place, start=block.place.start + start, end=block.place.start + cut)
        yield Sentence(piece, document, place, heading)


@lru_cache(maxsize=50_000)
def stems(text: str) -> frozenset[str]:
    """The analysed words of a French text, as a set: how subjects are matched."""
    return frozenset(analyse(text, FRENCH))


_NUMBERING = re.compile(r"^\s*(?:\d+(?:\.\d+)*|[A-Z])[.)]?\s+(?=\S)")
_PARENTHESIS = re.compile(r"\s*\([^)]*\)\s*$")


def bare(name: str) -> str:
    """« 2.1 Comité aviseur stratégique (CAS) » → « Comité aviseur stratégique »."""
    return _PARENTHESIS.sub("", _NUMBERING.sub("", name)).strip()


def of_fact(label: str, attribute: Attribute, fact: Fact, document: str, quantity: Quantity | None = None) -> Statement:
    """The statement a record's fact makes. With ``quantity``, the first such measure in the quote is its value."""
    found = next((m for m in measures(fact.quote) if m.quantity is quantity), None)
    return Statement(
        stems(label), label, attribute, flat(fact.value or fact.quote).strip(), fact.quote, document, fact.place, found
    )


# ------------------------------------------------------------------ plain sentences
_SAYS: tuple[tuple[Attribute, re.Pattern[str], frozenset[Quantity]], ...] = tuple(
    (attribute, re.compile(rf"\b(?:{cue})\w*"), frozenset(quantities))
    for attribute, cue, quantities in (
        (Attribute.FREQUENCY, "se reuni|se rencontr|siege|tient|reunion|rencontre|seance", {Quantity.FREQUENCY}),
        (Attribute.RETENTION, "conserv|detrui|archiv|elimin|gard(?:e|es|ees)\\b|effac", {Quantity.DURATION}),
        (Attribute.NOTICE, "preavis", {Quantity.DURATION}),
        (Attribute.TERM, "duree|dure\\b|durera", {Quantity.DURATION}),
        (Attribute.REVISION, "revis|mis a jour|mise a jour|actualis", {Quantity.FREQUENCY, Quantity.DURATION}),
        (Attribute.REPORTING, "depos|remet|remis|transm|produi|present|publi", {Quantity.FREQUENCY}),
        (Attribute.DELAY, "trait|repond|repondu|rendu|livr|delai|fourni|transm", {Quantity.DURATION}),
        (Attribute.BUDGET, "budget|fonds|enveloppe|financement|subvention", {Quantity.MONEY}),
        (Attribute.COST, "coute|cout|tarif|prix|frais", {Quantity.MONEY}),
        (Attribute.STAFF, "compt|dispos|emploi|poste|effectif", {Quantity.COUNT}),
        (Attribute.QUORUM, "quorum", {Quantity.COUNT}),
    )
)
_PRONOUNS = frozenset("il elle ils elles celui ceux celle celles".split())
_HOLLOW = frozenset(
    stem(w, FRENCH) for w in "comite projet document present cadre mandat section niveau palier".split()
)
# Words that name any request: the heading above says which.
REQUEST = frozenset(stem(w, FRENCH) for w in "demande requete dossier commande".split())


def plain(sentence: Sentence) -> Iterator[Statement]:
    """Statements of a sentence, by the cue that says which attribute is meant."""
    found = measures(sentence.text)
    if not found:
        return
    low = sentence.low
    for attribute, cue, quantities in _SAYS:
        said = cue.search(low)
        measure = next((m for m in found if m.quantity in quantities), None)
        if said and measure:
            subject, label = _subject(sentence, low, said, measure, attribute)
            if subject:
                yield Statement(
                    subject, label, attribute, sentence.text[measure.start : measure.end], sentence.text,
                    sentence.document, sentence.place, measure,
                )  # fmt: skip


_NOUNS = frozenset(
    (Attribute.BUDGET, Attribute.STAFF, Attribute.COST, Attribute.TERM, Attribute.NOTICE, Attribute.QUORUM)
)


def _subject(
    sentence: Sentence, low: str, said: re.Match[str], measure: Measure, attribute: Attribute
) -> tuple[frozenset[str], str]:
    """What the sentence is about: the words before the cue; for a budget or posts, the noun and its complement."""
    if attribute in _NOUNS:
        return _noun(sentence, measure, attribute), sentence.text.strip()
    before = sentence.text[: said.start()].split(":")[-1]
    opening = low.split(maxsplit=1)[0].strip(",;:") if low.strip() else ""
    if not content_words(before, FRENCH) or opening in _PRONOUNS:
        return stems(bare(sentence.heading)), bare(sentence.heading)
    subject = stems(before)
    if subject & REQUEST:
        subject |= stems(bare(sentence.heading)) - _HOLLOW
    return subject, " ".join(before.split()).strip(" ,;:")


def _noun(sentence: Sentence, measure: Measure, attribute: Attribute) -> frozenset[str]:
    before = sentence.text[: measure.start]
    if attribute is not Attribute.STAFF:
        return stems(before)
    return stems(before + " " + sentence.text[measure.end :]) | {measure.unit}
