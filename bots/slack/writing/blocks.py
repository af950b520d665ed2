"""A message as Block Kit, within Slack's limits whatever the answer holds.

Limits (https://docs.slack.dev/reference/block-kit/blocks): 50 blocks, 3000 characters a section, 75 a button, 2000 its
value; and about 13,000 for a whole message, which Slack does not document.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from bots.rendering.addresses import parted
from bots.rendering.message import (
    Grid,
    Message,
    Near,
    Note,
    Sentence,
    Source,
    Whom,
    plain_text,
    quoted,
    row_numbers,
    source_line,
)
from bots.rendering.pieces import contacts, few_rows, more, proved_alone, read, to_open, to_write
from bots.rendering.plain import one_line, shorten, spaced
from bots.slack.writing.markup import address, link, markdown, mrkdwn
from bots.wording import Words
from bots.wording.slack import Say

Block = dict[str, Any]
Escape = Callable[[str], str]

SECTION = 3000
BUTTON, VALUE = 75, 2000
TEXT = 2500  # characters of the notification
WHOLE = 10_000  # characters of the blocks as JSON: with the text, under what Slack takes
URL = 1500  # a longer address is not linked
QUOTE, TITLE = 220, 200
SOURCES = 20
WAYS = 4  # addresses to write to, services to open
ROW = 240  # characters for the numbers of a row: the first leads to its passage
_MARKDOWN = (("[", ")"), ("&", ";"))  # what a link and an entity begin and end with; mrkdwn's are the defaults of _cut


@dataclass(frozen=True, slots=True)
class Drawn:
    """``head`` says the answer, ``tail`` proves it; ``markdown`` is the head for a stream, ``text`` for notifications."""

    text: str
    markdown: str
    head: tuple[Block, ...]
    tail: tuple[Block, ...] = ()

    @property
    def blocks(self) -> list[Block]:
        return [*self.head, *self.tail]


def draw(message: Message, say: Say, buttons: Iterable[Block] = ()) -> Drawn:
    """The answer or the refusal; ``buttons`` are kept whatever has to be left out, and sources before tables."""
    last = list(buttons)
    urls = {source.number: source.url for source in message.sources}
    room = WHOLE - _size(last)
    for_head = room // 2
    streamed = _cut("\n\n".join(_head(message, urls, markdown)), for_head, _MARKDOWN)
    head = _fitted(map(section, _paragraphs(_head(message, urls, mrkdwn))), for_head, say)
    room -= max(_size(head), len(streamed))
    facts = list(_facts(message, urls))
    proof = _sources(message, say, room // 2 if facts else room)
    tail = [*_fitted(facts, room - _size(proof), say), *proof]
    text = _cut_before(plain_text(message, sources=False), mrkdwn, TEXT)
    return Drawn(text.strip() or "–", streamed.strip() or "–", tuple(head), (*tail, *last))


def said(text: str) -> Drawn:
    """A sentence of our own, alone."""
    return Drawn(mrkdwn(text), markdown(text), (section(mrkdwn(text)),))


def section(text: str, name: str = "") -> Block:
    """``text`` is mrkdwn already, and cut to what a section holds; ``verbatim`` keeps Slack from making links and
    mentions of bare words."""
    made: Block = {"type": "section", "text": {"type": "mrkdwn", "text": _cut(text) or "–", "verbatim": True}}
    return {**made, "block_id": name} if name else made


def context(text: str, name: str = "") -> Block:
    made: Block = {"type": "context", "elements": [{"type": "mrkdwn", "text": _cut(text) or "–", "verbatim": True}]}
    return {**made, "block_id": name} if name else made


def header(text: str) -> Block:
    return {"type": "header", "text": words(shorten(text, 150))}


def words(text: str) -> Block:
    return {"type": "plain_text", "text": text or "–", "emoji": False}


def button(action: str, text: str, value: str, style: str = "") -> Block:
    made: Block = {
        "type": "button", "action_id": action, "text": words(shorten(one_line(text), BUTTON)), "value": value[:VALUE],
    }  # fmt: skip
    return {**made, "style": style} if style else made


def _head(message: Message, urls: dict[int, str], escape: Escape) -> Iterator[str]:
    for note in message.notes:
        if note.kind == "premise":
            yield _note(note, message.words, urls, escape)
    for sentence in read(message):
        yield _numbered(sentence, sentence.text, urls, escape)


def _facts(message: Message, urls: dict[int, str]) -> Iterator[Block]:
    told = message.words
    if message.grid:
        yield from map(section, _paragraphs(_rows(message, message.grid, urls), "\n"))
    if ways := _ways(message):
        yield context(ways)
    for note in message.notes:
        if note.kind != "premise":
            yield context(f"⚠ {_note(note, told, urls, mrkdwn)}")
    if message.nearest:
        near = ", ".join(link(n.url, shorten(n.title, TITLE)) if _short(n.url) else mrkdwn(n.title[:TITLE])
                         for n in _once(message.nearest)[:5])  # fmt: skip
        yield section(f"{told.head(told.nearest)} {near}.")
        words_near = [one for one in message.nearest if one.words]
        if words_near:
            yield section("\n".join(f"• {_numbered(one, replace(one, words=shorten(one.words, QUOTE)).said(told), urls, mrkdwn)}"
                                    for one in words_near))  # fmt: skip
    if message.whom:
        whom = message.whom
        yield section(f"*{told.head(told.whom)}* {_numbered(whom, f'{whom.role} ({whom.why}).', urls, mrkdwn)}")
    yield from (context(mrkdwn(line)) for line in message.confirmed)


def _sources(message: Message, say: Say, room: int) -> list[Block]:
    """As many sources as there is room for, and how many more there are."""
    if not message.sources:
        return []
    kept: list[Block] = []
    told = [source_words(source, message.words) for source in message.sources[:SOURCES]]
    for shown in range(len(told) + 1):
        lines = [f"*{say('sources')}*", *told[:shown]]
        if left := len(message.sources) - shown:
            lines.append(say("more_sources", left))
        texts = enumerate(_paragraphs(lines, "\n"))
        made = [{"type": "divider"}, *(section(text, f"sources-{number}") for number, text in texts)]
        if kept and _size(made) > room:
            break
        kept = made
    return kept


def source_words(source: Source, told: Words) -> str:
    """« [1] Titre, version 2, 2026-04-01, page 3 : « extrait » », the title leading to the very passage."""
    line = shorten(source_line(source, told), TITLE)
    quote = shorten(quoted(source, told), QUOTE)
    shown = link(source.url, f"[{source.number}] {line}") if _short(source.url) else mrkdwn(f"[{source.number}] {line}")
    return f"{shown}\n_{mrkdwn(quote)}_" if "\n" not in quote else f"{shown}\n{mrkdwn(quote)}"


def _note(note: Note, told: Words, urls: dict[int, str], escape: Escape) -> str:
    bold = "**" if escape is markdown else "*"
    return f"{bold}{escape(told.head(note.label))}{bold} {_numbered(note, note.text, urls, escape)}"


def _once(nearest: Iterable[Near]) -> list[Near]:
    """A document near, once."""
    return list({near.title: near for near in reversed(list(nearest))}.values())[::-1]


def _ways(message: Message) -> str:
    """« Écrire à … », « Voir le service », « Voir la preuve »: links of ours, to addresses the answer shows."""
    told = message.words
    mails = [a.removeprefix("mailto:") for a in contacts(message) if a.startswith("mailto:")][:WAYS]
    opens = [a for a in contacts(message) if not a.startswith("mailto:") and _short(a)][:WAYS]
    links = [
        f"<{to_write(message, f'mailto:{mail}').replace('&', '&amp;')}|{mrkdwn(told.write.format(mail))}>"
        for mail in mails
    ]
    links += [link(url, to_open(message, url)) for url in opens]
    if links and proved_alone(message) and _short(message.sources[0].url):
        links.append(link(message.sources[0].url, told.see_proof))
    while links and len(" · ".join(links)) > SECTION:
        links.pop()
    return " · ".join(links)


def _rows(message: Message, grid: Grid, urls: dict[int, str]) -> Iterator[str]:
    """Slack has no table in a section: a line a row, each cell after the name of its column; a few rows."""
    shown, rest = few_rows(grid)
    yield f"*{mrkdwn(grid.caption)}*{_calls(grid.numbers, urls, mrkdwn, ROW)}"
    for row in shown:
        cells = [
            message.words.labelled.format(mrkdwn(shorten(name, TITLE)), _opened(shorten(one_line(cell.text), TITLE)))
            for name, cell in zip(grid.header, row, strict=False)
            if cell.text
        ]
        numbers = () if grid.numbers else row_numbers(row)
        yield "• " + " · ".join(cells) + _calls(numbers, urls, mrkdwn, ROW)
    if rest:
        yield mrkdwn(more(message, len(rest)))


def _opened(text: str) -> str:
    """The words, each address among them one to write to or to open: a link of ours, whose words are where it leads."""
    return "".join(
        f"<{where}|{mrkdwn(words_)}>"
        if where.startswith("mailto:")
        else link(where, words_)
        if where
        else mrkdwn(words_)
        for words_, where in parted(text)
    )


def _numbered(said_: Sentence | Note | Whom | Near, text: str, urls: dict[int, str], escape: Escape) -> str:
    body = _cut_before(spaced(text), escape, SECTION * 2 // 3)
    return body + _calls(said_.numbers, urls, escape, SECTION - len(body) - 1)


def _calls(numbers: Iterable[int], urls: dict[int, str], escape: Escape, room: int) -> str:
    """« [1] [2] », each leading to its passage as far as there is room; the sources say where the others lead."""
    made = ""
    for number in numbers:
        linked, plain = _call(number, urls.get(number, ""), escape), _call(number, "", escape)
        call = linked if len(made) + len(linked) + 1 <= room else plain
        if len(made) + len(call) + 1 <= room:
            made += f" {call}"
    return made


def _call(number: int, url: str, escape: Escape) -> str:
    safe = address(url) if _short(url) else ""
    if escape is markdown:
        return f"[[{number}]]({safe})" if safe else f"[{number}]"
    return f"<{safe}|[{number}]>" if safe else f"[{number}]"


def _short(url: str) -> bool:
    return len(url) <= URL


def _paragraphs(lines: Iterable[str], between: str = "\n\n") -> Iterator[str]:
    """Lines gathered into texts a section can hold."""
    gathered = ""
    for line in lines:
        joined = f"{gathered}{between}{line}" if gathered else line
        if len(joined) > SECTION and gathered:
            yield gathered
            joined = line
        gathered = _cut(joined)
    if gathered:
        yield gathered


def _fitted(blocks: Iterable[Block], room: int, say: Say) -> list[Block]:
    """The blocks that fit, and a word that they are cut when some do not; of the first, at least a part."""
    told = context(say("cut"))
    room -= _size([told])
    kept: list[Block] = []
    for block in blocks:
        if _size([*kept, block]) > room or len(kept) >= 20:
            return [*kept, *_part(block, room - _size(kept), at_least=not kept), told]
        kept.append(block)
    return kept


def _part(block: Block, room: int, *, at_least: bool) -> list[Block]:
    """The first lines of a section, as many as there is room for; ``at_least`` a piece of the first."""
    lines = block["text"]["text"].split("\n") if block["type"] == "section" else []
    while lines and _size([section("\n".join(lines))]) > room:
        lines.pop()
    if lines:
        return [section("\n".join(lines))]
    return [section(_cut(block["text"]["text"], room // 3))] if at_least and block["type"] == "section" else []


def _size(blocks: list[Block]) -> int:
    return len(json.dumps(blocks, ensure_ascii=False))


def _cut_before(text: str, escape: Escape, limit: int) -> str:
    """The escaped text within the limit; cut before escaping, so that no entity is cut in two."""
    room = limit
    while len(made := escape(shorten(text, room))) > limit:
        room = room * limit // len(made) - 1
    return made


def _cut(text: str, limit: int = SECTION, pairs: tuple[tuple[str, str], ...] = (("<", ">"), ("&", ";"))) -> str:
    """Last resort for text already escaped: cut where no link and no entity is cut in two."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    for opening, closing in pairs:
        start = cut.rfind(opening)
        if start >= 0 and closing not in cut[start:] and len(cut) - start < URL + TITLE + 60:
            cut = cut[:start]
    return cut.rstrip() + "…"
