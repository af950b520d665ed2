"""What a person sends, made bounded before any work: white space folded, half characters gone, lengths within limits.

Every door goes through here (``Assistant.answer``, ``Assistant.search``), whatever it checked itself. Linear in what
was sent, and what is far over the limit is not even folded.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.errors import MAX_QUESTION, QuestionRefused
from assistant.model import Question
from assistant.wording.general import ENGLISH, FRENCH

EARLIER = 20  # earlier questions kept, the latest
CONTEXT = 6_000  # characters of earlier questions in all: the latest ones that hold
MARKS = 8  # combining marks on one letter; no language writes more
_RAW = 4 * MAX_QUESTION  # characters beyond which a text is refused as it came
_NULL = re.compile("[\x00\ud800-\udfff]")
_MARK = "[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
_HEAPED = re.compile(f"({_MARK}{{{MARKS}}}){_MARK}+")


def folded(text: str) -> str:
    """The text with white space folded (line ends kept, empty lines gone), without half characters or heaps of marks."""
    lines = (" ".join(line.split()) for line in _NULL.sub("\ufffd", text).splitlines())
    joined = "\n".join(line for line in lines if line)
    return joined if joined.isascii() else _HEAPED.sub(r"\1", joined)


def bounded(question: Question) -> Question:
    """The question as it is answered. Raises QuestionRefused for none, or one too long once folded."""
    return replace(question, text=words(question.text), context=_earlier(question.context))


def words(text: str) -> str:
    """A text to answer or to search by, folded. Raises QuestionRefused for none, or one too long once folded."""
    if len(text) > _RAW:
        raise _too_long()
    found = folded(text)
    if not found:
        raise QuestionRefused(FRENCH.empty_question, ENGLISH.empty_question)
    if len(found) > MAX_QUESTION:
        raise _too_long()
    return found


def _earlier(context: tuple[str, ...]) -> tuple[str, ...]:
    """The latest earlier questions that hold within the limit, oldest first; what no door would have taken is left."""
    kept: list[str] = []
    left = CONTEXT
    for said in reversed(context[-EARLIER:]):
        text = folded(said) if len(said) <= _RAW else ""
        if len(text) > min(MAX_QUESTION, left):
            break
        left -= len(text)
        kept += [text] if text else []
    return tuple(reversed(kept))


def _too_long() -> QuestionRefused:
    return QuestionRefused(
        FRENCH.long_question.format(limit=MAX_QUESTION), ENGLISH.long_question.format(limit=MAX_QUESTION)
    )
