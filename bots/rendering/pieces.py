"""A message as one reads it: lines, a card of labels and values, lists; what is long is cut at a few, with a word of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile
from typing import Literal

from bots.rendering.addresses import addresses, letter
from bots.rendering.message import Grid, Message, Sentence

FEW = 7  # members of a list that are read at a glance
_BULLET = "• "
DETAILS = 3  # of a possible answer, in a chat
Kind = Literal["line", "card", "list", "possible"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Sentences that are shown together: one line, the lines of a card, the items of a list; or one of a few possible
    answers, its line first and what its card holds in ``details``."""

    kind: Kind
    sentences: tuple[Sentence, ...]
    details: tuple[Sentence, ...] = ()

    @property
    def few(self) -> tuple[Sentence, ...]:
        """Those shown at once: a single one more is not worth a fold."""
        return self.sentences if len(self.sentences) <= FEW + 1 else self.sentences[:FEW]

    @property
    def rest(self) -> tuple[Sentence, ...]:
        return self.sentences[len(self.few) :]


def pieces(message: Message) -> tuple[Piece, ...]:
    """The sentences of a message in their pieces, in order."""
    told = _once([one for sentence in message.sentences for one in _lines(sentence)])
    if message.unsure:
        return tuple(_possible(told))
    return tuple(
        piece
        for kind, found in groupby(told, key=_kind)
        for piece in ([Piece(kind, _bare(found))] if kind != "line" else [Piece("line", (one,)) for one in found])
    )


def _possible(told: Sequence[Sentence]) -> Iterator[Piece]:
    """The line that says so, then each possibility. One that is told of a row that another told whole is left out."""
    proved: set[int] = set()
    ahead = list(told)
    while ahead:
        first, *ahead = ahead
        details = tuple(takewhile(lambda one: one.label, ahead))
        ahead = ahead[len(details) :]
        numbers = {*first.numbers, *(number for one in details for number in one.numbers)}
        if _kind(first) != "list":
            yield Piece("line", (first,))
            yield from [Piece("card", details)] if details else []
        elif not (details and numbers and numbers <= proved):
            yield Piece("possible", _bare(iter([first])), details)
        proved |= numbers if details else set()


def contacts(message: Message) -> tuple[str, ...]:
    """Where the answer says that one may write (« mailto:… »), and what one may open, each once.

    Words of a sentence make no link to the web: only a value of a card does, or a cell that is cited and is an address."""
    told = [s.value or s.text for s in message.sentences] + ([message.whom.role] if message.whom else [])
    mails = [one for text in told for one in addresses(text) if one.startswith("mailto:")]
    opens = [one for s in message.sentences for one in addresses(s.value) if not one.startswith("mailto:")]
    cells = {quote for source in message.sources for quote in source.quotes}
    opens += [one for s in message.sentences for one in addresses(s.text) if one in cells]
    return tuple(dict.fromkeys([*mails, *opens]))


def to_open(message: Message, address: str) -> str:
    """« Voir le service »; of a few possible answers, the address, which tells whose it is."""
    return address.partition("://")[2].rstrip("/") if message.unsure else message.words.see_service


def proved_alone(message: Message) -> bool:
    """Whether « Voir la preuve » says of what: not where the answer is one of a few, each with a number of its own."""
    return bool(message.sources) and not message.unsure


def to_write(message: Message, mail: str) -> str:
    """Where « Écrire à… » leads: of a refusal, to a letter that holds the question and what was found."""
    if not message.abstained:
        return mail
    found = [near.said(message.words) for near in message.nearest if near.words]
    return letter(mail, message.question, "\n\n".join([message.question, *found]))


def read(message: Message) -> Iterator[Sentence]:
    """The sentences as lines of a chat: of a list the first ones, and how many more and where."""
    for piece in pieces(message):
        if piece.kind == "possible":
            yield from _told(piece)
            continue
        if piece.kind != "list":
            yield from piece.sentences
            continue
        yield from (replace(one, text=_BULLET + one.text) for one in piece.few)
        if piece.rest:
            yield Sentence(more(message, len(piece.rest)))


def _told(piece: Piece) -> Iterator[Sentence]:
    """A possible answer, then a few details of it on one line."""
    yield replace(piece.sentences[0], text=_BULLET + piece.sentences[0].text)
    if piece.details:
        numbers = {number for one in piece.details for number in one.numbers} - {*piece.sentences[0].numbers}
        yield Sentence(" · ".join(one.text for one in piece.details[:DETAILS]), tuple(sorted(numbers)))


def more(message: Message, count: int) -> str:
    """« et 12 autres, dans « Matrice des rôles » »: what is left out, and where it is."""
    title = message.sources[0].title if message.sources else ""
    return message.words.and_more.format(count) + (message.words.inside.format(title) if title else "") + "."


def few_rows(grid: Grid) -> tuple[Sequence[tuple[Sentence, ...]], Sequence[tuple[Sentence, ...]]]:
    """The rows of a table shown at once, and the others."""
    shown = len(grid.rows) if len(grid.rows) <= FEW + 1 else FEW
    return grid.rows[:shown], grid.rows[shown:]


def _once(told: Sequence[Sentence]) -> list[Sentence]:
    """A line of a card needs no number of its own where the line above it has it."""
    shown: list[Sentence] = []
    above: frozenset[int] = frozenset()
    for one in told:
        if not one.label:
            above = frozenset(one.numbers)
        shown.append(replace(one, numbers=()) if one.label and above.issuperset(one.numbers) else one)
    return shown


def _kind(sentence: Sentence) -> Kind:
    if sentence.label:
        return "card"
    return "list" if sentence.text.startswith(_BULLET) else "line"


def _bare(found: Iterator[Sentence]) -> tuple[Sentence, ...]:
    return tuple(replace(one, text=one.text.removeprefix(_BULLET)) for one in found)


def _lines(sentence: Sentence) -> Iterator[Sentence]:
    """A head and the items under it are lines of their own; the numbers stay with the item when it is alone."""
    lines = sentence.text.split("\n")
    items = [line for line in lines if line.startswith(_BULLET)]
    if sentence.label or len(lines) == 1 or not items:
        yield sentence
        return
    alone = len(items) == 1
    for line in lines:
        carries = (line in items) if alone else (line == lines[0])
        yield Sentence(line, sentence.numbers if carries else ())
