"""Verified claims → the same claims in other words, or in ours.

The model changes no more than the text of a claim. Which claims there are, in which order, with which citations,
notices, table and suggestions, was settled before it was asked.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.library import Library
from assistant.model import Answer, Claim, Lang
from assistant.phrasing import prompt
from assistant.phrasing.budget import Budget
from assistant.phrasing.calling import call
from assistant.phrasing.checking import fault
from assistant.phrasing.ports import ChatModel, ModelFault
from assistant.phrasing.prompt import Sentence, Statement
from assistant.phrasing.resting import Rest
from assistant.phrasing.tally import Tally
from assistant.verification import reworded

log = logging.getLogger("repere.chat")

OnClaim = Callable[[Claim], None]
_LONGEST_CLAIM, _MOST_CLAIMS = 1500, 20


@dataclass(frozen=True, slots=True)
class Phrasing:
    """A model, and what limits its use. ``restricted`` names documents with an audience that it may be sent."""

    model: ChatModel
    budget: Budget
    tally: Tally
    restricted: frozenset[str] = frozenset()
    seconds: float = 12.0
    questions: Literal["local", "always", "never"] = "local"
    rest: Rest = field(default_factory=Rest)

    def may_hear(self) -> bool:
        """Whether the model may be sent what a person asked."""
        return self.questions == "always" or (self.questions == "local" and self.model.local)

    def may_receive(self, documents: Sequence[str], library: Library) -> bool:
        """A model on this machine receives anything; a remote one nothing that is kept to some people."""
        return self.model.local or all(name in self.restricted or not kept_to_some(name, library) for name in documents)


def kept_to_some(document: str, library: Library) -> bool:
    about = library.description(document)
    return bool(about.audience) or about.restricted


def rephrase(
    phrasing: Phrasing, answer: Answer, library: Library, person: str, deadline: float, on_claim: OnClaim | None = None
) -> Answer:
    """The answer with the sentences that may stand for its claims. ``on_claim`` is told of each claim in order, once
    its words are final. Never raises: when the model fails, the answer is as it was."""
    tell = on_claim or (lambda _: None)
    statements = _statements(answer)
    if reason := _not_asked(phrasing, answer, library, person, statements):
        phrasing.tally.add(f"not_asked.{reason}")
        for claim in answer.claims:
            tell(claim)
        return answer
    texts: dict[int, str] = {}
    told = 0
    for number, text in _accepted(phrasing, answer, statements, deadline):
        if number < told:
            continue  # its claim was told already, in our words
        texts[number] = text
        while told <= number:
            tell(_claim(answer, told, texts))
            told += 1
    for rest in range(told, len(answer.claims)):
        tell(_claim(answer, rest, texts))
    return reworded(answer, texts)


def _claim(answer: Answer, number: int, texts: Mapping[int, str]) -> Claim:
    claim = answer.claims[number]
    return replace(claim, text=texts.get(number, claim.text))


def _statements(answer: Answer) -> dict[int, Statement]:
    """What is sent: claims that are sentences. Items of a list are exact words, and stay so."""
    ids = {citation.id: f"e{number}" for number, citation in enumerate(answer.citations, 1)}
    return {
        number: Statement(f"k{number + 1}", claim.text, tuple(ids[c] for c in claim.citations))
        for number, claim in enumerate(answer.claims[:_MOST_CLAIMS])
        if not claim.text.startswith("•") and "\n" not in claim.text and len(claim.text) <= _LONGEST_CLAIM
    }


def _not_asked(
    phrasing: Phrasing, answer: Answer, library: Library, person: str, statements: Mapping[int, Statement]
) -> str:
    if not statements:
        return "list"
    if not phrasing.may_receive([citation.document for citation in answer.citations], library):
        return "restricted"
    if phrasing.rest.due():
        return "resting"
    return "" if phrasing.budget.spend(person) else "budget"


def _accepted(
    phrasing: Phrasing, answer: Answer, statements: Mapping[int, Statement], deadline: float
) -> Iterator[tuple[int, str]]:
    """(claim's place, text) for each sentence that passed, as they come. A fault ends it, is counted, and is not raised."""
    instructions, data = prompt.phrase(statements.values(), answer.language.value)
    places = {statement.id: number for number, statement in statements.items()}
    quotes = {citation.id: citation.quote for citation in answer.citations}
    tally = phrasing.tally
    tally.add("calls")
    try:
        for sentence in prompt.sentences(call(phrasing.model, instructions, data, prompt.SENTENCES, deadline)):
            if time.monotonic() > deadline:
                raise ModelFault("slow")
            number = places.pop(sentence.claim, None)
            why = "claim" if number is None else _fault(sentence, answer, number, statements[number], quotes)
            tally.add(f"dropped.{why}" if why else "kept")
            if number is not None and not why:
                yield number, sentence.text.strip()
    except ModelFault as fault_:
        tally.add(f"fallback.{fault_.kind}")
        phrasing.rest.note(failed=True)
        log.warning("chat model: %s, our own wording answers", fault_.kind)
    else:
        phrasing.rest.note(failed=False)
        tally.add("missing", len(places))


def _fault(sentence: Sentence, answer: Answer, number: int, statement: Statement, quotes: Mapping[str, str]) -> str:
    """Why a sentence may not stand for the claim it names, or ""."""
    if not sentence.evidence or not sentence.evidence <= set(statement.evidence):
        return "evidence"
    claim = answer.claims[number]
    return fault(sentence.text, claim.text, [quotes[c] for c in claim.citations], Lang(answer.language))
