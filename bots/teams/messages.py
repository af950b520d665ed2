"""A message as the activities Teams shows: text with its pills, a card where there is a table, nothing over a limit.

    Message ──► lines and table rows, each with its numbers ──► parts, each under 25 KB and 20 citations ──► activities

Numbers are given anew in each part: there, ``[n]`` is the n-th citation, which is the only thing Teams understands.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bots.rendering import Grid, Message, Sentence, Source
from bots.teams import cards
from bots.teams.markup import cut, link, markdown, pieces, plain, units, web
from bots.wording.teams import said

Activity = dict[str, Any]

CITATIONS, NAME, ABSTRACT, KEYWORDS, KEYWORD = 20, 80, 160, 3, 28
SIZE = 25_000  # bytes of a whole activity as JSON
_ENVELOPE = 8_000  # of them, kept for what is around text, citations and rows
_PIECE = 1_200  # of one line, before its markup is made harmless
_CARRIED = 8_000  # of the citations of one line
_ADDRESS = 400  # of an address in a cell
_SPOKEN = 600  # units of what is said of a table where cards are not drawn
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


def activities(message: Message, address: Address) -> tuple[Activity, ...]:
    """What to send, in order. ``address`` gives where a source's link leads, or ""."""
    citations = {source.number: _citation(source, web(address(source))) for source in message.sources}
    parts = _packed(message, {number: _bytes(cited) for number, cited in citations.items()})
    drawn = [_drawn(message, part, citations) for part in parts]
    last = drawn[-1]
    last["channelData"] = {"feedbackLoop": {"type": "custom"}}
    if questions := [question for question in message.suggestions if units(question) <= _QUESTION]:
        heading, actions = cards.suggestions(questions, message.language)
        spoken = f"{said('suggestions', message.language)} {' '.join(a['title'] for a in actions)}"
        last.setdefault("attachments", []).append(cards.attachment(cards.card([heading], spoken, actions=actions)))
    for activity in drawn[1:]:
        activity["text"] = f"{said('continued', message.language)}\n\n{activity['text']}"
    return tuple(drawn)


def text(words: str, language: str) -> Activity:
    """A message of the bot's own: Markdown, no label, no thumbs."""
    return {"type": "message", "textFormat": "markdown", "locale": _LOCALES[language], "text": words}


_LOCALES = {"fr": "fr-CA", "en": "en-CA"}


def _drawn(message: Message, part: _Part, citations: dict[int, Activity]) -> Activity:
    local = part.numbers
    lines = [*part.lines]
    if part.rows and message.grid:
        told = {n for line in lines for n in line.numbers}
        rest = tuple(n for n in local if n not in told)
        if rest:
            lines.append(Line(said("table_sources", message.language), rest))
    body = text("\n\n".join(_numbered(line, local) for line in lines), message.language)
    cited = [{"@type": "Claim", "position": new, "appearance": citations[old]} for old, new in local.items()]
    body["entities"] = [
        {
            "type": "https://schema.org/Message",
            "@type": "Message",
            "@context": "https://schema.org",
            "@id": "",
            "additionalType": ["AIGeneratedContent"],
            **({"citation": cited} if cited else {}),
        }
    ]
    if part.rows and message.grid:
        body["attachments"] = [_table(message.grid, part, citations)]
    return body


def _table(grid: Grid, part: _Part, citations: dict[int, Activity]) -> Activity:
    local = part.numbers
    rows = [[Sentence(c.text, tuple(local[n] for n in c.numbers if n in local)) for c in row] for row in part.rows]
    addresses = {new: web(citations[old].get("url", ""), _ADDRESS) for old, new in local.items()}
    spoken = "\n".join([grid.caption, " | ".join(grid.header), *(" | ".join(c.text for c in row) for row in part.rows)])
    table = cards.table(grid.caption, grid.header, rows, addresses)
    return cards.attachment(cards.card(table, cut(plain(spoken), _SPOKEN), msteams={"width": "Full"}))


def _numbered(line: Line, local: dict[int, int]) -> str:
    return " ".join(filter(None, (line.text, "".join(f"[{local[n]}]" for n in line.numbers))))


