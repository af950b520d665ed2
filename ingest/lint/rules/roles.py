"""Roles that carry a project, own an offer, chair a committee or settle an escalation, and that nobody defined."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from ingest.facts.holdings import Holdings
from ingest.facts.records import Committee, Escalation, Fact, ProjectStatus, Role, ServiceOffer, Term
from ingest.facts.statements import bare, stems
from ingest.languages import fold
from ingest.lint.defects import Defect, Spot

_SPLIT = re.compile(r"\s*(?:[,;/&\n]|\bet\b|\bou\b)\s*")
_ARTICLE = re.compile(r"^(?:l['’]|le |la |les |un |une |des |du |de la |de l['’])\s*", re.IGNORECASE)
_LONGEST = 9  # words of a role's name; more of them are a sentence
_NOBODY = frozenset(
    {"", "aucun", "aucune", "a determiner", "a venir", "s. o.", "s.o.", "so", "n/a", "nd", "-", "–", "—"}
)


def unknown(holdings: Holdings) -> Iterator[Defect]:
    """Nothing is unknown where no matrix and no glossary says what is known. A role is told once, with its places."""
    known = Known(holdings)
    if not known:
        return
    missed: dict[str, list[tuple[str, Fact, str]]] = defaultdict(list)
    for document, fact, what in _mentions(holdings):
        if len(fact.quote.split()) <= _LONGEST and not known.holds(fact.quote):
            missed[_key(_ARTICLE.sub("", fact.quote.strip()))].append((document, fact, what))
    for places in missed.values():
        _, fact, what = places[0]
        yield Defect(
            "unknown_role",
            "warning",
            f"Le rôle « {fact.quote} » ({what}) n'existe ni dans la matrice ni dans le glossaire : "
            "ajoutez-le, ou corrigez son nom.",
            tuple(Spot.of_fact(document, fact) for document, fact, _ in places),
        )


def _mentions(holdings: Holdings) -> Iterator[tuple[str, Fact, str]]:
    for state in holdings.all(ProjectStatus):
        if lead := state.facts.get("lead"):
            yield state.document, lead, f"responsable du projet « {state.name.quote} »"
    for offer in holdings.all(ServiceOffer):
        if owner := offer.facts.get("owner"):
            yield offer.document, owner, f"responsable de l'offre « {offer.name.quote} »"
    for committee in holdings.all(Committee):
        for chair in committee.facts.get("chair", ()):
            name = replace(chair, quote=chair.value)  # « le pilote d'affaires » of « le pilote d'affaires, qui anime »
            yield committee.document, name, f"présidence, {bare(committee.name.quote)}"
    for escalation in holdings.all(Escalation):
        for step in escalation.steps:
            yield escalation.document, step, f"escalade « {escalation.situation.quote} »"


class Known:
    """The names a role may go by: matrix columns, their acronyms, glossary terms, committees."""

    def __init__(self, holdings: Holdings) -> None:
        names: list[str] = []
        for role in holdings.all(Role, active=False):
            names += [role.name.quote, *role.aliases]
        for term in holdings.all(Term, active=False):
            names += [term.name.quote, term.meaning.quote]
        for committee in holdings.all(Committee, active=False):
            names += [committee.name.quote, *committee.aliases]
        self._exact = {_key(name) for name in names} | {_key(bare(name)) for name in names}
        self._exact |= {_key(inner) for name in names for inner in re.findall(r"\(([^)]+)\)", name)}
        self._stems = [found for name in names if (found := stems(bare(name)))]

    def __bool__(self) -> bool:
        return bool(self._exact)

    def holds(self, mention: str) -> bool:
        """The mention as a whole, or every part of « A et B », is a known name."""
        if self._one(mention):
            return True
        parts = [part for part in _SPLIT.split(mention) if part]
        return len(parts) > 1 and all(self._one(part) for part in parts)

    def _one(self, mention: str) -> bool:
        name = _ARTICLE.sub("", mention.strip())
        if _key(name) in _NOBODY or _key(name) in self._exact or _key(bare(name)) in self._exact:
            return True
        found = stems(bare(name))
        return not found or any(_same_role(found, known) for known in self._stems)


def _key(name: str) -> str:
    return " ".join(fold(name).split()).strip(" .;,:")


def _same_role(mention: frozenset[str], known: frozenset[str]) -> bool:
    """Same words once inflected; or the full name said with more around it (« un chargé de projet du CEIAVD »)."""
    if len(mention) == len(known):
        return all(any(_near(a, b) for b in known) for a in mention)
    return len(known) > 1 and all(any(_near(a, b) for b in mention) for a in known)


def _near(one: str, two: str) -> bool:
    """« conseiller » and « conseillère », « directeur » and « directrice » share all but their ending."""
    shorter = min(len(one), len(two))
    return one == two or (shorter >= 5 and one[: shorter - 1] == two[: shorter - 1] and abs(len(one) - len(two)) <= 3)
