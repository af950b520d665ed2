"""Two documents in force that cannot both be right.

A contradiction is two or more statements about one subject and one attribute whose values differ. The same list
serves ``repere lint`` and the answers (« les documents ne s'entendent pas »).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from ingest.facts.holdings import Holdings
from ingest.facts.records import Amendment, Committee, Field, ServiceOffer, Term
from ingest.facts.statements import REQUEST, Attribute, Sentence, Statement, bare, of_fact, plain, sentences, stems
from ingest.facts.values.measures import Quantity, flat, frequency
from ingest.languages import FRENCH, content_words, stem
from ingest.lint.project_statements import states
from ingest.model import Kind, Place


@dataclass(frozen=True, slots=True)
class Contradiction:
    """``label`` names the subject as a person reads it. Statements: one a document and value, strongest first."""

    label: str
    attribute: Attribute
    statements: tuple[Statement, ...]

    def touches(self, document: str, place: Place) -> bool:
        """Whether a cited place overlaps one of the statements (or is its cell)."""
        return any(s.document == document and _meet(s.place, place) for s in self.statements)


def _meet(one: Place, two: Place) -> bool:
    """The spans overlap, or both are the same cell."""
    same_cell = bool(one.cell) and (one.sheet, one.cell) == (two.sheet, two.cell)
    return same_cell or (one.start < two.end and two.start < one.end)


def contradictions(holdings: Holdings) -> tuple[Contradiction, ...]:
    """Every disagreement between documents in force, each told once."""
    spoken = list(_spoken(holdings))
    found: list[Contradiction] = []
    for group in (
        _committees(holdings, spoken),
        _projects(holdings, spoken),
        _offers(holdings, spoken),
        _fields(holdings),
        _terms(holdings),
        _general(holdings, spoken),
    ):
        found.extend(group)
    return tuple(one for one in _once(found, holdings) if not _decided(one, holdings))


def _decided(found: Contradiction, holdings: Holdings) -> bool:
    """Whether one side is a decision that says it changes what the other says: the two are told together, dated."""
    changes = holdings.all(Amendment)
    return any(
        s.document == change.document and _meet(s.place, change.text.place)
        for s in found.statements
        for change in changes
    )


def _spoken(holdings: Holdings) -> Iterator[Sentence]:
    for document in holdings.documents.values():
        if holdings.active(document.name) and holdings.kind(document.name) not in _TABLES:
            for block in holdings.prose(document):
                yield from sentences(block, document.name)


_TABLES = frozenset({Kind.PROJECT_STATUS, Kind.SERVICE_OFFERS, Kind.ROLE_MATRIX})


# ------------------------------------------------------------------ committees
_COMMITTEE_FACTS = {
    "frequency": (Attribute.FREQUENCY, Quantity.FREQUENCY),
    "quorum": (Attribute.QUORUM, Quantity.COUNT),
}
_MEETS = re.compile(r"\b(?:se reuni|se rencontr|siege|tient|rencontre|seance|reunion)\w*")


def _committees(holdings: Holdings, spoken: list[Sentence]) -> Iterator[Contradiction]:
    by_name: dict[frozenset[str], list[Statement]] = defaultdict(list)
    for committee in holdings.all(Committee):
        name = bare(committee.name.quote)
        for key, (attribute, quantity) in _COMMITTEE_FACTS.items():
            for fact in committee.facts.get(key, ()):
                statement = of_fact(name, attribute, fact, committee.document, quantity)
                if statement.measure:
                    by_name[statement.subject].append(statement)
    for statement in _said_of_bodies(spoken):
        by_name[_resolve(statement.subject, by_name)].append(statement)
    for statements in by_name.values():
        yield from _clashes(statements)


_BODY = re.compile(
    r"\b(?:sous-)?(?:comite|table|conseil|groupe|communaute|equipe|commission|bureau|cellule|forum|assemblee|college|"
    r"instance|carrefour|panel)\b"
)


def _said_of_bodies(spoken: list[Sentence]) -> Iterator[Statement]:
    """« Le comité directeur se réunit chaque mois », in any document; « il se réunit » under the body's heading."""
    for sentence in spoken:
        meets = _MEETS.search(sentence.low)
        name = _body(sentence, meets.start()) if meets else ""
        often = frequency(sentence.text)
        if name and often:
            said = sentence.text[often.start : often.end]
            yield Statement(
                stems(name), name, Attribute.FREQUENCY, said, sentence.text, sentence.document, sentence.place, often
            )


