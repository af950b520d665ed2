"""A message as the activities Teams shows: text with its pills, a card where there is a table, nothing over a limit.

    Message ──► lines and table rows, each with its numbers ──► parts, each under 25 KB and 10 citations ──► activities

Numbers are given anew in each part: there, ``[n]`` is the n-th citation, which is the only thing Teams understands.
A table with more sources than a message may cite has cells that are links, each to its own words.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from bots.rendering.message import Grid, Message, Note, Sentence, Source, Whom
from bots.rendering.pieces import contacts, few_rows, more, proved_alone, read, to_open, to_write
from bots.teams import cards
from bots.teams.markup import cut, link, markdown, pieces, plain, units, web
from bots.wording.teams import said

Activity = dict[str, Any]

# Teams documents twenty citations a message; Microsoft's own emulator refuses the eleventh, and the whole message with it.
CITATIONS, NAME, ABSTRACT, KEYWORDS, KEYWORD = 10, 80, 160, 3, 28
SIZE = 25_000  # bytes of a whole activity as JSON
_ENVELOPE = 3_500  # of them, kept for what is around text, citations and rows
_PIECE = 1_200  # of one line, before its markup is made harmless
_CARRIED = 8_000  # of the citations of one line
_ADDRESS = 400  # of an address in a cell
_CARD = 4_000  # units of labels and values that one card holds
_SPOKEN = 400  # units of what is said of a table where cards are not drawn
WAYS = 4  # addresses that have a button; Teams shows six buttons a card
_QUESTION = 300  # units of a follow-up question
_ICONS = {
    "xlsx": "Microsoft Excel",
    "csv": "Microsoft Excel",
    "docx": "Microsoft Word",
    "pptx": "Microsoft PowerPoint",
    "pdf": "PDF",
}

Address = Callable[[Source], str]


@dataclass(frozen=True, slots=True)
class Line:
    """Markdown of ours, already harmless, and the numbers that follow it."""

    text: str
    numbers: tuple[int, ...] = ()


@dataclass(slots=True)
class _Part:
    lines: list[Line] = field(default_factory=list)
    rows: list[tuple[Sentence, ...]] = field(default_factory=list)
    numbers: dict[int, int] = field(default_factory=dict)  # global → local
    size: int = _ENVELOPE


@dataclass(frozen=True, slots=True)
class _Shown:
    """A message and its citations by number. ``linked``: too many for pills, so each cell is a link to its words."""

    message: Message
    citations: dict[int, Activity]
    addresses: dict[int, str]
    linked: bool

    @classmethod
    def of(cls, message: Message, address: Address) -> _Shown:
        citations = {source.number: _citation(source, web(address(source))) for source in message.sources}
        addresses = {number: web(cited.get("url", ""), _ADDRESS) for number, cited in citations.items()}
        told: list[Sentence | Note | Whom] = [*message.sentences, *message.notes]
        told += [message.whom] if message.whom else []
        cells = {number for row in (message.grid.rows if message.grid else ()) for number in _of_row(row)}
        many = len(cells.union(*(one.numbers for one in told))) > CITATIONS
        return cls(message, citations, addresses, many and bool(cells) and all(addresses[n] for n in cells))

    def weight(self, numbers: Iterable[int]) -> int:
        return sum(_bytes(self.citations[number]) + 60 for number in numbers)

    def row(self, row: tuple[Sentence, ...], local: dict[int, int]) -> Activity:
        if self.linked:
            return cards.row(row, self.addresses, numbered=False)
        told = [Sentence(cell.text, tuple(local[n] for n in cell.numbers)) for cell in row]
        return cards.row(told, {local[n]: self.addresses[n] for n in _of_row(row)}, numbered=True)


def activities(message: Message, address: Address, buttons: Sequence[cards.Card] = ()) -> tuple[Activity, ...]:
    """What to send, in order. ``address`` gives where a source's link leads, or ""; ``buttons`` come after the others."""
    shown = _Shown.of(message, address)
    asked = [*_card(message, address, buttons), *_suggestions(message)]
    drawn = [_drawn(shown, part) for part in _packed(shown, _bytes(asked))]
    drawn[-1]["channelData"] = {"feedbackLoop": {"type": "custom"}}
    if asked:
        drawn[-1].setdefault("attachments", []).extend(asked)
    for activity in drawn[1:]:
        activity["text"] = f"{said('continued', message.language)}\n\n{activity['text']}"
    return tuple(drawn)


def _carded(message: Message) -> bool:
    """Whether labels and values are drawn as a card: all proved by what the line above them cites, and not too long."""
    rows = [one for one in read(message) if one.label]
    return bool(rows) and not any(one.numbers for one in rows) and sum(units(one.text) for one in rows) <= _CARD


