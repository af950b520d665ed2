"""The questions that ``corpus.yaml`` says documents must answer, asked of a new index before it serves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from assistant.answering import Assistant
from assistant.model import Answer, Question
from assistant.verification import squeeze

if TYPE_CHECKING:
    from assistant.choosing.chooser import Chooser
    from assistant.model import Reply
    from ingest.index.generation import Generation
    from ingest.model import Anticipated, Description
    from ingest.ports import Embedder

_SHOWN = 160  # characters of an answer


@dataclass(frozen=True, slots=True)
class Lost:
    """A question answered before and no longer: the document that answers it, what was said, and what is said now (""
    where nothing is)."""

    question: str
    document: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class _Fixed:
    """A shelf that holds one generation."""

    generation: Generation

    def current(self) -> Generation:
        return self.generation


def lost(
    before: Generation | None,
    after: Generation,
    embedder: Embedder,
    today: date | None = None,
    chooser: Chooser | None = None,
) -> list[Lost]:
    """The questions of ``corpus.yaml`` that the index in service answers from the document named, and the new one does not.

    None is lost where nothing of what is indexed changed, or where no index that can be asked is in service.
    """
    if before is None or _same(before, after):
        return []
    asked = list(_asked(after))
    if not asked:
        return []
    old, new = (Assistant(_Fixed(generation), embedder, chooser, today) for generation in (before, after))
    found = []
    for about, one in asked:
        question = Question(one.question, (), groups=about.audience)
        was = old.answer(question)
        if rests(was, about, one) and not rests(now := new.answer(question), about, one):
            text = now.text if isinstance(now, Answer) else ""
            found.append(Lost(one.question, about.document, _short(was.text), _short(text)))
    return found


def _asked(generation: Generation) -> Iterator[tuple[Description, Anticipated]]:
    for about in generation.descriptions():
        if not (about.restricted and not about.audience):  # one nobody may read answers nobody
            yield from ((about, one) for one in about.questions)


def rests(said: Reply, about: Description, one: Anticipated) -> bool:
    """Whether it answers, on the document's words that are to answer."""
    if not isinstance(said, Answer):
        return False
    quotes = [squeeze(c.quote).casefold() for c in said.citations if c.document == about.document]
    wanted = squeeze(one.answer).casefold()
    return any(wanted in quote or quote in wanted for quote in quotes) if wanted else bool(quotes)


def _same(before: Generation, after: Generation) -> bool:
    """The same files, described alike."""
    return before.manifest.documents == after.manifest.documents and before.descriptions() == after.descriptions()


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