def _body(sentence: Sentence, end: int) -> str:
    """The last body named before the verb, up to a comma; else the body the heading names."""
    bodies = list(_BODY.finditer(sentence.low, 0, end))
    if bodies:
        name = re.split(r"[,(:;]|\bqui\b", sentence.text[bodies[-1].start() : end])[0]
        return " ".join(name.split())
    return bare(sentence.heading) if _BODY.search(flat(sentence.heading)) else ""


def _resolve(subject: frozenset[str], known: dict[frozenset[str], list[Statement]]) -> frozenset[str]:
    """A shortened name (« le comité de direction ») stands for the one body whose name holds all its words."""
    if subject in known:
        return subject
    longer = [key for key in known if subject < key]
    return longer[0] if len(longer) == 1 and len(subject) > 1 else subject


# ------------------------------------------------------------------ projects
def _projects(holdings: Holdings, spoken: list[Sentence]) -> Iterator[Contradiction]:
    for statements in states(holdings, spoken):
        yield from _clashes(statements)


# ------------------------------------------------------------------ offers
def _offers(holdings: Holdings, spoken: list[Sentence]) -> Iterator[Contradiction]:
    said = [s for sentence in spoken for s in plain(sentence) if s.attribute in (Attribute.DELAY, Attribute.COST)]
    for offer in holdings.all(ServiceOffer):
        for key, attribute, quantity in (
            ("delay", Attribute.DELAY, Quantity.DURATION),
            ("cost", Attribute.COST, Quantity.MONEY),
        ):
            if fact := offer.facts.get(key):
                own = of_fact(offer.name.quote, attribute, fact, offer.document, quantity)
                about = [s for s in said if s.attribute is attribute and own.measure and _about(offer, s)]
                yield from _clashes([own, *about])


def _about(offer: ServiceOffer, statement: Statement) -> bool:
    """The sentence names the offer in full, or speaks of a request for the very thing that heads the offer's name."""
    name = stems(offer.name.quote)
    if name <= stems(statement.quote):
        return True
    if not statement.subject & REQUEST:
        return False
    words = content_words(offer.name.quote, FRENCH)
    return bool(words) and stem(words[0], FRENCH) in statement.subject and len(name & statement.subject) >= 2


# ------------------------------------------------------------------ fields and terms
_OWN_LABELS = stems(
    "version date adoption signature nom titre numero référence auteur responsable approuvé révision page document "
    "fonction courriel téléphone adresse statut réponse objet préparé vigueur dépôt soumission"
)


def _fields(holdings: Holdings) -> Iterator[Contradiction]:
    """The same label with another quantity in another document; labels that describe the document itself aside."""
    by_label: dict[tuple[frozenset[str], Quantity], list[Statement]] = defaultdict(list)
    for record in holdings.all(Field):
        label = stems(record.label.quote)
        if not label or label & _OWN_LABELS:
            continue
        for quantity in (Quantity.MONEY, Quantity.DURATION, Quantity.COUNT, Quantity.PERCENT, Quantity.FREQUENCY):
            statement = of_fact(record.label.quote, Attribute.FIELD, record.value, record.document, quantity)
            if statement.measure:
                by_label[label, quantity].append(statement)
    for statements in by_label.values():
        yield from _clashes(statements)