def _card(message: Message, address: Address, buttons: Sequence[cards.Card]) -> list[Activity]:
    """The labels and values, and what one may do: write, see the service, see the proof."""
    rows = [(one.label, one.value) for one in read(message) if one.label] if _carded(message) else []
    links = _ways(message, address)
    if not rows and not links and not buttons:
        return []
    spoken = "\n".join(message.words.labelled.format(label, value) for label, value in rows)
    body = cards.facts(rows)
    return [
        cards.attachment(cards.card(body, cut(plain(spoken), _SPOKEN) or "–", actions=[*cards.ways(links), *buttons]))
    ]


def _ways(message: Message, address: Address) -> list[tuple[str, str]]:
    words, found = message.words, contacts(message)
    mails = [one for one in found if one.startswith("mailto:")][:WAYS]
    opens = [one for one in found if web(one)][: max(1, WAYS - len(mails))]
    links = [
        (words.write.format(mail.removeprefix("mailto:")), to_write(message, mail))
        for mail in mails
        if units(mail) <= _ADDRESS
    ]
    links += [(to_open(message, one), web(one)) for one in opens]
    proof = web(address(message.sources[0])) if proved_alone(message) else ""
    return [*links, (words.see_proof, proof)] if links and proof else links


def _suggestions(message: Message) -> list[Activity]:
    questions = [question for question in message.suggestions if units(question) <= _QUESTION]
    if not questions:
        return []
    heading = message.words.head(message.offering)
    spoken = f"{heading} {' '.join(map(plain, questions[:3]))}"
    return [cards.attachment(cards.card(cards.suggestions(questions, heading), spoken))]


def text(words: str, language: str) -> Activity:
    """A message of the bot's own: Markdown, no label, no thumbs."""
    return {"type": "message", "textFormat": "markdown", "locale": _LOCALES[language], "text": words}


_LOCALES = {"fr": "fr-CA", "en": "en-CA"}


def _drawn(shown: _Shown, part: _Part) -> Activity:
    message, local = shown.message, part.numbers
    lines = [*part.lines]
    if part.rows:
        told = {number for line in lines for number in line.numbers}
        rest = tuple(number for number in local if number not in told)
        lines += [Line(said("table_sources", message.language), rest)] if rest else []
        lines += [Line(said("table_linked", message.language))] if shown.linked else []
    body = text("\n\n".join(_numbered(line, local) for line in lines), message.language)
    cited = [{"@type": "Claim", "position": new, "appearance": shown.citations[old]} for old, new in local.items()]
    body["entities"] = [
        {
            "type": "https://schema.org/Message",
            "@type": "Message",
            "@context": "https://schema.org",
            "@id": "",
            **({"citation": cited} if cited else {}),
        }
    ]
    if part.rows and message.grid:
        body["attachments"] = [_table(message.grid, shown, part)]
    return body


def _table(grid: Grid, shown: _Shown, part: _Part) -> Activity:
    spoken = "\n".join([grid.caption, " | ".join(grid.header), *(" | ".join(c.text for c in row) for row in part.rows)])
    rows = [shown.row(row, part.numbers) for row in part.rows]
    table = cards.table(cut(grid.caption, _SPOKEN), grid.header, rows)
    return cards.attachment(cards.card(table, cut(plain(spoken), _SPOKEN), msteams={"width": "Full"}))


def _numbered(line: Line, local: dict[int, int]) -> str:
    return " ".join(filter(None, (line.text, "".join(f"[{local[n]}]" for n in line.numbers))))


class _Packing:
    """Puts lines and rows in parts, opening a new one when the last is full."""

    def __init__(self, shown: _Shown) -> None:
        self._shown = shown
        self.parts = [_Part()]

    def line(self, line: Line) -> None:
        self.room(_bytes(line.text) + 8 * len(line.numbers), line.numbers).lines.append(line)

    def row(self, row: tuple[Sentence, ...], size: int, header: int) -> None:
        numbers = () if self._shown.linked else _of_row(row)
        part = self.room(size + (0 if self.parts[-1].rows else header), numbers)
        part.size += 0 if part.rows else header
        part.rows.append(row)

    def room(self, size: int, numbers: tuple[int, ...] = ()) -> _Part:
        part = self.parts[-1]
        fresh = [n for n in numbers if n not in part.numbers]
        heavier = size + self._shown.weight(fresh)
        if (part.lines or part.rows) and (part.size + heavier > SIZE or len(part.numbers) + len(fresh) > CITATIONS):
            self.parts.append(part := _Part())
            heavier = size + self._shown.weight(numbers)
        part.size += heavier
        for number in numbers:
            part.numbers.setdefault(number, len(part.numbers) + 1)
        return part


