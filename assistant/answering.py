"""Understand, retrieve, compose, verify: the story of an answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Protocol

from assistant.errors import MAX_QUESTION, QuestionRefused
from assistant.library import Library
from assistant.model import Answer, Draft, Lang, Notice, Query, Question, Ranked, Refusal, Reply
from assistant.phrasing.clarifying import Reading, clarify
from assistant.phrasing.rephrasing import OnClaim, Phrasing, rephrase
from assistant.referral import nearest, refer
from assistant.scope import outside
from assistant.understanding import detect, understand
from assistant.verification import noted, refuse, verify
from assistant.wording.general import ENGLISH as GENERAL_ENGLISH
from assistant.wording.general import FRENCH as GENERAL_FRENCH
from assistant.wording.general import general
from ingest.languages.spelling import Speller

if TYPE_CHECKING:
    from ingest.index.generation import Generation
    from ingest.ports import Embedder

# Under this a draft is more often wrong than right (docs/calibration.md).
ENOUGH = 0.5
SURE = 0.8  # of a question read otherwise than it was asked (docs/decisions.md)

Step = Callable[[str], None]


class Composer(Protocol):
    """Facts or quotes of one kind → a draft, or None when the question is not of that kind."""

    def __call__(self, query: Query, library: Library) -> Draft | None: ...


class Shelf(Protocol):
    """Gives the generation now current."""

    def current(self) -> Generation: ...


class Assistant:
    """Answers questions from the current generation. Thread-safe: each answer reads one generation only."""

    def __init__(
        self,
        shelf: Shelf,
        embedder: Embedder | None,
        composers: Sequence[Composer],
        today: date | None = None,
        phrasing: Phrasing | None = None,
    ) -> None:
        self._shelf = shelf
        self._embedder = embedder
        self._composers = tuple(composers)
        self._today = today
        self.phrasing = phrasing
        self._memory: dict[str, dict[Hashable, Any]] = {}

    @property
    def generation(self) -> Generation:
        return self._shelf.current()

    def library(self, groups: frozenset[str] = frozenset(), as_of: date | None = None) -> Library:
        generation = self.generation
        memory = self._memory.setdefault(generation.id, {})
        for stale in [known for known in self._memory if known != generation.id]:
            del self._memory[stale]
        return Library(generation, self._embedder, groups, as_of or self._today, memory)

    def search(self, text: str, count: int = 10, groups: frozenset[str] = frozenset()) -> tuple[Ranked, ...]:
        return self.library(groups).search(text, count, detect(text))

    def answer(self, question: Question, on_step: Step | None = None, on_claim: OnClaim | None = None) -> Reply:
        """A verified answer, or a refusal that says whom to ask. Raises QuestionRefused for no or too long a question.

        ``on_claim`` is told of each claim as soon as its words are final; only a chat model makes them come one by one.
        """
        _check(question)
        started = time.monotonic()
        library = self.library(question.groups, question.as_of)
        query = understand(question, library.remember("speller", _speller), library.today)
        step, say = on_step or (lambda _: None), general(query.language)
        step(say.reading)
        if reason := outside(query, library):
            return refuse(query, library, reason=reason)
        step(say.found)
        found = self._found(query, library, step)
        if not isinstance(found, Answer):
            found = self._helped(query, library, started) or found
        if isinstance(found, Answer):
            return self._phrased(found, library, question, started, on_claim)
        return self._refusal(query, library, found)

    def _found(self, query: Query, library: Library, step: Step, floor: float = ENOUGH) -> Answer | Draft | None:
        """The answer of the most confident draft that holds; the draft that says the documents do not; or None."""
        drafts = self._drafts(query, library, floor)
        step(general(query.language).checking)
        for draft in drafts:
            if draft.abstain:
                return draft
            if answer := verify(query, draft, library):
                return answer
        return None

    def _helped(self, query: Query, library: Library, started: float) -> Answer | None:
        """The answer to the question as a chat model helped to read it, which says how it was read."""
        if self.phrasing is None:
            return None
        deadline = started + self.phrasing.seconds / 2
        for reading in clarify(self.phrasing, query, library, deadline):
            asked = replace(query.question, text=reading.text, context=())
            read = understand(asked, library.remember("speller", _speller), library.today)
            read = replace(read, language=query.language)
            if outside(read, library):
                continue
            if isinstance(found := self._found(read, library, lambda _: None, SURE), Answer):
                return noted(found, _read_as(reading, query.language), query.question.text)
        return None

    def _phrased(
        self, answer: Answer, library: Library, question: Question, started: float, on_claim: OnClaim | None
    ) -> Answer:
        """The same answer, in a chat model's words where there is one and they hold."""
        if self.phrasing is None:
            tell = on_claim or (lambda _: None)
            for claim in answer.claims:
                tell(claim)
            return answer
        deadline = started + self.phrasing.seconds
        return rephrase(self.phrasing, answer, library, question.person, deadline, on_claim)

    def _drafts(self, query: Query, library: Library, floor: float) -> list[Draft]:
        proposed = [draft for compose in self._composers if (draft := compose(query, library))]
        kept = [draft for draft in proposed if draft.confidence >= floor]
        return sorted(kept, key=lambda draft: -draft.confidence)

    def _refusal(self, query: Query, library: Library, draft: Draft | None = None) -> Refusal:
        found = library.search(query.standalone, 10, query.words_language)
        contact, citations = refer(query, library, found)
        return refuse(query, library, draft, nearest=nearest(library, found), contact=contact, citations=citations)


def _speller(library: Library) -> Speller:
    return library.generation.speller(library.sees)


def _read_as(reading: Reading, language: Lang) -> Notice:
    say = general(language)
    read = [say.read_as.format(text=reading.text)] if reading.told else []
    read += [say.read_word.format(word=word, means=means) for word, means in reading.words]
    return Notice("premise", f"{'; '.join(read)}.")


def _check(question: Question) -> None:
    if not question.text.strip():
        raise QuestionRefused(GENERAL_FRENCH.empty_question, GENERAL_ENGLISH.empty_question)
    if len(question.text) > MAX_QUESTION:
        raise QuestionRefused(
            GENERAL_FRENCH.long_question.format(limit=MAX_QUESTION),
            GENERAL_ENGLISH.long_question.format(limit=MAX_QUESTION),
        )


__all__ = ["ENOUGH", "Assistant", "Composer", "Lang", "Shelf"]
