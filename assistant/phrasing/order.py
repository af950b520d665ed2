"""Which rearrangements of a claim assert the same thing.

A claim is segments (cut at full stops and semicolons), each made of pieces (cut at « : », « – » and before a
circumstance that a comma sets apart). A sentence keeps the order of the words; it may

- exchange whole segments, when none says a word of another;
- exchange the pieces of a segment (« Quorum : cinq membres », « cinq membres : quorum »);
- move, with its preposition, what a preposition introduces (« Toutes les six semaines, le comité se réunit »);
- turn an active sentence into a passive one, with « par », or back.

Anything else may have exchanged who does what: « le comité A approuve le plan de B » is not « B … de A ».
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from assistant.phrasing.tokens import Token

_BY = "!by"
_MOST_SEGMENTS, _MOST_PIECES = 16, 4
_LONG = 60  # items: a longer segment keeps its order whole, or a hostile sentence would cost seconds
_CIRCUMSTANCE = ("!all", "!before", "!after", "!since", "!during", "!until", "!when", "!if")
_MOVABLE = frozenset("a pour dans en selon lors chez sur avec to at".split())
_PARTICIPLE = re.compile(r"(e|ee|es|ees|i|ie|is|ies|u|ue|us|ues|it|ite|its|ites|ert|erte|erts|ertes|ed|ise)$")
_FORCES = ("!must", "!may", "!should", "!neg", "!need", "!future")


@dataclass(frozen=True, slots=True)
class Item:
    """A key, the preposition just before it, whether « et » or a comma is, and which quotation it stands in (0: none)."""

    key: str
    surface: str
    preposition: str = ""
    joined: bool = False
    apart: bool = False
    quotation: int = 0

    @property
    def circumstance(self) -> bool:
        return self.preposition in _MOVABLE or self.key.startswith(_CIRCUMSTANCE)


Items = tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """``colons``, ``dashes`` and ``commas`` are how many marks of each kind cut its pieces."""

    pieces: tuple[Items, ...]
    colons: int = 0
    dashes: int = 0
    commas: int = 0

    @property
    def items(self) -> Items:
        return tuple(item for piece in self.pieces for item in piece)

    @property
    def exchangeable(self) -> bool:
        """One label, one title, one circumstance: with more, what belongs to what would be a guess."""
        led = bool(self.pieces) and self.pieces[0][0].circumstance
        return self.colons <= 1 + led and self.dashes <= 1 and self.commas <= 1 and len(self.pieces) <= _MOST_PIECES


def same_order(claim: Sequence[Token], sentence: Sequence[Token]) -> bool:
    """Whether the words of a sentence stand in an order that asserts what the claim does. Both hold the same keys."""
    wanted = segments(claim)
    said = tuple(item for segment in segments(sentence) for item in segment.items)
    free = len(wanted) <= _MOST_SEGMENTS and not _share_words(wanted)
    return _covers(wanted, said, free=free)


def segments(tokens: Sequence[Token]) -> list[Segment]:
    """The segments of a claim. A remark in brackets at its very end is one of its own."""
    found, start = [], 0
    last = _last_bracket(tokens)
    for place in range(len(tokens) + 1):
        if place == len(tokens) or tokens[place].key == "<stop" or place == last:
            if segment := _segment(tokens[start:place]):
                found.append(segment)
            start = place
    return found


def _segment(tokens: Sequence[Token]) -> Segment | None:
    pieces: list[list[Item]] = [[]]
    cuts: Counter[str] = Counter()
    items = list(_items(tokens))
    for item, label in items:
        if label or (item.apart and _set_apart(item) and pieces[-1]):
            cuts[label or ","] += bool(pieces[-1])
            pieces.append([])
        pieces[-1].append(item)
    kept = tuple(tuple(piece) for piece in pieces if piece)
    colons = cuts[":"] + cuts["="]
    return Segment(kept, colons, cuts.total() - colons - cuts[","], cuts[","]) if kept else None


def _set_apart(item: Item) -> bool:
    return item.circumstance or (item.preposition == "de" and item.key.startswith(("date:", "code:", "#")))


def _items(tokens: Sequence[Token]) -> Iterator[tuple[Item, str]]:
    """Each item with the label mark before it, if any."""
    blank = Item("", "")
    next_, label, quotation, quotations = blank, "", 0, 0
    for token in tokens:
        if not token.mark:
            yield replace(next_, key=token.key, surface=token.surface, quotation=quotation), label
            next_, label = blank, ""
        elif token.key == "<prep":
            next_ = replace(next_, preposition=token.surface)
        elif token.key == "<and":
            next_ = replace(next_, joined=True)
        elif token.key == "<comma":
            next_ = replace(next_, apart=True)
        elif token.key == "<label":
            label = token.surface
        elif token.key == "<quote":
            quotations += 1
            quotation = quotations
        elif token.key == "<unquote":
            quotation = 0


def _last_bracket(tokens: Sequence[Token]) -> int:
    kept = [place for place, token in enumerate(tokens) if token.key != "<stop"]
    if not kept or tokens[kept[-1]].key != "<close":
        return -1
    place = max((p for p in kept if tokens[p].key == "<open"), default=-1)
    return place if sum(not token.mark for token in tokens[place:]) > 1 else -1


def _share_words(found: Sequence[Segment]) -> bool:
    """Two segments with a word in common may be told of two things: their order is then kept."""
    counted = Counter(key for segment in found for key in {item.key for item in segment.items})
    return any(count > 1 for count in counted.values())


def _covers(wanted: Sequence[Segment], said: Items, *, free: bool) -> bool:
    """Every segment once, one after the other; the next one is any that is left when ``free``."""
    left, start = list(wanted), 0
    while left:
        found = next(
            ((s, end) for s in (left if free else left[:1]) if (end := _end(s, said, start)) is not None), None
        )
        if found is None:
            return False
        left.remove(found[0])
        start = found[1]
    return start == len(said)


def _end(segment: Segment, said: Items, start: int) -> int | None:
    """Where the segment ends when it begins at ``start``: with as many keys, one « par » more, or one less."""
    size = len(segment.items)
    if size > _LONG:
        same = tuple(item.key for item in segment.items) == tuple(item.key for item in said[start : start + size])
        return start + size if same else None
    for more in (0, 1, -1):
        here = said[start : start + size + more]
        if len(here) == size + more and any(_reads(arranged, here) for arranged in _arranged(segment, more)):
            return start + size + more
    return None


@dataclass(frozen=True, slots=True)
class _Reading:
    """An order that is allowed; ``moved`` is the place of an item that must have kept its preposition, or -1;
    ``verb`` the place of a word that must be a participle, or -1."""

    keys: tuple[str, ...]
    moved: int = -1
    preposition: str = ""
    verb: int = -1


def _reads(reading: _Reading, said: Items) -> bool:
    if reading.keys != tuple(item.key for item in said):
        return False
    if reading.moved >= 0 and said[reading.moved].preposition != reading.preposition:
        return False
    return reading.verb < 0 or bool(_PARTICIPLE.search(said[reading.verb].surface))


def _arranged(segment: Segment, more: int) -> Iterator[_Reading]:
    """Every order the segment may take, with ``more`` « par » than it has."""
    orders = permutations(segment.pieces) if segment.exchangeable else iter([segment.pieces])
    for order in orders:
        for number, piece in enumerate(order):
            before = tuple(item.key for other in order[:number] for item in other)
            after = tuple(item.key for other in order[number + 1 :] for item in other)
            readings = _moved(piece) if more == 0 else _passive(piece) if more == 1 else _active(piece)
            for reading in readings:
                yield _Reading(
                    before + reading.keys + after,
                    reading.moved + len(before) if reading.moved >= 0 else -1,
                    reading.preposition,
                    reading.verb + len(before) if reading.verb >= 0 else -1,
                )
    if more == -1 and segment.exchangeable:
        yield from _active(segment.items)


def _moved(piece: Items) -> Iterator[_Reading]:
    """The piece, and the piece with one circumstance, or one quotation, elsewhere; never across « et »."""
    keys = tuple(item.key for item in piece)
    yield _Reading(keys)
    for first, end in _chunks(piece):
        rest = piece[:first] + piece[end:]
        for place in range(len(rest) + 1):
            crossed = rest[min(place, first) : max(place, first)]
            if place == first or any(item.joined for item in crossed):
                continue
            moved = tuple(i.key for i in (*rest[:place], *piece[first:end], *rest[place:]))
            kept = piece[first].preposition if piece[first].preposition in _MOVABLE else ""
            yield _Reading(moved, place if kept and not piece[first].quotation else -1, kept)


def _chunks(piece: Items) -> Iterator[tuple[int, int]]:
    """Spans of what a preposition introduces, and of quotations."""
    for first, item in enumerate(piece):
        quoted = item.quotation and (first == 0 or piece[first - 1].quotation != item.quotation)
        if quoted:
            yield first, next((n for n in range(first, len(piece)) if piece[n].quotation != item.quotation), len(piece))
        elif item.circumstance and not item.quotation:
            ends = (n for n in range(first + 1, len(piece)) if _ends(piece[n]))
            yield first, next(ends, len(piece))


def _ends(item: Item) -> bool:
    return item.joined or item.apart or (item.preposition not in {"", "de"})


def _passive(active: Items) -> Iterator[_Reading]:
    """« A approuve B » said « B est approuvé par A »: the verb is one word, with its forces; B may go round it."""
    keys = tuple(item.key for item in active)
    for start in range(1, len(keys)):
        for length in (1, 2, 3):
            verb, whom = keys[start : start + length], keys[start + length :]
            plain = [n for n, key in enumerate(verb) if key not in _FORCES]
            if len(verb) < length or len(plain) != 1 or active[start].joined:
                continue
            for cut in range(1, len(whom) + 1):
                said = whom[:cut] + verb + whom[cut:] + (_BY,) + keys[:start]
                yield _Reading(said, verb=cut + plain[0])


def _active(passive: Items) -> Iterator[_Reading]:
    """« B est approuvé par A » said « A approuve B »."""
    keys = tuple(item.key for item in passive)
    if keys.count(_BY) != 1:
        return
    at = keys.index(_BY)
    whom, actor = keys[:at], keys[at + 1 :]
    for length in (1, 2, 3):
        verb = whom[len(whom) - length :]
        plain = [n for n, key in enumerate(verb) if key not in _FORCES]
        if len(verb) == length and len(plain) == 1 and _PARTICIPLE.search(passive[at - length + plain[0]].surface):
            yield _Reading(actor + verb + whom[: len(whom) - length])
