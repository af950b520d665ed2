"""A reply as neutral pieces any channel can show: sentences with their numbers, sources with their place in words.

Numbers are given here and nowhere else, in order of first use, from citation ids. Text is harmless as text
(``bots.rendering.plain``); each channel escapes it for its own markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from assistant.model import Citation, Lang, NoticeKind, Reply
from assistant.wording.dates import dates_spoken, spoken
from bots.rendering.grouping import Group, at_a_glance, grouped, name_of, quotes, subject_of
from bots.rendering.places import place_words
from bots.rendering.plain import begun, clean, one_line
from bots.wording import Words, wording

POSSIBLE = "several"  # the source of an answer that is one of a few
Link = Callable[[Citation], str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """``label`` and ``value`` when it is a line of a card, of which ``text`` is both."""

    text: str
    numbers: tuple[int, ...] = ()
    label: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A row, or a run of sentences. ``url`` leads to the words in the source viewer, ``original`` to the document itself
    (or is ""); ``date`` is in words."""

    number: int
    id: str
    document: str
    title: str
    place: str
    version: str
    date: str
    quotes: tuple[str, ...]
    url: str
    original: str = ""

    @property
    def quote(self) -> str:
        return " · ".join(self.quotes)


@dataclass(frozen=True, slots=True)
class Note:
    """A notice. ``label`` says in two words what kind it is."""

    kind: NoticeKind
    label: str
    text: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its cells are sentences."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Sentence, ...], ...]

    @property
    def numbers(self) -> tuple[int, ...]:
        """Those of every row, where all have the same: said once, beside what the table is of. Else none."""
        told = {row_numbers(row) for row in self.rows}
        return told.pop() if len(told) == 1 < len(self.rows) else ()


@dataclass(frozen=True, slots=True)
class Whom:
    role: str
    why: str
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Near:
    """A document that comes near, and its words that do (``words`` may be ""); ``of``, the heading they need above them."""

    title: str
    document: str
    url: str
    words: str = ""
    numbers: tuple[int, ...] = ()
    of: str = ""

    def said(self, words: Words) -> str:
        """« Comité d'éthique : « Quorum : trois membres » »: the words between quotation marks, after what they are of."""
        quote = words.quote.format(self.words)
        return words.labelled.format(self.of, quote) if self.of else quote


@dataclass(frozen=True, slots=True)
class Message:
    """What a channel shows. For a refusal, ``sentences`` says that the documents do not say. ``confirmed`` are the quiet
    lines that say who confirmed what it rests on, and what its acronyms stand for."""

    id: str
    question: str
    language: str
    abstained: bool
    sentences: tuple[Sentence, ...]
    notes: tuple[Note, ...] = ()
    confirmed: tuple[str, ...] = ()
    grid: Grid | None = None
    whom: Whom | None = None
    nearest: tuple[Near, ...] = ()
    sources: tuple[Source, ...] = ()
    suggestions: tuple[str, ...] = ()
    generation: str = ""
    as_of: str = ""
    unsure: bool = False  # its items are possible answers, the likeliest first, each with the card that follows it

    @property
    def words(self) -> Words:
        return wording(self.language)

    @property
    def offering(self) -> str:
        """What stands above the questions to ask next: after a refusal, what may have been meant."""
        return self.words.did_you_mean if self.abstained and self.nearest else self.words.also_ask


def render(reply: Reply, link: Link) -> Message:
    """The message of a reply. ``link`` gives the address of a citation's words."""
    groups = _groups(reply)
    numbers = {c.id: number for number, group in enumerate(groups, start=1) for c in group}
    words = wording(reply.language)
    return Message(
        id=reply.id,
        question=clean(reply.question),
        language=reply.language.value,
        abstained=reply.abstained,
        sentences=tuple(_sentences(reply, numbers)),
        notes=tuple(
            Note(n.kind, getattr(words, n.kind), _spoken(n.text, reply), _told(n.citations, numbers))
            for n in reply.notices
            if n.kind != "verified"
        ),
        confirmed=tuple(_spoken(n.text, reply) for n in reply.notices if n.kind == "verified"),
        grid=_grid(reply, numbers),
        whom=_whom(reply, numbers),
        nearest=tuple(_nearest(reply, numbers)),
        sources=tuple(_source(group, number, link, reply.language) for number, group in enumerate(groups, start=1)),
        suggestions=tuple(one_line(s) for s in reply.suggestions),
        generation=reply.generation,
        as_of=reply.as_of,
        unsure=reply.abstained is False and reply.source == POSSIBLE,
    )


