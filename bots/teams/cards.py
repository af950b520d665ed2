"""Adaptive Cards 1.5, as values: a table, follow-up questions, the form for a reason.

Words of documents are text runs, which no client reads as Markdown. No colour is set: the reader's theme gives them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from bots.rendering.addresses import addresses as addresses_in
from bots.rendering.addresses import parted
from bots.rendering.message import Sentence
from bots.rendering.plain import spaced
from bots.teams.markup import plain
from bots.wording.teams import said

Card = dict[str, Any]
ADDRESS = 400  # characters of an address that is linked
_MORE = "↗"  # another source of a cell that is itself a link
REASONS = ("wrong", "incomplete", "outdated", "unclear", "silent")


def attachment(card: Card) -> dict[str, Any]:
    return {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}


def card(body: Sequence[Card], spoken: str, **more: Any) -> Card:
    """``spoken`` is what a client that cannot draw the card shows instead."""
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "fallbackText": spoken,
        "body": list(body),
        **more,
    }


def table(caption: str, header: Sequence[str], rows: Iterable[Card]) -> tuple[Card, ...]:
    """The elements of a table: its caption, its header row named as such, its rows (``row``)."""
    named = {"type": "TableRow", "cells": [_cell([_run(name, weight="Bolder")]) for name in header]}
    return (
        _text(caption, weight="Bolder"),
        {
            "type": "Table",
            "firstRowAsHeaders": True,
            "showGridLines": True,
            "columns": [{"width": 1} for _ in range(max(1, len(header)))],
            "rows": [named, *rows],
        },
    )


def row(cells: Iterable[Sentence], addresses: dict[int, str], *, numbered: bool) -> Card:
    """A row. ``addresses``: number → link. Cells show their numbers, or else are links themselves."""
    return {"type": "TableRow", "cells": [_sentence(cell, addresses, numbered=numbered) for cell in cells]}


def suggestions(questions: Iterable[str], heading: str) -> list[Card]:
    """``heading``, then at most three areas to press: a button would cut a question at the width of a chat.

    Pressing one asks its question as if the person had typed it.
    """
    return [
        _text(heading, isSubtle=True),
        *(
            {
                "type": "Container",
                "style": "emphasis",
                "selectAction": {
                    "type": "Action.Submit",
                    "title": plain(question),
                    "data": {"msteams": {"type": "imBack", "value": plain(question)}},
                },
                "items": [_text(spaced(question))],
            }
            for question in tuple(questions)[:3]
        ),
    ]


def facts(lines: Iterable[tuple[str, str]]) -> list[Card]:
    """A label and a value a line. Not a FactSet: its words would be read as Markdown."""
    return [
        {
            "type": "ColumnSet",
            "spacing": "Small",
            "columns": [
                {"type": "Column", "width": 1, "items": [_text(label, isSubtle=True)]},
                {"type": "Column", "width": 2, "items": [{"type": "RichTextBlock", "inlines": _runs(spaced(value))}]},
            ],
        }
        for label, value in lines
    ]


def ways(links: Iterable[tuple[str, str]]) -> list[Card]:
    """Buttons that open an address: (what it says, where it leads)."""
    return [{"type": "Action.OpenUrl", "title": plain(title), "url": url} for title, url in links]


def opening(title: str, data: dict[str, str]) -> Card:
    """A button that opens a form."""
    return {"type": "Action.Submit", "title": plain(title), "data": {"msteams": {"type": "task/fetch"}, **data}}


def sending(title: str, data: dict[str, str]) -> Card:
    """The button of a form that sends it, with what it was opened with."""
    return {"type": "Action.Submit", "title": plain(title), "data": data}


def paragraph(words: str) -> Card:
    """Words that are no markup."""
    return _text(words)


def written(name: str, label: str, limit: int, wanted: str = "") -> Card:
    """A field to write in; ``wanted`` is said where it is sent empty, "" where it may be."""
    made: Card = {"type": "Input.Text", "id": name, "label": label, "isMultiline": True, "maxLength": limit}
    return {**made, "isRequired": True, "errorMessage": wanted} if wanted else made


def day(name: str, label: str, days: tuple[str, str, str], wanted: str) -> Card:
    """A day to choose: the first, the one shown, the last (ISO); ``wanted`` is said where none is."""
    first, value, last = days
    return {
        "type": "Input.Date", "id": name, "label": label, "min": first, "value": value, "max": last, "isRequired": True,
        "errorMessage": wanted,
    }  # fmt: skip


def ticked(name: str, label: str) -> Card:
    """A box, not ticked."""
    return {"type": "Input.Toggle", "id": name, "title": label, "value": "false"}


def form(reaction: str, language: str) -> Card:
    """What to tick and write after a thumb; all of it optional."""
    choices = [{"title": said(f"why_{name}", language), "value": name} for name in REASONS]
    ticked: Card = {
        "type": "Input.ChoiceSet",
        "id": "reason",
        "label": said("form_down", language),
        "isMultiSelect": True,
        "style": "expanded",
        "choices": choices,
    }
    written: Card = {
        "type": "Input.Text",
        "id": "comment",
        "label": said("form_up" if reaction == "like" else "form_comment", language),
        "isMultiline": True,
        "maxLength": 1000,
    }
    note = {"type": "TextBlock", "text": said("form_privacy", language), "wrap": True, "isSubtle": True}
    send = {"type": "Action.Submit", "title": said("form_send", language)}
    body = [written, note] if reaction == "like" else [ticked, written, note]
    return card(body, said("form", language), actions=[send])


def _sentence(cell: Sentence, addresses: dict[int, str], *, numbered: bool) -> Card:
    links = [(number, addresses.get(number, "")) for number in cell.numbers]
    if numbered:
        return _cell([*_runs(cell.text), *(_link(f" [{number}]", where) for number, where in links)])
    opened = [where for _, where in links if where] or [""]
    if addresses_in(cell.text):
        return _cell([*_runs(cell.text), *(_link(f" {_MORE}", where) for where in opened if where)])
    return _cell([_link(cell.text, opened[0]), *(_link(f" {_MORE}", where) for where in opened[1:])])


def _link(text: str, where: str) -> Card:
    run = _run(text)
    return {**run, "selectAction": {"type": "Action.OpenUrl", "url": where}} if where else run


def _cell(runs: list[Card]) -> Card:
    return {"type": "TableCell", "items": [{"type": "RichTextBlock", "inlines": runs}]}


def _text(text: str, **style: Any) -> Card:
    return {"type": "RichTextBlock", "inlines": [_run(text, **style)]}


def _runs(text: str) -> list[Card]:
    """The words, each address among them one to write to or to open."""
    return [
        {**_run(words), "selectAction": {"type": "Action.OpenUrl", "title": plain(words), "url": where}}
        if where and len(where) <= ADDRESS
        else _run(words)
        for words, where in parted(text)
    ] or [_run("")]


def _run(text: str, **style: Any) -> Card:
    return {"type": "TextRun", "text": plain(text) or "–", **style}