def _packed(shown: _Shown, reserved: int) -> list[_Part]:
    """``reserved`` bytes are kept in the last part."""
    packing, message = _Packing(shown), shown.message
    # Teams shows the text of a message above its card: what is said of a table is said before it.
    for told in (*_before(message), *_after(message)):
        for line in _fitting(*told, shown):
            packing.line(line)
    for near in _near(message):
        packing.line(near)
    header = sum(_bytes(name) + 200 for name in message.grid.header) if message.grid else 0
    shown_rows, rest = few_rows(message.grid) if message.grid else ((), ())
    if rest:
        packing.line(Line(markdown(more(message, len(rest)))))
    for row in shown_rows:
        size = _bytes(shown.row(row, {number: number for number in _of_row(row)}))
        numbers = () if shown.linked else _of_row(row)
        if len(numbers) > CITATIONS or header + size + shown.weight(numbers) > SIZE - _ENVELOPE:
            # No card holds such a row: it is told.
            for line in _fitting("", " | ".join(cell.text for cell in row), _of_row(row), shown):
                packing.line(line)
        else:
            packing.row(row, size, header)
    packing.room(reserved)
    return packing.parts


def _fitting(label: str, words: str, numbers: tuple[int, ...], shown: _Shown) -> Iterator[Line]:
    """The words in lines a part can hold. The numbers follow the last one; those it cannot carry follow on more."""
    if shown.linked and len(numbers) > CITATIONS and shown.message.grid:
        cells = {number for row in shown.message.grid.rows for number in _of_row(row)}
        numbers = tuple(number for number in numbers if number not in cells)  # the table leads to those
    *first, last = pieces(words, _PIECE)
    for piece in first:
        yield Line(" ".join(filter(None, (label, markdown(piece)))))
        label = ""
    groups: list[list[int]] = [[]]
    for number in numbers:
        if len(groups[-1]) == CITATIONS or shown.weight((*groups[-1], number)) > _CARRIED:
            groups.append([])
        groups[-1].append(number)
    yield Line(" ".join(filter(None, (label, markdown(last)))), tuple(groups[0]))
    for group in groups[1:]:
        yield Line(said("more_sources", shown.message.language), tuple(group))


def _of_row(row: tuple[Sentence, ...]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(number for cell in row for number in cell.numbers))


def _before(message: Message) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """(label, words, numbers) of what stands before the table."""
    for note in message.notes:
        if note.kind == "premise":
            yield f"**{message.words.head(note.label)}**", note.text, note.numbers
    carded = _carded(message)
    for sentence in read(message):
        if not (carded and sentence.label):
            yield "", sentence.text, sentence.numbers
    if message.grid and not message.sentences:
        yield "", message.grid.caption, ()


def _after(message: Message) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    for note in message.notes:
        if note.kind != "premise":
            yield f"⚠️ **{message.words.head(note.label)}**", note.text, note.numbers
    if message.whom:
        whom = message.whom
        yield f"**{message.words.head(message.words.whom)}**", f"{whom.role} ({whom.why}).", whom.numbers
    yield from (("", line, ()) for line in message.confirmed)


def _near(message: Message) -> Iterator[Line]:
    if message.nearest:
        yield Line(f"**{message.words.head(message.words.nearest)}**")
    for near in message.nearest:
        said_of = f"{message.words.head('')} {markdown(near.said(message.words))}" if near.words else ""
        yield Line(f"- {link(cut(near.title, 300), near.url)}{said_of}", near.numbers)


def _citation(source: Source, address: str) -> Activity:
    """A pill: title and place, verbatim extract, where it leads."""
    place = cut(plain(source.place), NAME - 12)
    title = cut(plain(source.title), NAME - 2 - units(place))
    extension = source.document.rpartition(".")[2].lower()
    version = f"v. {source.version}" if source.version else ""
    keywords = [cut(plain(word), KEYWORD) for word in (version, source.date) if word]
    return {
        "@type": "DigitalDocument",
        "name": cut(", ".join(filter(None, (title, place))) or "–", NAME),
        "abstract": cut(plain(source.quote), ABSTRACT) or "–",
        "image": {"@type": "ImageObject", "name": _ICONS.get(extension, "Text")},
        **({"url": address} if address else {}),
        **({"keywords": keywords[:KEYWORDS]} if keywords else {}),
    }


def _bytes(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False).encode()) + 60