def _sentences(reply: Reply, numbers: dict[str, int]) -> Iterator[Sentence]:
    """The claims; beside a table, what it shows is not told again."""
    if reply.abstained is True:
        yield Sentence(clean(reply.text.split("\n", 1)[0]))
        return
    for claim in reply.claims:
        if claim.brief and reply.table:
            yield Sentence(_spoken(claim.brief, reply))
        else:
            told, label = _spoken(claim.text, reply), one_line(claim.label)
            value = _spoken(claim.value, reply) if label else ""
            if value and told.endswith(value):
                told, value = told.removesuffix(value) + begun(value), begun(value)
            yield Sentence(told, _told(claim.citations, numbers), label, value)


def _spoken(text: str, reply: Reply) -> str:
    """Harmless, and its dates in words: a cell's 2026-12-11 is no prose."""
    return dates_spoken(clean(text), reply.language)


def _groups(reply: Reply) -> list[Group]:
    """The sources, in the order a reader meets them."""
    known = {c.id: c for c in reply.citations}
    met = dict.fromkeys(name for name in [*_met(reply), *(c.id for c in reply.citations)] if name in known)
    return grouped(known[name] for name in met)


def _met(reply: Reply) -> Iterator[str]:
    for notice in reply.notices:
        if notice.kind == "premise":
            yield from notice.citations
    for claim in reply.claims:
        yield from claim.citations
    if reply.abstained is False and reply.table:
        yield from (name for row in reply.table.rows for _, names in row for name in names)
    for notice in reply.notices:
        yield from notice.citations
    if reply.abstained is True:
        yield from (near.citation for near in reply.nearest)
        yield from reply.ask.citations if reply.ask else ()


def _told(names: Iterable[str], numbers: dict[str, int]) -> tuple[int, ...]:
    return tuple(sorted({numbers[name] for name in names if name in numbers}))


def _grid(reply: Reply, numbers: dict[str, int]) -> Grid | None:
    if reply.abstained is True or reply.table is None:
        return None
    table = reply.table
    rows = tuple(tuple(Sentence(_spoken(text, reply), _told(ids, numbers)) for text, ids in row) for row in table.rows)
    return Grid(one_line(table.caption), tuple(one_line(h) for h in table.header), rows)


def _nearest(reply: Reply, numbers: dict[str, int]) -> Iterator[Near]:
    known = {c.id: c for c in reply.citations}
    for near in reply.nearest if reply.abstained is True else ():
        cited = known.get(near.citation)
        told, of = (at_a_glance(cited.quote), subject_of(cited)) if cited else ("", "")
        title, called = one_line(near.title or near.document), _told([near.citation], numbers)
        yield Near(title, near.document, near.url, told, called, of)


def _whom(reply: Reply, numbers: dict[str, int]) -> Whom | None:
    if reply.abstained is False or reply.ask is None:
        return None
    return Whom(one_line(reply.ask.role), one_line(reply.ask.why), _told(reply.ask.citations, numbers))


def _source(group: Group, number: int, link: Link, language: Lang) -> Source:
    first, words = group[0], wording(language)
    return Source(
        number=number,
        id=first.id,
        document=first.document,
        title=one_line(first.title or first.document),
        place=_place(group, words),
        version=one_line(first.version),
        date=spoken(first.date, language),
        quotes=quotes(group),
        url=link(first),
        original=first.url,
    )


