"""A chat model and what limits its use: who may be sent what, counts, prices, and a rest after faults."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from assistant.chat.budget import Budget
from assistant.chat.ports import ChatModel
from assistant.library import Library

CHARACTERS = 4  # a token, near enough in French and English, where a provider does not count
# Tokens of one question, sent and got back, measured on organisations of ``tests/organisations`` (docs/chat-model.md).
TYPICAL = (2000, 20)
FAILURES, SECONDS = 3, 60.0  # faults in a row, and how long the model is then left alone


class Tally:
    """What became of the calls, by name (« calls », « kept », « fallback.slow »…): nothing asked or answered is kept."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._lock = threading.Lock()

    def add(self, name: str, count: int = 1) -> None:
        with self._lock:
            self._counts.update({name: count} if count else {})

    def counts(self) -> dict[str, int]:
        with self._lock:
            return dict(sorted(self._counts.items()))


class Rest:
    """``due`` is true for a minute after three faults in a row: nobody waits twelve seconds for what will not come."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._failures, self._until = 0, float("-inf")

    def due(self) -> bool:
        with self._lock:
            return self._clock() < self._until

    def note(self, *, failed: bool) -> None:
        """After the rest, one more failure is enough to rest again; one success starts anew."""
        with self._lock:
            self._failures = self._failures + 1 if failed else 0
            if self._failures >= FAILURES:
                self._until = self._clock() + SECONDS


@dataclass(frozen=True, slots=True)
class Service:
    """``restricted`` names documents with an audience that the model may be sent; ``seconds`` are for a whole answer;
    ``questions`` says to which models what a person asks may go: those of this machine, all, none; ``price`` is in
    dollars a million tokens, read and written."""

    model: ChatModel
    budget: Budget
    tally: Tally
    restricted: frozenset[str] = frozenset()
    seconds: float = 12.0
    questions: Literal["local", "always", "never"] = "local"
    price: tuple[float, float] = (0.0, 0.0)
    rest: Rest = field(default_factory=Rest)

    def may_hear(self) -> bool:
        """Whether the model may be sent what a person asked."""
        return self.questions == "always" or (self.questions == "local" and self.model.local)

    def may_receive(self, documents: Iterable[str], library: Library) -> bool:
        """A model on this machine receives anything; a remote one nothing that is kept to some people."""
        return self.model.local or all(name in self.restricted or not kept_to_some(name, library) for name in documents)

    def counts(self) -> dict[str, float]:
        """The tally, with the dollars its tokens cost where a price is set."""
        counts: dict[str, float] = {**self.tally.counts()}
        spent = dollars(self.price, (counts.get("tokens.read", 0), counts.get("tokens.written", 0)))
        return counts | ({"dollars": round(spent, 4)} if any(self.price) else {})


def dollars(price: tuple[float, float], tokens: tuple[float, float]) -> float:
    """What tokens read and written cost."""
    return sum(each * count for each, count in zip(price, tokens, strict=True)) / 1_000_000


def kept_to_some(document: str, library: Library) -> bool:
    """Whether a document has an audience, or marks of its own that close it."""
    about = library.description(document)
    return bool(about.audience) or about.restricted