class _Packing:
    """Puts lines and rows in parts, opening a new one when the last is full."""

    def __init__(self, weights: dict[int, int]) -> None:
        self._weights = weights
        self.parts = [_Part()]

    def line(self, line: Line) -> None:
        self._room(_bytes(line.text) + 8 * len(line.numbers), line.numbers).lines.append(line)

    def row(self, row: tuple[Sentence, ...], header: int) -> None:
        numbers = _of_row(row)
        part = self._room(_row_size(row) + (0 if self.parts[-1].rows else header), numbers)
        part.size += 0 if part.rows else header
        part.rows.append(row)

    def _room(self, size: int, numbers: tuple[int, ...]) -> _Part:
        part = self.parts[-1]
        fresh = [n for n in numbers if n not in part.numbers]
        heavier = size + sum(self._weights[n] for n in fresh)
        if (part.lines or part.rows) and (part.size + heavier > SIZE or len(part.numbers) + len(fresh) > CITATIONS):
            self.parts.append(part := _Part())
            heavier = size + sum(self._weights[n] for n in numbers)
        part.size += heavier
        for number in numbers:
            part.numbers.setdefault(number, len(part.numbers) + 1)
        return part


def _packed(message: Message, weights: dict[int, int]) -> list[_Part]:
    packing = _Packing(weights)
    for said_ in _before(message):
        for line in _fitting(*said_, weights, message.language):
            packing.line(line)
    header = sum(2 * _bytes(name) + 120 for name in message.grid.header) if message.grid else 0
    for row in message.grid.rows if message.grid else ():
        heavy = header + _row_size(row) + sum(weights[n] for n in _of_row(row))
        if len(_of_row(row)) > CITATIONS or heavy > SIZE - _ENVELOPE:  # no card holds such a row: it is told
            for line in _fitting("", " | ".join(cell.text for cell in row), _of_row(row), weights, message.language):
                packing.line(line)
        else:
            packing.row(row, header)
    for said_ in _after(message):
        for line in _fitting(*said_, weights, message.language):
            packing.line(line)
    for near in _near(message):
        packing.line(near)
    return packing.parts


def _fitting(
    label: str, words: str, numbers: tuple[int, ...], weights: dict[int, int], language: str
) -> Iterator[Line]:
    """The words in lines a part can hold. The numbers follow the last one; those it cannot carry follow on more."""
    *first, last = pieces(words, _PIECE)
    for piece in first:
        yield Line(" ".join(filter(None, (label, markdown(piece)))))
        label = ""
    groups: list[list[int]] = [[]]
    for number in numbers:
        if len(groups[-1]) == CITATIONS or sum(weights[n] for n in (*groups[-1], number)) > _CARRIED:
            groups.append([])
        groups[-1].append(number)
    yield Line(" ".join(filter(None, (label, markdown(last)))), tuple(groups[0]))
    for group in groups[1:]:
        yield Line(said("more_sources", language), tuple(group))


def _of_row(row: tuple[Sentence, ...]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(number for cell in row for number in cell.numbers))


def _row_size(row: tuple[Sentence, ...]) -> int:
    """Bytes a row may take in the card and in what is shown where there is no card."""
    return sum(_bytes(cell.text) + 120 + (200 + _ADDRESS) * len(cell.numbers) for cell in row) + 100


def _before(message: Message) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    """(label, words, numbers) of what stands before the table."""
    for note in message.notes:
        if note.kind == "premise":
            yield f"**{note.label} :**", note.text, note.numbers
    for sentence in message.sentences:
        yield "", sentence.text, sentence.numbers
    if message.grid and not message.sentences:
        yield "", message.grid.caption, ()


def _after(message: Message) -> Iterator[tuple[str, str, tuple[int, ...]]]:
    for note in message.notes:
        if note.kind != "premise":
            yield f"⚠️ **{note.label} :**", note.text, note.numbers
    if message.whom:
        whom = message.whom
        yield f"**{message.words.whom} :**", f"{whom.role} ({whom.why}).", whom.numbers


def _near(message: Message) -> Iterator[Line]:
    if message.nearest:
        yield Line(f"**{message.words.nearest} :**")
    for near in message.nearest:
        yield Line(f"- {link(cut(near.title, 300), near.url)}")


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