def _place(group: Group, words: Words) -> str:
    """Where a source stands; of several cells, their row and what it is of: « ligne 7 · PR-02 »."""
    place = group[0].place
    if len({c.place.cell for c in group}) < 2:
        return place_words(place, words)
    row = place_words(replace(place, cell=None), words)
    return " · ".join(part for part in (row, name_of(group)) if part)


def document_line(source: Source, words: Words) -> str:
    """« Titre, version 2, 1er avril 2026 »: what identifies a source's document."""
    version = words.version.format(source.version) if source.version else ""
    return ", ".join(part for part in (source.title, version, source.date) if part)


def source_line(source: Source, words: Words) -> str:
    """« Titre, version 2, 1er avril 2026, page 3 »: what identifies a source on one line."""
    return ", ".join(part for part in (document_line(source, words), source.place) if part)


def quoted(source: Source, words: Words, most: int | None = None) -> str:
    """The exact words, cell by cell: « « R » · « Rédiger la charte » »; at most so many, and a mark that there are more."""
    told = [words.quote.format(one) for one in source.quotes]
    return " · ".join([*told[:most], "…"] if most and len(told) > most else told)


def titles(nearest: Iterable[Near]) -> tuple[str, ...]:
    """The documents near, each once."""
    return tuple(dict.fromkeys(near.title for near in nearest))


def numbered(sentence: Sentence | Note | Whom | Near, text: str) -> str:
    """The text with its numbers: « … [1][2] »."""
    return text + (" " + "".join(f"[{n}]" for n in sentence.numbers) if sentence.numbers else "")


def plain_text(message: Message, *, sources: bool = True) -> str:
    """The whole message as plain text: notifications, « copier avec les sources », screen readers."""
    return "\n".join(plain_lines(message, sources=sources))


def plain_lines(message: Message, *, sources: bool = True) -> Iterator[str]:
    words = message.words
    premises = [n for n in message.notes if n.kind == "premise"]
    for note in premises:
        yield numbered(note, words.labelled.format(note.label, note.text))
    for sentence in message.sentences:
        yield numbered(sentence, sentence.text)
    if message.grid:
        yield from _grid_lines(message.grid, words)
    for note in message.notes:
        if note not in premises:
            yield numbered(note, words.labelled.format(note.label, note.text))
    if message.nearest:
        yield f"{words.head(words.nearest)} {', '.join(titles(message.nearest))}."
        for near in (one for one in message.nearest if one.words):
            yield numbered(near, f"• {near.said(words)}")
    if message.whom:
        yield numbered(message.whom, f"{words.head(words.whom)} {message.whom.role} ({message.whom.why}).")
    yield from message.confirmed
    if sources and message.sources:
        yield ""
        yield words.head(words.sources)
        for source in message.sources:
            yield f"[{source.number}] {words.head(source_line(source, words))} {quoted(source, words)}"


def _grid_lines(grid: Grid, words: Words) -> Iterator[str]:
    """A line a row: its name, then each value after the head of its column."""
    if grid.numbers:
        yield numbered(Sentence("", grid.numbers), grid.caption)
    for row in grid.rows:
        numbers = () if grid.numbers else row_numbers(row)
        yield numbered(Sentence("", numbers), f"• {row_line(grid, row, words)}")


def row_numbers(row: tuple[Sentence, ...]) -> tuple[int, ...]:
    """The numbers of a row, each once."""
    return tuple(sorted({number for cell in row for number in cell.numbers}))


def row_line(grid: Grid, row: tuple[Sentence, ...], words: Words) -> str:
    """« PR-01 – Santé : Vert · Avancement : 74 % »; a single value needs no head before it."""
    name, *rest = row
    named = zip(grid.header[1:], rest, strict=False)
    told = [(head, one_line(cell.text)) for head, cell in named if cell.text]
    cells = [text if len(grid.header) == 2 else words.labelled.format(head, text) for head, text in told]
    return " – ".join(filter(None, (one_line(name.text), " · ".join(cells))))
