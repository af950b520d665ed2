"""What is asked of whoever computes, and what comes back: values that travel between processes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from assistant.model import Claim, Question, Ranked, Reply

if TYPE_CHECKING:
    from assistant.answering import Assistant

Step = Callable[[str], None]
OnClaim = Callable[[Claim], None]


@dataclass(frozen=True, slots=True)
class Answering:
    """A question to answer. ``claims``: whoever asks wants each claim as soon as its words are final."""

    question: Question
    claims: bool = False

    def run(self, assistant: Assistant, step: Step, claim: OnClaim) -> Reply:
        """The verified reply."""
        heard: dict[str, Any] = {"on_claim": claim} if self.claims else {}
        return assistant.answer(self.question, step, **heard)


@dataclass(frozen=True, slots=True)
class Searching:
    """Words to search by."""

    text: str
    count: int
    groups: frozenset[str] = frozenset()

    def run(self, assistant: Assistant, _step: Step, _claim: OnClaim) -> tuple[Ranked, ...]:
        """The ranked evidence."""
        more = (self.groups,) if self.groups else ()
        return assistant.search(self.text, self.count, *more)


Task = Answering | Searching


class Working(Protocol):
    """Who computes: threads of this process, or processes of their own. Thread-safe."""

    @property
    def size(self) -> int:
        """How many tasks at once end sooner than one after the other."""
        ...

    def run(self, task: Task, step: Step, claim: OnClaim, seconds: float) -> Any:
        """What the task gives. Raises what it raises, or TookTooLong after ``seconds``. Blocking."""
        ...

    def warm(self) -> None:
        """Makes the first answers as quick as the next ones, in the background."""
        ...

    def counts(self) -> Mapping[str, float]:
        """What became of the calls to the chat model, by outcome, in this process and its workers."""
        ...

    def close(self) -> None:
        """Lets go of threads and processes."""
        ...


def service_of(assistant: Any) -> Any:
    """The chat model's service; None where there is none."""
    return getattr(getattr(assistant, "chooser", None), "service", None)


def counts_of(assistant: Any) -> dict[str, float]:
    """The outcomes of the chat model's calls, where there is one."""
    service = service_of(assistant)
    return dict(service.counts()) if service else {}
