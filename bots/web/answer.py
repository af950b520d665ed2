"""A message as a piece of page: the answer on the left, its sources in the margin, as in a learned edition."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence

from bots.rendering.addresses import addresses, parted
from bots.rendering.message import Grid, Message, Near, Note, Sentence, Source, Whom, plain_text, quoted
from bots.rendering.pieces import Piece, few_rows, pieces, to_write
from bots.rendering.plain import one_line
from bots.rendering.tongues import Names, french
from bots.web.nodes import ADDRESS, Child, Node, el, speaks, spoken
from bots.web.projects import HEALTHS
from bots.wording.pages import long_date

Say = Callable[..., str]
_UNBROKEN = re.compile(r"(\b\d{4}-\d{2}-\d{2}\b|\b[A-Z]{1,5}-\d{1,4}\b)")
SHOWN = 10  # passages of a document shown at once
QUOTED = 4  # cells of a row quoted in the margin; the proof shows the others
BRIEF = 40  # characters of a quote that stays on the line of its place


def answer(message: Message, say: Say, chart: Node | None, token: str, names: Names | None = None) -> Node:
    """The whole answer. ``token`` tells one showing from another, for feedback; ids are unique in a page through it.
    ``names`` are those the documents give: in English, they are marked as French."""
    premises = [note for note in message.notes if note.kind == "premise"]
    others = [note for note in message.notes if note.kind != "premise"]
    refusal = message.abstained
    said = el(
        "div",
        el("p", say("refusal") if refusal else say("answer"), class_="eyebrow"),
        *(_note(note, token) for note in premises),
        *_told(message, say, token),
        _grid(message.grid, say, token) if message.grid else None,
        chart,
        *(_note(note, token) for note in others),
        _nearest(message, token) if message.nearest else None,
        _whom(message.whom, message, token) if message.whom else None,
        _suggestions(message) if message.suggestions else None,
        _elsewhere(message, say) if refusal else None,
        *(el("p", line, class_="confirmed") for line in message.confirmed),
        el("p", say("as_of", long_date(message.as_of, message.language)), class_="as-of") if message.as_of else None,
        _opinion(message, say, token),
        class_="said",
        lang=message.language,
    )
    if message.language != "fr":
        said = _in_two(said, message, say, names or {})
    margin = _sources(message, say, token) if message.sources else None
    return el(
        "div", said, margin, class_="reply refused" if refusal else "reply", data_plain=plain_text(message),
        data_sources=len(message.sources),
    )  # fmt: skip


def _in_two(said: Node, message: Message, say: Say, names: Names) -> Node:
    """The answer, what is French in it marked, and explained before the question whether it is of use."""
    quotes = [quote for source in message.sources for quote in source.quotes]
    told = spoken(said, "fr", lambda text: french(text, names, quotes))
    if not speaks(told, "fr"):
        return told
    *before, opinion = told.children
    return Node(told.tag, told.attributes, (*before, el("p", say("in_french"), class_="as-of in-french"), opinion))


def _told(message: Message, say: Say, token: str) -> list[Node]:
    """The line that answers, then what there is besides: a card, a list of a few and the rest folded."""
    found = pieces(message)
    told = [_piece(one, message, say, token, lead=n == 0) for n, one in enumerate(found) if one.kind != "possible"]
    possible = [_possible(one, message, say, token) for one in found if one.kind == "possible"]
    return [*told, el("ol", *possible, class_="possible")] if possible else told


def _possible(piece: Piece, message: Message, say: Say, token: str) -> Node:
    """One of a few possible answers: its line and its number, what its card holds folded under it."""
    one, card = piece.sentences[0], [_line(detail, message, token) for detail in piece.details]
    more = el("details", el("summary", say("details")), el("dl", *card, class_="facts-card")) if card else None
    return el("li", el("p", *linked(one.text), *_calls(one, token), lang=_tongue(one, message)), more)


def _piece(piece: Piece, message: Message, say: Say, token: str, *, lead: bool) -> Node:
    if piece.kind == "card":
        return el("dl", *(_line(one, message, token) for one in piece.sentences), class_="facts-card")
    if piece.kind == "list":
        return el("div", _items(piece.few, message, token), _fold(piece.rest, message, say, token), class_="listed")
    one = piece.sentences[0]
    style = "lead" if lead else "claim"
    return el("p", *linked(one.text), *_calls(one, token), class_=style, lang=_tongue(one, message))


def _line(one: Sentence, message: Message, token: str) -> Node:
    value = el("dd", *linked(one.value), *_calls(one, token), lang=_tongue(Sentence(one.value, one.numbers), message))
    return el("div", el("dt", one.label), value)


def _items(sentences: Sequence[Sentence], message: Message, token: str) -> Node:
    items = (el("li", *linked(s.text), *_calls(s, token), lang=_tongue(s, message)) for s in sentences)
    return el("ul", *items, class_="claims")


def _fold(rest: Sequence[Sentence], message: Message, say: Say, token: str) -> Node | None:
    if not rest:
        return None
    return el("details", el("summary", say("and_more", len(rest))), _items(rest, message, token))


def _tongue(sentence: Sentence, message: Message) -> str | None:
    """French, for a sentence of an English answer that is the documents' own words; None for ours."""
    quotes = (source.quote for source in message.sources if source.number in sentence.numbers)
    words = one_line(sentence.text).rstrip(" .;")
    own = (
        message.language != "fr"
        and not addresses(words)
        and any(words.casefold() in quote.casefold() for quote in quotes)
    )
    return "fr" if own else None


