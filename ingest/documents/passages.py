"""Document → passages: the pieces that search returns, each a contiguous span of the document's text.

A passage is a paragraph, a run of sentences of a long one, a list item, a field or a table row. What makes it mean
something alone (title, headings, lead-in, column headers) is its ``context``: searched, never quoted.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.languages import fold, words
from ingest.model import Anticipated, Block, BlockKind, Description, Document, Passage

# Measured (docs/decisions.md): parts of about 600 characters beside the whole rank better than either alone,
# and stay within what the packaged encoder reads (256 word pieces).
PART = 600
WHOLE = 2400
_NEW, _COMPARED = 3, 20  # words a piece must add, beside each of so many before it
OVERLONG = 10_000  # characters of a paragraph that no person writes

_SENTENCE_END = re.compile(r"(?<=[.!?…;:])\s+")
_SPACE = re.compile(r"\s+")
_ALONE = frozenset({BlockKind.ROW, BlockKind.FIELD})


def passages(document: Document, description: Description) -> tuple[Passage, ...]:
    """Every passage of a document, in its order, with the anticipated questions it answers."""
    title = description.title or document.title
    cut = [piece for block in _worth_finding(document.blocks) for piece in _pieces(document, block, title)]
    return tuple(_with_questions(cut, description.questions))


def wholes(found: Sequence[Passage], blocks: Sequence[Block]) -> list[int]:
    """For each passage, the number of the whole it is a part of: passages of one section, up to 2,400 characters.

    A table row or a field is a whole of its own: a hundred rows under one heading say nothing of one another.
    """
    kinds = {block.id: block.kind for block in blocks}
    numbers: list[int] = []
    number, size, before = -1, 0, None
    for passage in found:
        alone = any(kinds.get(block) in _ALONE for block in passage.blocks)
        key = (passage.place.section, passage.place.slide, passage.place.sheet, alone)
        size += len(passage.text)
        if alone or key != before or size > WHOLE:
            number, size = number + 1, len(passage.text)
        numbers.append(number)
        before = key
    return numbers


def unanswered(found: Sequence[Passage], questions: Sequence[Anticipated]) -> list[Anticipated]:
    """The anticipated questions whose answer is nowhere in the document."""
    return [q for q in questions if q.answer and _holder(found, q.answer) is None]


def _worth_finding(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks to search. A heading is the context of what follows; one that nothing follows is kept for itself."""
    for block, following in zip(blocks, (*blocks[1:], None), strict=False):
        barren = following is None or (following.kind is BlockKind.HEADING and following.level <= block.level)
        if block.text.strip() and (block.kind is not BlockKind.HEADING or barren):
            yield block


def _pieces(document: Document, block: Block, title: str) -> Iterator[Passage]:
    context = _context(block, title)
    said: set[frozenset[str]] | None = set() if len(block.text) > OVERLONG else None
    for start, end in spans(block.text, PART):
        first, last = block.place.start + start, block.place.start + end
        text = document.text[first:last]
        if said is not None and not _tells(text, said):
            continue
        yield Passage(
            id=_identity(document.name, first, text),
            document=document.name,
            text=text,
            place=replace(block.place, start=first, end=last),
            context=context,
            blocks=(block.id,),
        )


def _tells(text: str, said: set[frozenset[str]]) -> bool:
    """Of a paragraph that no person writes: whether a piece has words that no piece before had; the first does."""
    found = frozenset(words(text))
    if any(len(found - one) < _NEW for one in said):
        return False
    if len(said) < _COMPARED:
        said.add(found)
    return True


def _context(block: Block, title: str) -> str:
    """What a row has from the cell merged over it (its committee) is no word of the row's text, but finds it."""
    headers = dict.fromkeys(cell.header for cell in block.cells if cell.header)
    own = {cell.text for cell in block.cells if not cell.merged}
    spread = dict.fromkeys(cell.text for cell in block.cells if cell.merged and cell.text not in own)
    above = (title, *block.place.section, block.place.sheet or "", block.lead_in)
    parts = (*above, " | ".join(headers), " | ".join(spread))
    return "\n".join(dict.fromkeys(part for part in parts if part.strip() and part != block.text))


def _identity(document: str, start: int, text: str) -> str:
    return "p" + hashlib.sha256(f"{document}\0{start}\0{text}".encode("utf-8", "replace")).hexdigest()[:15]


def spans(text: str, size: int) -> Iterator[tuple[int, int]]:
    """Spans of whole sentences no longer than ``size`` characters, balanced, without the white space around them."""
    cuts = _cuts(text, size)
    wanted = len(text) / max(1, -(-len(text) // size))
    start = 0
    for here, after in zip(cuts, [*cuts[1:], None], strict=True):
        full = after is None or after - start > size or here - start >= wanted
        if full:
            first, last = _trimmed(text, start, here)
            if first < last:
                yield first, last
            start = here


def _cuts(text: str, size: int) -> list[int]:
    """Where a text may be cut: after sentences, and inside one that is too long, after words (or anywhere)."""
    cuts: list[int] = []
    start = 0
    for end in [m.end() for m in _SENTENCE_END.finditer(text)] + [len(text)]:
        while end - start > size:
            space = text.rfind(" ", start + size // 2, start + size)
            start = space + 1 if space > 0 else start + size
            cuts.append(start)
        if end > start or not cuts:
            cuts.append(end)
        start = end
    return cuts


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _with_questions(found: list[Passage], questions: Sequence[Anticipated]) -> list[Passage]:
    for question in questions:
        place = _holder(found, question.answer) if found else None
        if place is not None:
            asked = (*found[place].questions, question.question)
            found[place] = replace(found[place], questions=asked)
    return found


def _holder(found: Sequence[Passage], answer: str) -> int | None:
    """The passage that holds an answer (its beginning, when it runs over two); the first one for no words at all."""
    for said in (_flat(answer), _flat(answer)[:60]):
        for number, passage in enumerate(found):
            if said in _flat(passage.text):
                return number
    return None


def _flat(text: str) -> str:
    return _SPACE.sub(" ", fold(text)).strip()