def _terms(holdings: Holdings) -> Iterator[Contradiction]:
    """One acronym, two meanings with hardly a word in common."""
    by_name: dict[str, list[Statement]] = defaultdict(list)
    for term in holdings.all(Term):
        if term.acronym:
            by_name[term.name.quote].append(of_fact(term.name.quote, Attribute.MEANING, term.meaning, term.document))
    for statements in by_name.values():
        for one, two in combinations(statements, 2):
            a, b = stems(one.quote), stems(two.quote)
            if one.document != two.document and a and b and 2 * len(a & b) < min(len(a), len(b)):
                yield Contradiction(one.label, Attribute.MEANING, (one, two))


# ------------------------------------------------------------------ any sentence
_SHORTENED = frozenset({Attribute.RETENTION, Attribute.NOTICE})
_TIMELESS = frozenset({Kind.MANDATE, Kind.FRAMEWORK, Kind.OTHER, Kind.GLOSSARY})


def _general(holdings: Holdings, spoken: list[Sentence]) -> Iterator[Contradiction]:
    """Sentences of two documents about the same thing, by attribute; minutes are of their day and stay out."""
    by_attribute: dict[tuple[Attribute, str], list[Statement]] = defaultdict(list)
    for sentence in spoken:
        if holdings.kind(sentence.document) in _TIMELESS:
            for statement in plain(sentence):
                unit = statement.measure.unit if statement.measure else ""
                by_attribute[statement.attribute, unit].append(statement)
    for statements in by_attribute.values():
        for one, two in _neighbours(statements):
            if one.document != two.document and one.disagrees(two) and _same_thing(one, two):
                yield Contradiction(one.label, one.attribute, (one, two))


def _neighbours(statements: list[Statement]) -> Iterator[tuple[Statement, Statement]]:
    """Pairs that may share half their words: those that share one of their rarer half (prefix filtering)."""
    common = Counter(word for statement in statements for word in statement.subject)
    postings: dict[str, list[int]] = defaultdict(list)
    for number, statement in enumerate(statements):
        rarest = sorted(statement.subject, key=lambda word: (common[word], word))
        kept = rarest if statement.attribute in _SHORTENED else rarest[: len(rarest) // 2 + 1]
        met = {other for word in kept for other in postings[word]}
        yield from ((statements[other], statement) for other in sorted(met))
        for word in kept:
            postings[word].append(number)


def _same_thing(one: Statement, two: Statement) -> bool:
    """The same words; or two at least in common, and half of all of them; what is kept or ended may be shortened."""
    a, b = one.subject, two.subject
    if not a or not b:
        return False
    if one.attribute in _SHORTENED and (a <= b or b <= a):
        return True
    shared = len(a & b)
    return a == b or (shared >= 2 and 2 * shared >= len(a | b))


# ------------------------------------------------------------------ telling once
def _clashes(statements: Iterable[Statement]) -> Iterator[Contradiction]:
    """Pairs from two documents that disagree on one attribute."""
    for one, two in combinations(statements, 2):
        if one.document != two.document and one.attribute is two.attribute and one.disagrees(two):
            yield Contradiction(one.label, one.attribute, (one, two))


def _once(found: list[Contradiction], holdings: Holdings) -> tuple[Contradiction, ...]:
    kept: dict[frozenset[tuple[str, int, str]], Contradiction] = {}
    for contradiction in found:
        ordered = tuple(sorted(contradiction.statements, key=lambda s: _rank(s, holdings)))
        key = frozenset((s.document, _anchor(s.place), s.place.cell or "") for s in ordered)
        kept.setdefault(key, replace(contradiction, statements=ordered))
    return tuple(kept.values())


def _anchor(place: Place) -> int:
    return place.start


def _rank(statement: Statement, holdings: Holdings) -> tuple[int, str]:
    """Higher precedence first, then the name, so that the order never changes."""
    return -holdings.describe(statement.document).precedence, statement.document