def linked(text: str, message: Message | None = None) -> list[Child]:
    """The text, its addresses leading where one opens or writes: of a refusal, a letter that holds the question."""
    found: list[Child] = []
    for words, address in parted(text):
        if address:
            mail = message is not None and address.startswith("mailto:")
            where = to_write(message, address) if mail and message else address
            found.append(el("a", words, href=where, class_=ADDRESS))
        else:
            found += unbroken(words)
    return found


def unbroken(text: str) -> list[Child]:
    """The text, its dates and codes (« 2026-12-11 », « PR-01 ») kept on one line."""
    pieces = _UNBROKEN.split(text)
    return [el("span", piece, class_="whole") if n % 2 else piece for n, piece in enumerate(pieces) if piece]


def _calls(piece: Sentence | Note | Whom | Near, token: str) -> list[Child]:
    """The numbers that call the sources, each a link to its entry in the margin."""
    calls: list[Child] = []
    for number in piece.numbers:
        calls += ["\u00a0", el("a", str(number), href=f"#s{token}-{number}", class_="call")]
    return calls


def _note(note: Note, token: str) -> Node:
    return el(
        "p", el("strong", note.label), " – ", *linked(note.text), *_calls(note, token), class_=f"note {note.kind}"
    )


def _grid(grid: Grid, say: Say, token: str) -> Node:
    shown, rest = few_rows(grid)
    each = not all(cell.numbers == row[0].numbers for row in grid.rows for cell in row if cell.numbers)
    numbers = None if grid.numbers else each
    return el(
        "div",
        _table(grid, shown, say, token, each=numbers),
        el("details", el("summary", say("and_more", len(rest))), _table(grid, rest, say, token, each=numbers))
        if rest
        else None,
        _exports(grid, say),
        class_="gridded",
    )


def _table(grid: Grid, rows: Sequence[tuple[Sentence, ...]], say: Say, token: str, *, each: bool | None) -> Node:
    """``each``: cells have numbers of their own; otherwise their row has one, or (None) all rows have that of the table."""
    head = el("thead", el("tr", *(el("th", name, scope="col") for name in grid.header)))
    lines = (
        el("tr", *(el("th" if at == 0 else "td", _lamp(cell.text, say), *linked(cell.text),
                      *(_calls(cell, token) if each or (at == 0 and each is False) else ()), scope="row" if at == 0 else None)
                   for at, cell in enumerate(row)))
        for row in rows
    )  # fmt: skip
    table = el(
        "table", el("caption", grid.caption, *_calls(Sentence("", grid.numbers), token)), head, el("tbody", *lines)
    )
    return el("div", table, class_="scroll", tabindex=0, role="group", aria_label=say("table_hint", grid.caption))


def _exports(grid: Grid, say: Say) -> Node:
    """The table as a file for a spreadsheet; works without JavaScript."""
    rows = [list(grid.header), *([cell.text for cell in row] for row in grid.rows)]
    told = json.dumps({"name": grid.caption, "rows": rows}, ensure_ascii=False)
    return el(
        "form",
        el("input", type="hidden", name="table", value=told),
        *(el("button", say(kind), type="submit", name="as", value=kind) for kind in ("csv", "xlsx")),
        class_="export",
        method="post",
        action="/table",
    )


