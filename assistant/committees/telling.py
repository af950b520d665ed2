"""Claims about committees, escalation and duties, each with the facts that prove it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.committees.known import Board, Said
from assistant.drafting import Drafting
from assistant.matching import affinity
from assistant.wording.committees import Committees, committees
from ingest.facts.records import Escalation, Fact
from ingest.languages import FRENCH, content_words
from ingest.model import Place

_ABBREVIATED = 6  # characters: « s. o. » keeps its point


@dataclass(slots=True)
class Telling(Drafting):
    """Sentences on bodies, escalation and duties, in the words of ``wording.committees``."""

    @property
    def say(self) -> Committees:
        return committees(self.language)

    def told(self, text: str, proofs: Iterable[Said]) -> None:
        self.claim(text, [(said.document, said.fact) for said in proofs])

    def fact(self, board: Board, key: str) -> bool:
        """« Comité directeur – quorum : trois membres »; a list told whole. False when it is not stated."""
        found = board.facts(key)
        if not found:
            return False
        value = "; ".join(_shown(said.fact) for said in found)
        label = self.say.labels.get(key, key.replace("_", " "))
        form = self.say.sentence if len(found) == 1 and _speaks_of(value, board.name) else self.say.fact
        self.told(form.format(name=board.name, label=label, value=_capital(value, form)), found)
        return True

    def listed(self, board: Board, said: Said) -> None:
        """One committee of a list, with the words that put it there."""
        value = _shown(said.fact)
        form = self.say.bullet if said.fact is board.title.fact or _speaks_of(value, board.name) else self.say.listed
        if said.fact is board.title.fact:
            value = board.name
        elif form == self.say.bullet:
            value = value[:1].upper() + value[1:]
        self.told(form.format(name=board.name, value=value), [said])

    def climb(self, row: Escalation) -> None:
        """« Retard de plus de 30 jours : comité de portefeuille, puis comité directeur (délai : 5 jours ouvrables) »."""
        steps = self.say.then.join(step.value for step in row.steps)
        delay = self.say.delay.format(delay=row.delay.value) if row.delay else ""
        text = self.say.climbs.format(situation=row.situation.value, steps=steps, delay=delay)
        facts = [row.situation, *row.steps, *([row.delay] if row.delay else [])]
        self.told(text, [Said(row.document, fact) for fact in facts])


def part(said: Said, start: int, end: int) -> Said:
    """Some of the words of a fact's quote, with their own place."""
    at = said.fact.place.start + start
    place: Place = replace(said.fact.place, start=at, end=at + end - start)
    words = said.fact.quote[start:end]
    return Said(said.document, Fact(words, words, place))


def _shown(fact: Fact) -> str:
    value = " ".join(fact.value.split())
    return value.rstrip(" ;.") if len(value) > _ABBREVIATED else value


def _capital(value: str, form: str) -> str:
    return value[:1].upper() + value[1:] if form == "{value}" else value


def _speaks_of(value: str, name: str) -> bool:
    """« le comité directeur se réunit… » names the committee itself: no label is needed."""
    said: Sequence[str] = content_words(value, FRENCH)
    return all(any(affinity(word, other) >= 0.9 for other in said) for word in content_words(name, FRENCH))
