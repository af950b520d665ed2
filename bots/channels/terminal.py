"""The terminal: an answer printed, and a conversation held, on the same desk as every other channel."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from bots.channel import Asked, Desk
from bots.errors import sentence
from bots.rendering.message import Message, Sentence, document_line, numbered, quoted, row_line, row_numbers, titles
from bots.rendering.pieces import few_rows, more, read
from bots.rendering.terminal import BOLD, DIM, YELLOW, say, style, wrapped
from bots.wording import wording
from bots.wording.commands import Commands

_QUIT = frozenset("quitter quit exit q :q bye".split())
_FORGET = frozenset("oublier oublie forget".split())


def show(message: Message) -> None:
    """The answer, its numbered sources with title, place and quote, notices, whom to ask, suggestions."""
    words = message.words
    for note in message.notes:
        if note.kind == "premise":
            wrapped(numbered(note, words.labelled.format(note.label, note.text)), code=YELLOW)
    for number, line in enumerate(read(message)):
        indent = "" if not line.label else "  "
        wrapped(numbered(line, line.text), indent, code=BOLD if number == 0 else "")
    _grid(message)
    for note in message.notes:
        if note.kind != "premise":
            wrapped(numbered(note, words.labelled.format(note.label, note.text)), code=YELLOW)
    if message.nearest:
        wrapped(f"{words.head(words.nearest)} {', '.join(titles(message.nearest))}.")
        for near in (one for one in message.nearest if one.words):
            wrapped(numbered(near, near.said(words)), "    ", "  • ")
    if message.whom:
        wrapped(numbered(message.whom, f"{words.head(words.whom)} {message.whom.role} ({message.whom.why})."))
    for confirmed in message.confirmed:
        wrapped(confirmed, code=DIM)
    _sources(message)
    if message.suggestions:
        say()
        say(style(words.head(message.offering), DIM))
        for suggestion in message.suggestions:
            wrapped(suggestion, "  ", code=DIM)


def _grid(message: Message) -> None:
    """A line a row, its name first; seven of them, and how many more."""
    if not message.grid:
        return
    shown, rest = few_rows(message.grid)
    say()
    say(style(numbered(Sentence("", message.grid.numbers), message.grid.caption), BOLD))
    for row in shown:
        numbers = () if message.grid.numbers else row_numbers(row)
        wrapped(numbered(Sentence("", numbers), row_line(message.grid, row, message.words)), "    ", "  • ")
    if rest:
        wrapped(more(message, len(rest)), "  ")


def _sources(message: Message) -> None:
    """Each document once, under it each place and its exact words."""
    if not message.sources:
        return
    say()
    say(style(message.words.head(message.words.sources), BOLD))
    for _, group in groupby(message.sources, key=lambda s: (s.document, s.version)):
        sources = list(group)
        wrapped(document_line(sources[0], message.words), "  ", "")
        addresses = {source.url for source in sources}
        if len(addresses) == 1 and sources[0].url:
            say("  " + style(sources[0].url, DIM))
        for source in sources:
            told = " : ".join(part for part in (source.place, quoted(source, message.words)) if part)
            wrapped(f"[{source.number}] {told}", "      ", "  ")
            if len(addresses) > 1 and source.url:
                say("      " + style(source.url, DIM))


def converse(desk: Desk, say_of: Commands, groups: frozenset[str] = frozenset(), as_of: date | None = None) -> None:
    """Questions until end of file or « quitter »; follow-ups lean on what was asked before."""
    words = wording(say_of.language)
    say(say_of("chat-hello"))
    while (text := _typed()) is not None:
        said = text.strip()
        if said.lower() in _QUIT:
            break
        if said.lower() in _FORGET:
            say(words.forgotten if desk.conversations.forget("terminal") else words.nothing_to_forget)
        elif said:
            _reply(desk, Asked(said, "terminal", groups=groups, as_of=as_of), say_of.language)
    say(say_of("chat-bye"))


def _reply(desk: Desk, asked: Asked, language: str) -> None:
    try:
        show(desk.drawn(desk.reply(asked), asked, desk.address))
    except Exception as error:  # noqa: BLE001 – the conversation goes on after a sentence
        say(sentence(error, language))
    say()


def _typed() -> str | None:
    try:
        return input(style("› ", BOLD))
    except EOFError:
        say()
        return None
