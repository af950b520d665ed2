"""Read, gather, choose, tell, verify: the story of an answer."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from assistant.choosing.chooser import AsksModel, Chooser, Chosen, FittedChooser
from assistant.choosing.rules import absent
from assistant.choosing.several import several
from assistant.evidence.candidate import Candidate
from assistant.evidence.gathering import columns, gather
from assistant.evidence.links import links
from assistant.evidence.search import find, ranked
from assistant.library import Head, Library, Memory
from assistant.model import Answer, Claim, Draft, Question, Ranked, Refusal, Reply
from assistant.reading import bounds, talk
from assistant.reading.meaning import family
from assistant.reading.reading import Reading, mend, read
from assistant.telling import refusing
from assistant.telling.disagreements import told as with_disagreements
from assistant.telling.drafting import Drafting
from assistant.verification import refuse, verify
from assistant.wording.general import general

if TYPE_CHECKING:
    from ingest.index.generation import Generation
    from ingest.ports import Embedder

ENOUGH = 0.72  # how sure the chooser must be for an answer to be shown: figures in docs/decisions.md
ABSENT = 0.85  # for what says that nobody has a letter
TOGETHER = 0.72  # how sure that the answer is among a few possible ones
_NEAR = 1.2  # deviations above the mean from which a thing is worth naming in a refusal
_READ = 16  # passages near a question that is refused
_LIKELY, _MAYBE = 3, 0.15  # answers not sure enough whose rows are shown first, and how sure they must be
_OUTSIDE = 0.6  # how surely a question must be none of the documents' to be told so

Step = Callable[[str], None]
OnClaim = Callable[[Claim], None]


class Shelf(Protocol):
    """Gives the generation now current."""

    def current(self) -> Generation: ...


class Assistant:
    """Answers questions from the current generation. Thread-safe: each answer reads one generation only."""

    def __init__(
        self, shelf: Shelf, embedder: Embedder | None, chooser: Chooser | None = None, today: date | None = None,
        enough: float = ENOUGH, head: Head | None = None,
    ) -> None:  # fmt: skip
        self._shelf = shelf
        self._embedder = embedder
        self.chooser = chooser or FittedChooser()
        self._today = today
        self._enough = enough
        self._head = head
        self._remembering = threading.Lock()
        self._remembered: tuple[str, Memory] = ("", Memory())

    @property
    def generation(self) -> Generation:
        """The generation that answers now."""
        return self._shelf.current()

    def library(self, groups: frozenset[str] = frozenset(), as_of: date | None = None) -> Library:
        """What these groups may be answered from, on that day (today by default)."""
        generation = self.generation
        with self._remembering:
            if self._remembered[0] != generation.id:
                self._remembered = (generation.id, Memory())
            memory = self._remembered[1]
        return Library(generation, self._embedder, groups, as_of or self._today, memory, self._head)

    def search(self, text: str, count: int = 10, groups: frozenset[str] = frozenset()) -> tuple[Ranked, ...]:
        """The ranked evidence alone, with the reason for each rank. Raises QuestionRefused."""
        text = bounds.words(text)
        library = self.library(groups)
        vector = library.embed(text) if self._embedder else None
        return ranked(library, text, mend(text, library), vector, count)

    def answer(self, question: Question, on_step: Step | None = None, on_claim: OnClaim | None = None) -> Reply:
        """A verified answer, or a refusal that says whom to ask. Raises QuestionRefused for no or too long a question.

        ``on_claim`` is told of each claim as soon as its words are final.
        """
        question = bounds.bounded(question)
        library = self.library(question.groups, question.as_of)
        step = on_step or (lambda _: None)
        reading = read(question, library)
        say = general(reading.language)
        step(say.reading)
        if said := talk.said(reading.kinds) if not reading.borrowed else "":
            return refuse(reading, library, reason=said)
        if reading.unknown_codes:
            about = say.unknown_code.format(code=", ".join(reading.unknown_codes))
            return self._refusal(reading, library, Draft("", 0.0, abstain=True, about=about))
        step(say.found)
        chosen = self.chooser.choose(reading, gather(reading, library), library)
        step(say.checking)
        found = self._sure(reading, chosen, library) or self._few(reading, chosen, library)
        if found is None:
            return self._refusal(reading, library, None, chosen)
        for claim in found.claims if on_claim else ():
            on_claim(claim)  # type: ignore[misc]
        return found

    def _sure(self, reading: Reading, chosen: Sequence[Chosen], library: Library) -> Answer | None:
        """The surest candidate that holds; None when none is sure enough."""
        for one in chosen:
            if one.sureness < (max(self._enough, ABSENT) if absent(one.candidate) else self._enough):
                return None
            draft = tell(reading, one.candidate, library, one.sureness, shown=True)
            if draft and (answer := verify(reading, draft, library)):
                return answer
        return None

    @staticmethod
    def _few(reading: Reading, chosen: Sequence[Chosen], library: Library) -> Answer | None:
        """The few that hold among which the answer is; None when it is not surely among them."""

        def told(one: Chosen) -> Draft | None:
            draft = tell(reading, one.candidate, library, one.sureness, shown=True)
            return draft if draft and verify(reading, draft, library) else None

        draft = several(chosen, told, TOGETHER, reading.language)
        return verify(reading, draft, library) if draft else None

    def _refusal(
        self, reading: Reading, library: Library, draft: Draft | None, chosen: Sequence[Chosen] = ()
    ) -> Refusal:
        if draft is None and family(reading.kinds, "outside", "order") > _OUTSIDE:
            return refuse(reading, library, reason="out_of_scope")
        vector = reading.vector if self._embedder else None
        found = [one.passage for one in find(library, reading.text, reading.mended, vector, _READ)]
        likely = _places(reading, chosen, library)
        found = refusing.likely_first(found, likely)
        documents = list(dict.fromkeys(passage.document for passage in found))
        ranked_links = sorted(links(reading, library), key=lambda link: -link.score)
        nearby = [link.thing for link in ranked_links if link.score > _NEAR and link.rank < 2]
        who, cited = refusing.contact(nearby, documents, library, reading.language)
        able = (q for q in refusing.proposals(nearby, reading.language) if self._answers(q, library))
        proposed = tuple(islice(able, refusing.OFFERED))
        draft = replace(draft or Draft("", 0.0, abstain=True), suggestions=proposed)
        near, words = refusing.nearest(found, reading.text, library)
        reason = "unsure" if likely else "unknown"
        return refuse(reading, library, draft, reason=reason, nearest=near, contact=who, citations=(*cited, *words))

    def _answers(self, text: str, library: Library) -> bool:
        """Whether a question we propose would be answered; tried once a generation, and never by a chat model."""

        def tried(seen: Library) -> bool:
            reading = read(Question(text), seen)
            alone = self.chooser.fitted if isinstance(self.chooser, AsksModel) else self.chooser
            return self._sure(reading, alone.choose(reading, gather(reading, seen), seen), seen) is not None

        return library.remember(("proposed", text), tried)


def _places(reading: Reading, chosen: Sequence[Chosen], library: Library) -> list[tuple[str, int]]:
    """Where the answers that were not sure enough stand: the document and the first place each rests on."""
    places = []
    for one in chosen[:_LIKELY]:
        draft = tell(reading, one.candidate, library) if one.sureness >= _MAYBE else None
        places += [(c.document, c.place.start) for c in draft.citations[:1]] if draft else []
    return places


def tell(
    reading: Reading, candidate: Candidate, library: Library, sureness: float = 1.0, *, shown: bool = False
) -> Draft | None:
    """A candidate in words, with the disagreements of documents on what it cites; None when it has nothing to say.
    ``shown``: whether a person will read it, without the orders to machines that a card would carry."""
    drafting = Drafting(library, reading.language, columns(reading), shown)
    candidate.tell(drafting)
    draft = drafting.draft(candidate.plan.value, sureness)
    return with_disagreements(reading.language, draft, library) if draft else None


__all__ = ["ENOUGH", "Assistant", "Shelf", "tell"]