def _lamp(text: str, say: Say) -> Node | None:
    """The colour beside the word that says it."""
    named = {say(state): state for state in HEALTHS}
    state = named.get(text.strip().casefold())
    return el("span", class_=f"lamp {state}", aria_hidden="true") if state else None


def _nearest(message: Message, token: str) -> Node:
    """The words that come nearest, each under its document."""
    items = (el("li", *_near(near, token)) for near in message.nearest)
    return el("div", el("p", message.words.nearest, class_="label"), el("ul", *items), class_="nearest")


def _near(near: Near, token: str) -> list[Child]:
    title: Child = el("a", near.title, href=near.url) if near.url else near.title
    if not near.words:
        return [title]
    said = el("q", near.words, lang="fr")
    above: list[Child] = [el("span", near.of, lang="fr"), " – "] if near.of else []
    return [*above, said, *_calls(near, token), el("span", title, class_="quiet whence")]


def _whom(whom: Whom, message: Message, token: str) -> Node:
    why = f" ({whom.why})" if whom.why else ""
    return el(
        "p",
        el("span", message.words.whom, class_="label"),
        el("strong", *linked(whom.role, message)),
        why,
        *_calls(whom, token),
        class_="whom",
    )


def _suggestions(message: Message) -> Node:
    buttons = [el("li", suggestion(text)) for text in message.suggestions]
    return el("div", el("p", message.offering, class_="label"), el("ul", *buttons), class_="more")


def _elsewhere(message: Message, say: Say) -> Node:
    return el("p", el("a", say("see_all"), href=f"/explorer?lang={message.language}"))


def suggestion(text: str) -> Node:
    """A question to ask by a click; without JavaScript it sends the form."""
    return el(
        "button", text, type="submit", name="question", value=text, form="ask", class_="suggestion", formnovalidate=True
    )


def _sources(message: Message, say: Say, token: str) -> Node:
    """The sources, a document named once above its passages; their numbers are those of the calls."""
    documents: dict[tuple[str, str], list[Source]] = {}
    for source in message.sources:
        documents.setdefault((source.document, source.version), []).append(source)
    heading = el("h3", message.words.sources)
    works = (_document(passages, message, say, token) for passages in documents.values())
    return el("aside", heading, *works, class_="margin")


def _document(passages: Sequence[Source], message: Message, say: Say, token: str) -> Node:
    first = passages[0]
    version = message.words.version.format(first.version) if first.version else ""
    details = ", ".join(part for part in (version, first.date) if part)
    return el(
        "div",
        el("p", first.title, class_="title", lang="fr"),
        el("p", details, class_="details") if details else None,
        el("ol", *(_passage(source, message, say, token) for source in passages[:SHOWN])),
        _folded(passages[SHOWN:], message, say, token) if passages[SHOWN:] else None,
        class_="work",
    )


def _folded(passages: Sequence[Source], message: Message, say: Say, token: str) -> Node:
    """The passages beyond the first ones; a link to one of them unfolds all."""
    items = (_passage(source, message, say, token) for source in passages)
    return el("details", el("summary", say("more_passages", len(passages))), el("ol", *items))


def _passage(source: Source, message: Message, say: Say, token: str) -> Node:
    place = source.place or say("see_passage")
    label = f"{source.number}. {place}, {source.title}"
    # The language of the corpus is not that of the answer: quotes are French unless their document says otherwise.
    words = el("bdi", *linked(quoted(source, message.words, QUOTED)))
    brief = len(source.quote) <= BRIEF
    return el(
        "li",
        el("a", place, href=source.url, class_="place", aria_label=label),
        " ",
        el("blockquote", el("p", words), lang="fr", class_="brief" if brief else None),
        id=f"s{token}-{source.number}",
        value=source.number,
        tabindex=-1,
    )


def _opinion(message: Message, say: Say, token: str) -> Node:
    hidden = {"answer": message.id, "question": message.question, "token": token, "generation": message.generation}
    fields = [el("input", type="hidden", name=name, value=value) for name, value in hidden.items()]
    return el(
        "form",
        *fields,
        el("span", say("useful"), id=f"u{token}"),
        el("button", say("up"), type="submit", name="verdict", value="up", aria_describedby=f"u{token}"),
        el("button", say("down"), type="submit", name="verdict", value="down", aria_describedby=f"u{token}"),
        class_="opinion",
        method="post",
        action=f"/feedback?lang={message.language}",
    )
