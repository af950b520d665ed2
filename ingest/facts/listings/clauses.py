"""What a description says without a label: « Offert par la cheffe d'atelier. Gratuit; réponse dans les 45 jours. »."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from ingest.facts.listings.entries import Entry
from ingest.facts.records import Fact
from ingest.facts.values.tallies import working_days
from ingest.languages import fold

_CLAUSE = re.compile(r"[^.;\s](?:[^.;]|\.(?=\w))*")
_BY = re.compile(r"\b(?:offert|donne|rendu|assure|fourni|gere|offered|provided)e?s?\s+(?:par|by)\s+")
_BY_END = re.compile(r"\s(?:à|pour|to|for)\s|[,(]")  # « aux » is part of a title as well
_FOR = re.compile(r"^(?:reserv\w+|ouvert\w*|offert\w*|destin\w+)\s+(?:a|aux?|seulement)\b|\bseulement$|\bseuls?$")
_PRICED = re.compile(r"\d\s?[$€]|\bgratuit\w*\b|\bsans frais\b|\bfree\b|\bselon devis\b")
_WHEN = re.compile(r"\b(?:delai|reponse|remise?|livr\w+|recue?|rendez-vous|visite|attente|within|sur place en)\b")
_GIVEN = re.compile(r"\bjusqu|\bup to\b")  # « un prêt jusqu'à 600 $ » costs nothing
_ASKED_AT = re.compile(r"[\w.-]+@\w|\d{3}[ .-]\d{4}")
_LONGEST = 24  # words

HOLDS: Mapping[str, Callable[[str], bool]] = {
    "cost": lambda said: bool(_PRICED.search(said)) and not _GIVEN.search(said),
    "delay": lambda said: bool(working_days(said)) and bool(_WHEN.search(said)) and not _PRICED.search(said),
    "audience": lambda said: bool(_FOR.search(said)),
    "request": lambda said: bool(_ASKED_AT.search(said)),
}


def told_in_clauses(entry: Entry) -> None:
    """Adds to an entry what the clauses of its unlabelled texts tell, each at its own place: and, where no label says how
    it stands, that it is no longer or not yet offered, wherever that is told."""
    _stands(entry)
    _for_whom(entry)
    for key, other in (("delay", "cost"), ("cost", "delay")):
        _runs_on(entry, key, other)
    texts = [fact for key in ("description", "more") if (fact := entry.facts.get(key)) and not entry.labels.get(key)]
    for text in texts:
        for clause in _clauses(text):
            said = fold(clause.quote)
            if by := _provider(clause):
                entry.add("provider", "", by)
            for key, holds in HOLDS.items():
                if holds(said) and len(said.split()) <= _LONGEST:
                    entry.add(key, "", clause)
    entry.facts.pop("more", None)
    entry.labels.pop("more", None)


_STANDS = re.compile(
    r"(?:ce |le )?(?:service )?(?:est |a ete )?(?:retire|suspendu|aboli)e?\b"
    r"(?: temporairement|$| (?:du catalogue|depuis|le|jusqu)\b)|"
    r"(?:est )?en developpement\b|pas encore offert\b"
)


_WHOM = re.compile(r"\s*[,;]\s+(?=pour\s|(?:réserv|ouvert|destin)\w*\s+(?:à|aux?)\s)")


def _stands(entry: Entry) -> None:
    for key in ("request", "cost", "delay", "more"):
        for clause in _clauses(entry.facts[key]) if key in entry.facts else ():
            if _STANDS.match(fold(clause.quote)):
                entry.add("status", "", clause)


def _for_whom(entry: Entry) -> None:
    """« Qui : responsable des abris, pour les six municipalités » says for whom as well."""
    by = entry.facts.get("provider")
    if by and "audience" not in entry.facts and (found := _WHOM.search(by.quote)):
        entry.add("audience", entry.labels["provider"], _part(by, found.end(), len(by.quote)))
        entry.facts["provider"] = _part(by, 0, found.start())


def _runs_on(entry: Entry, key: str, other: str) -> None:
    """« Délai : 2 jours. Sans frais. »: what a value goes on to say of the other, that nothing tells, is of that."""
    fact = entry.facts.get(key)
    for clause in list(_clauses(fact))[1:] if fact else ():
        if fact and other not in entry.facts and HOLDS[other](fold(clause.quote)):
            entry.add(other, "", clause)
            kept = fact.quote[: clause.place.start - fact.place.start].rstrip(" .;")
            entry.facts[key] = _part(fact, 0, len(kept))


def _clauses(fact: Fact) -> Iterator[Fact]:
    for found in _CLAUSE.finditer(fact.quote):
        yield _part(fact, found.start(), found.start() + len(found.group().rstrip()))


def _provider(clause: Fact) -> Fact | None:
    found = _BY.search(fold(clause.quote))
    if found is None:
        return None
    end = _BY_END.search(clause.quote, found.end())
    return _part(clause, found.end(), end.start() if end else len(clause.quote))


def _part(fact: Fact, start: int, end: int) -> Fact:
    words = fact.quote[start:end]
    return Fact(words, words, replace(fact.place, start=fact.place.start + start, end=fact.place.start + end))
