"""Passages near the question → sentences and lists that could answer it, told in the documents' own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from assistant.evidence.candidate import Candidate, Plan
from assistant.evidence.search import Found, find
from assistant.known.names import Names
from assistant.library import Library
from assistant.reading.reading import Reading
from assistant.telling import quotes
from assistant.telling.quotes import LONGEST, SHORT, Piece, pieces
from ingest.facts.values.measures import measures
from ingest.languages import FRENCH, content_words, stem, words
from ingest.model import Block, BlockKind

PASSAGES = 14  # read for sentences
_READ = 5  # first passages that are compared with one another
_HUGE = 20_000  # characters of a block beyond which only what surrounds a passage is read
_AROUND = 2_000  # characters on either side
_ITEMS = 24  # a longer list is shown in part


def quoted(reading: Reading, library: Library) -> list[Candidate]:
    """The best pieces of each near passage, the list it is an item of, and those of two documents that disagree."""
    found = list(_quoted(reading, library))
    return [*found, *_disagreeing(found)]


def _disagreeing(found: Sequence[Candidate]) -> Iterator[Candidate]:
    """Near sentences of two documents in force that measure the same thing otherwise."""
    single = [c for c in found if c.plan is Plan.QUOTE and c.features["rank"] < _READ]
    for n, one in enumerate(single):
        for other in single[n + 1 :]:
            apart = one.document != other.document and one.features["current"] and other.features["current"]
            if apart and (differ := _differ(one.text, other.text)):
                features = {name: min(value, other.features[name]) for name, value in one.features.items()}
                pieces_of = [candidate.tell.keywords["piece"] for candidate in (one, other)]  # type: ignore[attr-defined]
                yield Candidate(
                    Plan.BOTH, one.kinds, f"both {one.key} {other.key}", one.document,
                    partial(quotes.both, one=pieces_of[0], other=pieces_of[1]), None,
                    features | {"members": float(differ), "rank": max(one.features["rank"], other.features["rank"])},
                )  # fmt: skip


def _differ(one: str, other: str) -> int:
    """How many measures of one text differ from a comparable one of the other, when none is the same."""
    mine, theirs = measures(one), measures(other)
    if any((m.quantity, m.unit, m.value) == (t.quantity, t.unit, t.value) for m in mine for t in theirs):
        return 0
    return sum(m.differs(t) for m in mine for t in theirs)


def _quoted(reading: Reading, library: Library) -> Iterator[Candidate]:
    vector = reading.vector if len(reading.vector) > 1 else None
    found = find(library, reading.text, reading.mended, vector, PASSAGES)
    names = Names.of(library)
    top = found[0] if found else None
    for rank, one in enumerate(found):
        block = _block(one, library)
        if block is None:
            continue
        features = _features(one, rank, top, reading, names, block, library)
        kinds = ("fact.", "duties.", "who.", "body.", "define")
        for number, piece in enumerate(_chosen(reading, one.passage.document, _near(block, one), names)):
            yield Candidate(
                Plan.QUOTE, kinds, f"quote {piece.document} {piece.start}", piece.document,
                partial(quotes.quote, piece=piece), None,
                features | _of_piece(reading, piece, names) | {"other": float(number)}, piece.text,
            )  # fmt: skip
        if block.kind is BlockKind.LIST_ITEM and (items := _list_of(block, library.blocks(one.passage.document))):
            yield Candidate(
                Plan.ITEMS, ("fact.list", "fact.count", "duties.", "body.powers", "body.members"),
                f"items {one.passage.document} {block.group}", one.passage.document,
                partial(quotes.listed, document=one.passage.document, lead=block.lead_in or _above(block), items=items),
                None, features | {"items": len(items), "led": float(bool(block.lead_in))},
            )  # fmt: skip


def _block(found: Found, library: Library) -> Block | None:
    wanted = found.passage.blocks[:1]
    block = next((b for b in library.blocks(found.passage.document) if b.id in wanted), None)
    return block if block and block.kind is not BlockKind.HEADING else None


def _near(block: Block, found: Found) -> Block:
    """The block; of one that no person writes (a file of repeated words, an export without line ends), what surrounds the
    passage found: a question costs the same whatever a document holds."""
    if len(block.text) <= _HUGE:
        return block
    first = max(block.place.start, found.passage.place.start - _AROUND)
    last = min(block.place.start + len(block.text), found.passage.place.end + _AROUND)
    text = block.text[first - block.place.start : last - block.place.start]
    return replace(block, text=text, place=replace(block.place, start=first, end=last))


def _chosen(reading: Reading, document: str, block: Block, names: Names) -> list[Piece]:
    """A short block whole; of a long one, the two sentences that share most with the question."""
    found = pieces(document, block)
    length = len(words(block.text))
    if len(found) == 1:
        return found if length <= LONGEST else [_cut(found[0])]
    best = sorted(found, key=lambda piece: -_of_piece(reading, piece, names)["shared"])[:2]
    whole = [Piece(document, block, found[0].start, found[-1].end)] if length <= SHORT else []
    return whole + [piece if len(words(piece.text)) <= LONGEST else _cut(piece) for piece in best]


def _cut(piece: Piece) -> Piece:
    """The first words of a piece that is too long to be quoted."""
    end = 0
    for _ in range(LONGEST):
        following = piece.text.find(" ", end + 1)
        if following < 0:
            return piece
        end = following
    return Piece(piece.document, piece.block, piece.start, piece.start + end)


def _list_of(block: Block, blocks: Sequence[Block]) -> list[Block]:
    items = [b for b in blocks if b.group == block.group and b.kind is BlockKind.LIST_ITEM] if block.group else []
    return items if 1 < len(items) <= _ITEMS else []


def _above(block: Block) -> str:
    return block.place.section[-1] if block.place.section else ""


def _features(
    one: Found, rank: int, top: Found | None, reading: Reading, names: Names, block: Block, library: Library
) -> dict[str, float]:
    context = {stem(w, FRENCH) for w in content_words(one.passage.context, FRENCH)}
    said = set(reading.stems)
    weight = sum(names.rarity(s) for s in said) or 1.0
    return {
        "rank": rank, "found": one.score, "lexical": one.lexical, "about": one.cosine,
        "behind": (top.cosine - one.cosine) if top else 0.0, "behind_words": (top.lexical - one.lexical) if top else 0.0,
        "context": sum(names.rarity(s) for s in said & context) / weight,
        "is_row": float(block.kind is BlockKind.ROW), "is_item": float(block.kind is BlockKind.LIST_ITEM),
        "is_field": float(block.kind is BlockKind.FIELD), "is_note": float(block.kind is BlockKind.NOTE),
        "current": float(not library.description(one.passage.document).superseded_by),
    }  # fmt: skip


def _of_piece(reading: Reading, piece: Piece, names: Names) -> dict[str, float]:
    own = {stem(w, FRENCH) for w in content_words(piece.text, FRENCH)}
    said = set(reading.stems)
    weight = sum(names.rarity(s) for s in said) or 1.0
    held = measures(piece.text)
    return {
        "shared": sum(names.rarity(s) for s in said & own) / weight, "length": len(words(piece.text)),
        "figures": float(bool(held)), "figured": float(any(c.isdigit() for c in piece.text)),
        "address": float("@" in piece.text or "http" in piece.text),
        "leads": float(piece.text.rstrip().endswith(":")), "asks": float(piece.text.rstrip().endswith("?")),
    }  # fmt: skip
